"""The briefing on what changed: between two days, for a region or the world, the weekly mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from analysis.briefings.parameters import AnyTreaty, DayText, Parameters, RegionName
from analysis.briefings.registry import briefing
from analysis.law.regions import find_region
from analysis.register import Register

#: So many days are told where none to begin with is named.
_WEEK = 7


@briefing("changes")
class ChangesBriefing(Parameters):
    """What changed from the day after ``compare_to`` up to the day, under one treaty or all."""

    region: RegionName = "world"
    treaty: AnyTreaty = ""
    compare_to: Annotated[
        DayText, Field(description="the day of the last mail; empty: seven days before")
    ] = ""

    sections = (
        "news.front",
        "news",
        "news.corrected",
        "basis",
        "sources.short",
    )

    def _defaults(self, register: Register) -> dict[str, str]:
        return {"compare_to": self.compare_to or self._before(days=_WEEK)}

    @classmethod
    def headline(cls, register: Register, given: Mapping[str, str]) -> str:
        """Return a title for lists: "What changed in NATO under the mine ban"."""
        told = f"What changed in {find_region(register.tables, given.get('region', 'world')).said}"
        treaty = given.get("treaty")
        return f"{told} under the {register.tables.treaty(treaty)['noun']}" if treaty else told
