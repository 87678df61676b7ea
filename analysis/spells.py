"""From events to spells: in which status each state stood under each treaty, and when.

A spell is a half-open interval [start, end) in which one state has one status under one
treaty. It is the one table from which status on a day, counts over time, border coverage and
survival are read. The law dates every change (:mod:`analysis.law`), so a spell may start or
end after the day up to which events are known: such an end is *scheduled*.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import law
from analysis.loading import Tables
from analysis.model import CONSENT_KINDS, STATUSES

COLUMNS = ["treaty", "state", "status", "start", "end"]
_RANK = {status: rank for rank, status in enumerate(STATUSES)}
#: Legal acts that put a state into a status on the day of the act itself.
_AT_ONCE = {
    "signature": "signatory",
    "withdrawal_notified": "withdrawing",
    "withdrawal_effective": "withdrawn",
    "notice_revoked": "party",
    "ratification_revoked": "signatory",
    "suspension_effective": "suspended",
    "suspension_ended": "party",
}

_NO_CHANGES = pd.DataFrame({"treaty": "", "state": "", "day": pd.NaT, "status": ""}, index=[])
_NO_CHANGES = _NO_CHANGES.astype({"day": "datetime64[s]"})


def build_spells(tables: Tables) -> pd.DataFrame:
    """Return every spell of every state that has acted, by treaty, state and start.

    Columns ``treaty``, ``state``, ``status``, ``start``, ``end`` (datetime64; ``NaT`` end =
    open). Days before the first spell have status ``none``.
    """
    parts = [
        _changes_under(treaty, acts, tables.conflicts) for treaty, acts in _acts_by_treaty(tables)
    ]
    return _close(pd.concat([_NO_CHANGES, *parts], ignore_index=True), tables.treaties)


def status_on(spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the spells that hold on a day: one row per treaty and state that has acted by then."""
    holds = (spells["start"] <= day) & (spells["end"].isna() | (spells["end"] > day))
    return spells[holds].reset_index(drop=True)


def _acts_by_treaty(tables: Tables) -> list[tuple[pd.Series, pd.DataFrame]]:
    known = tables.events[tables.events["day"].notna() & (tables.events["state"] != "INT")]
    columns = ["state", "kind", "day", "effect"]
    groups = {str(code): acts for code, acts in known.groupby("treaty", sort=False)[columns]}
    rows = (row for _, row in tables.treaties.iterrows())
    return [(row, groups[row["code"]]) for row in rows if row["code"] in groups]


def _changes_under(treaty: pd.Series, acts: pd.DataFrame, conflicts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per change of status under one treaty, dated by its clauses."""
    consents = acts[acts["kind"].isin(CONSENT_KINDS)]
    notices = acts[acts["kind"] == "withdrawal_notified"]
    at_once = acts[acts["kind"].isin(list(_AT_ONCE))]
    parts = [
        _change(at_once["state"], at_once["day"], at_once["kind"].map(_AT_ONCE)),
        _change(consents["state"], consents["day"], "contracting"),
        _change(consents["state"], law.entry_into_force(treaty, consents), "party"),
        _change(notices["state"], _effects(treaty, acts, notices, conflicts), "withdrawn"),
    ]
    changes = pd.concat(parts, ignore_index=True).dropna(subset=["day"])
    return changes.assign(treaty=treaty["code"])


def _effects(
    treaty: pd.Series, acts: pd.DataFrame, notices: pd.DataFrame, conflicts: pd.DataFrame
) -> law.Days:
    """Date the effect of each notice; one revoked in time never takes effect (VCLT Art. 68)."""
    effects = law.withdrawal_effect(treaty, notices, conflicts)
    revoked = acts[acts["kind"] == "notice_revoked"]
    for state, day in zip(revoked["state"], law.to_days(revoked["day"]), strict=True):
        running = (law.to_days(notices["day"]) <= day) & (effects > day)
        void = (notices["state"] == state).to_numpy() & running
        effects = np.where(void, law.NOT_DETERMINED, effects)
    return effects


def _change(states: pd.Series, days: Any, status: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"state": states.to_numpy()})
    frame["day"] = np.asarray(days, dtype="datetime64[s]")
    frame["status"] = status if isinstance(status, str) else status.to_numpy()
    return frame


def _close(changes: pd.DataFrame, treaties: pd.DataFrame) -> pd.DataFrame:
    """Let the last change of a day count, and end each spell where the next one starts."""
    ordered, pair = _ordered(changes)
    day = ordered["day"].to_numpy()
    last = np.append((pair[1:] != pair[:-1]) | (day[1:] != day[:-1]), True)[: len(pair)]
    ordered, pair = ordered[last], pair[last]
    status = ordered["status"].to_numpy()
    fresh = np.append(True, (status[1:] != status[:-1]) | (pair[1:] != pair[:-1]))[: len(pair)]
    ordered, pair = ordered[fresh], pair[fresh]
    spells = ordered.rename(columns={"day": "start"}).reset_index(drop=True)
    followed = np.append(pair[1:] == pair[:-1], False)[: len(pair)]
    spells["end"] = spells["start"].shift(-1).where(followed)
    return _stop_at_end_of_treaty(spells, treaties)[COLUMNS]


def _ordered(changes: pd.DataFrame) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """Sort by treaty, state, day and, within a day, from signature to withdrawal.

    Returns the sorted changes and a number for each pair of treaty and state.
    """
    rank = changes["status"].map(_RANK).to_numpy()
    state, names = pd.factorize(changes["state"], sort=True)
    pair = pd.factorize(changes["treaty"])[0] * (len(names) + 1) + state
    order = np.lexsort((rank, changes["day"].to_numpy(), pair))
    return changes.iloc[order], pair[order]


def _stop_at_end_of_treaty(spells: pd.DataFrame, treaties: pd.DataFrame) -> pd.DataFrame:
    """End every spell with its treaty: once expired or terminated it binds nobody (VCLT 70)."""
    ended = spells["treaty"].map(treaties.set_index("code")["ended"])
    alive = spells[ended.isna() | (spells["start"] < ended)].reset_index(drop=True)
    ended = alive["treaty"].map(treaties.set_index("code")["ended"])
    cut = ended.notna() & (alive["end"].isna() | (alive["end"] > ended))
    return alive.assign(end=alive["end"].where(~cut, ended))
