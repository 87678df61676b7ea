"""Rows against each other: keys that stand once, and names that must stand elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.checks.cells import MANY
from analysis.checks.schema import Field
from analysis.checks.sheets import Sheets, nearest, resembles
from analysis.terms.errors import Fault

#: Further names by which people call what a key stands for.
_ALIASES = {"states": ("iso2", "name", "short_name"), "treaties": ("name", "noun", "untc_number")}
#: More sources than these that nothing names are told as one loss, where they are many of all.
_LOST = 10
_WHAT = {
    "states": "state",
    "treaties": "treaty",
    "sources": "source",
    "groups": "group",
    "events": "event",
    "borders": "border",
    "conflicts": "conflict",
    "disputes": "dispute",
    "attempts": "attempt",
    "offices": "term in office",
    "searches": "search",
    "calendar": "day of the calendar",
    "casualties": "number of casualties",
    "stockpiles": "number on stocks",
    "resolutions": "vote",
    "literature": "study",
    "boards": "row of a board",
    "totals": "total",
    "published": "figure",
    "claims": "claim",
    "corrections": "correction",
    "aliases": "alias",
}


@dataclass(frozen=True, slots=True)
class _Use:
    """A name from another table, as it stands in a cell or in a list inside one."""

    table: str
    row: int
    field: Field
    value: str


def check_keys(sheets: Sheets) -> Iterator[Fault]:
    """Yield each row whose key stands already in a row above it."""
    for table in sheets.frames:
        lone = [(field.name,) for field in sheets.fields[table] if field.unique]
        for key in [*lone, *sheets.keys.get(table, ())]:
            if sheets.has(table, *key):
                yield from _repeated(sheets, table, key)


def check_references(sheets: Sheets) -> Iterator[Fault]:
    """Yield each cell that names a state, treaty or source which is not in its table.

    Where many rows agree on a name and the table has a similar one that no row uses, it is the
    table that is told so, once.
    """
    referring: dict[tuple[str, str], list[tuple[str, Field]]] = defaultdict(list)
    for table in sheets.frames:
        for field in sheets.fields[table]:
            if field.references and sheets.has(table, field.name) and sheets.has(*field.references):
                referring[field.references].append((table, field))
    for (target, column), columns in referring.items():
        known = set(sheets.frames[target][column])
        if any(_names(sheets, *place) - known for place in columns):
            uses = [use for place in columns for use in _uses(sheets, *place)]
            yield from _check_uses(sheets, target, column, uses)


def check_unused_sources(sheets: Sheets) -> Iterator[Fault]:
    """Yield each source that no row of any table names."""
    fields = sheets.fields.items()
    tables = [table for table, own in fields if any(field.name == "sources" for field in own)]
    if not sheets.has("sources", "source") or not all(sheets.has(t, "sources") for t in tables):
        return
    columns = [(table, "sources") for table in tables]
    if sheets.has("treaties", "clause_sources"):
        columns.append(("treaties", "clause_sources"))
    named = {k for table, c in columns for cell in sheets.frames[table][c] for k in cell.split(";")}
    broken = [text for table, column in columns for text in sheets.doubtful(table, column)]
    # A row that could not be split into cells is shown cut short: it may name any source.
    torn = any(not fault.column for table in tables for fault in sheets.faults_in(table))
    rows = {key: number for number, key in sheets.rows("sources", "source")}
    unused = [] if torn else [k for k in rows if k not in named and not resembles(k, broken)]
    if len(unused) > _LOST and 20 * len(unused) > len(rows):
        shown = f"{', '.join(unused[:6])}, ..."
        rule = f"no row names {len(unused)} of {len(rows)} sources: rows of a table may be missing"
        remedy = "Restore the table that named them, or delete what is not used."
        yield Fault("sources.csv", None, "source", shown, rule, remedy)
        return
    for key in unused:
        rule = "no row of any table names this source"
        remedy = "Name it in the sources of the row it supports, or delete it."
        yield Fault("sources.csv", rows[key], "source", key, rule, remedy)


def _repeated(sheets: Sheets, table: str, key: tuple[str, ...]) -> Iterator[Fault]:
    first: dict[tuple[str, ...], int] = {}
    for number, *values in sheets.rows(table, *key):
        above = first.setdefault(tuple(values), number)
        # A column that may be empty is unique among the cells that are not.
        if above == number or values == [""]:
            continue
        rule = f"row {above} has the same {' and '.join(key) if len(key) < 3 else 'key'}"
        remedy = "Delete one of the two rows, or correct what sets them apart."
        yield Fault(f"{table}.csv", number, ", ".join(key), ", ".join(values), rule, remedy)


def _names(sheets: Sheets, table: str, field: Field) -> set[str]:
    cells = {cell for _, cell in sheets.rows(table, field.name)}
    names = {name for cell in cells for name in _members(cell, field)}
    return names - {"", *field.also_allowed}


def _uses(sheets: Sheets, table: str, field: Field) -> Iterator[_Use]:
    for number, cell in sheets.rows(table, field.name):
        for value in _members(cell, field):
            if value and value not in field.also_allowed:
                yield _Use(table, number, field, value)


def _members(cell: str, field: Field) -> list[str]:
    return cell.split(field.separator) if field.separator else [cell]


def _check_uses(sheets: Sheets, target: str, column: str, uses: list[_Use]) -> Iterator[Fault]:
    counts = Counter(use.value for use in uses)
    unknown = counts.keys() - set(sheets.frames[target][column])
    keys = {key: number for number, key in sheets.rows(target, column)}
    broken = [text for text in sheets.doubtful(target, column) if text not in keys]
    wrong = {value for value in unknown if not resembles(value, broken)}
    for value in sorted(wrong):
        meant = nearest(value, keys) if counts[value] > 2 else None
        if meant and meant not in counts:
            wrong.remove(value)
            rule = f"no row names this {_WHAT[target]}, and {counts[value]} rows name {value!r}"
            remedy = f"Write {value!r} here, or {meant!r} in those rows."
            yield Fault(f"{target}.csv", keys[meant], column, meant, rule, remedy)
    lost, told = _lost(target, column, {value: counts[value] for value in wrong}, len(keys))
    yield from lost
    wrong -= told
    remedies = {value: _remedy(sheets, value, target, column) for value in wrong}
    rule = f"there is no {_WHAT[target]} of this name in {target}.csv"
    for use in uses:
        if use.value in wrong:
            remedy = remedies[use.value]
            yield Fault(f"{use.table}.csv", use.row, use.field.name, use.value, rule, remedy)


def _lost(
    target: str, column: str, wrong: dict[str, int], keys: int
) -> tuple[list[Fault], set[str]]:
    """Return what is said of keys that many rows name, and those keys.

    What many rows agree on is no slip of theirs: it is the row of the table that is missing.
    """
    file = f"{target}.csv"
    if len(wrong) > MANY and 10 * len(wrong) > keys:
        rule = f"{len(wrong)} keys that {sum(wrong.values())} rows name are missing: rows are lost"
        shown = f"{', '.join(sorted(wrong)[:6])}, ..."
        remedy = "Restore the table from its last version."
        return [Fault(file, None, column, shown, rule, remedy)], set(wrong)
    told = {value for value, count in wrong.items() if count >= MANY}
    remedy = "Restore its row, or correct those that name it."
    faults = []
    for value in sorted(told):
        rule = f"{wrong[value]} rows name this {_WHAT[target]}, and the table has no row for it"
        faults.append(Fault(file, None, column, value, rule, remedy))
    return faults, told


def _remedy(sheets: Sheets, value: str, target: str, column: str) -> str:
    """Name the key that was meant: by another name of the thing, or the nearest in spelling."""
    frame, wanted = sheets.sound(target, column), value.strip().lower()
    keys = frame[column].tolist()
    for alias in [name for name in _ALIASES.get(target, ()) if name in frame.columns]:
        names = [(str(name).lower(), key) for name, key in zip(frame[alias], keys, strict=True)]
        same = [key for name, key in names if name == wanted]
        starts = [key for name, key in names if len(wanted) > 2 and name.startswith(wanted)]
        for found in (same, starts):
            if len(found) == 1:
                return f"Did you mean {found[0]!r}?"
    near = nearest(value, keys)
    return f"Did you mean {near!r}?" if near else f"Add it to {target}.csv, or correct it."
