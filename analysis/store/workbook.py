"""Tables as a spreadsheet (XLSX): numbers are numbers, days are days, and nothing is a formula.

Equal input gives equal bytes: the only time in the file is the day on which the data stand.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from analysis.language.harmless import without_control, would_run
from analysis.store.codebook import Document
from analysis.store.extras import library_of
from analysis.store.frames import as_text, columns_of
from analysis.terms.errors import RollbackError

#: What a spreadsheet of this kind can hold.
ROWS, CELL, NAME = 1_048_576, 32_767, 31
#: The first day that every program counts alike: by one of them 1900 was a leap year.
FIRST_DAY = pd.Timestamp("1900-03-01")
#: The first day that a file inside the archive can bear.
_OLDEST = pd.Timestamp("1980-01-01")
#: The narrowest and the widest column, in signs.
_NARROW, _BROAD = 6, 60
#: Signs that a sheet's name cannot have, and the name that the program keeps for itself.
_NOT_IN_NAMES, _KEPT = re.compile(r"[\[\]:*?/\\']"), "history"
#: What a reader takes for the code of a sign, and a sign that only its code can carry.
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|\r")


def workbook(document: Document) -> bytes:
    """Return tables as a spreadsheet: a sheet each, then ``codebook`` and ``licence``.

    Text is written as text, whatever it begins with, and shows control characters by their codes.
    Days are days; one before March 1900, which no spreadsheet knows, is text. An empty cell means
    that nothing is known. Raises ``RollbackError`` without the library that it needs, and with
    every cell and table that is too large.
    """
    openpyxl = library_of("xlsx")
    sheets = {
        **document.tables,
        "codebook": document.codebook,
        "licence": pd.DataFrame(document.about, columns=["what", "text"], dtype="str"),
    }
    texts = {name: as_text(table) for name, table in sheets.items()}
    _refuse_what_is_too_large(texts)
    book = openpyxl.Workbook(write_only=True)
    for name, title in zip(sheets, sheet_names(sheets), strict=True):
        _fill(openpyxl, book.create_sheet(title), sheets[name], texts[name])
    day = max(document.day, _OLDEST).to_pydatetime()
    properties = openpyxl.packaging.core.DocumentProperties
    about = dict(document.about)
    book.properties = properties(
        creator=about.get("authors"), title=about.get("title"), created=day, modified=day
    )
    return _packed(openpyxl, book, day)


def sheet_names(names: Iterable[str]) -> list[str]:
    """Return names that sheets of one file can have: short, unlike each other, of allowed signs.

    >>> sheet_names(["events", "Events", "history", "a/b"])
    ['events', 'Events 2', 'history of', 'a b']
    """
    found: list[str] = []
    for name in names:
        plain = _NOT_IN_NAMES.sub(" ", name).strip()[:NAME] or "table"
        plain = f"{plain} of" if plain.lower() == _KEPT else plain
        taken, number, title = {one.lower() for one in found}, 1, plain
        while title.lower() in taken:
            number += 1
            title = f"{plain[: NAME - len(str(number)) - 1]} {number}"
        found.append(title)
    return found


def _refuse_what_is_too_large(texts: dict[str, pd.DataFrame]) -> None:
    faults = [
        f"{name}: {len(table):,} rows, and a sheet holds {ROWS:,} with its header"
        for name, table in texts.items()
        if len(table) >= ROWS
    ]
    for name, table in texts.items():
        for column, cells in columns_of(table):
            sizes = cells.str.len()
            faults += [
                f"{name}, row {place + 2}, column {column}: {size:,} signs, and a cell holds"
                f" {CELL:,}"
                for place, size in enumerate(sizes)
                if size > CELL
            ]
    if faults:
        raise RollbackError("; ".join(faults) + "; write csv, json or parquet instead")


def _fill(openpyxl: Any, sheet: Any, table: pd.DataFrame, texts: pd.DataFrame) -> None:
    """Write a table into a sheet that is written row by row, and whose layout comes first."""
    letter = openpyxl.utils.get_column_letter
    for place, (name, column) in enumerate(columns_of(texts), start=1):
        sheet.column_dimensions[letter(place)].width = _width(name, column)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{letter(max(len(table.columns), 1))}{len(table) + 1}"
    cells = _Cells(openpyxl, sheet)
    sheet.append([cells.header(name) for name, _ in columns_of(table)])
    columns = [
        list(cells.column(column, plain))
        for (_, column), (_, plain) in zip(columns_of(table), columns_of(texts), strict=True)
    ]
    for row in zip(*columns, strict=True):
        sheet.append(row)


class _Cells:
    """Makes the cells of one sheet, each of the type that its value has."""

    def __init__(self, openpyxl: Any, sheet: Any) -> None:
        self._make = openpyxl.cell.WriteOnlyCell
        self._bold = openpyxl.styles.Font(bold=True)
        self._sheet = sheet

    def header(self, name: str) -> Any:
        cell = self.text(name)
        cell.font = self._bold
        return cell

    def column(self, column: pd.Series, plain: pd.Series) -> Iterator[Any]:
        """Yield the cells of a column, of which ``plain`` are the values as text."""
        if pd.api.types.is_datetime64_any_dtype(column):
            for day, text in zip(column, plain, strict=True):
                yield self._day(day) if text and day >= FIRST_DAY else self.text(text)
            return
        for value, text in zip(_values(column), plain, strict=True):
            if isinstance(value, bool | int | float) and abs(value) != float("inf"):
                yield value if text else None
            else:
                yield self.text(text)

    def text(self, text: str) -> Any:
        """Return a cell of text; one that would run if it were typed is quoted for the program."""
        if not text:
            return None
        cell = self._make(self._sheet)
        shown = _CODED.sub(lambda found: f"_x{ord(found.group()):04X}_", without_control(text))
        cell.value = shown
        cell.data_type = "s"
        cell.quotePrefix = would_run(text)
        return cell

    def _day(self, day: pd.Timestamp) -> Any:
        cell = self._make(self._sheet, day.to_pydatetime())
        cell.number_format = "yyyy-mm-dd"
        return cell


def _values(column: pd.Series) -> Sequence[Any]:
    """Return the values of a column as Python has them, ``None`` where nothing is known."""
    plain = column.astype("object")
    return [None if missing else value for value, missing in zip(plain, column.isna(), strict=True)]


def _width(name: str, column: pd.Series) -> float:
    """Return how wide a column is, in signs: as its name or its longest text, up to a limit."""
    longest = column.str.len().max() if len(column) else 0
    # The sign by which a column is filtered stands beside its name.
    return float(min(max(_NARROW, len(name) + 3, int(longest) + 2), _BROAD))


def _packed(openpyxl: Any, book: Any, day: Any) -> bytes:
    """Return a workbook as an archive whose files all bear one day."""
    written, packed = io.BytesIO(), io.BytesIO()
    # The library's own way of saving would write the time at which it does.
    openpyxl.writer.excel.ExcelWriter(book, zipfile.ZipFile(written, "w")).save()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w") as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, day.timetuple()[:6])
            archive.writestr(part, parts.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
