"""Step functions: how much of something holds on each day on which that changes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def running_totals(
    parts: Mapping[str, pd.DataFrame], until: pd.Timestamp, *, weight: str = ""
) -> pd.DataFrame:
    """Return how many spells of each part hold, one row per day on which a number may change.

    ``parts`` maps a name to spells (``start``, ``end``); the result has one column for each
    name and is indexed by ``day``, up to ``until``. With ``weight``, a column of the spells is
    summed instead of counting them.
    """
    steps = pd.concat([_steps(spells, name, weight) for name, spells in parts.items()])
    seen = steps[steps["day"] <= until]
    changes = seen.groupby(["day", "part"])["change"].sum().unstack("part", fill_value=0)
    totals = changes.reindex(columns=list(parts), fill_value=0).cumsum()
    totals.columns.name = None
    return totals


def changed(totals: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows that differ from the one before."""
    return totals[totals.ne(totals.shift()).any(axis=1)]


def _steps(spells: pd.DataFrame, part: str, weight: str) -> pd.DataFrame:
    amount = spells[weight] if weight else pd.Series(1, index=spells.index)
    ends = spells["end"].dropna()
    days = pd.concat([spells["start"], ends], ignore_index=True)
    change = pd.concat([amount, -amount[ends.index]], ignore_index=True)
    return pd.DataFrame({"day": days, "part": part, "change": change})
