"""The generated documents: they say what the data say, and mark what the law does not explain."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from analysis.documents import (
    codebook,
    coverage_report,
    documents,
    law_table,
    status_page,
    write_documents,
)
from analysis.documents.coverage import totals
from analysis.documents.entries import entries
from analysis.documents.examples import Examples
from analysis.documents.exits import AGREES, CONTESTED, EXPLAINED, FLAGGED, exits, suspensions
from analysis.documents.markdown import table
from analysis.register import Register
from analysis.store.loading import TABLES, RawTables, type_tables

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
PLACES = [
    Path("data/COVERAGE.md"),
    Path("data/datacite.json"),
    *(
        Path("docs", f"{name}.md")
        for name in (
            "attempts",
            "claims",
            "codebook",
            "law",
            "ledger",
            "replication",
            "status",
        )
    ),
]
BAN = {
    "code": "ban",
    "name": "Ban",
    "noun": "ban",
    "family": "humanitarian",
    "nature": "treaty",
    "opened": "2000-01-01",
    "entered_into_force": "2001-01-01",
    "entry_trigger": "nth_deposit",
    "entry_trigger_count": "1",
    "entry_general_period": "P6M",
    "entry_general_day": "same_day",
    "entry_later_after": "trigger",
    "entry_later_period": "P6M",
    "entry_later_day": "same_day",
    "entry_article": "Art. 1",
    "withdrawal_period": "P6M",
    "withdrawal_day": "fixed",
    "withdrawal_conflict_tail": "no",
    "withdrawal_article": "Art. 2",
    "suspension_clause": "no",
    "covered_to": "2020-01-01",
}
STATES = [{"state": code, "name": code, "short_name": code} for code in ("AAA", "BBB", "CCC")]
JOINED = {"state": "AAA", "date": "2000-07-01", "kind": "ratification"}


def world(*events, treaty=None, day="2021-01-01", **more):
    """A register of one made-up treaty that AAA has ratified, with more acts and tables."""
    given = {
        "treaties": [{**BAN, **(treaty or {})}],
        "states": STATES,
        "events": [
            {"treaty": "ban", "confidence": "high", "sources": "one;two", **act}
            for act in (JOINED, *events)
        ],
        **more,
    }
    columns = {
        resource["name"]: [field["name"] for field in resource.get("schema", {}).get("fields", [])]
        for resource in PACKAGE["resources"]
    }
    frames = {
        name: pd.DataFrame(
            [[row.get(column, "") for column in columns[name]] for row in given.get(name, [])],
            columns=columns[name],
            dtype="str",
        )
        for name in TABLES
    }
    tables = type_tables(RawTables(Path(), PACKAGE, frames))
    return Register(tables, pd.Timestamp(day).as_unit("s"))


def act(kind, date, state="AAA", **more):
    return {"state": state, "date": date, "kind": kind, **more}


def only_exit(*events, **more):
    (one,) = exits(world(*events, **more))
    return one


each_page = pytest.mark.parametrize("place", PLACES, ids=str)


@pytest.fixture(scope="module")
def pages(register):
    """The documents of the shipped register, by path."""
    return documents(register)


# The committed files


@pytest.mark.slow
def test_these_documents_are_generated_and_no_other(pages):
    assert list(pages) == PLACES


@each_page
def test_a_committed_document_is_what_the_data_say(place, pages):
    path = ROOT / place
    current = path.read_text(encoding="utf-8") if path.exists() else ""
    assert current == pages[place], f"{place} is out of date: run `make docs`"


def test_the_guide_to_the_data_begins_with_their_version():
    made = f"{datetime.fromisoformat(PACKAGE['created']):%-d %B %Y}"
    guide = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert f"Version {PACKAGE['version']}, made on {made}." in guide


def test_nothing_in_the_shipped_register_departs_from_the_law_without_a_reason(register):
    assert [one for one in exits(register) if one.verdict == FLAGGED] == []
    assert [one.treaty["code"] for one in entries(register) if one.verdict == FLAGGED] == []


def test_every_published_total_is_met_or_accounted_for(register):
    codes = register.tables.treaties["code"]
    missed = [total for code in codes for total in totals(register, code) if not total.met]
    assert missed == []


@each_page
def test_no_document_shows_what_a_program_says_for_nothing(place, pages):
    # "None;" begins what the register says of an article that there is not.
    prose = re.sub(r"`[^`]*`", "", pages[place])
    assert re.findall(r"\b(?:NaT|nan|None\b(?!;)|<NA>|Timestamp)\b", prose) == []


@each_page
def test_every_row_of_a_table_is_as_wide_as_its_header(place, pages):
    width = 0
    for line in pages[place].splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not width or not cells or cells == width, line
        width = cells


@each_page
def test_every_link_of_a_page_leads_to_a_mark_on_it(place, pages):
    text = pages[place]
    marks = set(re.findall(r'<a id="([^"]+)">', text))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= marks


def test_documents_are_written_below_the_root_and_nowhere_else(tmp_path):
    written = write_documents(world(), tmp_path)
    found = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert found == sorted(written)
    assert {path.relative_to(tmp_path) for path in found} == set(documents(world()))


# Tables in Markdown


def test_a_bar_or_a_line_break_in_a_cell_does_not_break_the_table():
    lines = table(["a", "b"], [["x | y", "two\nlines"]]).splitlines()
    assert lines[2:] == [r"| x \| y | two lines |"]


# Codebook


def test_the_codebook_has_every_column_with_the_type_it_has_after_loading(register):
    text = codebook(PACKAGE)
    for name in TABLES:
        section = text.split(f'<a id="{name}"></a>')[1].split("<a id=")[0]
        for column, dtype in getattr(register.tables, name).dtypes.items():
            assert re.search(
                rf"^\| `{column}` \| [^|]+ \| `{re.escape(str(dtype))}` \|", section, re.M
            )


def test_the_codebook_lists_allowed_words_keys_and_references():
    text = codebook(PACKAGE)
    assert "one of `high`, `medium`, `low`" in text
    assert "A row is identified by `code`." in text
    assert "`treaty` refers to `treaties.code`." in text
    assert "| `km` | number | `float64` | kilometres |" in text


# Coverage


def a_total(published, difference="", note=""):
    return {
        "treaty": "ban",
        "day": "2001-06-01",
        "measure": "parties",
        "published": published,
        "difference": difference,
        "note": note,
    }


@pytest.mark.parametrize(
    ("published", "difference", "said"),
    [
        ("1", "0", "| 1 | 1 | 0 |  |"),
        ("2", "-1", "| 2 | 1 | \N{MINUS SIGN}1 | the reason |"),
        ("2", "0", "| 2 | 1 | \N{MINUS SIGN}1 | **not accounted for** the reason |"),
        ("1", "-1", "| 1 | 1 | 0 | **not accounted for** the reason |"),
    ],
)
def test_a_published_total_is_compared_on_its_own_day(published, difference, said):
    """BBB is bound later: counted on the register's day, every total would miss."""
    note = "the reason" if "reason" in said else ""
    later = act("accession", "2002-01-01", "BBB")
    report = coverage_report(world(later, totals=[a_total(published, difference, note)]))
    assert f"| 1 Jun 2001 | parties {said}" in report


