"""The tables open cleanly elsewhere: in spreadsheets, R, SQL and plain readers of CSV."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
PATHS = sorted(DATA.glob("*.csv"))
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
SCHEMAS = {
    resource["path"]: resource["schema"]
    for resource in PACKAGE["resources"]
    if resource["path"].endswith(".csv")
}
#: What Excel and LibreOffice take for a formula at the start of a cell.
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
EXCEL_CELL, EXCEL_ROWS = 32_767, 1_048_576
#: Reserved words of R; as a column they would need backticks.
R_WORDS = {"if", "else", "repeat", "while", "function", "for", "next", "break", "in"}

each_table = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    return header, rows


def cells(path):
    """Every cell with the line of the file and its column, to name it when it fails."""
    header, rows = read(path)
    for number, row in enumerate(rows, start=2):
        for column, text in zip(header, row, strict=True):
            yield f"{path.name}, row {number}, {column}: {text[:60]!r}", text


def test_the_package_declares_every_table_and_no_other():
    assert {path.name for path in PATHS} == set(SCHEMAS)


@each_table
def test_a_table_is_plain_utf8_with_line_feeds(path):
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert b"\0" not in raw
    assert raw.endswith(b"\n")
    raw.decode("utf-8")


@each_table
def test_every_row_is_as_wide_as_the_header(path):
    header, rows = read(path)
    assert rows
    assert {len(row) for row in rows} == {len(header)}


@each_table
def test_a_table_is_byte_for_byte_what_a_csv_writer_writes(path):
    """Quotes stand around a cell only where needed, and are doubled inside: R, SQL, Excel agree."""
    header, rows = read(path)
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([header, *rows])
    assert written.getvalue() == path.read_text(encoding="utf-8")


@each_table
def test_no_cell_holds_a_line_break_or_a_control_character(path):
    assert [where for where, text in cells(path) if re.search(r"[\x00-\x1f\x7f\u2028]", text)] == []


@each_table
def test_no_cell_is_taken_for_a_formula(path):
    suspects = (pair for pair in cells(path) if FORMULA.match(pair[1]))
    assert [where for where, text in suspects if not NUMBER.fullmatch(text)] == []


@each_table
def test_no_cell_starts_or_ends_with_a_space(path):
    assert [where for where, text in cells(path) if text != text.strip()] == []


@each_table
def test_a_table_fits_a_spreadsheet(path):
    assert [where for where, text in cells(path) if len(text) > EXCEL_CELL] == []
    assert len(read(path)[1]) < EXCEL_ROWS
    # Excel takes a file that begins with these two letters for another format (SYLK).
    assert not path.read_bytes().startswith(b"ID")


@each_table
def test_column_names_need_no_repair_in_r_or_sql(path):
    header, _ = read(path)
    assert len(set(header)) == len(header)
    assert [name for name in header if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []
    assert R_WORDS.isdisjoint(header)


@each_table
def test_columns_stand_as_the_package_declares_them(path):
    assert read(path)[0] == [field["name"] for field in SCHEMAS[path.name]["fields"]]


@each_table
def test_a_column_of_days_holds_full_days_or_nothing(path):
    """A reader that guesses types (DuckDB, readr) finds a date only if every cell is one."""
    header, rows = read(path)
    typed = {field["name"]: field.get("type") for field in SCHEMAS[path.name]["fields"]}
    for place, name in enumerate(header):
        if typed[name] == "date":
            for row in rows:
                assert not row[place] or date.fromisoformat(row[place]).isoformat() == row[place]


@each_table
def test_a_column_of_numbers_holds_numbers_or_nothing(path):
    header, rows = read(path)
    shapes = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?"}
    for place, field in enumerate(SCHEMAS[path.name]["fields"]):
        if shape := shapes.get(field.get("type")):
            wrong = {
                row[place] for row in rows if row[place] and not re.fullmatch(shape, row[place])
            }
            assert not wrong, header[place]


@each_table
def test_pandas_reads_the_same_cells(path):
    """With ``keep_default_na=False``: otherwise NA, the code of Namibia, would be missing."""
    header, rows = read(path)
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(frame.columns) == header
    assert frame.to_numpy().tolist() == rows


@pytest.fixture(scope="module")
def database():
    """All tables in one SQL database, as text."""
    connection = sqlite3.connect(":memory:")
    for path in PATHS:
        header, rows = read(path)
        columns = ", ".join(f'"{name}"' for name in header)
        connection.execute(f"CREATE TABLE {path.stem} ({columns})")
        marks = ", ".join("?" * len(header))
        connection.executemany(f"INSERT INTO {path.stem} VALUES ({marks})", rows)
    yield connection
    connection.close()


def foreign_keys():
    for path, schema in SCHEMAS.items():
        for key in schema.get("foreignKeys", []):
            target = key["reference"]
            yield path.removesuffix(".csv"), key["fields"], target["resource"], target["fields"]


@pytest.mark.parametrize(("table", "column", "target", "key"), list(foreign_keys()))
def test_tables_join_in_sql(database, table, column, target, key):
    lost = database.execute(
        f'SELECT DISTINCT "{column}" FROM {table}'
        f' WHERE "{column}" <> \'\' AND "{column}" NOT IN (SELECT "{key}" FROM {target})'
    ).fetchall()
    assert lost == []


def test_a_primary_key_is_unique_in_sql(database):
    for path, schema in SCHEMAS.items():
        keys = schema.get("primaryKey") or schema["uniqueKeys"][0]
        columns = ", ".join(f'"{name}"' for name in ([keys] if isinstance(keys, str) else keys))
        table = path.removesuffix(".csv")
        twice = f"SELECT {columns} FROM {table} GROUP BY {columns} HAVING count(*) > 1"
        assert database.execute(twice).fetchall() == [], table
