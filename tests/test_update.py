"""``rollback update`` as somebody runs it: against a server on the loopback, and saved pages.

The register is the small one of ``data/small``; its pages are made up from its own events.
"""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.checks import check_tables
from analysis.cli import main, updating
from analysis.importers import writing
from analysis.store.loading import read_tables
from analysis.versions import applying
from analysis.versions.applying import apply_rows, next_version
from tests.depositary import Reply, serving
from tests.status_pages import page_of

HERE = Path(__file__).parent
LATVIA = ("LVA", "accession", "2026-02-24", "")
BELARUS = ("BLR", "signature", "2008-12-03", "")


@pytest.fixture(scope="module")
def raw():
    return read_tables(HERE / "data" / "small")


@pytest.fixture(scope="module")
def server():
    with serving() as (depositary, address):
        yield depositary, address


@pytest.fixture
def site(server, raw):
    """The depositary, showing both pages as the register has them."""
    depositary, _ = server
    depositary.requests.clear()
    depositary.show("XXVI-5", page_of(raw, "apmbc"))
    depositary.show("XXVI-6", page_of(raw, "ccm"))
    return depositary


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(updating, "_today", lambda: "2026-11-27")
    data = Path(shutil.copytree(HERE / "data" / "small", tmp_path / "data"))
    (data / "CHANGES.md").write_text("# What changed\n\n## 2026.11.0\n\nThe first.\n")
    (data / "README.md").write_text("Version 2026.11.0, made on 23 November 2026. More.\n")
    return data


@pytest.fixture
def update(server, site, folder, tmp_path):
    """Run the command against the site, or with the arguments given."""

    def run(*arguments, site=True):
        where = ["--from", server[1], "--cache", str(tmp_path / "cache"), "--delay", "0"]
        given = [*(where if site else []), "--data", str(folder), *map(str, arguments)]
        return CliRunner().invoke(main, ["update", *given])

    return run


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_nothing_new_is_exit_0_and_an_empty_table(update, folder):
    before = contents(folder)
    result = update("--format", "csv")
    assert result.exit_code == 0, result.output
    assert result.stdout == "change,treaty,state,name,kind,page,register,note\n"
    assert "apmbc on 2026-02-25: 0 new, 0 changed and 0 missing" in result.stderr
    assert contents(folder) == before


def test_a_page_of_a_later_day_with_nothing_new_may_move_the_day_of_coverage(update):
    told = update().stderr
    assert "ccm: covered to 2026-02-03, and the page of 2026-02-25 shows nothing else" in told


def test_each_page_is_asked_for_once_and_not_sent_again(update, site, raw):
    site.show("XXVI-5", Reply(body=page_of(raw, "apmbc"), headers={"ETag": '"7"'}))
    update()
    result = update()
    assert result.exit_code == 0
    assert [number for number, _ in site.requests] == ["XXVI-5", "XXVI-6"] * 2
    assert "Pages: XXVI-5 unchanged since 2026-11-27, XXVI-6 fetched." in result.stderr


def test_something_new_is_exit_3_and_is_shown_and_not_written(update, site, folder, raw):
    site.show("XXVI-6", page_of(raw, "ccm", more=[LATVIA]))
    before = contents(folder)
    result = update("--format", "csv")
    assert result.exit_code == 3
    assert "new,ccm,LVA,Latvia,accession,2026-02-24,," in result.stdout
    assert "--apply would add one row to" in result.stderr
    assert contents(folder) == before


def test_what_changed_and_what_is_missing_is_shown_and_left_to_a_human(update, site, folder, raw):
    page = page_of(raw, "ccm", left_out=[("BFA", "signature")], more=[LATVIA, BELARUS])
    site.show("XXVI-6", page.replace("16 Mar 2015", "17 Mar 2015"))
    result = update("--apply", "--format", "csv")
    assert result.exit_code == 3
    changes = [line.split(",")[:3] for line in result.stdout.splitlines()[1:]]
    assert changes == [
        ["new", "ccm", "BLR"],
        ["new", "ccm", "LVA"],
        ["changed", "ccm", "CAN"],
        ["missing", "ccm", "BFA"],
    ]
    events = (folder / "events.csv").read_text(encoding="utf-8")
    assert "ccm,CAN,2015-03-16,ratification" in events
    assert "ccm,BFA,2008-12-03,signature" in events
    assert "ccm,BLR,2008-12-03,signature" in events


