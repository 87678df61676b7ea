"""The import as a whole: compare, and with ``apply`` write everything or nothing.

The register is the small one of ``data/small``; the page is made up, and lets Latvia join.
"""

import os
import shutil
from pathlib import Path

import pytest

from analysis.checks import check_tables
from analysis.importers import import_untc, writing
from analysis.importers.acts import PageFault
from analysis.importers.comparing import compare_page
from analysis.importers.untc import read_page
from analysis.importers.writing import insert_rows
from analysis.store.loading import read_tables
from analysis.terms.errors import DataFaults, RollbackError, UnknownName

HERE = Path(__file__).parent
PAGE = HERE / "pages" / "clusters.html"
LATVIA = (
    "ccm,LVA,2025-09-02,accession,,state,,UN Secretary-General (depositary),,,,,,{source},high,\n"
)


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(HERE / "data" / "small", tmp_path / "data"))


@pytest.fixture
def later(tmp_path):
    """The same page, of two days later."""
    file = tmp_path / "later.html"
    text = PAGE.read_text(encoding="utf-8")
    file.write_text(text.replace("03-02-2026", "05-02-2026"), encoding="utf-8")
    return file


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def changes(imported):
    return imported.table.loc[imported.table["change"] != "explained", ["change", "state"]]


def test_comparing_writes_nothing(folder):
    before = contents(folder)
    imported = import_untc(PAGE, "ccm", data=folder)
    assert changes(imported).values.tolist() == [["new", "LVA"]]
    assert imported.added == 0
    assert contents(folder) == before


def test_the_totals_are_those_of_page_and_table(folder):
    totals = import_untc(PAGE, "ccm", data=folder).totals
    assert totals.values.tolist() == [
        ["signatories", "3", "3"],
        ["parties", "4", "4"],
        ["entry_into_force", "2010-08-01", "2010-08-01"],
    ]


def test_applying_adds_the_line_at_its_place_and_changes_no_other(folder):
    before = contents(folder)
    imported = import_untc(PAGE, "ccm", data=folder, apply=True)
    after = contents(folder)
    lines = after["events.csv"].decode().splitlines(keepends=True)
    new = LATVIA.format(source="untc_2026_02_03")
    assert imported.added == 1
    assert new in lines
    lines.remove(new)
    assert "".join(lines).encode() == before.pop("events.csv")
    assert {name: after[name] for name in before} == before
    keys = [line.split(",")[:4] for line in after["events.csv"].decode().splitlines()[1:]]
    assert keys == sorted(keys)
    assert check_tables(read_tables(folder)) == []


def test_a_page_of_another_day_becomes_a_source(folder, later):
    import_untc(later, "ccm", data=folder, apply=True)
    sources = read_tables(folder).frames["sources"].set_index("source")
    row = sources.loc["untc_2026_02_05"]
    assert row["published"] == "2026-02-05"
    assert row["title"].endswith("chapter XXVI, status pages as at 5 February 2026")
    assert "mtdsg_no=XXVI-6" in row["url"]
    assert row["covers"].endswith(": Latvia")
    assert sources.index.tolist() == sorted(sources.index)
    assert LATVIA.format(source="untc_2026_02_05") in (folder / "events.csv").read_text()


def test_applying_twice_is_applying_once(folder, later):
    import_untc(later, "ccm", data=folder, apply=True)
    before = contents(folder)
    assert import_untc(later, "ccm", data=folder, apply=True).added == 0
    assert contents(folder) == before


def test_what_is_changed_or_missing_is_left_to_a_human(folder):
    edit(folder, "events.csv", "ccm,CAN,2015-03-16,", "ccm,CAN,2015-03-17,")
    with (folder / "events.csv").open("a", encoding="utf-8") as handle:
        handle.write("ccm,RUS,2008-12-03,signature,,state,,,,,,,,untc_2026_02_03,high,\n")
    before = contents(folder)["events.csv"]
    imported = import_untc(PAGE, "ccm", data=folder, apply=True)
    assert changes(imported).values.tolist() == [
        ["new", "LVA"],
        ["changed", "CAN"],
        ["missing", "RUS"],
    ]
    after = contents(folder)["events.csv"]
    assert after.replace(LATVIA.format(source="untc_2026_02_03").encode(), b"") == before


