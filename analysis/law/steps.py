"""Step functions: how much of something holds on each day on which that changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Days = npt.NDArray[np.datetime64]


def running_totals(
    parts: Mapping[str, pd.DataFrame], until: pd.Timestamp, *, weight: str = ""
) -> pd.DataFrame:
    """Return how many spells of each part hold, one row per day on which a number may change.

    ``parts`` maps a name to spells (``start``, ``end``); the result has one column for each
    name and is indexed by ``day``, up to ``until``. With ``weight``, a column of the spells is
    summed instead of counting them.
    """
    spans = {
        name: (
            spells["start"].to_numpy(),
            spells["end"].to_numpy(),
            spells[weight].to_numpy() if weight else None,
        )
        for name, spells in parts.items()
    }
    days, totals = totals_of(spans, until)
    return pd.DataFrame(totals, index=pd.DatetimeIndex(days, name="day").as_unit("s"))


def totals_of(
    spans: Mapping[str, tuple[Days, Days, npt.NDArray[Any] | None]], until: pd.Timestamp
) -> tuple[Days, dict[str, npt.NDArray[Any]]]:
    """Return the days of :func:`running_totals`, and what each part holds on them, as arrays.

    ``spans`` maps a name to the starts and ends of its spells, and to their weights if they have
    any.
    """
    sides = [side for start, end, _ in spans.values() for side in (start, end)]
    days = np.unique(np.concatenate(sides)) if sides else np.array([], "datetime64[s]")
    days = days[~np.isnat(days) & (days <= until.to_datetime64())]
    return days, {
        name: _sum_up_to(start, weights, days) - _sum_up_to(end, weights, days)
        for name, (start, end, weights) in spans.items()
    }


def changed(totals: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows that differ from the one before."""
    return totals[totals.ne(totals.shift()).any(axis=1)]


def _sum_up_to(moments: Days, weights: npt.NDArray[Any] | None, days: Days) -> npt.NDArray[Any]:
    """Return how much has begun, or ended, by each day."""
    known = ~np.isnat(moments)
    moments = moments[known]
    order = np.argsort(moments, kind="stable")
    places = np.searchsorted(moments[order], days, side="right")
    if weights is None:
        return places.astype(np.int64)
    summed: npt.NDArray[Any] = np.concatenate([[0], np.cumsum(weights[known][order])])
    return summed[places]
