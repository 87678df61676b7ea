"""Whether groups leave at different speed: the log-rank test, also for a few cases."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from statsmodels.duration.survfunc import survdiff

from analysis.inference.results import (
    DRAWS,
    SEED,
    Floats,
    Simulated,
    at_least,
    check_lengths,
    in_words,
    simulated_p,
)
from analysis.inference.survival import Spans, as_spans
from analysis.model import RollbackError


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRank:
    """The log-rank test of groups, in large samples (``p_value``) and by permutation.

    ``table`` has one row per group: ``group``, ``cases``, ``events`` and the number
    ``expected`` if all groups left at the same speed.
    """

    table: pd.DataFrame
    statistic: float
    degrees: int
    p_value: float
    permutation: Simulated
    method: str

    def __str__(self) -> str:
        chi = f"log-rank χ² = {in_words(self.statistic)} on {self.degrees} df"
        return f"{chi}, p = {in_words(self.p_value)}; permuted: {self.permutation}"


def logrank_test(
    time: npt.ArrayLike,
    event: npt.ArrayLike,
    group: npt.ArrayLike,
    *,
    entry: npt.ArrayLike | None = None,
    permutations: int = DRAWS,
    seed: int = SEED,
) -> LogRank:
    """Test whether two or more groups have their events at the same speed.

    Mantel 1966 and Peto and Peto 1972, through statsmodels; delayed entry as in
    :func:`~analysis.inference.survival.survival_curve`. With few cases chi-squared is a poor
    guide, and the permutation test is the one to quote: labels are dealt out anew among the
    cases (Peto and Peto 1972; Heinze, Gnant and Schemper 2003 on its limits). It
    supposes that entry and censoring do not differ between the groups. Raises
    :class:`~analysis.model.RollbackError` for fewer than two groups and when no case has the
    event, and as :func:`~analysis.inference.survival.as_spans`.
    """
    spans = as_spans(time, event, entry)
    labels = np.asarray(group, dtype=np.str_)
    check_lengths(time=spans.time, group=labels)
    names, codes = np.unique(labels, return_inverse=True)
    if len(names) < 2 or not spans.event.any():
        raise RollbackError("a log-rank test needs two groups and an event; there is less")
    expected = _expected_events(spans)
    ends = spans.event.astype(np.float64)
    statistic, p_value = _chi_squared(spans, codes)
    table = pd.DataFrame(
        {
            "group": names,
            "cases": np.bincount(codes),
            "events": np.bincount(codes, weights=ends).astype(np.int64),
            "expected": np.bincount(codes, weights=expected),
        }
    )
    return LogRank(
        table=table,
        statistic=statistic,
        degrees=len(names) - 1,
        p_value=p_value,
        permutation=_permuted(ends - expected, codes, permutations, seed),
        method="log-rank test, with permuted labels",
    )


def _chi_squared(spans: Spans, codes: npt.NDArray[np.intp]) -> tuple[float, float]:
    """Return statistic and p-value; NaN when some group is never at risk beside another."""
    try:
        ends = spans.event.astype(np.float64)
        statistic, p_value = survdiff(spans.time, ends, codes, entry=spans.entry)
    except np.linalg.LinAlgError:
        return math.nan, math.nan
    return float(statistic), float(p_value)


def _expected_events(spans: Spans) -> Floats:
    """Return how many events the hazard of all would have brought to each case (Nelson-Aalen)."""
    at, events = np.unique(spans.time[spans.event], return_counts=True)
    watched = (spans.entry[:, None] < at) & (at <= spans.time[:, None])
    return np.asarray(watched @ (events / watched.sum(axis=0)), dtype=np.float64)


def _permuted(
    scores: Floats, codes: npt.NDArray[np.intp], permutations: int, seed: int
) -> Simulated:
    """Deal the scores of the cases out anew, and see how often groups differ as much.

    Observed less expected events of a group are the sum of its scores, so one draw is one
    reordering; the sums are weighed as in the test of Kruskal and Wallis.
    """
    order = np.argsort(codes, kind="stable")
    sizes = np.bincount(codes)
    starts = np.cumsum(sizes) - sizes

    def spread(rows: Floats) -> Floats:
        sums = np.add.reduceat(rows, starts, axis=-1)
        return np.asarray((sums**2 / sizes).sum(axis=-1))

    drawn = np.tile(scores, (permutations, 1))
    np.random.default_rng(seed).permuted(drawn, axis=1, out=drawn)
    return simulated_p(at_least(spread(drawn), float(spread(scores[order]))))
