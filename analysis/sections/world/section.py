"""The sections on the world: page one, the grid, and the treaties that moved."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.drawing.picture import Picture
from analysis.sections.registry import Section, find_section
from analysis.sections.world.facts import Balance, balance
from analysis.sections.world.table import moves_table
from analysis.sections.world.words import period, world_caption, world_findings, world_title
from analysis.subject.coverage import coverage_cautions, page_one, scope_line
from analysis.subject.scope import scope
from analysis.subject.subject import Subject


def front(subject: Subject, cite: Citations) -> list[Block]:
    """Return the head of page one: lost and gained, what is due next, how far that is known."""
    own, now = balance(subject), scope(subject)
    return page_one(
        now,
        cite,
        overline=f"{subject.series} · World · All treaties",
        title=world_title(own),
        about=f"The world under all treaties, {period(own)}",
        findings=world_findings(own, cite),
        aside=("Due next", find_section("agenda").sentences(subject, cite)),
        cautions=coverage_cautions(now),
    )


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the grid; nothing where no treaty was open yet."""
    from analysis.sections.world.picture import draw_grid

    own, now = balance(subject), scope(subject)
    if not own.squares:
        return []
    return [
        Picture(
            name="world-grid",
            caption=world_caption(own),
            draw=partial(draw_grid, own),
            frame=partial(_frame, own),
            foot=scope_line(now, cite, own.events[:3]),
            events=own.events,
        )
    ]


def _frame(own: Balance) -> pd.DataFrame:
    """Return one row for each part of the world and family of treaties."""
    rows = [(one.area, one.family, one.begun, one.gone, one.net) for one in own.squares]
    return pd.DataFrame(rows, columns=["area", "family", "begun", "gone", "net"])


def moved(subject: Subject, cite: Citations) -> list[Block]:
    """Return the treaties that moved; nothing where none did."""
    own = balance(subject)
    return [moves_table(scope(subject), own, cite)] if own.moves else []


FRONT = Section("world.front", "", front)
MOVES = Section("world.moves", "", moved)
SECTION = Section("world", "", compose)
