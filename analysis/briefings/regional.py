"""The regional briefing: one region under one treaty on one day."""

from __future__ import annotations

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
from analysis.sections.registry import Section


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
        "map",
        "border.beside",
        "participation.moving",
        "rates.pace",
        "watch",
        "method.short",
        "sources.short",
    )
