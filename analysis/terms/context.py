"""Context: how exact a published number is, what is counted of stocks, and who votes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

#: How a source has a number.
Bound = Literal["exact", "about", "at_least", "more_than", "less_than"]
#: What a number on stocks of mines counts.
Stock = Literal[
    "destroyed", "destroyed_in_year", "completed", "remaining", "held", "held_worldwide"
]
#: Who votes on the yearly resolution: the committee on the draft, then the whole Assembly.
Organ = Literal["first_committee", "plenary"]

BOUNDS: tuple[Bound, ...] = get_args(Bound)
STOCKS: tuple[Stock, ...] = get_args(Stock)
ORGANS: tuple[Organ, ...] = get_args(Organ)

#: The words before a number that is not exact.
BOUND_WORDS: Mapping[Bound, str] = {
    "exact": "",
    "about": "about ",
    "at_least": "at least ",
    "more_than": "more than ",
    "less_than": "less than ",
}
#: An organ as a table names it.
ORGAN_WORDS: Mapping[Organ, str] = {
    "first_committee": "First Committee",
    "plenary": "Plenary",
}
