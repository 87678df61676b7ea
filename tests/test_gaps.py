"""Known gaps are data: what is missing stands beside the number it touches, or withholds it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pytest

from analysis.blocks.citations import Citations
from analysis.blocks.model import flat, plain
from analysis.documents.coverage import coverage_report, only
from analysis.law.gaps import gap_cautions, gaps_on, states_lacking
from analysis.sections.registry import find_section
from analysis.subject.facts import Fact
from analysis.subject.gaps import gaps, withheld
from analysis.subject.missing import beside, suspended_beside, suspended_note, uncounted_foot
from analysis.subject.subject import Subject
from analysis.terms.gaps import MISSING, OF_STATES, TOUCHES
from tests.conftest import make_tables

TOWARDS = "RUS,BLR"
#: The allied states whose suspension of the CFE Treaty is documented and has no day here.
FOURTEEN = [
    "BEL",
    "BGR",
    "DEU",
    "ESP",
    "FRA",
    "GRC",
    "HUN",
    "ISL",
    "LUX",
    "NLD",
    "NOR",
    "POL",
    "ROU",
    "SVK",
]
SOME = ("ban", "AAA;BBB", "suspension_day", "2020-02-01", "2020-03-01", "2026-01-01", "one", "Why.")


def about(register, treaty, region, day, **more):
    return Subject.of(register.as_of(day), treaty=treaty, region=region, towards=TOWARDS, **more)


def codes(states):
    return sorted(state.code for state in states)


def day(written):
    return pd.Timestamp(written).as_unit("s")


@pytest.mark.parametrize(
    ("on", "begun", "still"),
    [
        ("2020-01-31", 0, 0),
        ("2020-02-01", 1, 1),
        ("2020-02-29", 1, 1),
        ("2020-03-01", 1, 0),
    ],
)
def test_a_gap_matters_from_its_start_to_the_day_before_its_end(on, begun, still):
    rows = gaps_on(make_tables([], gaps=[SOME]), "ban", day(on))
    assert (len(rows), int(rows["open"].sum())) == (begun, still)


def test_an_open_gap_goes_on_and_belongs_to_its_treaty():
    tables = make_tables([], gaps=[(*SOME[:4], "", *SOME[5:])])
    assert gaps_on(tables, "ban", day("2029-01-01"))["open"].tolist() == [True]
    assert gaps_on(tables, "other", day("2029-01-01")).empty
    assert states_lacking(gaps_on(tables, "ban", day("2029-01-01")), "suspension_day") == {
        "AAA",
        "BBB",
    }
    (told,) = gap_cautions(tables, day("2029-01-01"), ["ban", "other"])
    assert told.startswith("ban: AAA, BBB stand as parties although")
    assert gap_cautions(tables, day("2019-01-01"), ["ban"]) == []


def test_every_question_is_touched_by_gaps_that_there_can_be():
    assert {one for own in TOUCHES.values() for one in own} <= set(MISSING)
    assert set(OF_STATES) <= set(MISSING)


def test_the_shipped_gaps_are_those_that_the_register_says_it_has(register):
    table = register.tables.gaps
    assert set(table["missing"]) == set(MISSING)
    found = {
        (row.treaty, row.missing, state)
        for row in table.itertuples()
        for state in row.states.split(";")
    }
    for code in (*FOURTEEN, "MDA", "UKR"):
        assert ("cfe", "suspension_day", code) in found
    assert {("apmbc", "deposit_day", "LBN"), ("att", "deposit_day", "ECU")} <= found
    assert {("inf", "succession_act", code) for code in ("BLR", "KAZ", "RUS", "UKR")} <= found
    assert {("ost", "deposit_day", "OMN"), ("geneva_protocol", "deposit_day", "KGZ")} <= found
    assert (table["note"] != "").all()
    assert (table["known_since"] >= table["start"]).all()


@pytest.mark.parametrize(
    ("on", "lacking"),
    [
        ("2023-11-06", []),
        ("2023-11-07", sorted(set(FOURTEEN) - {"NOR", "POL", "HUN"})),
        ("2023-11-27", sorted(set(FOURTEEN) - {"POL", "HUN"})),
        ("2024-06-12", FOURTEEN),
        ("2026-02-20", FOURTEEN),
    ],
)
def test_the_fourteen_allies_are_lacking_from_the_day_on_which_their_suspension_may_lie(
    register, on, lacking
):
    assert codes(gaps(about(register, "cfe", "nato", on)).suspended) == lacking


def test_a_gap_is_of_the_members_of_the_region_alone(register):
    on = "2024-06-12"
    assert codes(gaps(about(register, "cfe", "eastern-flank", on)).suspended) == ["NOR", "POL"]
    assert gaps(about(register, "cfe", "csto", on)).rows == ()
    assert gaps(about(register, "cfe", "baltic", on)).rows == ()
    # Moldova's could not take effect before 9 September 2024, Ukraine's not before July 2025.
    assert codes(gaps(about(register, "cfe", "world", "2025-08-01")).suspended) == sorted(
        [*FOURTEEN, "MDA", "UKR"]
    )


def test_an_act_on_record_without_its_day_waits_and_one_not_on_record_is_not_counted(register):
    (act,) = gaps(about(register, "apmbc", "world", "2026-02-20")).undated
    assert (act.state.code, act.kind, str(act.counted)) == ("LBN", "accession", "2026-12-31")
    (other,) = gaps(about(register, "att", "world", "2026-02-20")).undated
    assert (other.state.code, other.written) == ("ECU", "2026")
    # The depositary's page of 3 February 2026 has neither.
    assert gaps(about(register, "att", "world", "2026-02-03")).undated == ()
    own = gaps(about(register, "ost", "world", "2022-01-01"))
    assert (codes(own.uncounted), own.undated) == (["BHR", "HRV", "MLT", "OMN", "PAN", "SVN"], ())
    assert flat(uncounted_foot(own)) == (
        "Bahrain, Croatia, Malta, Oman, Panama and Slovenia are said to have joined, on days not on"
        " record, and are not counted. Further deposits are known to be missing."
    )


def test_a_gap_of_the_treaty_as_such_is_told_in_every_region(register):
    for region in ("world", "baltic"):
        (gap,) = gaps(about(register, "newstart", region, "2020-01-01")).of("clause")
        assert gap.states == ()
    assert gaps(about(register, "newstart", "world", "2026-02-20")).of("clause") == ()


@pytest.mark.parametrize(
    ("treaty", "region", "on", "tests"),
    [
        ("cfe", "nato", "2024-06-12", True),
        ("cfe", "oceania", "2024-06-12", True),
        ("cfe", "nato", "2023-11-06", False),
        ("apmbc", "nato", "2026-02-20", False),
    ],
)
def test_a_test_that_a_gap_touches_is_withheld_with_the_reason(register, treaty, region, on, tests):
    subject = about(register, treaty, region, on)
    assert withheld(subject, "tests", worldwide=True) is tests
    cite = Citations(register.tables, register.day)
    if tests:
        assert find_section("wave").compose(subject, cite) == []
    (prose,) = find_section("method").compose(subject, cite)
    told = " ".join(plain(one) for one in prose.paragraphs)
    assert ("whether exits are a wave" in told) is tests


def test_the_reason_names_what_is_not_told(register):
    subject = about(register, "cfe", "eastern-flank", "2024-06-12")
    (prose,) = find_section("method").compose(subject, Citations(register.tables, register.day))
    assert plain(prose.paragraphs[-2]).startswith(
        "Not told: how much of the land border the treaty covers and whether exits are a wave. The"
        " suspension of Norway and Poland is documented, its day not on record."
    )


def test_suspensions_by_year_say_which_ones_have_no_year(register):
    subject = about(register, "cfe", "nato", "2024-06-12")
    cite = Citations(register.tables, register.day)
    note = "The suspension of 14 states is documented, its day not on record."
    (figure,) = find_section("flows").compose(subject, cite)
    (sentence,) = find_section("flows").sentences(subject, cite)
    assert plain(figure.foot).endswith(note)
    assert plain(sentence).endswith(note)
    quiet = about(register, "apmbc", "nato", "2026-02-20")
    (figure,) = find_section("flows").compose(quiet, cite)
    assert "not on record" not in plain(figure.foot)


def test_what_stands_beside_a_number_agrees_with_it(register):
    @dataclass(frozen=True, kw_only=True)
    class Own(Fact):
        in_force: int
        not_operating: int
        undated: int

    def told(in_force, not_operating, undated):
        own = Own(in_force=in_force, not_operating=not_operating, undated=undated)
        return flat(suspended_beside(own))

    end = " is documented, its day not on record"
    assert told(3, 0, 0) == ""
    assert told(3, 0, 2) == f"; the suspension of two of them{end}"
    assert told(2, 0, 2) == f"; the suspension of both{end}"
    assert told(1, 0, 1) == f"; the suspension of that state{end}"
    assert told(22, 7, 15) == f"; the suspension of 15 more{end}"
    assert beside((), suspended_note(gaps(about(register, "cfe", "baltic", "2024-06-12")))) == ()


def test_the_page_on_coverage_lists_the_gaps_of_each_treaty(register):
    page = coverage_report(only(register, "att"))
    assert (
        "- Missing, deposit day (Ecuador), from 4 February 2026 to 31 December 2026: Acceded in"
        " 2026, after the depositary's page of 3 February and by 24 July." in page
    )
    assert "- Missing" not in coverage_report(only(register, "tpnw"))


def test_the_register_warns_where_a_status_cannot_show_what_has_no_day(register):
    (told,) = register.as_of("2024-06-12").cautions(treaty="cfe")
    assert told == (
        f"cfe: {', '.join(FOURTEEN)} stand as parties although their suspension is documented; its"
        " day is not on record"
    )
    assert register.as_of("2023-11-06").cautions(treaty="cfe") == []
