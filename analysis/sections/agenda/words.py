"""What is due, in lines for page one and as a table."""

from __future__ import annotations

from datetime import date

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, flat, notes_of, text
from analysis.blocks.telling import cited, say, strong
from analysis.language.days import format_date, format_date_short, format_period
from analysis.language.english import sentence_case
from analysis.language.numbers import agree
from analysis.sections.agenda.facts import Agenda, Due
from analysis.subject import telling as tell
from analysis.subject.coverage import scope_line
from analysis.subject.naming import names_or
from analysis.subject.scope import Scope

#: The effects that a clause sets, with the states that they fall to.
_EFFECTS = {
    "Enters into force": "enters into force for {who}",
    "Withdrawal takes effect": "withdrawal of {who} takes effect",
    "Suspension takes effect": "suspension by {who} takes effect",
    "Suspension ends": "suspension by {who} ends",
}

#: The same in a title, which names the treaty too.
_IN_TITLE = {
    "Enters into force": "the {treaty} enters into force for {who}",
    "Withdrawal takes effect": "withdrawal of {who} from the {treaty} takes effect",
    "Suspension takes effect": "suspension of the {treaty} by {who} takes effect",
    "Suspension ends": "suspension of the {treaty} by {who} ends",
}


def due_lines(agenda: Agenda, cite: Citations, most: int) -> list[Text]:
    """Return the next dates as lines for the margin; effects that the law sets go in first."""
    chosen = sorted(agenda.rows, key=lambda row: not row.effect)[:most]
    rows = sorted(chosen, key=agenda.rows.index)
    return [
        cited(
            say(
                "{when}{days} {treaty}: {what}",
                when=strong(format_date(row.written)),
                days=_to_go(row),
                treaty=sentence_case(_under(row)),
                what=_what(row),
            ),
            cite.sources(row.sources, most=1),
        )
        for row in rows
    ]


def _to_go(row: Due) -> Text:
    if row.days is None:
        return text(".")
    return say(", in {days}.", days=tell.counted(row, "days", "day"))


def due_words(row: Due) -> tuple[str, str, str]:
    """Return when something is due, under which treaty, and what it is, each on its own."""
    lasting = len(row.written) == len(row.last_day) == 10
    when = _when(row) if lasting else format_date(row.written)
    return when, sentence_case(_under(row)), flat(_what(row))


def due_table(scope: Scope, agenda: Agenda, cite: Citations, most: int) -> Table:
    """Return the next dates as a table, with the days to go where the day is known."""
    title, shown = _title(agenda), agenda.rows[:most]
    columns = (
        Column("Day", share=1.5),
        Column("What", share=4.2),
        Column("Days to go", "right", share=0.8),
        Column("Source", share=0.4),
    )
    rows = tuple(
        (
            Cell(text(_when(row))),
            Cell(say("{treaty}: {what}", treaty=sentence_case(_under(row)), what=_what(row))),
            Cell(text(tell.number(row, "days")) if row.days is not None else ()),
            Cell(text(Span("", cite=cite.sources(row.sources, most=1)))),
        )
        for row in shown
    )
    return Table(
        "due-next",
        flat(title),
        columns,
        rows,
        foot=scope_line(scope, cite),
        folded="rows",
        sources=agenda.sources,
        told=notes_of(title),
    )


def _title(agenda: Agenda) -> Text:
    """Say what the law will change next, or that it has nothing set."""
    if not agenda.effects:
        return say("No change of status is scheduled by law; what else is on the calendar")
    first = agenda.effects[0]
    return say(
        "Next by law: {what} on {day}",
        what=say(_IN_TITLE[first.what], treaty=_under(first), who=_who(first)),
        day=format_date(first.written),
    )


def _under(row: Due) -> str:
    """Name the treaty, and how many more a meeting covers."""
    more = len(row.nouns) - 1
    return row.nouns[0] if not more else f"{row.nouns[0]} and {more} more"


def _what(row: Due) -> Text:
    """Say what is due, and for whom."""
    if not row.effect:
        return text(row.what)
    return say(_EFFECTS[row.what], who=_who(row))


def _who(row: Due) -> Text:
    many = f"{len(row.states)} {agree(len(row.states), 'state', 'states')}"
    return names_or(row.states, many)


def _when(row: Due) -> str:
    """Write a day, or from when to when."""
    if len(row.written) == len(row.last_day) == 10:
        return format_period(date.fromisoformat(row.written), date.fromisoformat(row.last_day))
    return format_date_short(row.written)
