"""From events to spells: in which status each state stood under each treaty, and when.

A spell is a half-open interval [start, end) in which one state has one status under one
treaty. It is the one table from which status on a day, counts over time, border coverage and
survival are read. The law dates every change (:mod:`analysis.law.clauses`), so a spell may start or
end after the day up to which events are known: such an end is *scheduled*.

Three things are told apart: whether the treaty is in force for a state and whether a notice runs
(``status``), and whether its rules operate for it (``operates``): a state that had suspended the
treaty before it gave notice is withdrawing, and they do not (VCLT Art. 57 and 72).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.law import annexed, clauses, disputes
from analysis.law.known import own_from
from analysis.store.kept import kept_with_tables
from analysis.store.loading import Tables
from analysis.terms.acts import CONSENT_KINDS, Reading
from analysis.terms.statuses import OPERATING

COLUMNS = ["treaty", "state", "status", "start", "end", "operates"]
#: Of two changes on one day the later in this order counts: a state that suspends and gives
#: notice on the same day (the United States under the INF Treaty) is withdrawing.
_ORDER = ("signatory", "contracting", "party", "suspended", "withdrawing", "withdrawn")
_RANK = {status: rank for rank, status in enumerate(_ORDER)}
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

#: The acts on which it rests when a withdrawal takes effect.
_OF_LEAVING = ["withdrawal_notified", "withdrawal_effective", "notice_revoked"]
#: Acts under one treaty, column by column.
Columns = dict[str, npt.NDArray[Any]]
_READ = ["treaty", "state", "kind", "day", "effect"]
_CHANGE = {"treaty": "str", "state": "str", "day": "datetime64[s]", "status": "str"}


def build_spells(tables: Tables, reading: Reading = "depositary") -> pd.DataFrame:
    """Return every spell of every state that has acted, by treaty, state and start.

    Columns ``treaty``, ``state``, ``status``, ``start``, ``end`` (datetime64; ``NaT`` end =
    open), ``operates`` (bool: the rules of the treaty operate for the state). Days before the
    first spell have status ``none``. ``reading`` says how acts whose effect is contested are read
    (:data:`analysis.terms.acts.READINGS`).
    """
    acts = disputes.acts_as_read(tables, reading)
    acts = acts[acts["day"].notna() & (acts["state"] != "INT")][_READ]
    spells = _close(_changes(tables, acts))
    with_convention = annexed.annexed_acts(tables.treaties, acts, spells)
    if len(with_convention):
        both = pd.concat([acts, with_convention], ignore_index=True)
        spells = _close(_changes(tables, both))
    treaties, states = (
        tables.treaties.set_index("code"),
        tables.states.set_index("state"),
    )
    spells = _stop(spells, spells["treaty"].map(treaties["ended"]))
    spells = _begin(spells, spells["state"].map(states["start"]))
    ends = spells["state"].map(states["end"])
    if "known_on" in treaties.columns:
        # No law schedules the end of a state; many treaties may be read as of a day each.
        ends = ends.where(ends <= spells["treaty"].map(treaties["known_on"]))
    return _stop(spells, ends)


def status_on(spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the spells that hold on a day: one row per treaty and state that has acted by then."""
    holds = (spells["start"] <= day) & (spells["end"].isna() | (spells["end"] > day))
    return spells[holds].reset_index(drop=True)


@kept_with_tables
def last_day_withdrawals(tables: Tables, reading: Reading = "depositary") -> pd.DataFrame:
    """Return the withdrawals that take effect on the day on which the treaty itself ends.

    They leave no spell behind them: who gave notice is withdrawing up to that day, and then the
    treaty binds nobody. Columns ``treaty``, ``state``, ``day``.
    """
    ended = tables.treaties[["code", "ended"]].dropna().rename(columns={"code": "treaty"})
    acts = disputes.acts_as_read(tables, reading)
    acts = acts[acts["kind"].isin(_OF_LEAVING) & acts["treaty"].isin(ended["treaty"])]
    acts = acts[acts["day"].notna() & (acts["state"] != "INT")]
    out = _changes(tables, acts[_READ])
    out = out[out["status"] == "withdrawn"].merge(ended, on="treaty")
    last: pd.DataFrame = out.loc[out["day"] == out["ended"], ["treaty", "state", "day"]]
    return last.drop_duplicates().reset_index(drop=True)


