"""What changed between two days: statuses that the law has dated, ends, and steps that were taken.

Every act by which a state leaves, suspends or stays has a row, also where no status changes with
it: a notice whose effect is contested, one given on the day of its effect, a suspension that the
state's own notice overtakes on the same day. So has every end: a withdrawal that ended the treaty
itself, and the status of each state that ended with the treaty or with the state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.law.names import words_asked
from analysis.law.spells import last_day_withdrawals
from analysis.store.loading import Tables, rows_of
from analysis.terms.acts import CONSENT_KINDS, KINDS, STATE_ACTORS, Reading
from analysis.terms.stages import STAGE_OF_KIND
from analysis.terms.statuses import STATUSES

COLUMNS = ["day", "date", "treaty", "state", "name", "change", "before", "after", "event", "aim"]
#: Acts by which a treaty itself ends; without one on its last day it counts as terminated.
ENDINGS = ("expired", "terminated")
#: What stands as the end of a status where it is the state that ended.
STATE_ENDED = "state_ended"

_PAIR = ["treaty", "state"]
_RAW = ["day", "date", "treaty", "state", "change", "before", "after"]
_LEGAL_STEPS = (
    "withdrawal_notified",
    "withdrawal_effective",
    "notice_revoked",
    "ratification_revoked",
    "suspension_effective",
    "suspension_ended",
)
_OTHER_STEPS = ("withdrawal_rejected", "suspension_announced", "suspension_notified")
_KIND_OF_STATUS: dict[str, Sequence[str]] = {
    "signatory": ("signature", "ratification_revoked"),
    "contracting": CONSENT_KINDS,
    "party": (*CONSENT_KINDS, "notice_revoked", "suspension_ended"),
    "withdrawing": ("withdrawal_notified",),
    "withdrawn": ("withdrawal_effective",),
    "suspended": ("suspension_effective",),
}


def changes_between(
    tables: Tables,
    spells: pd.DataFrame,
    since: pd.Timestamp,
    until: pd.Timestamp,
    reading: Reading = "depositary",
) -> pd.DataFrame:
    """Return what happened after one day and up to another, one row per change, in order.

    Columns ``day`` (the last day that the date can mean) and ``date`` (as precise as the
    sources), ``treaty``, ``state``, ``name`` (short); ``change`` is ``status`` (then
    ``before`` and ``after`` are statuses), ``end`` (a status ended with the treaty or the state:
    ``before`` is the status, ``after`` is ``expired``, ``terminated`` or ``state_ended``) or
    ``step`` (then ``after`` is the event's kind); ``event`` is the key of the act, for an end that
    of the treaty's, and empty where the law alone dates the change. A treaty that ends has a row
    for each state whose status ends with it. ``aim`` says of a political step whether it leads
    to ``withdrawal`` or ``suspension``.
    """
    moved = pd.concat([_status_changes(spells), _last_day(tables, spells, reading)])
    # An act and what it leads to are of one day: the others are left alone from here.
    moved = _dated(moved[(moved["day"] > since) & (moved["day"] <= until)])
    moved = moved.assign(event=_events_of(moved, tables.events))
    ends, steps = _ends(tables, spells, moved), _steps(tables, moved)
    rows = pd.concat([moved, ends, steps], ignore_index=True)
    rows = rows[(rows["day"] > since) & (rows["day"] <= until)]
    names = tables.states.set_index("state")["short_name"]
    rows = rows.assign(name=rows["state"].map(names), aim=rows["aim"].fillna(""))
    order = ["day", "treaty", "state", "change", "after"]
    return rows.sort_values(order)[COLUMNS].reset_index(drop=True)


def _status_changes(spells: pd.DataFrame) -> pd.DataFrame:
    """Return one row per spell: the change of status with which it starts."""
    before = spells.groupby(_PAIR)["status"].shift().astype("str").fillna("none")
    rows = spells.rename(columns={"start": "day", "status": "after"})
    return rows.assign(change="status", before=before)


def _last_day(tables: Tables, spells: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Return the withdrawals with which the treaty itself ended: no spell begins with them."""
    out = last_day_withdrawals(tables, reading)
    last = spells.drop_duplicates(_PAIR, keep="last").set_index(_PAIR)["status"]
    before = last.reindex(pd.MultiIndex.from_frame(out[_PAIR])).fillna("none").to_numpy()
    return out.assign(change="status", before=before, after="withdrawn")


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(date=rows["day"].dt.strftime("%Y-%m-%d"))[_RAW]


def _ends(tables: Tables, spells: pd.DataFrame, moved: pd.DataFrame) -> pd.DataFrame:
    """Return the statuses that ended with the treaty or the state, and nothing came after."""
    last = spells.drop_duplicates(_PAIR, keep="last").dropna(subset=["end"])
    last = last[last["status"] != "withdrawn"].rename(columns={"end": "day", "status": "before"})
    went = pd.MultiIndex.from_frame(moved[[*_PAIR, "day"]])
    last = last[~pd.MultiIndex.from_frame(last[[*_PAIR, "day"]]).isin(went)]
    with_treaty = last["day"] == last["treaty"].map(tables.treaties.set_index("code")["ended"])
    own = tables.events[tables.events["kind"].isin(ENDINGS) & (tables.events["state"] == "INT")]
    acts = own.drop_duplicates(["treaty", "day"]).set_index(["treaty", "day"])[["kind", "event"]]
    found = acts.reindex(pd.MultiIndex.from_frame(last[["treaty", "day"]]))
    how = found["kind"].fillna("terminated").to_numpy()
    key = found["event"].fillna("").to_numpy()
    rows = last.assign(change="end", after=how, event=key)
    rows = rows.assign(
        after=rows["after"].where(with_treaty, STATE_ENDED),
        event=rows["event"].where(with_treaty, ""),
    )
    return _dated(rows).assign(event=rows["event"])


def _steps(tables: Tables, moved: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of the states themselves towards leaving, suspending or staying.

    Legal acts show as changes of status; those with which none changes are steps. All count, also
    those of a way out that ended in the same time.
    """
    events = tables.events
    own = events[events["actor"].isin(STATE_ACTORS) & (events["state"] != "INT")]
    legal = own["kind"].isin(_LEGAL_STEPS) & ~own["event"].isin(moved["event"])
    political = own["kind"].isin(list(STAGE_OF_KIND)) & ~own["kind"].isin(_LEGAL_STEPS)
    rows = own[political | legal | own["kind"].isin(_OTHER_STEPS)]
    aim = rows["aim"].where(rows["kind"].isin(list(STAGE_OF_KIND)), "")
    return rows.assign(change="step", before="", after=rows["kind"], aim=aim)[
        [*_RAW, "event", "aim"]
    ]


def _events_of(rows: pd.DataFrame, events: pd.DataFrame) -> list[str]:
    """Find the act behind each change of status: the event of the right kind on its day."""
    keys = events.set_index([*_PAIR, "day", "kind"])["event"].to_dict()
    found = []
    for row in rows_of(rows):
        kinds = _KIND_OF_STATUS.get(row.after, [])
        matches = [keys.get((row.treaty, row.state, row.day, kind)) for kind in kinds]
        found.append(next((match for match in matches if match), ""))
    return found


def changes_of_kind(table: pd.DataFrame, kinds: str | Iterable[str]) -> pd.DataFrame:
    """Keep the changes of some kinds: kinds of act, or statuses that they led to.

    ``table`` is that of :func:`changes_between`. Raises ``UnknownName`` for a word of neither.
    """
    wanted = words_asked("kind of change", kinds, (*KINDS, *STATUSES))
    # The key of an event ends in its kind, and in a number where there are several of a day.
    acts = table["event"].str.extract(r"\.([a-z_]+)(?:\.\d+)?$", expand=False)
    return table[acts.isin(wanted) | table["after"].isin(wanted)]
