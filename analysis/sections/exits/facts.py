"""Who is on the way out of a treaty: steps, notices, effects; suspensions, and the end itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.setting import State, states
from analysis.subject.subject import Subject
from analysis.terms.days import date_or_none
from analysis.terms.stages import POLITICAL_STAGES, STAGES, Stage
from analysis.terms.statuses import Status

#: The precision of a date, by the length of its text.
_PRECISION = {4: "Y", 7: "M", 10: "D"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way out: its date as written, the days that can mean, the key of its act."""

    stage: Stage
    written: str
    first: date
    last: date
    event: str


@dataclass(frozen=True, slots=True)
class Exit:
    """One state on its way out: its steps, and when the withdrawal takes or took effect.

    ``effect`` is the day on which the notice takes effect, ``None`` without a notice or while it
    is open; ``effect_basis`` says whether that day is recorded, follows from the clause, is open
    or disputed; ``without_notice`` is the date of an exit that needed none (a consent taken back).
    """

    state: State
    status: Status
    stage: Stage
    steps: Mapping[Stage, Step]
    vote: str
    effect: date | None
    effect_basis: str
    effective_event: str
    without_notice: str

    @property
    def notice(self) -> Step | None:
        """The notice, if one has been given."""
        return self.steps.get("notified")

    @property
    def short_of_notice(self) -> bool:
        """Whether no notice has been given, nor consent taken back."""
        return self.stage in POLITICAL_STAGES

    @property
    def in_effect(self) -> bool:
        """Whether the withdrawal has taken effect."""
        return self.stage == "effective" and self.effect is not None


@dataclass(frozen=True, kw_only=True)
class Exits(Fact):
    """The states of the region on their way out, furthest first, and the end of the treaty.

    ``ended_by`` is ``expired`` or ``terminated`` where the treaty has ended by the day.
    """

    rows: tuple[Exit, ...]
    ended_by: str
    ended_events: tuple[str, ...]

    @property
    def early(self) -> tuple[Exit, ...]:
        """Those that have taken steps short of a notice."""
        return tuple(row for row in self.rows if row.short_of_notice)

    @property
    def running(self) -> tuple[Exit, ...]:
        """Those whose notice is running."""
        return tuple(
            row for row in self.rows if row.status == "withdrawing" and row.stage == "notified"
        )

    @property
    def gone(self) -> tuple[Exit, ...]:
        """Those whose withdrawal has taken effect, the earliest first."""
        done = [row for row in self.rows if row.in_effect]
        return tuple(sorted(done, key=lambda row: row.effect or date.max))

    @property
    def revoked(self) -> tuple[Exit, ...]:
        """Those that have taken their consent back."""
        return tuple(row for row in self.rows if row.stage == "effective" and row.effect is None)

    @property
    def underway(self) -> int:
        """How many have taken steps short of a notice."""
        return len(self.early)

    @property
    def notices_running(self) -> int:
        """How many notices are running."""
        return len(self.running)

    @property
    def notified(self) -> bool:
        """Whether any notice has been given, or any withdrawal taken effect."""
        return any(not row.short_of_notice for row in self.rows)

    @property
    def on_the_way(self) -> int:
        """How many are on their way out, or out."""
        return len(self.rows)


@fact("treaty", "region")
def exits(subject: Subject) -> Exits:
    """Return who of the region is on the way out of the treaty on the day."""
    register, code = subject.register, subject.treaty
    inside, named = set(subject.members), states(subject)
    table = register.pipeline(treaty=code, region=subject.region)
    keys = _keys(register.events, code)
    rows = tuple(_exit(row, keys, named) for row in rows_of(table) if row.state in inside)
    over = register.events
    over = over[(over["treaty"] == code) & over["kind"].isin(["terminated", "expired"])]
    ended = over["kind"].isin(["expired"]).any()
    events = [step.event for row in rows for step in row.steps.values() if step.event]
    return Exits(
        basis=TODAY,
        rows=rows,
        ended_by="" if over.empty else "expired" if ended else "terminated",
        ended_events=tuple(over["event"]),
        events=tuple(events),
    )


Keys = Mapping[tuple[str, str, str], str]


def _keys(events: pd.DataFrame, code: str) -> Keys:
    """Return the key of each act under a treaty by state, date and kind; of several, the first."""
    own = events[events["treaty"] == code].iloc[::-1]
    acts = own[["state", "date", "kind", "event"]].itertuples(index=False, name=None)
    return {(state, written, kind): key for state, written, kind, key in acts}


def _exit(row: Any, keys: Keys, named: Mapping[str, State]) -> Exit:
    steps: dict[Stage, Step] = {}
    for stage in STAGES[:-1]:
        if written := getattr(row, stage):
            kind = "withdrawal_notified" if stage == "notified" else stage
            steps[stage] = _step(stage, written, keys.get((row.state, written, kind), ""))
    effect = date_or_none(row.effect)
    revoked = row.effective if "notified" not in steps else ""
    done = keys.get((row.state, row.effective, "withdrawal_effective"), "")
    taken_back = keys.get((row.state, row.effective, "ratification_revoked"), "")
    return Exit(
        state=named[row.state],
        status=row.status,
        stage=row.stage,
        steps=steps,
        vote=row.vote,
        effect=effect,
        effect_basis=row.effect_basis,
        effective_event=done or taken_back,
        without_notice=revoked,
    )


def _step(stage: Stage, written: str, event: str) -> Step:
    span = pd.Period(written, freq=_PRECISION[len(written)])
    return Step(stage, written, span.start_time.date(), span.end_time.date(), event)
