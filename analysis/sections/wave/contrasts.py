"""How often states leave: since a day against before, the region against the rest of the world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.inference.rates import rate_ratio
from analysis.sections.rates.facts import Rate, rates
from analysis.subject.facts import Fact, fact
from analysis.subject.subject import Subject
from analysis.subject.unanswered import Unanswered


@dataclass(frozen=True, kw_only=True)
class Contrast(Fact):
    """Two rates of exits against each other: by exits, and with same-day notices counted once.

    ``exits`` in ``party_years`` against ``other_exits`` in ``other_years``; ``estimate`` is the
    ratio of the first rate to the second, infinite without other exits, with its exact interval
    of 95 % and the p-value. ``decisions`` and ``once_...`` are the same with the notices of one
    day counted once. The first rate counts from ``since`` on; ``None``: over the whole time.
    """

    since: date | None
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
    def same_day(self) -> bool:
        """Whether several exits were decided on one day."""
        return self.decisions + self.other_decisions < self.exits + self.other_exits


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
    return _contrast(own.since, own.before, own.basis, own.divided)


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
    if own.seen and not inside.exits + rest.exits:
        return Unanswered(f"no withdrawal has taken effect {when}")
    return _contrast(inside, rest, own.basis, own.divided)


def _contrast(one: Rate, other: Rate, basis: str, since: date | None) -> Contrast | Unanswered:
    if not one.exits + other.exits:
        return Unanswered("no withdrawal has taken effect")
    times = (one.party_years, other.party_years)
    test = rate_ratio(one.exits, times[0], other.exits, times[1])
    once = rate_ratio(one.decisions, times[0], other.decisions, times[1])
    return Contrast(
        basis=basis,
        since=since,
        exits=one.exits,
        party_years=one.party_years,
        other_exits=other.exits,
        other_years=other.party_years,
        estimate=test.estimate,
        low=test.low,
        high=test.high,
        p_value=test.p_value,
        decisions=one.decisions,
        other_decisions=other.decisions,
        once_estimate=once.estimate,
        once_low=once.low,
        once_high=once.high,
        once_p_value=once.p_value,
        events=(*one.events, *other.events),
    )
