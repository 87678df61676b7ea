"""Attempts and the calendar: days in order, and attempts and events that tell the same story.

What an outcome says was done stands in ``events.csv``, or the row says why not; and every step of
a state towards leaving belongs to an attempt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from analysis.checks.dates import first_of, last_of
from analysis.checks.events import STEP_KINDS
from analysis.checks.order import find_doubts
from analysis.checks.sheets import Sheets
from analysis.terms.attempts import ACTS_OF_LEAVING, DONE, OF_STAYING
from analysis.terms.errors import Fault

_ATTEMPT = ("treaty", "state", "started", "proposed", "outcome", "outcome_date")
_ACT = ("treaty", "state", "date", "kind")
#: Steps that no state takes without an attempt. A notice may come from the depositary's page first.
_STEPS = (*STEP_KINDS, "suspension_announced")


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A sound row of ``attempts.csv``."""

    row: int
    treaty: str
    state: str
    started: str
    proposed: str
    outcome: str
    ended: str


def check_attempts(sheets: Sheets) -> Iterator[Fault]:
    """Yield attempts that contradict themselves, the treaty or the events; and steps of none."""
    if not sheets.has("attempts", *_ATTEMPT, "act_missing"):
        return
    attempts = [_Attempt(*cells) for cells in sheets.rows("attempts", *_ATTEMPT)]
    found = [*_check_days(sheets, attempts), *_check_outcomes(attempts)]
    yield from found
    if sheets.has("events", *_ACT):
        # What is wrong with an attempt is said once: nothing else is held against it.
        wrong = {fault.row for fault in found}
        yield from _check_acts(sheets, [one for one in attempts if one.row not in wrong])
        yield from _check_steps(sheets, attempts, wrong)


def check_calendar(sheets: Sheets) -> Iterator[Fault]:
    """Yield days of the calendar that end before they begin, or come before their treaty."""
    if not sheets.has("calendar", "treaty", "day", "last_day"):
        return
    treaties = sheets.treaties()
    for number, code, day, last in sheets.rows("calendar", "treaty", "day", "last_day"):
        treaty = treaties.get(code)
        begun = treaty and (treaty.get("adopted") or treaty.get("opened"))
        if last and last_of(last) < first_of(day):
            rule = f"it ends before it begins ({day})"
            yield Fault("calendar.csv", number, "last_day", last, rule, "Correct one of the two.")
        elif last and last == day:
            rule, remedy = "the last day is the first", "Leave it empty for a single day."
            yield Fault("calendar.csv", number, "last_day", last, rule, remedy)
        elif begun and last_of(day) < begun:
            rule = f"there was no treaty before {begun} for which a day could be fixed"
            yield Fault("calendar.csv", number, "day", day, rule, "Correct the day.")


def check_searches(sheets: Sheets) -> Iterator[Fault]:
    """Yield searches of a period that ends before it begins."""
    if not sheets.has("searches", "from_year", "until_year"):
        return
    for number, start, end in sheets.rows("searches", "from_year", "until_year"):
        if int(end) < int(start):
            rule = f"the period ends before it begins ({start})"
            yield Fault("searches.csv", number, "until_year", end, rule, "Correct one of the two.")


def _check_days(sheets: Sheets, attempts: list[_Attempt]) -> Iterator[Fault]:
    treaties = sheets.treaties()
    for one in attempts:
        treaty = treaties.get(one.treaty)
        begun = treaty and (treaty.get("adopted") or treaty.get("opened"))
        if one.ended and one.started and last_of(one.ended) < first_of(one.started):
            rule = f"an attempt ends after it starts ({one.started})"
            yield _fault(one, "outcome_date", one.ended, rule, "Correct one of the two days.")
        elif begun and one.started and last_of(one.started) < begun:
            rule = f"there was no treaty before {begun} that could be left"
            yield _fault(one, "started", one.started, rule, "Correct the day.")


def _check_outcomes(attempts: list[_Attempt]) -> Iterator[Fault]:
    for one in attempts:
        if one.outcome in ("open", "unknown") and one.ended:
            rule = f"an attempt whose outcome is {one.outcome} has no day on which it ended"
            yield _fault(one, "outcome_date", one.ended, rule, "Say how it ended, or no day.")
        elif one.outcome in OF_STAYING and one.proposed != "stay":
            rule = "only an attempt to stay ends so"
            remedy = "Say what the state did: notice_given, refused_by_government, lapsed."
            yield _fault(one, "outcome", one.outcome, rule, remedy)
        elif one.outcome in DONE and one.proposed == "stay":
            rule = "an attempt to stay does not end in an act of leaving of its own"
            yield _fault(one, "outcome", one.outcome, rule, "Write reversed, or another proposal.")


def _check_acts(sheets: Sheets, attempts: list[_Attempt]) -> Iterator[Fault]:
    """Yield attempts of which the state is said to have acted, where no event says so."""
    doubts = find_doubts(sheets)
    excused = dict(sheets.rows("attempts", "act_missing"))
    acts: dict[tuple[str, str], list[str]] = {}
    for _, treaty, state, date, kind in sheets.rows("events", *_ACT):
        if kind in ACTS_OF_LEAVING:
            acts.setdefault((treaty, state), []).append(date)
    for one in attempts:
        why = excused.get(one.row)
        if one.outcome not in DONE:
            if why:
                rule = f"no act is missing where the outcome is {one.outcome}"
                yield _fault(one, "act_missing", why, rule, "Leave the cell empty.")
            continue
        there = any(_meets(one, date) for date in acts.get((one.treaty, one.state), ()))
        if why == "" and not there and not doubts.cover(one.treaty, ACTS_OF_LEAVING, one.state):
            rule = "events.csv has no act of this state that would be the outcome"
            remedy = "Correct the day, add the act, or say in act_missing why there is none."
            yield _fault(one, "outcome", one.outcome, rule, remedy)


def _meets(one: _Attempt, date: str) -> bool:
    """Whether an act can be the one by which an attempt ended."""
    if one.ended:
        return first_of(date) <= last_of(one.ended) and first_of(one.ended) <= last_of(date)
    return last_of(date) >= first_of(one.started)


def _check_steps(
    sheets: Sheets, attempts: list[_Attempt], wrong: Collection[int | None]
) -> Iterator[Fault]:
    """Yield steps of a state towards leaving that no attempt accounts for."""
    if sheets.faults_in("attempts"):
        return
    # An attempt without its day can have begun at any time.
    known: dict[tuple[str, str], list[_Attempt]] = {}
    for one in attempts:
        known.setdefault((one.treaty, one.state), []).append(one)
    rule = "attempts.csv has no attempt to which this step would belong"
    remedy = "Add the attempt, or correct the day on which it started or ended."
    steps = sheets.rows("events", *_ACT, among={"kind": _STEPS})
    for number, treaty, state, date, kind in steps:
        if state == "INT":
            continue
        own = known.get((treaty, state), ())
        if not any(one.row in wrong or _spans(one, date) for one in own):
            yield Fault("events.csv", number, "kind", kind, rule, remedy)


def _spans(one: _Attempt, date: str) -> bool:
    """Whether a step can have been taken between the start and the end of an attempt."""
    begun = not one.started or first_of(one.started) <= last_of(date)
    return begun and (not one.ended or first_of(date) <= last_of(one.ended))


def _fault(one: _Attempt, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("attempts.csv", one.row, column, value, rule, remedy)
