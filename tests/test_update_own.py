"""``rollback update`` and ``rollback import`` on a register of somebody's own.

It is the one that ``rollback new`` writes: made-up states, no map, no board. Its pages are made up
from its own events.
"""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner

from analysis.checks import check_tables
from analysis.cli import main, updating
from analysis.store.loading import read_tables
from analysis.versions.beginning import begin_register
from tests.depositary import serving
from tests.status_pages import page_of

NUMBER, DAY = "XXI-99", "2026-02-25"
ELMARK = {"state": "XEL", "iso2": "XE", "name": "Republic of Elmark", "short_name": "Elmark"}
JOINS = ("XEL", "accession", "2026-02-01", "")
#: Somebody who means to leave, and so a row of the board of the version.
ANNOUNCED = {
    "treaty": "herring", "state": "XCA", "date": "2025-01-20", "kind": "announced",
    "actor": "government", "aim": "withdrawal", "body": "Government of Calmere",
    "summary": "The government said that the state will leave.", "sources": "example_journal",
    "confidence": "high",
}  # fmt: skip
ATTEMPT = {
    "attempt": "herring_xca_2025", "treaty": "herring", "state": "XCA", "started": "2025-01-20",
    "actor": "government", "formality": "decision", "proposed": "leave", "furthest": "announced",
    "outcome": "open", "summary": "The government said that the state will leave.",
    "sources": "example_journal", "confidence": "high",
}  # fmt: skip


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def change(path, *more, order=(), **cells):
    """Write a table again: all rows with these cells, and more rows."""
    rows = [{**row, **cells} for row in rows_of(path)] + [*more]
    rows.sort(key=lambda row: [row[column] for column in order])
    header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, header, restval="", lineterminator="\n")
        sheet.writeheader()
        sheet.writerows(rows)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A register whose treaty is deposited with the Secretary-General, with a state more."""
    monkeypatch.setattr(updating, "_today", lambda: "2026-11-27")
    folder = tmp_path / "own"
    begin_register(folder)
    where = "Secretary-General of the United Nations"
    change(folder / "treaties.csv", untc_number=NUMBER, depositary=where)
    state = rows_of(folder / "states.csv")[0] | ELMARK
    change(folder / "states.csv", state)
    return folder


@pytest.fixture
def run(own):
    def run(*words, code=0):
        result = CliRunner().invoke(main, [*map(str, words), "--data", str(own)])
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture
def saved(own, tmp_path):
    """A folder with the page of the treaty, on which somebody joins."""
    folder = tmp_path / "pages"
    folder.mkdir()
    page = page_of(read_tables(own), "herring", DAY, more=[JOINS])
    (folder / "herring.html").write_text(page, encoding="utf-8")
    return folder


def test_what_the_depositary_shows_is_fetched_and_added(own, run, tmp_path):
    page = page_of(read_tables(own), "herring", DAY, more=[JOINS])
    with serving() as (depositary, address):
        depositary.show(NUMBER, page)
        where = ["--from", address, "--cache", tmp_path / "cache", "--delay", "0"]
        result = run("update", "--apply", *where, code=3)
        assert "Version 2026.11.0: one row added" in result.stderr
        assert "What follows: 2" in result.stdout
        assert check_tables(read_tables(own)) == []
        assert "0 new, 0 changed and 0 missing" in run("update", *where).stderr
    assert "Elmark" in run("status", "--treaty", "herring", "--as-of", "2026-04-01").stdout


def test_a_board_that_was_kept_is_kept_for_the_new_version(own, run, saved):
    change(own / "events.csv", ANNOUNCED, order=("treaty", "state", "date", "kind"))
    change(own / "attempts.csv", ATTEMPT, order=("attempt",))
    before = contents(own)
    refused = run("update", "--apply", "--offline", saved, code=1)
    assert "rollback watch --keep" in refused.stderr
    assert contents(own) == before
    run("watch", "--keep")
    assert "boards.csv" in run("update", "--apply", "--offline", saved, code=3).stderr
    kept = [(row["version"], row["state"]) for row in rows_of(own / "boards.csv")]
    assert kept == [("2025.12.0", "XCA"), ("2026.11.0", "XCA")]
    assert check_tables(read_tables(own)) == []


def test_a_register_in_which_no_treaty_has_a_page_says_what_to_fill_in(own, run, saved):
    change(own / "treaties.csv", untc_number="")
    for where in ((), ("--offline", saved)):
        refused = run("update", *where, code=1)
        assert "no treaty in" in refused.stderr
        assert "untc_number in treaties.csv" in refused.stderr
        assert refused.stdout == ""
    page = saved / "herring.html"
    refused = run("import", "untc", page, "--treaty", "herring", code=1)
    assert "write the number as its untc_number in treaties.csv" in refused.stderr


def test_a_page_with_states_that_the_register_lacks_names_them_and_all_remedies(own, run, saved):
    states = own / "states.csv"
    kept = [row for row in states.read_text("utf-8").splitlines(True) if "XEL" not in row]
    states.write_text("".join(kept), encoding="utf-8")
    before = contents(own)
    page = saved / "herring.html"
    for words in (("update", "--offline", saved), ("import", "untc", page, "--treaty", "herring")):
        refused = run(*words, "--apply", code=1)
        assert "an unknown name: 'Elmark'" in refused.stderr
        for file in ("states.csv", "aliases.csv", "names.csv"):
            assert file in refused.stderr
    assert contents(own) == before


def test_a_saved_page_and_a_table_of_acts_are_imported(own, run, saved, tmp_path):
    page = saved / "herring.html"
    words = ["import", "untc", page, "--treaty", "herring convention", "--apply"]
    # An import makes no new version, so the data cannot be older than what they tell of.
    assert "move created in datapackage.json" in run(*words, code=1).stderr
    joined = ("XEL", "accession", "2025-11-01", "")
    shown = page_of(read_tables(own), "herring", "2025-12-31", more=[joined])
    page.write_text(shown, encoding="utf-8")
    done = run(*words)
    assert "1 new, 0 changed and 0 missing; one row added" in done.stderr
    (tmp_path / "acts.csv").write_text("Country,Day\nDunholm,2010-11-01\n", encoding="utf-8")
    (tmp_path / "map.toml").write_text(
        "[columns]\n"
        'treaty.value = "herring"\nkind.value = "signature"\nactor.value = "state"\n'
        'sources.value = "example_gazette"\nconfidence.value = "medium"\n'
        'state = { from = "Country", names = "state" }\ndate = { from = "Day" }\n',
        encoding="utf-8",
    )
    words = ["import", "csv", tmp_path / "acts.csv", "--map", tmp_path / "map.toml", "--apply"]
    assert "1 new and 0 changed; one row added" in run(*words).stderr
    assert "0 new and 0 changed; no row added" in run(*words).stderr
    assert check_tables(read_tables(own)) == []


def test_a_withdrawal_on_the_page_is_left_to_whoever_keeps_the_register(own, run, saved):
    leaves = ("XDU", "withdrawal_notified", "2026-02-01", "2027-02-01")
    page = page_of(read_tables(own), "herring", DAY, more=[leaves])
    (saved / "herring.html").write_text(page, encoding="utf-8")
    before = contents(own)
    told = run("update", "--apply", "--offline", saved, code=3)
    assert "Dunholm: not added by itself, a withdrawal needs a second source" in told.stderr
    assert contents(own) == before
