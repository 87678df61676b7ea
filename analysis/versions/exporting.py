"""The whole register as files for other programs, with its codebook, licence and citation."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.register import Register
from analysis.store.folder import PACKAGE_FILE
from analysis.store.loading import TABLES, read_tables
from analysis.terms.errors import RollbackError
from analysis.versions.datacite import DATACITE, datacite_record

DATABASE = "register.sqlite"
CITATION = "CITATION.cff"
CODEBOOK = "codebook.csv"
CODEBOOK_COLUMNS = ["table", "column", "type", "description"]


def export_register(register: Register, folder: Path, form: str) -> list[Path]:
    """Write every table of a register into a folder, and return the paths.

    ``form`` is ``csv`` (a file a table and ``datapackage.json``) or ``sqlite`` (one database, all
    cells as text, with the tables ``codebook`` and ``package``). Both come with the codebook, a
    citation that names the licence, and a DataCite record. Raises ``RollbackError`` where the
    folder holds files of the same names, or cannot be written.
    """
    raw = read_tables(register.tables.folder)
    frames = {name: raw.frames[name] for name in TABLES}
    about = {**frames, "codebook": codebook(raw.package)}
    files = {CITATION: _citation(register).encode()}
    files[DATACITE] = datacite_record(raw.package).encode()
    if form == "csv":
        files |= {f"{name}.csv": _as_csv(frame) for name, frame in about.items()}
        files[PACKAGE_FILE] = _json(raw.package).encode()
    else:
        files[CODEBOOK] = _as_csv(about["codebook"])
        files[DATABASE] = b""
    _refuse_what_is_there(folder, files)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            if name != DATABASE:
                (folder / name).write_bytes(content)
        if DATABASE in files:
            _write_database(folder / DATABASE, about, raw.package)
    except OSError as error:
        raise RollbackError(f"{folder} cannot be written: {error.strerror}") from error
    return [folder / name for name in sorted(files)]


def codebook(package: dict[str, Any]) -> pd.DataFrame:
    """Return one row per column of every table, with its type and what it means."""
    rows = [
        (resource["name"], field["name"], field.get("type", ""), field.get("description", ""))
        for resource in package.get("resources", [])
        for field in resource.get("schema", {}).get("fields", [])
    ]
    return pd.DataFrame(rows, columns=CODEBOOK_COLUMNS, dtype="str")


def _refuse_what_is_there(folder: Path, files: dict[str, bytes]) -> None:
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


def _write_database(path: Path, frames: dict[str, pd.DataFrame], package: dict[str, Any]) -> None:
    """Write the tables into a new database; an empty cell stays empty text, as in the data."""
    with closing(sqlite3.connect(path)) as database, database:
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
