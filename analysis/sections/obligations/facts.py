"""What one state has bound itself to: its standing under every treaty, and its ways out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from analysis.law.possible import annexed_states
from analysis.sections.exits.facts import Exit, Spell, exits
from analysis.sections.standing.facts import Position, standing
from analysis.store.loading import rows_of
from analysis.subject.facts import WORLD, Fact, fact
from analysis.subject.setting import State, Treaty, states, treaty
from analysis.subject.subject import Subject
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.days import date_or_none
from analysis.terms.families import FAMILIES
from analysis.terms.statuses import IN_FORCE, Status


@dataclass(frozen=True, slots=True)
class Obligation:
    """One treaty as it concerns the state: where it stands, its spells, and its way out if any."""

    treaty: Treaty
    position: Position
    spells: tuple[Spell, ...]
    exit: Exit | None

    @property
    def bound(self) -> bool:
        """Whether the treaty is in force for the state."""
        return self.position.status in IN_FORCE

    @property
    def gone(self) -> bool:
        """Whether the state's withdrawal has taken effect."""
        return self.exit is not None and self.exit.in_effect

    @property
    def running(self) -> bool:
        """Whether a notice of the state is running."""
        return self.position.status == "withdrawing"

    @property
    def taken_back(self) -> bool:
        """Whether the state has taken its consent back."""
        return self.exit is not None and self.exit.outcome == "taken back"

    @property
    def suspended(self) -> bool:
        """Whether the state has suspended the treaty, which is in force for it."""
        return self.bound and not self.position.operates

    @property
    def undated(self) -> bool:
        """Whether a suspension is documented while its day of effect is not held."""
        return self.position.place == "undated"

    @property
    def underway(self) -> bool:
        """Whether the state has taken steps towards leaving, and given no notice."""
        return self.exit is not None and self.exit.short_of_notice and self.bound

    @property
    def told(self) -> bool:
        """Whether there is anything to tell of it but that it binds the state, or does not."""
        if self.treaty.ended is not None:
            return self.gone
        moved = self.exit is not None or self.suspended or self.undated
        return moved or bool(self.position.disputed)


@dataclass(frozen=True, kw_only=True)
class Joined(Fact):
    """The last consent of the state to be bound: to which treaty, and when."""

    noun: str
    written: str


@dataclass(frozen=True, kw_only=True)
class Obligations(Fact):
    """Where the state stands under each treaty that was open by the day, family by family.

    Treaties that were not made for the state are only counted (``apart``), and so are those under
    which nothing is known of it (``unknown``): a state that has ended since, or that another one
    had annexed on the day (``annexed``).
    ``joined`` is its last consent, ``None`` where it never gave one.
    """

    state: State
    day: date
    rows: tuple[Obligation, ...]
    apart: int
    unknown: int
    annexed: bool
    joined: Joined | None

    def having(self, trait: str) -> tuple[Obligation, ...]:
        """Return the treaties of which something is true: ``gone``, ``running``, ``bound``."""
        return tuple(row for row in self.rows if getattr(row, trait))

    @property
    def bound(self) -> int:
        """How many treaties are in force for the state."""
        return len(self.having("bound"))

    @property
    def in_force(self) -> int:
        """How many treaties in force it could be party to."""
        return sum(row.treaty.in_force for row in self.rows)

    @property
    def gone(self) -> int:
        """How many of its withdrawals have taken effect."""
        return len(self.having("gone"))

    @property
    def running(self) -> int:
        """How many of its notices are running."""
        return len(self.having("running"))

    @property
    def suspended(self) -> int:
        """How many treaties it has suspended."""
        return len(self.having("suspended"))

    @property
    def taken_back(self) -> int:
        """How many of its ratifications it has taken back."""
        return len(self.having("taken_back"))

    @property
    def underway(self) -> int:
        """Of how many it has taken steps to leave, short of a notice."""
        return len(self.having("underway"))

    @property
    def outside(self) -> tuple[Obligation, ...]:
        """The treaties in force that it has neither signed nor joined, nor left."""
        return tuple(
            row for row in self.rows if row.position.place == "none" and row.treaty.in_force
        )

    @property
    def outside_count(self) -> int:
        """How many they are."""
        return len(self.outside)

    @property
    def disputed(self) -> tuple[Obligation, ...]:
        """The treaties under which its standing is contested."""
        return tuple(row for row in self.rows if row.position.disputed and row.treaty.ended is None)

    @property
    def ever_bound(self) -> int:
        """How many treaties have been in force for the state by the day."""
        return sum(
            any(one.status in IN_FORCE and one.start <= self.day for one in row.spells)
            for row in self.rows
        )

    @property
    def drawn(self) -> tuple[Obligation, ...]:
        """The treaties under which it has ever stood."""
        return tuple(row for row in self.rows if row.spells)


@fact("state")
def obligations(subject: Subject) -> Obligations:
    """Return the standing of a state under every treaty on the day."""
    day, own = subject.day.date(), states(subject)[subject.state]
    subject.register.status_of_all()
    under = [subject.under(code) for code in subject.register.codes()]
    opened = [one for one in under if treaty(one).opened <= day]
    known = [(one, code) for one in opened if (code := _acting(one))]
    found = [_obligation(one, code) for one, code in known]
    rows = sorted(
        (row for row in found if row.position.place != "apart"),
        key=lambda row: _place_of(row.treaty.family, [treaty(one).family for one in under]),
    )
    joined = _joined(subject)
    keys = [key for row in rows for key in row.position.acts]
    return Obligations(
        basis=WORLD,
        state=own,
        day=day,
        rows=tuple(rows),
        apart=len(found) - len(rows),
        unknown=len(opened) - len(found),
        annexed=subject.state in annexed_states(subject.register.known, subject.day),
        joined=joined,
        events=tuple(dict.fromkeys(keys)),
    )


def _acting(subject: Subject) -> str:
    """Return under which code the state's acts stand, ``""`` if nothing is known of it."""
    unknown = subject.uncounted
    return next((code for code in subject.person if code not in unknown), "")


def _obligation(subject: Subject, code: str) -> Obligation:
    everywhere = exits(subject).rows
    spells = subject.register.spells
    own = spells[(spells["treaty"] == subject.treaty) & (spells["state"] == code)]
    return Obligation(
        treaty=treaty(subject),
        position=next(one for one in standing(subject).positions if one.state.code == code),
        spells=tuple(
            Spell(
                cast(Status, row.status),
                row.start.date(),
                date_or_none(row.end),
                bool(row.operates),
            )
            for row in rows_of(own)
        ),
        exit=next((row for row in everywhere if row.state.code == code), None),
    )


def _place_of(family: str, families: Iterable[str]) -> int:
    """Return the place of a family: in the order of the words, then as the register has them."""
    known = [*FAMILIES, *families]
    return known.index(family)


def _joined(subject: Subject) -> Joined | None:
    events = subject.register.events
    own = events[events["state"].isin(subject.person) & events["kind"].isin(CONSENT_KINDS)]
    if own.empty:
        return None
    last = own.sort_values("day", kind="stable").iloc[-1]
    noun = treaty(subject.under(last["treaty"])).noun
    return Joined(noun=noun, written=last["date"], events=(last["event"],))
