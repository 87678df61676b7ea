"""The world briefing: gains and losses of a year under all treaties, by part of the world."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from analysis.briefings.parameters import DayText, Parameters
from analysis.briefings.registry import briefing
from analysis.register import Register


@briefing("world")
class WorldBriefing(Parameters):
    """The world under every treaty from the day after ``compare_to`` up to the day."""

    compare_to: Annotated[
        DayText, Field(description="the day compared with; empty: a year before")
    ] = ""

    sections = (
        "world.front",
        "world",
        "world.moves",
        "agenda.calendar",
        "basis",
        "sources.short",
    )

    def _defaults(self, register: Register) -> dict[str, str]:
        return {"compare_to": self.compare_to or self._before(years=1)}
