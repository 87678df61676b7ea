"""Clauses on withdrawal: what an exit waits for, and what it may rest on, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

#: What a withdrawal waits for in armed conflict, as ``withdrawal_tail_until`` names it.
Tail = Literal["that_conflict", "any_conflict", "conflict_or_occupation"]
#: What must be so before a state may withdraw, as ``withdrawal_condition`` names it.
Condition = Literal["open", "supreme_interests", "breach"]

TAILS: Mapping[Tail, str] = {
    "that_conflict": "not before the end of an armed conflict that then goes on",
    "any_conflict": "not while the state is party to any armed conflict",
    "conflict_or_occupation": "not before the end of an armed conflict or occupation that then goes"
    " on, and of operations for protected persons",
}
#: A clause that is open asks for nothing.
CONDITIONS: Mapping[Condition, str] = {
    "open": "",
    "supreme_interests": "if the state finds that extraordinary events have jeopardised its supreme"
    " interests",
    "breach": "only after an essential breach by another party",
}
#: Where the register says that there is no article to name.
_NO_ARTICLE = ("", "Not found", "No article")


def named_article(written: str) -> str:
    """Return an article as the register writes it, ``""`` where it says that there is none.

    >>> named_article("Art. 17(1)"), named_article("No article")
    ('Art. 17(1)', '')
    """
    return "" if written in _NO_ARTICLE else written


if set(TAILS) != set(get_args(Tail)) or set(CONDITIONS) != set(get_args(Condition)):
    raise ImportError("every kind of clause needs its words in terms/clauses.py")
