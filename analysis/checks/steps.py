"""Political steps in their order: who can take one, and what comes before it.

Only who is bound, or has at least consented, can be on the way out; a step that leads to an exit
comes before it; a law is signed after it was voted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from analysis.checks.dates import first_of, last_of
from analysis.checks.events import STEP_KINDS
from analysis.checks.order import find_doubts
from analysis.checks.sheets import Sheets
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.errors import Fault

_STEP = ("treaty", "state", "date", "kind")
_ENDS = ("withdrawal_effective", "ratification_revoked")
#: What a withdrawal is made of; a promise to stay, or to have stayed, is open to those outside.
_LEADING = tuple(kind for kind in STEP_KINDS if kind != "withdrawal_rejected")
#: Steps of a parliament or a government that lead up to a notice, and have no sense after it.
_BEFORE_NOTICE = ("parliament_approved", "parliament_reading", "committee_vote", "recommended")
#: The notice that steps with an aim lead to.
_NOTICE = {"withdrawal": "withdrawal_notified", "suspension": "suspension_notified"}
#: What an objection can be about, besides the acts of depositaries.
_OBJECTIONABLE = (
    "withdrawal_notified", "withdrawal_effective", "suspension_notified", "suspension_effective",
    "suspension_announced", "ratification_revoked",
)  # fmt: skip


@dataclass(slots=True)
class _Past:
    """The days on which a state joined a treaty, gave notice, left it, and voted on leaving."""

    joined: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    notified: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    voted: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def check_steps(sheets: Sheets) -> Iterator[Fault]:
    """Yield steps towards leaving by who is not in, after the exit, or before what they rest on."""
    if not sheets.has("events", *_STEP, "aim"):
        return
    # What a step is aimed at may be broken: then it still shows that there was a step.
    aims = dict(sheets.rows("events", "aim"))
    steps = list(sheets.rows("events", *_STEP, among={"kind": (*STEP_KINDS, "objection")}))
    whose = {"treaty": {row[1] for row in steps}, "state": {row[2] for row in steps}}
    acts = sheets.rows("events", *_STEP, among=whose)
    pasts, doubts = _read((*row, aims.get(row[0], "")) for row in acts), find_doubts(sheets)
    opposed: dict[str, list[str]] = defaultdict(list)
    for _, treaty, _, date, _ in sheets.rows("events", *_STEP, among={"kind": _OBJECTIONABLE}):
        opposed[treaty].append(first_of(date))
    for number, treaty, state, date, kind in steps:
        aim = aims.get(number, "")
        if state == "INT":
            continue
        if doubts.cover(treaty, (*CONSENT_KINDS, "signature", *_ENDS, *_NOTICE.values()), state):
            continue
        if kind == "objection":
            found = _objection(date, opposed[treaty])
        else:
            found = _step(pasts[treaty, state], date, kind, aim)
        if found:
            column, rule, remedy = found
            value = kind if column == "kind" else date
            yield Fault("events.csv", number, column, value, rule, remedy)


def _read(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, str], _Past]:
    pasts: dict[tuple[str, str], _Past] = defaultdict(_Past)
    for _, treaty, state, date, kind, aim in rows:
        past = pasts[treaty, state]
        if kind in CONSENT_KINDS:
            past.joined.append(first_of(date))
        elif kind == "signature":
            past.signed.append(first_of(date))
        elif kind in _ENDS:
            past.left.append(last_of(date))
        elif kind in _NOTICE.values():
            past.notified[kind].append(last_of(date))
        elif kind == "parliament_approved":
            past.voted[aim].append(first_of(date))
    return pasts


def _step(past: _Past, date: str, kind: str, aim: str) -> tuple[str, str, str] | None:
    first, last = first_of(date), last_of(date)
    joined = [day for day in past.joined if day <= last]
    left = [day for day in past.left if day < first]
    if left and not any(day > max(left) for day in joined):
        rule = f"the state had left the treaty on {max(left)}"
        return "date", rule, "Correct the day, or record a statement."
    if kind in _LEADING and not joined and not any(day <= last for day in past.signed):
        rule = "the state had neither signed nor joined, so it had nothing to leave"
        return "kind", rule, "Correct the state or the day, or record a statement."
    notices = past.notified[_NOTICE.get(aim, "")]
    # A state that has two chambers votes twice; a second push follows a second consent.
    if kind in _BEFORE_NOTICE and aim == "withdrawal" and notices and first > max(notices):
        rule = f"the notice that rests on such a step was given before, on {max(notices)}"
        return "date", rule, "Correct one of the two days."
    votes = past.voted[aim]
    if kind == "promulgated" and votes and last < min(votes):
        rule = f"parliament voted after this day, on {min(votes)}"
        return "date", rule, "Correct one of the two days: a law is signed after its vote."
    return None


def _objection(date: str, acts: list[str]) -> tuple[str, str, str] | None:
    if any(day <= last_of(date) for day in acts):
        return None
    rule = "nothing had been done under this treaty that could be objected to"
    return "kind", rule, "Correct the day or the treaty, or add the act that it is about."
