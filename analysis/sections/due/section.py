"""The section on what is due: one table, where anything is."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.sections.due.facts import due
from analysis.sections.due.table import due_table
from analysis.sections.registry import Section
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the table of what is due; nothing where nothing is, or the treaty has ended."""
    now = setting(subject)
    if now.silent or now.treaty.ended is not None:
        return []
    own = due(subject)
    return [due_table(now, own, cite)] if own.rows else []


SECTION = Section("due", "What is due", compose)
