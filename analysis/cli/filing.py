"""Answers as files that explain themselves: XLSX and Parquet, with question and codebook."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
import pandas as pd
from click.core import ParameterSource

from analysis.store.codebook import ADDED, CODEBOOK_COLUMNS, Document, about, codebook, type_word
from analysis.store.columnar import parquet
from analysis.store.folder import default_folder
from analysis.store.frames import columns_of
from analysis.store.reading import read_package
from analysis.store.workbook import workbook

#: What the columns of the answers mean, by command; without one, in any answer.
GLOSSARY = Path(__file__).with_name("columns.csv")
#: Answers that show a table of the data, whose columns the data package explains.
_TABLES = {"attempts": "attempts", "source": "sources", "events": "events", "explain": "events"}
#: Options that say how an answer is written, and not what is asked.
_HOW = {"form", "output", "wide", "verbose", "data", "apply", "keep"}
#: The day of a file about data that bear none.
_UNDATED = pd.Timestamp("1980-01-01")


def encoded(
    tables: Mapping[str, pd.DataFrame],
    form: str,
    told: list[tuple[str, str]],
    package: dict[str, Any] | None = None,
) -> bytes:
    """Return tables as the octets of a file, ``xlsx`` or ``parquet``; the latter holds one table.

    ``told`` is what was said beside the answer, each a name and a text; ``package`` the data
    package behind it, that of the data asked if left out. Raises ``RollbackError``.
    """
    context = click.get_current_context()
    if package is None:
        package = read_package(context.params.get("data") or default_folder(), [])
    day = pd.to_datetime(str(package.get("vintage")), errors="coerce")
    frames = {name: table.infer_objects() for name, table in tables.items()}
    document = Document(
        tables=frames,
        codebook=explained(context.info_name or "", frames, package),
        about=[("question", question(context)), *told, *about(package)],
        day=_UNDATED if pd.isna(day) else day,
    )
    return workbook(document) if form == "xlsx" else parquet(document, next(iter(frames)))


def explained(
    command: str, tables: Mapping[str, pd.DataFrame], package: dict[str, Any]
) -> pd.DataFrame:
    """Return the codebook of the tables that a command answers with: a row for each column.

    Meanings are those of the command, else those of the table of the data that it shows, else
    those that a column has in any answer; empty where an importer of others brings a column.
    """
    book = codebook(package)
    rows = [
        (name, column, type_word(cells), *_meaning(command, column, set(table), book))
        for name, table in tables.items()
        for column, cells in columns_of(table)
    ]
    return pd.DataFrame(rows, columns=CODEBOOK_COLUMNS, dtype="str")


def question(context: click.Context) -> str:
    """Return the command that was given, without how and where its answer is written."""
    names: list[str] = []
    level: click.Context | None = context
    while level is not None and level.parent is not None:
        names.insert(0, level.info_name or "")
        level = level.parent
    return " ".join(["rollback", *names, *_given(context)])


def _given(context: click.Context) -> Iterator[str]:
    for param in context.command.params:
        name = str(param.name)
        value = context.params.get(name)
        # A path is that of one machine.
        if name in _HOW or value is None or isinstance(value, Path):
            continue
        if context.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            continue
        for one in value if isinstance(value, tuple) else [value]:
            if isinstance(param, click.Option):
                yield param.opts[-1]
            if not isinstance(one, bool):
                written = f"{one:%Y-%m-%d}" if isinstance(one, pd.Timestamp) else str(one)
                yield shlex.quote(written)


def _meaning(command: str, column: str, beside: set[Any], book: pd.DataFrame) -> tuple[str, str]:
    meanings = glossary()
    if found := meanings.get((command, column)):
        return found
    for table in _tables_shown(command, beside):
        own = book[(book["table"] == table) & (book["column"] == column)]
        for row in own[["description", "unit"]].itertuples(index=False, name=None):
            return str(row[0]), str(row[1])
        if table == "events" and column in ADDED:
            return ADDED[column], ""
    return meanings.get(("", column), ("", ""))


def _tables_shown(command: str, beside: set[Any]) -> list[str]:
    """Return the table of the data that an answer shows; that of a list is told by its columns."""
    if command != "list":
        return [_TABLES[command]] if command in _TABLES else []
    listed = {"aliases": "ambiguous", "treaties": "family", "states": "sub_region"}
    return [table for table, column in listed.items() if column in beside]


@cache
def glossary() -> Mapping[tuple[str, str], tuple[str, str]]:
    """Return meaning and unit of the columns of answers, by command and column."""
    with GLOSSARY.open(encoding="utf-8", newline="") as lines:
        return {
            (row["command"], row["column"]): (row["meaning"], row["unit"])
            for row in csv.DictReader(lines)
        }
