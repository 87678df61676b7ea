"""Border by status: how a region's land border divides by what binds its own side of it.

:mod:`analysis.coverage` tells bound from unbound towards named states. Here the border is
divided by the status of the state on the region's side, towards named states or towards the
members of a group, with the membership of both sides on the day. A state that belongs to both
sides counts on the far side.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.loading import Tables
from analysis.measures.scope import BEGINNING, outside
from analysis.measures.steps import changed, running_totals
from analysis.model import STATUSES
from analysis.regions import find_state, find_treaty, memberships, within
from analysis.spells import status_on

#: The far side: a group by its short name, or states by their codes.
Towards = str | Sequence[str]

PAIR_COLUMNS = ["state", "neighbour", "km", "status", "neighbour_status"]
COLUMNS = ["day", "km", *STATUSES]


def border_by_status(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: str,
    region: str,
    towards: Towards,
) -> pd.DataFrame:
    """Return the kilometres of border by status, one row per day on which a length changes.

    Columns ``day``; ``km``, the region's land border towards the others on that day; and one
    column for each status (:data:`analysis.model.STATUSES`), the kilometres whose near side is
    a state of that status under the treaty. They add up to ``km``. Borders run as today. The
    first row is the day the treaty was opened (or of the first act under it), or the first day
    after on which there is such a border; there is none before.
    Raises ``UnknownName``.
    """
    code = find_treaty(known, treaty)
    border = _border(known, region, towards)
    under = spells[spells["treaty"] == code]
    held = _with_status(border, under)
    acted = [status for status in STATUSES if status != "none"]
    parts = {"km": border, **{name: held[held["status"] == name] for name in acted}}
    totals = running_totals(parts, day, weight="km").astype("float64").round(3)
    totals["none"] = (totals["km"] - totals[acted].sum(axis=1)).round(3)
    # A protocol that was never opened for signature begins with the first act under it.
    first = pd.Series([known.treaty(code)["opened"], under["start"].min()]).min()
    begun = totals if first <= day else totals.iloc[:0]
    return _since(begun[COLUMNS[1:]], first).reset_index(names="day")


def border_pairs(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: str,
    region: str,
    towards: Towards,
) -> pd.DataFrame:
    """Return each border between a member of the region and one of the others on the day.

    Columns ``state`` (the region's side), ``neighbour``, ``km``, ``status`` and
    ``neighbour_status`` (of either under the treaty); longest first. Raises ``UnknownName``.
    """
    code = find_treaty(known, treaty)
    held = status_on(spells[spells["treaty"] == code], day).set_index("state")["status"]
    rows = status_on(_border(known, region, towards), day)
    for column, side in (("status", "state"), ("neighbour_status", "neighbour")):
        rows[column] = rows[side].map(held).astype("str").fillna("none")
    ordered = rows.sort_values(["km", "state", "neighbour"], ascending=[False, True, True])
    return ordered[PAIR_COLUMNS].reset_index(drop=True)


def _border(known: Tables, region: str, towards: Towards) -> pd.DataFrame:
    """Return when each border lay between the region and the others.

    Columns ``state``, ``neighbour``, ``km``, ``start``, ``end``.
    """
    far = _membership(known, towards)
    near = memberships(known, region)
    near = within(near, outside(far, near["state"]))
    either = known.borders[["state_a", "state_b", "km"]]
    other = either.rename(columns={"state_a": "state_b", "state_b": "state_a"})
    both = pd.concat([either, other]).rename(columns={"state_a": "state", "state_b": "neighbour"})
    both = both.assign(start=BEGINNING, end=np.datetime64("NaT", "s"))
    turned = both.rename(columns={"state": "neighbour", "neighbour": "state"})
    facing = within(turned, far)
    facing = facing.rename(columns={"state": "neighbour", "neighbour": "state"})
    return within(facing, near)[["state", "neighbour", "km", "start", "end"]]


def _membership(known: Tables, towards: Towards) -> pd.DataFrame:
    if isinstance(towards, str):
        return memberships(known, towards)
    codes = [find_state(known, code) for code in towards]
    frame = pd.DataFrame({"state": codes}, dtype="str")
    return frame.assign(start=BEGINNING, end=np.datetime64("NaT", "s"))


def _with_status(border: pd.DataFrame, under: pd.DataFrame) -> pd.DataFrame:
    """Cut the border down to the time in which its near side has a status, and name it."""
    both = border.merge(under[["state", "status", "start", "end"]], on="state", suffixes=("", "_s"))
    start, end = both[["start", "start_s"]].max(axis=1), both[["end", "end_s"]].min(axis=1)
    cut = both.assign(start=start, end=end)
    return cut[cut["end"].isna() | (cut["end"] > cut["start"])]


def _since(totals: pd.DataFrame, first: pd.Timestamp) -> pd.DataFrame:
    """Let the series begin on a day, with what held by then."""
    before = totals[totals.index <= first].tail(1)
    before.index = pd.DatetimeIndex([first] * len(before), name="day").as_unit("s")
    return changed(pd.concat([before, totals[totals.index > first]]))
