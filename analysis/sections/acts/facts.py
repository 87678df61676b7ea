"""The dated acts of one state: those of its ways out, or its last steps in where it stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.sections.obligations.facts import Obligation, obligations
from analysis.store.loading import rows_of
from analysis.subject.facts import Fact, fact
from analysis.subject.setting import State, states, treaty
from analysis.subject.subject import Subject
from analysis.terms.acts import CONSENT_KINDS, STATE_ACTORS

#: Of many acts those are listed that weigh most, in this order.
_WEIGHT = (
    "withdrawal_effective",
    "withdrawal_notified",
    "ratification_revoked",
    "suspension_effective",
    "suspension_ended",
    "notice_revoked",
    "parliament_approved",
    "withdrawal_rejected",
    "suspension_notified",
    "government_approved",
    "promulgated",
    "announced",
    "recommended",
    "suspension_announced",
)
#: So many ways out are listed, with so many acts in all; and so many of a state that stays.
_WAYS, _MOST, _STAYING = 3, 8, 5


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its date as written, its kind, who acted, and what it was, in one sentence."""

    written: str
    kind: str
    body: str
    summary: str
    event: str


@dataclass(frozen=True, kw_only=True)
class Way(Fact):
    """The acts of the state under one treaty, in order."""

    noun: str
    name: str
    acts: tuple[Act, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.acts)


@dataclass(frozen=True, kw_only=True)
class Acts(Fact):
    """The acts listed, treaty by treaty; ``leaving``: they are those of ways out.

    ``left_out`` is the number of ways out that are not listed, for want of room.
    """

    state: State
    leaving: bool
    ways: tuple[Way, ...]
    left_out: int

    @property
    def count(self) -> int:
        """How many acts are listed."""
        return sum(way.count for way in self.ways)

    @property
    def treaties(self) -> int:
        """Under how many treaties."""
        return len(self.ways)


@fact("state")
def acts(subject: Subject) -> Acts:
    """Return the acts by which a state is leaving, or by which it last joined."""
    own = obligations(subject)
    events = subject.register.events
    mine = events[events["state"].isin(subject.person) & events["actor"].isin(STATE_ACTORS)]
    told = [row for row in own.rows if row.told]
    ways = [_way(row, mine[mine["treaty"] == row.treaty.code]) for row in told]
    found = _within([way for way in ways if way.acts])
    if not found:
        joined = mine[mine["kind"].isin(CONSENT_KINDS)].sort_values("day", kind="stable")
        found = _joins(subject, joined.tail(_STAYING))
    return Acts(
        state=states(subject)[subject.state],
        leaving=bool(told) and bool(ways),
        ways=tuple(found),
        left_out=len([way for way in ways if way.acts]) - len(found) if told else 0,
        events=tuple(act.event for way in found for act in way.acts),
    )


def _way(row: Obligation, own: pd.DataFrame) -> Way:
    """Return the acts on the way out of one treaty, in order."""
    out = own[own["kind"].isin(_WEIGHT)].sort_values("day", kind="stable")
    return Way(noun=row.treaty.noun, name=row.treaty.name, acts=tuple(map(_act, rows_of(out))))


def _within(ways: list[Way]) -> list[Way]:
    """Keep the ways that moved last, and of each the acts that weigh most, as there is room."""
    ordered = sorted(ways, key=lambda way: way.acts[-1].written, reverse=True)[:_WAYS]
    each = _MOST // max(len(ordered), 1)
    return [replace(way, acts=_weightiest(way.acts, each)) for way in ordered]


def _weightiest(acts: tuple[Act, ...], most: int) -> tuple[Act, ...]:
    kept = sorted(range(len(acts)), key=lambda at: (_WEIGHT.index(acts[at].kind), -at))[:most]
    return tuple(acts[at] for at in sorted(kept))


def _joins(subject: Subject, own: pd.DataFrame) -> list[Way]:
    """Return the consents as ways of one act each, the last one first."""
    found = [(treaty(subject.under(row.treaty)), row) for row in rows_of(own)[::-1]]
    return [Way(noun=of.noun, name=of.name, acts=(_act(row),)) for of, row in found]


def _act(row: Any) -> Act:
    return Act(row.date, row.kind, row.body, row.summary, row.event)
