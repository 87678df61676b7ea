"""What a briefing rests on: the clause that dates an exit, and what the data leave open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.law.clauses import Period
from analysis.measures.scenario import hypothetical_events
from analysis.sections.standing.facts import standing
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.gaps import gaps
from analysis.subject.setting import State, by_name, states, treaty
from analysis.subject.subject import Subject
from analysis.terms.clauses import named_article

#: The end of a sentence: a stop, but not that of "Art.".
_STOP = re.compile(r"(?<!\bArt)\.\s+(?=[A-Z])")


@dataclass(frozen=True, kw_only=True)
class Clause(Fact):
    """The period of notice, in ``months`` or in ``days``; neither where no clause gives one.

    ``earliest``: a notice may name a later day; ``tail``: what it waits for in armed conflict;
    ``condition``: what must be so before a state may withdraw. ``convention`` is the one with which
    the treaty is left, ``alone`` whether it can be left without it, ``carries`` whether others are
    left with this one. ``without`` says how things stand where there is no period. An article that
    the register does not hold is empty.
    """

    months: int
    days: int
    earliest: bool
    tail: str
    condition: str
    convention: str
    alone: bool
    carries: bool
    article: str
    entry_article: str
    without: str


@fact("treaty")
def clause(subject: Subject) -> Clause:
    """Return the clause on withdrawal, and the article of the entry into force."""
    own, known = treaty(subject), subject.register.known
    row = known.treaty(own.code)
    period = Period.parse(own.withdrawal_period) if own.withdrawal_period else Period()
    # What follows the first sentence may tell of days after the one asked about.
    first = _STOP.split(own.withdrawal_text)[0].rstrip(".")
    return Clause(
        months=period.months,
        days=period.days,
        earliest=own.withdrawal_day == "at_least",
        tail=row["withdrawal_tail_until"],
        condition=row["withdrawal_condition"],
        convention=known.treaty(row["withdrawal_with"])["name"] if row["withdrawal_with"] else "",
        alone=row["withdrawal_alone"] != "no",
        carries=own.code in set(known.treaties["withdrawal_with"]),
        article=named_article(own.withdrawal_article),
        entry_article=named_article(own.entry_article),
        without="" if own.withdrawal_period else f"{first}.",
        sources=own.sources,
    )


@dataclass(frozen=True, kw_only=True)
class Wars(Fact):
    """States whose exit is ``assumed``, those whose wars the register does not hold, and ``held``.

    ``unchecked`` is empty where no armed conflict holds up an exit from the treaty.
    """

    assumed: tuple[State, ...]
    unchecked: tuple[State, ...]
    held: tuple[State, ...]


@fact("treaty")
def wars(subject: Subject) -> Wars:
    """Return of which states that a scenario lets leave the wars are not known."""
    known, named = subject.register.known, states(subject)
    events = hypothetical_events(known)
    assumed = set(events[events["treaty"] == subject.treaty]["state"])
    held = set(known.conflicts["state"])
    waits = treaty(subject).conflict_tail
    return Wars(
        assumed=by_name(assumed, named),
        unchecked=by_name(assumed - held if waits else (), named),
        held=by_name(held, named),
    )


@dataclass(frozen=True, kw_only=True)
class Suspending(Fact):
    """Members, still parties, whose suspension has not taken effect on a day that is known.

    ``awaited``: its day of effect is on record and lies ahead; ``undated``: steps are on record
    and no source gives one; ``documented``: a known gap, the suspension is documented and its day
    is not held. ``acts`` are the keys of each state's steps. Contested standings are told
    elsewhere.
    """

    awaited: tuple[State, ...]
    undated: tuple[State, ...]
    documented: tuple[State, ...]
    acts: Mapping[str, tuple[str, ...]]

    @property
    def states(self) -> tuple[State, ...]:
        """All of them."""
        return (*self.awaited, *self.undated, *self.documented)

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.states)

    @property
    def awaited_count(self) -> int:
        """How many have a day of effect ahead."""
        return len(self.awaited)

    @property
    def undated_count(self) -> int:
        """How many have none that is known."""
        return len(self.undated)


@fact("treaty", "region")
def suspending(subject: Subject) -> Suspending:
    """Return which members have announced, approved or notified a suspension without effect."""
    parties = {own.state.code for own in standing(subject).having("party") if not own.disputed}
    steps = _last_steps(subject.register.events, subject.treaty)
    steps = steps[steps["state"].isin(parties)]
    acts = {str(code): tuple(keys) for code, keys in steps.groupby("state")["event"]}
    ahead, named = _ahead(subject), states(subject)
    documented = {state.code for state in gaps(subject).suspended} & parties - ahead
    return Suspending(
        basis=TODAY,
        awaited=by_name(acts.keys() & ahead, named),
        undated=by_name(acts.keys() - ahead - documented, named),
        documented=by_name(documented, named),
        acts=acts,
        events=tuple(steps["event"]),
    )


def _last_steps(events: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the last steps to a suspension that each state took since it last had one."""
    own = events[events["treaty"] == code]
    last = own["kind"].isin(["suspension_notified", "suspension_announced"])
    voted = own["kind"].isin(["parliament_approved", "promulgated"])
    steps = own[last | (voted & (own["aim"] == "suspension"))]
    settled = own[own["kind"].isin(["suspension_effective", "suspension_ended"])]
    until = settled.groupby("state")["day"].max().to_dict()
    later = [
        day > until.get(state, pd.Timestamp.min)
        for state, day in zip(steps["state"], steps["day"], strict=True)
    ]
    return steps[np.array(later, dtype=bool)]


def _ahead(subject: Subject) -> set[str]:
    """Return the states whose suspension has a day of effect after the as-of day on record.

    Events of later days are seen here, only so that no known day is called unknown.
    """
    events = subject.register.tables.events
    own = events[events["treaty"] == subject.treaty]
    effective = (own["kind"] == "suspension_effective") & (own["day"] > subject.day)
    named = (own["kind"] == "suspension_notified") & (own["effect"] > subject.day)
    return set(own[effective | named]["state"])
