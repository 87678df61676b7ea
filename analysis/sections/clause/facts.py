"""What a treaty asks for, as known on a day: its entry into force, its term, who keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.law.clauses import end_of_term, required_states
from analysis.law.possible import possible_members
from analysis.sections.standing.facts import standing
from analysis.subject.facts import WORLD, Fact, fact
from analysis.subject.setting import State, by_name, states
from analysis.subject.subject import Subject
from analysis.terms.days import date_or_none
from analysis.terms.statuses import CONTRACTING

#: Acts by which a state suspends a treaty or takes steps to.
_SUSPENDING = ("suspension_announced", "suspension_notified", "suspension_effective")


@dataclass(frozen=True, kw_only=True)
class Terms(Fact):
    """The terms of a treaty on a day.

    ``deposits`` is how many instruments bring it into force (``None``: the clause asks for no
    number) and ``named`` for those of how many named states; ``lacking`` are the named ones that
    have not consented, ``counts`` whether a clause dates the entry at all, and
    ``open`` whether every state can join. Periods are ISO 8601
    durations; a ``first_of_month`` one ends on the first of its month. ``floor`` is the day before
    which the treaty does not enter into force, ``until`` the end of its term as then set.
    ``claimed`` is the law under which a suspension was claimed by the day without a clause on it.
    """

    counts: bool
    open: bool
    deposits: int | None
    named: int
    lacking: tuple[State, ...]
    period: str
    first_of_month: bool
    floor: date | None
    later_period: str
    later_first_of_month: bool
    until: date | None
    depositary: str
    suspension: str
    suspension_article: str
    claimed: str
    read: bool

    @property
    def lacking_count(self) -> int:
        """How many of the named states have not consented."""
        return len(self.lacking)


@fact("treaty")
def terms(subject: Subject) -> Terms:
    """Return the terms of the treaty on the day."""
    row = subject.register.known.treaty(subject.treaty)
    needed, named = required_states(row), states(subject)
    consented = {own.state.code for own in standing(subject).having(*CONTRACTING)}
    count = row["entry_trigger_count"]
    today = np.datetime64(subject.day, "D")
    return Terms(
        basis=WORLD,
        counts=row["entry_trigger"] == "nth_deposit",
        open=possible_members(subject.register.known, subject.treaty) is None,
        deposits=None if pd.isna(count) or count == "" else int(count),
        named=len(needed),
        lacking=by_name((code for code in needed if code not in consented), named),
        period=row["entry_general_period"],
        first_of_month=row["entry_general_day"] == "first_of_month",
        floor=date_or_none(row["entry_not_before"]),
        later_period=row["entry_later_period"],
        later_first_of_month=row["entry_later_day"] == "first_of_month",
        until=date_or_none(end_of_term(row["terms"], today)),
        depositary=row["depositary"],
        suspension=row["suspension_clause"],
        suspension_article=row["suspension_article"],
        claimed=_claimed(subject, row),
        read=row["entry_read"] == row["withdrawal_read"] == "yes",
        sources=tuple(key for key in row["clause_sources"].split(";") if key)
        or tuple(row["sources"].split(";")),
    )


def _claimed(subject: Subject, row: pd.Series) -> str:
    """Return the law that was claimed for a suspension, where one is on record by the day."""
    events = subject.register.events
    own = events["treaty"] == subject.treaty
    seen = bool(events[own]["kind"].isin(_SUSPENDING).any())
    return row["suspension_article"] if seen and row["suspension_clause"] != "yes" else ""
