"""Known gaps: each has its days, its states, and nothing in ``events.csv`` that fills it.

The other way round too: a consent or a notice without its day is a gap, and ``gaps.csv`` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.checks.dates import first_of
from analysis.checks.sheets import Sheets
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.errors import Fault
from analysis.terms.gaps import OF_STATES

_GAP = ("treaty", "states", "missing", "start", "end")
_ACT = ("treaty", "state", "kind", "date")
#: The acts that fill a gap once their day is known.
_FILLED: Mapping[str, tuple[str, ...]] = {
    "suspension_day": ("suspension_effective",),
    "deposit_day": CONSENT_KINDS,
    "objection_day": ("objection",),
}
_FILLING = frozenset(kind for kinds in _FILLED.values() for kind in kinds)
#: The cells of a treaty that fill a gap of the treaty itself.
_TREATY: Mapping[str, str] = {"clause": "withdrawal_period", "end_day": "ended"}
#: Acts that move a status: without their day they are counted late.
_DATED = (*CONSENT_KINDS, "withdrawal_notified")


def check_gaps(sheets: Sheets) -> Iterator[Fault]:
    """Yield gaps that do not fit or are filled, and acts without a day that no gap names."""
    if not sheets.has("gaps", *_GAP, "known_since"):
        return
    yield from _check_days(sheets)
    yield from _check_states(sheets)
    yield from _check_treaties(sheets)
    if sheets.has("events", *_ACT):
        yield from _check_filled(sheets)
        yield from _check_undated(sheets)


def _check_days(sheets: Sheets) -> Iterator[Fault]:
    treaties = sheets.treaties()
    columns = ("treaty", "start", "end", "known_since")
    for number, code, start, end, known in sheets.rows("gaps", *columns):
        treaty = treaties.get(code)
        begun = treaty and (treaty.get("adopted") or treaty.get("opened"))
        if end and end <= start:
            rule = "the gap ends before it starts (end is the first day without it)"
            yield _fault(number, "end", end, rule, "Correct one of the two days.")
        elif begun and start < begun:
            rule = f"there was no treaty before {begun} of which anything could be missing"
            yield _fault(number, "start", start, rule, "Correct the day.")
        elif known < start:
            rule = f"a gap cannot be known before it starts ({start})"
            yield _fault(number, "known_since", known, rule, "Correct one of the two days.")


def _check_states(sheets: Sheets) -> Iterator[Fault]:
    for number, states, missing in sheets.rows("gaps", "states", "missing"):
        if missing in OF_STATES and not states:
            rule = f"a gap of this kind ({missing}) names its states"
            yield _fault(number, "states", states, rule, "Add their codes, joined by ';'.")


def _check_treaties(sheets: Sheets) -> Iterator[Fault]:
    """Yield gaps of a clause or an end that ``treaties.csv`` has."""
    treaties = sheets.treaties()
    for number, code, missing in sheets.rows("gaps", "treaty", "missing"):
        column = _TREATY.get(missing, "")
        if code in treaties and (cell := treaties[code].get(column)):
            rule = f"treaties.csv has what is missing ({column} {cell})"
            yield _fault(number, "missing", missing, rule, "Delete the row: the gap is filled.")


def _check_filled(sheets: Sheets) -> Iterator[Fault]:
    """Yield gaps that are none any more: ``events.csv`` has the day of the act."""
    dated: dict[tuple[str, str, str], list[str]] = {}
    known = {code for _, code in sheets.rows("gaps", "treaty")}
    acts = sheets.rows("events", *_ACT, among={"treaty": known, "kind": _FILLING})
    for _, treaty, state, kind, date in acts:
        if len(date) == 10:
            dated.setdefault((treaty, state, kind), []).append(date)
    for number, treaty, states, missing, start, end in sheets.rows("gaps", *_GAP):
        for state in filter(None, states.split(";")):
            days = [
                day
                for kind in _FILLED.get(missing, ())
                for day in dated.get((treaty, state, kind), ())
                if start <= day and (not end or day < end)
            ]
            if days:
                rule = f"events.csv has the day of this act of {state} ({min(days)})"
                remedy = "Delete the row, or the state from its list: the gap is filled."
                yield _fault(number, "missing", missing, rule, remedy)
                break


def _check_undated(sheets: Sheets) -> Iterator[Fault]:
    """Yield consents and notices without their day of which no gap tells."""
    if sheets.faults_in("gaps"):
        return
    known = {
        (treaty, state)
        for _, treaty, states, missing in sheets.rows("gaps", "treaty", "states", "missing")
        if missing == "deposit_day"
        for state in states.split(";")
    }
    for number, treaty, state, kind, date in sheets.rows("events", *_ACT):
        if len(date) < 10 and kind in _DATED and (treaty, state) not in known:
            rule = "gaps.csv does not say that the day of this act is missing"
            remedy = f"Add a row (deposit_day), from {first_of(date)} on at the earliest."
            yield Fault("events.csv", number, "date", date, rule, remedy)


def _fault(number: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("gaps.csv", number, column, value, rule, remedy)
