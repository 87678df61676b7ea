"""Pieces of a briefing for a notebook of one's own: a figure or a table, in one line.

>>> from analysis import figure, load_register
>>> drawn = figure("border", load_register(), treaty="apmbc", region="nato", towards="RUS,BLR")
>>> drawn.data.columns.tolist()
['day', 'km', 'km_bound', 'states_bound']
"""

from __future__ import annotations

from typing import Any, TypeVar

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Table
from analysis.blocks.naming import name_sources
from analysis.briefings.marking import compose_marked
from analysis.drawing.picture import Picture
from analysis.export.display import show_blocks
from analysis.law.names import unknown
from analysis.register import Register
from analysis.sections.registry import find_section
from analysis.subject.subject import Subject
from analysis.terms.errors import RollbackError

#: The figures by name, each with the section that draws it.
FIGURES = {
    "timeline": "exits.timeline",
    "strip": "standing.lead",
    "map": "map",
    "participation": "participation",
    "commitments": "fall",
    "flows": "flows",
    "rates": "rates",
    "endurance": "endurance",
    "border": "border",
    "areas": "areas",
}
#: The tables by name, each with the section that sets it.
TABLES = {
    "status": "standing",
    "steps": "exits.steps",
    "due": "due",
    "watch": "watch",
    "tests": "wave",
    "clause": "clause",
}
B = TypeVar("B", bound=Block)


def figure(name: str, register: Register, **about: Any) -> Picture:
    """Return a figure about a treaty, a region and the register's day.

    ``name`` is one of :data:`FIGURES`; ``about`` the parts of a subject
    (:meth:`analysis.subject.subject.Subject.of`). The figure shows itself in a notebook, is saved
    by ``.save("border.pdf")`` (SVG, PNG or PDF), and holds its numbers in ``.data``. Raises
    ``UnknownName``, and ``RollbackError`` where there is nothing to draw.
    """
    return _piece(name, FIGURES, Picture, register, about)


def table(name: str, register: Register, **about: Any) -> Table:
    """Return a table about a treaty, a region and the register's day.

    ``name`` is one of :data:`TABLES`; ``about`` as in :func:`figure`. ``.frame`` is the table as a
    data frame. Raises ``UnknownName``, and ``RollbackError`` where there is nothing to list.
    """
    return _piece(name, TABLES, Table, register, about)


def _piece(
    name: str, known: dict[str, str], kind: type[B], register: Register, about: dict[str, Any]
) -> B:
    show_blocks()
    what = kind.kind
    if name not in known:
        raise unknown(what, name, known)
    subject = Subject.of(register, **about)
    cite = Citations(subject.register.tables, subject.day)
    blocks = compose_marked(find_section(known[name]), subject, cite)
    for block in blocks:
        if isinstance(block, kind):
            # In a notebook its numbers would lead to the sources of something else.
            return name_sources(block, cite.references())
    raise RollbackError(f"the {what} {name!r} has nothing to show about {subject.written}")
