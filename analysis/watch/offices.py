"""Who held the office behind a step, and whether they hold it still, as far as that is known.

``offices.csv`` gives spells of heads of state and government and of parliaments. A step belongs to
whoever held the office on each day that its date can mean; where that were two, it is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.store.loading import rows_of
from analysis.terms.offices import Holds, Office


@dataclass(frozen=True, slots=True)
class Term:
    """One spell in office: ``end`` is the first day outside, ``seen`` the last day known in it."""

    office: Office
    holder: str
    start: pd.Timestamp
    end: pd.Timestamp | None
    seen: pd.Timestamp | None
    sources: str

    def holds(self, day: pd.Timestamp) -> Holds:
        """Return what is known of the holder on a day."""
        if self.end is not None:
            return "left" if self.end <= day else "in_office"
        return "in_office" if self.seen is not None and day <= self.seen else "last_seen"

    def until(self, day: pd.Timestamp) -> pd.Timestamp | None:
        """Return the day on which the holder left, or was last seen, if that is known of a day."""
        return {"left": self.end, "last_seen": self.seen}.get(self.holds(day))

    def covers(self, first: pd.Timestamp, last: pd.Timestamp) -> bool:
        """Return whether the office was held by this holder on each day of a span."""
        known = self.seen if self.end is None else self.end - pd.Timedelta(days=1)
        return self.start <= first and known is not None and last <= known


class Offices:
    """The terms in office of all states, looked up by the day of a step."""

    def __init__(self, offices: pd.DataFrame) -> None:
        """Sort the rows of ``offices.csv`` by state and office; a table without rows knows none."""
        self._terms: dict[tuple[str, Office], list[Term]] = {}
        for row in rows_of(offices):
            end, seen = (None if pd.isna(day) else day for day in (row.end, row.seen))
            term = Term(row.office, row.holder, row.start, end, seen, row.sources)
            self._terms.setdefault((row.state, row.office), []).append(term)

    def of(
        self, state: str, offices: Sequence[Office], first: pd.Timestamp, last: pd.Timestamp
    ) -> Term | None:
        """Return who held the first of some offices that the state has, on each day of a span.

        A state has an office from the first term on that is known of it: a president leads the
        government where no head of government has been named so far.
        """
        for office in offices:
            terms = [t for t in self._terms.get((state, office), ()) if t.start <= last]
            if terms:
                return next((term for term in terms if term.covers(first, last)), None)
        return None


def first_day(written: str) -> pd.Timestamp:
    """Return the first day that a date of year, month or day precision can mean.

    >>> f"{first_day('2025'):%Y-%m-%d}", f"{first_day('2025-06'):%Y-%m-%d}"
    ('2025-01-01', '2025-06-01')
    """
    parts: Any = written.split("-")
    return pd.Timestamp("-".join([*parts, "01", "01"][:3])).as_unit("s")
