"""Who has stood where since a treaty was opened: state by state, and counted by status."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.law.possible import possible_members
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, WORLD, Fact, fact
from analysis.subject.setting import State, states
from analysis.subject.subject import Subject
from analysis.terms.days import date_or_none
from analysis.terms.statuses import GOING, STACKED, Status

#: So many states are told one by one.
_ONE_BY_ONE = 20


@dataclass(frozen=True, slots=True)
class Spell:
    """A time with one status, from ``start`` to the day before ``end`` (``None``: open).

    ``operates``: the rules of the treaty operate for the state, as they do not under a notice that
    follows a suspension.
    """

    status: Status
    start: date
    end: date | None
    operates: bool

    @property
    def halted(self) -> bool:
        """Whether a notice runs while the operation is suspended."""
        return self.status == "withdrawing" and not self.operates


@dataclass(frozen=True, slots=True)
class Course:
    """One state under the treaty over time: its spells in order, those scheduled last."""

    state: State
    spells: tuple[Spell, ...]


@dataclass(frozen=True, kw_only=True)
class History(Fact):
    """Who has stood where since the treaty was opened.

    ``courses`` are those of the members that the treaty could bind, the earliest notice first,
    then by name; for the world also of states that are no more and had acted. ``first`` is the day
    of the first act, the as-of day where there is none. ``over_time`` has ``day`` and the number of
    states in each status, one row for each day on which a status begins or ends, and one for the
    as-of day.
    """

    day: date
    first: date
    courses: tuple[Course, ...]
    over_time: pd.DataFrame = field(compare=False, repr=False)

    @property
    def acted(self) -> tuple[Course, ...]:
        """The courses of states that have ever acted."""
        return tuple(own for own in self.courses if own.spells)

    @property
    def rows(self) -> tuple[Course, ...]:
        """What is told state by state: all of a few; of many those that acted, if they are few."""
        rows = self.courses if len(self.courses) <= _ONE_BY_ONE else self.acted
        return rows if len(rows) <= _ONE_BY_ONE else ()

    @property
    def rest(self) -> int:
        """How many members are left when some are told state by state."""
        return len(self.courses) - len(self.rows)


@fact("treaty", "region")
def history(subject: Subject) -> History:
    """Return the statuses of the members of the day since the treaty was opened."""
    register, named = subject.register, states(subject)
    members, worldwide = subject.members, subject.region == "world"
    known = register.tables.states
    # The world is all states that there were, as its counts are.
    counted = known[known["un_status"] != "organisation"]["state"] if worldwide else members
    spells = register.spells
    own = spells[(spells["treaty"] == subject.treaty) & spells["state"].isin(counted)]
    held: dict[str, list[Spell]] = {code: [] for code in members}
    for row in rows_of(own):
        begun, over = row.start.date(), date_or_none(row.end)
        held.setdefault(row.state, []).append(Spell(row.status, begun, over, bool(row.operates)))
    could = possible_members(register.known, subject.treaty)
    courses = [
        Course(named[code], tuple(spells))
        for code, spells in held.items()
        if spells or could is None or code in could
    ]
    today = register.day.date()
    return History(
        basis=WORLD if worldwide else TODAY,
        day=today,
        first=min([*(one.start for course in courses for one in course.spells), today]),
        courses=tuple(sorted(courses, key=_by_notice)),
        over_time=_count_by_status(own, register.day),
    )


def _by_notice(course: Course) -> tuple[date, str]:
    going = [one.start for one in course.spells if one.status in GOING]
    return min(going, default=date.max), course.state.name


def _count_by_status(spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    edges = pd.concat([spells["start"], spells["end"].dropna()])
    days = np.append(np.unique(edges[edges < day].to_numpy("datetime64[s]")), day.to_numpy())
    columns: dict[str, Any] = {"day": days}
    for status in STACKED[:-1]:
        own = spells[spells["status"] == status]
        begun, over = (
            np.sort(own[edge].dropna().to_numpy("datetime64[s]")) for edge in ("start", "end")
        )
        columns[status] = begun.searchsorted(days, "right") - over.searchsorted(days, "right")
    return pd.DataFrame(columns)
