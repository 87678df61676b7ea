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
from analysis.register import load_register
from analysis.store.folder import default_folder
from analysis.store.loading import TABLES, read_tables
from analysis.terms.errors import DataFaults

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
    elif action == "delete_row":
        del rows[find_row(rows, case["where"])]
    elif action == "header_only":
        rows = rows[:1]
    elif action == "delete_header":
        rows = rows[1:]
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
    assert len(load_register(SMALL).tables.states) == 8


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
    assert case["expect_remedy"] in faults[0].remedy
    assert faults[0].remedy.endswith((".", "?"))
    assert not faults[0].rule.endswith(".")


def change(folder, file, where, column, value):
    """Set one cell of a data folder."""
    case = {"action": "set", "file": file, "where": where, "column": column, "value": value}
    return break_folder(folder, case)


TEN_FAULTS = [
    ("events.csv", "treaty=apmbc state=LVA kind=parliament_approved", "date", "2025-02-30"),
    ("events.csv", "treaty=apmbc state=BLR kind=accession", "effect", "2004-03-03"),
    ("events.csv", "treaty=apmbc state=UKR kind=announced", "aim", ""),
    ("events.csv", "treaty=ccm state=LTU kind=parliament_approved", "votes_for", "103.0"),
    ("treaties.csv", "code=ccm", "withdrawal_period", "6 months"),
    ("states.csv", "state=NOR", "iso2", "no"),
    ("groups.csv", "group=nato state=CAN", "end", "1948-01-01"),
    ("borders.csv", "state_a=NOR state_b=RUS", "km", "196"),
    ("conflicts.csv", "state=RUS", "start", "24/02/2022"),
    ("sources.csv", "source=leta_20250416", "url", "leta.lv"),
]


def test_ten_faults_in_seven_files_are_reported_at_once(folder):
    wanted = {
        (file, change(folder, file, where, column, value) + 1, column, value)
        for file, where, column, value in TEN_FAULTS
    }
    assert {found(fault) for fault in faults_of(folder)} == wanted
    with pytest.raises(DataFaults, match="10 faults") as raised:
        load_register(folder)
    assert all(str(fault) in str(raised.value) for fault in raised.value.faults)


def test_two_faults_of_one_row_are_both_reported(folder):
    where = "treaty=apmbc state=LVA kind=accession"
    change(folder, "events.csv", where, "note", "NULL")
    change(folder, "events.csv", where, "effect", "2006-02-01")
    assert [fault.column for fault in faults_of(folder)] == ["effect", "note"]


def test_faults_come_in_order_of_file_row_and_column(folder):
    for file, where, column, value in reversed(TEN_FAULTS):
        change(folder, file, where, column, value)
    change(folder, "events.csv", "treaty=ccm state=LTU kind=parliament_approved", "actor", "seimas")
    places = [(fault.file, fault.row) for fault in faults_of(folder)]
    assert places == sorted(places)
    last = [fault.column for fault in faults_of(folder) if fault.file == "events.csv"][-2:]
    assert last == ["actor", "votes_for"]


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_table_is_one_fault(folder, table):
    (folder / f"{table}.csv").unlink()
    assert [found(fault) for fault in faults_of(folder)] == [(f"{table}.csv", None, "", "")]


IDENTITY = [
    *(
        ("events.csv", where, column)
        for where in (
            "treaty=apmbc state=BFA kind=ratification",
            "treaty=apmbc state=LTU kind=signature",
            "treaty=apmbc state=LTU kind=ratification",
            "treaty=apmbc state=LTU kind=withdrawal_notified",
            "treaty=apmbc state=LTU kind=withdrawal_effective",
        )
        for column in ("treaty", "state", "date", "kind", "sources")
    ),
    ("treaties.csv", "code=apmbc", "code"),
    ("treaties.csv", "code=apmbc", "opened"),
    ("treaties.csv", "code=apmbc", "entered_into_force"),
    ("treaties.csv", "code=apmbc", "entry_trigger_count"),
    ("treaties.csv", "code=apmbc", "withdrawal_period"),
    ("states.csv", "state=LTU", "state"),
    ("sources.csv", "source=untc_2026_02_03", "source"),
    ("conflicts.csv", "state=RUS", "state"),
    ("conflicts.csv", "state=UKR", "start"),
    ("groups.csv", "group=nato state=LTU", "group"),
]


