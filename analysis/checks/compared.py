"""Published figures against what the register counts: ``published.csv``, as ``totals.csv`` is.

A figure of a period is met where ours takes that value on one of its days; what differs is written
beside the figure, and explained.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.checks.dates import first_of, last_of
from analysis.checks.sheets import Sheets
from analysis.law.counts import count_over_time
from analysis.law.spells import build_spells
from analysis.law.standings import DEPOSITS, STANDINGS, held_in
from analysis.store.loading import TABLES, RawTables, Tables, type_tables
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.errors import Fault

#: A row of ``published.csv``: its number and the cells of :data:`_FIGURE`.
Figure = tuple[int, str, str, str, str, str, str]
_FIGURE = ("treaty", "period", "counted", "published", "difference", "note")


def check_figures(sheets: Sheets) -> Iterator[Fault]:
    """Yield periods that end before they begin, and figures that the register does not count."""
    if not sheets.has("published", *_FIGURE) or not sheets.has("events", "treaty", "kind", "date"):
        return
    rows, wrong = list(sheets.rows("published", *_FIGURE)), set()
    for number, _, period, *_ in rows:
        first, _, last = period.partition("/")
        if last and last_of(last) < first_of(first):
            wrong.add(number)
            rule = "the period ends before it begins"
            yield _fault(number, "period", period, rule, "Write the earlier date first.")
    # What is wrong elsewhere would be counted wrong here: it is mended first.
    if sheets.faults_but("published"):
        return
    yield from _compare(sheets, [row for row in rows if row[0] not in wrong])


def _compare(sheets: Sheets, rows: list[Figure]) -> Iterator[Fault]:
    if not rows:
        return
    tables = type_tables(_about(sheets, {code for _, code, *_ in rows}))
    spells = build_spells(tables)
    asked = {row[1] for row in rows if row[3] != DEPOSITS}
    counts = {code: count_over_time(tables, spells, code, tables.vintage) for code in asked}
    for number, code, period, counted, published, difference, note in rows:
        low, high = _ours(tables, counts, code, counted, period)
        ours = min(max(int(published), low), high)
        gap = ours - int(published)
        if gap != int(difference):
            rule = f"the register counts {ours} in this period, so the difference is {gap}"
            remedy = f"Correct the figure or the events, or write {gap} and explain it in the note."
            yield _fault(number, "difference", difference, rule, remedy)
        elif gap and not note:
            rule = "a difference from a published figure is explained"
            yield _fault(number, "note", "", rule, "Say why, in plain words.")


def _ours(
    tables: Tables, counts: dict[str, pd.DataFrame], code: str, counted: str, period: str
) -> tuple[int, int]:
    """Return the least and the most that the register counts on a day of a period."""
    first, _, last = period.partition("/")
    start, end = pd.Timestamp(first_of(first)), pd.Timestamp(last_of(last or first))
    if counted == DEPOSITS:
        events = tables.events
        own = (events["treaty"] == code) & events["kind"].isin(CONSENT_KINDS)
        number = int(events.loc[own, "day"].between(start, end).sum())
        return number, number
    steps = counts[code]
    return held_in(STANDINGS[counted](steps), steps["day"], start, end)


def _about(sheets: Sheets, codes: set[str]) -> RawTables:
    """Return the tables with the events of some treaties and their conventions alone."""
    conventions = {treaty.get("withdrawal_with") for treaty in sheets.treaties().values()}
    frames = {table: sheets.frames[table].astype("str") for table in TABLES}
    own = frames["events"]["treaty"].isin(codes | conventions)
    frames["events"] = frames["events"][own]
    return RawTables(sheets.raw.folder, sheets.raw.package, frames)


def _fault(number: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("published.csv", number, column, value, rule, remedy)
