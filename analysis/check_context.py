"""The tables around the events: treaties, groups, borders, conflicts and sources."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.check_dates import first_day
from analysis.law import Period
from analysis.loading import end_of_date
from analysis.model import Fault
from analysis.sheets import Finding, Sheets

#: Days of a treaty that follow each other, with the words for a pair that does not.
_ORDER = (
    ("adopted", "opened", "the treaty was opened for signature before it was adopted"),
    ("opened", "signature_closes", "signature closes before the treaty was opened for it"),
    ("adopted", "entered_into_force", "the treaty entered into force before it was adopted"),
    ("entered_into_force", "ended", "the treaty ended before it entered into force"),
)
_PERIODS = ("entry_general_period", "entry_later_period", "withdrawal_period")
#: What a clause needs beside it: the column that shows it is there, its words for that, the need.
_CLAUSES = (
    ("entry_general_period", "entry_article"),
    ("entry_general_period", "entry_text"),
    ("entry_later_period", "entry_article"),
    ("withdrawal_period", "withdrawal_article"),
    ("withdrawal_period", "withdrawal_text"),
)
_NTH_DEPOSIT = (
    "entry_trigger_count",
    "entry_general_period",
    "entry_general_day",
    "entry_later_period",
    "entry_later_day",
)


def check_treaties(sheets: Sheets) -> Iterator[Fault]:
    """Yield what is wrong with a treaty: days out of order, clauses without their parts."""
    for code, number in _rows_of(sheets, "treaties", "code").items():
        cells = sheets.treaties()[code]
        found: dict[str, Finding] = {}
        for column, finding in (*_days(cells), *_periods(cells), *_clauses(cells)):
            found.setdefault(column, finding)
        for column, finding in found.items():
            yield Fault("treaties.csv", number, column, cells[column], *finding)


def check_groups(sheets: Sheets) -> Iterator[Fault]:
    """Yield spells of membership that end before they start or overlap, and group names that vary."""
    if sheets.has("groups", "group", "group_name"):
        yield from _check_group_names(sheets.sound("groups", "group", "group_name"))
    if not sheets.has("groups", "group", "state", "start", "end"):
        return
    spells = sheets.sound("groups", "group", "state", "start", "end")
    spells = spells.assign(
        **{f"{end}_{name}": day(spells[end]) for end in ("start", "end") for name, day in _ENDS}
    )
    # Partial dates: a fault only where no reading of the two dates is in order.
    backwards = spells["start_first"] >= spells["end_last"]
    for number, end in spells.loc[backwards, "end"].items():
        rule = "the membership ends before it starts (end is the first day outside)"
        yield _fault("groups", number, "end", end, rule, "Correct one of the two dates.")
    yield from _check_overlaps(spells[~backwards])


def check_borders(sheets: Sheets) -> Iterator[Fault]:
    """Yield borders of a state with itself, pairs listed twice, and lengths that disagree."""
    if not sheets.has("borders", "state_a", "state_b"):
        return
    pairs = sheets.sound("borders", "state_a", "state_b")
    seen: dict[frozenset[str], int] = {}
    for number, a, b in zip(pairs.index, pairs["state_a"], pairs["state_b"], strict=True):
        if a == b:
            yield _fault("borders", number, "state_b", b, "a state has no border with itself", "Correct one code.")
        elif (above := seen.setdefault(frozenset((a, b)), int(number))) != number:
            rule = f"row {above} gives the same border the other way round"
            yield _fault("borders", number, "state_a, state_b", f"{a}, {b}", rule, "Delete one of the two rows.")
    columns = ("km", "km_per_a", "km_per_b", "sides_agree")
    if sheets.has("borders", *columns):
        yield from _check_lengths(sheets.sound("borders", *columns))


def check_conflicts(sheets: Sheets) -> Iterator[Fault]:
    """Yield conflicts that end before they start."""
    if not sheets.has("conflicts", "start", "end"):
        return
    rows = sheets.sound("conflicts", "start", "end")
    for number, end in rows.loc[first_day(rows["end"]) <= first_day(rows["start"]), "end"].items():
        rule = "the conflict ends before it starts (end is the first day of peace)"
        yield _fault("conflicts", number, "end", end, rule, "Correct one of the two days.")


def check_sources(sheets: Sheets) -> Iterator[Fault]:
    """Yield sources that nobody could find again."""
    if not sheets.has("sources", "url", "published"):
        return
    rows = sheets.sound("sources", "url", "published")
    lost = (rows["url"] == "") & (rows["published"] == "")
    for number in rows.index[lost]:
        rule = "a source needs an address, or the day on which it was published"
        yield _fault("sources", number, "url", "", rule, "Add the address that begins with https://.")
    for number, url in rows.loc[rows["url"] != "", "url"].items():
        if not all(part.startswith(("http://", "https://")) for part in url.split(";")):
            rule = "an address begins with http:// or https://"
            yield _fault("sources", number, "url", url, rule, "Copy the whole address again.")


_ENDS = (("first", first_day), ("last", end_of_date))


def _days(cells: dict[str, str]) -> Iterator[tuple[str, Finding]]:
    for before, after, rule in _ORDER:
        first, second = cells.get(before, ""), cells.get(after, "")
        same_day_too = after == "signature_closes"
        if first and second and (second < first or (same_day_too and second == first)):
            yield after, (f"{rule} ({first})", "Correct one of the two days.")


def _periods(cells: dict[str, str]) -> Iterator[tuple[str, Finding]]:
    for column in _PERIODS:
        if cells.get(column):
            try:
                Period.parse(cells[column])
            except ValueError:
                rule = "a period is an ISO 8601 duration"
                yield column, (rule, "Write P6M for six months, P90D for ninety days, P1Y for a year.")
    if cells.get("entry_trigger") == "nth_deposit":
        for column in _NTH_DEPOSIT:
            if cells.get(column) == "":
                rule = "entry into force by a number of deposits needs this cell"
                yield column, (rule, "Take it from the treaty's clause on entry into force.")


def _clauses(cells: dict[str, str]) -> Iterator[tuple[str, Finding]]:
    for clause, need in _CLAUSES:
        if cells.get(clause) and cells.get(need) == "":
            rule = f"a clause ({clause} {cells[clause]}) needs its article and its text"
            yield need, (rule, "Add the article, or what the clause says in plain words.")
    if cells.get("suspension_clause") == "yes" and cells.get("suspension_article") == "":
        yield "suspension_article", ("a clause on suspension needs its article", "Add it.")
    if cells.get("withdrawal_conflict_tail") == "yes" and cells.get("withdrawal_period") == "":
        rule = "a condition on withdrawal in armed conflict needs a withdrawal period"
        yield "withdrawal_conflict_tail", (rule, "Add withdrawal_period, or write no.")


def _check_group_names(rows: pd.DataFrame) -> Iterator[Fault]:
    usual = rows.groupby("group")["group_name"].agg(lambda names: names.value_counts().index[0])
    expected = rows["group"].map(usual)
    for number, name in rows.loc[rows["group_name"] != expected, "group_name"].items():
        right = expected[number]
        rule = f"a group has one name, elsewhere {right!r}"
        yield _fault("groups", number, "group_name", name, rule, f"Write {right!r}.")


def _check_overlaps(spells: pd.DataFrame) -> Iterator[Fault]:
    """Yield spells of one state in one group that overlap however their dates are read."""
    ordered = spells.sort_values(["group", "state", "start_first"], na_position="first")
    before = ordered.shift(1)
    same = (ordered["group"] == before["group"]) & (ordered["state"] == before["state"])
    open_ended = before["end"] == ""
    overlap = same & (open_ended | (ordered["start_last"] < before["end_first"]))
    for number in ordered.index[overlap | (same & (ordered["start"] == ""))]:
        rule = "two spells of the same state in the same group overlap"
        start = ordered.loc[number, "start"]
        yield _fault("groups", number, "start", start, rule, "End the first before the second starts.")


def _check_lengths(rows: pd.DataFrame) -> Iterator[Fault]:
    km, a, b = (pd.to_numeric(rows[name].where(rows[name] != "")) for name in ("km", "km_per_a", "km_per_b"))
    stated = a.fillna(b)
    for number, value in rows.loc[stated.notna() & (km != stated), "km"].items():
        side = "km_per_a" if rows.loc[number, "km_per_a"] else "km_per_b"
        rule = f"km repeats {side}, which is {rows.loc[number, side]}"
        yield _fault("borders", number, "km", value, rule, f"Write {rows.loc[number, side]}, or correct {side}.")
    agree = (a == b).map({True: "yes", False: "no"}).where(a.notna() & b.notna(), "")
    for number, value in rows.loc[rows["sides_agree"] != agree, "sides_agree"].items():
        rule = "sides_agree contradicts km_per_a and km_per_b (empty while one side is not known)"
        right = agree[number] or "nothing"
        yield _fault("borders", number, "sides_agree", value, rule, f"Write {right}, or correct a length.")


def _rows_of(sheets: Sheets, table: str, key: str) -> dict[str, int]:
    if not sheets.has(table, key):
        return {}
    keys = sheets.sound(table, key)[key]
    return {str(value): int(str(number)) for number, value in keys.items()}


def _fault(table: str, number: object, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault(f"{table}.csv", int(str(number)), column, value, rule, remedy)
