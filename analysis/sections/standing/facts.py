"""Who stands where on the day: the status of each state of the region, and their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

import pandas as pd

from analysis.law.disputes import disputes
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.setting import State, states
from analysis.subject.subject import Subject
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.days import date_or_none
from analysis.terms.stages import Stage
from analysis.terms.statuses import CONTRACTING, IN_FORCE, OPERATING, Status

#: Acts that put a state where it stands.
_STANDING_ACTS = ("signature", *CONSENT_KINDS, "withdrawal_notified", "suspension_effective")


@dataclass(frozen=True, slots=True)
class Position:
    """One state under the treaty: its status, the days behind it, and the act that put it there.

    ``since`` and ``until`` bound the present spell (``until`` is the first day after it);
    ``bound_from`` and ``bound_until`` are the first day in force and the first day no longer,
    scheduled ones too; ``notified`` is a date as precise as known; ``stage`` is empty without a
    step; ``acts`` are the keys of the last legal acts, the last one last; ``disputed`` says why
    the standing is contested, ``applied`` whether the depositary follows the contested act.
    """

    state: State
    status: Status
    since: date | None
    until: date | None
    stage: Stage | str
    bound_from: date | None
    bound_until: date | None
    notified: str
    acts: tuple[str, ...]
    disputed: str
    applied: bool


@dataclass(frozen=True, kw_only=True)
class Standing(Fact):
    """The positions of the region's members, and how many stand where."""

    positions: tuple[Position, ...]

    def having(self, *statuses: Status) -> tuple[Position, ...]:
        """Return the positions with one of some statuses, in the order of the register."""
        return tuple(own for own in self.positions if own.status in statuses)

    @property
    def total(self) -> int:
        """The number of members."""
        return len(self.positions)

    @property
    def in_force(self) -> int:
        """For how many the treaty is in force (VCLT Art. 2(1)(g))."""
        return len(self.having(*IN_FORCE))

    @property
    def operating(self) -> int:
        """For how many its rules operate: in force and not suspended."""
        return len(self.having(*OPERATING))

    @property
    def suspended(self) -> int:
        """How many have suspended it."""
        return len(self.having("suspended"))

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
    def signatories(self) -> int:
        """How many have signed and done nothing more."""
        return len(self.having("signatory"))

    @property
    def outside(self) -> int:
        """How many have neither signed nor joined."""
        return len(self.having("none"))

    @property
    def counts(self) -> Mapping[Status, int]:
        """The number of members in each status that occurs."""
        found: dict[Status, int] = {}
        for own in self.positions:
            found[own.status] = found.get(own.status, 0) + 1
        return found


@fact("treaty", "region")
def standing(subject: Subject) -> Standing:
    """Return where each member of the region stands under the treaty on the day."""
    register, code = subject.register, subject.treaty
    inside = set(subject.members)
    table = register.status(treaty=code, region=subject.region)
    named, acts = states(subject), _last_acts(subject)
    contested = disputes(register.known, register.day)
    applied = set(
        contested[(contested["treaty"] == code) & (contested["applied"] == "yes")]["state"]
    )
    positions = tuple(
        Position(
            state=named[row.state],
            status=cast(Status, row.status),
            since=date_or_none(row.since),
            until=date_or_none(row.until),
            stage=row.stage,
            bound_from=date_or_none(row.bound_from),
            bound_until=date_or_none(row.bound_until),
            notified=row.notified,
            acts=acts.get(row.state, ()),
            disputed=row.disputed,
            applied=row.state in applied,
        )
        for row in rows_of(table)
        if row.state in inside
    )
    events = tuple(key for own in positions for key in own.acts)
    return Standing(basis=TODAY, positions=positions, events=events)


def _last_acts(subject: Subject) -> dict[str, tuple[str, ...]]:
    """Return the keys of each state's legal acts under the treaty, in order of their days."""
    events = subject.register.events
    legal = (events["treaty"] == subject.treaty) & events["kind"].isin(_STANDING_ACTS)
    own: pd.DataFrame = events[legal].sort_values("day", kind="stable")
    return {str(state): tuple(keys) for state, keys in own.groupby("state")["event"]}
