"""Step functions: how much of something holds on each day on which that changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd


def running_totals(
    parts: Mapping[str, pd.DataFrame], until: pd.Timestamp, *, weight: str = ""
) -> pd.DataFrame:
    """Return how many spells of each part hold, one row per day on which a number may change.

    ``parts`` maps a name to spells (``start``, ``end``); the result has one column for each
    name and is indexed by ``day``, up to ``until``. With ``weight``, a column of the spells is
    summed instead of counting them.
    """
    ends = [spells[side].to_numpy() for spells in parts.values() for side in ("start", "end")]
    days = np.unique(np.concatenate(ends)) if ends else np.array([], "datetime64[s]")
    days = days[~np.isnat(days) & (days <= until.to_datetime64())]
    totals = {name: _held(spells, days, weight) for name, spells in parts.items()}
    return pd.DataFrame(totals, index=pd.DatetimeIndex(days, name="day").as_unit("s"))


def changed(totals: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows that differ from the one before."""
    return totals[totals.ne(totals.shift()).any(axis=1)]


def _held(spells: pd.DataFrame, days: npt.NDArray[np.datetime64], weight: str) -> npt.NDArray[Any]:
    """Return what holds on each day: what has begun by then, less what has ended."""
    held: npt.NDArray[Any] = _sum_up_to(spells, "start", days, weight)
    held = held - _sum_up_to(spells, "end", days, weight)
    return held


def _sum_up_to(
    spells: pd.DataFrame, side: str, days: npt.NDArray[np.datetime64], weight: str
) -> npt.NDArray[Any]:
    moments = spells[side].to_numpy()
    known = ~np.isnat(moments)
    moments = moments[known]
    order = np.argsort(moments, kind="stable")
    places = np.searchsorted(moments[order], days, side="right")
    if not weight:
        return places.astype(np.int64)
    amounts = spells[weight].to_numpy()[known][order]
    return np.concatenate([[0], np.cumsum(amounts)])[places]
