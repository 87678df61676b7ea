"""The subject of a briefing: a register on a day, and what of it is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.law import names, regions
from analysis.law.possible import one_person, uncounted_states
from analysis.law.regions import Region
from analysis.measures.scenario import read_exits
from analysis.register import Register
from analysis.subject.story import with_story
from analysis.terms.days import Day, to_day
from analysis.terms.errors import RollbackError

#: What a subject may name beside the register: each on its own, or together.
PARTS = ("treaty", "region", "state", "compare_to", "towards", "story")


@dataclass(frozen=True, slots=True)
class About:
    """What is asked about, by code: the key of every answer. Empty is not named."""

    treaty: str = ""
    region: str = "world"
    state: str = ""
    compare_to: pd.Timestamp | None = None
    towards: tuple[str, ...] = ()
    story: str = ""


@dataclass(frozen=True, repr=False)
class Subject:
    """A register on a day with a treaty, a region, a state, a day to compare with, neighbours,
    a story.

    Asking for a part that was not named, or that a fact did not say it depends on, raises
    ``LookupError``.
    """

    register: Register = field(compare=False)
    about: About = About()
    parts: tuple[str, ...] = PARTS
    #: The command that makes a briefing about it again; empty outside a briefing.
    again: str = field(default="", compare=False)

    @classmethod
    def of(
        cls,
        register: Register,
        *,
        treaty: str = "",
        region: str = "world",
        state: str = "",
        compare_to: Day | None = None,
        towards: str | Sequence[str] = (),
        scenario: str = "",
        story: str = "",
    ) -> Subject:
        """Return the subject as of the register's day.

        ``towards`` names the states whose border with the region is measured, as codes joined
        by commas or as a list; ``scenario`` assumes further notices of withdrawal, as
        ``NOR:2026-09-01``, joined by commas; ``story`` is one of those in ``claims.csv``, or a
        file of claims (:mod:`analysis.subject.story`). Raises
        ``UnknownName`` and, for notices that could not have been given, ``RollbackError``.
        """
        tables = register.tables
        if scenario:
            register = _assuming(register, scenario, treaty)
        if story:
            register, story = with_story(register, story)
        about = About(
            treaty=names.find_treaty(tables, treaty) if treaty else "",
            region=regions.find_region(tables, region or "world").slug,
            state=names.find_state(tables, state) if state else "",
            compare_to=to_day(compare_to) if compare_to else None,
            towards=tuple(names.find_states(tables, towards)),
            story=story,
        )
        return cls(register, about)

    def only(self, *parts: str) -> Subject:
        """Return the subject with these parts alone."""
        kept = {part: getattr(self.about, part) for part in parts if part in self.parts}
        return replace(self, about=About(**kept), parts=parts)

    @property
    def written(self) -> str:
        """The parts in words, with the day: "treaty=apmbc region=nato 2026-02-20"."""
        told = []
        for part in PARTS:
            value = getattr(self.about, part)
            if part == "compare_to" and value is not None:
                value = f"{value:%Y-%m-%d}"
            if value and (part in self.parts):
                told.append(f"{part}={','.join(value) if part == 'towards' else value}")
        return " ".join([*told, f"{self.day:%Y-%m-%d}"])

    @property
    def series(self) -> str:
        """What all briefings of the register are called: by this project, or by its own title."""
        tables = self.register.tables
        title = str(tables.package.get("title") or "")
        return "Disarmament rollback" if tables.is_shipped or not title else title

    @property
    def day(self) -> pd.Timestamp:
        """The as-of day."""
        return self.register.day

    @property
    def treaty(self) -> str:
        """The treaty's code."""
        return str(self._part("treaty"))

    @property
    def region(self) -> str:
        """The region's short name, with the members of each day."""
        return str(self._part("region"))

    @property
    def members_of_today(self) -> str:
        """The region as the group of its members on the as-of day, whatever they were before.

        The basis of a regional briefing throughout: a state that left the region, or the treaty
        before it came, does not move its numbers.
        """
        return regions.pinned(self.region, self.day)

    @property
    def region_words(self) -> Region:
        """The region with the words that a sentence needs."""
        return self.register.keep(
            ("region words", self.region),
            lambda: regions.find_region(self.register.tables, self.region),
        )

    @property
    def members(self) -> list[str]:
        """The codes of the region's members that exist on the day, in alphabetical order.

        Under a treaty those are left out of which nothing is known (:attr:`uncounted`).
        """
        unknown = self.uncounted
        return [code for code in self.register.members(self.region) if code not in unknown]

    @property
    def uncounted(self) -> frozenset[str]:
        """The codes of states of which nothing is known under the treaty; none of no treaty."""
        if "treaty" not in self.parts or not self.about.treaty:
            return frozenset()
        register, treaty = self.register, self.about.treaty
        return register.keep(
            ("uncounted", treaty),
            lambda: uncounted_states(register.known, treaty, register.day),
        )

    def within(self, region: str) -> Subject:
        """Return the same subject for one region, for an answer that goes through several."""
        about = replace(self.about, region=region)
        return replace(self, about=about, parts=tuple(dict.fromkeys((*self.parts, "region"))))

    @property
    def worldwide(self) -> Subject:
        """The same subject for the whole world."""
        return replace(self, about=replace(self.about, region="world"))

    @property
    def treaties(self) -> list[str]:
        """The codes of the treaties asked about: the one named, or all."""
        self._part("treaty", needed=False)
        return self.register.codes(self.about.treaty or None)

    def under(self, treaty: str) -> Subject:
        """Return the same subject under one treaty, for an answer that goes through several."""
        about = replace(self.about, treaty=treaty)
        return replace(self, about=about, parts=tuple(dict.fromkeys((*self.parts, "treaty"))))

    @property
    def state(self) -> str:
        """The state's code."""
        return str(self._part("state"))

    @property
    def person(self) -> tuple[str, ...]:
        """The codes under which the acts of the state stand on the day, its own first.

        Those of the Soviet Union stand under its own code or under Russia's, which continues it.
        """
        other = one_person(self.register.known, self.day).get(self.state)
        return (self.state, other) if other else (self.state,)

    @property
    def compare_to(self) -> pd.Timestamp | None:
        """The day compared with, if there is one."""
        self._part("compare_to", needed=False)
        return self.about.compare_to

    @property
    def story(self) -> str:
        """The short name of the story whose claims are checked."""
        return str(self._part("story"))

    @property
    def towards(self) -> tuple[str, ...]:
        """The codes of the neighbours towards which the border is measured."""
        self._part("towards", needed=False)
        return self.about.towards

    def _part(self, name: str, *, needed: bool = True) -> object:
        if name not in self.parts:
            raise LookupError(f"this fact does not say that it depends on the {name}")
        value = getattr(self.about, name)
        if needed and not value:
            raise LookupError(f"this subject names no {name}")
        return value


def _assuming(register: Register, scenario: str, treaty: str) -> Register:
    late = [day for *_, day in read_exits(scenario, treaty) if day > register.day]
    if late:
        raise RollbackError(
            f"the notice of {max(late):%Y-%m-%d} lies after {register.day:%Y-%m-%d}, and would not"
            f" be seen; ask as of {max(late):%Y-%m-%d} or a later day"
        )
    return register.assuming(scenario, treaty)
