"""Patterns of the schema: which of them could keep the check waiting.

A regular expression can try the same text in more ways than anybody waits for: where a part that
repeats holds another that repeats, and nothing between them says where the one ends. Such a
pattern is refused before a cell is held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]
from typing import Any

#: More repetitions than this count as any number of them.
_MANY = 16
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
#: The characters by which the sets of a pattern are told apart: those of one byte, and one beyond.
_PROBES = "".join(map(chr, range(256))) + "\u0416"
_NO_PATTERN = "the pattern is not a regular expression"
_ENDLESS = "the pattern can try one text in endlessly many ways, and would keep the check waiting"

Item = tuple[Any, Any]


@lru_cache(maxsize=256)
def _refusal(written: str) -> str:
    try:
        re.compile(written, re.ASCII)
        parsed = list(_parser.parse(written, re.ASCII))
    except (re.error, RecursionError, OverflowError):
        return _NO_PATTERN
    return _ENDLESS if _is_endless(parsed) else ""


def refusal(written: Any) -> str:
    """Return why a pattern cannot be used, ``""`` if it can.

    >>> refusal("^[a-z]+(;[a-z]+)*$")
    ''
    >>> refusal("^([a-z]+;?)+$")
    'the pattern can try one text in endlessly many ways, and would keep the check waiting'
    """
    return _refusal(written) if isinstance(written, str) else _NO_PATTERN


def compiled(written: Any) -> re.Pattern[str] | None:
    """Return a pattern ready for use, ``None`` if it is none or would not come to an end."""
    return None if refusal(written) else re.compile(written, re.ASCII)


def _is_endless(items: Sequence[Item]) -> bool:
    """Whether two parts that repeat, within each other or side by side, can share a text."""
    before: set[str] = set()
    for item in items:
        if any(_is_endless(inner) for inner in _inside(item)):
            return True
        if _repeats(item) and _ambiguous(list(item[1][2])):
            return True
        letters = _letters(item)
        if _repeats(item):
            if before & _first([item]):
                return True
            before |= letters
        elif not _may_be_nothing(item) and not before & letters:
            # What must stand here belongs to none of the parts before it: they end.
            before = set()
    return False


def _ambiguous(body: Sequence[Item]) -> bool:
    """Whether what is repeated can be cut into its repetitions in several ways."""
    if len(body) == 1 and str(body[0][0]) == "SUBPATTERN":
        return _ambiguous(list(body[0][1][3]))
    for name, value in body:
        if str(name) == "BRANCH":
            firsts = [_first(list(one)) for one in value[1]]
            if any(one & other for at, one in enumerate(firsts) for other in firsts[at + 1 :]):
                return True
    repeated = [item for item in body if _repeats(item) or any(_any_repeats(item))]
    if not repeated:
        return all(_may_be_nothing(item) for item in body) and bool(body)
    own = set().union(*(_letters(item) for item in repeated))
    marks = [item for item in body if item not in repeated and not _may_be_nothing(item)]
    return not any(_letters(mark) and not _letters(mark) & own for mark in marks)


def _any_repeats(item: Item) -> Iterator[bool]:
    for inner in _inside(item):
        for one in inner:
            yield _repeats(one)
            yield from _any_repeats(one)


def _repeats(item: Item) -> bool:
    return str(item[0]) in _REPEATS and int(item[1][1]) > _MANY


def _may_be_nothing(item: Item) -> bool:
    name, value = str(item[0]), item[1]
    if name in _REPEATS:
        return int(value[0]) == 0 or all(_may_be_nothing(one) for one in value[2])
    if name == "SUBPATTERN":
        return all(_may_be_nothing(one) for one in value[3])
    if name == "BRANCH":
        return any(all(_may_be_nothing(one) for one in part) for part in value[1])
    return name in ("AT", "ASSERT", "ASSERT_NOT")


def _inside(item: Item) -> Iterator[list[Item]]:
    """Yield the sequences of which an item is made."""
    name, value = str(item[0]), item[1]
    if name in _REPEATS:
        yield list(value[2])
    elif name == "SUBPATTERN":
        yield list(value[3])
    elif name == "BRANCH":
        yield from (list(part) for part in value[1])
    elif name in ("ASSERT", "ASSERT_NOT"):
        yield list(value[1])


def _letters(item: Item) -> set[str]:
    """Return the characters that an item can hold, of those by which sets are told apart."""
    name, value = str(item[0]), item[1]
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return set()
    inner = list(_inside(item))
    if inner:
        return set().union(*(_letters(one) for part in inner for one in part))
    if name == "LITERAL":
        return {chr(value)}
    if name == "NOT_LITERAL":
        return set(_PROBES) - {chr(value)}
    if name == "IN":
        return _of_class(value)
    return set(_PROBES)


def _first(items: Sequence[Item]) -> set[str]:
    """Return the characters with which a text can begin that a sequence matches."""
    found: set[str] = set()
    for item in items:
        inner = list(_inside(item))
        found |= set().union(*(_first(part) for part in inner)) if inner else _letters(item)
        if not _may_be_nothing(item):
            break
    return found


def _of_class(members: Sequence[Item]) -> set[str]:
    named = [str(member[0]) for member in members]
    found: set[str] = set()
    for name, (_, value) in zip(named, members, strict=True):
        if name == "LITERAL":
            found.add(chr(value))
        elif name == "RANGE":
            found |= {char for char in _PROBES if value[0] <= ord(char) <= value[1]}
        elif name == "CATEGORY":
            found |= _of_category(str(value))
    return set(_PROBES) - found if "NEGATE" in named else found


def _of_category(name: str) -> set[str]:
    forms = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
    form = forms.get(name.rpartition("_")[2], ".")
    form = form.upper() if "_NOT_" in name else form
    return {char for char in _PROBES if re.fullmatch(form, char, re.ASCII | re.DOTALL)}
