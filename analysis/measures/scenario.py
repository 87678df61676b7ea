"""Scenario: the register with withdrawals that have not happened, for every measure to recompute.

The hypothetical notices are ordinary events but for the column ``hypothetical``. The law dates
their effect by the treaty's own clause, and all that is computed from the tables follows.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.law.names import find_state, find_treaty
from analysis.law.spells import build_spells, status_on
from analysis.store.loading import Tables, rows_of
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.days import to_day
from analysis.terms.errors import RollbackError, UnknownName
from analysis.terms.statuses import IN_FORCE

#: Treaty, state and the day on which the depositary would receive the notice.
Notice = tuple[str, str, pd.Timestamp]
#: The same, or state and day where one treaty is meant throughout.
Exit = Notice | tuple[str, pd.Timestamp]

MARK = "hypothetical"
#: Acts after which a notice given earlier would make no sense.
_LEGAL = ("withdrawal_notified", "withdrawal_effective", *CONSENT_KINDS)


def read_exits(written: str, treaty: str) -> list[Notice]:
    """Read assumed exits as a parameter writes them: states with the day of their notice.

    ``NOR:2026-09-01,DNK:2026-10-01`` under the treaty named; raises
    ``RollbackError`` for anything else.

    >>> read_exits("NOR:2026-09-01", "apmbc")
    [('apmbc', 'NOR', Timestamp('2026-09-01 00:00:00'))]
    """
    exits = []
    for part in filter(None, (part.strip() for part in written.split(","))):
        state, mark, day = (piece.strip() for piece in part.partition(":"))
        if not (state and mark and day):
            raise RollbackError(f"{part!r} is no assumed exit; write it as NOR:2026-09-01")
        exits.append((treaty, state, to_day(day)))
    return exits


def with_hypothetical(tables: Tables, exits: Sequence[Exit], *, treaty: str = "") -> Tables:
    """Return the tables with hypothetical notices of withdrawal among the events.

    ``exits`` name the treaty, the state and the day of the notice, or the state and the day
    alone where ``treaty`` names the treaty for all of them. The events gain a bool column
    ``hypothetical``; a hypothetical notice has no source. Its effect follows from the clause,
    seen from a register as of the day of the notice or later.

    Raises ``RollbackError`` with every fault at once (:func:`faults_of`).
    """
    notices = [one if len(one) == 3 else (treaty, *one) for one in exits]
    if faults := faults_of(tables, notices):
        lines = "\n".join(f"- {fault}" for fault in faults)
        raise RollbackError(f"these exits cannot be assumed:\n{lines}")
    marked = _marked(tables)
    rows = pd.DataFrame([_notice(*one) for one in _coded(tables, notices)], columns=list(_NOTICE))
    rows = rows.reindex(columns=marked.columns).astype(marked.dtypes.to_dict())
    text = [name for name, kind in marked.dtypes.items() if isinstance(kind, pd.StringDtype)]
    rows = rows.fillna(dict.fromkeys(text, ""))
    return tables.with_events(pd.concat([marked, rows], ignore_index=True))


def faults_of(tables: Tables, notices: Sequence[Notice]) -> list[str]:
    """Say of notices why they cannot be assumed, each fault on a line; empty if all can.

    An unknown treaty or state, with the nearest one; a treaty without withdrawal clause; a state
    for which the treaty is not in force on that day or whose notice is running already; a second
    exit of the same state; an act of the state on record that comes after the notice.
    """
    return [*_unknown(tables, notices), *_unlawful(tables, _coded(tables, notices))]


def as_recorded(tables: Tables) -> Tables:
    """Return the tables without what a scenario assumes."""
    if MARK not in tables.events.columns:
        return tables
    events = tables.events[~tables.events[MARK]].drop(columns=MARK).reset_index(drop=True)
    return tables.with_events(events)


def hypothetical_events(tables: Tables) -> pd.DataFrame:
    """Return the hypothetical events of the tables, none if they are as recorded."""
    marked = _marked(tables)
    return marked[marked[MARK]].reset_index(drop=True)


_NOTICE = ("event", "treaty", "state", "date", "kind", "day", "actor", "aim", MARK)


def _notice(treaty: str, state: str, day: pd.Timestamp) -> tuple[object, ...]:
    date, kind = f"{day:%Y-%m-%d}", "withdrawal_notified"
    key = f"{treaty}.{state}.{date}.{kind}.{MARK}"
    return key, treaty, state, date, kind, day.as_unit("s"), "state", "", True


def _coded(tables: Tables, notices: Sequence[Notice]) -> list[Notice]:
    """Return notices with the codes of what they name; what is unknown stays as written."""
    if _unknown(tables, notices):
        return list(notices)
    return [(find_treaty(tables, one), find_state(tables, two), day) for one, two, day in notices]


def _marked(tables: Tables) -> pd.DataFrame:
    events = tables.events
    return events if MARK in events.columns else events.assign(**{MARK: False})


def _unknown(tables: Tables, notices: Sequence[Notice]) -> list[str]:
    """Name the treaties and states that the register does not know, with the nearest ones."""
    named = [(find_treaty, treaty) for treaty, _, _ in notices]
    faults = []
    for find, name in dict.fromkeys([*named, *((find_state, state) for _, state, _ in notices)]):
        try:
            find(tables, name)
        except UnknownName as error:
            faults.append(str(error))
    return faults


def _unlawful(tables: Tables, notices: Sequence[Notice]) -> list[str]:
    """Say of each exit why the state could not have given notice on that day."""
    treaties = tables.treaties.set_index("code")
    periods = treaties["withdrawal_period"]
    only_with = treaties["withdrawal_with"].where(treaties["withdrawal_alone"] == "no", "")
    known, seen = set(tables.states["state"]), set()
    faults = []
    for treaty, state, day in notices:
        if treaty not in periods.index or state not in known:
            continue
        what = f"{treaty}, {state}, {day:%Y-%m-%d}"
        if (treaty, state) in seen:
            faults.append(f"{what}: a second exit of the same state; keep one")
        seen.add((treaty, state))
        if not periods[treaty]:
            faults.append(f"{what}: the treaty has no withdrawal clause")
        if only_with[treaty]:
            faults.append(f"{what}: it cannot be left alone, but only with {only_with[treaty]}")
        faults += [f"{what}: {reason}" for reason in _obstacles(tables, treaty, state, day)]
    return faults


def _obstacles(tables: Tables, treaty: str, state: str, day: pd.Timestamp) -> list[str]:
    events = tables.events[tables.events["treaty"] == treaty]
    spells = build_spells(tables.with_events(events[events["day"] <= day]))
    own = status_on(spells[spells["state"] == state], day)["status"]
    held = own.iloc[0] if len(own) else "none"
    reasons = []
    if held not in IN_FORCE:
        reasons.append(f"the treaty is not in force for the state on that day (status {held})")
    if held == "withdrawing":
        reasons.append("the state has already given notice")
    later = events[(events["state"] == state) & (events["day"] > day)]
    return reasons + [
        f"the register holds a later act ({act.kind}, {act.date}); choose a day after it"
        for act in rows_of(later[later["kind"].isin(_LEGAL)])
    ]
