"""The model: a table of five rows, each a rate of notices counted in the past and pooled.

A party that has taken a step towards leaving is judged by how far it has gone; one that has not,
by how many of four traits it shares with those that left: none, one, or two and more. All traits
weigh alike, since a handful of notices cannot tell their weights apart, and equal weights do
hardly worse than fitted ones (Dawes 1979). The rates of the rows are pooled by gamma-Poisson
empirical Bayes (:mod:`analysis.inference.pooling`), so that a row with few years is no surer
than it can be. A notice may count in two rows: by where the year began, and by the step taken.

The rows are in order: who has gone further, or shares more, is not less likely to leave. Where the
counts say otherwise, as with no case at all, neighbouring rows are taken together (isotonic
regression: Barlow and others 1972); parties in them tie.

A case gives notice at most once and counts for whole years, so that the pooled rate of a
party-year is the chance within one year, p; within h years it is 1 - (1 - p)**h.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import isotonic_regression

from analysis.inference.pooling import pool_rates
from analysis.measures.scope import PAIR
from analysis.model import RollbackError
from analysis.watchlist.history import TRAITS

#: The rows of the model: steps first, then the number of traits of those without a step.
CELLS = (
    "approved by government or parliament",
    "announced or recommended",
    "no step, two or more traits",
    "no step, one trait",
    "no step, no trait",
)
TRAIT_WORDS = {
    "borders_adversary": "borders an adversary",
    "allied": "member of the alliance",
    "neighbours_going": "a land neighbour is going or gone",
    "others_given_up": "has given up another treaty",
}
MODEL, ALIKE, BORDER = "model", "everyone alike", "borders an adversary"
CELL_COLUMNS = [
    "cell",
    "notices",
    "leavers",
    "party_years",
    "rate",
    "weight",
    "estimate",
    "low",
    "high",
    "chance",
    "chance_low",
    "chance_high",
]
_RATES = ("estimate", "low", "high")
SHARED_COLUMNS = ["trait", "notices_with", "notices", "years_with", "party_years", "ratio"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What the past teaches about the coming ``horizon`` (in years).

    ``cells`` is the model, one row for each of :data:`CELLS`: ``cell``, ``notices`` and
    ``leavers`` (who gave them), ``party_years``, ``rate`` (own), ``weight`` (how much of the
    estimate is its own), ``estimate``, ``low``, ``high`` (pooled and in order), ``chance``,
    ``chance_low``, ``chance_high`` (of a notice within the horizon); rates are per 100
    party-years. ``baselines`` has the same
    columns for everyone alike (one row) and by border with an adversary (two rows). ``shared``
    tells of each trait how many of the ``notices`` came from parties with it
    (``notices_with``), how many of the ``party_years`` they had (``years_with``), and the
    ``ratio`` of the rates with and without it.
    """

    horizon: float
    cells: pd.DataFrame
    baselines: pd.DataFrame
    shared: pd.DataFrame
    notices: int
    party_years: float
    method: str


def learn(years: pd.DataFrame, ways: pd.DataFrame, horizon: float) -> Learnt:
    """Learn the chance of a notice within a horizon from past years and ways out.

    ``years`` and ``ways`` are those of :func:`analysis.watchlist.history.past_years` and
    :func:`analysis.watchlist.steps.past_ways_out`. Raises
    :class:`~analysis.model.RollbackError` where there is no past to learn from, and unless the
    horizon lies ahead.
    """
    if not horizon > 0:
        raise RollbackError(f"a horizon of {horizon:g} years is no future; give more than 0")
    if years.empty:
        raise RollbackError(
            "no treaty that can be left was in force a year before; choose a later day"
        )
    unmoved = years[years["level"] == 0]
    cases = pd.concat(
        [unmoved.assign(cell=cells_of(unmoved)), ways.assign(cell=_cells_by_level(ways["level"]))]
    )
    cells, method = _chances(cases, CELLS, horizon)
    alike, _ = _chances(years.assign(cell=ALIKE), (ALIKE,), horizon)
    sides = np.where(years["borders_adversary"], BORDER, f"not: {BORDER}")
    border, _ = _chances(years.assign(cell=sides), (BORDER, f"not: {BORDER}"), horizon)
    return Learnt(
        horizon=horizon,
        cells=cells,
        baselines=pd.concat([alike, border], ignore_index=True),
        shared=_shared(years),
        notices=int(years["noticed"].sum()),
        party_years=float(years["years"].sum()),
        method=method,
    )


def cells_of(parties: pd.DataFrame) -> pd.Series:
    """Return the row of the model for parties with a ``level`` and the traits."""
    traits = sum((parties[trait].astype("int64") for trait in TRAITS), start=0 * parties["level"])
    by_traits = np.array(CELLS[:1:-1], dtype=object)[traits.clip(upper=2)]
    by_level = _cells_by_level(parties["level"])
    return by_level.where(parties["level"] > 0, pd.Series(by_traits, parties.index))


def _cells_by_level(level: pd.Series) -> pd.Series:
    return level.map({1: CELLS[1], 2: CELLS[0]}).astype("object")


def _chances(
    cases: pd.DataFrame, cells: tuple[str, ...], horizon: float
) -> tuple[pd.DataFrame, str]:
    """Return counts, pooled rates and chances of the cells, likeliest first, and the method."""
    known = cases.groupby("cell")
    groups = pd.DataFrame({"group": cells})
    groups["events"] = groups["group"].map(known["noticed"].sum()).fillna(0).astype("int64")
    groups["exposure"] = groups["group"].map(known["years"].sum()).fillna(0.0)
    pooled = pool_rates(groups)
    rates = pooled.table.rename(
        columns={"group": "cell", "events": "notices", "exposure": "party_years"}
    )
    for rate in _RATES:
        worth = rates["party_years"] + pooled.prior_exposure
        rates[rate] = isotonic_regression(rates[rate], weights=worth, increasing=False).x
    noticed = cases[cases["noticed"]]
    rates["leavers"] = [_leavers(noticed[noticed["cell"] == cell]) for cell in cells]
    for chance, rate in zip(("chance", "chance_low", "chance_high"), _RATES, strict=True):
        yearly = (rates[rate] / pooled.per).clip(upper=1.0)
        rates[chance] = 1 - (1 - yearly) ** horizon
    return rates[CELL_COLUMNS], pooled.method


def _leavers(noticed: pd.DataFrame) -> str:
    """Name those that gave notice, with the treaty: ``cfe RUS, openskies RUS``."""
    noticed = noticed.sort_values(PAIR)
    return ", ".join(f"{treaty} {state}" for treaty, state in noticed[PAIR].to_numpy())


def _shared(years: pd.DataFrame) -> pd.DataFrame:
    """Return one row per trait: how common it was among leavers, and among all."""
    notices, total = int(years["noticed"].sum()), float(years["years"].sum())
    rows = []
    for trait in TRAITS:
        having = years[years[trait]]
        with_it, time = int(having["noticed"].sum()), float(having["years"].sum())
        rest, other = notices - with_it, total - time
        ratio = with_it * other / (rest * time) if rest * time else np.nan
        rows.append((TRAIT_WORDS[trait], with_it, notices, time, total, ratio))
    return pd.DataFrame(rows, columns=SHARED_COLUMNS)
