"""What a briefing on several treaties is about: the day, the treaties open by then, how far known.

The setting (:mod:`analysis.subject.setting`) is that of one treaty; this is its fellow for
briefings on a state, on what changed, or on the world.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from analysis.law.regions import Region
from analysis.subject.facts import Fact, fact
from analysis.subject.setting import Treaty, treaty
from analysis.subject.subject import Subject
from analysis.terms.days import date_or_none


@dataclass(frozen=True, kw_only=True)
class Known(Fact):
    """How many treaties are known up to a day that lies before the as-of day."""

    day: date
    count: int


@dataclass(frozen=True, kw_only=True)
class Scope(Fact):
    """The day, the region and the treaties that were open by then.

    ``treaties`` are those on which states could act by the day; ``unseen`` how many of them are
    known up to an earlier day only, the day of the most first; ``members`` the number of the
    region's states; ``since`` the day compared with, if there is one.
    """

    day: date
    vintage: date
    since: date | None
    region: Region
    members: int
    treaties: tuple[Treaty, ...]
    unseen: tuple[Known, ...]
    data_version: str

    @property
    def ahead(self) -> bool:
        """Whether the day lies after the vintage: only what the law had scheduled is known."""
        return self.day > self.vintage

    @property
    def count(self) -> int:
        """How many treaties were open by the day."""
        return len(self.treaties)

    @property
    def covered(self) -> int:
        """How many of them are known up to the day itself."""
        return self.count - sum(one.count for one in self.unseen)

    @property
    def elsewhere(self) -> int:
        """How many are known up to other days than that and the one of most of the rest."""
        return sum(one.count for one in self.unseen[1:])

    @property
    def earliest(self) -> date | None:
        """The earliest of the days up to which these are known."""
        return min((one.day for one in self.unseen[1:]), default=None)

    @property
    def single(self) -> Treaty | None:
        """The treaty, where the briefing is about one alone."""
        return self.treaties[0] if self.count == 1 else None


@fact("treaty", "region", "compare_to")
def scope(subject: Subject) -> Scope:
    """Return what a briefing on several treaties is about."""
    day = subject.day.date()
    found = [treaty(subject.under(code)) for code in subject.treaties]
    opened = tuple(own for own in found if own.opened <= day)
    last = Counter(own.observed_to for own in opened if own.observed_to < day)
    unseen = sorted(last, key=lambda one: (-last[one], one))
    return Scope(
        day=day,
        vintage=subject.register.tables.vintage.date(),
        since=date_or_none(subject.compare_to),
        region=subject.region_words,
        members=len(subject.members),
        treaties=opened,
        unseen=tuple(Known(day=one, count=last[one]) for one in unseen),
        data_version=subject.register.tables.version,
    )
