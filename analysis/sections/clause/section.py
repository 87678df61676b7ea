"""The section on the clauses: one card."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.sections.clause.facts import terms
from analysis.sections.clause.table import clause_card
from analysis.sections.method.facts import clause
from analysis.sections.registry import Section
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the card; nothing before the treaty was open to states."""
    now = setting(subject)
    if now.silent:
        return []
    return [clause_card(now.treaty, terms(subject), clause(subject), cite)]


SECTION = Section("clause", "", compose)
