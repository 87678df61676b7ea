"""Each cell on its own: against what ``datapackage.json`` declares of its column.

A cell gets one fault, the most telling: what its text is spoiled by comes before what its
column would demand. Every distinct value of a column is looked at once, however many rows
hold it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from analysis.checks.dates import check_date, first_of
from analysis.checks.schema import WORDS, Field
from analysis.checks.sheets import Finding, Sheets, did_you_mean
from analysis.checks.text import check_text
from analysis.store.folder import PACKAGE_FILE
from analysis.terms.errors import Fault

#: The year before which no date of the register can lie, where the schema says nothing.
EARLIEST = "1900-01-01"
#: Columns of dates of what has happened, as against what is scheduled.
PAST = {
    "events": ("date",),
    "treaties": ("adopted", "opened", "covered_to"),
    "groups": ("start",),
    "conflicts": ("start", "end"),
    "gaps": ("known_since",),
    "attempts": ("started", "outcome_date"),
    "offices": ("start", "seen"),
    "totals": ("day",),
    "sources": ("published",),
}
#: From this many rows on the same word is meant, right or wrong, and not mistyped.
MANY = 3
#: Characters of a cell that are looked at one by one; a longer one is told at once.
_LONGEST = 5000
#: What a pattern asks for, in words, by the end of the column's name.
_FORMS = {
    "period": "a duration such as P6M, P90D or P1Y (ISO 8601)",
    "reference": "the number of a notification, such as C.N.361.2025.TREATIES-XXVI-5",
    "state": "three capital letters (ISO 3166-1 alpha-3), such as LVA",
    "state_a": "three capital letters (ISO 3166-1 alpha-3), such as LVA",
    "state_b": "three capital letters (ISO 3166-1 alpha-3), such as LVA",
    "iso2": "two capital letters (ISO 3166-1 alpha-2), such as LV",
    "iso_numeric": "three digits, such as 004",
    "url": "an address that begins with http:// or https://",
    "sources": "keys of sources in small letters, digits and _, separated by ;",
    "source": "a key in small letters, digits and _",
    "code": "a code in small letters, digits and _",
    "untc_number": "a chapter and number of the UN Treaty Collection, such as XXVI-5",
}
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?", re.ASCII)


def check_cells(sheets: Sheets) -> Iterator[Fault]:
    """Yield one fault for each cell that is not what its column holds, and each empty row."""
    for table, frame in sheets.frames.items():
        blank = _blank(frame)
        for number in blank.tolist():
            yield Fault(f"{table}.csv", number, "", "", "the row is empty", "Delete the row.")
        filled = frame.drop(index=blank) if len(blank) else frame
        for declared in sheets.fields[table]:
            # A name that is looked up in another table is told there what it should have been.
            looked_up = declared.references and sheets.has(*declared.references)
            field = replace(declared, pattern=None) if looked_up else declared
            if field.name in frame.columns:
                cells = filled[field.name]
                found = list(_check_column(table, cells, field, sheets.created))
                yield from _of_schema(table, cells, declared, found)


def _blank(frame: pd.DataFrame) -> pd.Index:
    """Return the rows without a filled cell: of those left, each column leaves fewer."""
    left = frame
    for column in frame.columns.unique():
        left = left[left[column] == ""]
    return left.index


def check_cell(value: str, field: Field) -> Finding | None:
    """Return what is wrong with the value of a cell, as far as it can be seen on its own."""
    if not value:
        return ("the cell must not be empty", "Fill it in.") if field.required else None
    if len(value) > _LONGEST:
        rule = f"the cell holds {len(value):,} characters, and none holds more than {_LONGEST:,}"
        return rule, "Look for a quotation mark or a comma that is missing, or shorten the text."
    for check in _checks_of(field):
        if finding := check(value, field):
            return finding
    return None


@lru_cache(maxsize=512)
def _checks_of(field: Field) -> tuple[Callable[[str, Field], Finding | None], ...]:
    """Return the looks that a cell of a column is given: those by which it could be found wrong."""
    asked = (
        (_text, True),
        (_list, bool(field.separator)),
        (_typed, field.is_date or field.type != "string"),
        (_ranged, field.type in ("integer", "number")),
        (_allowed, bool(field.enum)),
        (_shaped, bool(field.pattern) or field.max_length is not None),
    )
    return tuple(check for check, wanted in asked if wanted)


def _check_column(table: str, cells: pd.Series, field: Field, created: str) -> Iterator[Fault]:
    latest = created if field.name in PAST.get(table, ()) else ""
    findings: dict[str, Finding] = {}
    for value in pd.unique(cells).tolist():
        finding = check_cell(value, field)
        if finding is None and field.is_date and value:
            finding = _out_of_time(value, field.minimum or EARLIEST, latest)
        if finding:
            findings[value] = finding
    if findings:
        for number, value in zip(cells.index.tolist(), cells.tolist(), strict=True):
            if value in findings:
                shown = value if len(value) <= _LONGEST else f"{value[:60]}..."
                yield Fault(f"{table}.csv", number, field.name, shown, *findings[value])


def _of_schema(table: str, cells: pd.Series, field: Field, found: list[Fault]) -> Iterator[Fault]:
    """Yield the faults of a column, and in place of many the one of the schema that made them.

    A word that many rows hold is none that was mistyped, and a pattern that most of a column does
    not meet is not the pattern of this column.
    """
    if not found and not field.references:
        return
    values = [value for value in pd.unique(cells).tolist() if value]
    where = f"resources.{table}.{field.name}"
    if field.pattern and len(values) > MANY:
        failing = [value for value in values if not field.pattern.fullmatch(value)]
        if 2 * len(failing) > len(values):
            rule = f"{len(failing)} of {len(values)} values of this column do not meet its pattern"
            remedy = "Correct the pattern, or restore the column."
            yield Fault(PACKAGE_FILE, None, where, field.pattern.pattern, rule, remedy)
            return
    if not found:
        return
    counts = Counter(cells.tolist())
    known = WORDS.get(field.name, values)
    lacking = {
        fault.value
        for fault in found
        if field.enum and fault.value in known and counts[fault.value] >= MANY
    }
    for word in sorted(lacking - set(field.enum)):
        rule = f"the enum lacks this word, which {counts[word]} rows of {table}.csv hold"
        yield Fault(PACKAGE_FILE, None, where, word, rule, "Add it, or correct those rows.")
    yield from (fault for fault in found if fault.value not in lacking)


def _out_of_time(value: str, earliest: str, latest: str) -> Finding | None:
    """Find a date that lies before all history, or in the future of the data."""
    if first_of(value) < earliest:
        rule = f"the date lies before {earliest[:4]}"
        return rule, "Look it up again: the year may be mistyped."
    if latest and first_of(value) > latest:
        rule = f"what has happened cannot lie after the day the data were made ({latest})"
        return rule, "Look it up again, or move created in datapackage.json."
    return None


def _text(value: str, field: Field) -> Finding | None:
    return check_text(value)


def _list(value: str, field: Field) -> Finding | None:
    mark = field.separator
    if not mark or mark not in value:
        return None
    members = [member.strip() for member in value.split(mark)]
    tidy = mark.join(dict.fromkeys(member for member in members if member))
    if "" in members:
        return (
            f"the list has an empty member (members are separated by {mark!r})",
            f"Write {tidy!r}.",
        )
    if members != value.split(mark):
        return f"the list has spaces around its members (write {mark!r} alone)", f"Write {tidy!r}."
    if len(set(members)) < len(members):
        return "the list names a member twice", f"Write {tidy!r}."
    return None


def _typed(value: str, field: Field) -> Finding | None:
    if field.is_date:
        return check_date(value, partial=field.partial)
    if field.type == "integer" and not _WHOLE.fullmatch(value):
        return "the cell must be a whole number in digits", _as_number(value, whole=True)
    if field.type == "number" and not _NUMBER.fullmatch(value):
        return "the cell must be a number in digits", _as_number(value, whole=False)
    return None


def _as_number(value: str, *, whole: bool) -> str:
    plain = value.replace(" ", "").replace("’", "")
    if re.fullmatch(r"\d{1,3}([,.]\d{3})+", plain):
        plain = re.sub(r"[,.]", "", plain)
    try:
        number = float(plain.replace(",", "."))
    except ValueError:
        return "Write digits only, or leave the cell empty if the number is not known."
    if number != number or abs(number) > 1e15 or (whole and number != int(number)):
        return "Write digits only, or leave the cell empty if the number is not known."
    return f"Write {int(number) if number == int(number) else number}."


def _ranged(value: str, field: Field) -> Finding | None:
    if field.type not in ("integer", "number"):
        return None
    number = float(value)
    if number < 0 and field.minimum == "0":
        return "the number must not be negative", "Look it up again."
    if _is_limit(field.minimum) and number < float(field.minimum):
        return f"the number must be at least {field.minimum}", "Look it up again."
    if _is_limit(field.maximum) and number > float(field.maximum):
        return f"the number must be at most {field.maximum}", "Look it up again."
    return None


def _is_limit(limit: str) -> bool:
    return bool(_NUMBER.fullmatch(limit))


def _allowed(value: str, field: Field) -> Finding | None:
    if not field.enum or value in field.enum:
        return None
    what = field.name.replace("_", " ")
    return f"there is no {what} of this name", did_you_mean(value, field.enum)


def _shaped(value: str, field: Field) -> Finding | None:
    if field.max_length is not None and len(value) > field.max_length:
        rule = f"the cell holds {len(value)} characters, at most {field.max_length} fit"
        return rule, "Shorten it, and move the rest to the note."
    if field.pattern is None or field.pattern.fullmatch(value):
        return None
    form = _FORMS.get(field.name) or _FORMS.get(field.name.rsplit("_", 1)[-1])
    rule = f"the cell must hold {form}" if form else f"the cell must match {field.pattern.pattern}"
    return rule, "Write it in that form."
