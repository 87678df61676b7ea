"""How long memberships of a treaty last, until a withdrawal ends them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import pandas as pd

from analysis.inference.competing import cumulative_incidence
from analysis.inference.survival import survival_curve
from analysis.measures.decisions import exits_with_decisions
from analysis.measures.durations import time_to_exit
from analysis.measures.exposure import DAYS_PER_YEAR
from analysis.subject.facts import TODAY, WORLD, Fact, fact
from analysis.subject.subject import Subject
from analysis.subject.unanswered import Unanswered

#: The spans for which a share still bound may be told, in years.
SPANS = (5, 10, 15, 20, 25, 30, 40, 50)


@dataclass(frozen=True, kw_only=True)
class Endurance(Fact):
    """The share of memberships that have not ended by withdrawal, over the years.

    ``years`` is the longest round span (:data:`SPANS`) for which half of the ``memberships`` could
    have been followed up to the day; ``kept`` the share still bound after it by Kaplan-Meier, where
    other ends count as no longer observed, with an interval of 95 % (``None`` where the share is 0
    or 1). ``withdrawn`` to ``otherwise`` are the shares that have ended by each cause
    (Aalen-Johansen). ``lengths`` are the years for which each membership was followed; ``curve``
    has ``time`` in years, ``survival``, ``low``, ``high``, one row for each time of a withdrawal.
    """

    memberships: int
    withdrawals: int
    years: int
    kept: float
    kept_low: float | None
    kept_high: float | None
    withdrawn: float
    revoked: float
    with_treaty: float
    with_state: float
    otherwise: float
    lengths: tuple[float, ...]
    curve: pd.DataFrame = field(compare=False, repr=False)

    @property
    def other_ends(self) -> bool:
        """Whether any membership ended by another cause than withdrawal."""
        return any((self.revoked, self.with_treaty, self.with_state, self.otherwise))

    @property
    def kept_last(self) -> float:
        """The share still bound when the longest membership was last seen."""
        return float(self.curve["survival"].iloc[-1]) if len(self.curve) else 1.0

    @property
    def lowest(self) -> float:
        """The lowest point of the curve and its interval."""
        low = self.curve[["survival", "low"]].min().min()
        return 1.0 if math.isnan(low) else float(low)

    def followed(self, years: float) -> int:
        """Return how many memberships were followed for so many years or longer."""
        return sum(length >= years for length in self.lengths)


@fact("treaty", "region")
def endurance(subject: Subject) -> Endurance | Unanswered:
    """Follow memberships of the region's members of the day, from entry into force on.

    A state that came back has two.
    """
    register, code, region = subject.register, subject.treaty, subject.members_of_today
    known, spells, day = register.known, register.spells, register.day
    cases = time_to_exit(known, spells, day, treaty=code, region=region)
    if cases.empty:
        return Unanswered("the treaty has never been in force for any of the states")
    over = known.treaty(code)["ended"]
    last = day if pd.isna(over) else min(over, day)
    followed = (last - cases["origin"]).dt.days / DAYS_PER_YEAR
    spans = [span for span in SPANS if (followed >= span).mean() >= 0.5]
    if not spans:
        return Unanswered(f"most memberships began less than {SPANS[0]} years ago")
    time = cases["exit_days"] / DAYS_PER_YEAR
    curve = survival_curve(time, cases["event"])
    kept = curve.at(spans[-1])
    ends = cumulative_incidence(time, cases["ended_by"]).table.groupby("cause")["incidence"].last()
    return Endurance(
        basis=WORLD if region == "world" else TODAY,
        memberships=curve.cases,
        withdrawals=curve.events,
        years=spans[-1],
        kept=kept.estimate,
        kept_low=None if math.isnan(kept.low) else kept.low,
        kept_high=None if math.isnan(kept.high) else kept.high,
        withdrawn=float(ends.get("withdrawal", 0.0)),
        revoked=float(ends.get("revocation", 0.0)),
        with_treaty=float(ends.get("treaty", 0.0)),
        with_state=float(ends.get("state", 0.0)),
        otherwise=float(ends.get("other", 0.0)),
        lengths=tuple(sorted(time)),
        curve=curve.table[["time", "survival", "low", "high"]],
        events=_notices(subject, cases[cases["event"]]),
        sources=tuple(key for key in known.treaty(code)["sources"].split(";") if key),
    )


def _notices(subject: Subject, ended: pd.DataFrame) -> tuple[str, ...]:
    """Return the keys of the notices behind the withdrawals."""
    days = ended["origin"] + pd.to_timedelta(ended["exit_days"], unit="D")
    exits = exits_with_decisions(subject.register, ended.assign(day=days.dt.as_unit("s")))
    return tuple(key for key in exits["event"] if key)
