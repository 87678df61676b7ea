"""Who is outside a treaty: states that have not consented to it, by part of the world."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.law.possible import annexed_states, left_out, possible_members
from analysis.sections.standing.facts import Position, standing
from analysis.subject.facts import WORLD, Fact, fact
from analysis.subject.setting import State, by_name, states
from analysis.subject.subject import Subject
from analysis.terms.statuses import CONTRACTING

#: Where states are listed that the geoscheme does not place.
_FORMER = "Former states"
#: The states that the NPT calls nuclear-weapon states, also the permanent members of the Council.
POWERS = "npt-nuclear-weapon-states"


@dataclass(frozen=True, slots=True)
class Absent:
    """The states of one part of the world that have not consented, by whether they signed."""

    area: str
    signed: tuple[State, ...]
    never: tuple[State, ...]


@dataclass(frozen=True, kw_only=True)
class Outside(Fact):
    """The states that the treaty could bind and that have not consented to it on the day.

    ``rows`` has them by part of the world; a state that has withdrawn is not among them, nor one
    whose standing is contested. ``powers_out`` and ``powers_in`` are the nuclear-weapon states of
    the NPT that are outside and those that have consented, where every state could join. Not
    counted are ``annexed`` states, which could join nothing, and those that have ended since and
    whose acts are not held (``unheld``).
    """

    rows: tuple[Absent, ...]
    total: int
    powers_out: tuple[State, ...]
    powers_in: tuple[State, ...]
    annexed: tuple[State, ...]
    unheld: tuple[State, ...]

    @property
    def signed(self) -> int:
        """How many of them have signed."""
        return sum(len(row.signed) for row in self.rows)

    @property
    def never(self) -> int:
        """How many have neither signed nor joined."""
        return sum(len(row.never) for row in self.rows)

    @property
    def count(self) -> int:
        """How many there are."""
        return self.signed + self.never

    @property
    def powers(self) -> int:
        """How many of the nuclear-weapon states are outside."""
        return len(self.powers_out)


@fact("treaty")
def outside(subject: Subject) -> Outside:
    """Return who is outside the treaty on the day."""
    held, register = standing(subject), subject.register
    signed = {own.state.code for own in held.at("signatory") if not own.disputed}
    never = {own.state.code for own in held.at("none") if not own.disputed}
    named = states(subject)
    table = register.known.states
    # The geoscheme has no place for a state that has ended since.
    areas = dict(zip(table["state"], table["region"].replace("", _FORMER), strict=True))
    found = sorted({areas[code] for code in signed | never})
    rows = [
        Absent(
            area,
            by_name((code for code in signed if areas[code] == area), named),
            by_name((code for code in never if areas[code] == area), named),
        )
        for area in found
    ]
    powers = set(_powers(subject))
    consented = {own.state.code for own in held.having(*CONTRACTING)}
    annexed = annexed_states(register.known, subject.day)
    silent = left_out(register.known, subject.treaty, subject.day)
    return Outside(
        basis=WORLD,
        rows=tuple(rows),
        total=held.possible,
        powers_out=by_name(powers & (signed | never), named),
        powers_in=by_name(powers & consented, named),
        annexed=by_name(silent & annexed, named),
        unheld=by_name(silent - annexed, named),
        events=tuple(_acts(held.at("signatory"))),
    )


def _powers(subject: Subject) -> list[str]:
    """Return the nuclear-weapon states, of a treaty that every state could join."""
    tables = subject.register.known
    if possible_members(tables, subject.treaty) is not None:
        return []
    if POWERS not in set(tables.groups["group"]):
        return []
    return subject.register.members(POWERS)


def _acts(positions: tuple[Position, ...]) -> list[str]:
    return [key for own in positions for key in own.acts[-1:]]
