"""How much of a region's land border towards named states a treaty covers, and until when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import cast

import pandas as pd

from analysis.law.border import coverage_by_state, coverage_over_time
from analysis.law.possible import possible_members
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.gaps import gaps
from analysis.subject.setting import State, states
from analysis.subject.subject import Subject
from analysis.terms.statuses import Status


@dataclass(frozen=True, slots=True)
class Side:
    """The border of one state of the region towards the neighbours, in kilometres."""

    state: State
    km: float
    status: Status
    bound: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What notices already running will leave bound from a day on, in kilometres."""

    day: date
    km_bound: int


@dataclass(frozen=True, kw_only=True)
class Border(Fact):
    """The land border of the region's members towards the neighbours, bound and unbound.

    Lengths in kilometres, as each state's side is bound: ``km`` in all, ``km_bound`` on the day,
    ``most`` at the most, last on ``most_last`` (the as-of day itself while it holds). ``sides``
    are the bordering states, longest border first; ``due`` what notices running have scheduled.
    ``over_time`` has ``day``, ``km``, ``km_bound`` and ``states_bound`` (codes joined by ``;``)
    for each day of a change since the treaty was opened. ``undated`` are those counted as bound
    whose suspension is documented while its day is not held: with any, no length can be told.
    ``apart``: the treaty was not made for any of the bordering states. As of a day before the
    treaty was opened there is a border all the same, and none of it is bound.
    """

    day: date
    neighbours: tuple[State, ...]
    sides: tuple[Side, ...]
    km: int
    km_bound: int
    most: int
    most_last: date
    due: tuple[Due, ...]
    undated: tuple[State, ...]
    apart: bool
    over_time: pd.DataFrame = field(compare=False, repr=False)

    @property
    def told(self) -> Border:
        """The border as far as it can be told: without its sides where a gap withholds it."""
        return replace(self, sides=()) if self.undated else self

    @property
    def km_unbound(self) -> int:
        """The kilometres that the treaty does not cover."""
        return self.km - self.km_bound

    @property
    def share(self) -> float:
        """The part of the border that it covers, between 0 and 1."""
        return self.km_bound / self.km if self.km else 0.0

    @property
    def most_share(self) -> float:
        """The largest part of today's border that it ever covered, between 0 and 1."""
        return self.most / self.km if self.km else 0.0

    @property
    def left(self) -> int:
        """The kilometres that remain bound when all that is scheduled has come."""
        return self.due[-1].km_bound if self.due else self.km_bound


@fact("treaty", "region", "towards")
def border(subject: Subject) -> Border:
    """Return the border of the region's members of the day towards the neighbours named."""
    register, code = subject.register, subject.treaty
    known, spells, day = register.known, register.spells, register.day
    group, towards, named = subject.members_of_today, subject.towards, states(subject)
    rows = coverage_by_state(known, spells, code, group, towards, day)
    sides = tuple(
        Side(named[row.state], float(row.km), cast(Status, row.status), bool(row.bound))
        for row in rows_of(rows)
    )
    table = coverage_over_time(known, spells, code, group, towards, day)
    table = table[["day", "km", "km_bound", "states_bound"]]
    lacking, could = gaps(subject).suspended, possible_members(known, code)
    now = round(sum(side.km for side in sides if side.bound))
    most, last = _most(table, day.date())
    return Border(
        basis=TODAY,
        day=day.date(),
        neighbours=tuple(named[one] for one in towards),
        sides=sides,
        km=round(sum(side.km for side in sides)),
        km_bound=now,
        most=most,
        most_last=last,
        due=_due(subject, sides),
        undated=tuple(side.state for side in sides if side.bound and side.state in lacking),
        apart=could is not None and could.isdisjoint(side.state.code for side in sides),
        over_time=table,
        sources=tuple(register.tables.borders["sources"].unique()),
    )


def _most(table: pd.DataFrame, day: date) -> tuple[int, date]:
    """Return the most kilometres ever bound, and the last day on which they were."""
    if table.empty:
        return 0, day
    most = table["km_bound"].max()
    held = table[table["km_bound"] == most].iloc[-1]
    after = table[table["day"] > held["day"]]["day"]
    return int(most), after.iloc[0].date() - timedelta(days=1) if len(after) else day


def _due(subject: Subject, sides: tuple[Side, ...]) -> tuple[Due, ...]:
    spells = subject.register.spells
    own = (spells["treaty"] == subject.treaty) & (spells["status"] == "withdrawn")
    ends = spells[own & (spells["start"] > subject.day)]
    until = dict(zip(ends["state"], ends["start"], strict=True))
    bound = [side for side in sides if side.bound]
    days = sorted({until[side.state.code] for side in bound if side.state.code in until})
    return tuple(
        Due(
            day.date(),
            round(sum(s.km for s in bound if until.get(s.state.code, pd.Timestamp.max) > day)),
        )
        for day in days
    )
