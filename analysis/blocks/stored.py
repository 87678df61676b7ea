"""A block as a notebook stores it: which kinds there are, and what a stored one leaves out."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from analysis.blocks.model import (
    Block,
    Figure,
    Front,
    Heading,
    Items,
    Prose,
    References,
    Table,
    Verbatim,
)

#: Every kind of block, by the name that its JSON carries.
KINDS: dict[str, type[Block]] = {
    block.kind: block
    for block in (Front, Heading, Prose, Items, Figure, Table, References, Verbatim)
}


def complete(data: dict[str, Any]) -> dict[str, Any]:
    """Return a block that was read from a notebook, with the defaults of what it leaves out.

    Raises ``ValueError`` for a kind that does not exist or a field that is missing.

    >>> complete({"kind": "heading", "title": "Method"})["level"]
    2
    """
    shape = KINDS.get(str(data.get("kind")))
    if shape is None:
        raise ValueError(f"there is no kind of block called {data.get('kind')!r}")
    missing = [
        one.name
        for one in fields(shape)
        if one.name not in data and one.default is MISSING and one.default_factory is MISSING
    ]
    if missing:
        raise ValueError(f"the {shape.kind} block lacks {', '.join(missing)}")
    defaults = {one.name: one.default for one in fields(shape) if one.default is not MISSING}
    return {**defaults, **data}
