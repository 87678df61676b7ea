"""What changed between two days, and over the world: counted once, corrections apart."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analysis import open_briefing
from analysis.blocks.model import Table, flat
from analysis.sections.news.facts import corrections, news
from analysis.sections.news.words import correction_lines, news_title
from analysis.sections.world.facts import balance
from analysis.subject.scope import scope
from analysis.subject.subject import Subject
from analysis.terms.errors import ParameterFaults

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def between(register):
    def of(since, until, **about):
        return Subject.of(register.as_of(until), compare_to=since, **about)

    return of


def test_before_and_after_are_the_statuses_of_the_two_days(between):
    own = news(between("2025-12-01", "2026-01-01"))
    moved = {(one.state.code, one.treaty.code): (one.before, one.after) for one in own.items}
    assert moved["LVA", "apmbc"] == ("withdrawing", "withdrawn")
    assert moved["VUT", "att"] == ("contracting", "party")
    # A word of a government changes no status.
    assert moved["DEU", "apmbc"] == ("party", "party")
    assert [(one.kind, one.count) for one in own.tallies] == [
        ("withdrawn", 3), ("said_to_stay", 1), ("party", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "about", "title"),
    [
        ("2025-12-01", "2026-01-01", {}, "Three withdrawals took effect and one government said it"
         " would stay, 2 December 2025 to 1 January 2026"),
        ("2026-08-15", "2026-08-22", {}, "no change is on record from 16 to 22 August 2026"),
        ("2024-02-24", "2024-03-02", {"treaty": "cfe", "region": "nato"}, "one suspension took"
         " effect under the treaty on conventional forces in Europe among NATO states, 25 February"
         " to 2 March 2024"),
        ("2026-02-01", "2026-02-06", {"treaty": "newstart"}, "the New START treaty expired, 2 to"
         " 6 February 2026"),
    ],
)  # fmt: skip
def test_the_title_counts_the_gravest_changes_or_says_that_none_is_on_record(
    between, since, until, about, title
):
    subject = between(since, until, **about)
    assert flat(news_title(scope(subject), news(subject))).lower() == title.lower()


def test_a_suspension_without_its_day_is_told_and_is_no_quiet_week(between):
    subject = between("2023-11-01", "2023-12-15", treaty="cfe", region="nato")
    ((of, lacking),) = news(subject).undated
    assert of.code == "cfe"
    assert "NOR" in {state.code for state in lacking}


def test_the_shipped_corrections_are_those_that_the_history_of_the_data_lists(register):
    text = (ROOT / "data" / "CHANGES.md").read_text(encoding="utf-8")
    told = []
    for section in re.split(r"\n## ", text)[1:]:
        version = section.split("\n", 1)[0].strip()
        part = section.partition("### Statuses that read otherwise")[2].partition("\n### ")[0]
        rows = re.findall(r"^\| ([a-z]\w*) \|" + r" ([^|]*) \|" * 5, part, re.M)
        told += [
            (version, *("" if cell == "none" else cell for cell in row))
            for row in rows
            if row[0] != "treaty"
        ]
    held = register.tables.corrections
    days = {name: held[name].dt.strftime("%Y-%m-%d").fillna("") for name in ("start", "end")}
    columns = ["version", "treaty", "state", "start", "end", "before", "after"]
    rows = held.assign(**days)[columns].itertuples(index=False, name=None)
    assert list(rows) == told
    assert len(told) == 77


def test_a_correction_is_told_where_it_reaches_into_the_days(register):
    # The version that corrected: a later one tells of its own corrections alone.
    def between(since, until, *, version="2026.12.2", **about):
        seen = replace(register, tables=replace(register.tables, version=version))
        return Subject.of(seen.as_of(until), compare_to=since, **about)

    assert corrections(between("1988-02-24", "1988-03-02", version="1")).rows == ()
    touched = corrections(between("1988-02-24", "1988-03-02", region="oceania"))
    assert [(one.state.code, one.treaty.code) for one in touched.touching] == [("KIR", "npt")]
    islands = corrections(between("2024-02-24", "2024-03-02", region="oceania"))
    assert [one.state.code for one in islands.rows] == ["KIR"]
    assert islands.touching == ()


def test_a_correction_says_what_was_told_before(between):
    own = corrections(between("1990-01-01", "1990-02-01"))
    told = [flat(line) for line in correction_lines(own)]
    assert not [line for line in told if "not not" in line]
    (npt,) = [line for line in told if line.startswith("Czechoslovakia under the non-prolif")]
    assert npt.endswith("from 5 March 1970 on: party, told before as not a party.")


def test_the_world_counts_withdrawals_apart_from_the_ends_of_treaties(between):
    own = balance(between("2025-08-22", "2026-08-22"))
    assert (own.gone, own.begun, own.ended_count) == (6, 5, 3)
    assert sum(one.gone for one in own.squares) == own.gone
    mine = own.moves[0]
    assert (mine.before + mine.begun - mine.gone, mine.gone) == (mine.now, 5)
    lost = {(one.area, one.family): one.gone for one in own.squares if one.gone}
    assert lost["Northern Europe", "humanitarian"] == 4


def test_without_a_day_to_begin_with_a_week_and_a_year_are_told(register):
    week = open_briefing("changes", register=register, as_of="2026-01-03").parameters
    year = open_briefing("world", register=register, as_of="2024-02-29").parameters
    assert (week.compare_to, year.compare_to) == ("2025-12-27", "2023-02-28")
    with pytest.raises(ParameterFaults, match="compare_to: 2026-01-04 is not before as_of"):
        open_briefing("changes", register=register, as_of="2026-01-03", compare_to="2026-01-04")


def test_signs_of_before_and_after_stand_in_the_table(register):
    about = {"as_of": "2026-01-01", "compare_to": "2025-12-01"}
    blocks = open_briefing("changes", register=register, **about).blocks()
    (table,) = [one for one in blocks if isinstance(one, Table)]
    assert (table.rows[0][2].mark, table.rows[0][3].mark) == ("withdrawing", "withdrawn")


def test_a_notice_told_behind_a_withdrawal_is_one_more(register):
    """Of each state the last step alone is counted, and the others had given notice too."""
    given = {"as_of": "2025-12-31", "compare_to": "2024-12-31"}
    front = open_briefing("changes", register=register, **given).blocks()[0]
    assert front.title == (
        "Five withdrawals took effect and two more notices of withdrawal were given, 1 January to"
        " 31 December 2025"
    )
