"""One state's way out of a treaty: its steps, its notice, and how it stands on the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analysis.sections.standing.facts import Spell
from analysis.subject.setting import State
from analysis.terms.stages import POLITICAL_STAGES, Stage
from analysis.terms.statuses import Status

#: How a way out stands on the day: no notice; its effect open, contested, due or there; a
#: consent taken back, which needs no notice; or a notice overtaken by the end of the treaty.
Outcome = Literal["no notice", "open", "disputed", "due", "in effect", "taken back", "overtaken"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way out: its date as written, the days that can mean, the key of its act."""

    stage: Stage
    written: str
    first: date
    last: date
    event: str


@dataclass(frozen=True, slots=True)
class Suspension:
    """A notice of suspending the treaty: its date as written, and the key of the act."""

    written: str
    event: str


@dataclass(frozen=True, slots=True)
class Exit:
    """One state on its way out: its steps, and when the withdrawal takes or took effect.

    ``effect`` is the day on which the withdrawal takes or took effect, ``None`` without a notice
    or while it is open; ``effect_basis`` says whether the day of a notice is recorded, follows
    from the clause, is open or disputed; ``without_notice`` is the date of a consent taken back,
    which needs no notice. ``suspension`` is a notice of suspending the treaty that came after the
    last step, if any. ``spells`` are all its statuses under the treaty, scheduled ones too.
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
    suspension: Suspension | None
    spells: tuple[Spell, ...]

    @property
    def notice(self) -> Step | None:
        """The notice, if one has been given."""
        return self.steps.get("notified")

    @property
    def political(self) -> tuple[Step, ...]:
        """The steps before the notice, in the order of the stages."""
        return tuple(self.steps[stage] for stage in POLITICAL_STAGES if stage in self.steps)

    @property
    def short_of_notice(self) -> bool:
        """Whether no notice has been given, nor consent taken back."""
        return self.stage in POLITICAL_STAGES

    @property
    def turned(self) -> Suspension | None:
        """The notice of a suspension to which a way out short of a notice has turned."""
        return self.suspension if self.short_of_notice else None

    @property
    def in_effect(self) -> bool:
        """Whether the withdrawal has taken effect."""
        return self.stage == "effective" and self.effect is not None

    @property
    def outcome(self) -> Outcome:
        """How the way out stands on the day."""
        if self.without_notice:
            return "taken back"
        if self.short_of_notice:
            return "no notice"
        if self.in_effect:
            return "in effect"
        if self.effect is not None:
            return "due"
        if self.effect_basis == "open" and self.status == "none":
            return "overtaken"
        return "open" if self.status == "withdrawing" else "disputed"

    @property
    def operates(self) -> bool:
        """Whether the rules of the treaty operate for the state on the day while notice runs.

        Not where it had suspended the treaty before: it is bound in law, and does not apply it.
        """
        notices = [spell for spell in self.spells if spell.status == "withdrawing"]
        return not (self.status == "withdrawing" and notices and notices[-1].halted)
