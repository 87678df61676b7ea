"""How many have left by each cause after so long, where one cause forestalls the others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.inference.results import Counts, Estimate, Floats
from analysis.inference.survival import Spans, as_spans, loglog_bounds
from analysis.terms.errors import RollbackError

COLUMNS = ["cause", "time", "at_risk", "events", "incidence", "std_error", "low", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidence:
    """The share that has ended by each cause, over time.

    ``table`` has one row per cause and time with an end of any cause: ``cause``, ``time``,
    ``at_risk`` (just before), ``events`` (of the cause), ``incidence``, ``std_error``,
    ``low``, ``high``. The interval is NaN where the share is 0 or 1.
    """

    table: pd.DataFrame
    level: float
    method: str

    def at(self, cause: str, time: float) -> Estimate:
        """Return the share that has ended by a cause up to a time; 0 before the first end.

        Raises ``RollbackError`` for a cause by which no case ended.
        """
        rows = self.table[self.table["cause"] == cause]
        if rows.empty:
            known = ", ".join(self.table["cause"].unique()) or "none"
            raise RollbackError(f"no case ended by {cause!r}; the causes are: {known}")
        values = rows.loc[rows["time"] <= time, ["incidence", "low", "high"]].to_numpy()
        share, low, high = values[-1].tolist() if len(values) else (0.0, math.nan, math.nan)
        return Estimate(estimate=share, low=low, high=high, level=self.level, method=self.method)


def cumulative_incidence(
    time: npt.ArrayLike,
    cause: npt.ArrayLike,
    *,
    entry: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Incidence:
    """Estimate how the share ended by each cause grows with time.

    ``cause`` names what ended a case at ``time``, as ``exit`` or ``end of treaty``; it is empty
    or missing for a case still going on. ``entry`` is when a case came under watch, as in
    :func:`~analysis.inference.survival.survival_curve`. Aalen and Johansen 1978, with the
    Greenwood-type variance (Andersen, Borgan, Gill and Keiding 1993, section IV.4) and an
    interval on the scale of log(-log). Counting other ends as censored instead would tell the
    share of a world without them, and never a smaller one. Raises
    ``RollbackError`` as :func:`~analysis.inference.survival.as_spans`.

    >>> ends = cumulative_incidence([1, 2, 3, 4], ["exit", "end", "", "exit"])
    >>> ends.at("exit", 3).estimate
    0.25
    """
    causes = pd.Series(np.asarray(cause, dtype=object)).fillna("").to_numpy().astype(np.str_)
    spans = as_spans(time, causes != "", entry)
    at, at_risk, survival = _all_causes(spans)
    parts = []
    for name in np.unique(causes[spans.event]):
        ends = np.sort(spans.time[causes == name])
        of_cause = _until(ends, at, "right") - _until(ends, at, "left")
        share = np.cumsum(survival[:-1] * of_cause / at_risk)
        error = _std_error(share, survival, of_cause, at_risk)
        low, high = loglog_bounds(share, error, level)
        columns = [name, at, at_risk, of_cause, share, error, low, high]
        parts.append(pd.DataFrame(dict(zip(COLUMNS, columns, strict=True))))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    return Incidence(table=table, level=level, method="Aalen-Johansen, log-log interval")


def _all_causes(spans: Spans) -> tuple[Floats, Counts, Floats]:
    """Return the times of ends, the number at risk there, and survival: before, and after each."""
    ends = np.sort(spans.time[spans.event])
    at = np.unique(ends)
    at_risk = _until(spans.entry, at, "left") - _until(spans.time, at, "left")
    events = _until(ends, at, "right") - _until(ends, at, "left")
    return at, at_risk, np.append(1.0, np.cumprod(1 - events / at_risk))


def _until(times: Floats, at: Floats, side: Literal["left", "right"]) -> Counts:
    """Count times before each of some times (``left``) or up to it (``right``)."""
    return np.searchsorted(np.sort(times), at, side=side)


def _std_error(share: Floats, survival: Floats, of_cause: Counts, at_risk: Counts) -> Floats:
    """Return the standard error of a cumulative incidence at each of its times.

    An end at one time tells of the cause (``now``) and of how many are left to meet it later
    (``later``); the two are shares of one multinomial draw from those at risk.
    """
    before, after = survival[:-1], survival[1:]
    now = of_cause / at_risk
    # Once all have ended, `before` is 0 and nothing varies any more.
    left = np.divide(after, before, out=np.zeros_like(after), where=before > 0)
    growth = np.tril(share[:, None] - share[None, :])
    later = np.divide(growth, after, out=np.zeros_like(growth), where=after > 0)
    spread = now * (1 - now) + later**2 * left * (1 - left) - 2 * later * now * left
    variance = np.tril(before**2 / at_risk * spread).sum(axis=1)
    return np.asarray(np.sqrt(np.maximum(variance, 0.0)))