def test_the_report_names_acts_of_leaving_that_rest_on_one_source():
    single = act("withdrawal_notified", "2015-01-01", sources="one")
    double = act("withdrawal_effective", "2015-07-01")
    report = coverage_report(world(single, double))
    assert "one source: AAA, withdrawal notified, 1 January 2015 (`one`)." in report


def test_the_report_lists_dates_without_a_day():
    report = coverage_report(world(act("accession", "2010", "BBB"), act("statement", "2011-05")))
    assert "BBB accession 2010; AAA statement 2011-05." in report


def test_a_treaty_that_has_ended_is_counted_on_its_last_day():
    report = coverage_report(world(treaty={"ended": "2010-01-01", "covered_to": "2010-01-01"}))
    assert "| 31 Dec 2009 | 0 | 0 | 1 | 1 | 0 | 0 |" in report
    assert "[Ban](#ban) (ended 1 Jan 2010)" in report


# The law


def test_a_recorded_day_that_the_clause_gives_agrees():
    one = only_exit(
        act("withdrawal_notified", "2015-01-10"), act("withdrawal_effective", "2015-07-10")
    )
    assert (one.verdict, str(one.computed.date())) == (AGREES, "2015-07-10")


@pytest.mark.parametrize(("note", "verdict"), [("", FLAGGED), ("a mistake", EXPLAINED)])
def test_a_recorded_day_that_differs_needs_a_reason(note, verdict):
    one = only_exit(
        act("withdrawal_notified", "2015-01-10"),
        act("withdrawal_effective", "2015-07-11", note=note),
    )
    assert (one.verdict, one.reason) == (verdict, note)


