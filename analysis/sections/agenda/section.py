"""The section on what is due next, as a table; and the lines that page one takes from it."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Text
from analysis.sections.agenda.facts import agenda
from analysis.sections.agenda.words import due_lines, due_table
from analysis.sections.registry import Section
from analysis.subject.scope import scope
from analysis.subject.subject import Subject

#: So many dates stand in the margin of page one, and in the tables.
_BESIDE, _LISTED, _CALENDAR = 2, 4, 10


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the table of the next dates; nothing where nothing is due."""
    own = agenda(subject)
    return [due_table(scope(subject), own, cite, _LISTED)] if own.rows else []


def calendar(subject: Subject, cite: Citations) -> list[Block]:
    """Return the table of more of the next dates, where a page has room for it."""
    own = agenda(subject)
    return [due_table(scope(subject), own, cite, _CALENDAR)] if own.rows else []


def sentences(subject: Subject, cite: Citations) -> list[Text]:
    """Return the next dates for the margin of page one."""
    return due_lines(agenda(subject), cite, _BESIDE)


CALENDAR = Section("agenda.calendar", "", calendar)
SECTION = Section("agenda", "", compose, sentences=sentences)
