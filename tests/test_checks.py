"""The checks of the data: each broken copy of a small data folder gives exactly its fault.

``cases/faults.csv`` can be edited without reading this file: a row says what is done to which
cell (``action``, ``file``, ``where``, ``column``, ``value``) and which fault must come of it.
``where`` selects one row by its cells; several columns and values are separated by " | ".
``expect_file``, ``expect_row``, ``expect_column`` and ``expect_value`` are empty where they are
those that were changed; ``-`` means nothing, ``*`` anything. ``expect_row`` is ``file`` (no
row), ``header``, ``last``, a number, or a selection like ``where``.
"""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from analysis.checks import check_tables
from analysis.loading import TABLES, default_folder, load_tables, read_tables
from analysis.model import DataFaults

HERE = Path(__file__).parent
SMALL = HERE / "data" / "small"
with (HERE / "cases" / "faults.csv").open(encoding="utf-8", newline="") as handle:
    CASES = list(csv.DictReader(handle))


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SMALL, tmp_path / "data"))


def faults_of(folder):
    return check_tables(read_tables(folder))


def read_rows(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def write_rows(path, rows):
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def unescape(text):
    r"""Read \t, \n and \u00a0 as the characters they stand for."""
    return re.sub(
        r"\\(u[0-9a-f]{4}|[tn])",
        lambda found: found.group().encode().decode("unicode_escape"),
        text,
    )


def find_row(rows, where):
    """Return the place of the one row whose cells are as ``where`` says."""
    wanted = dict(part.split("=", 1) for part in where.split())
    header = rows[0]
    places = [
        place
        for place, row in enumerate(rows[1:], start=1)
        if all(row[header.index(column)] == value for column, value in wanted.items())
    ]
    assert len(places) == 1, f"{where} selects {len(places)} rows"
    return places[0]


def find_json(node, path):
    """Return the object that holds the last part of a dotted path, and that part or its index."""
    *way, last = path.split(".")
    for name in way:
        node = node[place_of(node, name)]
    return node, place_of(node, last)


def place_of(node, name):
    if isinstance(node, dict):
        return name
    return next(place for place, entry in enumerate(node) if entry["name"] == name)


def set_cells(rows, place, case):
    for column, value in zip(case["column"].split(" | "), case["value"].split(" | "), strict=True):
        rows[place][rows[0].index(column)] = unescape(value)
    return place


def break_table(path, case):
    """Change a table as the case says; return the place of the row that was changed."""
    rows, action = read_rows(path), case["action"]
    column, value, place = case["column"], case["value"], 0
    if action in ("set", "copy"):
        place = find_row(rows, case["where"])
        if action == "copy":
            rows.append(list(rows[place]))
            place = len(rows) - 1
        set_cells(rows, place, case)
    elif action == "header_only":
        rows = rows[:1]
    elif action == "add_column":
        rows = [[*row, value] for row in rows]
        rows[0][-1] = column
    elif action == "rename_column":
        rows[0][rows[0].index(column)] = value
    else:
        at = rows[0].index(column)
        moved = {"delete_column": [], "move_column": [at]}[action]
        rows = [
            [row[i] for i in (*moved, *(j for j in range(len(row)) if j != at))] for row in rows
        ]
    write_rows(path, rows)
    return place


def break_text(path, case):
    text, value = path.read_bytes().decode("utf-8"), unescape(case["value"])
    changed = {
        "write": value,
        "write_latin1": value,
        "prepend": value + text,
        "append_text": text + value + "\n",
        "replace_text": text.replace(case["column"] or "\0", value),
    }[case["action"]]
    path.write_bytes(changed.encode("latin-1" if case["action"] == "write_latin1" else "utf-8"))


def break_json(path, case):
    package = json.loads(path.read_text(encoding="utf-8"))
    node, place = find_json(package, case["column"])
    if case["action"] == "delete_json":
        del node[place]
    elif case["action"] == "append_json":
        node[place].append(case["value"])
    else:
        node[place] = case["value"]
    path.write_text(json.dumps(package), encoding="utf-8")


def break_folder(folder, case):
    """Do to a data folder what a case says; return the place of the row that was changed."""
    path = folder / case["file"]
    if case["action"] == "remove_file":
        path.unlink()
    elif case["action"].endswith("_json"):
        break_json(path, case)
    elif case["action"] in ("write", "write_latin1", "prepend", "append_text", "replace_text"):
        break_text(path, case)
    else:
        return break_table(path, case)
    return 0


def expected_row(folder, file, row, changed):
    if row == "file":
        return None
    if row in ("header", ""):
        return 1 if row else changed + 1
    if row.isdigit():
        return int(row)
    rows = read_rows(folder / file)
    return len(rows) if row == "last" else find_row(rows, row) + 1


def expected(folder, case, changed):
    """Return file, row, column and value of the fault that a case must give, ``*`` for any."""
    file = case["expect_file"] or case["file"]
    row = expected_row(folder, file, case["expect_row"], changed)
    column = case["expect_column"] or case["column"]
    value = case["expect_value"] or unescape(case["value"])
    return file, row, column.replace("-", "", column == "-"), "" if value == "-" else value


def found(fault, anything=False):
    return fault.file, fault.row, fault.column, "*" if anything else fault.value


def test_small_data_are_clean():
    assert faults_of(SMALL) == []
    assert len(load_tables(SMALL).states) == 8


def test_shipped_data_are_clean():
    assert faults_of(default_folder()) == []


def test_cases_are_many_and_have_names_of_their_own():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_exactly_the_fault_is_found(folder, case):
    wanted = expected(folder, case, break_folder(folder, case))
    faults = faults_of(folder)
    assert [found(fault, anything=wanted[-1] == "*") for fault in faults] == [wanted]
    assert case["expect_rule"] in faults[0].rule
    assert faults[0].remedy.endswith((".", "?"))
    assert not faults[0].rule.endswith(".")
