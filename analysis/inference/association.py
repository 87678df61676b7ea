"""Two groups and an outcome, yes or no: how much more frequent it is in one of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.stats.contingency import odds_ratio

from analysis.inference.exact import proportion
from analysis.inference.results import Comparison, Counts, Estimate, in_words
from analysis.terms.errors import RollbackError


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoGroups:
    """An outcome in two groups: the risk in each, the odds ratio, and two exact tests.

    ``odds_ratio`` carries Fisher's p-value; ``boschloo`` is the p-value of the more powerful
    unconditional test.
    """

    risk_a: Estimate
    risk_b: Estimate
    odds_ratio: Comparison
    boschloo: float

    @property
    def fisher(self) -> float:
        """The two-sided p-value of Fisher's exact test."""
        return self.odds_ratio.p_value

    def __str__(self) -> str:
        risks = " against ".join(f"{risk.estimate:.0%}" for risk in (self.risk_a, self.risk_b))
        return f"{risks}, odds ratio {self.odds_ratio}, Boschloo p = {in_words(self.boschloo)}"


def compare_groups(
    events_a: int, total_a: int, events_b: int, total_b: int, *, level: float = 0.95
) -> TwoGroups:
    """Compare how many of group a and how many of group b had the outcome.

    Risks with the interval of Clopper and Pearson 1934; the conditional maximum-likelihood
    odds ratio with exact interval (Cornfield 1956; 0 or infinite when a cell is empty,
    undefined when a whole row is); Fisher 1935 and Boschloo 1970, both two-sided. Fisher adds
    up the tables that are no more probable while the interval halves its error, so the two can
    disagree on a border case (Fay 2010). Boschloo doubles the smaller side, at most 1. Raises
    ``RollbackError`` for an empty group.

    >>> print(compare_groups(5, 6, 0, 158))
    83% against 0%, odds ratio ∞ (95% interval 51.5 to ∞), p = 6.45e-09, Boschloo p = 2.9e-09
    """
    if not (total_a and total_b):
        raise RollbackError("a group is empty; compare only groups that have cases")
    risk_a = proportion(events_a, total_a, level=level)
    risk_b = proportion(events_b, total_b, level=level)
    table = np.array([[events_a, events_b], [total_a - events_a, total_b - events_b]])
    return TwoGroups(
        risk_a=risk_a, risk_b=risk_b, odds_ratio=_odds(table, level), boschloo=_boschloo(table)
    )


def _odds(table: Counts, level: float) -> Comparison:
    result = odds_ratio(table, kind="conditional")
    interval = result.confidence_interval(confidence_level=level)
    return Comparison(
        estimate=float(result.statistic),
        low=float(interval.low),
        high=float(interval.high),
        p_value=min(1.0, float(stats.fisher_exact(table).pvalue)),
        level=level,
        method="conditional odds ratio, Fisher's exact test",
    )


def _boschloo(table: Counts) -> float:
    """Return Boschloo's p-value; nobody or everybody with the outcome is no evidence at all."""
    if not table.sum(axis=1).all():
        return 1.0
    return min(1.0, float(stats.boschloo_exact(table).pvalue))
