"""Recorded days against the days that each treaty's own clauses give (:mod:`analysis.law`).

Where an instrument cannot be read, the number of the deposit that brought the treaty into
force is uncertain; then a recorded day is a fault only if it fits neither the treaty's own day
nor the state's.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis import law
from analysis.check_dates import first_day
from analysis.check_order import Doubts, find_doubts
from analysis.loading import end_of_date
from analysis.model import CONSENT_KINDS, Fault
from analysis.sheets import Sheets, TreatyRow

_IDENTITY = ("treaty", "state", "date", "kind")
_ENTRY_CELLS = (
    "entry_trigger",
    "entry_trigger_count",
    "entry_general_period",
    "entry_general_day",
    "entry_later_period",
    "entry_later_day",
)
_LEAVING = ("withdrawal_notified", "withdrawal_effective", "notice_revoked")


def check_law(sheets: Sheets) -> Iterator[Fault]:
    """Yield each recorded day that contradicts the clause it should follow from."""
    if not sheets.has("events", *_IDENTITY, "effect"):
        return
    acts, doubts = _typed_acts(sheets), find_doubts(sheets)
    by_treaty = dict(tuple(acts.groupby("treaty")))
    for code, treaty in sheets.treaties().items():
        under = by_treaty.get(code, acts.iloc[:0])
        if treaty.has(*_ENTRY_CELLS):
            yield from _check_entry(code, treaty, under, doubts, sheets.created)
        if treaty.has("withdrawal_period", "withdrawal_conflict_tail"):
            yield from _check_withdrawals(treaty, under, sheets)


def _typed_acts(sheets: Sheets) -> pd.DataFrame:
    """Return the sound acts: ``first`` and ``day`` (last day the date can mean), ``effect``, texts."""
    rows = sheets.sound("events", *_IDENTITY)
    rows = rows[rows["kind"].isin([*CONSENT_KINDS, *_LEAVING]) & (rows["state"] != "INT")]
    # An effect that is broken itself is not compared.
    readable = rows.index.isin(sheets.sound("events", "effect").index)
    written = rows["effect"].where(readable, "")
    acts = rows[list(_IDENTITY)].assign(
        written=written, effect=first_day(written),
        first=first_day(rows["date"]), day=end_of_date(rows["date"]),
    )  # fmt: skip
    return acts.dropna(subset=["first", "day"])


def _check_entry(
    code: str, treaty: TreatyRow, acts: pd.DataFrame, doubts: Doubts, created: pd.Timestamp
) -> Iterator[Fault]:
    clauses, consents = pd.Series(treaty.cells), acts[acts["kind"].isin(CONSENT_KINDS)]
    counting = consents[consents["kind"].isin(law.COUNTING_KINDS)]
    readings = [law.general_entry(clauses, law.to_days(counting[c])) for c in ("first", "day")]
    certain = _same(*readings) and not doubts.cover(code, law.COUNTING_KINDS)
    recorded = np.datetime64(treaty.get("entered_into_force") or "NaT", "D")
    fault = _general_fault(treaty, recorded, readings[1], counting, created) if certain else None
    if fault:
        yield fault
    own = law.entry_clause(clauses, "later").after(law.to_days(consents["day"]))
    if certain and not fault:
        options = [law.entry_into_force(clauses, consents)]
    else:
        known = [day for day in (recorded, *readings) if not np.isnat(day)]
        options = [np.full(len(own), day) for day in known] + [
            np.maximum(own, day) for day in known
        ]
    yield from _effect_faults(treaty, consents, own, options)


def _same(one: np.datetime64, other: np.datetime64) -> bool:
    return bool(one == other or (np.isnat(one) and np.isnat(other)))


def _general_fault(
    treaty: TreatyRow,
    recorded: np.datetime64,
    computed: np.datetime64,
    counting: pd.DataFrame,
    created: pd.Timestamp,
) -> Fault | None:
    """Compare the day on which the treaty entered into force with its deposits."""
    column, number = "entered_into_force", int(treaty.get("entry_trigger_count"))
    # A day that the clause has set but that has not come need not be recorded yet.
    ahead = np.isnat(recorded) and not pd.isna(created) and computed > law.to_days(created)[()]
    if column not in treaty.cells or ahead or _same(recorded, computed):
        return None
    if np.isnat(computed):
        rule = (
            f"{_article(treaty, 'entry')} needs {number} deposits, events.csv has {len(counting)}"
        )
    else:
        trigger = law.trigger_day(pd.Series(treaty.cells), law.to_days(counting["day"]))
        rule = f"by {_article(treaty, 'entry')} it is {computed}: deposit {number} was made on {trigger}"
    remedy = "Correct this day, the clause, or the deposits in events.csv."
    return Fault("treaties.csv", treaty.number, column, treaty.get(column), rule, remedy)


def _effect_faults(
    treaty: TreatyRow, consents: pd.DataFrame, own: law.Days, options: list[law.Days]
) -> Iterator[Fault]:
    """Compare the recorded effects of consents; a succession takes effect as the depositary says."""
    effect = law.to_days(consents["effect"])
    fits = np.any([effect == days for days in options], axis=0) if options else np.isnat(effect)
    compared = (consents["written"] != "") & (consents["date"].str.len() == 10)
    wrong = (
        ~fits & compared.to_numpy() & (consents["kind"] != "succession").to_numpy() & bool(options)
    )
    for place in np.flatnonzero(wrong):
        act = consents.iloc[int(place)]
        days = " or ".join(sorted({str(days[place]) for days in options}))
        rule = f"by {_article(treaty, 'entry')} a deposit of {act['date']} takes effect on {days}"
        remedy = "Correct the effect or the date; the clause stands in treaties.csv."
        yield _event_fault(act, "effect", str(act["written"]), rule, remedy)


def _check_withdrawals(treaty: TreatyRow, acts: pd.DataFrame, sheets: Sheets) -> Iterator[Fault]:
    acts = acts[acts["kind"].isin(_LEAVING)]
    conflicts = pd.DataFrame(columns=["state", "start", "end"])
    if treaty.get("withdrawal_conflict_tail") == "yes":
        if not sheets.has("conflicts", "state", "start", "end"):
            return
        conflicts = sheets.sound("conflicts", "state", "start", "end")
        acts = acts[~acts["state"].isin(_states_in_doubt(sheets, acts))]
        conflicts = conflicts.assign(
            start=first_day(conflicts["start"]), end=first_day(conflicts["end"])
        )
    notices = acts[(acts["kind"] == "withdrawal_notified") & (acts["date"].str.len() == 10)]
    effects = law.withdrawal_effect(pd.Series(treaty.cells), notices, conflicts)
    dated = notices.assign(computed=np.asarray(effects, dtype="datetime64[s]"))
    wrong = (dated["written"] != "") & ~(dated["effect"] == dated["computed"])
    for _, notice in dated[wrong].iterrows():
        rule = f"by {_article(treaty, 'withdrawal')} a notice of {notice['date']} {_takes(notice)}"
        remedy = "Correct the effect or the date; the clause stands in treaties.csv."
        yield _event_fault(notice, "effect", str(notice["written"]), rule, remedy)
    for _, act in acts[acts["kind"] != "withdrawal_notified"].iterrows():
        # One contradiction is enough: a notice at fault is not held against what follows it.
        yield from _check_end_of_notice(
            treaty, act, dated[~wrong & (dated["state"] == act["state"])]
        )


def _check_end_of_notice(
    treaty: TreatyRow, act: pd.Series, notices: pd.DataFrame
) -> Iterator[Fault]:
    before = notices[notices["day"] <= act["day"]]
    if before.empty:
        return
    notice = before.sort_values("day").iloc[-1]
    revoked = act["kind"] == "notice_revoked"
    if revoked and notice["computed"] <= act["first"]:
        rule = (
            f"by {_article(treaty, 'withdrawal')} the notice of {notice['date']} {_takes(notice)}"
        )
        yield _event_fault(act, "date", act["date"], rule, "A notice is revoked before its effect.")
    elif not revoked and not act["first"] <= notice["computed"] <= act["day"]:
        rule = (
            f"by {_article(treaty, 'withdrawal')} the notice of {notice['date']} {_takes(notice)}"
        )
        remedy = "Correct this day or that of the notice; the clause stands in treaties.csv."
        yield _event_fault(act, "date", act["date"], rule, remedy)


def _takes(notice: pd.Series) -> str:
    if pd.isna(notice["computed"]):
        return "does not take effect before the end of the armed conflict in conflicts.csv"
    return f"takes effect on {notice['computed']:%Y-%m-%d}"


def _states_in_doubt(sheets: Sheets, acts: pd.DataFrame) -> list[str]:
    """Return the states whose armed conflicts cannot be read: all of them if the state cannot."""
    frame, states = sheets.frames["conflicts"], set[str]()
    for fault in sheets.faults_in("conflicts"):
        if fault.column == "state" or fault.row not in frame.index:
            return acts["state"].tolist()
        if fault.column in ("start", "end"):
            states.add(str(frame.at[fault.row, "state"]))
    return sorted(states)


def _article(treaty: TreatyRow, clause: str) -> str:
    return treaty.get(f"{clause}_article") or f"the clause on {clause}"


def _event_fault(act: pd.Series, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("events.csv", int(str(act.name)), column, value, rule, remedy)
