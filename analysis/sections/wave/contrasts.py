"""How often states leave: since a day against before, the region against the rest of the world."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from analysis.inference.rates import rate_ratio
from analysis.sections.rates.facts import Rate, Rates, rates
from analysis.subject.facts import Fact, fact
from analysis.subject.subject import Subject
from analysis.subject.unanswered import Unanswered


@dataclass(frozen=True, kw_only=True)
class Contrast(Fact):
    """Two rates of exits against each other: by states, and by decisions.

    ``exits`` in ``party_years`` against ``other_exits`` in ``other_years``; ``estimate`` is the
    ratio of the first rate to the second, infinite without other exits, with its exact interval
    of 95 % and the p-value. ``decisions`` and ``once_...`` are the same by decisions; one of states
    on both sides counts once, on the side of most of them. The first rate counts from ``since`` on;
    ``None``: over the whole time. ``until`` is the last observed day where the as-of day is later.
    """

    since: date | None
    until: date | None
    exits: int
    party_years: float
    other_exits: int
    other_years: float
    estimate: float
    low: float
    high: float
    p_value: float
    decisions: int
    other_decisions: int
    once_estimate: float
    once_low: float
    once_high: float
    once_p_value: float

    @property
    def moved(self) -> int:
        """How many states left, on both sides."""
        return self.exits + self.other_exits

    @property
    def decided(self) -> int:
        """How many decisions these are."""
        return self.decisions + self.other_decisions


@fact("treaty", "region")
def change_of_rate(subject: Subject) -> Contrast | Unanswered | None:
    """Return the region's rate since the day that divides the time against the one before.

    ``None`` while that day lies ahead.
    """
    own = rates(subject)
    if own.divided is None:
        return None
    where = "" if subject.region == "world" else " of the region"
    if own.before is None:
        return Unanswered(f"no state{where} was bound before that day")
    if own.since is None:
        return Unanswered(f"no state{where} has been bound since that day")
    found = _contrast(own.since, own.before, own)
    return found or Unanswered(f"no withdrawal{where} has taken effect")


@fact("treaty", "region")
def region_against_rest(subject: Subject) -> Contrast | Unanswered | None:
    """Return the region's rate against that of the rest of the world; ``None`` for the world.

    Since the day that divides the time or, while that lies ahead, over the whole time.
    """
    if subject.region == "world":
        return None
    own = rates(subject)
    inside, rest, when = own.before, own.rest_before, "so far"
    if own.divided is not None:
        inside, rest, when = own.since, own.rest_since, "since that day"
    if inside is None:
        return Unanswered(f"no state of the region has been bound {when}")
    if rest is None:
        return Unanswered(f"no state of the rest of the world has been bound {when}")
    found = _contrast(inside, rest, own)
    ever = f" {when}" if own.seen else ""
    return found or Unanswered(f"no withdrawal has taken effect{ever}")


def _contrast(one: Rate, other: Rate, own: Rates) -> Contrast | None:
    if not one.exits + other.exits:
        return None
    times, decisions = (one.party_years, other.party_years), _decisions(one, other)
    test = rate_ratio(one.exits, times[0], other.exits, times[1])
    once = rate_ratio(decisions[0], times[0], decisions[1], times[1])
    return Contrast(
        basis=own.basis,
        since=own.divided,
        until=own.until,
        exits=one.exits,
        party_years=one.party_years,
        other_exits=other.exits,
        other_years=other.party_years,
        estimate=test.estimate,
        low=test.low,
        high=test.high,
        p_value=test.p_value,
        decisions=decisions[0],
        other_decisions=decisions[1],
        once_estimate=once.estimate,
        once_low=once.low,
        once_high=once.high,
        once_p_value=once.p_value,
        events=(*one.events, *other.events),
    )


def _decisions(one: Rate, other: Rate) -> tuple[int, int]:
    """Return how many decisions lie on each side, each on that of most of its states.

    A decision with as many on both lies on the first.
    """
    here, there = Counter(one.decided), Counter(other.decided)
    mine = sum(count >= there[name] for name, count in here.items())
    return mine, len(here | there) - mine
