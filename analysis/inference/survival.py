"""How many are still in after so long, when most of them have not left yet."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.inference.results import Estimate, Flags, Floats, check_lengths, tail_of
from analysis.terms.errors import RollbackError

COLUMNS = ["time", "at_risk", "events", "survival", "std_error", "low", "high"]
_METHOD = "Kaplan-Meier, log-log interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Cases watched from ``entry`` to ``time``, which ends with the event or without it.

    A case is at risk at ``t`` when ``entry < t <= time``. Made by :func:`as_spans`.
    """

    entry: Floats
    time: Floats
    event: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalCurve:
    """The share still without the event over time, and the median time to it.

    ``table`` has one row per time with an event: ``time``, ``at_risk`` (just before),
    ``events``, ``survival``, ``std_error``, ``low``, ``high``. The interval is NaN where the
    share is 0 or 1, for there the method has none.
    """

    table: pd.DataFrame
    median: Estimate
    cases: int
    events: int
    level: float
    method: str

    def at(self, time: float) -> Estimate:
        """Return the share still without the event at a time; 1 before the first event."""
        row = int(np.searchsorted(self.table["time"].to_numpy(), time, side="right")) - 1
        values = (1.0, math.nan, math.nan) if row < 0 else self._values(row)
        share, low, high = values
        return Estimate(estimate=share, low=low, high=high, level=self.level, method=self.method)

    def _values(self, row: int) -> tuple[float, float, float]:
        share, low, high = self.table[["survival", "low", "high"]].iloc[row]
        return float(share), float(low), float(high)

    def __str__(self) -> str:
        return f"{self.events} events among {self.cases} cases, median {self.median}"


def survival_curve(
    time: npt.ArrayLike,
    event: npt.ArrayLike,
    *,
    entry: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> SurvivalCurve:
    """Estimate how the share still without the event falls with time.

    ``time`` is when a case had its event or was last seen, ``event`` which of the two, and
    ``entry`` when it came under watch (its start unless given): a case that could only be seen
    from then on is at risk after that time alone. Kaplan and Meier 1958, with delayed entry as
    in Tsai, Jewell and Wang 1987; Greenwood's variance on the scale of log(-log), which stays
    between 0 and 1 (Kalbfleisch and Prentice 1980). The median is the first time at which half
    or fewer are left, its bounds those at which the bounds of the curve reach one half
    (Brookmeyer and Crowley 1982), infinite when they never do.

    With delayed entry few may be at risk at first, and one early event can take the curve to
    zero: look at ``at_risk``. Raises ``RollbackError`` for no cases and
    for a case that ends before it is watched.

    >>> curve = survival_curve([1, 2, 3, 4], [True, False, True, False])
    >>> curve.table["survival"].tolist()
    [0.75, 0.375]
    """
    spans = as_spans(time, event, entry)
    table = _table(spans, level)
    return SurvivalCurve(
        table=table,
        median=_median(table, level),
        cases=len(spans.time),
        events=int(spans.event.sum()),
        level=level,
        method=_METHOD,
    )


def as_spans(time: npt.ArrayLike, event: npt.ArrayLike, entry: npt.ArrayLike | None) -> Spans:
    """Return the cases as arrays, once they are known to make sense.

    Raises ``RollbackError`` for no cases, unequal lengths, missing times,
    and a case that ends before, or as soon as, it is watched.
    """
    ends = np.asarray(time, dtype=np.float64)
    # Without entry, also a case that ends at time 0 has been watched.
    starts = np.full(ends.shape, -np.inf) if entry is None else np.asarray(entry, dtype=np.float64)
    happened = np.asarray(event, dtype=bool)
    check_lengths(time=ends, event=happened, entry=starts)
    if not len(ends):
        raise RollbackError("there are no cases to follow; give at least one")
    if not (starts < ends).all():
        place = int(np.flatnonzero(~(starts < ends))[0])
        raise RollbackError(
            f"case {place} is watched from {starts[place]} to {ends[place]}, which is no time at"
            " all; leave it out or correct its entry"
        )
    return Spans(entry=starts, time=ends, event=happened)


def _table(spans: Spans, level: float) -> pd.DataFrame:
    if not spans.event.any():
        return pd.DataFrame({column: [] for column in COLUMNS}, dtype=np.float64)
    curve = SurvfuncRight(spans.time, spans.event.astype(np.float64), entry=spans.entry)
    # When others enter after all have left, statsmodels goes on from 1e-16 instead of zero.
    share = np.where(curve.surv_prob < 1e-12, 0.0, curve.surv_prob)
    low, high = loglog_bounds(share, curve.surv_prob_se, level)
    columns = [curve.surv_times, curve.n_risk, curve.n_events, share, curve.surv_prob_se, low, high]
    table = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
    return table.astype({"at_risk": np.int64, "events": np.int64})


def loglog_bounds(share: Floats, std_error: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the interval of shares on the scale of log(-log); NaN where a share is 0 or 1.

    Kalbfleisch and Prentice 1980.
    """
    z = stats.norm.ppf(1 - tail_of(level))
    # Shares are sums and products; 1 may come out as a rounding error below it.
    inside = (share > 1e-12) & (share < 1 - 1e-12)
    safe = np.where(inside, share, 0.5)
    spread = z * std_error / (safe * np.abs(np.log(safe)))
    low, high = (np.where(inside, safe ** np.exp(sign * spread), np.nan) for sign in (1, -1))
    return low, high


def _median(table: pd.DataFrame, level: float) -> Estimate:
    times = table["time"].to_numpy()

    def first(column: str) -> float:
        # A product of shares may miss one half by a rounding error.
        reached = np.flatnonzero(table[column].to_numpy() <= 0.5 + 1e-12)
        return float(times[reached[0]]) if len(reached) else math.inf

    low, high = first("low"), first("high")
    return Estimate(
        estimate=first("survival"), low=low, high=high, level=level, method="Brookmeyer-Crowley"
    )
