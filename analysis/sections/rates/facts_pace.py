"""How often states have left a treaty: every withdrawal on its day, inside the region or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.sections.participation.facts import participation
from analysis.subject.facts import TODAY, WORLD, Fact, fact
from analysis.subject.setting import State
from analysis.subject.subject import Subject


@dataclass(frozen=True, slots=True)
class Gone:
    """One withdrawal: the day on which it took effect, and whether a member of the region left."""

    day: date
    state: State
    inside: bool


@dataclass(frozen=True, kw_only=True)
class Pace(Fact):
    """The withdrawals in effect by the day, the earliest first, since the treaty was opened.

    ``begun`` is the day of its first signature or consent, ``day`` the as-of day.
    """

    begun: date
    day: date
    rows: tuple[Gone, ...]

    @property
    def count(self) -> int:
        """How many withdrawals have taken effect."""
        return len(self.rows)

    @property
    def inside(self) -> int:
        """How many of them were those of members."""
        return sum(row.inside for row in self.rows)

    @property
    def first(self) -> date:
        """The day of the first of them, the as-of day before there was any."""
        return self.rows[0].day if self.rows else self.day

    @property
    def last(self) -> date:
        """The day of the last of them, the as-of day before there was any."""
        return self.rows[-1].day if self.rows else self.day

    @property
    def within(self) -> int:
        """The days from the first to the last."""
        return (self.last - self.first).days


@fact("treaty", "region")
def pace(subject: Subject) -> Pace:
    """Return the withdrawals from the treaty that are in effect, worldwide."""
    world, inside = participation(subject.worldwide), set(subject.members)
    return Pace(
        basis=WORLD if subject.region == "world" else TODAY,
        begun=world.begun,
        day=world.day,
        rows=tuple(
            Gone(one.day, state, state.code in inside)
            for one in world.exits
            for state in one.states
        ),
        events=world.events,
        sources=world.sources,
    )
