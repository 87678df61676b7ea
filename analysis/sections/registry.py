"""Sections by name: each question that a briefing answers is found in its own room.

``border`` is the section of :mod:`analysis.sections.border.section`; ``exits.steps`` is a second
one of the same room, which stands elsewhere on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Text
from analysis.subject.subject import Subject
from analysis.terms.errors import RollbackError

Compose = Callable[[Subject, Citations], list[Block]]
Sentences = Callable[[Subject, Citations], list[Text]]


def _nothing(_: Subject, __: Citations) -> list[Text]:
    return []


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its name, its heading (empty: none), and what composes its blocks.

    ``compose`` returns no block where the section has nothing to say; then it is left out with its
    heading. A ``folded`` one is for those who check, and on a screen opened by them. ``findings``
    are the sentences that the room lends to page one, ``sentences`` those that it lends to a list
    of another section: a sentence is written in the room of its question.
    """

    name: str
    heading: str
    compose: Compose
    findings: Sentences = _nothing
    sentences: Sentences = _nothing
    folded: bool = False


def find_section(name: str) -> Section:
    """Return a section by its name; raises ``RollbackError`` for one that no room has."""
    room, _, part = name.partition(".")
    module = f"analysis.sections.{room}.section"
    if not room.isidentifier() or find_spec(f"analysis.sections.{room}") is None:
        raise RollbackError(f"there is no section {name!r}")
    found = getattr(import_module(module), part.upper() or "SECTION", None)
    if not isinstance(found, Section):
        raise RollbackError(f"the room {room!r} has no section {name!r}")
    return found
