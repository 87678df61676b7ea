"""The setting of a subject in words and days: which treaty, which region, as of when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analysis.language.days import format_day
from analysis.language.english import treaty_with_article, with_article
from analysis.law.clauses import opening
from analysis.law.possible import has_depositary
from analysis.law.regions import Region
from analysis.measures.scenario import hypothetical_events
from analysis.store.loading import rows_of
from analysis.subject.facts import Fact, fact
from analysis.subject.subject import Subject
from analysis.terms.days import date_or_none


@dataclass(frozen=True, slots=True)
class State:
    """A state as sentences name it: ``name`` in tables, ``said`` in running text."""

    code: str
    name: str
    said: str


@dataclass(frozen=True, kw_only=True)
class Treaty(Fact):
    """A treaty on a day: its words, and the days on which it opened, entered and ended.

    ``entered`` and ``ended`` are ``None`` until they have come; ``opened`` is the day on which
    states could first act under it, ``adopted`` whether that is its adoption and not an opening
    for signature; ``covered_to`` the day up to which its events were gathered; ``observed_to``
    the last observed day as of the day: the day itself, or ``covered_to`` before it, unless the
    treaty had ended by then (:mod:`analysis.measures.observed`); ``depositary`` whether there is
    one, to receive deposits and list the parties; ``political`` whether it is a commitment that
    binds in politics and not in law.
    """

    code: str
    name: str
    noun: str
    family: str
    opened: date
    adopted: bool
    entered: date | None
    ended: date | None
    covered_to: date
    observed_to: date
    coverage_note: str
    entry_article: str
    withdrawal_period: str
    withdrawal_day: str
    withdrawal_article: str
    withdrawal_text: str
    conflict_tail: bool
    depositary: bool
    political: bool

    @property
    def said(self) -> str:
        """Its name as a sentence says it: "the CFE Treaty", "New START"."""
        return treaty_with_article(self.name)

    @property
    def in_force(self) -> bool:
        """Whether the treaty binds anybody on the day."""
        return self.entered is not None and self.ended is None


@dataclass(frozen=True, kw_only=True)
class Setting(Fact):
    """What every page says of its subject: the day, the treaty, the region, what is assumed.

    ``members`` is the number of the region's members on the day, ``undated`` of how many of them it
    is not on record since when they belong to it (they count on any day), ``silent`` why nothing
    can be said of that day (empty if something can), ``assumed`` the notices that a scenario
    assumes; ``vintage`` the day on which the data stand.
    """

    day: date
    vintage: date
    treaty: Treaty
    region: Region
    members: int
    undated: int
    silent: str
    compare_to: date | None
    towards: tuple[State, ...]
    assumed: tuple[tuple[State, date], ...]
    data_version: str

    @property
    def worldwide(self) -> bool:
        """Whether the region is the whole world."""
        return self.region.slug == "world"

    @property
    def ahead(self) -> bool:
        """Whether the day lies after the vintage: only what the law had scheduled is known."""
        return self.day > self.vintage

    @property
    def late(self) -> bool:
        """Whether events under the treaty are not known up to the day."""
        return self.treaty.observed_to < self.day


@fact("treaty")
def treaty(subject: Subject) -> Treaty:
    """Return the treaty on the day."""
    row = subject.register.known.treaty(subject.treaty)
    today = subject.day

    def come(day: object) -> date | None:
        found = date_or_none(day)
        return found if found is not None and found <= today.date() else None

    return Treaty(
        code=row["code"],
        name=row["name"],
        noun=row["noun"],
        family=row["family"],
        opened=opening(row).date(),
        adopted=date_or_none(row["opened"]) is None,
        entered=come(row["entered_into_force"]),
        ended=come(row["ended"]),
        covered_to=row["covered_to"].date(),
        observed_to=subject.register.observed_until(subject.treaty).date(),
        coverage_note=row["coverage_note"],
        entry_article=row["entry_article"],
        withdrawal_period=row["withdrawal_period"],
        withdrawal_day=row["withdrawal_day"],
        withdrawal_article=row["withdrawal_article"],
        withdrawal_text=row["withdrawal_text"],
        conflict_tail=row["withdrawal_conflict_tail"] == "yes",
        depositary=has_depositary(row),
        political=row["nature"] == "political",
        sources=tuple(key for key in row["sources"].split(";") if key),
    )


@fact()
def states(subject: Subject) -> Mapping[str, State]:
    """Return every state by its code, with the name that it had on the day.

    A name is only a name: whether what is told of it has happened is marked where it is told
    (:mod:`analysis.briefings.marking`), for the other acts of the state are on record.
    """
    known = subject.register.known.states
    return {
        code: State(code, name, with_article(name))
        for code, name in zip(known["state"], known["short_name"], strict=True)
    }


@fact("treaty", "region", "compare_to", "towards")
def setting(subject: Subject) -> Setting:
    """Return the setting of a region under a treaty on a day."""
    own, named = treaty(subject), states(subject)
    assumed = hypothetical_events(subject.register.known).sort_values(["day", "state"])
    region, members = subject.region_words, len(subject.members)
    return Setting(
        day=subject.day.date(),
        vintage=subject.register.tables.vintage.date(),
        treaty=own,
        region=region,
        members=members,
        undated=len(subject.register.undated_members(subject.region)),
        silent=_silent(own, region, members, subject.day.date()),
        compare_to=date_or_none(subject.compare_to),
        towards=tuple(named[code] for code in subject.towards),
        assumed=tuple((named[row.state], row.day.date()) for row in rows_of(assumed)),
        data_version=subject.register.tables.version,
    )


def by_name(codes: Iterable[str], named: Mapping[str, State]) -> tuple[State, ...]:
    """Return states in the alphabetical order of their names."""
    return tuple(sorted((named[code] for code in codes), key=lambda state: state.name))


def _silent(own: Treaty, region: Region, members: int, day: date) -> str:
    if day < own.opened:
        verb = "adopted" if own.adopted else "open for signature"
        return f"the {own.noun} was not {verb} before {format_day(own.opened)}"
    return "" if members else f"there were no {region.states} on {format_day(day)}"
