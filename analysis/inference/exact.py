"""The two exact intervals on which the statistics of small counts rest."""

from __future__ import annotations

from scipy import stats

from analysis.inference.results import Estimate, tail_of
from analysis.terms.errors import RollbackError


def poisson_bounds(events: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the exact interval for the expected number of events, given the number seen.

    Both tails hold (1 - level) / 2 (Garwood 1936, through quantiles of chi-squared).

    >>> [round(bound, 3) for bound in poisson_bounds(5)]
    [1.623, 11.668]
    """
    tail = tail_of(level)
    check_count("events", events)
    low = stats.chi2.ppf(tail, 2 * events) / 2 if events else 0.0
    return float(low), float(stats.chi2.ppf(1 - tail, 2 * events + 2) / 2)


def binomial_bounds(events: int, total: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the exact interval for a probability, given how many of a total it struck.

    Both tails hold (1 - level) / 2 (Clopper and Pearson 1934, through quantiles of beta). No
    cases at all leave 0 to 1.

    >>> [round(bound, 3) for bound in binomial_bounds(5, 7)]
    [0.29, 0.963]
    """
    tail = tail_of(level)
    check_count("events", events)
    check_count("total", total)
    if events > total:
        raise RollbackError(f"{events} events among {total} cases; count each case at most once")
    low = stats.beta.ppf(tail, events, total - events + 1) if events else 0.0
    high = stats.beta.ppf(1 - tail, events + 1, total - events) if events < total else 1.0
    return float(low), float(high)


def proportion(events: int, total: int, *, level: float = 0.95) -> Estimate:
    """Return the share of cases with the event, with its exact interval.

    Clopper and Pearson 1934; see :func:`binomial_bounds`. Undefined without cases.
    """
    low, high = binomial_bounds(events, total, level=level)
    share = events / total if total else float("nan")
    return Estimate(
        estimate=share, low=low, high=high, level=level, method="Clopper-Pearson exact interval"
    )


def check_count(name: str, value: int) -> None:
    """Raise ``RollbackError`` unless a value is a count."""
    if value < 0 or value != int(value):
        raise RollbackError(f"{name} is {value}; give a whole number of 0 or more")
