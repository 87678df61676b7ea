"""Entry into force of each treaty against its clause: the triggering deposit, and two days."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.documents.clauses import Day, as_day, consents, state_names, triggering
from analysis.language.numbers import number_word, plural
from analysis.law import clauses
from analysis.law.spells import status_on
from analysis.register import Register
from analysis.terms.statuses import CONTRACTING

AGREES, STATED, PENDING, FLAGGED = "agrees", "stated", "not in force", "flagged"


@dataclass(frozen=True, slots=True)
class Entry:
    """How one treaty entered into force, or why it has not.

    ``trigger`` is the day of the deposit that completed the conditions, ``depositors`` who
    deposited on it. ``verdict`` is ``agrees``, ``stated`` (no count of deposits gives
    the day), ``not in force`` or ``flagged``.
    """

    treaty: pd.Series
    trigger: Day
    depositors: tuple[str, ...]
    computed: Day
    recorded: Day
    verdict: str
    reason: str = ""


def entries(register: Register) -> list[Entry]:
    """Return the entry into force of every treaty, in the register's order."""
    return [entry(register, treaty) for _, treaty in register.known.treaties.iterrows()]


def entry(register: Register, treaty: pd.Series) -> Entry:
    """Return the entry into force of one treaty, given by its row of ``treaties.csv``."""
    recorded = treaty["entered_into_force"]
    if treaty["entry_trigger"] != "nth_deposit":
        verdict = PENDING if pd.isna(recorded) else STATED
        return Entry(treaty, pd.NaT, (), pd.NaT, recorded, verdict)
    acts = consents(register.known, treaty["code"])
    trigger = as_day(clauses.trigger_day(treaty, acts))
    computed = as_day(clauses.general_entry(treaty, acts))
    names = state_names(register.known)
    who = tuple(sorted(names.get(code, code) for code in triggering(treaty, acts)["state"]))
    if pd.isna(recorded) and not computed <= register.day:
        reason = missing(register, treaty) if pd.isna(treaty["ended"]) else "never was"
        return Entry(treaty, trigger, who, computed, recorded, PENDING, reason)
    verdict = AGREES if computed == recorded else FLAGGED
    return Entry(treaty, trigger, who, computed, recorded, verdict)


def missing(register: Register, treaty: pd.Series) -> str:
    """Say which of the states that the clause names have not consented, or no longer do."""
    held = status_on(register.spells, register.day)
    bound = held[(held["treaty"] == treaty["code"]) & held["status"].isin(CONTRACTING)]["state"]
    required, names = clauses.required_states(treaty), state_names(register.known)
    waiting = sorted(names.get(code, code) for code in set(required) - set(bound))
    if not waiting:
        return ""
    number = f"{number_word(len(waiting))} of the {len(required)} named states"
    return f"{number} {plural(len(waiting), 'is', 'are')} not contracting: {', '.join(waiting)}"
