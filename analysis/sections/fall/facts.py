"""How deep, how fast: commitments under all treaties, and how long it takes to leave one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analysis.law.spells import status_on
from analysis.law.steps import changed
from analysis.measures.commitments import commitments_over_time
from analysis.measures.exposure import DAYS_PER_YEAR, at_risk
from analysis.measures.lags import lags_of_leaving
from analysis.measures.observed import observed_days
from analysis.register import Register
from analysis.sections.exits.facts import exits
from analysis.subject.facts import TODAY, WORLD, Fact, fact
from analysis.subject.peak import Peaked, held_at_peak
from analysis.subject.subject import Subject
from analysis.terms.statuses import GOING, IN_FORCE

_OVER_TIME = ["day", "members", "commitments", "per_member"]


@dataclass(frozen=True, kw_only=True)
class Commitments(Peaked):
    """The commitments of a region: pairs of a member and a treaty that is in force for it.

    ``now`` on the day, against the ``peak``, first reached on ``first`` and last held on ``last``
    (``None`` while it is held); ``per_member`` and ``peak_per_member`` are the means. ``withdrawn``
    is the number of withdrawals, from any treaty, that took effect after ``last``. ``behind`` is
    the number of treaties in force for a member that are observed up to an earlier day only, and
    count as they stood then; ``behind_from`` the earliest of these days (``None`` without any).
    ``over_time`` has ``day``, ``members``, ``commitments`` and ``per_member`` for each day on
    which one of them changes, from ``begin`` on. A region counts its members of the as-of day at
    all times, the world all states of each day.
    """

    begin: date
    members: int
    per_member: float
    peak_per_member: float
    behind: int
    behind_from: date | None
    over_time: pd.DataFrame = field(compare=False, repr=False)


@fact("region")
def commitments(subject: Subject) -> Commitments:
    """Return the commitments of the region's members of the day under all treaties."""
    register, region = subject.register, subject.members_of_today
    table = commitments_over_time(register.known, register.spells, register.day, region=region)
    table = table[_OVER_TIME].fillna(0.0)
    table = table.loc[changed(table[["members", "commitments"]]).index]
    if table.empty:
        none = (register.day, len(subject.members), 0, 0.0)
        table = pd.DataFrame([none], columns=_OVER_TIME)
    now = table.iloc[-1]
    peak, first, last = held_at_peak(table, "commitments")
    at_peak = table[table["commitments"] == peak]
    behind = _behind(subject)
    return Commitments(
        basis=WORLD if region == "world" else TODAY,
        day=register.day.date(),
        begin=table["day"].iloc[0].date(),
        members=int(now["members"]),
        now=int(now["commitments"]),
        peak=peak,
        first=first,
        last=last,
        per_member=float(now["per_member"]),
        peak_per_member=float(at_peak["per_member"].iloc[-1]),
        withdrawn=_withdrawn_after(subject, last),
        behind=len(behind),
        behind_from=None if behind.empty else behind.min().date(),
        over_time=table.reset_index(drop=True),
    )


def _withdrawn_after(subject: Subject, day: date | None) -> int:
    """Return how many withdrawals of the region's members took effect after a day."""
    if day is None:
        return 0
    register = subject.register
    left = register.keep("exits from all treaties", lambda: _exits(register))
    left = left[left["day"] > pd.Timestamp(day)]
    return len(left if subject.region == "world" else left[left["state"].isin(subject.members)])


def _behind(subject: Subject) -> pd.Series:
    """Return the last observed days of the treaties that bind a member, where before the day."""
    register = subject.register
    held = status_on(register.spells, register.day)
    held = held[held["status"].isin(IN_FORCE) & held["state"].isin(subject.members)]
    days = observed_days(register.known, register.day)
    own = days[days.index.isin(held["treaty"])]
    return own[own < register.day]


def _exits(register: Register) -> pd.DataFrame:
    return at_risk(register.known, register.spells, register.day, region="world").exits


@dataclass(frozen=True, kw_only=True)
class Lag(Fact):
    """How many days one step of leaving took, over the ``states`` for which both ends are dated."""

    states: int
    median: float
    shortest: int
    longest: int


@dataclass(frozen=True, kw_only=True)
class Bound(Fact):
    """How many years those that left had been bound."""

    states: int
    median: float
    shortest: float
    longest: float


@dataclass(frozen=True, kw_only=True)
class Speed(Fact):
    """How long the region's states took from step to step on their way out, and were bound before.

    ``begun_to_notice`` starts at a state's first step of any kind. ``beyond_least`` and
    ``beyond_most`` are the days from notice to effect beyond the least that the clause asks
    (``None`` where no notice is dated, or the treaty sets no period). What no state has dated at
    both ends is ``None``.
    """

    announced_to_vote: Lag | None
    vote_to_notice: Lag | None
    begun_to_notice: Lag | None
    notice_to_effect: Lag | None
    beyond_least: int | None
    beyond_most: int | None
    bound: Bound | None


@fact("treaty", "region")
def speed(subject: Subject) -> Speed:
    """Return how long the region's members of the day took to leave the treaty.

    A state whose notice the register's reading does not recognise is not on its way out.
    """
    own = exits(subject)
    going = {
        row.state.code for row in own.rows if row.effect_basis != "disputed" or row.status in GOING
    }
    table = _lags(subject)
    table = table[table["state"].isin(going)]
    beyond = table["beyond_minimum"].dropna()
    last = subject.register.observed_until(subject.treaty)
    left = table[table["effect"] <= last]["membership"].dropna()
    return Speed(
        basis=WORLD if subject.region == "world" else TODAY,
        announced_to_vote=_lag(table, "announced", "voted"),
        vote_to_notice=_lag(table, "voted", "notified"),
        begun_to_notice=_lag(table, "begun", "notified"),
        notice_to_effect=_lag(table, "notified", "effect"),
        beyond_least=None if beyond.empty else int(beyond.min()),
        beyond_most=None if beyond.empty else int(beyond.max()),
        bound=_bound(left.astype("float64") / DAYS_PER_YEAR),
        events=own.events,
    )


def _lags(subject: Subject) -> pd.DataFrame:
    """Return the lags of all states on their way out of the treaty; all regions share them."""
    register, code = subject.register, subject.treaty
    return register.keep(
        ("lags of leaving", code),
        lambda: lags_of_leaving(
            register.known, register.spells, register.day, treaty=code, region="world"
        ),
    )


def _lag(lags: pd.DataFrame, first: str, second: str) -> Lag | None:
    days = (lags[second] - lags[first]).dt.days
    # Where the notice is the first step on record, nothing led up to it.
    days = days[days > 0] if first == "begun" else days[days >= 0]
    if days.empty:
        return None
    shortest, longest = int(days.min()), int(days.max())
    return Lag(states=len(days), median=float(days.median()), shortest=shortest, longest=longest)


def _bound(years: pd.Series) -> Bound | None:
    if years.empty:
        return None
    median, shortest, longest = float(years.median()), float(years.min()), float(years.max())
    return Bound(states=len(years), median=median, shortest=shortest, longest=longest)
