"""Who of a region stands on the board of a treaty, and what pushes as strong had come to before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.setting import State, states, treaty
from analysis.subject.subject import Subject
from analysis.terms.offices import Holds, Office
from analysis.terms.stages import Stage
from analysis.terms.tiers import STRENGTHS, Strength, Tier
from analysis.watch.board import board
from analysis.watch.earlier import Earlier, earlier_pushes, interval_of


@dataclass(frozen=True, slots=True)
class Behind:
    """Who took a step, and whether they hold office still: ``unknown`` names neither.

    ``until`` is the day on which they left, or the last on which they are known in office.
    """

    holds: Holds
    office: Office | None
    holder: str
    since: str
    until: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnBoard:
    """One state on the board: its tier, what is asked for, the last step, the days since.

    ``by`` took the step in the ``form``; ``exact``: its day is known, and the days are no lower
    bound. ``stage`` is the furthest step of leaving reached, if any. ``behind`` is who holds the
    office behind that step; none where no office counts, as for citizens or a law.
    """

    state: State
    tier: Tier
    strength: Strength | None
    asked: str
    written: str
    by: str
    form: str
    days: int
    exact: bool
    stage: Stage | None
    behind: Behind | None
    keys: tuple[str, ...]

    @property
    def told_by(self) -> tuple[str, ...]:
        """The sources of the step, and of who stands behind it where that is told."""
        behind = self.behind.keys if self.behind and self.tier != "stay" else ()
        return (*self.keys, *behind)


@dataclass(frozen=True, kw_only=True)
class Past(Fact):
    """What pushes of one strength had come to by the day: cases, notices, the exact interval.

    Counted as pushes, as pairs of treaty and state, and as decisions; ``low`` and ``high`` bound
    the notices among as many cases (95 per cent, rounded outwards). ``timed`` notices are dated to
    the day, after ``days_min`` to ``days_max`` days.
    """

    strength: Strength
    cases: int
    notices: int
    low: int
    high: int
    pairs: int
    pairs_notice: int
    pairs_low: int
    pairs_high: int
    decisions: int
    decisions_notice: int
    decisions_low: int
    decisions_high: int
    timed: int
    days_min: int
    days_max: int


@dataclass(frozen=True, kw_only=True)
class Watch(Fact):
    """The board of the region under the treaty, the gravest tier first.

    ``past`` has one entry for each strength on the board, the strongest first.
    """

    rows: tuple[OnBoard, ...]
    past: tuple[Past, ...]

    @property
    def moving(self) -> tuple[OnBoard, ...]:
        """Those with a push towards leaving, suspending or a review."""
        return tuple(row for row in self.rows if row.tier != "stay")

    @property
    def staying(self) -> tuple[OnBoard, ...]:
        """Those whose last word is that they stay."""
        return tuple(row for row in self.rows if row.tier == "stay")


@fact("treaty", "region")
def watch(subject: Subject) -> Watch:
    """Return who of the region is on the board; nobody is under a treaty that has ended."""
    register, named, inside = subject.register, states(subject), set(subject.members)
    over = treaty(subject).ended is not None
    table = register.keep("board", lambda: board(register.tables, register.spells, register.day))
    own = table[(table["treaty"] == subject.treaty) & table["state"].isin(inside)]
    rows = tuple(
        OnBoard(
            state=named[row.state],
            tier=row.tier,
            strength=cast("Strength | None", row.strength or None),
            asked=row.asked,
            written=row.last_step,
            by=row.by,
            form=row.form,
            days=row.days,
            exact=len(row.last_step) == len("2025-03-18"),
            stage=cast("Stage | None", row.stage or None),
            behind=_behind(row) if row.holds else None,
            keys=tuple(row.sources.split(";")),
        )
        for row in rows_of(own[:0] if over else own)
    )
    there = {row.strength for row in rows}
    earlier = register.keep("earlier pushes", lambda: earlier_pushes(register.tables, register.day))
    return Watch(
        basis=TODAY,
        rows=rows,
        past=tuple(_past(earlier[one]) for one in STRENGTHS if one in there),
        sources=tuple(dict.fromkeys(key for row in rows for key in row.told_by)),
    )


def _behind(row: Any) -> Behind:
    """Return who stands behind the last step of a row of the board."""
    keys = tuple(filter(None, row.office_sources.split(";")))
    return Behind(row.holds, row.office or None, row.holder, row.holds_since, row.holds_until, keys)


def _past(own: Earlier) -> Past:
    pushes, pairs, joint = (interval_of(led) for led in (own.pushes, own.pairs, own.decisions))
    return Past(
        strength=own.strength,
        cases=own.pushes.cases,
        notices=own.pushes.notices,
        low=pushes[0],
        high=pushes[1],
        pairs=own.pairs.cases,
        pairs_notice=own.pairs.notices,
        pairs_low=pairs[0],
        pairs_high=pairs[1],
        decisions=own.decisions.cases,
        decisions_notice=own.decisions.notices,
        decisions_low=joint[0],
        decisions_high=joint[1],
        timed=own.timed,
        days_min=own.days_min,
        days_max=own.days_max,
    )