def _changes(tables: Tables, acts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per change of status, dated by the clauses of the treaties."""
    consents = acts[acts["kind"].isin(CONSENT_KINDS)]
    notices = acts[acts["kind"] == "withdrawal_notified"]
    at_once = acts[acts["kind"].isin(list(_AT_ONCE))]

    taken_back = acts[acts["kind"] == "notice_revoked"]
    revoked = {str(code): own for code, own in taken_back.groupby("treaty")}

    def effects(treaty: clauses.Treaty, own: Columns) -> clauses.Days:
        return _effects(treaty, revoked.get(treaty["code"]), own, tables.conflicts)

    consents = consents.assign(revoked=_day_revoked(acts, consents))
    parts = [
        _change(at_once, _from(at_once), at_once["kind"].map(_AT_ONCE)),
        _change(consents, consents["day"], "contracting"),
        _change(consents, _by_clause(tables, consents, _entries), "party"),
        _change(notices, _by_clause(tables, notices, effects), "withdrawn"),
    ]
    # Made anew each time: how pandas keeps text is settled when it is asked, not on import.
    nothing = pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in _CHANGE.items()})
    return pd.concat([nothing, *parts], ignore_index=True).dropna(subset=["day"])


def _from(acts: pd.DataFrame) -> pd.Series:
    """Return the day from which each act counts: its own, unless it waits for entry into force."""
    day = own_from(acts)
    return acts["start"].fillna(day) if "start" in acts.columns else day


def _day_revoked(acts: pd.DataFrame, consents: pd.DataFrame) -> Any:
    """Return the day on which each consent was taken back, ``NaT`` if it was not."""
    revoked = acts[acts["kind"] == "ratification_revoked"]
    last = revoked.groupby(["treaty", "state"])["day"].max()
    days = last.reindex(pd.MultiIndex.from_frame(consents[["treaty", "state"]]))
    return days.where(days.to_numpy() >= consents["day"].to_numpy()).to_numpy()


def _entries(treaty: clauses.Treaty, consents: Columns) -> clauses.Days:
    """Date the entry into force for each state.

    A consent taken back before the treaty is in force neither binds nor counts: should the
    other states of Annex 2 ratify the CTBT, it still waits for Russia.
    """
    revoked = clauses.to_days(consents["revoked"])
    if np.isnat(revoked).all():
        return clauses.entry_into_force(treaty, consents)
    general = clauses.general_entry(treaty, consents)
    void = ~np.isnat(revoked) & (np.isnat(general) | (revoked < general))
    days = np.full(len(revoked), clauses.NOT_DETERMINED)
    standing = {name: column[~void] for name, column in consents.items()}
    days[~void] = clauses.entry_into_force(treaty, standing)
    return days


def _by_clause(
    tables: Tables, acts: pd.DataFrame, rule: Callable[[clauses.Treaty, Columns], clauses.Days]
) -> clauses.Days:
    """Date acts by a rule of law, treaty by treaty; acts under other treaties stay undated."""
    days = np.full(len(acts), clauses.NOT_DETERMINED)
    places = acts.groupby("treaty", sort=False).indices
    columns = {str(name): column.to_numpy() for name, column in acts.items()}
    for treaty in cast(list[clauses.Treaty], tables.treaties.to_dict("records")):
        own = places.get(treaty["code"])
        if own is not None:
            days[own] = rule(treaty, {name: column[own] for name, column in columns.items()})
    return days


def _effects(
    treaty: clauses.Treaty, revoked: pd.DataFrame | None, notices: Columns, conflicts: pd.DataFrame
) -> clauses.Days:
    """Date the effect of each notice; one revoked in time never takes effect (VCLT Art. 68)."""
    effects = clauses.withdrawal_effect(treaty, notices, conflicts)
    if revoked is None:
        return effects
    for state, day in zip(revoked["state"], clauses.to_days(revoked["day"]), strict=True):
        running = (clauses.to_days(notices["day"]) <= day) & (effects > day)
        void = (notices["state"] == state) & running
        effects = np.where(void, clauses.NOT_DETERMINED, effects)
    return effects


def _change(acts: pd.DataFrame, days: Any, status: Any) -> pd.DataFrame:
    frame = acts[["treaty", "state"]].reset_index(drop=True)
    frame["day"] = np.asarray(days, dtype="datetime64[s]")
    frame["status"] = status if isinstance(status, str) else status.astype("str").array
    return frame


def _close(changes: pd.DataFrame) -> pd.DataFrame:
    """Let the last change of a day count, and end each spell where the next one starts."""
    ordered, pair = _ordered(changes)
    ordered["operates"] = _operates(ordered["status"].to_numpy(), pair)
    day = ordered["day"].to_numpy()
    last = np.append((pair[1:] != pair[:-1]) | (day[1:] != day[:-1]), True)[: len(pair)]
    ordered, pair = ordered[last], pair[last]
    status = ordered["status"].to_numpy()
    fresh = np.append(True, (status[1:] != status[:-1]) | (pair[1:] != pair[:-1]))[: len(pair)]
    ordered, pair = ordered[fresh], pair[fresh]
    spells = ordered.rename(columns={"day": "start"}).reset_index(drop=True)
    followed = np.append(pair[1:] == pair[:-1], False)[: len(pair)]
    spells["end"] = spells["start"].shift(-1).where(followed)
    return spells[COLUMNS]


def _operates(status: npt.NDArray[Any], pair: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Say after which changes the rules operate: not under a notice that follows a suspension."""
    operates: npt.NDArray[np.bool_] = np.isin(status, OPERATING)
    suspended = (status[:-1] == "suspended") & (pair[1:] == pair[:-1])
    operates[1:] &= ~(suspended & (status[1:] == "withdrawing"))
    return operates


def _ordered(changes: pd.DataFrame) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """Sort by treaty, state, day and, within a day, from signature to withdrawal.

    Returns the sorted changes and a number for each pair of treaty and state.
    """
    rank = changes["status"].map(_RANK).to_numpy()
    state, names = pd.factorize(changes["state"], sort=True)
    pair = pd.factorize(changes["treaty"], sort=True)[0] * (len(names) + 1) + state
    order = np.lexsort((rank, changes["day"].to_numpy(), pair))
    return changes.iloc[order], pair[order]


def _begin(spells: pd.DataFrame, starts: pd.Series) -> pd.DataFrame:
    """Begin spells with their state: what a predecessor did counts for it from its first day."""
    begun: pd.DataFrame = spells.assign(
        start=spells["start"].where(~(starts > spells["start"]), starts)
    )
    return begun[~(begun["end"] <= begun["start"])].reset_index(drop=True)


def _stop(spells: pd.DataFrame, ends: pd.Series) -> pd.DataFrame:
    """End spells with their treaty, which then binds nobody (VCLT Art. 70), or with their state."""
    alive = ends.isna() | (spells["start"] < ends)
    cut = ends.notna() & (spells["end"].isna() | (spells["end"] > ends))
    stopped: pd.DataFrame = spells.assign(end=spells["end"].where(~cut, ends))
    return stopped[alive].reset_index(drop=True)
