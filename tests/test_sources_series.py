"""Pages of many days: what came, what changed, what went, and which pages are no part of it."""

import shutil
from pathlib import Path

import pytest

from analysis.importers import import_from
from analysis.importers.acts import PageFault
from analysis.importers.faults import SourceFaults
from analysis.importers.importing import Imported
from analysis.importers.series import COLUMNS, SavedSeries
from analysis.store.loading import read_tables

HERE = Path(__file__).parent
PAGE = (HERE / "pages" / "clusters.html").read_text(encoding="utf-8")
LATVIA = PAGE[
    PAGE.index("	<tr>\n		<td>Latvia") : PAGE.index("	<tr>\n		<td>[Lithuania]")
]
BEFORE = (
    PAGE.replace("03-02-2026", "01-08-2024")
    .replace(LATVIA, "")
    .replace('[Lithuania] <sup><a href="#2" class="noteIndex">2</a> </sup>', "Lithuania")
    .replace("[ &nbsp;3 Dec	 2008 ]", "3 Dec 2008")
    .replace("[24 Mar	 2011 n]", "24 Mar 2011 n")
    .replace("[24 Mar	 2011 ]", "24 Mar 2011")
    .replace("Signatories :   3", "Signatories :   4")
)
CORRECTED = PAGE.replace("03-02-2026", "03-03-2026").replace("16 Mar	 2015", "17 Mar 2015")


@pytest.fixture(scope="module")
def raw():
    return read_tables(HERE / "data" / "small")


@pytest.fixture
def series(tmp_path, raw):
    """Read pages, saved under names that say nothing of their days."""

    def read(*pages):
        for number, page in enumerate(pages):
            (tmp_path / f"page{9 - number}.html").write_text(page, encoding="utf-8")
        (tmp_path / "notes.txt").write_text("no page")
        return Imported(SavedSeries().propose(tmp_path, raw, {"treaty": "ccm"}))

    return read


def test_each_page_is_held_against_the_one_before_it(series):
    table = series(CORRECTED, PAGE, BEFORE).table
    assert list(table.columns) == COLUMNS
    told = table[["change", "seen", "not_before", "state", "kind", "date", "was"]]
    assert told.values.tolist() == [
        ["changed", "2026-02-03", "2024-08-01", "LTU", "signature", "2008-12-03", "2008-12-03"],
        ["changed", "2026-02-03", "2024-08-01", "LTU", "ratification", "2011-03-24", "2011-03-24"],
        ["first seen", "2026-02-03", "2024-08-01", "LTU", "withdrawal_notified", "2024-09-06", ""],
        ["first seen", "2026-02-03", "2024-08-01", "LTU", "withdrawal_effective", "2025-03-06", ""],
        ["first seen", "2026-02-03", "2024-08-01", "LVA", "accession", "2025-09-02", ""],
        ["changed", "2026-03-03", "2026-02-03", "CAN", "ratification", "2015-03-17", "2015-03-16"],
    ]
    assert table["note"].tolist()[:2] == ["now in brackets: no longer counted"] * 2
    assert table["register"].tolist()[-2:] == ["", "2015-03-16"]


def test_what_a_later_page_no_longer_shows_is_gone(series):
    gone = PAGE.replace(LATVIA, "").replace("Parties :   4", "Parties :   3")
    table = series(PAGE, gone.replace("03-02-2026", "05-05-2026")).table
    assert table[["change", "seen", "state", "date", "was"]].values.tolist() == [
        ["gone", "2026-05-05", "LVA", "", "2025-09-02"]
    ]


def test_the_report_names_the_days_and_what_the_first_page_cannot_tell(series):
    report = series(PAGE, BEFORE).report()
    assert report[0] == (
        "ccm, 2 pages from 2024-08-01 to 2026-02-03: 3 first seen, 2 changed and 0 gone;"
        " no row added"
    )
    assert "the page of 2024-08-01 is the first: it shows 8 acts" in report[-1]


def test_pages_of_one_day_that_say_the_same_are_one(series):
    assert series(PAGE, PAGE).table.empty
    with pytest.raises(SourceFaults, match=r"page9\.html: .* of 2026-02-03 and says otherwise"):
        series(PAGE, CORRECTED.replace("03-03-2026", "03-02-2026"))


def test_every_file_that_is_no_page_of_the_treaty_is_told_at_once(series):
    mines = (HERE / "pages" / "mines.html").read_text(encoding="utf-8")
    with pytest.raises(SourceFaults) as caught:
        series(PAGE, PAGE[:2000], mines)
    assert [fault.file for fault in caught.value.faults] == ["page7.html", "page8.html"]
    assert "about treaty XXVI-5" in str(caught.value)
    assert "cut off" in str(caught.value)


def test_a_folder_without_pages_or_none_at_all_is_refused(tmp_path, raw):
    with pytest.raises(PageFault, match="holds no saved page"):
        SavedSeries().propose(tmp_path, raw, {"treaty": "ccm"})
    with pytest.raises(PageFault, match="cannot read the folder"):
        SavedSeries().propose(tmp_path / "none", raw, {"treaty": "ccm"})


def test_applying_adds_what_the_newest_page_shows(tmp_path):
    data = Path(shutil.copytree(HERE / "data" / "small", tmp_path / "data"))
    (tmp_path / "a.html").write_text(BEFORE, encoding="utf-8")
    (tmp_path / "b.html").write_text(PAGE, encoding="utf-8")
    done = import_from("series", tmp_path, data=data, apply=True, options={"treaty": "ccm"})
    assert done.added == 1
    assert "ccm,LVA,2025-09-02,accession" in (data / "events.csv").read_text(encoding="utf-8")
