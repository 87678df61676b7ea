"""Is it a wave: whether exits crowd in time, at a border, among neighbours, after a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from analysis.inference.rates import rate_ratio
from analysis.inference.results import Comparison
from analysis.inference.survival import SurvivalCurve
from analysis.language.days import format_day
from analysis.sections.endurance.facts import Endurance, consent_curves, follow_memberships
from analysis.sections.fall.facts import Depth, depth_of
from analysis.sections.rates.facts import REGION, REST
from analysis.sections.wave.contagion import (
    ByBorder,
    Claimed,
    Joined,
    claimed_by_border,
    exits_by_border,
    exits_side_by_side,
)
from analysis.sections.wave.crowding import Crowding, notices_in_time
from analysis.subject.situation import Situation
from analysis.subject.unanswered import INVASION, Unanswered
from analysis.terms.acts import ADVERSARIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Two rates against each other: by exits (``test``) and by decisions (``once``).

    ``now`` and ``then`` are rows of :func:`analysis.sections.rates.facts.rates`; the ratio is that
    of the first to the second.
    """

    now: pd.Series
    then: pd.Series
    test: Comparison
    once: Comparison


@dataclass(frozen=True, repr=False, eq=False)
class Wave:
    """The tests of a situation, each computed once; what cannot be tested says why.

    ``since`` is the day that may have changed the rate, ``adversaries`` are the states on
    whose border exits may crowd. Notices, borders and neighbours are looked at worldwide, for a
    wave does not end at the edge of a region.
    """

    situation: Situation
    since: pd.Timestamp = INVASION
    adversaries: tuple[str, ...] = ADVERSARIES

    @property
    def depth(self) -> Depth:
        """The rates on which the contrasts rest."""
        return depth_of(self.situation, self.since)

    @cached_property
    def change(self) -> Contrast | Unanswered:
        """The region's rate since the day against the one before."""
        if self.situation.day < self.since:
            return Unanswered(f"that day lies after {format_day(self.situation.day)}")
        return self._contrast((REGION, "since"), (REGION, "before"))

    @cached_property
    def against_rest(self) -> Contrast | Unanswered | None:
        """The region's rate against the rest of the world's, since the day if it has come.

        ``None`` for the world, which has no rest.
        """
        if self.situation.region.slug == "world":
            return None
        period = "since" if self.situation.day >= self.since else "before"
        return self._contrast((REGION, period), (REST, period))

    @cached_property
    def border(self) -> ByBorder | Unanswered:
        """Who goes, by land border with the adversaries."""
        now = self.situation
        return exits_by_border(now.register, treaty=now.code, adversaries=self.adversaries)

    @cached_property
    def claimed(self) -> Claimed | None:
        """The same with suspensions, each as the state that acted claims it, if that adds any."""
        now = self.situation
        return claimed_by_border(now.register, treaty=now.code, adversaries=self.adversaries)

    @cached_property
    def neighbours(self) -> Joined | Unanswered:
        """Whether those that go border on each other."""
        return exits_side_by_side(self.situation.register, treaty=self.situation.code)

    @cached_property
    def crowding(self) -> Crowding | Unanswered:
        """Whether notices crowd within a year of the time in which the treaty binds anyone."""
        now = self.situation
        return notices_in_time(now.register, treaty=now.code, region=now.region.slug)

    @cached_property
    def endurance(self) -> Endurance | Unanswered:
        """How long memberships of the region last."""
        now = self.situation
        return follow_memberships(now.register, treaty=now.code, region=now.region.slug)

    @cached_property
    def endurance_worldwide(self) -> Endurance | Unanswered:
        """How long memberships last worldwide."""
        now = self.situation
        return follow_memberships(now.register, treaty=now.code, region="world")

    @property
    def membership_curves(self) -> tuple[dict[str, SurvivalCurve], pd.DataFrame]:
        """What a figure of memberships draws: curves by name, and the cases with ``group``.

        The region and the world; without what could not be followed.
        """
        parts = {self.situation.region.name: self.endurance, "the world": self.endurance_worldwide}
        found = {name: v for name, v in parts.items() if isinstance(v, Endurance)}
        cases = [part.cases.assign(group=name) for name, part in found.items()]
        frame = pd.concat(cases, ignore_index=True) if cases else pd.DataFrame()
        return {name: part.curve for name, part in found.items()}, frame

    @cached_property
    def consent(self) -> dict[str, SurvivalCurve]:
        """How long signatures of the region waited for consent, all and by decade."""
        now = self.situation
        return consent_curves(now.register, treaty=now.code, region=now.region.slug)

    @property
    def p_values(self) -> list[float]:
        """The p-values of all tests that could be made, by states."""
        answers = (self.change, self.against_rest, self.border, self.crowding, self.neighbours)
        found = []
        for answer in answers:
            if isinstance(answer, ByBorder):
                found.append(answer.test.fisher)
            elif isinstance(answer, Contrast | Crowding | Joined):
                found.append(answer.test.p_value)
        return found

    def _contrast(self, now: tuple[str, str], then: tuple[str, str]) -> Contrast | Unanswered:
        rows = {(row["part"], row["period"]): row for _, row in self.depth.rates.iterrows()}
        for part, period in (now, then):
            if (part, period) not in rows:
                where = "the region" if part == REGION else "the rest of the world"
                when = "before that day" if period == "before" else "since that day"
                when = when if self.situation.day >= self.since else "so far"
                return Unanswered(f"no state of {where} was bound {when}")
        first, second = rows[now], rows[then]
        if not first["exits"] + second["exits"]:
            return Unanswered("no withdrawal has taken effect")
        return Contrast(
            now=first,
            then=second,
            test=_ratio(first, second, "exits"),
            once=_ratio(first, second, "decisions"),
        )


def wave_of(
    situation: Situation,
    since: pd.Timestamp = INVASION,
    adversaries: tuple[str, ...] = (),
) -> Wave:
    """Return the tests of a situation; asked again, the same ones with what they computed.

    Without ``adversaries`` those towards which the situation measures its border count, and
    without these Russia and Belarus.
    """
    return _wave_of(situation, since, adversaries or situation.towards or ADVERSARIES)


_wave_of = lru_cache(maxsize=8)(Wave)


def _ratio(now: pd.Series, then: pd.Series, events: str) -> Comparison:
    return rate_ratio(
        int(now[events]), float(now["party_years"]), int(then[events]), float(then["party_years"])
    )
