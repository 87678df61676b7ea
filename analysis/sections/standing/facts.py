"""Who stands where on the day: the status of each state of the region, and their numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pandas as pd

from analysis.law.disputes import disputes
from analysis.law.possible import possible_members
from analysis.law.spells import status_on
from analysis.sections.standing.history import Course, History, Spell, history
from analysis.sections.standing.kin import Kin, kin
from analysis.sections.standing.position import Group, Place, Position
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.gaps import gaps
from analysis.subject.setting import states, treaty
from analysis.subject.subject import Subject
from analysis.terms.acts import CONSENT_KINDS, STATE_ACTORS
from analysis.terms.days import date_or_none
from analysis.terms.statuses import CONTRACTING, GOING, IN_FORCE, OPERATING, Status

# The questions of this room that have modules of their own are asked here too.
__all__ = [
    "FEW",
    "Course",
    "Group",
    "History",
    "Kin",
    "Place",
    "Position",
    "Spell",
    "Standing",
    "history",
    "kin",
    "standing",
]

#: A treaty that could bind fewer states than these is told state by state.
FEW = 8
#: Acts that put a state where it stands.
_STANDING_ACTS = (
    *("signature", *CONSENT_KINDS, "ratification_revoked"),
    *("withdrawal_notified", "suspension_effective"),
)


@dataclass(frozen=True, kw_only=True)
class Standing(Fact):
    """The positions of the region's members, and how many stand where.

    ``notices`` is the number of notices of withdrawal that any state has ever given.
    """

    positions: tuple[Position, ...]
    notices: int

    def having(self, *statuses: Status) -> tuple[Position, ...]:
        """Return the positions with one of some statuses, in the order of the register."""
        return tuple(own for own in self.positions if own.status in statuses)

    def at(self, place: Place) -> tuple[Position, ...]:
        """Return the positions in one place."""
        return tuple(own for own in self.positions if own.place == place)

    def in_group(self, group: Group, *, quiet: bool = False) -> tuple[Position, ...]:
        """Return the positions of one group, or of these those alone that are quiet."""
        own = (one for one in self.positions if one.group == group)
        return tuple(one for one in own if one.quiet or not quiet)

    @property
    def moving(self) -> tuple[Position, ...]:
        """Those that have taken a step, left or suspended, or whose standing is contested."""
        gone: tuple[Status, ...] = (*GOING, "suspended")
        return tuple(own for own in self.positions if not own.quiet or own.status in gone)

    @property
    def could(self) -> tuple[Position, ...]:
        """The positions of those that the treaty could bind."""
        return tuple(own for own in self.positions if own.place != "apart")

    @property
    def total(self) -> int:
        """The number of members."""
        return len(self.positions)

    @property
    def possible(self) -> int:
        """The number of members that the treaty could bind."""
        return len(self.could)

    @property
    def in_force(self) -> int:
        """For how many the treaty is in force (VCLT Art. 2(1)(g))."""
        return len(self.having(*IN_FORCE))

    @property
    def operating(self) -> int:
        """For how many its rules operate: in force and not suspended."""
        return self.in_force - self.not_operating

    @property
    def suspended(self) -> int:
        """How many have suspended it and given no notice since."""
        return len(self.having("suspended"))

    @property
    def halted(self) -> tuple[Position, ...]:
        """Those bound in law for which its rules do not operate, whether or not a notice runs."""
        return tuple(own for own in self.having(*IN_FORCE) if not own.operates)

    @property
    def not_operating(self) -> int:
        """For how many it is in force and does not operate: they have suspended it."""
        return len(self.halted)

    @property
    def withdrawing_halted(self) -> int:
        """How many have a notice running and had suspended it before."""
        return sum(own.status == "withdrawing" for own in self.halted)

    @property
    def undated(self) -> int:
        """Of how many parties a suspension is documented whose day is not held."""
        return len(self.at("undated"))

    @property
    def plain(self) -> int:
        """How many are parties, and no gap hides what else they are."""
        return self.steady - self.undated

    @property
    def withdrawing(self) -> int:
        """How many have a notice running."""
        return len(self.having("withdrawing"))

    @property
    def withdrawn(self) -> int:
        """How many withdrawals are in effect."""
        return len(self.having("withdrawn"))

    @property
    def contracting(self) -> int:
        """How many have consented to be bound and are not bound yet."""
        return len(self.having("contracting"))

    @property
    def consented(self) -> int:
        """How many are contracting States, whether or not the treaty is in force for them."""
        return len(self.having(*CONTRACTING))

    @property
    def steady(self) -> int:
        """How many are parties that have neither given notice nor suspended it."""
        return len(self.having("party"))

    @property
    def signatories(self) -> int:
        """How many have signed and done nothing more, or had when the treaty ended."""
        return len(self.at("signatory"))

    @property
    def outside(self) -> int:
        """How many of those that it could bind have neither signed nor joined."""
        return len(self.at("none"))

    @property
    def apart(self) -> int:
        """How many it was not made for."""
        return len(self.at("apart"))

    @property
    def ended(self) -> int:
        """How many the treaty bound until it ended."""
        return len(self.at("ended"))

    @property
    def quiet_parties(self) -> int:
        """How many are bound and have taken no step."""
        return len(self.in_group("party", quiet=True))

    @property
    def quiet_contracting(self) -> int:
        """How many have consented, are not bound yet and have taken no step."""
        return len(self.in_group("contracting", quiet=True))

    @property
    def quiet_outside(self) -> int:
        """How many have neither signed nor joined, nor dispute it."""
        return len(self.in_group("none", quiet=True))

    @property
    def noticed(self) -> bool:
        """Whether any of them has ever given notice."""
        return any(own.notified for own in self.positions)

    @property
    def counts(self) -> Mapping[Status, int]:
        """The number of members that the treaty could bind in each status that occurs."""
        found: dict[Status, int] = {}
        for own in self.could:
            found[own.status] = found.get(own.status, 0) + 1
        return found


@fact("treaty", "region")
def standing(subject: Subject) -> Standing:
    """Return where each member of the region stands under the treaty on the day."""
    register, code = subject.register, subject.treaty
    inside = set(subject.members)
    table = register.status(treaty=code, region=subject.region)
    named, acts, ends = states(subject), _last_acts(subject), _at_the_end(subject)
    listed, could = _listed(subject), possible_members(register.known, code)
    lacking = {state.code for state in gaps(subject).suspended}
    halted = _halted(subject)
    positions = tuple(
        Position(
            state=named[row.state],
            status=cast(Status, row.status),
            place=ends.get(row.state) or _place(row, could, lacking),
            since=date_or_none(row.since),
            until=date_or_none(row.until),
            operates=row.status in OPERATING and row.state not in halted,
            suspended_since=halted.get(row.state),
            stage=row.stage,
            bound_from=date_or_none(row.bound_from),
            bound_until=date_or_none(row.bound_until),
            notified=row.notified,
            acts=acts.get(row.state, ()),
            disputed=row.disputed,
            listed=row.state in listed,
        )
        for row in rows_of(table)
        if row.state in inside
    )
    events = tuple(key for own in positions for key in own.acts)
    given = (register.events["treaty"] == code) & (register.events["kind"] == "withdrawal_notified")
    return Standing(basis=TODAY, positions=positions, notices=int(given.sum()), events=events)


def _place(row: Any, could: frozenset[str] | None, lacking: Collection[str]) -> Place:
    """Return a state's status; or that a gap hides it, or that the treaty was not made for it."""
    if row.status == "party" and row.state in lacking:
        return "undated"
    if could is not None and row.status == "none" and not row.disputed:
        return "none" if row.state in could else "apart"
    return cast(Status, row.status)


