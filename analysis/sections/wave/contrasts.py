"""How often states leave: a region since a day against before, and against the rest of the world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.inference.rates import rate_ratio
from analysis.measures.decisions import count_decisions, exits_with_decisions
from analysis.measures.exposure import DAYS_PER_YEAR, AtRisk, Window, at_risk
from analysis.subject.facts import TODAY, WORLD, Fact, fact
from analysis.subject.subject import Subject
from analysis.subject.unanswered import INVASION, Unanswered

_SINCE: Window = (INVASION, None)
_BEFORE: Window = (None, INVASION)
_SO_FAR: Window = (None, None)
_BOUND = {_SINCE: "has been bound since that day", _BEFORE: "was bound before that day"}


@dataclass(frozen=True, kw_only=True)
class Contrast(Fact):
    """Two rates of exits against each other: by exits, and with same-day notices counted once.

    ``exits`` in ``years`` party-years against ``other_exits`` in ``other_years``; ``estimate`` is
    the ratio of the first rate to the second, infinite without other exits, with its exact
    interval of 95 % and the p-value. ``decisions`` and ``once_...`` are the same with notices of
    one day counted once. ``since`` is the day from which both are compared, or on which the first
    begins; ``None`` for the whole time so far.
    """

    since: date | None
    exits: int
    years: float
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
        """Whether any of the notices were given on one day."""
        return self.decisions + self.other_decisions < self.exits + self.other_exits


@fact("treaty", "region")
def change(subject: Subject) -> Contrast | Unanswered | None:
    """Return the region's rate since 24 February 2022 against before; ``None`` up to that day."""
    if subject.day < INVASION:
        return None
    for window, bound in ((_BEFORE, _BOUND[_BEFORE]), (_SINCE, _BOUND[_SINCE])):
        if _inside(subject, window).time.empty:
            whole = subject.region == "world"
            return Unanswered(f"no state {'' if whole else 'of the region '}{bound}")
    return _contrast(subject, _inside(subject, _SINCE), _inside(subject, _BEFORE), _SINCE)


@fact("treaty", "region")
def against_rest(subject: Subject) -> Contrast | Unanswered | None:
    """Return the region's rate against that of the rest of the world; ``None`` for the world.

    Since 24 February 2022 or, where that day lies ahead, over the whole time.
    """
    if subject.region == "world":
        return None
    window = _SO_FAR if subject.day < INVASION else _SINCE
    inside, rest = _inside(subject, window), _outside(subject, window)
    for part, where in ((inside, "the region"), (rest, "the rest of the world")):
        if part.time.empty:
            return Unanswered(f"no state of {where} {_BOUND.get(window, 'has been bound so far')}")
    return _contrast(subject, inside, rest, window)


def _inside(subject: Subject, window: Window) -> AtRisk:
    """Return the time at risk and the exits of the region's members of the day."""
    register, code, region = subject.register, subject.treaty, subject.members_of_today
    return register.keep(
        ("at risk", code, region, window),
        lambda: at_risk(
            register.known,
            register.spells,
            register.day,
            treaty=code,
            region=region,
            window=window,
        ),
    )


def _outside(subject: Subject, window: Window) -> AtRisk:
    """Return the time at risk and the exits of all states that are not members on the day."""
    world, members = _inside(subject.worldwide, window), subject.members
    time, exits = (part[~part["state"].isin(members)] for part in (world.time, world.exits))
    return AtRisk(time, exits)


def _contrast(
    subject: Subject, first: AtRisk, second: AtRisk, window: Window
) -> Contrast | Unanswered:
    exits, other_exits = len(first.exits), len(second.exits)
    if not exits + other_exits:
        return Unanswered("no withdrawal has taken effect")
    acts = [exits_with_decisions(subject.register, part.exits) for part in (first, second)]
    decisions, other_decisions = map(count_decisions, acts)
    years, other_years = _party_years(first), _party_years(second)
    test = rate_ratio(exits, years, other_exits, other_years)
    once = rate_ratio(decisions, years, other_decisions, other_years)
    return Contrast(
        basis=WORLD if subject.region == "world" else TODAY,
        since=window[0].date() if window[0] else None,
        exits=exits,
        years=years,
        other_exits=other_exits,
        other_years=other_years,
        estimate=test.estimate,
        low=test.low,
        high=test.high,
        p_value=test.p_value,
        decisions=decisions,
        other_decisions=other_decisions,
        once_estimate=once.estimate,
        once_low=once.low,
        once_high=once.high,
        once_p_value=once.p_value,
        events=tuple(key for part in acts for key in part["event"] if key),
    )


def _party_years(risk: AtRisk) -> float:
    return float((risk.time["end"] - risk.time["start"]).dt.days.sum()) / DAYS_PER_YEAR
