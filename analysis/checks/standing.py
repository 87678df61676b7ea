"""What follows from the events as a whole: contested acts, ends of treaties, published totals.

A dispute must rest on an act of ``events.csv``, a suspension that the treaty does not provide
for must be a dispute, the end of a treaty must be an event, and the counts of the register must
be those that a depositary has printed, or differ by a number that the note explains.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from analysis.checks.dates import first_of
from analysis.checks.sheets import Sheets, TreatyRow
from analysis.law.counts import count_each
from analysis.law.spells import build_spells
from analysis.store.kept import kept_with_tables
from analysis.store.loading import Tables, type_tables
from analysis.terms.errors import Fault

_ACT = ("treaty", "state", "kind", "date")
_DISPUTE = ("treaty", "state", "act", "date")
_TOTAL = ("treaty", "day", "measure", "published", "difference", "note")
_ENDINGS = ("terminated", "expired")


def check_disputes(sheets: Sheets) -> Iterator[Fault]:
    """Yield disputes about no act, and suspensions without a clause that nobody disputes."""
    if not (sheets.has("events", *_ACT) and sheets.has("disputes", *_DISPUTE)):
        return
    disputed = {tuple(act) for _, *act in sheets.rows("disputes", *_DISPUTE)}
    kinds = {kind for _, _, kind, _ in disputed}
    acts = {tuple(act) for _, *act in sheets.rows("events", *_ACT, among={"kind": kinds})}
    if sheets.has("disputes", "date", "start", "end"):
        yield from _check_days(sheets)
    if disputed <= acts and not sheets.faults_in("disputes"):
        yield from _check_undisputed(sheets, disputed)
    elif not sheets.faults_in("events"):
        for number, *act in sheets.rows("disputes", *_DISPUTE):
            if tuple(act) not in acts:
                rule = "events.csv has no such act of this state on this date"
                remedy = "Correct the row, or delete it."
                yield _fault("disputes", number, "act", act[2], rule, remedy)


def check_endings(sheets: Sheets) -> Iterator[Fault]:
    """Yield treaties whose end is no event, and ends of treaties that have not ended."""
    if not sheets.has("events", *_ACT) or sheets.faults_in("events"):
        return
    endings = {
        code: (number, date)
        for number, code, _, kind, date in sheets.rows("events", *_ACT)
        if kind in _ENDINGS
    }
    for code, treaty in sheets.treaties().items():
        number, date = endings.get(code, (0, ""))
        ended = treaty.get("ended")
        if "ended" not in treaty.cells or ended == date:
            continue
        if number:
            rule = (
                f"the treaty ended on {ended}" if ended else "the treaty has no end in treaties.csv"
            )
            remedy = "Correct one of the two days; they are the same."
            yield _fault("events", number, "date", date, rule, remedy)
        else:
            rule = "events.csv has no end of this treaty (terminated or expired)"
            yield _fault("treaties", treaty.number, "ended", ended, rule, "Add the event.")


def check_totals(sheets: Sheets) -> Iterator[Fault]:
    """Yield published totals that the register does not reproduce, as far as it can be counted."""
    if any(fault.file != "totals.csv" for fault in sheets.faults) or not sheets.has(
        "totals", *_TOTAL
    ):
        return
    rows = list(sheets.rows("totals", *_TOTAL))
    tables = counted_tables(sheets, "totals")
    asked = [(code, pd.Timestamp(day)) for _, code, day, *_ in rows]
    counted = count_each(tables, spells_to_count(tables), asked).to_dict("records")
    for row, counts in zip(rows, counted, strict=True):
        number, _, _, measure, published, difference, note = row
        ours = counts[measure]
        gap = ours - int(published)
        if gap != int(difference):
            rule = f"the register counts {ours}, so the difference is {gap}"
            remedy = f"Correct the events, or write {gap} and explain it in the note."
            yield _fault("totals", number, "difference", difference, rule, remedy)
        elif gap and not note:
            rule = "a difference from a published total is explained"
            yield _fault("totals", number, "note", "", rule, "Say why, in plain words.")


def _check_days(sheets: Sheets) -> Iterator[Fault]:
    for number, date, start, end in sheets.rows("disputes", "date", "start", "end"):
        if start < first_of(date):
            rule = f"the effect of an act cannot be contested before the act ({date})"
            yield _fault("disputes", number, "start", start, rule, "Correct one of the two days.")
        if end and end <= start:
            rule = "the dispute ends before it starts (end is the first day without it)"
            yield _fault("disputes", number, "end", end, rule, "Correct one of the two days.")


def _check_undisputed(sheets: Sheets, disputed: set[tuple[str, ...]]) -> Iterator[Fault]:
    treaties = sheets.treaties()
    for number, *act in sheets.rows("events", *_ACT, among={"kind": ["suspension_notified"]}):
        treaty = treaties.get(act[0], TreatyRow(0, {}))
        if treaty.get("suspension_clause") == "no" and tuple(act) not in disputed:
            rule = "the treaty has no clause on suspension, and disputes.csv does not name this act"
            remedy = "Add it to disputes.csv, with the reason."
            yield _fault("events", number, "kind", act[2], rule, remedy)


def counted_tables(sheets: Sheets, mended: str) -> Tables:
    """Return the tables with the events of what figures were published about, and no others.

    Nothing is wrong with any table but ``mended``, which counts as it was read in the end.
    """
    raw = sheets.raw
    if sheets.faults:
        frame = sheets.frames[mended].astype("str")
        raw = replace(raw, frames={**raw.frames, mended: frame})
    return _with_figures(type_tables(raw))


@kept_with_tables
def _with_figures(tables: Tables) -> Tables:
    """Leave out the events of treaties, and of their conventions, that no figure is about."""
    asked = {*tables.published["treaty"], *tables.totals["treaty"]}
    conventions = set(tables.treaties["withdrawal_with"])
    return tables.with_events(tables.events[tables.events["treaty"].isin(asked | conventions)])


@kept_with_tables
def spells_to_count(tables: Tables) -> pd.DataFrame:
    """Return the spells of tables, built once for all figures that are compared with them."""
    return build_spells(tables)


def _fault(table: str, number: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault(f"{table}.csv", number, column, value, rule, remedy)
