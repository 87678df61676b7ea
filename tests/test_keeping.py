"""What helps those who keep data: a check that watches and annotates; what spreadsheets leave."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.checks import check_tables
from analysis.cli import keeping, main
from analysis.store.loading import read_tables
from analysis.terms.errors import Fault

SMALL = Path(__file__).parent / "data" / "small"
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def data(tmp_path):
    return shutil.copytree(SMALL, tmp_path / "data")


def rewrite(folder, table, change):
    path = folder / f"{table}.csv"
    path.write_bytes(change(path.read_bytes()))


def faults_of(folder):
    return [(one.row, one.rule, one.remedy) for one in check_tables(read_tables(folder))]


def test_blank_lines_at_the_end_are_told_once(data):
    rewrite(data, "events", lambda octets: octets + b"\n\n\n")
    ((row, rule, remedy),) = faults_of(data)
    last = len((SMALL / "events.csv").read_bytes().splitlines())
    assert (row, rule) == (last + 1, "the line is blank, and 2 more at the end of the file")
    assert remedy == "Delete what is blank behind the last row."


def test_blank_lines_elsewhere_are_not_said_to_be_at_the_end(data):
    rewrite(data, "events", lambda octets: octets.replace(b"\n", b"\n\n", 2))
    ((row, rule, _),) = faults_of(data)
    assert (row, rule) == (2, "the line is blank, and 1 more")


def test_empty_rows_of_a_spreadsheet_at_the_end_are_told_once(data):
    commas = b"," * (SMALL / "events.csv").read_bytes().splitlines()[0].count(b",") + b"\n"
    rewrite(data, "events", lambda octets: octets + 40 * commas)
    ((_, rule, remedy),) = faults_of(data)
    assert rule == "the file ends in 40 rows that hold nothing"
    assert "select the rows below the last one" in remedy


def test_lines_that_end_twice_are_one_fault_and_hide_no_other(data):
    rewrite(data, "events", lambda octets: octets.replace(b"\n", b"\r\r\n"))
    ((row, rule, remedy),) = faults_of(data)
    assert row == 1
    assert rule.startswith("its lines end in CR CR LF")
    assert "plain line ends (LF)" in remedy
    rewrite(data, "events", lambda octets: octets.replace(b"apmbc,LVA", b"apmbc,LVX", 1))
    assert any("LVX" in fault.value for fault in check_tables(read_tables(data)))


def test_a_letter_apart_from_its_accent_is_told_with_the_form_to_write(data):
    def decomposed(octets):
        return unicodedata.normalize("NFD", octets.decode()).encode()

    rewrite(data, "sources", decomposed)
    ((_, rule, remedy),) = faults_of(data)
    assert rule == "an accent stands apart from its letter"
    assert "Hammarskjöld" in remedy
    assert "Unicode form NFC" in remedy


def check(*words, code=1):
    run = CliRunner().invoke(main, ["check", *map(str, words)])
    assert run.exit_code == code, run.output
    return run


def test_a_fault_marks_its_line_in_a_pull_request(data, monkeypatch):
    rewrite(data, "events", lambda octets: octets.replace(b"apmbc,LVA", b"apmbc,LVX", 1))
    monkeypatch.chdir(data.parent)
    lines = check("--data", "data", "--format", "github").stdout.splitlines()
    place = re.compile(r"::error file=data/events\.csv,line=\d+,title=[^,:]+::state: 'LVX': .+")
    assert any(place.fullmatch(line) for line in lines)
    assert check("--data", SMALL, "--format", "github", code=0).stdout == ""


def test_an_annotation_is_one_line_whatever_stands_in_it():
    fault = Fault("a,b.csv", 3, "note", "50 %\n::error::", "it is: wrong, twice", "Mend it.")
    said = keeping.annotation(fault, ROOT)
    assert len(said.splitlines()) == 1
    assert said.startswith("::error file=a%2Cb.csv,line=3,title=it is%3A wrong%2C twice::note: ")
    assert "50 %25" in said


def test_the_count_of_faults_is_english(data):
    rewrite(data, "events", lambda octets: octets + b"\n")
    assert check("--data", data).stderr.startswith("1 fault in ")


def test_a_changed_file_is_seen_once_when_it_is_whole(data):
    seen = keeping.changes_of(data, pause=0.01)
    real, turns = keeping.time.sleep, []

    def meanwhile(seconds):
        # Saved in two steps, as an editor may do.
        turns.append(seconds)
        if len(turns) in (2, 3):
            rewrite(data, "events", lambda octets: octets + b"\n")
            os.utime(data / "events.csv", ns=(len(turns), len(turns)))
        real(0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping.time, "sleep", meanwhile)
        assert next(seen) == ["events.csv"]
    assert len(turns) >= 4


def test_watching_checks_again_and_ends_with_what_it_saw_last(data, monkeypatch):
    def once(folder):
        assert folder == data
        rewrite(data, "events", lambda octets: octets + b"\n")
        yield ["events.csv"]
        raise KeyboardInterrupt

    monkeypatch.setattr(keeping, "changes_of", once)
    run = check("--data", data, "--watch")
    assert "No fault" in run.stdout
    assert "events.csv changed." in run.stderr
    assert "1 fault in" in run.stderr


def test_the_hook_runs_the_check():
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    fields = dict(re.findall(r"^(?:- |  )(\w+): (.*)$", text, re.MULTILINE))
    assert fields["id"] == "rollback-check"
    command, word = fields["entry"].split()
    assert command == "rollback"
    assert word in main.commands
    assert re.search(fields["files"], "treaties/events.csv")
    assert not re.search(fields["files"], "treaties/README.md")
    assert fields["pass_filenames"] == "false"


def test_on_a_terminal_a_fault_is_a_sentence_with_its_remedy(data, monkeypatch, capsys):
    rewrite(data, "events", lambda octets: octets + b"\n")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    raw = read_tables(data)
    keeping._tell(raw, check_tables(raw), "table")
    told = capsys.readouterr().out
    assert told.startswith("- events.csv, row ")
    assert "Delete what is blank behind the last row." in " ".join(told.split())
    assert max(map(len, told.splitlines())) <= 60
