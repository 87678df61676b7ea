"""Whether those ranked high were those that left: the area under the curve, and each rank."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import optimize, stats

from analysis.inference.results import Comparison, Flags, Floats, check_lengths, tail_of
from analysis.model import RollbackError

COLUMNS = ["name", "score", "rank", "tied", "of"]
#: Steps of exact counting that take about half a second; beyond, the normal distribution does.
_MOST_STEPS = 3e8


def auc(scores: npt.ArrayLike, happened: npt.ArrayLike, *, level: float = 0.95) -> Comparison:
    """Return how often a case with the event was ranked above one without it; ties count half.

    The area under the ROC curve, 0.5 for a ranking by lot. Its interval is method 5 of
    Newcombe 2006: the variance of Hanley and McNeil 1982 at the bound itself, as in Wilson's
    interval, with both group sizes replaced by their mean in the terms of dependence. It stays
    within 0 and 1 and does not shrink to a point when the ranking is perfect; a binomial
    interval would take the dependent pairs for cases, and a bootstrap of a handful of events
    knows nothing of others. The p-value is one-sided (better than by lot): Mann and Whitney
    1947, exact given the ties, or normal when there are too many cases of both kinds to count
    (``method`` says which). Raises :class:`~analysis.model.RollbackError` unless there are
    cases of both kinds.

    >>> print(auc([0.9, 0.8, 0.3, 0.2, 0.1], [True, True, False, False, False]))
    1 (95% interval 0.439 to 1), p = 0.1
    """
    values, events = _both_kinds(scores, happened)
    ranks = stats.rankdata(values)
    m, n = int(events.sum()), int((~events).sum())
    area = (float(ranks[events].sum()) - m * (m + 1) / 2) / (m * n)
    low, high = _newcombe_bounds(area, m, n, level)
    exact = min(m, n) ** 2 * (m + n) ** 2 * 2 <= _MOST_STEPS
    if exact:
        p_value, distribution = _exact_p(ranks, events), "exact"
    else:
        test = stats.mannwhitneyu(
            values[events], values[~events], alternative="greater", method="asymptotic"
        )
        p_value, distribution = float(test.pvalue), "normal"
    return Comparison(
        estimate=area,
        low=low,
        high=high,
        p_value=p_value,
        level=level,
        method=f"Newcombe interval (method 5), Mann-Whitney test ({distribution})",
    )


def ranks_of_events(
    scores: npt.ArrayLike, happened: npt.ArrayLike, *, names: npt.ArrayLike | None = None
) -> pd.DataFrame:
    """Return where in the ranking each case with the event stood, the highest score first.

    Columns ``name`` (its place in the arrays unless named), ``score``, ``rank`` (the middle of
    the places that it shares), ``tied`` (how many share them) and ``of`` (cases in all); the
    best rank first.

    >>> ranks_of_events([3, 1, 3, 0], [True, False, False, True], names=list("abcd"))
      name  score  rank  tied  of
    0    a    3.0   1.5     2   4
    1    d    0.0   4.0     1   4
    """
    values, events = np.asarray(scores, dtype=np.float64), np.asarray(happened, dtype=bool)
    labels = np.arange(len(values)) if names is None else np.asarray(names)
    check_lengths(scores=values, happened=events, names=labels)
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ranks = stats.rankdata(-values)
    columns = [labels, values, ranks, count[place], np.full(len(values), len(values))]
    table = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
    return table[events].sort_values(["rank", "name"]).reset_index(drop=True)


def _both_kinds(scores: npt.ArrayLike, happened: npt.ArrayLike) -> tuple[Floats, Flags]:
    values, events = np.asarray(scores, dtype=np.float64), np.asarray(happened, dtype=bool)
    check_lengths(scores=values, happened=events)
    if np.isnan(values).any():
        raise RollbackError("a case has no score; leave out what was not ranked")
    if events.all() or not events.any():
        raise RollbackError(
            f"the event struck {int(events.sum())} of {len(events)} cases; a ranking can only be"
            " judged when there are cases with and without it"
        )
    return values, events


def _newcombe_bounds(area: float, m: int, n: int, level: float) -> tuple[float, float]:
    """Return the areas that differ from the one seen by just z standard errors of their own."""
    z = float(stats.norm.ppf(1 - tail_of(level)))
    pairs, others = m * n, (m + n) / 2 - 1

    def error(theta: float) -> float:
        dependence = others * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        return math.sqrt(theta * (1 - theta) * (1 + dependence) / pairs)

    def bound(edge: float) -> float:
        if area == edge:
            return edge
        # At 0 and at 1 a standard error is nothing, so the area seen would solve it too.
        near = area + 1e-9 * (edge - area)
        root = optimize.brentq(lambda t: abs(area - t) - z * error(t), edge, near, xtol=1e-12)
        return float(root)

    return bound(0.0), bound(1.0)


def _exact_p(ranks: Floats, events: Flags) -> float:
    """Return how many of all equally probable choices of events have as high a sum of ranks.

    Counts the sums by taking in one set of tied cases after the other; ranks are doubled, so
    that those of ties are whole.
    """
    doubled = np.rint(2 * ranks).astype(np.int64)
    # Choosing the fewer cases is the same choice, and less to count.
    few = events if events.sum() * 2 <= len(events) else ~events
    size, seen = int(few.sum()), int(doubled[few].sum())
    ways = np.zeros((size + 1, int(np.sort(doubled)[-size:].sum()) + 1))
    ways[0, 0] = 1
    for rank, tied in zip(*np.unique(doubled, return_counts=True), strict=True):
        before = ways.copy()
        for taken in range(1, min(int(tied), size) + 1):
            step = taken * int(rank)
            added = before[:-taken, : ways.shape[1] - step]
            ways[taken:, step:] += math.comb(int(tied), taken) * added
    sums = ways[size]
    extreme = sums[seen:] if few is events else sums[: seen + 1]
    return float(extreme.sum() / sums.sum())
