"""The dated acts of one state: those of its ways out, or its last steps in where it stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.sections.obligations.facts import Obligation, obligations
from analysis.store.loading import rows_of
from analysis.subject.facts import Fact, fact
from analysis.subject.setting import State, states
from analysis.subject.subject import Subject
from analysis.terms.acts import CONSENT_KINDS, STATE_ACTORS
from analysis.terms.stages import STAGE_OF_KIND

#: Acts that move a way out, or a suspension; the rest, such as statements, go first where room is
#: short.
_MOVING = (
    *STAGE_OF_KIND,
    "notice_revoked",
    "withdrawal_rejected",
    "suspension_announced",
    "suspension_notified",
    "suspension_effective",
    "suspension_ended",
)
#: So many acts are listed in all, under one treaty, and of a state that stays.
_MOST, _EACH, _STAYING = 18, 9, 8


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
    mine = events[(events["state"] == subject.state) & events["actor"].isin(STATE_ACTORS)]
    moving = mine["kind"].isin(_MOVING) | mine["kind"].isin(CONSENT_KINDS)
    told = [row for row in own.rows if row.told]
    ways = [_way(row, mine[moving & (mine["treaty"] == row.treaty.code)]) for row in told]
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
    """Return the acts on the way out of one treaty; of many the last ones."""
    out = own[~own["kind"].isin(CONSENT_KINDS)].sort_values("day", kind="stable")
    return Way(noun=row.treaty.noun, acts=tuple(map(_act, rows_of(out.tail(_EACH)))))


def _within(ways: list[Way]) -> list[Way]:
    """Keep as many ways as there is room for, those that moved last first."""
    ordered = sorted(ways, key=lambda way: way.acts[-1].written, reverse=True)
    found: list[Way] = []
    for way in ordered:
        if sum(len(one.acts) for one in found) + len(way.acts) <= _MOST or not found:
            found.append(way)
    return found


def _joins(subject: Subject, own: pd.DataFrame) -> list[Way]:
    nouns = subject.register.tables.treaties.set_index("code")["noun"]
    rows = rows_of(own)[::-1]
    return [Way(noun=nouns[row.treaty], acts=(_act(row),)) for row in rows]


def _act(row: Any) -> Act:
    return Act(row.date, row.kind, row.body, row.summary, row.event)
