"""The context of a treaty as known on a day: casualties, stocks of mines, votes and studies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.measures.context import casualties_known, stocks_known, studies_known, votes_known
from analysis.store.loading import rows_of
from analysis.subject.facts import WORLD, Fact, fact
from analysis.subject.setting import State, states
from analysis.subject.subject import Subject
from analysis.terms.context import Bound, Organ, Stock


@dataclass(frozen=True, kw_only=True)
class Toll(Fact):
    """The casualties of one year, of a ``state`` or of the world, as one edition has them.

    ``killed`` and ``injured`` are ``None`` where the edition was not seen to part them.
    """

    state: State | None
    year: int
    edition: int
    total: int
    bound: Bound
    killed: int | None
    injured: int | None

    @property
    def first(self) -> bool:
        """Whether it is the first number published for the year, and not one revised later."""
        return self.edition == self.year + 1


@dataclass(frozen=True, kw_only=True)
class Casualties(Fact):
    """The numbers of casualties published by the day.

    ``world`` has them by year and edition, ``by_state`` those of the last year of which a first
    number is known, the highest first.
    """

    world: tuple[Toll, ...]
    by_state: tuple[Toll, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which a number is known."""
        return tuple(dict.fromkeys(toll.year for toll in self.world))

    @property
    def latest(self) -> Toll | None:
        """The first number of the last year of which there is one."""
        firsts = [toll for toll in self.world if toll.first]
        return firsts[-1] if firsts else None

    @property
    def before(self) -> Toll | None:
        """The first number of the year before the latest."""
        return self.first_of(self.latest.year - 1) if self.latest else None

    def first_of(self, year: int) -> Toll | None:
        """Return the first number published for a year."""
        return next((toll for toll in self.world if toll.year == year and toll.first), None)

    def revised_of(self, year: int) -> Toll | None:
        """Return the last number published for a year by a later edition than the first."""
        later = [toll for toll in self.world if toll.year == year and not toll.first]
        return later[-1] if later else None


@dataclass(frozen=True, kw_only=True)
class Stocked(Fact):
    """One number on stocks; ``day`` is as precise as it is known."""

    state: State | None
    day: str
    stock: Stock
    number: int
    bound: Bound


@dataclass(frozen=True, kw_only=True)
class Stocks(Fact):
    """The numbers on stocks of mines published by the day, in the order of their days."""

    rows: tuple[Stocked, ...]

    def last(self, stock: Stock) -> Stocked | None:
        """Return the last number of a kind."""
        return next((row for row in reversed(self.rows) if row.stock == stock), None)

    def first(self, stock: Stock) -> Stocked | None:
        """Return the first number of a kind."""
        return next((row for row in self.rows if row.stock == stock), None)

    def by_state(self, stock: Stock) -> tuple[Stocked, ...]:
        """Return the last number of a kind of each state, the highest first."""
        own = {row.state.code: row for row in self.rows if row.stock == stock and row.state}
        return tuple(sorted(own.values(), key=lambda row: -row.number))


@dataclass(frozen=True, kw_only=True)
class Vote(Fact):
    """One vote on the yearly resolution; ``None`` for votes of which no source gives the number."""

    day: str
    organ: Organ
    symbol: str
    yes: int | None
    no: int | None
    abstain: int | None

    @property
    def whole(self) -> bool:
        """Whether all three numbers are known."""
        return None not in (self.yes, self.no, self.abstain)


@dataclass(frozen=True, kw_only=True)
class Votes(Fact):
    """The votes cast by the day, in their order."""

    cast: tuple[Vote, ...]

    @property
    def plenary(self) -> tuple[Vote, ...]:
        """The votes of the whole Assembly of which all three numbers are known."""
        return tuple(vote for vote in self.cast if vote.organ == "plenary" and vote.whole)

    @property
    def since(self) -> tuple[Vote, ...]:
        """The votes of the First Committee in later years than the last of the whole Assembly."""
        last = self.plenary[-1].day[:4] if self.plenary else ""
        return tuple(vote for vote in self.cast if vote.day[:4] > last)


