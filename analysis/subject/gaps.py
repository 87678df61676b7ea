"""What the data are known to lack: which gaps touch a subject on its day, and what they withhold.

>>> from analysis import facts, load_register
>>> own = load_register().as_of("2024-06-12").fact(facts.gaps, treaty="cfe", region="nato")
>>> own.suspended_count, own.touching("border") != ()
(14, True)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.law.gaps import gaps_on
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.setting import State, by_name, states
from analysis.subject.subject import Subject
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.gaps import TOUCHES, Missing, Question


@dataclass(frozen=True, slots=True)
class Undated:
    """An act on a day that no source gives: it counts from ``counted``, the end of its date."""

    state: State
    kind: str
    written: str
    counted: date
    event: str


@dataclass(frozen=True, slots=True)
class Gap:
    """One known gap: what is missing, of which of the region's states, and since when it matters.

    ``states`` is empty where it concerns the treaty as such, or states that were not identified.
    ``acts`` are those of ``events.csv`` that wait for their day; ``open``: it matters on the day,
    and not only for days before.
    """

    missing: Missing
    states: tuple[State, ...]
    start: date
    open: bool
    acts: tuple[Undated, ...]
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Gaps(Fact):
    """The known gaps that have begun by the day, of the region's members or the treaty as such."""

    rows: tuple[Gap, ...]

    def of(self, *missing: Missing) -> tuple[Gap, ...]:
        """Return the gaps of some kinds that matter on the day."""
        return tuple(gap for gap in self.rows if gap.open and gap.missing in missing)

    def touching(self, question: Question) -> tuple[Gap, ...]:
        """Return the gaps that touch a question."""
        return self.of(*TOUCHES[question])

    def states(self, *missing: Missing) -> tuple[State, ...]:
        """Return the region's states that gaps of some kinds concern, by name."""
        found = {state.code: state for gap in self.of(*missing) for state in gap.states}
        return by_name(found, found)

    @property
    def suspended(self) -> tuple[State, ...]:
        """The states whose suspension is documented and whose day of effect is not held."""
        return self.states("suspension_day")

    @property
    def suspended_count(self) -> int:
        """How many they are."""
        return len(self.suspended)

    @property
    def undated(self) -> tuple[Undated, ...]:
        """The acts on record whose day is not known, and which are not counted yet."""
        return tuple(act for gap in self.of("deposit_day") for act in gap.acts)

    @property
    def uncounted(self) -> tuple[State, ...]:
        """The states known to have joined that are not counted: no day of deposit was found."""
        waiting = {act.state.code for act in self.undated}
        return tuple(state for state in self.states("deposit_day") if state.code not in waiting)

    @property
    def uncounted_count(self) -> int:
        """How many they are."""
        return len(self.uncounted)


@fact("treaty", "region")
def gaps(subject: Subject) -> Gaps:
    """Return what the register is known to lack of the treaty, as far as it matters on the day."""
    register, named = subject.register, states(subject)
    # The world has the states that are no more as well: what is missing of them is missing.
    inside = set(named) if subject.region == "world" else set(subject.members)
    found = []
    for row in rows_of(gaps_on(register.tables, subject.treaty, subject.day)):
        codes = [code for code in row.states.split(";") if code]
        own = by_name((code for code in codes if code in inside), named)
        if own or not codes:
            acts = _undated(subject, own) if row.missing == "deposit_day" else ()
            keys, begun = tuple(row.sources.split(";")), row.start.date()
            found.append(Gap(row.missing, own, begun, bool(row.open), acts, row.note, keys))
    return Gaps(
        basis=TODAY,
        rows=tuple(found),
        events=tuple(act.event for gap in found for act in gap.acts),
        sources=tuple(dict.fromkeys(key for gap in found for key in gap.sources)),
    )


def withheld(subject: Subject, question: Question, *, worldwide: bool = False) -> bool:
    """Say whether a gap keeps a question from being answered, in the region or anywhere."""
    return bool(gaps(subject.worldwide if worldwide else subject).touching(question))


def _undated(subject: Subject, own: tuple[State, ...]) -> tuple[Undated, ...]:
    """Return the consents of some states that have a date and no day, and are not counted yet.

    Events of later days are seen here, only so that nothing that may have come is passed over.
    """
    codes, events = {state.code: state for state in own}, subject.register.tables.events
    rows = events[(events["treaty"] == subject.treaty) & events["state"].isin(list(codes))]
    rows = rows[rows["kind"].isin(CONSENT_KINDS) & (rows["date"].str.len() < 10)]
    later: pd.DataFrame = rows[rows["day"] > subject.day]
    return tuple(
        Undated(codes[row.state], row.kind, row.date, row.day.date(), row.event)
        for row in rows_of(later)
    )
