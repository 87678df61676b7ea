"""What is due under a treaty after the day, as far as it concerns a region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.setting import State, by_name, states
from analysis.subject.subject import Subject
from analysis.watch.due import due as due_rows


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that is due: its date as precise as known, and the days to go to a known day.

    ``last`` is its last day where it lasts longer; ``states`` whom it concerns, nobody for the
    treaty as such; ``basis`` by what it is fixed: the clause, a term, or the occasion of the
    calendar. ``running``: it has begun.
    """

    written: str
    last: str
    days: int | None
    what: str
    basis: str
    states: tuple[State, ...]
    running: bool
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Due(Fact):
    """What is due under the treaty, the earliest first, as far as it concerns the region."""

    rows: tuple[Coming, ...]


@fact("treaty")
def _everywhere(subject: Subject) -> tuple[Any, ...]:
    """Return all that is due under the treaty: the same for all regions."""
    register = subject.register
    table = register.keep("due", lambda: due_rows(register.known, register.spells, register.day))
    return tuple(rows_of(table[table["treaty"] == subject.treaty]))


@fact("treaty", "region")
def due(subject: Subject) -> Due:
    """Return what is due that concerns the treaty as such or a member of the region."""
    inside = set(subject.members)
    concerned = [
        row for row in _everywhere(subject) if not row.state or inside & set(row.state.split(";"))
    ]
    # What falls on one day for several states is one thing that is due.
    rows = []
    for _, group in groupby(sorted(concerned, key=_one_thing), key=_one_thing):
        own = list(group)
        codes = {code for row in own for code in row.state.split(";") if code in inside}
        rows.append(_coming(subject, own, codes))
    return Due(
        basis=TODAY,
        rows=tuple(rows),
        sources=tuple(dict.fromkeys(key for row in rows for key in row.keys)),
    )


def _one_thing(row: Any) -> tuple[str, ...]:
    return row.day, row.last_day, row.what, row.basis


def _coming(subject: Subject, own: list[Any], codes: set[str]) -> Coming:
    first, today = own[0], subject.day.date()
    day = date.fromisoformat(first.day) if len(first.day) == 10 else None
    return Coming(
        written=first.day,
        last=first.last_day,
        days=(day - today).days if day is not None and day > today else None,
        what=first.what,
        basis=first.basis,
        states=by_name(codes, states(subject)),
        running=day is not None and day <= today,
        keys=tuple(dict.fromkeys(key for row in own for key in row.source.split(";") if key)),
    )
