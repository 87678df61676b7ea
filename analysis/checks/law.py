"""Recorded days against the days that each treaty's own clauses give (:mod:`analysis.law.clauses`).

Where an instrument cannot be read, the number of the deposit that brought the treaty into
force is uncertain; then a recorded day is a fault only if it fits neither the treaty's own day
nor that of the state's deposit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pandas as pd

from analysis.checks.order import Act, Doubts, find_doubts, legal_acts
from analysis.checks.sheets import Sheets, TreatyRow
from analysis.law import clauses
from analysis.law.clauses import Acts, Treaty
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.errors import Fault

_LATER = ("entry_trigger", "entry_later_period", "entry_later_day", "entry_later_after")
_NTH_DEPOSIT = ("entry_general_period", "entry_general_day")
#: Cells that may be empty, but not broken.
_TRIGGER = {
    "entry_trigger_count", "entry_required_states", "entry_not_before", "entered_into_force"
}  # fmt: skip
_CORRECT = "Correct this day or that of the act; the clause stands in treaties.csv."


@dataclass(frozen=True, slots=True)
class _Docket:
    """One treaty with the acts under it: what its clauses are compared with."""

    code: str
    treaty: TreatyRow
    clauses: Treaty
    acts: list[Act]
    #: The recorded effects by row, as far as they are sound.
    effects: dict[int, str]
    doubts: Doubts

    def of_kind(self, kinds: Iterable[str]) -> list[Act]:
        return [act for act in self.acts if act.kind in kinds]

    def columns(self, acts: list[Act], *, earliest: bool = False) -> Acts:
        """Return acts in the form in which the law takes them, at the last day they can mean."""
        return {
            "state": np.array([act.state for act in acts], dtype=object),
            "kind": np.array([act.kind for act in acts], dtype=object),
            "day": _days(act.first if earliest else act.last for act in acts),
            "effect": _days(self.effects.get(act.row, "") for act in acts),
        }

    def article(self, clause: str) -> str:
        return self.treaty.get(f"{clause}_article") or f"the clause on {clause}"


def check_law(sheets: Sheets) -> Iterator[Fault]:
    """Yield each recorded day that contradicts the clause it should follow from."""
    if not sheets.has("events", "effect"):
        return
    doubts, effects = find_doubts(sheets), dict(sheets.rows("events", "effect"))
    conflicts, doubted = _conflicts(sheets), _states_in_doubt(sheets)
    acts = {code: list(under) for code, under in groupby(legal_acts(sheets), lambda a: a.treaty)}
    for code, treaty in sheets.treaties().items():
        docket = _Docket(code, treaty, treaty.cells, acts.get(code, []), effects, doubts)
        yield from _check_entry(docket, sheets.created)
        yield from _check_withdrawals(docket, doubted, conflicts)
        yield from _check_left_alone(docket, acts)


def _check_left_alone(docket: _Docket, acts: dict[str, list[Act]]) -> Iterator[Fault]:
    """Find notices under a treaty that can only be left with its convention (CCW Art. 9)."""
    convention = docket.treaty.get("withdrawal_with")
    if docket.treaty.get("withdrawal_alone") != "no" or not convention:
        return
    told = {
        (act.state, act.date)
        for act in acts.get(convention, [])
        if act.kind == "withdrawal_notified"
    }
    for act in docket.of_kind(["withdrawal_notified"]):
        if (act.state, act.date) not in told:
            rule = (
                f"{docket.code} is left only with {convention}, under which there is no such notice"
            )
            remedy = f"Enter the notice under {convention}: it counts for {docket.code} as well."
            yield Fault("events.csv", act.row, "treaty", docket.code, rule, remedy)


def _check_entry(docket: _Docket, created: str) -> Iterator[Fault]:
    """Compare entry into force, of the treaty and for each state, with the clause."""
    treaty, counting = docket.treaty, docket.of_kind(clauses.COUNTING_KINDS)
    by_number = treaty.get("entry_trigger") == "nth_deposit"
    if (
        not treaty.has(*_LATER, *(_NTH_DEPOSIT if by_number else ()))
        or not set(treaty.cells) >= _TRIGGER
    ):
        return
    early = late = _written(clauses.general_entry(docket.clauses, docket.columns(counting)))
    if any(act.first != act.last for act in counting):
        earliest = docket.columns(counting, earliest=True)
        early = _written(clauses.general_entry(docket.clauses, earliest))
    certain = early == late and not docket.doubts.cover(docket.code, clauses.COUNTING_KINDS)
    fault = _compare_general(docket, late, counting, created) if certain and by_number else None
    if fault:
        yield fault
    consents = docket.of_kind(CONSENT_KINDS)
    if not any(docket.effects.get(act.row) for act in consents):
        return
    if certain and not fault:
        entry = clauses.entry_into_force(docket.clauses, docket.columns(consents))
        options = [_all_written(entry)]
    else:
        own = clauses.entry_clause(docket.clauses, "later").after(_days(a.last for a in consents))
        known = {treaty.get("entered_into_force"), early, late} - {""}
        general = [np.full(len(own), np.datetime64(day, "D")) for day in sorted(known)]
        options = [
            _all_written(days) for days in (*general, *(np.maximum(own, g) for g in general))
        ]
    yield from _compare_effects(docket, consents, options)


def _compare_general(
    docket: _Docket, computed: str, counting: list[Act], created: str
) -> Fault | None:
    """Compare the day on which the treaty entered into force with its deposits."""
    column, treaty = "entered_into_force", docket.treaty
    recorded = treaty.get(column)
    # A day that the clause has set but that has not come need not be recorded yet.
    ahead = not recorded and bool(created) and computed > created
    if column not in treaty.cells or ahead or recorded == computed:
        return None
    article = docket.article("entry")
    if computed:
        trigger = clauses.trigger_day(docket.clauses, docket.columns(counting))
        number = treaty.get("entry_trigger_count")
        which = f"deposit {number}" if number else "the last deposit it takes"
        rule = f"by {article} it is {computed}, as {which} was made on {trigger}"
    else:
        rule = f"{article} asks for {_asked(docket, counting)}"
    remedy = "Correct this day, the clause, or the deposits in events.csv."
    return Fault("treaties.csv", treaty.number, column, recorded, rule, remedy)


def _asked(docket: _Docket, counting: list[Act]) -> str:
    """Say which deposits a clause still lacks."""
    lacking = set(clauses.required_states(docket.clauses)) - {act.state for act in counting}
    if lacking:
        return f"the deposits of {', '.join(sorted(lacking))}, which events.csv lacks"
    number = docket.treaty.get("entry_trigger_count")
    return f"{number} deposits, and events.csv has {len(counting)}"


def _compare_effects(
    docket: _Docket, consents: list[Act], options: list[list[str]]
) -> Iterator[Fault]:
    """Compare the recorded effects of consents; that of a succession the depositary gives."""
    for place, act in enumerate(consents):
        recorded = docket.effects.get(act.row, "")
        days = sorted({option[place] for option in options})
        exact = act.first == act.last and act.kind != "succession"
        if recorded and exact and days and recorded not in days:
            effect = f"takes effect on {' or '.join(days)}" if any(days) else "has no effect yet"
            rule = f"by {docket.article('entry')} a deposit of {act.date} {effect}"
            yield Fault("events.csv", act.row, "effect", recorded, rule, _CORRECT)


def _check_withdrawals(
    docket: _Docket, doubted: set[str] | None, conflicts: pd.DataFrame
) -> Iterator[Fault]:
    """Compare the effects of notices, and the acts that follow them, with the clause."""
    if not docket.treaty.has("withdrawal_period", "withdrawal_day", "withdrawal_conflict_tail"):
        return
    depends = docket.treaty.get("withdrawal_conflict_tail") == "yes"
    if depends and not docket.treaty.has("withdrawal_tail_until"):
        return
    if depends and doubted is None:
        return
    apart = (doubted or set()) if depends else set()
    known = [act for act in docket.acts if act.state not in apart]
    notices = [a for a in known if a.kind == "withdrawal_notified" and a.first == a.last]
    if not notices:
        return
    effects = clauses.withdrawal_effect(docket.clauses, docket.columns(notices), conflicts)
    # One contradiction is enough: a notice at fault is not held against what follows it.
    dated: list[tuple[Act, str]] = []
    for notice, computed in zip(notices, _all_written(effects), strict=True):
        recorded = docket.effects.get(notice.row, "")
        if recorded and recorded != computed:
            rule = _rule(docket, notice, computed)
            yield Fault("events.csv", notice.row, "effect", recorded, rule, _CORRECT)
        else:
            dated.append((notice, computed))
    for act in known:
        if act.kind in ("withdrawal_effective", "notice_revoked"):
            yield from _compare_end(docket, act, dated)


def _compare_end(docket: _Docket, act: Act, dated: list[tuple[Act, str]]) -> Iterator[Fault]:
    """Compare the end of a notice, by its effect or by its being revoked, with the clause."""
    before = [pair for pair in dated if pair[0].state == act.state and pair[0].last <= act.last]
    if not before:
        return
    notice, computed = max(before, key=lambda pair: pair[0].last)
    rule = _rule(docket, notice, computed)
    if act.kind == "notice_revoked":
        if computed and computed <= act.first:
            remedy = "Correct one of the two days: a notice is revoked before its effect."
            yield Fault("events.csv", act.row, "date", act.date, rule, remedy)
    elif not act.first <= computed <= act.last:
        yield Fault("events.csv", act.row, "date", act.date, rule, _CORRECT)


def _rule(docket: _Docket, notice: Act, computed: str) -> str:
    open_end = "has no effect before the end of the armed conflict in conflicts.csv"
    effect = f"takes effect on {computed}" if computed else open_end
    return f"by {docket.article('withdrawal')} a notice of {notice.date} {effect}"


def _states_in_doubt(sheets: Sheets) -> set[str] | None:
    """Return the states whose armed conflicts cannot be read, ``None`` if it may be any."""
    if not sheets.has("conflicts", "state", "start", "end"):
        return None
    frame, states = sheets.frames["conflicts"], set[str]()
    for fault in sheets.faults_in("conflicts"):
        if fault.column == "state" or fault.row not in frame.index:
            return None
        if fault.column in ("start", "end"):
            states.add(str(frame.at[fault.row, "state"]))
    return states


def _conflicts(sheets: Sheets) -> pd.DataFrame:
    columns = ("state", "start", "end")
    rows = list(sheets.rows("conflicts", *columns)) if sheets.has("conflicts", *columns) else []
    states, starts, ends = ([row[place] for row in rows] for place in (1, 2, 3))
    return pd.DataFrame({"state": states, "start": _days(starts), "end": _days(ends)})


def _days(texts: Iterable[str]) -> clauses.Days:
    return np.array([text or "NaT" for text in texts], dtype="datetime64[D]")


def _written(day: np.datetime64) -> str:
    return "" if np.isnat(day) else str(day)


def _all_written(days: clauses.Days) -> list[str]:
    return [_written(day) for day in days]
