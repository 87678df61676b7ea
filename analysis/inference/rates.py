"""Rates of rare events per time at risk, and the ratio of two of them, all exact."""

from __future__ import annotations

import math

from scipy import stats

from analysis.inference.exact import binomial_bounds, check_count, poisson_bounds
from analysis.inference.results import Comparison, Estimate
from analysis.terms.errors import RollbackError


def poisson_rate(
    events: int, exposure: float, *, per: float = 100.0, level: float = 0.95
) -> Estimate:
    """Return the number of events per 100 units of exposure, with its exact interval.

    ``exposure`` is time at risk, as in party-years; ``per`` the units for which the rate is
    told. Garwood 1936. Without events the lower bound is 0 and the upper one is finite. Raises
    ``RollbackError`` without exposure.

    >>> print(poisson_rate(5, 250))
    2 (95% interval 0.649 to 4.67)
    """
    _check_exposure(exposure)
    low, high = poisson_bounds(events, level=level)
    scale = per / exposure
    return Estimate(
        estimate=events * scale,
        low=low * scale,
        high=high * scale,
        level=level,
        method="Garwood exact Poisson interval",
    )


def rate_ratio(
    events_a: int, exposure_a: float, events_b: int, exposure_b: float, *, level: float = 0.95
) -> Comparison:
    """Return how many times higher rate a is than rate b, with exact interval and test.

    Given the sum of the events, those of a are binomial (Przyborowski and Wilenski 1940); the
    interval is that of Clopper and Pearson 1934 on the scale of the ratio. The p-value is
    twice the smaller tail, at most 1, so that it is below 1 - level just when the interval
    leaves out 1 (Fay 2010). Without events in a the ratio is 0 with a finite upper bound,
    without events in b infinite with a positive lower one, without both undefined. Raises
    ``RollbackError`` without exposure.

    >>> print(rate_ratio(5, 250, 2, 3500))
    35 (95% interval 5.73 to 368), p = 4.93e-05
    """
    for events, exposure in ((events_a, exposure_a), (events_b, exposure_b)):
        check_count("events", events)
        _check_exposure(exposure)
    total, scale = events_a + events_b, exposure_b / exposure_a
    low, high = binomial_bounds(events_a, total, level=level)
    return Comparison(
        estimate=_ratio(events_a, events_b) * scale,
        low=_ratio(low, 1 - low) * scale,
        high=_ratio(high, 1 - high) * scale,
        p_value=_central_p(events_a, total, exposure_a / (exposure_a + exposure_b)),
        level=level,
        method="conditional binomial, Clopper-Pearson exact interval",
    )


def _central_p(events: int, total: int, share: float) -> float:
    below = stats.binom.cdf(events, total, share)
    above = stats.binom.sf(events - 1, total, share)
    return min(1.0, 2 * float(min(below, above)))


def _ratio(above: float, below: float) -> float:
    if below:
        return above / below
    return math.inf if above else math.nan


def _check_exposure(exposure: float) -> None:
    if not (0 < exposure < math.inf):
        raise RollbackError(
            f"exposure is {exposure}; a rate needs time at risk above zero:"
            " leave out groups that were never at risk"
        )
