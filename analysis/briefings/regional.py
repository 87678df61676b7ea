"""The regional briefing: one region under one treaty on one day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from analysis.briefings.parameters import (
    DayText,
    Notices,
    Parameters,
    RegionName,
    StateList,
    TreatyCode,
)
from analysis.briefings.registry import briefing
from analysis.language.english import sentence_case, treaty_with_article
from analysis.law.regions import find_region
from analysis.register import Register
from analysis.sections.registry import Section
from analysis.sections.spread.facts import Spot, spread
from analysis.sections.spread.words import WHY
from analysis.subject.subject import Subject


@briefing("regional")
class RegionalBriefing(Parameters):
    """One region under one treaty on one day.

    ``compare_to`` is the day of the last briefing, ``towards`` names the neighbours whose border
    with the region is measured (``none``: not even those of the region's own story), ``scenario``
    assumes notices of withdrawal; each may be empty.
    """

    region: RegionName = "eastern-flank"
    treaty: TreatyCode = "apmbc"
    compare_to: DayText = ""
    towards: StateList = ""
    scenario: Notices = ""

    # Who is leaving related treaties is told too; nothing is told of others.
    reads = "family"
    companion = ("annex", "Annex: tests, rates, curves, the full method and all sources")
    sections: ClassVar[tuple[str | Section, ...]] = (
        "front",
        "exits.timeline",
        "standing.lead",
        "standing.leaving",
        "changes.pending",
        "rates.pace",
        "map",
        "border.beside",
        "participation.moving",
        "watch",
        "method.short",
        "sources.short",
    )

    @classmethod
    def silence(cls, register: Register, given: Mapping[str, str]) -> str:
        """Return why the region has nothing of its own to say under the treaty.

        What counts as something is defined in :mod:`analysis.sections.spread.facts`.
        """
        if given.get("scenario"):
            return ""
        day, treaty = given.get("as_of", ""), given["treaty"]
        # Asked for each region of the treaty in turn.
        spots = register.keep(
            ("spots", treaty, day),
            lambda: _spots(register.as_of(day or register.default_day(treaty)), treaty),
        )
        spot = spots.get(given["region"])
        if spot is None and "," in given["region"]:
            # Made for one question by whoever names its states.
            return ""
        return WHY.get(spot.says, "") if spot else "it had no members on the day"

    @classmethod
    def headline(cls, register: Register, given: Mapping[str, str]) -> str:
        """Return a title for lists: "NATO and the Mine Ban Convention"."""
        region = find_region(register.tables, given["region"]).name
        treaty = register.tables.treaty(given["treaty"])["name"]
        return sentence_case(f"{region} and {treaty_with_article(treaty)}")


def _spots(seen: Register, treaty: str) -> dict[str, Spot]:
    return {spot.region: spot for spot in spread(Subject.of(seen, treaty=treaty)).spots}
