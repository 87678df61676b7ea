"""Which memberships of a treaty have ended by withdrawal, and when, by calendar time.

Exits come in bursts: five states left the mine ban within 56 days, after two decades or after
twelve years as it happened. A curve over the years since entry would spread such a burst over
the lengths of memberships, and tell of a risk by age that nobody has seen. Time here is that of
the calendar; a membership is at risk from the day on which the treaty binds the state.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analysis.inference.survival import survival_curve
from analysis.measures.decisions import exits_with_decisions
from analysis.measures.durations import time_to_exit
from analysis.subject.facts import TODAY, WORLD, Fact, fact
from analysis.subject.subject import Subject
from analysis.subject.unanswered import Unanswered

_ORIGIN = pd.Timestamp("1900-01-01")


@dataclass(frozen=True, kw_only=True)
class Endurance(Fact):
    """The memberships of a treaty, and how many have ended by withdrawal or otherwise.

    ``memberships`` have begun since ``begun``; up to ``until``, the last observed day, so many
    ``withdrawals`` took effect, from ``first`` to ``last`` (``None`` without any). ``revoked`` to
    ``otherwise`` count the other ends. ``spans`` are the first day of each membership and the day
    after its last (``None`` while it goes on). ``curve`` is the share not ended by withdrawal, by
    calendar time (Kaplan-Meier with delayed entry; other ends count as no longer observed):
    ``day``, ``survival``, ``low``, ``high``, one row for each day of withdrawals.
    """

    memberships: int
    withdrawals: int
    begun: date
    until: date
    first: date | None
    last: date | None
    revoked: int
    with_treaty: int
    succeeded: int
    with_state: int
    otherwise: int
    spans: tuple[tuple[date, date | None], ...]
    curve: pd.DataFrame = field(compare=False, repr=False)

    @property
    def within(self) -> int:
        """The days from the first withdrawal to the last, both included; 0 without any."""
        return (self.last - self.first).days + 1 if self.first and self.last else 0

    @property
    def kept_last(self) -> float:
        """The share of the curve on the last observed day."""
        return float(self.curve["survival"].iloc[-1]) if len(self.curve) else 1.0

    @property
    def lowest(self) -> float:
        """The lowest point of the curve and its interval."""
        low = self.curve[["survival", "low"]].min().min()
        return 1.0 if math.isnan(low) else float(low)

    def bound_on(self, day: date) -> int:
        """Return how many memberships there were on a day."""
        return sum(start <= day and (end is None or day < end) for start, end in self.spans)


@fact("treaty", "region")
def endurance(subject: Subject) -> Endurance | Unanswered:
    """Follow the memberships of the region's members of the day, from entry into force on.

    A state that came back has two.
    """
    register, code, region = subject.register, subject.treaty, subject.members_of_today
    known, last = register.known, register.observed_until(subject.treaty)
    cases = time_to_exit(known, register.spells, register.day, treaty=code, region=region)
    if cases.empty:
        return Unanswered("the treaty has never been in force for any of the states")
    begun, ended = (_days(cases, column) for column in ("entry_days", "exit_days"))
    left = ended[cases["event"]]
    by, over = cases["ended_by"].value_counts(), ended.where(cases["ended_by"] != "")
    return Endurance(
        basis=WORLD if region == "world" else TODAY,
        memberships=len(cases),
        withdrawals=len(left),
        begun=begun.min().date(),
        until=last.date(),
        first=left.min().date() if len(left) else None,
        last=left.max().date() if len(left) else None,
        revoked=int(by.get("revocation", 0)),
        with_treaty=int(by.get("treaty", 0)),
        succeeded=int(by.get("succession", 0)),
        with_state=int(by.get("state", 0)),
        otherwise=int(by.get("other", 0)),
        spans=tuple(
            (start.date(), None if pd.isna(end) else end.date())
            for start, end in zip(begun, over, strict=True)
        ),
        curve=_curve(begun, ended, cases["event"]),
        events=_notices(subject, cases[cases["event"]].assign(day=left)),
        sources=tuple(key for key in known.treaty(code)["sources"].split(";") if key),
    )


def _days(cases: pd.DataFrame, column: str) -> pd.Series:
    days = cases["origin"] + pd.to_timedelta(cases[column], unit="D")
    rounded: pd.Series = days.dt.as_unit("s")
    return rounded


def _curve(begun: pd.Series, ended: pd.Series, event: pd.Series) -> pd.DataFrame:
    entry, time = ((days - _ORIGIN).dt.days for days in (begun, ended))
    table = survival_curve(time, event, entry=entry).table
    day = [(_ORIGIN + pd.Timedelta(days=place)).date() for place in table["time"]]
    return table[["survival", "low", "high"]].assign(day=day)[["day", "survival", "low", "high"]]


def _notices(subject: Subject, ended: pd.DataFrame) -> tuple[str, ...]:
    """Return the keys of the notices behind the withdrawals."""
    exits = exits_with_decisions(subject.register, ended)
    return tuple(key for key in exits["event"] if key)
