"""What came and what went under a treaty: joins, exits and the counter-movement, year by year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

import pandas as pd

from analysis.law.regions import memberships
from analysis.sections.exits.facts import exits
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, WORLD, Fact, fact
from analysis.subject.setting import State, by_name, states, treaty
from analysis.subject.subject import Subject
from analysis.subject.unanswered import INVASION
from analysis.terms.acts import CONSENT_KINDS, STATE_ACTORS, decides

Came = Literal["deposits"]
Went = Literal["notices", "exits", "ratifications_revoked", "suspensions"]
Against = Literal["objections", "exits_rejected", "notices_revoked"]
Flow = Came | Went | Against

WENT: tuple[Went, ...] = get_args(Went)
AGAINST: tuple[Against, ...] = get_args(Against)
FLOWS: tuple[Flow, ...] = ("deposits", *WENT, *AGAINST)
#: Years before that of the as-of day that count as recent while the invasion lies ahead.
_RECENT = 4


@dataclass(frozen=True, kw_only=True)
class Flows(Fact):
    """How often states came, went and stood up against it, in all and year by year.

    The eight :data:`FLOWS` are totals up to ``day``, the last observed day; ``until`` is the same
    where the as-of day lies after it, else ``None``. ``exits`` are those in effect. ``busiest`` is
    the year with most deposits of consent, ``most_deposits`` their number. ``last_notice`` is the
    year of the last notice of withdrawal (0: none was given), with ``last_notices`` given in it,
    ``earlier_notices`` before it, ``new_deposits`` of consent in it, and ``later_deposits`` after
    the day of that notice. ``by_year`` has ``year`` and the eight numbers, one row for each year
    from ``first`` on, years without any included.
    """

    day: date
    until: date | None
    first: int
    deposits: int
    notices: int
    exits: int
    ratifications_revoked: int
    suspensions: int
    objections: int
    exits_rejected: int
    notices_revoked: int
    busiest: int
    most_deposits: int
    last_notice: int
    last_notices: int
    earlier_notices: int
    new_deposits: int
    later_deposits: int
    by_year: pd.DataFrame = field(compare=False, repr=False)

    @property
    def departed(self) -> tuple[Went, ...]:
        """The kinds of departure that occur."""
        return tuple(flow for flow in WENT if getattr(self, flow))

    @property
    def opposed(self) -> tuple[Against, ...]:
        """The kinds of counter-movement that occur."""
        return tuple(flow for flow in AGAINST if getattr(self, flow))

    @property
    def kinds(self) -> tuple[Flow, ...]:
        """The kinds to tell: deposits of consent, and all others that occur."""
        return ("deposits", *self.departed, *self.opposed)

    @property
    def idle(self) -> bool:
        """Whether nothing ever happened."""
        return not any(getattr(self, flow) for flow in FLOWS)

    @property
    def since_last_notice(self) -> int:
        """The years since the one of the last notice."""
        return self.day.year - self.last_notice

    def in_years(self, flow: Flow) -> tuple[tuple[int, int], ...]:
        """Return each year in which it occurred, with its number."""
        own = self.by_year[self.by_year[flow] > 0]
        return tuple(zip(own["year"].tolist(), own[flow].tolist(), strict=True))


@fact("treaty", "region")
def flows(subject: Subject) -> Flows:
    """Return what came and went under the treaty among the region's members of the day."""
    register, region = subject.register, subject.members_of_today
    table = register.flows(treaty=subject.treaty, region=region)[["year", *FLOWS]]
    totals: dict[str, Any] = {flow: int(table[flow].sum()) for flow in FLOWS}
    most = int(table["deposits"].max())
    acts = _acts(subject, worldwide=subject.region == "world")
    notices = acts[acts["kind"] == "withdrawal_notified"]["day"]
    last = 0 if notices.empty else notices.max().year
    beside = table[table["year"] == last]
    later = acts["kind"].isin(CONSENT_KINDS) & (acts["day"] > notices.max())
    return Flows(
        basis=WORLD if subject.region == "world" else TODAY,
        day=treaty(subject).observed_to,
        until=_until(subject),
        first=int(table["year"].iloc[0]),
        **totals,
        busiest=int(table.loc[table["deposits"] == most, "year"].iloc[0]),
        most_deposits=most,
        last_notice=last,
        last_notices=int(beside["notices"].sum()),
        earlier_notices=int((notices.dt.year < last).sum()),
        new_deposits=int(beside["deposits"].sum()),
        later_deposits=int(later.sum()),
        by_year=table,
        events=tuple(acts[acts["kind"].isin(_NAMED)]["event"]),
        sources=treaty(subject).sources,
    )


