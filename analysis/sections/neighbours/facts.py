"""Where a state and its neighbours stand under the treaties that tell them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.law.possible import annexed_states
from analysis.law.regions import REGION_COLUMNS, Region, find_region, land_borders, slug
from analysis.sections.obligations.facts import Obligation, obligations
from analysis.sections.standing.facts import Position, standing
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.setting import State, states
from analysis.subject.subject import Subject
from analysis.terms.statuses import IN_FORCE

#: So many neighbours have a column each, and so many treaties a row.
_COLUMNS, _ROWS = 7, 5


@dataclass(frozen=True, kw_only=True)
class Compared(Fact):
    """One treaty: where the state and each neighbour stand, by code.

    ``possible`` is the number of neighbours that it could bind, ``bound`` of those that it does.
    """

    noun: str
    name: str
    own: Position
    positions: Mapping[str, Position]
    bound: int
    possible: int


@dataclass(frozen=True, kw_only=True)
class Neighbours(Fact):
    """The neighbours of a state by land, the longest border first, under a few treaties.

    Where it has none, the states of its part of the world stand in (``area``), by name; ``more``
    is the number of neighbours that have no column. ``rows`` begin with the treaties that the
    state is leaving or has suspended; then come those that bind it and fewest neighbours, or the
    other way round.
    """

    state: State
    area: Region | None
    neighbours: tuple[State, ...]
    more: int
    rows: tuple[Compared, ...]

    @property
    def count(self) -> int:
        """How many neighbours are compared."""
        return len(self.neighbours)


@fact("state")
def neighbours(subject: Subject) -> Neighbours:
    """Return the neighbours of a state and where they stand on the day."""
    named = states(subject)
    codes, area = _near(subject)
    shown = codes[:_COLUMNS]
    rows = [_compare(subject, row, shown) for row in obligations(subject).rows]
    chosen = sorted((pair for pair in rows if pair[0] or pair[1]), key=lambda p: (-p[0], -p[1]))[
        :_ROWS
    ]
    own = tuple(one for *_, one in chosen) if shown else ()
    keys = [key for one in own for key in one.own.acts[-1:]]
    return Neighbours(
        basis=TODAY,
        state=named[subject.state],
        area=area,
        neighbours=tuple(named[code] for code in shown),
        more=len(codes) - len(shown),
        rows=own,
        events=tuple(keys),
    )


def _compare(subject: Subject, row: Obligation, codes: Sequence[str]) -> tuple[int, int, Compared]:
    """Return how much news a treaty has of the state, how many neighbours differ, and who."""
    positions = {
        one.state.code: one
        for one in standing(subject.under(row.treaty.code)).positions
        if one.state.code in codes
    }
    bound = sum(one.status in IN_FORCE for one in positions.values())
    possible = sum(one.place != "apart" for one in positions.values())
    differ = possible - bound if row.bound else bound
    news = 2 if row.gone or row.running else 1 if row.told else 0
    if row.treaty.ended is not None or not possible:
        news, differ = 0, 0
    compared = Compared(
        noun=row.treaty.noun,
        name=row.treaty.name,
        own=row.position,
        positions=positions,
        bound=bound,
        possible=possible,
    )
    return news, differ, compared


def _near(subject: Subject) -> tuple[list[str], Region | None]:
    """Return the neighbours by land, or the other states of the smallest part of the world."""
    register = subject.register
    alive = set(register.members("world")) - annexed_states(register.known, subject.day)
    borders = land_borders(register.tables, [subject.state])
    ordered = borders.sort_values("km", ascending=False, kind="stable")
    if by_land := [code for code in ordered["state"] if code in alive]:
        return by_land, None
    row = register.tables.states.set_index("state").loc[subject.state]
    area = next((f"{row[one]}" for one in reversed(REGION_COLUMNS) if row[one]), "")
    if not area:
        return [], None
    named, region = states(subject), find_region(register.tables, slug(area))
    others = [code for code in register.members(region.slug) if code != subject.state]
    return sorted(others, key=lambda code: named[code].name), region
