"""Who has come furthest short of a notice: the news where nobody has left and nobody is leaving."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.sections.exits.facts import exits
from analysis.subject.facts import Fact, fact
from analysis.subject.setting import State
from analysis.subject.subject import Subject
from analysis.terms.stages import Stage


@dataclass(frozen=True, kw_only=True)
class Furthest(Fact):
    """The states whose furthest step short of a notice is the furthest of all, and that step.

    ``stage`` is ``None`` where nobody has taken one.
    """

    stage: Stage | None
    states: tuple[State, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.states)


@fact("treaty", "region")
def furthest(subject: Subject) -> Furthest:
    """Return the members that have come furthest short of a notice."""
    own = exits(subject)
    stage = own.early[0].stage if own.early else None
    rows = [row for row in own.early if row.stage == stage]
    return Furthest(
        basis=own.basis,
        stage=stage,
        states=tuple(row.state for row in rows),
        events=tuple(row.steps[row.stage].event for row in rows),
    )
