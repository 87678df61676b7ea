"""The treaty briefing: one treaty in the whole world on one day."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.briefings.parameters import Parameters, TreatyCode
from analysis.briefings.registry import briefing
from analysis.language.english import sentence_case, treaty_with_article
from analysis.law.clauses import opening
from analysis.register import Register
from analysis.sections.spread.words import WHY
from analysis.terms.days import to_day


@briefing("treaty")
class TreatyBriefing(Parameters):
    """One treaty on one day: what it asks for, whom it binds, who leaves, who is outside."""

    treaty: TreatyCode = "apmbc"

    sections = (
        "front.treaty",
        "participation.large",
        "standing.few_states",
        "clause",
        "areas",
        "standing.leavers",
        "changes.open",
        "outside",
        "due.more",
        "context.brief",
        "method.alone",
        "sources.short",
    )

    @classmethod
    def silence(cls, register: Register, given: Mapping[str, str]) -> str:
        """Return that the treaty was not open yet, where it was not."""
        day, row = given.get("as_of"), register.tables.treaty(given["treaty"])
        return WHY["unopened"] if day and to_day(day) < opening(row) else ""

    @classmethod
    def headline(cls, register: Register, given: Mapping[str, str]) -> str:
        """Return a title for lists: "The Mine Ban Convention in the world"."""
        name = treaty_with_article(register.tables.treaty(given["treaty"])["name"])
        return f"{sentence_case(name)} in the world"
