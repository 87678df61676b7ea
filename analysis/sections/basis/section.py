"""The section on the method of a briefing on several treaties."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Prose
from analysis.sections.basis.words import again_line, basis_paragraph
from analysis.sections.registry import Section
from analysis.subject.scope import scope
from analysis.subject.subject import Subject


def compose(subject: Subject, _: Citations) -> list[Block]:
    """Return how the briefing was made and how to make it again."""
    return [Prose((basis_paragraph(scope(subject), subject.again),), small=True)]


def again(subject: Subject, _: Citations) -> list[Block]:
    """Return how to make the briefing again, where its tables say how each answer was found."""
    return [Prose((again_line(subject.again),), small=True)] if subject.again else []


AGAIN = Section("basis.again", "", again)
SECTION = Section("basis", "", compose)