def test_applying_writes_rows_with_their_source_as_a_new_version_and_tells_what_follows(
    update, site, folder, raw
):
    site.show("XXVI-6", page_of(raw, "ccm", more=[LATVIA]))
    before = contents(folder)
    result = update("--apply")
    assert result.exit_code == 3, result.output
    after = contents(folder)
    changed = {name for name in after if after[name] != before[name]}
    assert changed >= {"events.csv", "sources.csv", "datapackage.json", "CHANGES.md", "README.md"}
    assert changed <= {*(["events.csv", "sources.csv", "datapackage.json"]), "boards.csv",
                       "CHANGES.md", "README.md"}  # fmt: skip
    row = "ccm,LVA,2026-02-24,accession,,state,,UN Secretary-General (depositary),,,,,,"
    assert f"{row}untc_2026_02_25,high,\n" in after["events.csv"].decode()
    package = json.loads(after["datapackage.json"])
    assert (package["version"], package["created"]) == ("2026.11.1", "2026-11-27T00:00:00Z")
    assert package["vintage"] == "2026-02-20"
    assert after["README.md"].startswith(b"Version 2026.11.1, made on 27 November 2026. More.")
    history = after["CHANGES.md"].decode()
    assert history.startswith("# What changed\n\n## 2026.11.1\n")
    assert history.endswith("\n\n## 2026.11.0\n\nThe first.\n")
    assert check_tables(read_tables(folder)) == []
    assert "What follows: 2" in result.stdout
    assert "2026-02-24  2026-02-24  ccm     LVA    Latvia  status  none" in result.stdout
    assert "2026-08-01" in result.stdout
    assert "Version 2026.11.1: one row added" in result.stderr
    again = update("--apply")
    assert again.exit_code == 0
    assert "Nothing was written" in again.stderr
    assert contents(folder) == after


def test_a_page_after_the_day_of_the_data_moves_that_day(update, site, folder, raw, monkeypatch):
    # The clock of the machine may be behind that of the depositary.
    monkeypatch.setattr(updating, "_today", lambda: "2026-11-26")
    page = page_of(raw, "ccm", day="2026-12-05", more=[("LVA", "accession", "2026-12-01", "")])
    site.show("XXVI-6", page)
    assert update("--apply").exit_code == 3
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["version"], package["created"][:10]) == ("2026.12.0", "2026-12-05")


