"""The table of the treaties that moved: how many they bound before and after."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Table, flat, notes_of, text
from analysis.blocks.telling import capital, say
from analysis.language.days import format_day_short
from analysis.sections.world.facts import Balance
from analysis.subject import telling as tell
from analysis.subject.coverage import scope_line
from analysis.subject.scope import Scope

#: So many treaties are listed.
_MOST = 12


def moves_table(scope: Scope, own: Balance, cite: Citations) -> Table:
    """Return the treaties that gained or lost, those with the most withdrawals first."""
    shown = own.moves[:_MOST]
    first = shown[0]
    title = say(
        "{moved} of {all} moved; the {name} lost {gone} and gained {begun}",
        moved=capital(tell.count(own, "moved")),
        all=tell.counted(scope, "count", "treaty", "treaties"),
        name=first.noun,
        gone=tell.count(first, "gone") if first.gone else "nobody",
        begun=tell.counted(first, "begun", "state"),
    )
    columns = (
        Column("Treaty", share=2.6),
        Column(f"Bound {format_day_short(own.since)}", "right", share=1.0),
        Column("Became bound", "right", share=1.0),
        Column("Withdrew", "right", share=0.9),
        Column(f"Bound {format_day_short(own.day)}", "right", share=1.0),
    )
    rows = tuple(
        (
            Cell(text(move.name)),
            Cell(text(tell.number(move, "before"))),
            Cell(text(tell.number(move, "begun"))),
            Cell(text(tell.number(move, "gone"))),
            Cell(text(tell.number(move, "now"))),
        )
        for move in shown
    )
    return Table(
        "largest-moves",
        flat(title),
        columns,
        rows,
        foot=scope_line(scope, cite),
        events=own.events,
        told=notes_of(title),
    )