#: The acts by which states go, or stand up against it: those on which the flows rest by name.
_NAMED = (
    "withdrawal_notified",
    "ratification_revoked",
    "suspension_effective",
    "objection",
    "withdrawal_rejected",
    "notice_revoked",
)


def _until(subject: Subject) -> date | None:
    """Return the last observed day where the as-of day lies after it."""
    last = treaty(subject).observed_to
    return last if last < subject.day.date() else None


def _acts(subject: Subject, *, worldwide: bool = True) -> pd.DataFrame:
    """Return the acts up to the last observed day: of all states that were, or of the region's."""
    register = subject.register
    inside = memberships(register.known, "world")["state"] if worldwide else subject.members
    own = register.events[register.events["treaty"] == subject.treaty]
    own = own[own["day"] <= register.observed_until(subject.treaty)]
    return own[own["state"].isin(inside)]


@dataclass(frozen=True, kw_only=True)
class Recent(Fact):
    """What came and went worldwide from the year ``first`` on, up to the last observed day.

    That is ``until`` where the as-of day lies after it, else ``None``.

    Four numbers of acts, and the states of the counter-movement: those that ``joined``, that
    ``stayed`` (decided not to leave, and are not on their way out), that only ``said`` that they do
    not plan to leave, and that ``objected``.
    """

    first: int
    until: date | None
    notices: int
    exits: int
    ratifications_revoked: int
    suspensions: int
    joined: tuple[State, ...]
    stayed: tuple[State, ...]
    said: tuple[State, ...]
    objected: tuple[State, ...]

    @property
    def joiners(self) -> int:
        """How many have joined."""
        return len(self.joined)

    @property
    def stayers(self) -> int:
        """How many have decided to stay."""
        return len(self.stayed)

    @property
    def sayers(self) -> int:
        """How many have said that they do not plan to leave."""
        return len(self.said)

    @property
    def objectors(self) -> int:
        """How many have objected."""
        return len(self.objected)


@fact("treaty")
def recent(subject: Subject) -> Recent:
    """Return what came and went worldwide since the year of the invasion of Ukraine.

    While that lies ahead of the last observed day, in the four years before that of this day; never
    before the year in which the treaty was opened.
    """
    last, named = treaty(subject).observed_to, states(subject)
    since = INVASION.year if last >= INVASION.date() else last.year - _RECENT
    first = max(since, treaty(subject).opened.year)
    acts = _acts(subject)
    acts = acts[acts["actor"].isin(STATE_ACTORS) & (acts["day"].dt.year >= first)]
    going = {row.state.code for row in exits(subject.worldwide).rows}
    refused = acts[(acts["kind"] == "withdrawal_rejected") & ~acts["state"].isin(going)]
    stayed = {row.state for row in rows_of(refused) if decides(row.actor, row.body)}
    joined, objected = acts[acts["kind"].isin(CONSENT_KINDS)], acts[acts["kind"] == "objection"]
    table = flows(subject.worldwide).by_year
    rows = table[table["year"] >= first]
    went: dict[str, Any] = {flow: int(rows[flow].sum()) for flow in WENT}
    told = pd.concat([refused, objected]).sort_values("day")
    return Recent(
        basis=WORLD,
        first=first,
        until=_until(subject),
        **went,
        joined=by_name(set(joined["state"]), named),
        stayed=by_name(stayed, named),
        said=by_name(set(refused["state"]) - stayed, named),
        objected=by_name(set(objected["state"]), named),
        events=tuple(told.drop_duplicates(["state", "kind"])["event"]),
    )
