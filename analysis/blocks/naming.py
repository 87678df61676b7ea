"""A block that stands alone: its sources in words at its foot, where a briefing numbers them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from analysis.blocks.model import Block, Reference, References, Span

B = TypeVar("B", bound=Block)


def name_sources(block: B, references: References) -> B:
    """Return a figure or table without numbers of sources, and with their names at its foot."""
    known = {entry.number: entry for entry in references.entries}
    named = [_words(known[number]) for number in dict.fromkeys(_cited(block)) if number in known]
    if not named:
        return block
    bare: Any = _bare(block)
    said = f" Sources: {' '.join(named)}" if len(named) > 1 else f" Source: {named[0]}"
    alone: B = replace(bare, foot=(*bare.foot, Span(said)))
    return alone


def _cited(value: Any) -> Iterator[int]:
    if isinstance(value, Span):
        yield from value.cite
    elif isinstance(value, tuple):
        for item in value:
            yield from _cited(item)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _cited(getattr(value, one.name))


def _bare(value: Any) -> Any:
    """Return any part of a block with no citation in it."""
    if isinstance(value, Span):
        return replace(value, cite=())
    if isinstance(value, tuple):
        return tuple(_bare(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: getattr(value, one.name) for one in fields(value)}
        return replace(value, **{name: _bare(part) for name, part in parts.items()})
    return value


def _words(entry: Reference) -> str:
    said = (entry.title, entry.publisher, entry.published)
    return ". ".join(part for part in said if part) + "."