@pytest.mark.parametrize(
    ("number", "reply", "says"),
    [
        ("XXVI-6", Reply(404), "404 Not Found"),
        ("XXVI-6", "<html><body>Please log in</body></html>", "no element"),
        ("XXVI-5", "cut", "closing </html> is missing"),
        ("XXVI-5", "layout", "no element 'tblgrid'"),
        ("XXVI-5", "name", "an unknown name: 'Atlantis'"),
    ],
)
def test_a_refused_page_is_exit_1_and_nothing_is_written(
    update, site, folder, raw, number, reply, says
):
    site.show("XXVI-6", page_of(raw, "ccm", more=[LATVIA]))
    page = page_of(raw, "apmbc")
    made = {
        "cut": page[: len(page) // 2],
        "layout": page.replace("tblgrid", "grid"),
        "name": page.replace("Canada", "Atlantis"),
    }
    site.show(number, made.get(reply, reply) if isinstance(reply, str) else reply)
    before = contents(folder)
    result = update("--apply")
    assert result.exit_code == 1
    assert says in result.stderr
    assert "Nothing was written" in result.stderr
    assert "Traceback" not in result.output
    assert contents(folder) == before


def test_rows_that_break_a_rule_leave_everything_as_it_was(update, site, folder, raw):
    # Signed long after the convention was closed for signature.
    page = page_of(raw, "ccm", more=[("LVA", "signature", "2026-02-24", "")])
    site.show("XXVI-6", page)
    before = contents(folder)
    result = update("--apply")
    assert result.exit_code == 1
    assert f"1 fault in the data of {folder}" in result.stderr
    assert "events.csv, row" in result.stderr
    assert "The new rows would bring these faults; nothing was written." in result.stderr
    assert contents(folder) == before
    assert not list(folder.glob(".*"))


def test_a_file_that_somebody_changes_meanwhile_is_not_overwritten(
    update, site, folder, raw, monkeypatch
):
    site.show("XXVI-6", page_of(raw, "ccm", more=[LATVIA]))
    compare = applying.compare_versions

    def slowly(old, new):
        with (folder / "events.csv").open("a", encoding="utf-8") as handle:
            handle.write("somebody else's line\n")
        return compare(old, new)

    monkeypatch.setattr(applying, "compare_versions", slowly)
    before = contents(folder)
    result = update("--apply")
    assert result.exit_code == 1
    assert "events.csv was changed meanwhile; nothing was written" in result.stderr
    assert contents(folder) == before | {
        "events.csv": before["events.csv"] + b"somebody else's line\n"
    }


def test_a_file_that_cannot_be_replaced_leaves_everything_as_it_was(
    update, site, folder, raw, monkeypatch
):
    site.show("XXVI-6", page_of(raw, "ccm", more=[LATVIA]))
    before = contents(folder)
    replace = writing.os.replace

    def fail_on_sources(source, target):
        if Path(target) == (folder / "sources.csv").resolve():
            raise OSError("disk full")
        replace(source, target)

    monkeypatch.setattr(writing.os, "replace", fail_on_sources)
    result = update("--apply")
    assert result.exit_code == 1
    assert "disk full; nothing was changed" in result.stderr
    assert contents(folder) == before
    assert not list(folder.glob(".*"))


def test_data_with_a_fault_are_not_compared(update, site, folder):
    (folder / "events.csv").write_text("treaty\nccm\n")
    result = update("--apply")
    assert result.exit_code == 1
    assert site.requests == []


def test_json_of_nothing_but_refusals_is_whole(update, site):
    site.show("XXVI-6", Reply(404))
    result = update("--treaty", "ccm", "--format", "json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["differences"], told["totals"], told["version"]) == ([], [], None)
    assert "404 Not Found" in told["refused"][0]


def test_json_holds_all_of_it(update, site, raw):
    site.show("XXVI-6", page_of(raw, "ccm", more=[LATVIA]))
    told = json.loads(update("--apply", "--format", "json").stdout)
    assert told["pages"] == {"XXVI-5": "fetched", "XXVI-6": "fetched"}
    assert [row["state"] for row in told["differences"]] == ["LVA"]
    assert (told["version"], told["added"], told["refused"]) == ("2026.11.1", 1, [])
    assert {row["after"] for row in told["changes"]} == {"contracting", "party"}
    assert {"treaty": "ccm", "day": "2026-02-25", "measure": "parties", "page": "4",
            "found": "4"} in told["totals"]  # fmt: skip


def test_markdown_goes_into_a_file_with_what_follows(update, site, raw, tmp_path):
    site.show("XXVI-6", page_of(raw, "ccm", more=[LATVIA]))
    result = update("--apply", "--format", "md", "--output", tmp_path / "update.md")
    assert result.exit_code == 3
    assert result.stdout == ""
    text = (tmp_path / "update.md").read_text(encoding="utf-8")
    assert "| new | ccm | LVA | Latvia | accession | 2026-02-24 |" in text
    assert "\n### What follows\n" in text
    assert "| ccm | LVA | Latvia | status |" in text


def test_only_the_treaties_asked_about_are_asked_for(update, site):
    assert update("--treaty", "Convention on Cluster Munitions").exit_code == 0
    assert [number for number, _ in site.requests] == ["XXVI-6"]


def test_saved_pages_need_no_site(update, site, raw, tmp_path):
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "one.html").write_text(page_of(raw, "ccm", more=[LATVIA]), encoding="utf-8")
    (saved / "older.htm").write_text(page_of(raw, "ccm", day="2026-02-10"), encoding="utf-8")
    (saved / "notes.txt").write_text("no page")
    result = update("--offline", saved, "--format", "csv", site=False)
    assert result.exit_code == 3
    assert "new,ccm,LVA" in result.stdout
    assert f"no saved page in {saved} of XXVI-5" in result.stderr
    assert site.requests == []


def test_a_saved_page_that_cannot_be_read_or_is_of_another_treaty_is_told(update, raw, tmp_path):
    (tmp_path / "a.html").write_text(page_of(raw, "apmbc"), encoding="utf-8")
    result = update("--offline", tmp_path, "--treaty", "ccm", site=False)
    assert "a.html is the page of XXVI-5, not asked about" in result.stderr
    assert result.exit_code == 1
    assert "no page of what was asked about" in result.stderr
    (tmp_path / "b.html").write_text(page_of(raw, "ccm")[:-200], encoding="utf-8")
    result = update("--offline", tmp_path, site=False)
    assert result.exit_code == 1
    assert "Error: b.html: " in result.stderr
    assert "is cut off" in result.stderr


def test_what_was_fetched_can_be_read_again_without_the_site(update, site, raw, tmp_path):
    site.show("XXVI-6", page_of(raw, "ccm", more=[LATVIA]))
    update()
    site.requests.clear()
    assert update("--offline", tmp_path / "cache", site=False).exit_code == 3
    assert site.requests == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--offline", "nowhere"], 1, "cannot read the folder nowhere"),
        (["--offline", "."], 1, "holds no saved page"),
        (["--offline", ".", "--from", "http://127.0.0.1"], 2, "have no meaning"),
        (["--from", "/some/folder"], 2, "saved pages are read with --offline"),
        (["--from", "file:///tmp"], 2, "is no address of a site"),
        (["--treaty", "ccn"], 2, "'ccm'"),
        (["--delay", "-1"], 2, "--delay"),
    ],
)
def test_wrong_usage_says_what_is_wrong(update, tmp_path, monkeypatch, arguments, code, says):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    result = update(*arguments, site=False)
    assert result.exit_code == code
    assert says in result.stderr
    assert result.stdout == ""


