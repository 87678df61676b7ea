"""Contested standing: acts whose effect the depositary, the state or the others read differently.

Ukraine notified the suspension of the Mine Ban Convention, which has no clause on suspension;
North Korea declared its withdrawal from the NPT, which the depositaries have never recorded. The
status follows one reading, the depositary's unless another is asked for, and the reason of the
dispute is shown beside it (VCLT Art. 65).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.store.loading import Tables
from analysis.terms.acts import Reading

_ACT = ["treaty", "state", "act", "date"]


def disputes(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return the standings contested on a day, one row per treaty and state.

    Columns ``treaty``, ``state``, ``disputed`` (the reason), ``act`` and ``date`` (of the
    contested act) and ``applied`` (``yes`` if the depositary's reading follows it). Where one
    standing is contested for several reasons, the latest counts.
    """
    rows = tables.disputes
    rows = rows[(rows["start"] <= day) & (rows["end"].isna() | (rows["end"] > day))]
    ordered = rows.sort_values("start", kind="stable")
    last = ordered.drop_duplicates(["treaty", "state"], keep="last")
    named: pd.DataFrame = last.rename(columns={"reason": "disputed"}).reset_index(drop=True)
    return named[[*_ACT, "disputed", "applied"]]


def acts_as_read(tables: Tables, reading: Reading) -> pd.DataFrame:
    """Return the events that change a status under a reading of the contested acts.

    In the depositary's reading a contested act counts if ``applied`` says so; in the state's
    own every one does, a notice of suspension from its receipt or the day that it names, a notice
    of withdrawal on the day that the state claims, if it claims one (``claimed``); in that of
    the objectors none does, from the day on which somebody objects.
    """
    rows, events = tables.disputes, tables.events
    if rows.empty:
        return events
    kinds = events["kind"].isin(rows["act"].unique())
    places = np.flatnonzero(kinds & events["state"].isin(rows["state"].unique()))
    acts = pd.MultiIndex.from_frame(events.iloc[places][["treaty", "state", "kind", "date"]])
    contested = pd.MultiIndex.from_frame(rows[_ACT])
    applied = {"depositary": rows["applied"] == "yes", "state": rows["act"] != ""}
    counted = applied.get(reading, _not_begun(tables, rows)).to_numpy()
    if reading == "state":
        events = _suspended(events, places[acts.isin(contested)])
        events = _as_claimed(events, rows)
    return events.drop(index=events.index[places[acts.isin(contested[~counted])]])


def _not_begun(tables: Tables, rows: pd.DataFrame) -> pd.Series:
    """Say which disputes begin only after the day as of which their treaty is read."""
    if "known_on" not in tables.treaties.columns:
        return pd.Series(False, index=rows.index)
    seen = rows["treaty"].map(tables.treaties.set_index("code")["known_on"])
    later: pd.Series = rows["start"] > seen
    return later


def _suspended(events: pd.DataFrame, places: npt.NDArray[np.intp]) -> pd.DataFrame:
    """Let claimed suspensions begin with their notice, or on the day that it names."""
    claimed = events.iloc[places]
    claimed = claimed[claimed["kind"] == "suspension_notified"]
    changed = events.copy()
    changed.loc[claimed.index, "day"] = claimed[["day", "effect"]].max(axis=1)
    changed.loc[claimed.index, "kind"] = "suspension_effective"
    return changed


def _as_claimed(events: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Add the effect that a state claims for its notice of withdrawal, whatever the clause says."""
    claims = rows[(rows["act"] == "withdrawal_notified") & rows["claimed"].notna()]
    own = claims.rename(columns={"act": "kind"})[["treaty", "state", "kind", "date", "claimed"]]
    claimed = events.merge(own, on=["treaty", "state", "kind", "date"])
    claimed = claimed.assign(kind="withdrawal_effective", day=claimed["claimed"])
    return pd.concat([events, claimed[events.columns]], ignore_index=True)
