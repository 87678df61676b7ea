"""Spreadsheets and Parquet: what is written is what was asked, with its types, and never runs."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import zipfile
from functools import cache
from importlib import import_module
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from arro3.core import DataType
from arro3.io import read_parquet
from click.testing import CliRunner

from analysis.cli import main
from analysis.cli.filing import glossary
from analysis.importers.difference import COLUMNS as DIFFERENCES
from analysis.importers.series import COLUMNS as SERIES
from analysis.store.codebook import Document, columns_explained
from analysis.store.columnar import ABOUT, parquet
from analysis.store.loading import TABLES
from analysis.store.workbook import CELL, sheet_names, workbook
from analysis.terms.errors import RollbackError

HERE = Path(__file__).parent
SMALL, DATA = HERE / "data" / "small", HERE.parent / "data"
DAY = pd.Timestamp("2026-08-22")
#: Every command that answers with rows, and ways to ask it that together show every column.
ASKED = [
    "status --treaty apmbc --region baltic",
    "status --treaty apmbc --region baltic --compare-to 2025-04-16 --as-of 2026-02-20",
    "counts --treaty apmbc,ccm",
    "pipeline --treaty apmbc",
    "changes --since 2025-01-01 --treaty apmbc",
    "coverage --treaty apmbc --region nato --towards RUS,BLR",
    "explain Latvia Ottawa",
    "events --treaty apmbc --state LVA",
    "history Latvia",
    "members nato",
    "source nl_treaty_texts",
    "rates --treaty apmbc --region nato",
    "depth --treaty apmbc --region nato",
    "attempts --treaty apmbc",
    "attempts --count",
    "due",
    "context --treaty apmbc",
    "watch",
    "watch --ended",
    "watch --counts",
    "ledger --treaty apmbc",
    "ledger --count",
    "list kinds",
    "list treaties",
    "list regions",
    "list states",
    "list aliases",
    "list briefings",
    f"compare {DATA} {DATA}",
    f"compare {DATA} {DATA} --what statuses",
    f"compare {DATA} {DATA} --what counts",
    f"compare {DATA} {DATA} --what standings",
    f"update --offline {HERE / 'pages'}",
    f"import untc {HERE / 'pages' / 'mines.html'} --treaty apmbc",
]
TEXT = ("table", "csv", "json", "md")
#: What takes long to compute; what is tried here is how answers are written.
SLOW = (
    "analysis.versions.open_version",
    "analysis.versions.compare_versions",
    "analysis.importers.importing.sound_tables",
    "analysis.watch.ledger.ledger",
    "analysis.watch.attempts.attempts_known",
)


def each(questions):
    names = [asked.replace(f"{HERE.parent}/", "") for asked in questions]
    return pytest.mark.parametrize("asked", questions, ids=names)


@pytest.fixture(autouse=True, scope="module")
def _computed_once():
    """Every command finds what was computed for another one."""
    with pytest.MonkeyPatch.context() as patch:
        for place in SLOW:
            module, name = place.rsplit(".", 1)
            patch.setattr(place, cache(getattr(import_module(module), name)))
        yield


def run(*words, code=None):
    result = CliRunner().invoke(main, [*map(str, words)])
    # An update that finds something new says so by its code.
    assert result.exit_code in ((0, 3) if code is None else (code,)), result.output
    return result


def document(**columns):
    table = pd.DataFrame(columns)
    return Document({"rows": table}, columns_explained("rows", table, {}), [], DAY)


def sheet(content, name=None):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return book[name] if name else book.worksheets[0]


def columns_in(content):
    return read_parquet(io.BytesIO(content)).read_all()


def about_in(content):
    """What a file of Parquet tells of itself."""
    return json.loads(columns_in(content).schema.metadata[ABOUT.encode()])


def rows_of(held):
    return [[cell.value for cell in row] for row in held.iter_rows()]


def told(content):
    """What the last sheet says: names with all their texts."""
    found = {}
    for name, text in rows_of(sheet(content, "licence"))[1:]:
        found.setdefault(name, []).append(text)
    return found


# The first question of each command: whatever else it is asked is written by the same hand.
@each(list({asked.split()[0]: asked for asked in reversed(ASKED)}.values()))
def test_a_file_holds_what_would_have_been_printed(asked, tmp_path):
    asked = asked.split()
    path = tmp_path / "answer"
    for form in TEXT:
        shown = run(*asked, "--format", form)
        written = run(*asked, "--format", form, "--output", path)
        assert written.stdout == ""
        assert path.read_text(encoding="utf-8") == shown.stdout
        assert f"Written to {path}." in written.stderr
    # What has an answer in words besides is asked for the table as it stands in a file.
    printed = list(csv.reader(io.StringIO(run(*asked, "--format", "csv").stdout)))
    for form in ("xlsx", "parquet"):
        piped = run(*asked, "--format", form)
        run(*asked, "--format", form, "--output", path)
        assert path.read_bytes() == piped.stdout_bytes
    found = rows_of(sheet(run(*asked, "--format", "xlsx").stdout_bytes))
    columns = columns_in(path.read_bytes())
    assert (found[0], columns.num_rows) == (columns.column_names, len(printed) - 1)
    assert (printed[0], len(printed)) == (found[0], len(found))


@each(ASKED)
def test_the_file_says_what_each_column_means_and_what_was_asked(asked):
    content = run(*asked.split(), "--format", "parquet").stdout_bytes
    about = about_in(content)
    assert [row for row in about["codebook"] if not row["description"]] == []
    assert [row["column"] for row in about["codebook"]] == columns_in(content).column_names
    assert about["licence"].startswith("CC0-1.0")
    # The place of a file is that of one machine.
    hidden = {"--offline", str(HERE / "pages"), str(HERE / "pages" / "mines.html")}
    words = [word for word in asked.split() if word not in hidden]
    said = about["question"].split()
    assert sorted(said) == sorted(["rollback", *words])


def test_every_command_that_writes_rows_is_asked():
    def writing(command, name):
        if hasattr(command, "list_commands"):
            return {name} if command.list_commands(None) else set()
        return {name} if any(one.name == "output" for one in command.params) else set()

    every = {name for key, one in main.commands.items() for name in writing(one, key)}
    assert {asked.split()[0] for asked in ASKED} == every


def test_no_meaning_is_given_to_a_column_that_no_answer_has():
    shown = {("csv", "row"), *(("csv", name) for name in DIFFERENCES)}
    shown |= {("series", name) for name in SERIES} | {("update", name) for name in DIFFERENCES}
    for asked in ASKED:
        words = asked.split()
        header = run(*words, "--format", "csv").stdout.splitlines()[0]
        shown |= {(words[words[0] == "import"], name) for name in header.split(",")}
    # What follows from an update are changes.
    shown |= {("update", name) for command, name in shown if command == "changes"}
    unused = [key for key in glossary() if key[0] and key not in shown]
    general = {name for command, name in glossary() if not command}
    assert unused == []
    assert general <= {name for _, name in shown}
    explained = {name for command, name in glossary() if command in ("", "series")}
    assert set(SERIES) <= explained


def test_a_file_that_is_mailed_tells_of_its_day_and_its_cautions():
    asked = ("status", "--state", "Latvia", "--as-of", "2025-08-20", "--format", "xlsx")
    result = run(*asked)
    said = told(result.stdout_bytes)
    assert said["question"] == ["rollback status --state Latvia --as-of 2025-08-20"]
    assert said["as of"] == ["2025-08-20"]
    assert said["reading of contested acts"] == ["depositary"]
    # On the terminal they are counted in one line; whoever is sent the file has no terminal.
    assert len(said["note"]) > 2
    in_full = run(*asked[:-2], "-v").stderr
    assert all(f"Note: {one}" in in_full for one in said["note"])
    reason = told(run("explain", "Latvia", "Ottawa", "--format", "xlsx").stdout_bytes)
    assert "27 December 2025" in reason["answer"][0]


def test_a_comparison_is_one_spreadsheet_of_four_tables():
    content = run("compare", SMALL, SMALL, "--format", "xlsx").stdout_bytes
    names = openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert names == ["rows", "statuses", "counts", "standings", "codebook", "licence"]


FORMULAS = [
    '=HYPERLINK("http://example.org")', "=1", "+1-1", "-2+3", "@SUM(A1)", "\t=1+1", "＝1",  # noqa: RUF001
    "#N/A", "#REF!", "'quoted", " =1", "{=1}",
]  # fmt: skip


def test_nothing_in_a_spreadsheet_is_a_formula():
    table = document(text=FORMULAS, state=["LVA"] * len(FORMULAS))
    table.tables["rows"].insert(0, "=1+1", range(len(FORMULAS)))
    content = workbook(table)
    found = sheet(content)
    assert [row[1] for row in rows_of(found)[1:]] == FORMULAS
    assert {cell.data_type for cell in found["B"]} == {"s"}
    assert found["A1"].data_type == "s"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pages = [archive.read(name) for name in archive.namelist() if "worksheets" in name]
    assert not any(re.search(rb"<f[ >/]", page) for page in pages)
    # Typed anew, they would run: the program is told to keep them as text.
    quoted = {cell.value for cell in found["B"][1:] if cell.quotePrefix}
    assert quoted == set(FORMULAS) - {"#N/A", "#REF!", "'quoted", "{=1}"}


def test_signs_that_a_spreadsheet_would_read_otherwise_are_kept_or_shown_by_their_codes():
    texts = ["bell\x07", "\ufffe", "a\nb", " both ends ", "_x0041_", "a\r\nb"]
    content = workbook(document(text=texts))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert [row[0] for row in rows_of(sheet(content))[1:5]] == [
        "bell\\x07", "\\ufffe", "a\nb", " both ends ",
    ]  # fmt: skip
    assert "_x005F_x0041_" in page
    assert "a_x000D_\nb" in page


def test_numbers_stay_numbers_and_days_are_days():
    days = pd.to_datetime(pd.Series(["2025-04-16", None, "1899-07-29"])).astype("datetime64[s]")
    table = document(
        day=days,
        count=pd.array([3, None, -4], dtype="Int64"),
        share=[0.1234567, float("nan"), float("inf")],
        known=[True, False, True],
        text=["12", "", "x"],
    )
    found = sheet(workbook(table))
    first, second, third = rows_of(found)[1:]
    assert first == [pd.Timestamp("2025-04-16"), 3, 0.1234567, True, "12"]
    assert second == [None, None, None, False, None]
    # No spreadsheet knows a day before 1900, and none an endless number.
    assert third == ["1899-07-29", -4, "inf", True, "x"]
    assert found["A2"].number_format == "yyyy-mm-dd"
    assert found.freeze_panes == "A2"
    assert found["A1"].font.bold
    columns = columns_in(parquet(table, "rows"))
    assert [field.type for field in columns.schema] == [
        DataType.date32(), DataType.int64(), DataType.float64(), DataType.bool(),
        DataType.string(),
    ]  # fmt: skip
    assert columns["day"].to_pylist()[1:] == [None, days[2].date()]
    assert columns["count"].to_pylist() == [3, None, -4]
    assert columns["share"].to_pylist() == [0.1234567, None, float("inf")]
    assert columns["text"].to_pylist() == ["12", "", "x"]


def test_a_column_is_as_wide_as_what_stands_in_it_up_to_a_limit():
    found = sheet(workbook(document(a=["x"], text=["x" * 30], essay=["x" * 3000])))
    narrow, fitting, broad = (found.column_dimensions[letter].width for letter in "ABC")
    assert narrow < 10 < 30 < fitting < 40 < broad < 80


def test_names_of_sheets_are_valid_and_differ():
    names = sheet_names(["history", "HISTORY", "x" * 40, "x" * 41, "a[b]:c*d?e/f\\g", "''", "Rows"])
    assert len({name.lower() for name in names}) == len(names)
    assert all(1 <= len(name) <= 31 and not re.search(r"[\[\]:*?/\\']", name) for name in names)
    # One name is taken by the program itself.
    assert "history" not in {name.lower() for name in names}


def test_what_is_too_large_for_a_cell_is_told_with_row_and_column_and_not_cut():
    table = document(note=["x", "y" * (CELL + 1), "z" * (CELL + 2)])
    with pytest.raises(RollbackError, match="rows, row 3, column note") as refused:
        workbook(table)
    assert "row 4" in str(refused.value)
    assert "parquet" in str(refused.value)
    assert workbook(document(note=["y" * CELL]))
    back = columns_in(parquet(table, "rows"))
    assert back["note"].to_pylist() == table.tables["rows"]["note"].tolist()


@pytest.mark.slow
def test_clock_language_and_place_change_no_byte(tmp_path):
    asked = ["pipeline", "--treaty", "apmbc"]
    code = "import sys; from analysis.cli import main; main(prog_name='rollback')"
    for number, (zone, seed) in enumerate([("UTC", "0"), ("Pacific/Kiritimati", "1")]):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        for form in ("xlsx", "parquet"):
            out = tmp_path / f"{number}.{form}"
            command = [sys.executable, "-c", code, *asked, "--output", str(out)]
            subprocess.run(command, cwd=HERE.parent, env=environment, check=True)
    for form in ("xlsx", "parquet"):
        one, other = ((tmp_path / f"{number}.{form}").read_bytes() for number in (0, 1))
        assert one == other
        assert one == run(*asked, "--format", form).stdout_bytes


def test_a_spreadsheet_bears_the_day_of_the_data_and_no_other(register):
    content = run("counts", "--format", "xlsx").stdout_bytes
    vintage = register.tables.vintage
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        dates = {part.date_time for part in archive.infolist()}
        core = archive.read("docProps/core.xml").decode()
    assert dates == {(vintage.year, vintage.month, vintage.day, 0, 0, 0)}
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}T[\d:]+", core)) == {f"{vintage:%Y-%m-%dT00:00:00}"}
    # An archive knows no day before 1980.
    early = Document({"rows": pd.DataFrame({"a": [1]})}, pd.DataFrame(), [], pd.Timestamp("1950"))
    with zipfile.ZipFile(io.BytesIO(workbook(early))) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}


def test_the_whole_register_comes_back_from_parquet(tmp_path, register):
    run("export", "--to", "parquet", tmp_path / "out", code=0)
    tables = register.tables
    for name in TABLES:
        held = getattr(tables, name)
        back = columns_in((tmp_path / "out" / f"{name}.parquet").read_bytes())
        days = [column for column, dtype in held.dtypes.items() if dtype.kind == "M"]
        assert {back.schema.field(column).type for column in days} <= {DataType.date32()}
        read = pd.DataFrame({column: back[column].to_pylist() for column in back.column_names})
        pd.testing.assert_frame_equal(read.astype(held.dtypes), held)
        about = about_in((tmp_path / "out" / f"{name}.parquet").read_bytes())
        assert about["version"] == tables.version
        assert [row["column"] for row in about["codebook"]] == list(held.columns)
    states, borders = (
        about_in((tmp_path / "out" / f"{name}.parquet").read_bytes())
        for name in ("states", "borders")
    )
    licences = states["licence"].splitlines()
    assert [line.split(":")[0] for line in licences] == ["CC0-1.0", "ODC-PDDL-1.0"]
    units = {row["column"]: row["unit"] for row in borders["codebook"]}
    assert units["km"] == "kilometres"


@pytest.fixture(scope="module")
def small():
    from analysis import load_register

    return load_register(SMALL)


@pytest.mark.parametrize(("form", "library"), [("xlsx", "openpyxl"), ("parquet", "arro3")])
def test_without_the_extra_the_remedy_is_named(form, library, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, library, None)
    said = (
        f"Error: {form} needs {library}, which is not installed:"
        " pip install 'disarmament-rollback[formats]'\n"
    )
    path, folder = tmp_path / "answer", tmp_path / "folder"
    for asked in (["counts", "--format", form, "--output", path], ["export", "--to", form, folder]):
        result = run(*asked, code=1)
        assert (result.stdout, result.stderr) == ("", said)
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_all_else_works():
    code = (
        "import sys; sys.modules |= dict.fromkeys(['openpyxl', 'arro3']);"
        "from analysis.cli import main; main(prog_name='rollback')"
    )
    command = [sys.executable, "-c", code, "members", "baltic", "--format", "csv"]
    streams = {"capture_output": True, "text": True, "check": True}
    assert subprocess.run(command, cwd=HERE.parent, **streams).stdout.count("\n") == 4


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_no_terminal_is_shown_a_file_of_octets(form):
    leader, follower = pty.openpty()
    code = "from analysis.cli import main; main(prog_name='rollback')"
    command = [sys.executable, "-c", code, "counts", "--format", form]
    streams = {"stdout": follower, "stderr": subprocess.PIPE, "text": True}
    result = subprocess.run(command, cwd=HERE.parent, check=False, **streams)
    os.close(follower)
    os.set_blocking(leader, False)
    with os.fdopen(leader, "rb", buffering=0) as terminal:
        # A terminal that nobody writes to any more has an end, or an error for one.
        try:
            shown = terminal.read() or b""
        except OSError:
            shown = b""
    assert (result.returncode, shown) == (2, b"")
    assert result.stderr == (f"Error: no terminal shows {form}; name a file with --output FILE.\n")


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("xlsx", b"PK"), ("parquet", b"PAR1"), ("csv", b"treaty,"), ("json", b"["),
     ("md", b"| treaty"), ("GeoJSON", b'{"type"'), ("txt", b"treaty  ")],
)  # fmt: skip
def test_the_ending_of_a_file_names_its_format(ending, begins, tmp_path):
    path = tmp_path / f"answer.{ending}"
    run("status", "--treaty", "apmbc", "--state", "Latvia", "--output", path)
    assert path.read_bytes().startswith(begins)
    # What is asked for by name stands, whatever the file is called.
    run("status", "--state", "Latvia", "--format", "json", "--output", path)
    assert path.read_bytes().startswith(b"[")


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    result = run("counts", "--output", tmp_path / "no" / "answer.xlsx", code=1)
    assert "answer.xlsx cannot be written: No such file" in result.stderr


def test_states_on_their_way_out_and_on_the_board_are_drawn_on_a_map():
    for asked in (["pipeline", "--treaty", "apmbc"], ["watch"]):
        features = json.loads(run(*asked, "--format", "geojson").stdout)["features"]
        assert any(one["geometry"] for one in features)
    assert "no states" in run("watch", "--counts", "--format", "geojson", code=2).stderr


def test_formats_are_completed_in_the_shell():
    (option,) = [one for one in main.commands["counts"].params if one.name == "form"]
    context = main.commands["counts"].make_context("counts", [], resilient_parsing=True)
    assert {item.value for item in option.shell_complete(context, "")} >= {"xlsx", "parquet"}
    (option,) = [one for one in main.commands["export"].params if one.name == "form"]
    context = main.commands["export"].make_context("export", ["x"], resilient_parsing=True)
    assert {item.value for item in option.shell_complete(context, "p")} == {"parquet"}
