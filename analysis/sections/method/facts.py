"""What a briefing rests on: the clause that dates an exit, and what the data leave open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.law.clauses import Period
from analysis.sections.standing.facts import standing
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.setting import State, by_name, states, treaty
from analysis.subject.subject import Subject
from analysis.terms.acts import CONSENT_KINDS

#: Where the register says that there is no article to name.
_NO_ARTICLE = ("", "Not found", "No article")
#: The end of a sentence: a stop, but not that of "Art.".
_STOP = re.compile(r"(?<!\bArt)\.\s+(?=[A-Z])")


@dataclass(frozen=True, kw_only=True)
class Clause(Fact):
    """The period of notice, in ``months`` or in ``days``; neither where no clause gives one.

    ``earliest``: a notice may name a later day; ``conflict_tail``: not before an armed conflict
    ends; ``without`` says how things stand where there is no period. An article that the register
    does not hold is empty.
    """

    months: int
    days: int
    earliest: bool
    conflict_tail: bool
    article: str
    entry_article: str
    without: str


@fact("treaty")
def clause(subject: Subject) -> Clause:
    """Return the clause on withdrawal, and the article of the entry into force."""
    own = treaty(subject)
    period = Period.parse(own.withdrawal_period) if own.withdrawal_period else Period()
    # What follows the first sentence may tell of days after the one asked about.
    first = _STOP.split(own.withdrawal_text)[0].rstrip(".")
    return Clause(
        months=period.months,
        days=period.days,
        earliest=own.withdrawal_day == "at_least",
        conflict_tail=own.conflict_tail,
        article=_article(own.withdrawal_article),
        entry_article=_article(own.entry_article),
        without="" if own.withdrawal_period else f"{first}.",
        sources=own.sources,
    )


def _article(written: str) -> str:
    return "" if written in _NO_ARTICLE else written


@dataclass(frozen=True, slots=True)
class Undated:
    """An act on a day that no source gives: it counts from ``counted``, the end of its date."""

    state: State
    kind: str
    written: str
    counted: date
    event: str


@dataclass(frozen=True, kw_only=True)
class Gaps(Fact):
    """What may be missing: ``late`` if the day lies after the one up to which events are complete.

    ``undated`` are acts under the treaty, of any state, that may have come by the day and are not
    counted yet. Under a treaty that has ended nothing more can be missing.
    """

    late: bool
    undated: tuple[Undated, ...]


@fact("treaty")
def gaps(subject: Subject) -> Gaps:
    """Return what the register may not know of the treaty on the day."""
    own, named, day = treaty(subject), states(subject), subject.day
    events = subject.register.tables.events
    rows = events[(events["treaty"] == own.code) & (events["day"] > day)]
    rows = rows[rows["kind"].isin([*CONSENT_KINDS, "withdrawal_notified"])]
    begins = (rows["date"] + "-01-01").str[:10]
    rows = rows[(rows["date"].str.len() < 10) & (begins <= f"{day:%Y-%m-%d}")]
    found = tuple(
        Undated(named[row.state], row.kind, row.date, row.day.date(), row.event)
        for row in rows_of(rows)
    )
    over = own.ended is not None and own.ended <= own.covered_to
    return Gaps(
        late=day.date() > own.covered_to and not over,
        undated=found,
        events=tuple(act.event for act in found),
    )


@dataclass(frozen=True, kw_only=True)
class Suspending(Fact):
    """Members, still parties, that took the last steps to a suspension which has not taken effect.

    ``awaited``: its day of effect is on record and lies ahead; ``undated``: no source gives one.
    ``acts`` are the keys of each state's steps. Contested standings are told elsewhere.
    """

    awaited: tuple[State, ...]
    undated: tuple[State, ...]
    acts: Mapping[str, tuple[str, ...]]

    @property
    def states(self) -> tuple[State, ...]:
        """All of them."""
        return (*self.awaited, *self.undated)

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
    return Suspending(
        basis=TODAY,
        awaited=by_name(acts.keys() & ahead, named),
        undated=by_name(acts.keys() - ahead, named),
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
