"""Published figures against the register: joins in a period, standings on a day, entry into force.

Published figures are data: ``totals`` holds one total on a day, ``published`` the figures of
another shape; an entry into force that a source prints is held by its event. Every number of
ours is computed from the acts, with later ones unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.documents.clauses import as_day, consents
from analysis.documents.coverage import only
from analysis.law import clauses
from analysis.law.standings import DEPOSITS, STANDINGS, held_in
from analysis.register import Register
from analysis.store.loading import rows_of

#: Columns of a table of published figures; ``period`` is a date of any precision, or two.
COLUMNS = ["treaty", "period", "counted", "published", "difference", "sources", "note"]
_SUCCESSION = "Printed from the succession of states; the register counts from its notification."
_STATED = "No clause gives the day; the register takes the printed one."


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure against ours: the least and the most that we count in its period.

    ``allowed`` is the difference that the data account for, with its reason in ``why``.
    """

    treaty: str
    period: str
    measure: str
    published: int
    low: int
    high: int
    allowed: int
    sources: str
    why: str

    @property
    def difference(self) -> int:
        """Return ours less published, 0 where the published figure is one of ours."""
        return min(max(self.published, self.low), self.high) - self.published

    @property
    def met(self) -> bool:
        """Say whether the difference is the one accounted for, and has a reason if it is one."""
        return self.difference == self.allowed and (self.difference == 0 or bool(self.why))


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """One day of entry into force for one state: as a source prints it, and by the clause alone."""

    treaty: str
    state: str
    deposit: pd.Timestamp
    printed: pd.Timestamp
    computed: Any
    why: str

    @property
    def reproduced(self) -> bool:
        """Say whether the clause alone gives the printed day."""
        return bool(self.printed == self.computed)


def figures(register: Register, published: pd.DataFrame) -> list[Figure]:
    """Compare every published figure with the register, by treaty, measure and period."""
    totals = register.tables.totals
    totals = totals.assign(period=totals["day"].dt.strftime("%Y-%m-%d"), counted=totals["measure"])
    rows = pd.concat([totals.reindex(columns=COLUMNS), published[COLUMNS]], ignore_index=True)
    rows = rows.sort_values(["period", "counted"], kind="stable")
    parts = {name: only(register, name) for name in register.tables.treaties["code"]}
    return [
        _figure(part, row)
        for name, part in parts.items()
        for row in rows_of(rows[rows["treaty"] == name])
    ]


def days_of(period: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and the last day of a period: a date of any precision, or two with a bar.

    >>> [str(day.date()) for day in days_of("2024-02")]
    ['2024-02-01', '2024-02-29']
    >>> [str(day.date()) for day in days_of("1999-03-01/1999")]
    ['1999-03-01', '1999-12-31']
    """
    first, _, last = period.partition("/")
    end = pd.Period(last or first).end_time.normalize()
    return pd.Period(first).start_time.as_unit("s"), end.as_unit("s")


def count_deposits(register: Register, treaty: str, period: str) -> int:
    """Return how many consents to be bound by a treaty were deposited in a period."""
    first, last = days_of(period)
    return int(consents(register.known, treaty)["day"].between(first, last).sum())


def standing(register: Register, treaty: str, measure: str, period: str) -> tuple[int, int]:
    """Return the least and the most that a measure counted on any day of a period.

    The measures are those of :data:`analysis.law.standings.STANDINGS`. Acts after the period are
    unseen.
    """
    first, last = days_of(period)
    steps = register.as_of(last).counts(treaty=treaty, over_time=True)
    return held_in(STANDINGS[measure](steps), steps["day"], first, last)


def printed_entries(register: Register) -> list[PrintedEntry]:
    """Return every printed entry into force for a state, beside the day of the clause alone.

    The clause is given the deposits and nothing else. Where the two differ, the reason is that
    of the rule (succession, no clause) and the note of the act; otherwise it is empty.
    """
    found = []
    for _, treaty in register.known.treaties.iterrows():
        acts = consents(register.known, treaty["code"])
        bare = acts.assign(effect=pd.Series(pd.NaT, index=acts.index, dtype="datetime64[s]"))
        for act, day in zip(rows_of(acts), clauses.entry_into_force(treaty, bare), strict=True):
            if pd.notna(act.effect):
                found.append(_printed_entry(treaty, act, as_day(day)))
    return found


def _figure(part: Register, row: Any) -> Figure:
    if row.counted == DEPOSITS:
        low = high = count_deposits(part, row.treaty, row.period)
    else:
        low, high = standing(part, row.treaty, row.counted, row.period)
    allowed = 0 if pd.isna(row.difference) else int(row.difference)
    given = (row.treaty, row.period, row.counted, int(row.published))
    return Figure(*given, low, high, allowed, row.sources, row.note)


def _printed_entry(treaty: pd.Series, act: Any, computed: Any) -> PrintedEntry:
    why = ""
    if act.effect != computed:
        stated, succeeds = treaty["entry_trigger"] == "stated", act.kind == "succession"
        rule = _SUCCESSION if succeeds and act.effect < act.day else _STATED if stated else ""
        # A note alone explains nothing: it may tell of another depositary.
        why = f"{rule} {act.note}".strip() if rule else ""
    return PrintedEntry(treaty["code"], act.state, act.day, act.effect, computed, why)