def test_a_contested_act_is_told_with_the_reason_of_the_dispute():
    dispute = {
        "treaty": "ban",
        "state": "AAA",
        "act": "withdrawal_notified",
        "date": "2015-01-10",
        "start": "2015-01-10",
        "applied": "no",
        "reason": "nobody recorded it",
    }
    one = only_exit(act("withdrawal_notified", "2015-01-10"), disputes=[dispute])
    assert (one.verdict, one.reason) == (CONTESTED, "nobody recorded it.")


@pytest.mark.parametrize(("effect", "verdict"), [("2015-07-09", FLAGGED), ("2015-09-01", AGREES)])
def test_a_minimum_may_be_exceeded_but_not_undercut(effect, verdict):
    notice, left = act("withdrawal_notified", "2015-01-10"), act("withdrawal_effective", effect)
    assert only_exit(notice, left, treaty={"withdrawal_day": "at_least"}).verdict == verdict


def test_an_effect_known_to_the_month_agrees_with_any_day_of_it():
    notice, left = act("withdrawal_notified", "2015-01-10"), act("withdrawal_effective", "2015-07")
    assert only_exit(notice, left).verdict == AGREES


def test_a_notice_taken_back_in_time_has_no_effect_to_record():
    one = only_exit(act("withdrawal_notified", "2015-01-10"), act("notice_revoked", "2015-07-09"))
    assert (one.verdict, pd.isna(one.recorded)) == (AGREES, True)
    assert "taken back on 9 Jul 2015" in one.reason


@pytest.mark.parametrize(("day", "verdict"), [("2015-07-09", AGREES), ("2015-07-10", FLAGGED)])
def test_a_notice_whose_period_is_over_needs_a_recorded_effect(day, verdict):
    assert only_exit(act("withdrawal_notified", "2015-01-10"), day=day).verdict == verdict


def test_a_notice_that_a_conflict_keeps_open_is_still_running():
    war = {"state": "AAA", "start": "2014-01-01", "conflict": "war"}
    tail = {"withdrawal_conflict_tail": "yes"}
    one = only_exit(act("withdrawal_notified", "2015-01-10"), treaty=tail, conflicts=[war])
    assert (one.verdict, pd.isna(one.computed)) == (AGREES, True)


