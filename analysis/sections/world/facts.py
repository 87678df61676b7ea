"""What the world gained and lost in a span of days: by part of the world, family and treaty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.law.spells import status_on
from analysis.sections.news.facts import Item, news
from analysis.store.loading import rows_of
from analysis.subject.facts import WORLD, Fact, fact
from analysis.subject.setting import Treaty, treaty
from analysis.subject.subject import Subject
from analysis.terms.families import FAMILIES
from analysis.terms.statuses import IN_FORCE

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Square:
    """One part of the world under one family of treaties: memberships begun, and withdrawals."""

    area: str
    family: str
    begun: int
    gone: int

    @property
    def net(self) -> int:
        """What was gained, less what was lost by withdrawal."""
        return self.begun - self.gone


@dataclass(frozen=True, kw_only=True)
class Move(Fact):
    """One treaty: how many states it bound before and on the day, and who came and went between."""

    name: str
    noun: str
    before: int
    begun: int
    gone: int
    now: int


@dataclass(frozen=True, kw_only=True)
class Balance(Fact):
    """The memberships that began and the withdrawals that took effect after ``since``.

    ``areas`` are the parts of the world and ``families`` those of treaties that were open by the
    day; ``squares`` has each pair of them. ``moves`` are the treaties that moved, losses first.
    ``withdrawals`` and ``suspensions`` are the changes themselves; ``ended`` the treaties that
    ended, whose parties are not counted as withdrawals.
    """

    since: date
    day: date
    areas: tuple[str, ...]
    families: tuple[str, ...]
    squares: tuple[Square, ...]
    moves: tuple[Move, ...]
    withdrawals: tuple[Item, ...]
    notices: tuple[Item, ...]
    suspensions: tuple[Item, ...]
    ended: tuple[Treaty, ...]

    @property
    def begun(self) -> int:
        """How many memberships began."""
        return sum(square.begun for square in self.squares)

    @property
    def gone(self) -> int:
        """How many withdrawals took effect."""
        return len(self.withdrawals)

    @property
    def leavers(self) -> int:
        """How many states' withdrawals they are."""
        return len({item.state.code for item in self.withdrawals})

    @property
    def moved(self) -> int:
        """How many treaties gained or lost."""
        return len(self.moves)

    @property
    def ended_count(self) -> int:
        """How many treaties ended."""
        return len(self.ended)


@fact("compare_to")
def balance(subject: Subject) -> Balance:
    """Return the gains and losses of all parts of the world since the day compared with."""
    told, register = news(subject), subject.register
    assert subject.compare_to is not None
    before, now = (_bound(register.spells, day) for day in (subject.compare_to, subject.day))
    withdrawals = tuple(item for item in told.items if item.kind == "withdrawn")
    gone = {(item.treaty.code, item.state.code) for item in withdrawals}
    treaties = [treaty(subject.under(code)) for code in register.codes()]
    opened = [own for own in treaties if own.opened <= subject.day.date()]
    family = {own.code: own.family for own in opened}
    area = _areas(register.tables.states)
    begun = Counter((area.get(state, ""), family[code]) for code, state in now - before)
    lost = Counter((area.get(state, ""), family[code]) for code, state in gone)
    areas = _ordered(register.tables.states, register.members("world"))
    families = [
        one for one in dict.fromkeys([*FAMILIES, *family.values()]) if one in set(family.values())
    ]
    moves = [_move(own, before, now, gone) for own in opened]
    return Balance(
        basis=WORLD,
        since=told.since,
        day=told.day,
        areas=tuple(areas),
        families=tuple(families),
        squares=tuple(
            Square(place, one, begun[place, one], lost[place, one])
            for place in areas
            for one in families
        ),
        moves=tuple(sorted((move for move in moves if move.begun or move.gone), key=_weight)),
        withdrawals=withdrawals,
        notices=tuple(item for item in told.items if item.kind == "withdrawing"),
        suspensions=tuple(item for item in told.items if item.kind == "suspended"),
        ended=tuple(one.treaty for one in told.ended),
        events=told.events,
    )


def _bound(spells: pd.DataFrame, day: pd.Timestamp) -> set[Pair]:
    held = status_on(spells, day)
    held = held[held["status"].isin(IN_FORCE)]
    return {(row.treaty, row.state) for row in rows_of(held)}


def _areas(states: pd.DataFrame) -> dict[str, str]:
    """Return the part of the world of each state: its sub-region, as the UN draws them."""
    return dict(zip(states["state"], states["sub_region"], strict=True))


def _ordered(states: pd.DataFrame, members: Iterable[str]) -> list[str]:
    """Return the parts of the world that have states on the day, continent by continent."""
    inside = states[states["state"].isin(list(members)) & (states["sub_region"] != "")]
    pairs = inside[["region", "sub_region"]].drop_duplicates().sort_values(["region", "sub_region"])
    return list(pairs["sub_region"])


def _move(own: Treaty, before: set[Pair], now: set[Pair], gone: set[Pair]) -> Move:
    held = [{state for code, state in pairs if code == own.code} for pairs in (before, now, gone)]
    return Move(
        name=own.name,
        noun=own.noun,
        before=len(held[0]),
        begun=len(held[1] - held[0]),
        gone=len(held[2]),
        now=len(held[1]),
    )


def _weight(move: Move) -> tuple[int, int, str]:
    return -move.gone, -move.begun, move.name
