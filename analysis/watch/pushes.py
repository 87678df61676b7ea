"""Pushes and steps as they were known on a day: what the board of a day is made of.

A push is an attempt to leave, suspend or review; its steps are its start and the steps of
``events.csv`` that its state has taken since under the treaty. A review is no step towards
leaving, whatever its form, and neither is a bill of members or a wish of a head of state: these
are debate. What makes an announcement is an act of the kind ``announced`` in the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.store.loading import Tables, end_of_date, rows_of
from analysis.terms.acts import STATE_ACTORS, decides
from analysis.terms.attempts import DONE, TOWARDS_LEAVING
from analysis.terms.offices import Office, offices_behind
from analysis.terms.tiers import STRENGTHS, TIERS, Aim, Strength, Tier

#: Who speaks for a state: only their word that it stays is a declaration.
EXECUTIVE = ("minister", "government", "head_of_government", "head_of_state")
_HEADS = ("head_of_government", "head_of_state")
#: Forms by which an executive, or a parliament as a whole, moves and does not only speak.
_DECIDED, _MOVED = ("decision", "law"), ("bill", "motion", "recommendation")
#: Steps of the register that are a formal process where the state itself takes them.
_FORMAL = {
    "recommended": "proposal",
    "government_approved": "decision",
    "parliament_approved": "decision",
    "promulgated": "decision",
}
_ANNOUNCED = ("announced", "suspension_announced")
#: Steps within a process, which alone make none.
_WITHIN = ("committee_vote", "parliament_reading")
STEP_KINDS = (*_FORMAL, *_ANNOUNCED, *_WITHIN)
_AIMS: Mapping[str, Aim] = {"suspend": "suspend", "review": "review"}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its day (the last that its date can mean), who took it, in which form.

    ``offices`` are those that it stands or falls with; see :mod:`analysis.terms.offices`.
    """

    day: pd.Timestamp
    written: str
    by: str
    form: str
    tier: Tier
    strength: Strength
    sources: str
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Push:
    """One attempt to leave, suspend or review: its first step, and its end if that has a day."""

    attempt: str
    pair: Pair
    aim: Aim
    first: Step
    outcome: str
    end: pd.Timestamp | None


@dataclass(frozen=True, slots=True)
class Word:
    """The word of a state that it stays; ``decided`` if a cabinet or a vote has settled it."""

    day: pd.Timestamp
    written: str
    by: str
    form: str
    decided: bool
    sources: str
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """All that is held of one state under one treaty, whenever it happened; see :func:`trails`."""

    pushes: tuple[Push, ...]
    steps: tuple[Step, ...]
    words: tuple[Word, ...]


def strength_of(actor: str, formality: str, proposed: str) -> Strength:
    """Return how strong a first step is; a review moves nobody, whatever its form.

    >>> strength_of("government", "decision", "leave"), strength_of("members", "bill", "leave")
    ('decision', 'member')
    >>> strength_of("head_of_state", "decision", "review")
    'head'
    """
    if proposed != "review" and actor in (*EXECUTIVE, "parliament"):
        if formality in _DECIDED:
            return "decision"
        if formality in _MOVED:
            return "proposal"
    if actor in _HEADS:
        return "head"
    return "minister" if actor in EXECUTIVE else "member"


def tier_of(strength: Strength) -> Tier:
    """Return the tier of a first step: a process, or debate; a wish announces nothing."""
    return "formal" if strength in ("decision", "proposal") else "debated"


def graver(step: Step) -> tuple[int, int, pd.Timestamp]:
    """Return by what steps are compared: tier, strength, and the later day."""
    return -TIERS.index(step.tier), -STRENGTHS.index(step.strength), step.day


