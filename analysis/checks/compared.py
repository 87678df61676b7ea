"""Published figures against what the register counts: ``published.csv``, as ``totals.csv`` is.

A figure of a period is met where ours takes that value on one of its days; what differs is written
beside the figure, and explained.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.checks.dates import first_of, last_of
from analysis.checks.sheets import Sheets
from analysis.checks.standing import counted_tables, spells_to_count
from analysis.law.counts import count_over_time
from analysis.law.standings import DEPOSITS, STANDINGS, held_in
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
    tables = counted_tables(sheets, "published")
    asked = {row[1] for row in rows if row[3] != DEPOSITS}
    # Cut once by treaty: to search all spells and events for each figure takes its time.
    counts = {
        str(code): count_over_time(tables, own, str(code), tables.vintage)
        for code, own in spells_to_count(tables).groupby("treaty")
        if code in asked
    }
    consents = tables.events[tables.events["kind"].isin(CONSENT_KINDS)]
    deposits = {str(code): days for code, days in consents.groupby("treaty")["day"]}
    for number, code, period, counted, published, difference, note in rows:
        low, high = _ours(counts, deposits, code, counted, period)
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
    counts: dict[str, pd.DataFrame],
    deposits: dict[str, pd.Series],
    code: str,
    counted: str,
    period: str,
) -> tuple[int, int]:
    """Return the least and the most that the register counts on a day of a period."""
    first, _, last = period.partition("/")
    start, end = pd.Timestamp(first_of(first)), pd.Timestamp(last_of(last or first))
    if counted == DEPOSITS:
        number = int(deposits[code].between(start, end).sum()) if code in deposits else 0
        return number, number
    if code not in counts:
        return 0, 0
    steps = counts[code]
    return held_in(STANDINGS[counted](steps), steps["day"], start, end)


def _fault(number: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("published.csv", number, column, value, rule, remedy)
