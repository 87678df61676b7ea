"""The section on what is due: one table, where anything is."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.sections.due.facts import due
from analysis.sections.due.table import due_table
from analysis.sections.registry import Section
from analysis.subject.setting import setting
from analysis.subject.subject import Subject

#: So many dates are told on page one.
_TOLD = 3


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the table of what is due; nothing where nothing is, or the treaty has ended."""
    now = setting(subject)
    if now.silent or now.treaty.ended is not None:
        return []
    own = due(subject)
    return [due_table(now, own, cite)] if own.rows else []


def compose_more(subject: Subject, cite: Citations) -> list[Block]:
    """Return the table where it holds more than page one has told."""
    return compose(subject, cite) if len(due(subject).rows) > _TOLD else []


MORE = Section("due.more", "What is due", compose_more)
SECTION = Section("due", "What is due", compose)
