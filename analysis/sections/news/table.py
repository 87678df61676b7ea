"""The table of what changed: before and after, with their signs."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, text
from analysis.blocks.telling import say, together
from analysis.language.days import format_date_short
from analysis.language.numbers import counted
from analysis.sections.news.facts import Item, News
from analysis.sections.news.words import period
from analysis.subject.changing import HEADS
from analysis.subject.coverage import scope_line
from analysis.subject.scope import Scope
from analysis.terms.statuses import TERMS, Status

#: So many rows are listed; of more the last ones, which join, are counted.
_MOST = 28

_COLUMNS = (
    Column("State", share=1.2),
    Column("Treaty", share=1.7),
    Column("Before", share=1.1),
    Column("After", share=1.1),
    Column("What happened", share=1.7),
    Column("Day", share=0.9),
    Column("Source", share=0.5),
)


def news_table(scope: Scope, news: News, cite: Citations) -> Table:
    """Return a row for each state that changed under a treaty, the gravest first."""
    shown = news.items[:_MOST]
    return Table(
        "before-after",
        f"Before and after, {period(news)}",
        _COLUMNS,
        tuple(_row(item, cite) for item in shown),
        foot=together([_rest(len(news.items) - len(shown)), scope_line(scope, cite)]),
        events=news.events,
    )


def _rest(count: int) -> Text:
    if not count:
        return ()
    more = counted(count, "more change", "more changes")
    return say("Not listed: {more}, of states that signed, joined or became bound.", more=more)


def _row(item: Item, cite: Citations) -> tuple[Cell, ...]:
    events = [item.event] if item.event else []
    return (
        Cell(text(item.state.name)),
        Cell(text(item.treaty.name)),
        _status(item.before),
        _status(item.after),
        Cell(text(HEADS[item.kind])),
        Cell(text(format_date_short(item.written))),
        Cell(text(Span("", cite=cite.events(events, most=1)))),
    )


def _status(status: Status) -> Cell:
    return Cell(text(TERMS[status].one), mark=status)
