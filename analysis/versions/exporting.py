"""The whole register as files for other programs, with its codebook, licence and citation."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from analysis.register import Register
from analysis.store.codebook import Document, about, codebook, columns_explained
from analysis.store.columnar import parquet
from analysis.store.extras import needed
from analysis.store.folder import PACKAGE_FILE
from analysis.store.loading import TABLES, RawTables, read_tables
from analysis.store.workbook import workbook
from analysis.terms.errors import RollbackError
from analysis.versions.datacite import DATACITE, datacite_record

DATABASE = "register.sqlite"
WORKBOOK = "register.xlsx"
CITATION = "CITATION.cff"
CODEBOOK = "codebook.csv"
#: What a register can be written as: as it stands, cell by cell, or with the types of its columns.
AS_IT_STANDS, TYPED = ("csv", "sqlite"), ("xlsx", "parquet")


def export_register(register: Register, folder: Path, form: str) -> list[Path]:
    """Write every table of a register into a folder, and return the paths.

    ``form`` is ``csv`` (a file a table and ``datapackage.json``) or ``sqlite`` (one database, all
    cells as text, with the tables ``codebook`` and ``package``), with each cell as it stands in
    the data; or ``xlsx`` (one workbook, a sheet a table) or ``parquet`` (a file a table), with
    the columns and types of ``register.tables``. All come with the codebook, a citation that
    names the licence, and a DataCite record. Raises ``RollbackError`` where the folder holds
    files of the same names or cannot be written, and where the library of a form is missing.
    """
    needed(form)
    files: dict[str, Callable[[], bytes]] = {
        CITATION: lambda: _citation(register).encode(),
        DATACITE: lambda: datacite_record(register.tables.package).encode(),
    }
    if form in TYPED:
        files |= _typed_files(register, form)
    else:
        files |= _files_as_they_stand(read_tables(register.tables.folder), form)
    _refuse_what_is_there(folder, list(files))
    # What cannot be written as a whole leaves nothing behind.
    written = {name: content() for name, content in files.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in written.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise RollbackError(f"{folder} cannot be written: {error.strerror}") from error
    return [folder / name for name in sorted(files)]


def _files_as_they_stand(raw: RawTables, form: str) -> dict[str, Callable[[], bytes]]:
    """Return the files of a form whose cells are those of the data, and what makes each."""
    book = codebook(raw.package)
    frames = {**{name: raw.frames[name] for name in TABLES}, "codebook": book}
    if form == "csv":
        tables = {f"{name}.csv": partial(_as_csv, frame) for name, frame in frames.items()}
        return {**tables, PACKAGE_FILE: lambda: _json(raw.package).encode()}
    return {
        CODEBOOK: partial(_as_csv, book),
        DATABASE: partial(_as_database, frames, raw.package),
    }


def _typed_files(register: Register, form: str) -> dict[str, Callable[[], bytes]]:
    """Return the files of a form whose columns have types, and what makes each."""
    held = register.tables
    tables = {name: getattr(held, name) for name in TABLES}
    explained = [columns_explained(name, table, held.package) for name, table in tables.items()]
    book = pd.concat(explained, ignore_index=True)
    if form == "xlsx":
        whole = Document(tables, book, about(held.package), held.vintage)
        return {CODEBOOK: partial(_as_csv, book), WORKBOOK: partial(workbook, whole)}
    files: dict[str, Callable[[], bytes]] = {CODEBOOK: partial(_as_csv, book)}
    for name in tables:
        one = Document(tables, book, about(held.package, [name]), held.vintage)
        files[f"{name}.parquet"] = partial(parquet, one, name)
    return files


def _refuse_what_is_there(folder: Path, files: list[str]) -> None:
    there = sorted(name for name in files if (folder / name).exists())
    if there:
        shown = ", ".join(there[:4]) + (", ..." if len(there) > 4 else "")
        raise RollbackError(f"{folder} holds {shown} already; name an empty folder")


def _as_csv(frame: pd.DataFrame) -> bytes:
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(frame.columns)
    rows.writerows(frame.to_numpy().tolist())
    return written.getvalue().encode()


def _as_database(frames: dict[str, pd.DataFrame], package: dict[str, Any]) -> bytes:
    """Return a database of the tables; an empty cell stays empty text, as in the data."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE
        with closing(sqlite3.connect(path)) as database, database:
            _fill_database(database, frames, package)
        return path.read_bytes()


def _fill_database(
    database: sqlite3.Connection, frames: dict[str, pd.DataFrame], package: dict[str, Any]
) -> None:
    for name, frame in frames.items():
        columns = ", ".join(f'"{column}" TEXT NOT NULL' for column in frame.columns)
        database.execute(f'CREATE TABLE "{name}" ({columns})')
        marks = ", ".join("?" * len(frame.columns))
        rows = frame.astype("str").to_numpy().tolist()
        database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    database.execute('CREATE TABLE "package" ("name" TEXT NOT NULL, "value" TEXT NOT NULL)')
    told = {key: value for key, value in package.items() if key != "resources"}
    values = [
        (key, value if isinstance(value, str) else _json(value)) for key, value in told.items()
    ]
    database.executemany('INSERT INTO "package" VALUES (?, ?)', values)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _citation(register: Register) -> str:
    """Return how the data are cited, in the Citation File Format 1.2.0."""
    package = register.tables.package
    names = [one.get("title", "") for one in package.get("contributors", []) if one.get("title")]
    licences = [one["name"] for one in package.get("licenses", []) if one.get("name")]
    title = package.get("title") or package.get("name") or "Register"
    lines = [
        "cff-version: 1.2.0",
        "message: Please cite these data as follows, and name their sources where you can.",
        "type: dataset",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        f"version: {json.dumps(register.tables.version)}",
        f"date-released: {register.tables.vintage:%Y-%m-%d}",
        "authors:",
        *(f"  - name: {json.dumps(name, ensure_ascii=False)}" for name in names or [title]),
        *(f"license: {json.dumps(name)}" for name in licences[:1]),
    ]
    return "\n".join(lines) + "\n"
