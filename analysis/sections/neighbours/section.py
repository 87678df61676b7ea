"""The section on a state's neighbours."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.sections.neighbours.facts import neighbours
from analysis.sections.neighbours.table import neighbours_table
from analysis.sections.registry import Section
from analysis.subject.scope import scope
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the table; nothing where there is nobody to compare with, or no difference."""
    own = neighbours(subject)
    return [neighbours_table(scope(subject), own, cite)] if own.rows else []


SECTION = Section("neighbours", "", compose)
