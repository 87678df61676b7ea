"""Is it a wave: whether exits crowd in time, at a border, among neighbours, after a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analysis.inference.clustering import Scan, scan_statistic
from analysis.law.steps import running_totals
from analysis.measures.decisions import notices_given
from analysis.measures.scope import DAY
from analysis.sections.wave.contrasts import Contrast, change_of_rate, region_against_rest
from analysis.sections.wave.leavers import (
    ByBorder,
    Joined,
    claimed_by_border,
    exits_by_border,
    exits_side_by_side,
    named_states,
    risk_worldwide,
)
from analysis.subject.facts import WORLD, Fact, fact
from analysis.subject.setting import State
from analysis.subject.subject import Subject
from analysis.subject.unanswered import INVASION, Unanswered

__all__ = [
    "ByBorder",
    "Contrast",
    "Crowding",
    "Joined",
    "Wave",
    "change_of_rate",
    "claimed_by_border",
    "exits_by_border",
    "exits_side_by_side",
    "notices_in_time",
    "region_against_rest",
    "wave",
]

#: Length of the window in which notices may crowd, in days; chosen before looking.
_WINDOW = 365
_ORIGIN = pd.Timestamp("1900-01-01")


@dataclass(frozen=True, kw_only=True)
class Crowding(Fact):
    """The fullest year of notices: by notices, and by decisions.

    ``most`` of ``moved`` notices fall within a year, from ``first`` to ``last``, in the ``watched``
    days in which the treaty is known to have bound anyone. The p-value is exact, or that of
    ``draws`` simulations with the error ``p_error``; ``once_...`` are those of the ``decided``
    decisions, each on the day of its first notice.
    """

    moved: int
    most: int
    first: date
    last: date
    watched: int
    p_value: float
    p_error: float
    draws: int
    decided: int
    once_p_value: float
    once_p_error: float

    @property
    def within(self) -> int:
        """The days from the first to the last notice of the fullest year, both included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, kw_only=True)
class Wave(Fact):
    """The tests; what the data leave open says why, and what does not arise is ``None``.

    ``change`` is the primary test of every briefing, by decisions; the others explore.
    ``since`` is the day that may have changed the rate, ``named`` are the states on whose border
    exits may crowd. Notices, borders and neighbours are looked at worldwide, for a wave does not
    end at the edge of a region.
    """

    since: date
    named: tuple[State, ...]
    change: Contrast | Unanswered | None
    against_rest: Contrast | Unanswered | None
    border: ByBorder | Unanswered
    claimed: ByBorder | None
    crowding: Crowding | Unanswered
    neighbours: Joined | Unanswered

    @property
    def tested(self) -> tuple[Contrast | ByBorder | Crowding | Joined, ...]:
        """The tests that could be made, without that of claims."""
        answers = (self.change, self.against_rest, self.border, self.crowding, self.neighbours)
        return tuple(one for one in answers if one is not None and not isinstance(one, Unanswered))


@fact("treaty", "region", "towards")
def wave(subject: Subject) -> Wave:
    """Return the tests of whether the exits from a treaty are a wave."""
    found = _tests(subject)
    made = [one for one in vars(found).values() if isinstance(one, Fact)]
    return replace(
        found,
        events=tuple(dict.fromkeys(key for one in made for key in one.events)),
        sources=tuple(dict.fromkeys(key for one in made for key in one.sources)),
    )


def _tests(subject: Subject) -> Wave:
    return Wave(
        since=INVASION.date(),
        named=named_states(subject),
        change=change_of_rate(subject),
        against_rest=region_against_rest(subject),
        border=exits_by_border(subject),
        claimed=claimed_by_border(subject),
        crowding=notices_in_time(subject),
        neighbours=exits_side_by_side(subject),
    )


@fact("treaty")
def notices_in_time(subject: Subject) -> Crowding | Unanswered:
    """Test whether the notices of the world crowd in time while the treaty binds anyone.

    The scan statistic with a window of a year, each day as probable as there are parties on it.
    """
    register, code = subject.register, subject.treaty
    given = notices_given(register, treaty=code)
    if len(given) < 2:
        word = "only one notice has" if len(given) else "no notice of withdrawal has"
        return Unanswered(f"{word} been given")
    risk = risk_worldwide(register, code)
    start, end = risk.time["start"].min(), risk.time["end"].max()
    if (end - start).days <= _WINDOW:
        return Unanswered("the treaty has bound anyone for less than a year")
    bound = running_totals({"bound": risk.time}, register.observed_until(code) + DAY)["bound"]
    test = _scan(given["day"], (start, end), bound)
    once = _scan(given.drop_duplicates("decision")["day"], (start, end), bound)
    first, last = (_ORIGIN + pd.Timedelta(days=day) for day in (test.first, test.last))
    return Crowding(
        basis=WORLD,
        moved=test.events,
        most=test.most,
        first=first.date(),
        last=last.date(),
        watched=(end - start).days,
        p_value=test.chance.p_value,
        p_error=test.chance.p_error,
        draws=test.chance.draws,
        decided=once.events,
        once_p_value=once.chance.p_value,
        once_p_error=once.chance.p_error,
        events=tuple(dict.fromkeys(key for key in [*given["step"], *given["event"]] if key)),
    )


def _scan(days: pd.Series, period: tuple[pd.Timestamp, pd.Timestamp], bound: pd.Series) -> Scan:
    start, end = ((day - _ORIGIN).days for day in period)
    places = pd.Index((bound.index.to_series() - _ORIGIN).dt.days)
    return scan_statistic(
        (days - _ORIGIN).dt.days,
        window=_WINDOW,
        start=start,
        end=end,
        at_risk=bound.set_axis(places),
    )
