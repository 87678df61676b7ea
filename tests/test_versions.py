"""Two versions of the data: every correction is found, and so is what follows from it."""

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from analysis.store.loading import TABLES
from analysis.terms.errors import RollbackError, UnknownName
from analysis.versions import changes_markdown, compare_versions, open_version, undocumented
from analysis.versions.consequences import compare_statuses
from analysis.versions.rows import IDENTITIES, compare_rows, row_keys
from tests.conftest import frame

SMALL = Path(__file__).parent / "data" / "small"
DATA = Path(__file__).parents[1] / "data"
DEPOSIT = "apmbc.LTU.2003-05-12.ratification"
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def folders(tmp_path):
    """An older and a newer data folder, equal until a test edits one."""
    for name in ("old", "new"):
        shutil.copytree(SMALL, tmp_path / name, ignore=shutil.ignore_patterns("geography"))
    return tmp_path / "old", tmp_path / "new"


def edit(folder, table, change):
    """Rewrite a table: ``change`` takes a row as a dict and returns it, or None to drop it."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [kept for row in csv.DictReader(file) if (kept := change(row)) is not None]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def with_cells(wanted, **cells):
    """Return a change for ``edit``: other cells for the rows that agree with ``wanted``."""
    return lambda row: {**row, **cells} if row.items() >= wanted.items() else row


def without(wanted):
    return lambda row: None if row.items() >= wanted.items() else row


LTU_DEPOSIT = {"treaty": "apmbc", "state": "LTU", "kind": "ratification"}


def compared(folders, day=None):
    return compare_versions(open_version(folders[0]), open_version(folders[1]), day)


def told(difference, *columns):
    return list(difference.rows[list(columns)].itertuples(index=False, name=None))


def events(*rows):
    columns = ["treaty", "state", "date", "kind", "body"]
    return {"events": pd.DataFrame([row.split() for row in rows], columns=columns, dtype="str")}


def test_equal_folders_do_not_differ(folders):
    difference = compared(folders)
    assert difference.rows.empty
    assert difference.statuses.empty
    assert difference.counts.empty
    assert difference.cautions == ()


def test_a_corrected_date_is_one_cell_and_not_a_removal_and_an_addition(folders):
    edit(folders[1], "events", with_cells(LTU_DEPOSIT, date="2003-06-12", effect=""))
    assert told(compared(folders), "change", "key", "column", "before", "after") == [
        ("corrected", DEPOSIT, "date", "2003-05-12", "2003-06-12"),
        ("corrected", DEPOSIT, "effect", "2003-11-01", ""),
    ]


def test_a_corrected_date_moves_statuses_for_as_long_as_they_differ(folders):
    edit(folders[1], "events", with_cells(LTU_DEPOSIT, date="2003-06-12", effect=""))
    statuses = compared(folders).statuses.astype({"start": "str", "end": "str"})
    assert statuses.values.tolist() == [
        ["apmbc", "LTU", "2003-05-12", "2003-06-12", "contracting", "signatory"],
        ["apmbc", "LTU", "2003-11-01", "2003-12-01", "party", "contracting"],
    ]


def test_a_corrected_date_moves_counts_from_the_day_on_which_they_differ(folders):
    edit(folders[1], "events", with_cells(LTU_DEPOSIT, date="2003-06-12", effect=""))
    counts = compared(folders).counts
    moved = counts[counts["measure"].isin(["contracting_states", "parties"])]
    assert moved["day"].dt.strftime("%F").tolist() == ["2003-05-12", "2003-11-01"]
    assert (moved["after"] - moved["before"]).tolist() == [-1, -1]


def test_counts_are_told_on_the_day_asked_about(folders):
    edit(folders[1], "events", with_cells(LTU_DEPOSIT, date="2003-06-12", effect=""))
    day = pd.Timestamp("2003-05-20")
    counts = compared(folders, "2003-05-20").counts
    on_day = counts[(counts["day"] == day) & (counts["measure"] == "contracting_states")]
    before, after = (open_version(each).register.as_of(day) for each in folders)
    expected = [
        each.counts(treaty="apmbc")["contracting_states"].item() for each in (before, after)
    ]
    assert on_day[["before", "after"]].values.tolist() == [expected]


def test_a_past_day_sees_nothing_of_what_was_corrected_after_it(folders):
    edit(folders[1], "events", with_cells(LTU_DEPOSIT, date="2003-06-12", effect=""))
    difference = compared(folders, "2003-05-01")
    assert len(difference.rows) == 2
    assert difference.statuses.empty
    assert difference.counts.empty


def test_counts_are_told_on_the_days_of_published_totals(folders):
    edit(folders[1], "events", with_cells(LTU_DEPOSIT, date="2003-06-12", effect=""))
    total = "treaty,day,measure,published,difference,sources,note\n"
    total += "apmbc,2003-05-30,contracting_states,9,0,untc_2026_02_03,\n"
    (folders[1] / "totals.csv").write_text(total, encoding="utf-8")
    days = compared(folders).counts["day"].dt.strftime("%F")
    assert "2003-05-30" in days.tolist()


def test_a_removed_row_keeps_its_cells(folders):
    edit(folders[1], "events", without(LTU_DEPOSIT))
    difference = compared(folders)
    assert told(difference, "change", "key", "treaty", "state") == [
        ("removed", DEPOSIT, "apmbc", "LTU")
    ]
    assert "effect: 2003-11-01; actor: state" in difference.rows.loc[0, "before"]
    assert difference.statuses[["before", "after"]].values.tolist() == [
        ["contracting", "signatory"],
        ["party", "signatory"],
    ]


def test_an_added_row_is_named_by_its_key(folders):
    edit(folders[0], "events", without(LTU_DEPOSIT))
    assert told(compared(folders), "change", "key", "before") == [("added", DEPOSIT, "")]


def test_corrections_come_before_removals_and_additions(folders):
    edit(folders[1], "events", with_cells(LTU_DEPOSIT, confidence="low"))
    edit(folders[1], "events", without({"treaty": "ccm", "state": "CAN"}))
    edit(folders[0], "borders", without({"state_a": "BLR", "state_b": "LVA"}))
    changes = compared(folders).rows["change"].drop_duplicates().tolist()
    assert changes == ["corrected", "removed", "added"]


def test_the_nearest_date_is_the_same_act():
    old = events("ban AAA 2001-01-01 statement x", "ban AAA 2010-01-01 statement x")
    new = events(
        "ban AAA 2005-01-01 statement x",
        "ban AAA 2001-01-05 statement x",
        "ban AAA 2010-01-02 statement x",
    )
    rows = compare_rows(old, new)
    assert rows[["change", "key", "after"]].values.tolist() == [
        ["corrected", "ban.AAA.2001-01-01.statement", "2001-01-05"],
        ["corrected", "ban.AAA.2010-01-01.statement", "2010-01-02"],
        ["added", "ban.AAA.2005-01-01.statement", ""],
    ]


def test_another_body_on_the_same_day_is_a_correction_of_the_body():
    old = events(
        "ban AAA 2001-01-01 committee_vote defence", "ban AAA 2001-01-02 committee_vote law"
    )
    new = events(
        "ban AAA 2001-01-01 committee_vote foreign", "ban AAA 2001-01-02 committee_vote law"
    )
    rows = compare_rows(old, new)
    assert rows[["column", "before", "after"]].values.tolist() == [["body", "defence", "foreign"]]


def test_an_act_of_another_kind_is_another_act():
    old, new = events("ban AAA 2001-01-01 approval x"), events("ban AAA 2001-01-01 acceptance x")
    assert compare_rows(old, new)["change"].tolist() == ["removed", "added"]


def test_equal_rows_are_matched_one_to_one():
    one = "ban AAA 2001-01-01 statement x"
    rows = compare_rows(events(one), events(one, one))
    assert rows[["change", "key"]].values.tolist() == [["added", "ban.AAA.2001-01-01.statement.2"]]


def test_the_order_of_rows_and_columns_does_not_matter():
    old = events("ban AAA 2001-01-01 signature x", "ban BBB 2002-01-01 signature y")
    new = {"events": old["events"].iloc[::-1, ::-1]}
    assert compare_rows(old, new).empty


def test_a_membership_whose_start_was_made_precise_is_corrected(folders):
    row = {"group": "nordic-baltic-eight", "state": "LTU"}
    edit(folders[1], "groups", with_cells(row, start="1992-12-31"))
    assert told(compared(folders), "change", "key", "column", "before", "after") == [
        ("corrected", "groups.nordic-baltic-eight.LTU.1992", "start", "1992", "1992-12-31")
    ]


def test_a_changed_clause_is_a_correction_with_consequences(folders):
    edit(folders[1], "treaties", with_cells({"code": "ccm"}, entry_trigger_count="1"))
    difference = compared(folders)
    assert told(difference, "key", "treaty", "column") == [
        ("treaties.ccm", "ccm", "entry_trigger_count")
    ]
    assert set(difference.statuses["treaty"]) == {"ccm"}


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_an_identity(table):
    assert table in IDENTITIES


def test_keys_of_other_tables_begin_with_the_table_and_leave_out_what_is_empty():
    groups = pd.DataFrame([["nato", "LTU", ""]], columns=["group", "state", "start"])
    assert row_keys("groups", groups).tolist() == ["groups.nato.LTU"]


def test_statuses_that_begin_after_the_last_day_are_not_compared():
    columns = ["treaty", "state", "status", "start", "end"]
    days = ["start", "end"]
    old = frame([["ban", "AAA", "party", "2001-01-01", ""]], columns, days)
    new = frame(
        [
            ["ban", "AAA", "party", "2001-01-01", "2030-01-01"],
            ["ban", "AAA", "withdrawn", "2030-01-01", ""],
        ],
        columns,
        days,
    )
    assert compare_statuses(old, new, pd.Timestamp("2029-12-31")).empty
    late = compare_statuses(old, new, pd.Timestamp("2030-01-01"))
    assert late[["before", "after"]].values.tolist() == [["party", "withdrawn"]]


def test_after_the_end_of_a_treaty_the_status_is_none():
    columns, days = ["treaty", "state", "status", "start", "end"], ["start", "end"]
    old = frame([["ban", "AAA", "party", "2001-01-01", "2010-01-01"]], columns, days)
    new = frame([["ban", "AAA", "party", "2001-01-01", ""]], columns, days)
    statuses = compare_statuses(old, new, pd.Timestamp("2020-01-01"))
    assert statuses[["before", "after"]].values.tolist() == [["none", "party"]]
    assert statuses["end"].isna().all()


def test_a_version_without_a_table_or_column_is_opened_with_a_caution(folders):
    (folders[0] / "conflicts.csv").unlink()
    edit(
        folders[0],
        "treaties",
        lambda row: {name: cell for name, cell in row.items() if name != "coverage_note"},
    )
    difference = compared(folders)
    cautions = "\n".join(difference.cautions)
    assert f"only {folders[1]} has conflicts.csv: all its rows count as added" in cautions
    assert f"only {folders[1]} has these columns of treaties.csv: coverage_note" in cautions
    assert "coverage_note" not in difference.rows["column"].tolist()


def test_a_treaty_that_one_version_lacks_has_rows_but_no_statuses_to_compare(folders):
    edit(folders[0], "events", without({"treaty": "ccm"}))
    edit(folders[0], "treaties", without({"code": "ccm"}))
    difference = compared(folders)
    assert set(difference.rows["change"]) == {"added"}
    assert difference.statuses.empty
    assert difference.counts.empty
    assert f"only {folders[1]} has ccm" in difference.cautions[0]


def test_a_row_that_cannot_be_read_is_left_out_with_a_caution(folders):
    path = folders[1] / "borders.csv"
    path.write_text(path.read_text(encoding="utf-8") + "only,three,cells\n", encoding="utf-8")
    difference = compared(folders)
    assert difference.rows.empty
    assert "borders.csv, row" in difference.cautions[0]
    assert "was left out" in difference.cautions[0]


def test_a_folder_without_data_is_refused_by_name(tmp_path):
    with pytest.raises(RollbackError, match=r"it has no readable events\.csv"):
        open_version(tmp_path)


def test_data_without_a_vintage_are_refused(folders):
    package = json.loads((folders[0] / "datapackage.json").read_text(encoding="utf-8"))
    del package["vintage"]
    (folders[0] / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(RollbackError, match="does not say the vintage"):
        open_version(folders[0])


def test_a_cell_that_is_no_number_is_refused_with_the_remedy(folders):
    edit(folders[0], "events", with_cells(LTU_DEPOSIT, votes_for="many"))
    with pytest.raises(RollbackError, match=r"cannot be read: .*many.*`rollback check --data`"):
        open_version(folders[0])


def test_the_section_names_every_correction_and_removal(folders):
    edit(folders[1], "events", with_cells(LTU_DEPOSIT, confidence="low", note="a | b"))
    edit(folders[1], "events", without({"treaty": "ccm", "state": "NOR"}))
    difference = compared(folders)
    section = changes_markdown(difference)
    assert section.startswith("## 2026.11.0\n")
    assert f"| `{DEPOSIT}` | confidence | high | low |" in section
    assert "a \\| b" in section
    assert undocumented(difference, section) == []


def test_the_section_counts_events_by_treaty(folders):
    edit(folders[1], "events", without(LTU_DEPOSIT))
    rows = len((SMALL / "events.csv").read_text(encoding="utf-8").splitlines()) - 1
    line = next(
        line for line in changes_markdown(compared(folders)).splitlines() if "| events |" in line
    )
    assert line == f"| events | {rows} | 0 | 0 | 1 | {rows - 1} |"


def test_a_correction_that_the_text_does_not_name_is_undocumented(folders):
    edit(folders[1], "events", with_cells(LTU_DEPOSIT, confidence="low"))
    difference = compared(folders)
    assert undocumented(difference, f"## 2026.11.0\n`{DEPOSIT}.2` and {DEPOSIT}") == [DEPOSIT]
    assert undocumented(difference, f"## 2026.11.0\n`{DEPOSIT}`: read again.") == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (f"## 2026.12.0\n`{DEPOSIT}`\n\n## 2026.11.0\n", []),
        (f"## 2026.12.0\n\n## 2026.11.0\n`{DEPOSIT}`", [DEPOSIT]),
        (f"# About\n`{DEPOSIT}`\n\n## 2026.12.0\n", [DEPOSIT]),
    ],
)
def test_only_a_section_since_the_older_version_tells_a_correction(folders, text, missing):
    edit(folders[1], "events", with_cells(LTU_DEPOSIT, confidence="low"))
    package = folders[1] / "datapackage.json"
    newer = package.read_text(encoding="utf-8").replace("2026.11.0", "2026.12.0")
    package.write_text(newer, encoding="utf-8")
    assert undocumented(compared(folders), text) == missing


def git(folder, *arguments):
    """Run git whatever the settings of whoever runs the tests."""
    settings = ["user.name=Tester", "user.email=tester@example.org", "commit.gpgsign=false"]
    options = [part for setting in settings for part in ("-c", setting)]
    run = subprocess.run(
        ["git", "-C", str(folder), *options, *arguments], check=True, capture_output=True
    )
    return run.stdout


@pytest.fixture
def repository(tmp_path):
    """A repository with a first version tagged ``v1`` and a correction after it."""
    home = tmp_path / "repository"
    shutil.copytree(SMALL, home / "data", ignore=shutil.ignore_patterns("geography"))
    git(tmp_path, "init", "--quiet", str(home))
    git(home, "add", ".")
    git(home, "commit", "--quiet", "-m", "first")
    git(home, "tag", "v1")
    edit(home / "data", "events", with_cells(LTU_DEPOSIT, confidence="low"))
    git(home, "commit", "--quiet", "-am", "second")
    return home


@needs_git
@pytest.mark.parametrize("name", ["v1", "HEAD~1", "v1:data", "v1:./data"])
def test_a_git_revision_is_a_version(repository, name):
    old = open_version(name, repository=repository)
    new = open_version(repository / "data")
    assert told(compare_versions(old, new), "key", "column") == [(DEPOSIT, "confidence")]


@needs_git
def test_two_revisions_are_compared_from_any_folder_of_the_repository(repository, monkeypatch):
    monkeypatch.chdir(repository / "data")
    difference = compare_versions(open_version("v1"), open_version("HEAD"))
    assert told(difference, "before", "after") == [("high", "low")]


@needs_git
def test_opening_a_revision_leaves_the_checkout_as_it_was(repository):
    before = sorted(path for path in repository.rglob("*") if ".git" not in path.parts)
    open_version("v1", repository=repository)
    assert git(repository, "status", "--porcelain") == b""
    assert before == sorted(path for path in repository.rglob("*") if ".git" not in path.parts)


@needs_git
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no-such-tag", "'no-such-tag' is neither a data folder nor a revision"),
        ("v1:elsewhere", "revision 'v1' has no folder 'elsewhere'"),
        ("v1:data/events.csv", "revision 'v1' has no folder 'data/events.csv'"),
        (":data", "is neither a data folder nor a git revision"),
        ("-h", "is neither a data folder nor a git revision"),
        ("--git-dir=/tmp", "is neither a data folder nor a git revision"),
    ],
)
def test_a_name_that_leads_nowhere_is_told_so(repository, name, words):
    with pytest.raises(UnknownName, match=words):
        open_version(name, repository=repository)


@needs_git
def test_a_name_outside_of_any_repository_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RollbackError, match="'v1' is no data folder, and no git revision"):
        open_version("v1", repository=tmp_path)


def test_a_revision_without_git_is_refused_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RollbackError, match="git is not installed; install it, or name a data"):
        open_version("v1", repository=tmp_path)


def test_every_version_of_the_data_has_a_section():
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    sections = re.findall(r"^## (\S+)$", (DATA / "CHANGES.md").read_text("utf-8"), re.MULTILINE)
    assert sections[0] == package["version"]
    assert sections[-1] == "2026.11.0"


def test_a_place_on_the_board_that_vanished_is_told_where_no_status_moved(folders):
    edit(folders[1], "attempts", without({"attempt": "apmbc_nor_20250402"}))
    edit(folders[1], "events", without({"state": "NOR", "kind": "withdrawal_rejected"}))
    difference = compared(folders)
    assert difference.statuses.empty
    gone = {"treaty": "apmbc", "state": "NOR", "what": "tier", "before": "stay", "after": ""}
    assert gone in difference.standings.to_dict("records")
    assert difference.counted == "two rows removed"
    assert "| apmbc | NOR | tier | stay |  |" in changes_markdown(difference)


def test_a_stage_that_vanished_is_told(folders):
    for kind in ("withdrawal_notified", "withdrawal_effective"):
        edit(folders[1], "events", without({"treaty": "apmbc", "state": "LTU", "kind": kind}))
    told = compared(folders).standings
    (row,) = told[(told["what"] == "stage") & (told["state"] == "LTU")].to_dict("records")
    assert (row["before"], row["after"]) == ("effective", "promulgated")


def test_versions_that_agree_have_nothing_to_tell(folders):
    difference = compared(folders)
    assert difference.counted == "no row differs"
    assert difference.standings.empty
