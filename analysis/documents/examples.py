"""Worked examples from the register: the acts of a state, the clause, and the spells that follow.

The template of ``docs/status.md`` asks for them by treaty and state. Whatever can be computed is:
who made the deposit that counted, who came later, which day follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

import pandas as pd
from pandas.api.typing import NaTType

from analysis.documents.clauses import (
    Day,
    as_day,
    consents,
    entry_words,
    later_words,
    short_day,
    state_names,
    withdrawal_words,
)
from analysis.documents.coverage import only
from analysis.documents.entries import Entry, entry
from analysis.documents.exits import Exit, exits
from analysis.documents.markdown import code, table
from analysis.language.days import format_date_short, format_day
from analysis.law import clauses
from analysis.law.spells import status_on
from analysis.register import Register
from analysis.store.loading import rows_of
from analysis.terms.acts import LEGAL_KINDS, Reading
from analysis.terms.statuses import IN_FORCE

_ENDS = ("terminated", "expired")


@dataclass(frozen=True, eq=False)
class Examples:
    """What the page on the derivation of a status may ask of the register."""

    register: Register

    def has(self, *treaties: str) -> bool:
        """Say whether the register holds all of these treaties."""
        return set(treaties) <= set(self.register.known.treaties["code"])

    def treaty(self, code: str) -> dict[str, Any]:
        """Return the row of a treaty by its columns."""
        return dict(self._clauses(code))

    def clauses(self, code: str) -> dict[str, str]:
        """Return the clauses of a treaty in words: ``entry``, ``later``, ``withdrawal``."""
        treaty = self._clauses(code)
        return {
            "entry": entry_words(treaty),
            "later": later_words(treaty),
            "withdrawal": withdrawal_words(treaty),
        }

    def entry(self, code: str) -> Entry:
        """Return how a treaty entered into force."""
        return entry(self.register, self._clauses(code))

    def cast(self, code: str) -> list[str]:
        """Return the states that show a clause at work, as far as there are such states.

        The first to deposit, the one that completed the condition, the first to come after it
        and still be bound from the treaty's own day, and the first bound later.
        """
        treaty, acts = self._clauses(code), consents(self.register.known, code)
        acts = acts[acts["kind"].isin(clauses.COUNTING_KINDS)].reset_index(drop=True)
        entered = clauses.to_days(clauses.entry_into_force(treaty, acts))
        general, trigger = clauses.general_entry(treaty, acts), clauses.trigger_day(treaty, acts)
        completed = acts["state"][clauses.to_days(acts["day"]) == trigger]
        between = acts["state"][(clauses.to_days(acts["day"]) > trigger) & (entered == general)]
        between = between if treaty["entry_later_after"] == "entry_into_force" else between[:0]
        later = acts["state"][entered > general]
        chosen = [acts["state"].iloc[0], *completed.tail(1), *between.head(1), *later.head(1)]
        return list(dict.fromkeys(chosen))

    def name(self, state: str) -> str:
        """Return the short name of a state."""
        return state_names(self.register.known).get(state, state)

    def acts(self, treaty: str, *states: str) -> str:
        """Return the legal acts of states under a treaty, as a table by date."""
        events = self.register.known.events
        chosen = events[(events["treaty"] == treaty) & events["kind"].isin(LEGAL_KINDS)]
        chosen = chosen[chosen["state"].isin([*states, "INT"])]
        own = chosen["state"].isin(states) | chosen["kind"].isin(_ENDS)
        chosen = chosen[own & (chosen["kind"] != "objection")]
        chosen = chosen.sort_values("kind", kind="stable", key=_order(LEGAL_KINDS))
        chosen = chosen.sort_values("day", kind="stable")
        rows = [
            (
                "the treaty" if act.state == "INT" else self.name(act.state),
                code(act.kind),
                format_date_short(act.date),
                short_day(act.effect),
            )
            for act in rows_of(chosen)
        ]
        return table(("act of", "kind", "date", "effect recorded"), rows)

    def spells(self, treaty: str, *states: str, reading: Reading = "depositary") -> str:
        """Return the spells of states under a treaty in a reading, as a table."""
        spells = only(self.register, treaty).read_as(reading).spells
        chosen = spells[(spells["treaty"] == treaty) & spells["state"].isin(states)]
        ordered = chosen.sort_values("state", kind="stable", key=_order(states))
        rows = [
            (self.name(spell.state), spell.status, short_day(spell.start), short_day(spell.end))
            for spell in rows_of(ordered)
        ]
        return table(("state", "status", "from", "until"), rows)

    def terms(self, treaty: str) -> list[tuple[str, str]]:
        """Return when each end of a treaty of limited duration was set, and for which day."""
        terms = self.register.tables.treaty(treaty)["terms"]
        return [
            (known, end) for known, _, end in (term.partition("/") for term in terms.split(";"))
        ]

    def exits(self, treaty: str, *states: str) -> list[Exit]:
        """Return the withdrawals of states from a treaty, all of them if no state is named."""
        found = exits(only(self.register, treaty))
        return [one for one in found if not states or one.state in states]

    def at_war(self, treaty: str) -> str:
        """Return a party to a treaty that is engaged in an open armed conflict, or nothing."""
        known = self.register.known
        open_end = known.conflicts[known.conflicts["end"].isna()]["state"]
        held = status_on(self.register.spells, self.register.day)
        bound = held[(held["treaty"] == treaty) & held["status"].isin(IN_FORCE)]["state"]
        return next(iter(sorted(set(open_end) & set(bound))), "")

    def effect(self, treaty: str, state: str, day: Any) -> Day:
        """Return the day on which a notice received on a day would take effect."""
        notice = pd.DataFrame({"state": [state], "day": [pd.Timestamp(day)], "effect": [pd.NaT]})
        conflicts = self.register.known.conflicts
        return as_day(clauses.withdrawal_effect(self._clauses(treaty), notice, conflicts)[0])

    def readings(self) -> str:
        """Return every contested act with the status under each reading once it is contested."""
        known, rows, readings = self.register.known, [], get_args(Reading)
        for act in rows_of(known.disputes[known.disputes["start"] <= self.register.day]):
            part = only(self.register, act.treaty).as_of(act.start)
            stands = [_status(part.read_as(reading), act.state) for reading in readings]
            subject = f"{self.name(act.state)}, {self.treaty(act.treaty)['name']}"
            rows.append((subject, code(act.act), short_day(act.start), *stands, act.reason))
        return table(("standing", "act", "contested from", *readings, "why contested"), rows)

    def _clauses(self, code: str) -> pd.Series:
        return self.register.known.treaty(code)


def long_day(day: Any) -> str:
    """Write a day for a sentence, or say that there is none.

    >>> long_day("2021-01-22"), long_day(pd.NaT)
    ('22 January 2021', 'no day')
    """
    moment = as_day(day)
    return "no day" if isinstance(moment, NaTType) else format_day(moment)


def _status(register: Register, state: str) -> str:
    held = status_on(register.spells, register.day)
    own = held[held["state"] == state]["status"]
    return str(own.iloc[0]) if len(own) else "none"


def _order(states: tuple[str, ...]) -> Any:
    return lambda column: column.map(list(states).index)
