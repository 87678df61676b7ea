"""A table of others, read as text: each cell with the row that a spreadsheet shows for it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from analysis.importers.faults import SourceFaults
from analysis.terms.errors import Fault

#: No table of treaty acts is larger; what is, was named by mistake.
MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table: ``rows`` has the number of each (the header is row 1) and its cells."""

    file: Path
    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_sheet(file: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> Sheet:
    """Read a CSV file with a header; blank last lines are passed over.

    Raises :class:`~analysis.importers.faults.SourceFaults` with every row that is not as wide as
    the header, or with what makes the file unreadable.
    """
    text = _text(file, encoding)
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except (csv.Error, ValueError) as error:
        found = "it is empty" if not text.strip() else str(error)
        rule = f"the file is no CSV with the delimiter {delimiter!r}: {found}"
        remedy = "Save it again as CSV, or name its delimiter in the map."
        raise SourceFaults(file, [Fault(file.name, None, "", "", rule, remedy)]) from None
    names = [name.strip() for name in header]
    while rows and not any(cell.strip() for cell in rows[-1]):
        del rows[-1]
    if faults := [*_of_header(file, names), *_of_widths(file, names, rows)]:
        raise SourceFaults(file, faults)
    numbered = (
        (number, dict(zip(names, (cell.strip() for cell in row), strict=True)))
        for number, row in enumerate(rows, start=2)
        if any(cell.strip() for cell in row)
    )
    return Sheet(file, tuple(names), tuple(numbered))


def _text(file: Path, encoding: str) -> str:
    try:
        with file.open("rb") as handle:
            content = handle.read(MOST_BYTES + 1)
    except OSError as error:
        rule, remedy = f"it cannot be read: {error.strerror}", "Name a file that is there."
        raise SourceFaults(file, [Fault(file.name, None, "", "", rule, remedy)]) from None
    rule = remedy = ""
    text = ""
    if len(content) > MOST_BYTES:
        rule, remedy = f"it is larger than {MOST_BYTES:,} bytes", "Cut it into several files."
    try:
        text = content.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except (UnicodeDecodeError, LookupError):
        rule = f"it is not in {encoding}"
        remedy = "Save it as UTF-8, or name its encoding in the map."
    if "\0" in text:
        rule, remedy = "it holds null bytes, so it is no text", "Save it as CSV."
    if rule:
        raise SourceFaults(file, [Fault(file.name, None, "", "", rule, remedy)])
    return text


def _of_header(file: Path, names: list[str]) -> list[Fault]:
    twice = [name for name, count in Counter(names).items() if count > 1 and name]
    return [
        Fault(file.name, 1, name, name, "two columns have this name", "Rename one of them.")
        for name in twice
    ]


def _of_widths(file: Path, names: list[str], rows: list[list[str]]) -> list[Fault]:
    remedy = "Put quotes around cells that hold the delimiter, and fill or delete the row."
    return [
        Fault(
            file.name,
            number,
            "",
            "",
            f"the row has {len(row)} cells, and the header has {len(names)}",
            remedy,
        )
        for number, row in enumerate(rows, start=2)
        if len(row) != len(names) and any(cell.strip() for cell in row)
    ]
