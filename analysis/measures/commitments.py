"""Commitments: how many treaties are in force for how many states, and how deep the fall is.

A commitment is a pair of a state and a treaty that is in force for it. With the membership of
a region the number of commitments changes too: a state that joins the region brings its own.
"""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from analysis.law.possible import without_continued
from analysis.law.regions import members, memberships
from analysis.law.steps import changed, running_totals
from analysis.measures.episodes import in_force_on
from analysis.measures.scope import Treaties, spells_inside, treaty_codes
from analysis.store.loading import Tables

COLUMNS = ["day", "members", "treaties", "commitments", "per_member", "share"]
DEPTH_COLUMNS = [
    "group",
    "region",
    "peak_day",
    "peak",
    "peak_until",
    "days_since_peak",
    "current",
    "drawdown",
    "drawdown_percent",
    "share",
]


def commitments_over_time(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: Treaties = None,
    region: str = "world",
) -> pd.DataFrame:
    """Return the commitments of a region, one row per day on which a number changes.

    Columns ``day``; ``members`` of the region (the Soviet Union and Russia are one) and
    ``treaties`` in force (of those asked for) on that day; ``commitments``, pairs of member and
    treaty in force for it; ``per_member`` = commitments / members; ``share`` = commitments /
    (members x treaties), between 0 and 1:
    under one treaty, the share of the region for which it is in force. ``NaN`` where the
    region had no member. It starts on the day the first of the treaties entered into force.
    """
    codes = treaty_codes(known, treaty)
    held = in_force_on(known, spells[spells["treaty"].isin(codes)], day)
    parts = {
        "members": _persons(known, memberships(known, region)),
        "treaties": _lifetimes(known, held, day),
        "commitments": spells_inside(known, held, region),
    }
    totals = running_totals(parts, day).astype("int64")
    started = totals["treaties"].cummax() > 0
    table = changed(totals[started]).reset_index()
    per_member = table["commitments"] / table["members"].where(table["members"] > 0)
    share = per_member / table["treaties"].where(table["treaties"] > 0)
    return table.assign(per_member=per_member, share=share)[COLUMNS]


def depth_of_rollback(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: Treaties = None,
    region: str = "world",
    by: Literal["treaty", "family", "all"] = "treaty",
) -> pd.DataFrame:
    """Return how far the commitments of a region have fallen from their peak.

    One row per treaty, family or for all together, with the columns ``group`` and ``region``;
    ``peak`` (the highest number of commitments up to the day), ``peak_day`` (when it was first
    reached) and ``peak_until`` (first day on which it was last no longer held, ``NaT`` while it
    is); ``days_since_peak`` (from the last day at the peak, the eve of ``peak_until``, to the
    day; 0 at the peak, ``<NA>`` if there was none); ``current``; ``drawdown`` = peak - current,
    and ``drawdown_percent`` of the peak; ``share`` = current / (members x treaties of the group
    in force on the day), ``NaN`` where no treaty is in force or the region has no member. The
    end of a treaty counts as a fall.
    """
    codes = treaty_codes(known, treaty)
    held = in_force_on(known, spells[spells["treaty"].isin(codes)], day)
    groups = _groups(known, codes, by)
    lifetimes = _lifetimes(known, held, day)
    alive = lifetimes[lifetimes["end"].isna()]["treaty"].map(groups).tolist()
    inside = spells_inside(known, held, region)
    inside = inside.assign(group=inside["treaty"].map(groups))
    names = list(dict.fromkeys(groups.values()))
    parts = {name: inside[inside["group"] == name] for name in names}
    totals = running_totals(parts, day) if parts else pd.DataFrame()
    number = len(_persons(known, pd.DataFrame({"state": members(known, region, day)})))
    rows = [
        {"group": name, "region": region, **_depth(totals[name], day, number * alive.count(name))}
        for name in names
    ]
    return pd.DataFrame(rows, columns=DEPTH_COLUMNS).astype(_DEPTH_TYPES)


def _persons(known: Tables, members: pd.DataFrame) -> pd.DataFrame:
    """Leave out the members that another one continues: the two are one legal person."""
    return members[without_continued(known, members["state"])]


_DEPTH_TYPES = {
    "peak_day": "datetime64[s]",
    "peak_until": "datetime64[s]",
    "days_since_peak": "Int64",
}


def _depth(numbers: pd.Series, day: pd.Timestamp, possible: int) -> dict[str, Any]:
    """Return the measures of one group from its number of commitments by day of change."""
    peak = int(numbers.max()) if len(numbers) else 0
    current = int(numbers.iloc[-1]) if len(numbers) else 0
    found: dict[str, Any] = {
        "peak_day": pd.NaT,
        "peak": peak,
        "peak_until": pd.NaT,
        "days_since_peak": pd.NA,
        "current": current,
        "drawdown": peak - current,
        "drawdown_percent": 100 * (peak - current) / peak if peak else float("nan"),
        "share": current / possible if possible else float("nan"),
    }
    if not peak:
        return found
    at_peak = numbers.index[numbers == peak]
    found |= {"peak_day": at_peak[0], "days_since_peak": 0}
    for over in numbers.index[numbers.index > at_peak[-1]][:1]:
        found |= {"peak_until": over, "days_since_peak": (day - over).days + 1}
    return found


def _groups(known: Tables, codes: list[str], by: str) -> dict[str, str]:
    """Return the group of each treaty code."""
    if by == "treaty":
        return {code: code for code in codes}
    families = known.treaties.set_index("code")["family"]
    return {code: families[code] if by == "family" else "all" for code in codes}


def _lifetimes(known: Tables, held: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return when each treaty was in force at all: columns ``treaty``, ``start``, ``end``.

    From the first entry into force for any state to the end of the treaty itself; a treaty
    that every state has left could still be joined.
    """
    spans = held.groupby("treaty", as_index=False)["start"].min()
    ended = spans["treaty"].map(known.treaties.set_index("code")["ended"])
    lifetimes: pd.DataFrame = spans.assign(end=ended.where(ended <= day))
    return lifetimes
