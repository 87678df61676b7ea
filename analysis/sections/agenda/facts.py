"""What is due under several treaties: effects that the law has set, ends of terms, meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from analysis.law.spells import status_on
from analysis.store.loading import end_of_date, rows_of
from analysis.subject.facts import Fact, fact
from analysis.subject.setting import State, by_name, states
from analysis.subject.subject import Subject
from analysis.watch.due import CLAUSE, due

#: What goes on for longer than this, such as monthly meetings, is no date to wait for.
_LASTING = pd.Timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Due(Fact):
    """One thing due: its date as precise as known, its last day, what it is, and how long to go.

    ``treaties`` are codes, ``nouns`` what they are called; ``states`` those that it concerns, none
    where it concerns the treaty as such; ``days`` to go, ``None`` where the day is not known;
    ``lawful``: the clause of the treaty has fixed it.
    """

    written: str
    last_day: str
    what: str
    treaties: tuple[str, ...]
    nouns: tuple[str, ...]
    states: tuple[State, ...]
    days: int | None
    lawful: bool

    @property
    def effect(self) -> bool:
        """Whether a status changes by law on the day."""
        return self.lawful and bool(self.states)


@dataclass(frozen=True, kw_only=True)
class Agenda(Fact):
    """What is due after the day, as known on it, the next first."""

    rows: tuple[Due, ...]

    @property
    def effects(self) -> tuple[Due, ...]:
        """The changes of status that the law has set."""
        return tuple(row for row in self.rows if row.effect)


@fact("treaty", "region", "state")
def agenda(subject: Subject) -> Agenda:
    """Return what is due under the treaties for a state, or for the members of a region."""
    register = subject.register
    table = register.keep("due", lambda: due(register.known, register.spells, register.day))
    table = table[table["treaty"].isin(subject.treaties) & _near(table, register.day)]
    rows = _merged(_due(subject, rows_of(group)) for group in _together(table))
    concerned = [row for row in rows if _concerns(subject, row)]
    return Agenda(
        rows=tuple(sorted(concerned, key=_when)),
        sources=tuple(dict.fromkeys(key for row in concerned for key in row.sources)),
    )


def _near(table: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Return which rows are not already running, for a long time yet."""
    lasting = end_of_date(table["last_day"]) - end_of_date(table["day"])
    return ~((lasting > _LASTING) & (end_of_date(table["day"]) <= day))


def _together(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Put together what one day brings to several states, or one meeting to several treaties."""
    lawful = table["basis"] == CLAUSE
    same = (table["treaty"] + table["what"]).where(lawful, table["source"] + table["last_day"])
    return [group for _, group in table.groupby([table["day"], same], sort=False)]


def _due(subject: Subject, rows: list[Any]) -> Due:
    first, named = rows[0], states(subject)
    known = subject.register.tables.treaties.set_index("code")["noun"]
    treaties = tuple(dict.fromkeys(row.treaty for row in rows))
    codes = {code for row in rows for code in row.state.split(";") if code}
    whole = len(first.day) == 10
    return Due(
        written=first.day,
        last_day=first.last_day,
        what=first.what,
        treaties=treaties,
        nouns=tuple(known[code] for code in treaties),
        states=by_name(codes, named),
        days=(date.fromisoformat(first.day) - subject.day.date()).days if whole else None,
        lawful=first.basis == CLAUSE,
        sources=tuple(dict.fromkeys(key for row in rows for key in row.source.split(";") if key)),
    )


def _merged(rows: Iterable[Due]) -> list[Due]:
    """Put together what one day brings to the same states under several treaties."""
    found: dict[tuple[object, ...], Due] = {}
    for at, row in enumerate(rows):
        codes = tuple(state.code for state in row.states)
        key = (row.written, row.what, codes) if row.effect else (at,)
        before = found.get(key)
        found[key] = (
            row
            if before is None
            else replace(
                before,
                treaties=(*before.treaties, *row.treaties),
                nouns=(*before.nouns, *row.nouns),
                sources=tuple(dict.fromkeys((*before.sources, *row.sources))),
            )
        )
    return list(found.values())


def _concerns(subject: Subject, row: Due) -> bool:
    codes = {state.code for state in row.states}
    if subject.about.state:
        return subject.state in codes or (not codes and bool(set(row.treaties) & _own(subject)))
    return not codes or bool(codes & set(subject.members))


def _own(subject: Subject) -> set[str]:
    """Return the treaties under which the state stands on the day, and has not withdrawn from."""
    held = status_on(subject.register.spells, subject.day)
    own = held[(held["state"] == subject.state) & (held["status"] != "withdrawn")]
    return set(own["treaty"])


def _when(row: Due) -> tuple[str, str, str]:
    """Return the place of a row: a month or a year stands at its end, for it may be any day."""
    return f"{row.written}-99-99"[:10], row.what, ";".join(row.treaties)
