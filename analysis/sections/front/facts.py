"""What page one alone tells: who has come furthest short of a notice, and what is due next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.sections.exits.facts import exits
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.setting import State, by_name, states, treaty
from analysis.subject.subject import Subject
from analysis.terms.stages import Stage
from analysis.watch.due import due


@dataclass(frozen=True, kw_only=True)
class Furthest(Fact):
    """The states whose furthest step short of a notice is the furthest of all, and that step.

    ``stage`` is ``None`` where nobody has taken one. ``turned`` are those of them that have since
    notified a suspension instead.
    """

    stage: Stage | None
    states: tuple[State, ...]
    turned: tuple[State, ...]

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
        turned=tuple(row.state for row in rows if row.turned),
        events=tuple(row.steps[row.stage].event for row in rows),
    )


#: So many dates are told on page one; letters of a date that is a day.
_DATES, _A_DAY = 3, 10


@dataclass(frozen=True, kw_only=True)
class Awaited(Fact):
    """What is due on a date under the treaty: ``what``, for which states, and how many days ahead.

    ``written`` is a day or, where no day is known yet, a month or a year: then ``days`` is
    ``None``.
    """

    what: str
    written: str
    days: int | None
    states: tuple[State, ...]


@dataclass(frozen=True, kw_only=True)
class DueNext(Fact):
    """The next dates that concern the region under the treaty, as known on the day."""

    rows: tuple[Awaited, ...]


@fact("treaty", "region")
def due_next(subject: Subject) -> DueNext:
    """Return what is due next under the treaty: effects of its members, terms, meetings."""
    register, inside = subject.register, set(subject.members)
    named, found = states(subject), dict[tuple[str, str], list[str]]()
    if treaty(subject).ended is not None:
        return DueNext(basis=TODAY, rows=())
    keys: dict[tuple[str, str], set[str]] = {}
    # Of all treaties at once: the briefings of a day share it.
    table = register.keep("due next", lambda: due(register.known, register.spells, register.day))
    for row in rows_of(table[table["treaty"] == subject.treaty]):
        concerned = [code for code in row.state.split(";") if code]
        own = [code for code in concerned if code in inside]
        if own or not concerned:
            found.setdefault((row.day, row.what), []).extend(own)
            keys.setdefault((row.day, row.what), set()).update(row.source.split(";"))
    rows = [
        Awaited(
            basis=TODAY,
            what=what,
            written=written,
            days=(date.fromisoformat(written) - register.day.date()).days
            if len(written) == _A_DAY
            else None,
            states=by_name(set(codes), named),
            sources=tuple(sorted(keys[written, what] - {""})),
        )
        for (written, what), codes in [*found.items()][:_DATES]
    ]
    return DueNext(basis=TODAY, rows=tuple(rows))
