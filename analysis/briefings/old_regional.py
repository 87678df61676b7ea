"""The regional briefing: one region, one treaty, one day, section by section.

A notebook opens it and shows one section a cell; the order of the cells is the order of the
pages. Every section is computed from the register, and cites it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, cast

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import (
    Block,
    Figure,
    Front,
    Items,
    Prose,
    References,
    Table,
    Text,
    text,
)
from analysis.briefings import outlook
from analysis.language.days import format_day
from analysis.register import load_register
from analysis.sections.border import picture as border
from analysis.sections.changes import words as developments
from analysis.sections.exits import picture as timeline
from analysis.sections.front import findings as prose
from analysis.sections.front.headline import headline
from analysis.sections.map import picture as geography
from analysis.sections.method import words as method
from analysis.sections.participation import picture as participation
from analysis.sections.standing import picture as strip
from analysis.sections.standing import table as tables
from analysis.subject import names as naming
from analysis.subject.situation import Situation

Shown = Figure | Table | Prose


def marking(section: Callable[[RegionalBriefing], Shown]) -> Callable[[RegionalBriefing], Shown]:
    """Mark the figure or table of a section as hypothetical where the briefing assumes anything."""

    @wraps(section)
    def marked(briefing: RegionalBriefing) -> Shown:
        (block,) = briefing._marked([section(briefing)])
        return cast(Shown, block)

    return marked


@dataclass(frozen=True)
class RegionalBriefing:
    """The sections of a regional briefing."""

    situation: Situation
    citations: Citations

    @classmethod
    def open(
        cls,
        *,
        region: str,
        treaty: str,
        as_of: str = "",
        compare_to: str = "",
        towards: str = "",
        scenario: str = "",
    ) -> RegionalBriefing:
        """Load the register and take stock of a region under a treaty on a day.

        ``as_of`` and ``compare_to`` are days (``""``: the data's vintage; no comparison),
        ``towards`` lists the codes of the states whose border with the region is measured,
        joined by commas; ``scenario`` assumes further notices of withdrawal, as
        ``NOR:2026-09-01``. Raises ``UnknownName`` and ``RollbackError`` for values that the
        register does not have.
        """
        register = load_register()
        register = register.as_of(as_of) if as_of else register
        situation = Situation.of(
            register,
            region=region,
            treaty=treaty,
            compare_to=compare_to,
            towards=towards,
            scenario=scenario,
        )
        return cls(situation, Citations(situation.register.tables, register.day))

    def front(self) -> Front:
        """Return page one: the finding, the day, the key findings, what changed, what to mind."""
        now, cite = self.situation, self.citations
        since = developments.since_lines(now, cite)
        return Front(
            overline=f"Disarmament rollback · {now.region.name} · {now.treaty['name']}",
            title=headline(now),
            as_of=format_day(now.day),
            findings=tuple(prose.findings(now, cite)),
            since_title=developments.since_title(now) if since else "",
            since=tuple(since),
            cautions=tuple(method.cautions(now, cite)),
            data_version=now.register.tables.version,
            subject=f"{now.region.name} and the {now.treaty['name']}",
            events=cite.cited_events,
            sources=cite.cited_sources,
        )

    @marking
    def lead(self) -> Figure | Prose:
        """Return the picture of page one: the way out, or where all stand if nobody is on it."""
        if self.situation.silent:
            return Prose(())
        return self._strip() if self.situation.pipeline.empty else self._timeline()

    @marking
    def history(self) -> Figure | Prose:
        """Return where each state has stood over time, unless page one has shown it already."""
        shown = self.situation.silent or self.situation.pipeline.empty
        return Prose(()) if shown else self._strip()

    def _strip(self) -> Figure:
        now = self.situation
        spells = now.register.spells
        held = spells[(spells["treaty"] == now.code) & spells["state"].isin(now.members)]
        return strip.figure_status_strip(
            held.assign(name=held["state"].map(now.names)),
            now.status,
            as_of=now.day.date(),
            opened=now.opened.date(),
            treaty=now.treaty["noun"],
            region=now.region.states,
            foot=self._foot(),
        )

    @marking
    def standing(self) -> Table:
        """Return the table of who stands where."""
        return tables.table_status(self.situation, self.citations)

    def _timeline(self) -> Figure:
        now = self.situation
        staying = list(zip(now.staying["name"], now.staying["status"], strict=True))
        return timeline.figure_exit_timeline(
            now.pipeline,
            as_of=now.day.date(),
            staying=staying,
            treaty=now.treaty["noun"],
            region=now.region.states,
            foot=self._foot(now.pipeline["state"]),
        )

    @marking
    def steps(self) -> Table | Prose:
        """Return the table of steps, each with its source; a sentence if there are none."""
        now = self.situation
        if now.pipeline.empty:
            states = naming.states_of(now)
            return Prose((text(f"None of the {states} has taken a step towards leaving."),))
        return tables.table_steps(self.situation, self.citations)

    @marking
    def map(self) -> Figure:
        """Return the map of the region by status, with the border towards the named states."""
        now = self.situation
        world = geography.load_world(now.register.tables.folder)
        return geography.figure_map(
            world,
            now.status,
            as_of=now.day.date(),
            borderland=now.borderland,
            towards=now.towards,
            treaty=now.treaty["noun"],
            region=now.region.states,
            foot=text(
                "Boundaries and names do not imply endorsement; Crimea is shown as part of Ukraine"
                " (UN General Assembly resolution 68/262). Shapes: Natural Earth."
            ),
        )

    @marking
    def participation(self) -> Figure:
        """Return the parties over time, worldwide and in the region."""
        now = self.situation
        return participation.figure_participation(
            now.counts,
            as_of=now.day.date(),
            regional=now.regional_counts,
            members=len(now.members),
            exits=self._exits(),
            treaty=now.treaty["noun"],
            region=now.region.states,
            foot=self._foot(),
        )

    @marking
    def border(self) -> Figure | Prose:
        """Return the border coverage over time, or a sentence if there is no such border."""
        now = self.situation
        if now.coverage.empty or now.borderland.empty:
            return Prose((text(method.no_border(now)),))
        return border.figure_coverage(
            now.coverage,
            now.borderland,
            as_of=now.day.date(),
            scheduled=now.scheduled_coverage,
            towards=[now.names[code] for code in now.towards],
            treaty=now.treaty["noun"],
            region=now.region.states,
            foot=self._border_foot(),
        )

    def depth(self) -> list[Block]:
        """Return how deep and how fast: sentences, flows, rates with intervals, delays."""
        return self._marked(outlook.depth_section(self.situation, self.citations))

    def wave(self) -> list[Block]:
        """Return whether it is a wave: sentences, memberships that last, the tests."""
        return self._marked(outlook.wave_section(self.situation, self.citations))

    def pending(self) -> Items | Prose:
        """Return what is pending, disputed or was decided against leaving."""
        lines = developments.pending_lines(self.situation, self.citations)
        if not lines:
            return Prose((text("Nothing is pending, and no standing is disputed."),))
        return Items(
            tuple(lines),
            events=self.citations.cited_events,
            sources=self.citations.cited_sources,
        )

    def method(self) -> Prose:
        """Return how the numbers were computed and how to make this briefing again."""
        return Prose(tuple(method.paragraphs(self.situation, self.citations)))

    def references(self) -> References:
        """Return the numbered sources cited above; the last cell of a notebook."""
        return self.citations.references()

    def _marked(self, blocks: list[Any]) -> list[Any]:
        """Mark figures and tables as hypothetical where the briefing assumes anything."""
        if self.situation.assumed.empty:
            return blocks
        return [
            replace(block, title=f"Hypothetical: {block.title.removeprefix('Hypothetical: ')}")
            if isinstance(block, Figure | Table)
            else block
            for block in blocks
        ]

    def _foot(self, states: Sequence[str] | pd.Series = ()) -> Text:
        return method.source_line(self.situation, self.citations, states)

    def _border_foot(self) -> Text:
        return method.border_line(self.situation, self.citations)

    def _exits(self) -> pd.DataFrame:
        """Return the worldwide exits in effect by the day: ``state``, ``name``, ``day``."""
        now = self.situation
        spells = now.register.spells
        out = spells[(spells["treaty"] == now.code) & (spells["status"] == "withdrawn")]
        out = out[out["start"] <= now.day].rename(columns={"start": "day"})
        return out.assign(name=out["state"].map(now.names))[["state", "name", "day"]]
