"""What an event cannot be, seen from outside it: before its state, after it, before its law.

A state acts from the day on which it is one to the day on which it is no more (``states.csv``); a
law comes before the notice that rests on it; a publication tells of no act that came after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from analysis.checks.dates import first_of, last_of
from analysis.checks.sheets import Sheets
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.errors import Fault

_ACT = ("treaty", "state", "date", "kind")
#: How a note begins where a depositary's list prints a predecessor's act under its successor.
ACT_OF = "Act of "
#: Kinds whose day is fixed beforehand: a publication may tell of it before it comes.
_FORESEEN = ("withdrawal_effective", "suspension_effective", "terminated", "expired")
#: How long an instrument may be under way: it is dated before the depositary receives it.
_UNDER_WAY = timedelta(days=31)
#: The notice that a law on leaving or suspending is made for.
_NOTICE = {"withdrawal": "withdrawal_notified", "suspension": "suspension_notified"}


def check_lives(sheets: Sheets) -> Iterator[Fault]:
    """Yield acts of states before they existed or after they ended, and successions on day one."""
    if not (sheets.has("events", *_ACT, "note") and sheets.has("states", "state", "start", "end")):
        return
    lives = {code: life for _, code, *life in sheets.rows("states", "state", "start", "end")}
    for number, _, state, day, kind, note in sheets.rows("events", *_ACT, "note"):
        start, end = lives.get(state, ("", ""))
        if start and last_of(day) < start and not note.startswith(ACT_OF):
            rule = f"there was no such state before {start}"
            remedy = f"Correct the day, or let the note begin with whose act it was: {ACT_OF}..."
            yield _fault(number, "date", day, rule, remedy)
        elif end and first_of(day) >= end:
            rule = f"there was no such state any more (since {end})"
            yield _fault(number, "date", day, rule, "Correct the day, or name the successor.")
        elif kind == "succession" and day == start:
            rule = "a succession is dated by its notification, not by the first day of the state"
            remedy = "Write the day of the notification, and keep this one as effect."
            yield _fault(number, "date", day, rule, remedy)


def check_laws(sheets: Sheets) -> Iterator[Fault]:
    """Yield laws on leaving that come after the last notice that could rest on them."""
    if not sheets.has("events", *_ACT, "aim"):
        return
    notices: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for _, treaty, state, day, kind in sheets.rows("events", *_ACT):
        if kind in _NOTICE.values():
            notices[treaty, state, kind].append(last_of(day))
    for number, treaty, state, day, kind, aim in sheets.rows("events", *_ACT, "aim"):
        given = notices.get((treaty, state, _NOTICE.get(aim, "")), [])
        if kind == "promulgated" and given and first_of(day) > max(given):
            rule = (
                f"the notice that rests on a law comes after it, and it was given on {max(given)}"
            )
            yield _fault(number, "date", day, rule, "Correct one of the two days.")


def check_published(sheets: Sheets) -> Iterator[Fault]:
    """Yield sources that were published before the act they are to prove, both to the day."""
    if not (
        sheets.has("events", "date", "kind", "sources")
        and sheets.has("sources", "source", "published")
    ):
        return
    published = {
        key: day for _, key, day in sheets.rows("sources", "source", "published") if len(day) == 10
    }
    for number, day, kind, keys in sheets.rows("events", "date", "kind", "sources"):
        if kind in _FORESEEN or len(day) != 10:
            continue
        first = _first_report(day, kind)
        for key in keys.split(";"):
            if published.get(key, day) < first:
                rule = f"{key} was published before the act ({published[key]})"
                remedy = "Name a source of that day or later, or correct one of the two days."
                yield _fault(number, "sources", keys, rule, remedy)
                break


def _first_report(day: str, kind: str) -> str:
    """Return the first day on which a publication can tell of an act."""
    leeway = _UNDER_WAY if kind in CONSENT_KINDS else timedelta(0)
    return (date.fromisoformat(day) - leeway).isoformat()


def _fault(number: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("events.csv", number, column, value, rule, remedy)
