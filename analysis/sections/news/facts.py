"""What changed between two days under several treaties, and what earlier data told otherwise."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.law.spells import status_on
from analysis.sections.changes.facts import KINDS, Change, Kind, changes
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.gaps import gaps
from analysis.subject.setting import State, Treaty, by_name, states, treaty
from analysis.subject.subject import Subject
from analysis.terms.days import date_or_none
from analysis.terms.statuses import Status

Pairs = dict[tuple[str, str], Status]


@dataclass(frozen=True, slots=True)
class Item:
    """The gravest change of one state under one treaty: its status before and after, and the act.

    ``kind`` is one of :data:`analysis.sections.changes.facts.KINDS`; ``written`` its date as
    precise as known; ``event`` the key of the act, empty where the law alone dates the change.
    """

    kind: Kind
    state: State
    treaty: Treaty
    before: Status
    after: Status
    written: str
    event: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A treaty that ended in between: when, how, and the acts that say so."""

    treaty: Treaty
    day: date
    how: str
    events: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Tally(Fact):
    """How many changes of one kind there were."""

    kind: str
    count: int


@dataclass(frozen=True, kw_only=True)
class News(Fact):
    """What changed after ``since`` and up to the day, the gravest first, then by treaty and state.

    ``tallies`` counts the changes by kind, in the same order; ``undated`` are the states whose
    suspension is documented since then while no day of effect is held.
    """

    since: date
    day: date
    items: tuple[Item, ...]
    ended: tuple[Ended, ...]
    tallies: tuple[Tally, ...]
    undated: tuple[tuple[Treaty, tuple[State, ...]], ...]

    @property
    def quiet(self) -> bool:
        """Whether nothing is on record."""
        return not self.items and not self.ended


@dataclass(frozen=True, slots=True)
class Corrected:
    """A status that an earlier version of the data told otherwise, from a day to another."""

    state: State
    treaty: Treaty
    start: date
    end: date | None
    before: Status
    after: Status


@dataclass(frozen=True, kw_only=True)
class Corrections(Fact):
    """What this version of the data corrected of statuses told before, the latest days first.

    ``touching`` are those that reach into the days since the day compared with.
    """

    version: str
    rows: tuple[Corrected, ...]
    touching: tuple[Corrected, ...]

    @property
    def count(self) -> int:
        """How many statuses were corrected."""
        return len(self.rows)

    @property
    def touching_count(self) -> int:
        """How many of them reach into the days told."""
        return len(self.touching)


@fact("treaty", "region", "compare_to")
def news(subject: Subject) -> News:
    """Return what changed for the members of a region under the treaties asked about."""
    since = subject.compare_to
    if since is None:
        raise LookupError("what changed is asked since a day; this subject names none")
    held = tuple(_held(subject.register.spells, day) for day in (since, subject.day))
    items, ended, undated = [], [], []
    for each in map(subject.under, subject.treaties):
        own, of, lacking = changes(each), treaty(each), _undated(each, since)
        items += [_item(row, of, held) for row in own.rows]
        if lacking and of.ended is None:
            undated.append((of, lacking))
        if own.ended:
            ended.append(Ended(of, own.ended, own.ended_by, own.ended_events))
    counts = Counter(item.kind for item in items)
    order = sorted(items, key=lambda one: (KINDS.index(one.kind), one.written))
    keys = [item.event for item in order if item.event]
    return News(
        basis=TODAY,
        since=since.date(),
        day=subject.day.date(),
        items=tuple(order),
        ended=tuple(ended),
        undated=tuple(undated),
        tallies=tuple(Tally(kind=kind, count=counts[kind]) for kind in KINDS if counts[kind]),
        events=tuple(dict.fromkeys([*keys, *(key for one in ended for key in one.events)])),
    )


def _item(row: Change, of: Treaty, held: tuple[Pairs, ...]) -> Item:
    before, after = (pairs.get((of.code, row.state.code), "none") for pairs in held)
    return Item(row.kind, row.state, of, before, after, row.written, row.event)


def _undated(subject: Subject, since: pd.Timestamp) -> tuple[State, ...]:
    """Return whose suspension is documented since a day, its own day not on record."""
    missing = gaps(subject).of("suspension_day")
    lacking = {
        state.code: state for gap in missing for state in gap.states if gap.start > since.date()
    }
    return by_name(lacking, lacking)


def _held(spells: pd.DataFrame, day: pd.Timestamp) -> Pairs:
    held = status_on(spells, day)
    return {(row.treaty, row.state): row.status for row in rows_of(held)}


@fact("treaty", "region", "compare_to")
def corrections(subject: Subject) -> Corrections:
    """Return what this version of the data corrected for the region under the treaties."""
    tables, named = subject.register.tables, states(subject)
    own = tables.corrections
    inside = own["treaty"].isin(subject.treaties) & (own["version"] == tables.version)
    if subject.region != "world":
        inside &= own["state"].isin(subject.members)
    own = own[inside & (own["start"] <= subject.day)].sort_values("start", ascending=False)
    since = subject.compare_to
    rows = []
    touching = []
    for row in rows_of(own):
        found = Corrected(
            named[row.state],
            treaty(subject.under(row.treaty)),
            row.start.date(),
            date_or_none(row.end if row.end <= subject.day else None),
            row.before or "none",
            row.after or "none",
        )
        rows.append(found)
        if since is not None and (pd.isna(row.end) or row.end > since):
            touching.append(found)
    keys = tuple(dict.fromkeys(key for cell in own["sources"] for key in cell.split(";")))
    return Corrections(
        version=tables.version, rows=tuple(rows), touching=tuple(touching), sources=keys
    )
