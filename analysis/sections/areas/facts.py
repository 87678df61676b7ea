"""The parts of the world: how many states the treaty binds in each, over time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analysis.law.regions import slug
from analysis.sections.participation.facts import participation
from analysis.sections.standing.facts import FEW, standing
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.peak import Peaked
from analysis.subject.setting import State, by_name, states
from analysis.subject.subject import Subject

#: More parts than these do not fit beside one another.
_MOST = 6


@dataclass(frozen=True, kw_only=True)
class Area(Peaked):
    """One part of the world: its parties on the day against their peak.

    ``states`` are those that the treaty could bind, ``contracting`` those that have consented;
    ``over_time`` has ``day``, ``parties`` and ``contracting_states``. The numbers are those of the
    states of the as-of day, also for days before.
    """

    name: str
    said: str
    states: int
    contracting: int
    over_time: pd.DataFrame = field(compare=False, repr=False)

    @property
    def consented(self) -> bool:
        """Whether any of its states ever consented: else there is no line to draw."""
        return bool(self.over_time["contracting_states"].any())

    @property
    def share(self) -> float:
        """The parties as a share of the states that the treaty could bind."""
        return self.now / self.states

    @property
    def contracting_share(self) -> float:
        """The same of those that have consented, whether or not the treaty binds them."""
        return self.contracting / self.states


@dataclass(frozen=True, kw_only=True)
class Areas(Fact):
    """The parts of the world in which the treaty could bind states, by name; none for a few states.

    Parts are the regions of the United Nations geoscheme, or where all such states lie in one of
    them its sub-regions; ``empty`` names those where nobody ever consented, ``unplaced``
    are states that the geoscheme does not place, for they have ended since. ``begun`` is the first
    day on which anybody had signed or consented.
    """

    day: date
    begun: date
    entered: bool
    parts: tuple[Area, ...]
    empty: tuple[str, ...]
    unplaced: tuple[State, ...]

    @property
    def field(self) -> str:
        """What is counted: parties, of a treaty that never bound anybody contracting States."""
        return "now" if self.entered else "contracting"

    @property
    def number(self) -> str:
        """The column of the same number over time."""
        return "parties" if self.entered else "contracting_states"

    @property
    def count(self) -> int:
        """How many parts there are."""
        return len(self.parts)

    @property
    def fallen(self) -> tuple[Area, ...]:
        """The parts below their peak, the deepest fall first."""
        own = (area for area in self.parts if area.fallen and area.peak)
        return tuple(sorted(own, key=lambda area: (-area.fallen, area.name)))

    @property
    def whole(self) -> tuple[Area, ...]:
        """The parts all of whose states are bound, or have consented."""
        return tuple(area for area in self.parts if self._share(area) == 1)

    @property
    def fullest(self) -> Area:
        """The part with the highest share."""
        return max(self.parts, key=self._share)

    @property
    def thinnest(self) -> Area:
        """The part with the lowest share."""
        return min(self.parts, key=self._share)

    def _share(self, area: Area) -> float:
        return area.share if self.entered else area.contracting_share


@fact("treaty")
def areas(subject: Subject) -> Areas:
    """Return the parts of the world under the treaty on the day."""
    could = {own.state.code for own in standing(subject).could}
    world = participation(subject)
    found = _parts(subject, could) if len(could) >= FEW else {}
    every = [_area(subject, name, len(inside)) for name, inside in sorted(found.items())]
    parts = [area for area in every if area.consented]
    return Areas(
        basis=TODAY,
        day=world.day,
        begun=world.begun,
        entered=bool(world.peak),
        parts=tuple(parts) if 1 < len(parts) <= _MOST else (),
        empty=tuple(area.said for area in every if not area.consented),
        unplaced=by_name(could - {code for own in found.values() for code in own}, states(subject)),
        events=world.events,
        sources=world.sources,
    )


def _parts(subject: Subject, could: Collection[str]) -> dict[str, list[str]]:
    """Return the states that the treaty could bind, by part: by region, or else by sub-region."""
    table = subject.register.known.states
    table = table[table["state"].isin(could & states(subject).keys())]
    finest = table["intermediate_region"].where(
        table["intermediate_region"] != "", table["sub_region"]
    )
    for column in (table["region"], finest):
        named = column[column != ""]
        found = table.loc[named.index].groupby(named)["state"].agg(list).to_dict()
        if len(found) > 1:
            return {str(name): codes for name, codes in found.items()}
    return {}


def _area(subject: Subject, name: str, could: int) -> Area:
    inside = subject.within(slug(name))
    own = participation(inside)
    return Area(
        basis=TODAY,
        day=own.day,
        now=own.now,
        peak=own.peak,
        first=own.first,
        last=own.last,
        withdrawn=own.withdrawn,
        name=name,
        said=inside.region_words.said,
        states=could,
        contracting=own.contracting,
        over_time=own.over_time,
        events=own.events,
    )