@pytest.mark.parametrize(("file", "where", "column"), IDENTITY)
def test_a_broken_cell_sets_off_no_other_rule(folder, file, where, column):
    row = change(folder, file, where, column, "#REF!") + 1
    assert [found(fault) for fault in faults_of(folder)] == [(file, row, column, "#REF!")]


@pytest.mark.parametrize("kind", ["signature", "ratification", "withdrawal_notified"])
def test_a_torn_row_sets_off_no_other_rule(folder, kind):
    rows = read_rows(folder / "events.csv")
    place = find_row(rows, f"treaty=apmbc state=LTU kind={kind}")
    rows[place].pop()
    write_rows(folder / "events.csv", rows)
    assert [(fault.row, fault.column) for fault in faults_of(folder)] == [(place + 1, "")]


def test_wrong_effects_are_found_while_a_deposit_cannot_be_read(folder):
    change(folder, "events.csv", "treaty=apmbc state=BFA kind=ratification", "date", "1998-09")
    change(folder, "events.csv", "treaty=apmbc state=CAN kind=ratification", "date", "3/12/1997")
    change(folder, "events.csv", "treaty=apmbc state=BLR kind=accession", "effect", "2004-02-01")
    # The deposit known to the month alone is a gap that gaps.csv does not name.
    assert [fault.column for fault in faults_of(folder)] == ["date", "effect", "date"]


def test_a_broken_package_does_not_hide_the_faults_of_the_tables(folder):
    (folder / "datapackage.json").write_text("{}", encoding="utf-8")
    for file, where, column, value in TEN_FAULTS:
        change(folder, file, where, column, value)
    faults = faults_of(folder)
    reported = {(fault.file, fault.column) for fault in faults}
    assert reported >= {(file, column) for file, _, column, _ in TEN_FAULTS if column != "iso2"}
    assert {fault.file for fault in faults if fault.file not in {t[0] for t in TEN_FAULTS}} == {
        "datapackage.json"
    }


@pytest.mark.parametrize("package", ["[]", '{"resources": 3}', '{"resources": [3, {"name": "a"}]}'])
def test_any_json_in_place_of_the_package_is_told_and_survived(folder, package):
    (folder / "datapackage.json").write_text(package, encoding="utf-8")
    assert {fault.file for fault in faults_of(folder)} == {"datapackage.json"}


def test_windows_line_ends_are_allowed(folder):
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert faults_of(folder) == []


def test_groups_borders_and_conflicts_may_have_no_rows(folder):
    for table in ("groups", "borders", "conflicts"):
        path = folder / f"{table}.csv"
        write_rows(path, read_rows(path)[:1])
    # Nothing is wrong but that their sources now support nothing.
    assert {(fault.file, fault.column) for fault in faults_of(folder)} == {
        ("sources.csv", "source")
    }


@pytest.mark.parametrize(
    ("where", "column", "value"),
    [
        # The day of signature is not known: in that year, or month, it may come before consent.
        ("treaty=apmbc state=BFA kind=signature", "date", "1998"),
        ("treaty=apmbc state=BFA kind=signature", "date", "1998-09"),
        # Signature and ratification on one day, and on the day of the opening.
        ("treaty=apmbc state=BFA kind=signature", "date", "1998-09-16"),
        # An effect known to the month, in which the day of the clause lies.
        ("treaty=apmbc state=LTU kind=withdrawal_effective", "date", "2025-12"),
    ],
)
def test_what_a_partial_date_allows_is_no_fault(folder, where, column, value):
    change(folder, "events.csv", where, column, value)
    assert faults_of(folder) == []


def test_a_state_may_join_again_after_it_has_left(folder):
    again = "treaty=ccm state=LTU kind=ratification"
    case = {
        "action": "copy",
        "file": "events.csv",
        "where": again,
        "column": "date | kind | effect | sources",
        "value": "2026-01-15 | accession | 2026-07-01 | untc_2026_02_03",
    }
    break_folder(folder, case)
    assert faults_of(folder) == []


def test_a_notice_may_be_given_again_after_it_was_revoked(folder):
    notice = "treaty=apmbc state=LTU kind=withdrawal_notified"
    change(
        folder,
        "events.csv",
        "treaty=apmbc state=LTU kind=withdrawal_effective",
        "date | kind",
        "2025-09-01 | notice_revoked",
    )
    case = {
        "action": "copy",
        "file": "events.csv",
        "where": notice,
        "column": "date | effect",
        "value": "2025-10-10 | 2026-04-10",
    }
    break_folder(folder, case)
    assert faults_of(folder) == []
