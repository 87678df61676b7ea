"""Files of a data folder as text: what can be read, and of the rest why it cannot.

Nothing here stops at the first fault, and nothing waits: what is not a file, such as a pipe, is
told without being opened.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.store.folder import PACKAGE_FILE
from analysis.terms.errors import Fault

#: How the lines begin and end between which version control leaves two versions of a row.
_UNMERGED = ("<<<<<<<", "=======", ">>>>>>>")
#: How many rows are taken at once, of a file of which each is a list of its own.
_AT_ONCE = 10_000
#: How lines end that were written twice in the manner of Windows.
_DOUBLED = b"\r\r\n"
#: What the module ``csv`` says of a cell that is longer than it takes.
_TOO_LONG = "field larger than field limit"
_LONGEST = f"{csv.field_size_limit():,}"


class Unreadable(Exception):
    """A file that cannot be read; the message says why, for people."""


def read_octets(path: Path) -> bytes:
    """Return what a file holds; raises ``Unreadable`` if it is no file or may not be read.

    Raises ``FileNotFoundError`` if there is none.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # A pipe would be waited for, and what is no file has no end.
            raise Unreadable("it is a folder, a pipe or a device, and no file")
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error


def read_json(octets: bytes) -> Any:
    """Return what JSON says; raises ``Unreadable`` for what is none, or is nested too deep."""
    try:
        return json.loads(octets.decode("utf-8"))
    except RecursionError as error:
        raise Unreadable("its brackets are nested too deep to be read") from error
    except ValueError as error:
        raise Unreadable(str(error)) from error


def read_package(base: Path, faults: list[Fault]) -> dict[str, Any]:
    """Return the data package of a folder, ``{}`` with its fault if it cannot be read."""
    try:
        package = read_json(read_octets(base / PACKAGE_FILE))
        if isinstance(package, dict):
            return package
        reason = "it is not an object"
    except FileNotFoundError:
        reason = "there is no such file"
    except Unreadable as error:
        reason = str(error)
    remedy = "Restore it: it holds the version, the vintage and the schema of every table."
    faults.append(
        Fault(PACKAGE_FILE, None, "", reason, "the data package must be readable", remedy)
    )
    return {}


def read_csv(base: Path, name: str, faults: list[Fault]) -> pd.DataFrame | None:
    """Read one file strictly; unlike ``pandas.read_csv`` this can say which row is ragged."""
    try:
        octets = read_octets(base / name)
        octets.decode("utf-8")
    except FileNotFoundError:
        faults.append(Fault(name, None, "", "", "the file is missing", f"Add {name} to {base}."))
        return None
    except Unreadable as error:
        remedy = "Put the table in its place, as a file that may be read."
        faults.append(Fault(name, None, "", str(error), "the file must be readable", remedy))
        return None
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        value = error.object[error.start : error.start + 8].decode("latin-1")
        faults.append(Fault(name, row, "", value, "the file is not UTF-8", "Save it as CSV UTF-8."))
        return None
    return _parse(name, octets, faults)


def _parse(name: str, octets: bytes, faults: list[Fault]) -> pd.DataFrame | None:
    if octets.startswith(codecs.BOM_UTF8):
        remedy = "Save it as plain UTF-8, without byte-order mark."
        faults.append(Fault(name, 1, "", "U+FEFF", "the file starts with a mark", remedy))
        octets = octets.removeprefix(codecs.BOM_UTF8)
    if _DOUBLED in octets:
        rule = "its lines end in CR CR LF, as a program leaves them that ends them twice"
        remedy = "Save it once more with plain line ends (LF), and look that no row is lost."
        faults.append(Fault(name, 1, "", "CR CR LF", rule, remedy))
        octets = octets.replace(_DOUBLED, b"\n")
    # Never the whole text: in memory, a text takes up to four times what the file does.
    text = io.TextIOWrapper(io.BytesIO(octets), encoding="utf-8", newline="")
    sheet = _Sheet()
    try:
        sheet.read(csv.reader(text, strict=True))
    except csv.Error as error:
        faults.append(_not_csv(name, sheet.count + 1, str(error)))
        return None
    if not any(sheet.header):
        faults.append(
            Fault(name, None, "", "", "the file is empty", "Restore at least its header row.")
        )
        return None
    faults += _ragged(name, sheet, ends=octets.endswith((b"\n", b"\r")))
    cells = pd.DataFrame(dict(enumerate(sheet.columns)), index=sheet.numbers, dtype="str")
    return _without_tail(name, cells.set_axis(sheet.header, axis=1), faults)