def test_a_clause_not_read_in_the_text_is_said_to_be_so():
    read = {"entry_read": "yes", "withdrawal_read": "yes", "clause_sources": "one"}
    assert "- **Text**: Read in `one`." in law_table(world(treaty=read))
    page = law_table(world(treaty={**read, "withdrawal_read": "no"}))
    assert "- **Text**: The clause on withdrawal was not read. Read in `one`." in page
    assert "| [Ban](#ban) | yes | no | `one` |" in page
    page = law_table(world(treaty={**read, "entry_read": "secondary"}))
    assert "- **Text**: The clause on entry into force was not read in the text" in page


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"withdrawal_condition": "breach"}, "only after an essential breach by another party"),
        ({"withdrawal_tail_until": "any_conflict"}, "not while the state is party to any armed"),
        ({"withdrawal_with": "ban", "withdrawal_alone": "no"}, "only with the convention"),
        ({"withdrawal_with": "ban", "withdrawal_alone": "yes"}, "alone or with the convention"),
    ],
)
def test_the_page_says_what_a_withdrawal_asks_for_besides_the_notice(cells, said):
    assert f"*Read as: six months after notice; {said}" in law_table(world(treaty=cells))


def test_the_page_names_the_states_whose_wars_are_held():
    assert "`data/conflicts.csv`, which holds none." in law_table(world())
    war = {"state": "AAA", "start": "2014-01-01", "conflict": "war"}
    assert "which holds those of AAA alone." in law_table(world(conflicts=[war]))


def test_an_effect_without_a_notice_needs_a_reason():
    assert only_exit(act("withdrawal_effective", "2015-01-10")).verdict == FLAGGED


@pytest.mark.parametrize(("date", "verdict"), [("2000-12-31", AGREES), ("2001-01-01", FLAGGED)])
def test_an_instrument_is_taken_back_only_before_the_treaty_is_in_force(date, verdict):
    assert only_exit(act("ratification_revoked", date)).verdict == verdict


def test_withdrawals_before_1990_are_left_out():
    assert exits(world(treaty={"entered_into_force": "1950-01-01"})) == []
    early = act("withdrawal_notified", "1989-12-31", "BBB")
    assert exits(world(early)) == []


def test_a_suspension_in_effect_on_the_day_of_its_notice_is_one_suspension():
    notice, effect = (act(f"suspension_{kind}", "2015-01-31") for kind in ("notified", "effective"))
    (one,) = suspensions(world(effect, notice).tables)
    assert one.notice == one.recorded == pd.Timestamp("2015-01-31")
    assert str(one.three_months.date()) == "2015-04-30"


def test_the_page_marks_a_treaty_whose_recorded_entry_does_not_follow_from_its_deposits():
    assert "differs without" not in law_table(world())
    page = law_table(world(treaty={"entered_into_force": "2001-01-02"}))
    assert "| 1 Jan 2001 | 2 Jan 2001 | **differs without a documented reason** |" in page


def test_a_treaty_not_in_force_names_the_states_it_waits_for():
    required = {"entry_trigger_count": "", "entry_required_states": "AAA;BBB;CCC"}
    joined = act("ratification", "2003-01-01", "BBB")
    revoked = act("ratification_revoked", "2005-01-01", "BBB")
    (one,) = entries(world(joined, revoked, treaty={"entered_into_force": "", **required}))
    assert one.reason == "two of the 3 named states are not contracting: BBB, CCC"


# How a status is derived


def test_an_example_whose_treaty_is_missing_is_left_out():
    page = status_page(world())
    assert "Mine Ban Convention" not in page
    assert "## Withdrawal" in page


def test_the_shipped_page_has_an_example_for_every_family_of_clauses(register, pages):
    page = pages[Path("docs/status.md")]
    for code in ("apmbc", "tpnw", "cwc", "ccw", "enmod", "npt", "abm", "ctbt", "cfe", "newstart"):
        assert f": {register.tables.treaty(code)['name']}\n" in page, code


def test_the_cast_of_an_example_is_the_first_the_completing_and_the_first_later_state():
    two = {"entry_trigger_count": "2", "entered_into_force": ""}
    register = world(
        act("ratification", "2000-08-01", "BBB"), act("accession", "2000-08-02", "CCC"), treaty=two
    )
    assert Examples(register).cast("ban") == ["AAA", "BBB", "CCC"]
