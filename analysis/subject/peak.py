"""A number against the most that it ever was: measured once, whatever is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.subject.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Peaked(Fact):
    """A number on the day against its peak.

    ``now`` on ``day`` against ``peak``, first reached on ``first`` and last held on ``last``
    (``None`` while it is held, or if there never was any). ``withdrawn`` is the number of
    withdrawals that took effect after ``last``.
    """

    day: date
    now: int
    peak: int
    first: date | None
    last: date | None
    withdrawn: int

    @property
    def fallen(self) -> int:
        """How many are missing from the peak."""
        return self.peak - self.now

    @property
    def fallen_share(self) -> float:
        """The same as a share of the peak."""
        return self.fallen / self.peak if self.peak else 0.0

    @property
    def days_since(self) -> int:
        """The days from the last one at the peak to the as-of day."""
        return 0 if self.last is None else (self.day - self.last).days


def held_at_peak(over_time: pd.DataFrame, number: str) -> tuple[int, date | None, date | None]:
    """Return the peak of a number, the first day on it, and the last (``None`` while it holds).

    ``over_time`` has ``day`` and ``number``, one row for each day on which the number changes.
    """
    peak = int(over_time[number].max()) if len(over_time) else 0
    if not peak:
        return 0, None, None
    at_peak = over_time[over_time[number] == peak]
    after = over_time[over_time["day"] > at_peak["day"].iloc[-1]]["day"]
    last = after.iloc[0].date() - timedelta(days=1) if len(after) else None
    return peak, at_peak["day"].iloc[0].date(), last
