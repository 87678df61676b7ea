"""The table of the dated acts of a state, treaty by treaty."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, flat, notes_of, text
from analysis.blocks.telling import capital, listed, say, together
from analysis.language.days import format_date, format_date_short
from analysis.language.english import sentence_case
from analysis.sections.acts.facts import Act, Acts
from analysis.subject import telling as tell
from analysis.subject.coverage import scope_line
from analysis.subject.scope import Scope
from analysis.terms.acts import DONE_BY

_TREATY, _DAY, _ACT, _WHAT, _SOURCE = (
    Column("Treaty", share=1.4),
    Column("Day", share=0.8),
    Column("Act", share=1.3),
    Column("What happened", share=3.3),
    Column("Source", share=0.4),
)
#: So many treaties are named in the title.
_NAMED = 2


def acts_table(scope: Scope, own: Acts, cite: Citations) -> Table:
    """Return the acts, each with the source that ranks first."""
    title = _title(own)
    foot = scope_line(scope, cite)
    if own.left_out:
        foot = together([say("Not listed for want of room: {n} more.", n=_more(own)), foot])
    if own.leaving:
        rows = [_row(way.name, act, cite) for way in own.ways for act in way.acts]
        columns: tuple[Column, ...] = (_TREATY, _DAY, _ACT, _WHAT, _SOURCE)
    else:
        rows = [_joined(way.name, way.acts[0], cite) for way in own.ways]
        columns = (_TREATY, _DAY, _ACT, _SOURCE)
    return Table(
        "state-acts",
        flat(title),
        columns,
        tuple(rows),
        foot=foot,
        folded="rows",
        events=own.events,
        told=notes_of(title),
    )


def _more(own: Acts) -> Text:
    return text(tell.counted(own, "left_out", "treaty", "treaties"))


def _title(own: Acts) -> Text:
    if not own.leaving:
        first = own.ways[0]
        return say(
            "{state} last consented to be bound on {day}, to the {treaty}"
            if len(first.acts[0].written) == 10
            else "{state} last consented to be bound in {day}, to the {treaty}",
            state=capital(own.state.said),
            day=format_date(first.acts[0].written),
            treaty=first.noun,
        )
    if len(own.ways) > _NAMED:
        return say(
            "{state} has taken {acts} towards leaving or suspending {treaties}",
            state=capital(own.state.said),
            acts=tell.counted(own, "count", "dated step"),
            treaties=tell.counted(own, "treaties", "treaty", "treaties"),
        )
    parts = [
        say(
            "{acts} under the {treaty}",
            acts=tell.counted(way, "count", "dated step"),
            treaty=way.noun,
        )
        for way in own.ways
    ]
    return say("{state} has taken {parts}", state=capital(own.state.said), parts=listed(parts))


def _row(name: str, act: Act, cite: Citations) -> tuple[Cell, ...]:
    return (
        Cell(text(name)),
        Cell(text(format_date_short(act.written))),
        Cell(text(sentence_case(DONE_BY[act.kind]))),
        Cell(text(act.summary or act.body)),
        Cell(text(Span("", cite=cite.events([act.event], most=1)))),
    )


def _joined(name: str, act: Act, cite: Citations) -> tuple[Cell, ...]:
    return (
        Cell(text(name)),
        Cell(text(format_date_short(act.written))),
        Cell(text(sentence_case(DONE_BY[act.kind]))),
        Cell(text(Span("", cite=cite.events([act.event], most=1)))),
    )