def _without_tail(name: str, cells: pd.DataFrame, faults: list[Fault]) -> pd.DataFrame:
    """Leave out rows of nothing but commas behind the last one, which a spreadsheet may save."""
    filled = (cells != "").any(axis=1).to_numpy().nonzero()[0]
    tail = cells.index[filled[-1] + 1 :] if len(filled) else cells.index[:0]
    # A single one is told as the empty row that it is.
    if len(tail) < 2:
        return cells
    rule = f"the file ends in {len(tail)} rows that hold nothing"
    remedy = "Delete them: in a spreadsheet select the rows below the last one, delete, and save."
    faults.append(Fault(name, int(tail[0]), "", "", rule, remedy))
    return cells.drop(index=tail)


@dataclass(slots=True)
class _Sheet:
    """The cells of a file column by column, the numbers of its rows, and the rows that do not fit.

    Cells that say the same are one text: a register of a hundred treaties says little that it has
    not said before.
    """

    header: list[str] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    ragged: dict[int, list[str]] = field(default_factory=dict)
    #: How many rows have been read, the header among them.
    count: int = 0
    said: dict[str, str] = field(default_factory=dict)

    def read(self, rows: Iterator[list[str]]) -> None:
        """Read all rows; raises ``csv.Error``, after which ``count`` tells how far it came."""
        part: list[list[str]] = []
        for self.count, row in enumerate(rows, start=1):
            if self.count == 1:
                self.header, self.columns = row, [[] for _ in row]
            elif len(row) == len(self.header):
                self.numbers.append(self.count)
                part.append(row)
            else:
                self.ragged[self.count] = row
            if len(part) == _AT_ONCE:
                self._keep(part)
                part = []
        self._keep(part)

    def _keep(self, rows: list[list[str]]) -> None:
        for column, cells in zip(self.columns, zip(*rows, strict=True), strict=False):
            column.extend(map(self.said.setdefault, cells, cells))


def _not_csv(name: str, row: int, reason: str) -> Fault:
    """Say in which row a file stops being CSV: where its reader began the row it gave up."""
    if reason.startswith(_TOO_LONG):
        rule = f"a cell of this row is longer than {_LONGEST} characters"
        remedy = (
            "If a quotation mark opens it by mistake, delete the mark; if not, keep the text"
            " elsewhere."
        )
        return Fault(name, row, "", "", rule, remedy)
    rule = "the file is not valid CSV from this row on"
    remedy = "Close the quotes around the cell, and double those inside it."
    return Fault(name, row, "", reason, rule, remedy)


def _ragged(name: str, sheet: _Sheet, *, ends: bool) -> list[Fault]:
    """Return a fault for each row of another width than the header, and one for blank lines."""
    width, faults = len(sheet.header), []
    blank, unmerged = [], []
    for number, row in sheet.ragged.items():
        text = ",".join(row)
        if not text.strip():
            blank.append(number)
        elif row[0].startswith(_UNMERGED):
            unmerged.append(number)
        else:
            rule = f"a row must have {width} cells, this one has {len(row)}"
            remedy = "Quote cells that hold a comma; write empty cells as nothing between commas."
            if number == sheet.count and not ends and len(row) < width:
                rule += ", and the file ends in it"
                remedy = "Restore the file: this row is cut off, and others after it may be lost."
            faults.append(Fault(name, number, "", text[:60], rule, remedy))
    if blank:
        more = f", and {len(blank) - 1} more" if len(blank) > 1 else ""
        # All of them behind the last row: nothing is lost.
        last = blank[0] == sheet.count - len(blank) + 1
        where, remedy = (
            (" at the end of the file", "Delete what is blank behind the last row.")
            if last
            else ("", "Delete what is blank, and no more.")
        )
        faults.append(Fault(name, blank[0], "", "", f"the line is blank{more}{where}", remedy))
    if unmerged:
        value, rule = (
            sheet.ragged[unmerged[0]][0],
            "two versions of the file stand here side by side",
        )
        remedy = "Keep one of the two, and delete the lines of version control between them."
        faults.append(Fault(name, unmerged[0], "", value, rule, remedy))
    return faults
