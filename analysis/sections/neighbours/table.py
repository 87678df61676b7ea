"""The table of neighbours: a row for each treaty, a column for each state."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, flat, notes_of, text
from analysis.blocks.telling import capital, say, together
from analysis.language.numbers import agree, plural
from analysis.sections.neighbours.facts import Compared, Neighbours
from analysis.sections.standing.facts import Position
from analysis.subject import telling as tell
from analysis.subject.coverage import scope_line
from analysis.subject.scope import Scope
from analysis.terms.statuses import TERMS


def neighbours_table(scope: Scope, own: Neighbours, cite: Citations) -> Table:
    """Return where the state and its neighbours stand, as sign and year."""
    title = _title(own)
    states = (own.state, *own.neighbours)
    columns = (
        Column("Treaty", share=2.4),
        *(Column(one.name, share=_share(one.name)) for one in states),
    )
    rows = tuple(
        (
            Cell(text(row.name)),
            _cell(row.own),
            *(_cell(row.positions.get(one.code)) for one in own.neighbours),
        )
        for row in own.rows
    )
    return Table(
        "neighbours",
        flat(title),
        columns,
        rows,
        subtitle=_subtitle(own),
        foot=together([_signs(own), scope_line(scope, cite)]),
        events=own.events,
        told=notes_of(title),
    )


def _share(name: str) -> float:
    """Return the width of a column by the longest word of its head, which is not divided."""
    return max(1.0, max(map(len, name.split())) / 8)


def _title(own: Neighbours) -> Text:
    first = own.rows[0]
    one = first.possible == 1
    them = plural(first.possible, "neighbour")
    if own.area is not None:
        them = f"other {own.area.state if one else own.area.states}"
    part = say("{n} of the {all}", n=tell.none_or(first, "bound", first.possible), all=_all(first))
    if one:
        part = say("{the}", the="the one" if first.bound else "no")
    elif first.bound == first.possible:
        part = say("both") if first.possible == 2 else say("all {n}", n=_all(first))
    return say(
        "{part} {them} {is_} bound by the {treaty}",
        part=capital(part),
        them=them,
        is_=agree(first.bound, "is", "are"),
        treaty=first.noun,
    )


def _all(first: Compared) -> Span:
    return tell.count(first, "possible")


def _subtitle(own: Neighbours) -> str:
    whom = f"the other {own.area.states}, by name" if own.area else "neighbours by length of border"
    rest = f"; {own.more} more not shown" if own.more else ""
    return f"Status under treaties that tell the state from {whom}{rest}; since which year"


def _cell(own: Position | None) -> Cell:
    """Return sign and year; a dash where the treaty was not made for it, or nothing is known."""
    if own is None or own.place == "apart":
        return Cell(text("–"))
    year = f"{own.standing_since.year}" if own.standing_since and own.status != "none" else ""
    return Cell(text(year or "no"), mark=own.status)


def _signs(own: Neighbours) -> Text:
    """Explain the signs that occur in words."""
    seen: dict[str, str] = {}
    for row in own.rows:
        for one in (row.own, *row.positions.values()):
            if one.place != "apart" and one.status != "none":
                seen[one.status] = TERMS[one.status].word
    return text(f"Signs: {', '.join(seen.values())}; no: neither signed nor joined.")
