"""What changed between two days: status changes the law has dated, and steps that were taken."""

from __future__ import annotations

import pandas as pd

from analysis.law.pipeline import leaving_steps
from analysis.store.loading import Tables, rows_of
from analysis.terms.acts import CONSENT_KINDS

COLUMNS = ["day", "date", "treaty", "state", "name", "change", "before", "after", "event"]


def changes_between(
    tables: Tables, spells: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp
) -> pd.DataFrame:
    """Return what happened after one day and up to another, one row per change, in order.

    Columns ``day`` (the last day that the date can mean) and ``date`` (as precise as the
    sources), ``treaty``, ``state``, ``name`` (short); ``change`` is ``status`` (then
    ``before`` and ``after`` are statuses) or ``step`` (then ``after`` is the event's kind);
    ``event`` is the key of the act, empty where the law alone dates the change.
    """
    rows = pd.concat([_status_changes(spells), _steps(tables)], ignore_index=True)
    rows = rows[(rows["day"] > since) & (rows["day"] <= until)]
    names = tables.states.set_index("state")["short_name"]
    rows = rows.assign(name=rows["state"].map(names), event=_events_of(rows, tables.events))
    order = ["day", "treaty", "state", "change", "after"]
    return rows.sort_values(order)[COLUMNS].reset_index(drop=True)


def _status_changes(spells: pd.DataFrame) -> pd.DataFrame:
    """Return one row per spell: the change of status with which it starts."""
    before = spells.groupby(["treaty", "state"])["status"].shift().astype("str").fillna("none")
    rows = spells.rename(columns={"start": "day", "status": "after"})
    date = rows["day"].dt.strftime("%Y-%m-%d")
    return rows.assign(change="status", before=before, date=date)[_RAW]


def _steps(tables: Tables) -> pd.DataFrame:
    """Return the political steps towards leaving or staying; legal acts show as status changes."""
    steps = leaving_steps(tables.events)
    steps = steps[~steps["kind"].isin(["withdrawal_notified", "withdrawal_effective"])]
    others = tables.events[tables.events["kind"].isin(_OTHER_STEPS)]
    rows = pd.concat([steps, others]).drop_duplicates("event")
    return rows.assign(change="step", before="", after=rows["kind"])[_RAW]


_RAW = ["day", "date", "treaty", "state", "change", "before", "after"]
_OTHER_STEPS = [
    "withdrawal_rejected",
    "suspension_announced",
    "suspension_notified",
    "notice_revoked",
]
_KIND_OF_STATUS = {
    "signatory": ["signature", "ratification_revoked"],
    "contracting": list(CONSENT_KINDS),
    "party": ["succession", "notice_revoked"],
    "withdrawing": ["withdrawal_notified"],
    "withdrawn": ["withdrawal_effective"],
    "suspended": ["suspension_effective"],
}


def _events_of(rows: pd.DataFrame, events: pd.DataFrame) -> list[str]:
    """Find the act behind each change: the event of the right kind on its day."""
    keys = events.set_index(["treaty", "state", "day", "kind"])["event"].to_dict()
    found = []
    for row in rows_of(rows):
        kinds = [row.after] if row.change == "step" else _KIND_OF_STATUS.get(row.after, [])
        matches = [keys.get((row.treaty, row.state, row.day, kind)) for kind in kinds]
        found.append(next((match for match in matches if match), ""))
    return found