@dataclass(frozen=True, slots=True)
class Study:
    """A study: its title and year of publication, its design and finding, and how much was read."""

    key: str
    title: str
    published: str
    design: str
    finding: str
    effect: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class Studies(Fact):
    """The studies published by the day: ``own`` about the treaty, others of treaties at large."""

    own: tuple[Study, ...]
    general: tuple[Study, ...]


@fact("treaty")
def casualties(subject: Subject) -> Casualties:
    """Return the numbers of casualties that bear on the treaty, published by the day."""
    rows = _own(casualties_known(subject.register.tables, subject.day), subject)
    tolls = [_toll(subject, row) for row in rows_of(rows)]
    found = Casualties(
        basis=WORLD,
        world=tuple(toll for toll in tolls if toll.state is None),
        by_state=(),
        sources=_sources(rows),
    )
    if (latest := found.latest) is None:
        return found
    same = [toll for toll in tolls if toll.state and toll.year == latest.year and toll.first]
    ranked = tuple(sorted(same, key=lambda toll: (-toll.total, toll.year)))
    return Casualties(basis=WORLD, world=found.world, by_state=ranked, sources=found.sources)


@fact("treaty")
def stocks(subject: Subject) -> Stocks:
    """Return the numbers on stocks of mines that bear on the treaty, published by the day."""
    rows = _own(stocks_known(subject.register.tables, subject.day), subject)
    found = [
        Stocked(
            state=_state(subject, row.state),
            day=row.day,
            stock=row.stock,
            number=int(row.number),
            bound=row.bound,
            sources=_keys(row.sources),
        )
        for row in rows_of(rows.sort_values("day", kind="stable"))
    ]
    return Stocks(rows=tuple(found), sources=_sources(rows))


@fact("treaty")
def votes(subject: Subject) -> Votes:
    """Return how the yearly resolution on the treaty was voted, up to the day."""
    rows = _own(votes_known(subject.register.tables, subject.day), subject)
    found = [
        Vote(
            day=row.day,
            organ=row.organ,
            symbol=row.symbol,
            yes=_known(row.yes),
            no=_known(row.no),
            abstain=_known(row.abstain),
            sources=_keys(row.sources),
        )
        for row in rows_of(rows)
    ]
    return Votes(basis=WORLD, cast=tuple(found), sources=_sources(rows))


@fact("treaty")
def studies(subject: Subject) -> Studies:
    """Return the studies of the treaty, and of treaties in general, published by the day."""
    tables = subject.register.tables
    rows = studies_known(tables, subject.day)
    titles = tables.sources.set_index("source")[["title", "published"]].to_dict("index")
    own, general = [], []
    for row in rows_of(rows):
        told = titles[row.sources.split(";")[0]]
        study = Study(
            row.sources, told["title"], told["published"][:4], row.design, row.finding,
            row.effect, row.basis,
        )  # fmt: skip
        if subject.treaty in row.treaties.split(";"):
            own.append(study)
        elif not row.treaties:
            general.append(study)
    keys = tuple(study.key for study in (*own, *general))
    return Studies(own=tuple(own), general=tuple(general), sources=keys)


def _toll(subject: Subject, row: Any) -> Toll:
    return Toll(
        state=_state(subject, row.state),
        year=int(row.year),
        edition=int(row.edition),
        total=int(row.total),
        bound=row.bound,
        killed=_known(row.killed),
        injured=_known(row.injured),
        sources=_keys(row.sources),
    )


def _own(rows: pd.DataFrame, subject: Subject) -> pd.DataFrame:
    return rows[rows["treaty"] == subject.treaty]


def _state(subject: Subject, code: str) -> State | None:
    return states(subject)[code] if code else None


def _known(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _keys(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";"))


def _sources(rows: pd.DataFrame) -> tuple[str, ...]:
    cells: Sequence[str] = rows["sources"].tolist()
    return tuple(dict.fromkeys(key for cell in cells for key in _keys(cell)))
