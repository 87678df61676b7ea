"""What an event cannot be, seen from outside it: before its state, after it, before its law.

A state acts from the day on which it is one to the day on which it is no more (``states.csv``); a
law comes before the notice that rests on it; a publication tells of no act that came after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

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
#: How long a page may go on being written whose day is known to the month or year alone.
_WRITTEN_ON = timedelta(days=1096)
#: The notice that a law on leaving or suspending is made for.
_NOTICE = {"withdrawal": "withdrawal_notified", "suspension": "suspension_notified"}


def check_lives(sheets: Sheets) -> Iterator[Fault]:
    """Yield acts of states before they existed or after they ended, and successions on day one."""
    if not (sheets.has("events", *_ACT, "note") and sheets.has("states", "state", "start", "end")):
        return
    lives = {code: life for _, code, *life in sheets.rows("states", "state", "start", "end")}
    annexed = _annexed(sheets)
    for number, _, state, day, kind, note in sheets.rows("events", *_ACT, "note"):
        start, end = lives.get(state, ("", ""))
        if start and last_of(day) < start and not note.startswith(ACT_OF):
            rule = f"there was no such state before {start}"
            remedy = f"Correct the day, or let the note begin with whose act it was: {ACT_OF}..."
            yield _fault(number, "date", day, rule, remedy)
        elif end and first_of(day) >= end:
            rule = f"there was no such state any more (since {end})"
            yield _fault(number, "date", day, rule, "Correct the day, or name the successor.")
        elif state in annexed and (time := _within(annexed[state], day)):
            rule = f"another state had annexed it from {time[0]} to {time[1]}"
            yield _fault(number, "date", day, rule, "Correct the day, or the time in states.csv.")
        elif kind == "succession" and day == start:
            rule = "a succession is dated by its notification, not by the first day of the state"
            remedy = "Write the day of the notification, and keep this one as effect."
            yield _fault(number, "date", day, rule, remedy)


def _annexed(sheets: Sheets) -> dict[str, list[list[str]]]:
    """Return the times in which each state was annexed, where the table has such a column."""
    if not sheets.has("states", "annexed"):
        return {}
    return {
        code: [term.split("/") for term in cell.split(";")]
        for _, code, cell in sheets.rows("states", "state", "annexed")
        if cell
    }


def _within(times: list[list[str]], day: str) -> list[str] | None:
    """Return the time within which a date lies, however both are read."""
    inside = (t for t in times if last_of(t[0]) <= first_of(day) and last_of(day) < first_of(t[1]))
    return next(inside, None)


def check_successions(sheets: Sheets) -> Iterator[Fault]:
    """Yield successions by states that had acted in their own name before there was the treaty.

    Who was a state before can inherit nothing under it, but from one that ended since.
    """
    if not (sheets.has("events", *_ACT, "note") and sheets.has("states", "state", "end")):
        return
    ended = {code for _, code, end in sheets.rows("states", "state", "end") if end}
    rows = list(sheets.rows("events", *_ACT, "note"))
    first: dict[str, str] = {}
    bequeathed: set[str] = set()
    for _, treaty, state, day, kind, note in rows:
        if kind in ("signature", *CONSENT_KINDS):
            if state in ended:
                bequeathed.add(treaty)
            if kind != "succession" and not note.startswith(ACT_OF):
                first[state] = min(first.get(state, "9999"), last_of(day))
    treaties = sheets.treaties()
    for number, treaty, state, _, kind, _ in rows:
        if kind != "succession" or treaty in bequeathed or treaty not in treaties:
            continue
        begun = treaties[treaty].get("adopted") or treaties[treaty].get("opened")
        if begun and first.get(state, "9999") < begun:
            rule = f"the state acted for itself before there was this treaty (on {first[state]})"
            remedy = "Write accession or ratification, or correct the state."
            yield _fault(number, "kind", kind, rule, remedy)


def check_laws(sheets: Sheets) -> Iterator[Fault]:
    """Yield laws on leaving that come after the last notice that could rest on them."""
    if not sheets.has("events", *_ACT, "aim"):
        return
    notices: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for _, treaty, state, day, kind in sheets.rows(
        "events", *_ACT, among={"kind": _NOTICE.values()}
    ):
        notices[treaty, state, kind].append(last_of(day))
    laws = sheets.rows("events", *_ACT, "aim", among={"kind": ["promulgated"]})
    for number, treaty, state, day, _, aim in laws:
        given = notices.get((treaty, state, _NOTICE.get(aim, "")), [])
        if given and first_of(day) > max(given):
            rule = (
                f"the notice that rests on a law comes after it, and it was given on {max(given)}"
            )
            yield _fault(number, "date", day, rule, "Correct one of the two days.")


def check_published(sheets: Sheets) -> Iterator[Fault]:
    """Yield sources that were published before the act or the attempt that they are to prove."""
    if not (
        sheets.has("events", "date", "kind", "sources")
        and sheets.has("sources", "source", "published")
    ):
        return
    published = {
        key: _latest(day) for _, key, day in sheets.rows("sources", "source", "published") if day
    }
    if sheets.has("attempts", "started", "sources"):
        yield from _check_reports(sheets, published)
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


def _check_reports(sheets: Sheets, published: dict[str, str]) -> Iterator[Fault]:
    for number, started, keys in sheets.rows("attempts", "started", "sources"):
        if len(started) != 10:
            continue
        first = (date.fromisoformat(started) - _UNDER_WAY).isoformat()
        early = [key for key in keys.split(";") if published.get(key, started) < first]
        if early:
            rule = f"{early[0]} was published before the attempt began ({published[early[0]]})"
            remedy = "Name a source of that day or later, or correct one of the two days."
            yield Fault("attempts.csv", number, "sources", keys, rule, remedy)


def _latest(day: str) -> str:
    """Return the last day on which a page can have said something.

    A page whose day is known to the month or year alone is often one that goes on being written.
    """
    if len(day) == 10:
        return day
    return (date.fromisoformat(last_of(day)) + _WRITTEN_ON).isoformat()


@cache
def _first_report(day: str, kind: str) -> str:
    """Return the first day on which a publication can tell of an act."""
    leeway = _UNDER_WAY if kind in CONSENT_KINDS else timedelta(0)
    return (date.fromisoformat(day) - leeway).isoformat()


def _fault(number: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("events.csv", number, column, value, rule, remedy)
