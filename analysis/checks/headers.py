"""The header of each table against the declared columns, and what can be done with the rest.

A misspelt column is reported once and then read under its right name; a table that cannot be
told apart into columns, or has no rows where it must have some, is left out of every other rule.
"""

from __future__ import annotations

import pandas as pd

from analysis.checks.schema import (
    Field,
    read_day,
    read_fields,
    read_keys,
    resource_schemas,
    resources,
    specs_of,
)
from analysis.checks.sheets import Sheets, nearest
from analysis.store.loading import RawTables
from analysis.terms.errors import Fault

#: Tables without which nothing can be said; the others may have no rows.
_NEVER_EMPTY = ("events", "treaties", "states", "sources")
#: A table that has less than this share of the rows that it had has lost some.
_KEPT = 0.9


def open_sheets(raw: RawTables) -> Sheets:
    """Return the tables with their headers checked; the faults include those of reading."""
    fields, faults = read_fields(raw), list(raw.faults)
    frames: dict[str, pd.DataFrame] = {}
    for table, frame in raw.frames.items():
        wanted = [field.name for field in fields[table]]
        fault = (
            _no_header(table, frame, wanted)
            or _of_another(table, frame, fields)
            or _no_rows(table, frame, faults)
            or _rows_lost(raw, table, frame)
        )
        if fault:
            faults = [*(f for f in faults if f.file != fault.file or not _ragged(f)), fault]
            continue
        known, found = _match_columns(table, frame, wanted)
        frames[table] = known
        faults += found or _misplaced(table, known, _declared(raw, table))
    created = read_day(raw.package.get("created"))
    return Sheets(raw, frames, fields, read_keys(raw), created, tuple(faults))


def _no_header(table: str, frame: pd.DataFrame, wanted: list[str]) -> Fault | None:
    """Recognise a table without its header, and the forms in which spreadsheets spoil one."""
    header = ",".join(str(name) for name in frame.columns)
    # A row of data may hold a word that happens to be the name of a column.
    if 3 * len(set(wanted) & set(frame.columns)) >= len(wanted):
        return None
    rule, remedy = "the first row is not the header", f"Put it back: {','.join(wanted)}."
    if header.lower().startswith("sep="):
        remedy = "Delete this line, which a spreadsheet has put there."
    for mark, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if mark in header and set(wanted) & set(header.split(mark)):
            rule, remedy = f"the columns are separated by {name}", "Save the file with commas."
    return _header_fault(table, "", header, rule, remedy)


def _no_rows(table: str, frame: pd.DataFrame, faults: list[Fault]) -> Fault | None:
    ragged = any(fault.file == f"{table}.csv" and _ragged(fault) for fault in faults)
    if len(frame) or ragged or table not in _NEVER_EMPTY:
        return None
    rule = "the table has a header and no rows"
    return Fault(f"{table}.csv", None, "", "", rule, "Restore its rows.")


def _of_another(
    table: str, frame: pd.DataFrame, fields: dict[str, tuple[Field, ...]]
) -> Fault | None:
    """Recognise the file of another table: it has all the columns of that one, and not its own."""
    header = set(frame.columns)
    for other, own in fields.items():
        names = {field.name for field in own}
        if other != table and header == names != {field.name for field in fields[table]}:
            rule, remedy = f"this is the header of {other}.csv", f"Restore {table}.csv."
            return _header_fault(table, "", ",".join(map(str, frame.columns)), rule, remedy)
    return None


def _rows_lost(raw: RawTables, table: str, frame: pd.DataFrame) -> Fault | None:
    """Tell a table that has lost rows since the data were made, by its ``rows`` in the package.

    Nothing else is said of such a table: what its lost rows held would be missed everywhere.
    """
    known = next((entry.get("rows") for entry in resources(raw) if entry.get("name") == table), 0)
    if isinstance(known, bool) or not isinstance(known, int) or len(frame) >= _KEPT * known:
        return None
    rule = f"the table had {known} rows when the data were made: {known - len(frame)} are missing"
    remedy = "Restore it from its last version, or correct rows in datapackage.json."
    return Fault(f"{table}.csv", None, "", f"{len(frame)} rows", rule, remedy)


def _ragged(fault: Fault) -> bool:
    return fault.row is not None and fault.row > 1


def _match_columns(
    table: str, frame: pd.DataFrame, wanted: list[str]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the frame with its known columns under their right names, and the faults."""
    header = [str(name) for name in frame.columns]
    missing = [name for name in wanted if name not in header]
    faults: list[Fault] = []
    known: dict[int, str] = {}
    for place, name in enumerate(header):
        meant = name if name in wanted else nearest(name, missing, cutoff=0.75)
        if meant and meant not in known.values():
            known[place] = meant
        if known.get(place) != name:
            faults.append(_foreign(table, name, meant))
        missing = [other for other in missing if other != meant]
    faults += [_missing(table, name, wanted) for name in missing]
    # Plain objects: the checks read cells one by one, not by the column.
    columns = frame.astype(object).iloc[:, list(known)]
    return columns.set_axis(list(known.values()), axis=1), faults


def _foreign(table: str, name: str, meant: str | None) -> Fault:
    if name == meant:
        rule, remedy = "the column stands in the table twice", "Delete one of the two."
    elif meant:
        rule, remedy = "there is no column of this name", f"Did you mean {meant!r}?"
    else:
        rule = "datapackage.json declares no column of this name"
        remedy = "Delete the column, or declare it."
    return _header_fault(table, name, name, rule, remedy)


def _missing(table: str, name: str, wanted: list[str]) -> Fault:
    place = wanted.index(name)
    where = f"after {wanted[place - 1]!r}" if place else "as the first column"
    remedy = f"Add it {where}; its cells may be empty where nothing is known."
    return _header_fault(table, name, "", "a column is missing", remedy)


def _misplaced(table: str, frame: pd.DataFrame, declared: list[str]) -> list[Fault]:
    order = [str(name) for name in frame.columns if name in declared]
    right = [name for name in declared if name in order]
    for found, expected in zip(order, right, strict=True):
        if found != expected:
            rule = f"the columns are not in their order: {expected!r} should stand here"
            remedy = "Put the columns back in the order of datapackage.json."
            return [_header_fault(table, found, found, rule, remedy)]
    return []


def _declared(raw: RawTables, table: str) -> list[str]:
    return [spec["name"] for spec in specs_of(resource_schemas(raw).get(table, {}))]


def _header_fault(table: str, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault(f"{table}.csv", 1, column, value, rule, remedy)
