"""Answers kept with the tables they come from, for as long as those live."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from analysis.store.loading import Tables

T = TypeVar("T")


def kept_with_tables(function: Callable[..., T]) -> Callable[..., T]:
    """Compute an answer from tables and further arguments once, and keep it with the tables.

    Tables never change: other data are other tables. The arguments must be hashable; a frame
    that is given out must not be written to.
    """
    known: WeakKeyDictionary[Tables, dict[object, T]] = WeakKeyDictionary()

    @wraps(function)
    def answer(tables: Tables, *args: object) -> T:
        own = known.setdefault(tables, {})
        if args not in own:
            own[args] = function(tables, *args)
        return own[args]

    return answer


@dataclass(slots=True)
class Kept:
    """What has been computed from one set of tables, by question, day and reading."""

    tables: Tables
    answers: dict[Hashable, Any] = field(default_factory=dict)

    def knows(self, key: Hashable) -> bool:
        """Say whether a question has been answered before."""
        return key in self.answers

    def answer(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the answer to a question, computed when it is first asked."""
        if key not in self.answers:
            self.answers[key] = compute()
        found: T = self.answers[key]
        return found
