"""The section on the method of a briefing on several treaties."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Prose
from analysis.sections.basis.words import basis_paragraphs
from analysis.sections.registry import Section
from analysis.subject.scope import scope
from analysis.subject.subject import Subject


def compose(subject: Subject, _: Citations) -> list[Block]:
    """Return how the briefing was made and how to make it again."""
    return [Prose(tuple(basis_paragraphs(scope(subject), subject.again)))]


SECTION = Section("basis", "", compose)
