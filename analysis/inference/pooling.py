"""Rates of groups with few events each, drawn towards what the groups have in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, special, stats

from analysis.inference.results import Floats, tail_of
from analysis.model import RollbackError

COLUMNS = ["group", "events", "exposure", "rate", "weight", "estimate", "low", "high"]
#: Shapes of the prior that are tried: from groups that have hardly anything in common to
#: groups that are all alike.
_SHAPES = np.geomspace(1e-2, 1e4, 121)
_FEWEST_GROUPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledRates:
    """The rate of each group, pooled, and the gamma prior that pools them.

    ``table`` has one row per group: ``group``, ``events``, ``exposure``, ``rate`` (its own;
    NaN without exposure), ``weight`` (how much of the estimate is its own, 0 to 1),
    ``estimate``, ``low``, ``high``; rates per ``per`` units of exposure. The prior is worth
    ``prior_events`` events in ``prior_exposure`` units.
    """

    table: pd.DataFrame
    prior_events: float
    prior_exposure: float
    per: float
    level: float
    method: str

    def chance_within(self, horizon: float) -> pd.DataFrame:
        """Return the probability of at least one event of each group within a horizon.

        ``horizon`` is in units of exposure, as years of one party. Columns ``group``,
        ``chance`` (with the rate integrated out: one minus the zero of the negative binomial
        predictive), ``low`` and ``high`` (at the bounds of the rate). Raises
        :class:`~analysis.model.RollbackError` for a horizon below zero.
        """
        if not horizon >= 0:
            raise RollbackError(f"a horizon of {horizon} lies in the past; give 0 or more")
        shape = self.prior_events + self.table["events"]
        exposure = self.prior_exposure + self.table["exposure"]
        chance = -np.expm1(-shape * np.log1p(horizon / exposure))
        low, high = (
            -np.expm1(-self.table[bound] / self.per * horizon) for bound in ("low", "high")
        )
        columns = {"group": self.table["group"], "chance": chance, "low": low, "high": high}
        return pd.DataFrame(columns)


def pool_rates(groups: pd.DataFrame, *, per: float = 100.0, level: float = 0.95) -> PooledRates:
    """Estimate the rate of each group from its own events and from those of all groups.

    ``groups`` has the columns ``group``, ``events`` and ``exposure``. Gamma-Poisson empirical
    Bayes (Clayton and Kaldor 1987): the rates are draws from one gamma distribution, which is
    fitted to the groups by maximum marginal likelihood. As few groups often look all alike, the
    fit holds back from that edge by a weak penalty on the logarithm of the spread (Chung,
    Rabe-Hesketh, Dorie, Gelman and Liu 2013). With fewer than three groups or no event at all
    the data say nothing of the spread; the prior is then worth one event at the common rate
    (half an event in all, if there was none). An estimate is ``weight`` times the group's own
    rate and the rest times that of the prior; its interval takes the prior as known, and is
    somewhat too narrow for that (Kass and Steffey 1989).

    Raises :class:`~analysis.model.RollbackError` without exposure, for numbers below zero, and
    for events without exposure.

    >>> years = {"group": ["a", "b", "c"], "events": [5, 0, 1], "exposure": [100, 100, 900]}
    >>> pool_rates(pd.DataFrame(years)).table["estimate"].round(2).tolist()
    [4.59, 0.2, 0.13]
    """
    events = groups["events"].to_numpy(np.float64)
    exposure = groups["exposure"].to_numpy(np.float64)
    _check_groups(events, exposure)
    shape, mean, method = _prior(events, exposure)
    rate = np.divide(events, exposure, out=np.full(len(events), np.nan), where=exposure > 0)
    posterior = stats.gamma(shape + events, scale=1 / (shape / mean + exposure))
    low, high = (posterior.ppf(p) * per for p in (tail_of(level), 1 - tail_of(level)))
    weight = exposure / (shape / mean + exposure)
    own = [groups["group"].to_numpy(), groups["events"].to_numpy(), exposure, rate * per]
    columns = [*own, weight, posterior.mean() * per, low, high]
    return PooledRates(
        table=pd.DataFrame(dict(zip(COLUMNS, columns, strict=True))),
        prior_events=shape,
        prior_exposure=shape / mean,
        per=per,
        level=level,
        method=method,
    )


def _prior(events: Floats, exposure: Floats) -> tuple[float, float, str]:
    """Return shape and mean of the gamma prior, and how they were found."""
    watched = exposure > 0
    events, exposure = events[watched], exposure[watched]
    if watched.sum() < _FEWEST_GROUPS or not events.any():
        mean = float(max(events.sum(), 0.5) / exposure.sum())
        return 1.0, mean, "gamma prior worth one event"

    def loss(log_shape: float) -> float:
        return _loss(float(np.exp(log_shape)), events, exposure)

    tried = np.log(_SHAPES)
    best = int(np.argmin([loss(value) for value in tried]))
    bounds = tried[max(best - 1, 0)], tried[min(best + 1, len(tried) - 1)]
    found = optimize.minimize_scalar(loss, bounds=bounds, method="bounded")
    shape = float(np.exp(found.x))
    return shape, _mean(shape, events, exposure), "gamma-Poisson empirical Bayes"


def _loss(shape: float, events: Floats, exposure: Floats) -> float:
    """Return the negative log-likelihood of a shape at the best mean, with its penalty.

    The penalty is half the logarithm of the shape: the spread of the rates, relative to their
    mean, is one over its square root.
    """
    expected = _mean(shape, events, exposure) * exposure
    likelihood = special.gammaln(events + shape) - special.gammaln(shape)
    likelihood -= shape * np.log1p(expected / shape)
    likelihood += special.xlogy(events, expected / (shape + expected))
    return float(0.5 * np.log(shape) - likelihood.sum())


def _mean(shape: float, events: Floats, exposure: Floats) -> float:
    """Return the most likely mean of a gamma prior of given shape, between the rates seen."""

    def slope(mean: float) -> float:
        expected = mean * exposure
        return float(((events - expected) * shape / (shape + expected)).sum())

    rates = events / exposure
    margin = 1e-9  # Equal rates leave no room between them.
    low, high = rates.min() * (1 - margin), rates.max() * (1 + margin)
    return float(optimize.brentq(slope, low, high, xtol=1e-14 * high, rtol=1e-12))


def _check_groups(events: Floats, exposure: Floats) -> None:
    if not ((events >= 0).all() and (exposure >= 0).all()):
        raise RollbackError("events or exposure are missing or below zero; give 0 or more")
    if not exposure.sum() > 0:
        raise RollbackError("no group was ever at risk; give exposure above zero for one or more")
    if (events[exposure == 0] > 0).any():
        raise RollbackError("a group has events without exposure; correct one of the two")