def test_a_treaty_of_another_depositary_is_told_so(server, tmp_path):
    given = ["--treaty", "npt,apmbc", "--from", server[1], "--cache", str(tmp_path)]
    result = CliRunner().invoke(main, ["update", *given])
    assert result.exit_code == 2
    assert "known of npt (depositary: Russian Federation (USSR)," in result.stderr
    assert "write its number" in result.stderr


def test_the_help_fits_eighty_columns_and_is_not_cut():
    told = CliRunner().invoke(main, ["update", "--help"], terminal_width=80).stdout
    assert max(map(len, told.splitlines())) <= 80
    assert "..." not in told
    assert "3 the pages show" in " ".join(told.split())


def test_the_folder_of_the_user_is_the_cache_unless_one_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert updating._user_cache() == tmp_path / "disarmament-rollback" / "untc"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert updating._user_cache() == tmp_path / ".cache" / "disarmament-rollback" / "untc"


def test_versions_are_counted_within_their_month():
    assert next_version("2026.11.9", "2026-11-30") == "2026.11.10"
    assert next_version("2026.12.0", "2027-01-01") == "2027.1.0"


def test_a_folder_without_history_or_guide_gets_none(folder, raw):
    for name in ("CHANGES.md", "README.md"):
        (folder / name).unlink()
    row = {"treaty": "ccm", "state": "LVA", "date": "2026-02-01", "kind": "accession"}
    row |= {"actor": "state", "sources": "untc_2026_02_03", "confidence": "high"}
    applied = apply_rows(folder, {"events": [row]}, "2026-11-27")
    assert applied.files[0] in ("boards.csv", "datapackage.json")
    assert {"datapackage.json", "events.csv"} <= set(applied.files)
    assert not (folder / "CHANGES.md").exists()
