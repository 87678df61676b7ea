"""The table of what is due: the day, what happens on it and to whom, and the days to go."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, text
from analysis.language.days import format_date_short, format_day
from analysis.language.numbers import NO_BREAK_SPACE, counted, number_word
from analysis.sections.due.facts import Coming, Due
from analysis.subject.naming import MOST_NAMED, names
from analysis.subject.setting import Setting

#: By what the law itself fixes a day; the others are fixed by decisions of people.
_OF_LAW = ("clause", "term", "effect", "end")


def due_table(setting: Setting, due: Due, cite: Citations) -> Table:
    """Return one row for each thing that is due, the earliest first."""
    return Table(
        name="due",
        title="The next dates",
        subtitle=f"As it was known on {format_day(setting.day)}",
        columns=(Column("Day", share=1.1), Column("What", share=3.4), Column("To go", share=0.8)),
        rows=tuple(_row(row, cite) for row in due.rows),
        foot=text(_foot(due)),
        sources=due.sources,
    )


def _row(row: Coming, cite: Citations) -> tuple[Cell, ...]:
    return (Cell(text(_when(row))), Cell(_what(row, cite)), Cell(text(_to_go(row))))


def _when(row: Coming) -> str:
    first = format_date_short(row.written)
    until = f" to {format_date_short(row.last)}" if row.last else ""
    return f"{first}{until}".replace(" ", NO_BREAK_SPACE) if not until else f"{first}{until}"


def _what(row: Coming, cite: Citations) -> Text:
    many = len(row.states) > MOST_NAMED
    who = f"{number_word(len(row.states))} states" if many else names(row.states)
    # The calendar names the states itself.
    named = f": {who}" if row.states and row.basis == "clause" else ""
    return text(f"{row.what}{named}", Span("", cite=cite.best(row.keys, most=1)))


def _to_go(row: Coming) -> str:
    if row.running:
        return "under way"
    return counted(row.days, "day") if row.days is not None else "–"


def _foot(due: Due) -> str:
    law = any(row.basis in _OF_LAW for row in due.rows)
    fixed = "Days of effect follow from the treaty’s clause or are recorded; " if law else ""
    rest = "meetings are as they were convened or expected, and may move. A month or a year stands"
    told = f"{fixed}{rest} where no source gives the day."
    return told[:1].upper() + told[1:]