def _listed(subject: Subject) -> set[str]:
    """Return whom a depositary goes on listing as a party although its standing is contested."""
    if not treaty(subject).depositary:
        return set()
    contested = disputes(subject.register.known, subject.day)
    own = contested[(contested["treaty"] == subject.treaty) & (contested["applied"] == "no")]
    return set(own["state"])


def _halted(subject: Subject) -> dict[str, date]:
    """Return who has suspended the treaty, and since when, whether or not a notice runs."""
    held = status_on(subject.register.spells, subject.day)
    held = held[(held["treaty"] == subject.treaty) & held["status"].isin(IN_FORCE)]
    held = held[~held["operates"]]
    acts = subject.register.events
    acts = acts[(acts["treaty"] == subject.treaty) & (acts["kind"] == "suspension_effective")]
    begun = acts.groupby("state")["day"].max().to_dict()
    return {row.state: begun.get(row.state, row.start).date() for row in rows_of(held)}


def _last_acts(subject: Subject) -> dict[str, tuple[str, ...]]:
    """Return the keys of each state's legal acts under the treaty, in order of their days.

    A state without any is held by what its last other act says: a policy, a statement.
    """
    events = subject.register.events
    own = events[(events["treaty"] == subject.treaty) & (events["state"] != "INT")]
    own = own.sort_values("day", kind="stable")
    legal = own[own["kind"].isin(_STANDING_ACTS)]
    noticed = set(own[own["kind"] == "withdrawal_notified"]["state"])
    # A withdrawal that took effect without a notice is its own act.
    effects = own[(own["kind"] == "withdrawal_effective") & ~own["state"].isin(noticed)]
    other = own[~own["state"].isin(legal["state"]) & own["actor"].isin(STATE_ACTORS)]
    acts: pd.DataFrame = pd.concat([legal, effects, other.drop_duplicates("state", keep="last")])
    return {str(state): tuple(keys) for state, keys in acts.groupby("state")["event"]}


def _at_the_end(subject: Subject) -> dict[str, Place]:
    """Return what each state was when the treaty ended, if it has by the day."""
    ended, spells = treaty(subject).ended, subject.register.spells
    if ended is None:
        return {}
    last = spells[(spells["treaty"] == subject.treaty) & (spells["end"] == pd.Timestamp(ended))]
    return {row.state: "ended" if row.status in IN_FORCE else row.status for row in rows_of(last)}
