"""How many states a treaty binds over time, the peak of that number, and the fall from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, WORLD, fact
from analysis.subject.peak import Peaked, held_at_peak
from analysis.subject.setting import State, states
from analysis.subject.subject import Subject
from analysis.terms.statuses import IN_FORCE


@dataclass(frozen=True, slots=True)
class Departure:
    """A day on which withdrawals took effect, with the states that left on it."""

    day: date
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The number of parties from a day on, as the law had scheduled it on the as-of day."""

    day: date
    parties: int


@dataclass(frozen=True, kw_only=True)
class Participation(Peaked):
    """The parties of a treaty on the day, against the most that there ever were.

    ``now`` parties of ``members`` states; ``peak``, first reached on ``first`` and last held on
    ``last`` (``None`` while it is held, or if there never was a party); ``contracting`` States
    and ``signatories`` on the day; ``withdrawn`` is the number of withdrawals that took effect
    after ``last``. ``over_time`` has ``day``, ``parties`` and ``contracting_states``, one row for
    each day on which a number changes, up to the day; ``exits`` are the withdrawals in effect by
    day, ``ahead`` what the law has scheduled after the day. The numbers are those of the members on
    the as-of day, also for days before they joined the region; for the world, of all states.
    """

    members: int
    contracting: int
    signatories: int
    exits: tuple[Departure, ...]
    ahead: tuple[Scheduled, ...]
    over_time: pd.DataFrame = field(compare=False, repr=False)

    @property
    def begun(self) -> date:
        """The day of the first signature or consent, the as-of day before there was any."""
        days = self.over_time["day"]
        return pd.Timestamp(days.iloc[0]).date() if len(days) else self.day

    @property
    def consented(self) -> bool:
        """Whether any state ever consented to be bound: else there is no line to draw."""
        return bool(self.over_time["contracting_states"].any())

    def same_line(self, other: Participation) -> bool:
        """Say whether its numbers are those of another at all times: a region that is all."""
        lines = [one.over_time[["day", "parties"]] for one in (self, other)]
        return lines[0].reset_index(drop=True).equals(lines[1].reset_index(drop=True))

    @property
    def left(self) -> int:
        """How many parties remain when all that is scheduled has come."""
        return self.ahead[-1].parties if self.ahead else self.now

    @property
    def left_from(self) -> date:
        """The day from which on that is so."""
        return self.ahead[-1].day if self.ahead else self.day

    @property
    def waiting(self) -> int:
        """How many have consented and are not bound yet."""
        return self.contracting - self.now

    @property
    def otherwise(self) -> int:
        """How many of the fallen did not withdraw: states or treaties that ended."""
        return max(self.fallen - self.withdrawn, 0)


@fact("treaty", "region")
def participation(subject: Subject) -> Participation:
    """Return the parties of the treaty among the region's members of the day, and their peak."""
    register, code = subject.register, subject.treaty
    table = register.counts(treaty=code, region=subject.members_of_today, over_time=True)
    table = table[["day", "parties", "contracting_states", "signatories"]]
    now = table.iloc[-1] if len(table) else None
    peak, first, last = held_at_peak(table, "parties")
    gone = _exits(subject)
    return Participation(
        basis=WORLD if subject.region == "world" else TODAY,
        day=register.day.date(),
        members=len(subject.members),
        now=0 if now is None else int(now["parties"]),
        peak=peak,
        first=first,
        last=last,
        contracting=0 if now is None else int(now["contracting_states"]),
        signatories=0 if now is None else int(now["signatories"]),
        withdrawn=0 if last is None else sum(len(one.states) for one in gone if one.day > last),
        exits=gone,
        ahead=_ahead(subject),
        over_time=table,
        events=tuple(_notices(subject, gone)),
        sources=tuple(register.tables.treaty(code)["sources"].split(";")),
    )


def _exits(subject: Subject) -> tuple[Departure, ...]:
    """Return the withdrawals of members that are in effect, by day.

    One with which the treaty itself ended is no fall of its own: nobody is a party any more.
    """
    spells, named = subject.register.spells, states(subject)
    out = spells[(spells["treaty"] == subject.treaty) & (spells["status"] == "withdrawn")]
    out = out[out["start"] <= subject.day]
    if subject.region != "world":
        out = out[out["state"].isin(subject.members)]
    found = []
    for day, rows in out.groupby("start"):
        gone = sorted((named[row.state] for row in rows_of(rows)), key=lambda state: state.name)
        found.append(Departure(pd.Timestamp(str(day)).date(), tuple(gone)))
    return tuple(found)


def _ahead(subject: Subject) -> tuple[Scheduled, ...]:
    """Return how the number of parties changes after the day, where a clause has scheduled it."""
    spells = subject.register.spells
    own = spells[(spells["treaty"] == subject.treaty) & spells["status"].isin(IN_FORCE)]
    if subject.region != "world":
        own = own[own["state"].isin(subject.members)]
    days = pd.concat([own["start"], own["end"].dropna()])
    found: list[Scheduled] = []
    before = _in_force(own, subject.day)
    for day in sorted(days[days > subject.day].unique()):
        after = _in_force(own, day)
        if after != before:
            found.append(Scheduled(pd.Timestamp(day).date(), after))
        before = after
    return tuple(found)


def _in_force(spells: pd.DataFrame, day: pd.Timestamp) -> int:
    return int(((spells["start"] <= day) & (spells["end"].isna() | (spells["end"] > day))).sum())


def _notices(subject: Subject, gone: tuple[Departure, ...]) -> list[str]:
    """Return the keys of the notices behind the withdrawals."""
    codes = {state.code for one in gone for state in one.states}
    events = subject.register.events
    own = (events["treaty"] == subject.treaty) & (events["kind"] == "withdrawal_notified")
    return events[own & events["state"].isin(codes)]["event"].tolist()
