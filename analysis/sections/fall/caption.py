"""How far a number lies below its highest, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.drawing.scenario import say_hypothetical
from analysis.drawing.steps import cut_steps
from analysis.drawing.style import Caption
from analysis.language.days import format_day
from analysis.language.english import sentence_case
from analysis.language.numbers import format_number, format_percent, number_word, plural
from analysis.terms.days import plain_day


@dataclass(frozen=True, slots=True)
class Fall:
    """The number on a day against its highest: ``until`` is the day on which that was lost."""

    peak: int
    reached: date
    until: date | None
    now: int
    days: int

    @property
    def drawdown(self) -> int:
        """How many are missing from the peak."""
        return self.peak - self.now

    @property
    def share(self) -> float:
        """The same as a share of the peak."""
        return self.drawdown / self.peak if self.peak else 0.0


def caption_depth(
    over_time: pd.DataFrame,
    *,
    as_of: date,
    subject: str,
    scheduled: pd.DataFrame | None = None,
    number: str = "commitments",
    scenario: str = "",
) -> Caption:
    """Say how far a number lies below its peak, since when, and what will follow."""
    as_of = plain_day(as_of)
    fall = measure_fall(over_time, as_of, number=number)
    first = cut_steps(over_time, as_of, numbers=(number,))["day"].iloc[0]
    now = f"{sentence_case(subject)}: {format_number(fall.now)}"
    title, told = f"{now}, the most so far", "which is the peak"
    if not fall.peak:
        title, told = f"{sentence_case(subject)}: none so far", "none so far"
    if fall.drawdown and fall.until:
        missing = f"{format_number(fall.drawdown)} ({format_percent(fall.share)})"
        title = f"{now}, down {missing} from the peak of {format_number(fall.peak)}"
        held = fall.until - timedelta(days=1)
        told = f"{missing} below the peak of {format_number(fall.peak)}, first reached on"
        told += f" {format_day(fall.reached)} and last held on {format_day(held)},"
        told += f" {say_days(fall.days)} before"
    due = due_after(scheduled, as_of)
    if due is not None:
        left, day = int(due[number].iloc[-1]), format_day(due["day"].iloc[-1])
        told += f". Scheduled: {format_number(left)} by {day}"
    period = f"{format_day(first)} to {format_day(as_of)}"
    caption = Caption(
        title=title,
        subtitle=f"Number of {subject}, {period}; peak and fall from it",
        alt=f"Step line of the number of {subject}, {period}: {format_number(fall.now)}, {told}.",
    )
    return say_hypothetical(caption, scenario)


def measure_fall(over_time: pd.DataFrame, as_of: date, *, number: str = "commitments") -> Fall:
    """Return how far a number lies below its highest, with days counted as in the measures.

    >>> rows = {"day": pd.to_datetime(["2000-01-01", "2025-12-27"]), "commitments": [166, 163]}
    >>> fall = measure_fall(pd.DataFrame(rows), date(2026, 2, 20))
    >>> fall.drawdown, fall.days
    (3, 56)
    """
    steps = cut_steps(over_time, as_of, numbers=(number,))
    peak, now = int(steps[number].max()), int(steps[number].iloc[-1])
    at_peak = steps.index[steps[number] == peak]
    lost = steps.loc[at_peak[-1] + 1 :, "day"]
    until = lost.iloc[0].date() if len(lost) and now < peak else None
    days = (as_of - until).days + 1 if until else 0
    return Fall(peak, steps.loc[at_peak[0], "day"].date(), until, now, days)


def say_days(count: int) -> str:
    """Write a number of days.

    >>> say_days(1), say_days(423)
    ('one day', '423 days')
    """
    return f"{number_word(count)} {plural(count, 'day')}"


def due_after(scheduled: pd.DataFrame | None, as_of: date) -> pd.DataFrame | None:
    """Return the rows after the as-of day, or ``None`` if there are none."""
    if scheduled is None:
        return None
    due = scheduled[scheduled["day"] > pd.Timestamp(as_of)].sort_values("day")
    return due if len(due) else None
