"""Adding rows to the files of a data folder: all of them or none, and nothing else touched.

The lines that stay keep every byte. What the files would become is checked by all rules first. The
kept board follows from the other files: it is written with them where they change it.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.checks import check_tables
from analysis.checks.boards import is_stale
from analysis.store.loading import RawTables, type_tables
from analysis.terms.errors import DataFaults, Fault, RollbackError, RowFaults
from analysis.watch.keeping import kept_board, with_board

#: The order in which each file is kept.
SORTED_BY = {"sources": ("source",), "events": ("treaty", "state", "date", "kind")}
Row = Mapping[str, str]
#: What each file held and what it comes to hold.
Changes = dict[Path, tuple[bytes, bytes]]


def add_rows(raw: RawTables, additions: Mapping[str, Sequence[Row]]) -> None:
    """Add rows to tables of a data folder, each at its place in the order of the file.

    ``additions`` maps ``events`` and ``sources`` to rows by column; a column not named stays
    empty. Raises ``RowFaults`` if the result would break a rule, and
    ``RollbackError`` if it cannot be written; then nothing has changed.
    """
    changes, grown = _grown(raw, additions)
    try:
        changes |= _check_all(grown)
    except DataFaults as error:
        raise RowFaults(raw.folder, error.faults) from None
    replace_all(changes)


def faults_of_rows(
    raw: RawTables, additions: Mapping[str, Sequence[Row]]
) -> tuple[list[Fault], pd.DataFrame]:
    """Return the faults that a data folder would have with more rows, and its events then.

    The kept board, which follows, is no fault. Nothing is written.
    """
    _, grown = _grown(raw, additions)
    faults = [fault for fault in check_tables(grown) if not is_stale(fault)]
    return faults, grown.frames["events"]


def _grown(raw: RawTables, additions: Mapping[str, Sequence[Row]]) -> tuple[Changes, RawTables]:
    """Return how files change by more rows, and the tables they become."""
    changes: Changes = {}
    frames = dict(raw.frames)
    for table in SORTED_BY:
        if rows := additions.get(table):
            path = (raw.folder / f"{table}.csv").resolve()
            old = path.read_bytes()
            text = insert_rows(old.decode("utf-8"), rows, SORTED_BY[table])
            frames[table] = _frame(text)
            changes[path] = old, text.encode("utf-8")
    return changes, replace(raw, frames=frames)


def write_board(raw: RawTables) -> bool:
    """Write the board that follows from a data folder into its ``boards.csv``; say if it changed.

    The boards of other versions stay as they are. Raises ``DataFaults`` if anything else is wrong
    with the data, and ``RollbackError`` if the file cannot be written; then nothing has changed.
    """
    change = _check_all(raw)
    replace_all(change)
    return bool(change)


def _check_all(raw: RawTables) -> Changes:
    """Check what a data folder would become; return the change of the board that it brings."""
    faults = check_tables(raw)
    if not faults:
        return {}
    if not all(map(is_stale, faults)):
        raise DataFaults(raw.folder, [fault for fault in faults if not is_stale(fault)])
    path = (raw.folder / "boards.csv").resolve()
    table = with_board(raw.frames["boards"], kept_board(type_tables(raw)))
    text = table.to_csv(index=False, lineterminator="\n")
    if again := check_tables(replace(raw, frames={**raw.frames, "boards": _frame(text)})):
        raise DataFaults(raw.folder, again)
    return {path: (path.read_bytes(), text.encode("utf-8"))}


def insert_rows(text: str, rows: Sequence[Row], order: Sequence[str]) -> str:
    """Return the text of a CSV file with more rows, each before the first that follows it.

    >>> insert_rows("k,v\\na,1\\nc,3\\n", [{"k": "b", "v": "2, or so"}], ["k"])
    'k,v\\na,1\\nb,"2, or so"\\nc,3\\n'
    """
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    header = next(reader)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    places = [header.index(column) for column in order]
    # A cell may hold a line break: a record is as many lines as the reader took.
    records: list[tuple[tuple[str, ...], str]] = []
    start = reader.line_num
    head = "".join(lines[:start])
    for cells in reader:
        key = tuple(cells[place] for place in places)
        records.append((key, "".join(lines[start : reader.line_num])))
        start = reader.line_num
    for row in rows:
        key = tuple(row[column] for column in order)
        place = next((n for n, (other, _) in enumerate(records) if other > key), len(records))
        records.insert(place, (key, _line([row.get(column, "") for column in header], end)))
    # Only the last line of a file may lack its end.
    written = [head, *(record for _, record in records)]
    return (
        "".join(line if line.endswith("\n") else line + end for line in written[:-1]) + written[-1]
    )


def _line(cells: Sequence[str], end: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=end).writerow(cells)
    return buffer.getvalue()


def _frame(text: str) -> pd.DataFrame:
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    return pd.DataFrame.from_dict(
        dict(enumerate(rows, start=2)), orient="index", columns=header, dtype="str"
    )


def replace_all(changes: Changes) -> None:
    """Put new contents in place of old ones; if one file fails, the others are put back."""
    done: list[Path] = []
    prepared: dict[Path, Path] = {}
    try:
        for path, (_, new) in changes.items():
            prepared[path] = _beside(path, new)
        if moved := [path.name for path, (old, _) in changes.items() if path.read_bytes() != old]:
            raise RollbackError(f"{moved[0]} was changed meanwhile; nothing was written. Try again")
        for path, temporary in prepared.items():
            os.replace(temporary, path)
            done.append(path)
    except OSError as error:
        for path in done:
            os.replace(_beside(path, changes[path][0]), path)
        raise RollbackError(f"cannot write: {error}; nothing was changed") from error
    finally:
        for temporary in prepared.values():
            temporary.unlink(missing_ok=True)


def _beside(path: Path, content: bytes) -> Path:
    """Write a file in the folder of another, from where it can take its place at one stroke."""
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp", delete=False
    ) as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    shutil.copymode(path, handle.name)
    return Path(handle.name)
