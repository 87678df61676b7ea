"""The section that lists the sources: the last one, for it holds what all the others cited."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.sections.registry import Section
from analysis.subject.subject import Subject


def compose(_: Subject, cite: Citations) -> list[Block]:
    """Return the list of the sources cited so far."""
    return [cite.references()]


def compose_short(_: Subject, cite: Citations) -> list[Block]:
    """Return the list of the sources cited so far, one line each."""
    return [cite.references(compact=True)]


SHORT = Section("sources.short", "Sources", compose_short, folded=True)
SECTION = Section("sources", "Sources", compose, folded=True)
