"""Questions of a user of the field at the command line, and the forms of the answers."""

import csv
import io
import json
import sqlite3
from contextlib import closing

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.cli.printing import for_eyes
from analysis.cli.terminal import lay_out, print_rows, wrapped
from analysis.store.loading import TABLES, read_tables
from analysis.versions.exporting import DATABASE


def ask(*words):
    run = CliRunner().invoke(main, [*words])
    assert run.exit_code == 0, run.stderr
    return run


def rows(*words):
    return list(csv.DictReader(io.StringIO(ask(*words, "--format", "csv").stdout)))


def test_who_left_since_a_day():
    left = rows("changes", "--since", "2025-01-01", "--treaty", "Ottawa", "--kind", "withdrawn")
    assert {row["state"] for row in left} == {"EST", "FIN", "LTU", "LVA", "POL"}


def test_who_gave_notice_in_a_region():
    found = rows(
        "events", "--treaty", "ottawa", "--region", "Baltics", "--kind", "withdrawal_notified"
    )
    assert [row["state"] for row in found] == ["EST", "LTU", "LVA"]
    assert all(row["source"] and row["sources"] for row in found)


def test_events_lie_between_the_days_asked_about():
    found = rows("events", "--state", "Latvia", "--since", "2025-03-01", "--until", "2025-04-16")
    assert found
    assert all("2025-03-01" <= row["day"] <= "2025-04-16" for row in found)
    assert (
        CliRunner()
        .invoke(main, ["events", "--since", "2025-01-02", "--until", "2025-01-01"])
        .exit_code
        == 2
    )


def test_the_history_of_a_state_is_told_in_order():
    told = rows("history", "Latvia", "--treaty", "ottawa")
    assert [row["status"] for row in told] == ["contracting", "party", "withdrawing", "withdrawn"]
    assert [row["start"] for row in told[1:]] == [row["end"] for row in told[:-1]]


def test_members_are_those_of_the_day():
    now = {row["state"] for row in rows("members", "NATO", "--as-of", "2025-01-01")}
    then = {row["state"] for row in rows("members", "NATO", "--as-of", "2023-01-01")}
    assert now - then == {"FIN", "SWE"}


def test_filters_by_status_and_stage_and_the_bound_column():
    out = rows("status", "--treaty", "ottawa", "--standing", "withdrawn")
    assert {row["bound"] for row in out} == {"no"}
    assert rows("status", "--treaty", "ottawa", "--stage", "effective")
    assert CliRunner().invoke(main, ["status", "--standing", "gone"]).exit_code == 2


def test_options_repeat_and_take_commas():
    one = ask("status", "--treaty", "apmbc,ccm", "--state", "LVA", "--state", "EST").stdout
    two = ask(
        "status", "--treaty", "APMBC", "--treaty", "Oslo Convention", "--state", "Latvia,EE"
    ).stdout
    assert one == two
    far = ["coverage", "--treaty", "Ottawa", "--region", "NATO"]
    assert ask(*far, "--towards", "RUS,BLR").stdout == (
        ask(*far, "--towards", "Russia", "--towards", "Belarus").stdout
    )


def test_a_source_is_shown_by_its_key():
    (found,) = json.loads(ask("source", "nl_treaty_texts", "--format", "json").stdout)
    assert found["source"] == "nl_treaty_texts"
    assert found["url"]
    assert CliRunner().invoke(main, ["source", "nl_treaty_text"]).exit_code == 2


@pytest.mark.parametrize("form", ["table", "csv", "json", "md"])
def test_a_file_holds_what_would_have_been_printed(tmp_path, form):
    asked = ["status", "--treaty", "ottawa", "--region", "Baltics", "--format", form]
    path = tmp_path / "answer"
    run = ask(*asked, "--output", str(path))
    assert run.stdout == ""
    assert path.read_text(encoding="utf-8") == ask(*asked).stdout


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    path = tmp_path / "no" / "answer.csv"
    run = CliRunner().invoke(main, ["members", "nato", "--output", str(path)])
    assert run.exit_code == 1
    assert str(path) in run.stderr


def test_cautions_are_one_line_unless_asked_for():
    short = ask("status", "--state", "Latvia")
    full = ask("status", "--state", "Latvia", "-v")
    assert len(short.stderr.splitlines()) == 1
    assert len(full.stderr.splitlines()) > 2
    assert short.stdout == full.stdout