def test_a_withdrawal_is_shown_and_not_added_for_want_of_a_second_source(folder):
    lines = (folder / "events.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("ccm,LTU,202")]
    (folder / "events.csv").write_text("".join(kept), encoding="utf-8")
    tries = (folder / "attempts.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in tries if not line.startswith("ccm_ltu")]
    (folder / "attempts.csv").write_text("".join(kept), encoding="utf-8")
    used = {f.value for f in check_tables(read_tables(folder)) if f.file == "sources.csv"}
    sources = (folder / "sources.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in sources if line.split(",")[0] not in used]
    (folder / "sources.csv").write_text("".join(kept), encoding="utf-8")
    imported = import_untc(PAGE, "ccm", data=folder, apply=True)
    assert imported.added == 1
    assert imported.remarks == (
        "Lithuania: not added by itself, a withdrawal needs a second source",
    )
    assert "ccm,LTU,2024" not in (folder / "events.csv").read_text(encoding="utf-8")


def test_a_row_that_would_break_a_rule_is_not_written_nor_any_other(folder, later):
    # Made before the accession: the rules allow no event after the day the data were made.
    edit(folder, "datapackage.json", '"created": "', '"created": "2025-08-01", "was": "')
    edit(folder, "datapackage.json", '"vintage": "', '"vintage": "2025-08-01", "has been": "')
    before = contents(folder)
    with pytest.raises(DataFaults):
        import_untc(later, "ccm", data=folder, apply=True)
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("treaty", "error", "reason"),
    [
        ("apmbc", PageFault, "about treaty XXVI-6 .* apmbc is XXVI-5"),
        ("ccn", UnknownName, "did you mean 'ccm'"),
    ],
)
def test_a_page_of_another_treaty_is_refused(folder, treaty, error, reason):
    with pytest.raises(error, match=reason):
        import_untc(PAGE, treaty, data=folder, apply=True)


def test_a_treaty_deposited_elsewhere_has_no_page(folder):
    edit(folder, "treaties.csv", "XXVI-6", "")
    with pytest.raises(PageFault, match="has no number there"):
        import_untc(PAGE, "ccm", data=folder)


def test_a_broken_page_changes_nothing(folder, tmp_path):
    before = contents(folder)
    cut = tmp_path / "cut.html"
    cut.write_bytes(PAGE.read_bytes()[:-600])
    with pytest.raises(PageFault):
        import_untc(cut, "ccm", data=folder, apply=True)
    assert contents(folder) == before


def test_if_one_file_cannot_be_replaced_the_other_is_put_back(folder, later, monkeypatch):
    before, replace = contents(folder), os.replace

    def fail_on_events(source, target):
        if Path(target).name == "events.csv":
            raise OSError("disk full")
        replace(source, target)

    monkeypatch.setattr(writing.os, "replace", fail_on_events)
    with pytest.raises(RollbackError, match="disk full; nothing was changed"):
        import_untc(later, "ccm", data=folder, apply=True)
    assert contents(folder) == before


def test_a_file_changed_meanwhile_is_not_overwritten(folder, later, monkeypatch):
    def check_slowly(raw):
        faults = check_tables(raw)
        with (folder / "events.csv").open("a", encoding="utf-8") as handle:
            handle.write("somebody else's line\n")
        return faults

    monkeypatch.setattr(writing, "check_tables", check_slowly)
    with pytest.raises(RollbackError, match=r"events\.csv was changed meanwhile"):
        import_untc(later, "ccm", data=folder, apply=True)
    assert "untc_2026_02_05" not in (folder / "sources.csv").read_text(encoding="utf-8")
    assert not list(folder.glob(".*.tmp"))


def test_files_that_are_links_stay_links(folder, tmp_path):
    kept = tmp_path / "kept.csv"
    shutil.move(folder / "events.csv", kept)
    (folder / "events.csv").symlink_to(kept)
    import_untc(PAGE, "ccm", data=folder, apply=True)
    assert (folder / "events.csv").is_symlink()
    assert "ccm,LVA" in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_is_inserted_with_the_line_end_of_its_file(end):
    text = end.join(["k,v", "a,1", 'b,"two', 'lines"', "d,4", ""])
    wanted = end.join(["k,v", "a,1", 'b,"two', 'lines"', "c,3", "d,4", ""])
    assert insert_rows(text, [{"k": "c", "v": "3"}], ["k"]) == wanted


def test_a_last_line_without_end_gets_one_before_another_follows():
    assert insert_rows("k\na", [{"k": "b"}], ["k"]) == "k\na\nb\n"
    assert insert_rows("k\nb", [{"k": "a"}], ["k"]) == "k\na\nb"


def test_no_row_changes_nothing():
    text = 'k,v\r\nb,"1"\na,2'
    assert insert_rows(text, [], ["k"]) == text


def test_the_report_counts_and_shows_the_totals(folder):
    assert import_untc(PAGE, "ccm", data=folder).report() == [
        "ccm on 2026-02-03: 1 new, 0 changed and 0 missing; no row added",
        "signatories: 3 printed, 3 found",
        "parties: 4 printed, 4 found",
        "entry_into_force: 2010-08-01 printed, 2010-08-01 found",
    ]


def test_a_protocol_has_totals_of_its_own():
    raw = read_tables()
    compared = compare_page(read_page(HERE / "pages" / "weapons.html"), "ccw_p3", raw)
    assert compared.totals.values.tolist() == [
        ["parties", "", "3"],
        ["entry_into_force", "", "1983-12-02"],
    ]


def test_a_treaty_goes_by_any_of_its_names(folder):
    imported = import_untc(PAGE, "Convention on Cluster Munitions", data=folder)
    assert imported.report()[0].startswith("ccm on 2026-02-03")
