"""Whether probabilities were right: scores of forecasts, and expected against observed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special, stats

from analysis.inference.exact import binomial_bounds
from analysis.inference.results import Flags, Floats, check_lengths, in_words
from analysis.model import RollbackError

COLUMNS = ["lowest", "highest", "cases", "expected", "observed", "share", "low", "high", "p_value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastScores:
    """How far probabilities were from what happened; for both scores, less is better.

    ``brier_of_base`` and ``log_of_base`` are the scores of giving every case the share of
    events that came out, which nobody could know before; ``brier_skill`` is the part of that
    score which the forecast does without (NaN when all cases ended alike). ``p_value`` tests the
    ``expected`` number of events against the ``events`` seen.
    """

    brier: float
    brier_of_base: float
    brier_skill: float
    log_score: float
    log_of_base: float
    cases: int
    events: int
    expected: float
    p_value: float

    def __str__(self) -> str:
        brier = f"Brier score {in_words(self.brier)} (base rate {in_words(self.brier_of_base)})"
        seen = f"{self.events} events, {in_words(self.expected)} expected"
        return f"{brier}; {seen}, p = {in_words(self.p_value)}"


def score_forecast(probabilities: npt.ArrayLike, happened: npt.ArrayLike) -> ForecastScores:
    """Score the probabilities given to cases by what happened to them.

    Brier 1950 (mean square of the difference) and the logarithmic score of Good 1952 (mean of
    -ln of the probability of what happened, infinite when that was held impossible). The test
    of the total doubles the smaller tail of the Poisson-binomial distribution, at most 1.
    Raises :class:`~analysis.model.RollbackError` for no cases and for numbers that are not
    probabilities.

    >>> round(score_forecast([0.8, 0.4, 0.1], [True, False, False]).brier, 3)
    0.07
    """
    p, events = _forecasts(probabilities, happened)
    base = np.full(len(p), events.mean())
    brier, of_base = _brier(p, events), _brier(base, events)
    return ForecastScores(
        brier=brier,
        brier_of_base=of_base,
        brier_skill=1 - brier / of_base if of_base else math.nan,
        log_score=_log_score(p, events),
        log_of_base=_log_score(base, events),
        cases=len(p),
        events=int(events.sum()),
        expected=float(p.sum()),
        p_value=_total_p(p, int(events.sum())),
    )


def calibration_table(
    probabilities: npt.ArrayLike, happened: npt.ArrayLike, *, bins: int = 4, level: float = 0.95
) -> pd.DataFrame:
    """Return expected and observed events in a few bins of about as many cases each.

    Equal probabilities stay in one bin, so there may be fewer. Columns ``lowest``, ``highest``
    (probabilities of the bin), ``cases``, ``expected``, ``observed``, ``share`` (observed of
    cases) with its exact interval ``low`` to ``high`` (Clopper and Pearson 1934), and
    ``p_value`` of the expected number (Poisson-binomial, twice the smaller tail). Raises
    :class:`~analysis.model.RollbackError` as :func:`score_forecast`.
    """
    p, events = _forecasts(probabilities, happened)
    if bins < 1:
        raise RollbackError(f"{bins} bins hold no case; give 1 or more")
    inner = np.quantile(p, np.arange(1, bins) / bins, method="inverted_cdf")
    bin_of = np.searchsorted(np.unique(inner), p, side="left")
    rows = [_bin_row(p[bin_of == b], events[bin_of == b], level) for b in np.unique(bin_of)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _bin_row(p: Floats, events: Flags, level: float) -> list[float]:
    observed, cases = int(events.sum()), len(p)
    bounds = binomial_bounds(observed, cases, level=level)
    share, p_value = observed / cases, _total_p(p, observed)
    return [p.min(), p.max(), cases, p.sum(), observed, share, *bounds, p_value]


def _forecasts(probabilities: npt.ArrayLike, happened: npt.ArrayLike) -> tuple[Floats, Flags]:
    p, events = np.asarray(probabilities, dtype=np.float64), np.asarray(happened, dtype=bool)
    check_lengths(probabilities=p, happened=events)
    if not len(p) or not ((p >= 0) & (p <= 1)).all():
        raise RollbackError("a forecast needs cases, each with a probability between 0 and 1")
    return p, events


def _brier(p: Floats, events: Flags) -> float:
    return float(((p - events) ** 2).mean())


def _log_score(p: Floats, events: Flags) -> float:
    # `xlogy` lets what was held impossible, and did not happen, cost nothing.
    return float(-(special.xlogy(events, p) + special.xlog1py(~events, -p)).mean())


def _total_p(p: Floats, events: int) -> float:
    total = stats.poisson_binom(p)
    return min(1.0, 2 * float(min(total.cdf(events), total.sf(events - 1))))
