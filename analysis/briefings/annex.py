"""The annex of a regional briefing: tests, curves, rates, the full method: for those who check."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.briefings.regional import RegionalBriefing
from analysis.briefings.registry import briefing
from analysis.register import Register


@briefing("annex")
class AnnexBriefing(RegionalBriefing):
    """What stands behind a regional briefing; its parameters are those of the briefing."""

    companion = ("regional", "The briefing that this annex stands behind")
    sections = (
        "front.annex",
        "standing",
        "exits.steps",
        "participation",
        "fall",
        "flows",
        "rates",
        "wave",
        "endurance",
        "watch.past",
        "border",
        "due",
        "method",
        "sources",
    )

    @classmethod
    def headline(cls, register: Register, given: Mapping[str, str]) -> str:
        """Return a title for lists: "Annex: NATO and the Mine Ban Convention"."""
        return f"Annex: {super().headline(register, given)}"