def trails(tables: Tables) -> dict[Pair, Trail]:
    """Return the pushes, steps and declarations of each pair of treaty and state of the tables.

    Groups of states are left out, and treaties that ``treaties.csv`` does not hold.
    """
    held = set(tables.treaties["code"])
    attempts, events = tables.attempts, tables.events
    attempts = attempts[attempts["treaty"].isin(held) & (attempts["state"] != "INT")]
    pushes = _by_pair((push.pair, push) for push in _pushes(attempts))
    words = _by_pair([*_said(attempts), *_refused(events)])
    steps = _by_pair(_steps(events))
    pairs = dict.fromkeys([*pushes, *words])
    return {
        pair: Trail(
            tuple(pushes.get(pair, ())),
            tuple(sorted(steps.get(pair, ()), key=lambda step: step.day)),
            tuple(sorted(words.get(pair, ()), key=lambda word: word.day)),
        )
        for pair in sorted(pairs)
    }


def _pushes(attempts: pd.DataFrame) -> Iterator[Push]:
    rows = attempts[attempts["proposed"].isin(TOWARDS_LEAVING)]
    for row, start, end in _dated(rows):
        # Without the day of its start nothing tells when it stood on a board.
        if start is None:
            continue
        strength = strength_of(row.actor, row.formality, row.proposed)
        first = Step(
            day=start,
            written=row.started,
            by=row.actor,
            form=row.formality,
            tier=tier_of(strength),
            strength=strength,
            sources=row.sources,
            offices=offices_behind(row.actor, row.formality),
        )
        aim = _AIMS.get(row.proposed, "leave")
        yield Push(row.attempt, (row.treaty, row.state), aim, first, row.outcome, end)


def _said(attempts: pd.DataFrame) -> Iterator[tuple[Pair, Word]]:
    """Yield the declarations to stay, and the answers by which a push was refused."""
    for row, start, end in _dated(attempts):
        pair = (row.treaty, row.state)
        if row.proposed == "stay" and row.actor in EXECUTIVE and start is not None:
            settled = row.formality in _DECIDED and row.actor != "minister"
            behind = offices_behind(row.actor, row.formality)
            yield (
                pair,
                Word(start, row.started, row.actor, row.formality, settled, row.sources, behind),
            )
        elif row.proposed in TOWARDS_LEAVING and end is not None:
            by = {"refused_by_government": "government", "rejected_by_vote": "parliament"}
            if who := by.get(row.outcome):
                form = "vote" if who == "parliament" else "refusal"
                settled = who == "parliament"
                behind = offices_behind(who, form)
                yield pair, Word(end, row.outcome_date, who, form, settled, row.sources, behind)


def _refused(events: pd.DataFrame) -> Iterator[tuple[Pair, Word]]:
    for row in rows_of(events[events["kind"] == "withdrawal_rejected"]):
        if row.actor in STATE_ACTORS:
            settled = decides(row.actor, row.body)
            by, behind = row.body or row.actor, offices_behind(row.actor, row.kind)
            word = Word(row.day, row.date, by, row.kind, settled, row.sources, behind)
            yield (row.treaty, row.state), word


def _steps(events: pd.DataFrame) -> Iterator[tuple[Pair, Step]]:
    for row in rows_of(events[events["kind"].isin(STEP_KINDS) & (events["state"] != "INT")]):
        own = row.actor in STATE_ACTORS
        tier: Tier = "debated"
        strength: Strength = "member"
        if own and row.kind in _FORMAL:
            tier, strength = "formal", "decision" if _FORMAL[row.kind] == "decision" else "proposal"
        elif own and row.kind in _ANNOUNCED:
            tier, strength = "announced", "head"
        by = row.body or row.actor
        behind = offices_behind(row.actor, row.kind)
        step = Step(row.day, row.date, by, row.kind, tier, strength, row.sources, behind)
        yield (row.treaty, row.state), step


def is_done(push: Push) -> bool:
    """Return whether the state acted in the end."""
    return push.outcome in DONE


def _dated(rows: pd.DataFrame) -> Iterator[tuple[Any, pd.Timestamp | None, pd.Timestamp | None]]:
    days = (end_of_date(rows[column]) for column in ("started", "outcome_date"))
    for row, start, end in zip(rows_of(rows), *days, strict=True):
        yield row, *(None if pd.isna(day) else day for day in (start, end))


def _by_pair(found: Iterable[tuple[Pair, Any]]) -> dict[Pair, list[Any]]:
    table: dict[Pair, list[Any]] = {}
    for pair, one in found:
        table.setdefault(pair, []).append(one)
    return table