def test_markdown_keeps_a_bar_inside_its_cell():
    from analysis.cli.printing import written

    table = pd.DataFrame({"a": ["x|y"], "b": [pd.Timestamp("2025-04-16")]})
    assert written(table, "md").splitlines() == [
        "| a | b |",
        "| --- | --- |",
        "| x\\|y | 2025-04-16 |",
    ]


def test_columns_give_way_where_there_is_no_room_and_empty_ones_first():
    plain = pd.DataFrame(
        {
            "state": ["LVA"] * 2,
            "note": [""] * 2,
            "text": ["x" * 20, "x" * 19],
            "more": ["y" * 30, "y" * 29],
        }
    )
    assert list(lay_out(plain, 200).widths) == ["state", "note", "text", "more"]
    narrow = lay_out(plain, 24, brief=["text"])
    assert list(narrow.widths) == ["text"]
    assert narrow.left == ["more"]
    # What is the same in every row, and has no room, is told once.
    assert narrow.same == {"state": "LVA"}
    assert list(lay_out(plain, 40, brief=["more"]).widths) == ["state", "more"]
    # Of columns that all tell much none takes the room of another.
    both = pd.DataFrame({"text": ["some words " * 9] * 2, "more": ["other words " * 9] * 2})
    both.loc[1] = ["", ""]
    assert list(lay_out(both, 60, brief=["text", "more"]).widths.values()) == [38, 20]
    assert list(lay_out(both, 60, brief=["text"]).widths.values()) == [44]


def test_numbers_stand_below_each_other_and_texts_begin_below_each_other(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    plain = pd.DataFrame({"what": ["a", "bb"], "count": ["7", "1234"], "day": ["2025", "2025-01"]})
    print_rows(plain, wide=False)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == ["what  count  day", "a         7  2025", "bb     1234  2025-01"]


def test_one_column_without_room_is_it_and_several_are_them(monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    plain = pd.DataFrame({name: [name * 20, name * 19] for name in "abc"})
    assert print_rows(plain[["a", "b"]], wide=False) == ["Note: no room for b; --wide shows it."]
    assert print_rows(plain, wide=False) == ["Note: no room for b, c; --wide shows them."]


@pytest.mark.parametrize("room", [40, 60, 80, 120])
def test_a_table_fits_the_terminal_and_breaks_no_word(register, room, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", str(room))
    plain = for_eyes(register.events_with_sources(state="LVA", treaty="apmbc"))
    brief = ("date", "kind", "body")
    layout = lay_out(plain, room, brief)
    notes = print_rows(plain, wide=False, brief=brief)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= room
    # A list is broken behind its semicolons.
    cells = (text.replace(";", "; ") for name in layout.widths for text in plain[name])
    words = {word for text in cells for word in text.split()}
    assert {word for line in lines[1:] for word in line.split()} <= words
    # What is not shown is named, or told once.
    told = " ".join(notes)
    assert all(name in told for name in plain.columns if name not in layout.widths)


def test_a_sentence_is_broken_between_words(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    assert wrapped("Note: a long sentence\nof two lines") == "Note: a long\nsentence\nof two lines"


def test_a_code_is_completed_behind_a_comma():
    (option,) = [one for one in main.commands["status"].params if one.name == "state"]
    context = main.commands["status"].make_context("status", [], resilient_parsing=True)
    found = option.shell_complete(context, "LVA,es")
    assert "LVA,EST" in [item.value for item in found]


def test_the_whole_register_goes_out_and_comes_back(tmp_path):
    raw = read_tables()
    ask("export", "--to", "csv", str(tmp_path / "csv"))
    again = read_tables(tmp_path / "csv")
    ask("export", "--to", "sqlite", str(tmp_path / "db"))
    with closing(sqlite3.connect(tmp_path / "db" / DATABASE)) as database:
        for name in TABLES:
            held = raw.frames[name].reset_index(drop=True).astype("str")
            pd.testing.assert_frame_equal(
                again.frames[name].reset_index(drop=True).astype("str"), held
            )
            cells = database.execute(f'SELECT * FROM "{name}"').fetchall()
            assert cells == list(held.itertuples(index=False, name=None))
        columns = database.execute("SELECT count(*) FROM codebook").fetchone()[0]
    assert columns >= sum(len(raw.frames[name].columns) for name in TABLES)
    citation = (tmp_path / "csv" / "CITATION.cff").read_text(encoding="utf-8")
    assert raw.package["version"] in citation
    assert raw.package["licenses"][0]["name"] in citation
    assert CliRunner().invoke(main, ["export", "--to", "csv", str(tmp_path / "csv")]).exit_code == 1
