"""The section on the dated acts of a state."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.sections.acts.facts import acts
from analysis.sections.acts.table import acts_table
from analysis.sections.registry import Section
from analysis.subject.scope import scope
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the table of the acts; nothing for a state that has never acted."""
    own = acts(subject)
    return [acts_table(scope(subject), own, cite)] if own.ways else []


SECTION = Section("acts", "", compose)
