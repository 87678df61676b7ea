"""Who is on the way out of a treaty: steps, notices, effects; suspensions, and the end itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pandas as pd

from analysis.sections.exits.way import Exit, Outcome, Step, Suspension
from analysis.sections.standing.facts import Place, Spell, standing
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.setting import State, states
from analysis.subject.subject import Subject
from analysis.terms.days import date_or_none
from analysis.terms.stages import STAGES, Stage
from analysis.terms.statuses import Status

__all__ = ["Exit", "Exits", "Outcome", "Spell", "Step", "exits"]

#: The precision of a date, by the length of its text.
_PRECISION = {4: "Y", 7: "M", 10: "D"}


@dataclass(frozen=True, kw_only=True)
class Exits(Fact):
    """The states of the region on their way out, furthest first, and the end of the treaty.

    ``staying`` are the members that the treaty could bind and that have taken no step, with their
    places; ``ended_by`` is ``expired`` or ``terminated`` where the treaty has ended by the day.
    """

    rows: tuple[Exit, ...]
    staying: tuple[tuple[State, Place], ...]
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
        return tuple(row for row in self.rows if row.outcome == "taken back")

    @property
    def voters(self) -> tuple[Exit, ...]:
        """Those short of a notice whose parliament has approved leaving."""
        return tuple(row for row in self.early if "parliament_approved" in row.steps)

    @property
    def underway(self) -> int:
        """How many have taken steps short of a notice."""
        return len(self.early)

    @property
    def furthest(self) -> int:
        """How many of those short of a notice have come furthest."""
        return sum(row.stage == self.early[0].stage for row in self.early)

    @property
    def voted(self) -> int:
        """How many parliaments have approved leaving where no notice has been given."""
        return len(self.voters)

    @property
    def notices(self) -> int:
        """How many have given a notice that is not in effect, running or contested."""
        return sum(row.outcome in ("open", "disputed", "due") for row in self.rows)

    @property
    def notices_running(self) -> int:
        """How many notices are running."""
        return len(self.running)

    @property
    def halted(self) -> tuple[Exit, ...]:
        """Those whose notice runs while they have suspended the treaty."""
        return tuple(row for row in self.running if not row.operates)

    @property
    def withdrawals(self) -> int:
        """How many withdrawals have taken effect."""
        return len(self.gone)

    @property
    def taken_back(self) -> int:
        """How many have taken their consent back."""
        return len(self.revoked)

    @property
    def notified(self) -> bool:
        """Whether any notice has been given, or any withdrawal taken effect."""
        return any(not row.short_of_notice for row in self.rows)

    @property
    def on_the_way(self) -> int:
        """How many are on their way out, or out."""
        return len(self.rows)

    @property
    def staying_by_place(self) -> tuple[tuple[Place, int], ...]:
        """How many without a step stand where, the most frequent place first."""
        return tuple(Counter(place for _, place in self.staying).most_common())

    @property
    def first_step(self) -> date | None:
        """The first day of the first step or notice of anybody."""
        return min((step.first for row in self.rows for step in row.steps.values()), default=None)

    @property
    def due(self) -> tuple[date, ...]:
        """The days of effect of the notices running, one for each, the earliest first."""
        return tuple(sorted(row.effect for row in self.running if row.effect is not None))

    @property
    def first_due(self) -> date | None:
        """The day on which the next withdrawal takes effect."""
        return self.due[0] if self.due else None

    @property
    def due_first(self) -> int:
        """How many withdrawals take effect on that day."""
        return self.due.count(self.due[0]) if self.due else 0


@fact("treaty", "region")
def exits(subject: Subject) -> Exits:
    """Return who of the region is on the way out of the treaty on the day."""
    over = _ends(subject)
    inside = set(subject.members)
    rows = tuple(row for row in _everywhere(subject) if row.state.code in inside)
    leaving = {row.state.code for row in rows}
    steps = [step.event for row in rows for step in row.steps.values()]
    acts = [*steps, *(row.effective_event for row in rows), *over["event"]]
    expired = over["kind"].isin(["expired"]).any()
    return Exits(
        basis=TODAY,
        rows=rows,
        staying=tuple(
            (own.state, own.place)
            for own in standing(subject).positions
            if own.state.code not in leaving and own.place != "apart"
        ),
        ended_by="" if over.empty else "expired" if expired else "terminated",
        ended_events=tuple(over["event"]),
        events=tuple(dict.fromkeys(key for key in acts if key)),
    )


@fact("treaty")
def _everywhere(subject: Subject) -> tuple[Exit, ...]:
    """Return every state of the world on its way out: the same for all regions."""
    register, code = subject.register, subject.treaty
    table, named = register.pipeline(treaty=code), states(subject)
    keys, held = _keys(register.events, code), _spells(register.spells, code, set(table["state"]))
    turned = _turned(table, register.events, code)
    return tuple(_exit(row, keys, named, held, turned) for row in rows_of(table))


def _ends(subject: Subject) -> pd.DataFrame:
    """Return the events by which the treaty itself ended."""
    events = subject.register.events
    own = (events["treaty"] == subject.treaty) & events["kind"].isin(["terminated", "expired"])
    return events[own]


Keys = Mapping[tuple[str, str, str], str]


def _keys(events: pd.DataFrame, code: str) -> Keys:
    """Return the key of each act under a treaty by state, date and kind; of several, the first."""
    own = events[events["treaty"] == code].iloc[::-1]
    acts = own[["state", "date", "kind", "event"]].itertuples(index=False, name=None)
    return {(state, written, kind): key for state, written, kind, key in acts}


def _turned(table: pd.DataFrame, events: pd.DataFrame, code: str) -> Mapping[str, Suspension]:
    """Return the first notice of a suspension by each state that came after its last step out."""
    own = events[(events["treaty"] == code) & (events["kind"] == "suspension_notified")]
    steps = [*STAGES[:-1]]
    last = {row.state: max(getattr(row, stage) for stage in steps) for row in rows_of(table)}
    found: dict[str, Suspension] = {}
    for act in rows_of(own.sort_values("day")):
        if act.state in last and last[act.state] <= act.date:
            found.setdefault(act.state, Suspension(act.date, act.event))
    return found


def _spells(spells: pd.DataFrame, code: str, wanted: set[str]) -> Mapping[str, tuple[Spell, ...]]:
    own = spells[(spells["treaty"] == code) & spells["state"].isin(wanted)]
    found: dict[str, tuple[Spell, ...]] = {}
    for row in rows_of(own):
        end, operates = date_or_none(row.end), bool(row.operates)
        spell = Spell(cast(Status, row.status), row.start.date(), end, operates)
        found[row.state] = (*found.get(row.state, ()), spell)
    return found


def _exit(
    row: Any,
    keys: Keys,
    named: Mapping[str, State],
    held: Mapping[str, tuple[Spell, ...]],
    turned: Mapping[str, Suspension],
) -> Exit:
    steps: dict[Stage, Step] = {}
    for stage in STAGES[:-1]:
        if written := getattr(row, stage):
            kind = "withdrawal_notified" if stage == "notified" else stage
            steps[stage] = _step(stage, written, keys.get((row.state, written, kind), ""))
    done = keys.get((row.state, row.effective, "withdrawal_effective"), "")
    taken_back = keys.get((row.state, row.effective, "ratification_revoked"), "")
    return Exit(
        state=named[row.state],
        status=row.status,
        stage=row.stage,
        steps=steps,
        vote=row.vote,
        effect=date_or_none(row.effect),
        effect_basis=row.effect_basis,
        effective_event=done or taken_back,
        without_notice=row.effective if taken_back else "",
        suspension=turned.get(row.state),
        spells=held.get(row.state, ()),
    )


def _step(stage: Stage, written: str, event: str) -> Step:
    span = pd.Period(written, freq=_PRECISION[len(written)])
    return Step(stage, written, span.start_time.date(), span.end_time.date(), event)
