"""Stages, the pipeline and contested standings."""

import pandas as pd
import pytest

from analysis.law.pipeline import leaving_steps, pipeline, stages
from analysis.law.spells import build_spells, status_on
from tests.conftest import make_tables

JOINED = [("ban", "AAA", "2000-02-10", "ratification"), ("ban", "BBB", "2000-03-05", "accession")]
OUT = {"aim": "withdrawal", "actor": "government"}


def stage_on(day, *events):
    tables = make_tables([*JOINED, *events])
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    table = stages(known, build_spells(known), pd.Timestamp(day)).set_index("state")["stage"]
    return table.get("AAA", "")


def test_the_stage_is_the_furthest_step_not_the_last():
    steps = [
        ("ban", "AAA", "2010-01-01", "government_approved", OUT),
        ("ban", "AAA", "2010-02-01", "recommended", OUT),
    ]
    assert stage_on("2010-03-01", *steps) == "government_approved"


def test_a_step_counts_from_its_day():
    step = ("ban", "AAA", "2010-01-02", "announced", OUT)
    assert stage_on("2010-01-01", step) == ""
    assert stage_on("2010-01-02", step) == "announced"


@pytest.mark.parametrize("actor", ["members", "citizens", "organisation"])
def test_what_the_state_itself_did_not_do_is_no_step(actor):
    step = ("ban", "AAA", "2010-01-01", "recommended", {**OUT, "actor": actor})
    assert stage_on("2011-01-01", step) == ""


def test_a_step_towards_suspension_is_no_step_towards_leaving():
    step = ("ban", "AAA", "2010-01-01", "parliament_approved", {**OUT, "aim": "suspension"})
    assert stage_on("2011-01-01", step) == ""


def test_a_decision_not_to_leave_ends_the_way_out_and_a_later_step_begins_a_new_one():
    steps = [
        ("ban", "AAA", "2010-01-01", "government_approved", OUT),
        ("ban", "AAA", "2010-06-01", "withdrawal_rejected", OUT),
        ("ban", "AAA", "2012-01-01", "announced", OUT),
    ]
    assert stage_on("2010-05-31", *steps) == "government_approved"
    assert stage_on("2010-06-01", *steps) == ""
    assert stage_on("2012-01-01", *steps) == "announced"


def test_a_refusal_in_words_does_not_undo_a_notice():
    steps = [
        ("ban", "AAA", "2010-01-01", "withdrawal_notified"),
        ("ban", "AAA", "2010-02-01", "withdrawal_rejected", OUT),
    ]
    assert stage_on("2010-03-01", *steps) == "notified"


def test_a_notice_taken_back_ends_the_way_out():
    steps = [
        ("ban", "AAA", "2010-01-01", "withdrawal_notified"),
        ("ban", "AAA", "2010-02-01", "notice_revoked"),
    ]
    assert stage_on("2010-03-01", *steps) == ""


def test_a_state_that_came_back_is_no_longer_on_its_way_out():
    steps = [
        ("ban", "AAA", "2010-01-01", "withdrawal_notified"),
        ("ban", "AAA", "2015-01-01", "accession"),
    ]
    assert stage_on("2014-12-31", *steps) == "effective"
    assert len(leaving_steps(make_tables([*JOINED, *steps]).events)) == 0


def test_the_effect_is_reached_on_the_day_the_clause_gives():
    notice = ("ban", "AAA", "2010-08-31", "withdrawal_notified")
    assert stage_on("2011-02-27", notice) == "notified"
    assert stage_on("2011-02-28", notice) == "effective"


@pytest.mark.parametrize(
    ("more", "conflict", "basis"),
    [
        ([], [], "clause"),
        ([("ban", "AAA", "2010-07-01", "withdrawal_effective")], [], "recorded"),
        ([], [("AAA", "2009-01-01", "")], "open"),
    ],
)
def test_the_pipeline_says_on_what_the_effect_rests(more, conflict, basis):
    notice = ("ban", "AAA", "2010-01-01", "withdrawal_notified")
    tables = make_tables([*JOINED, notice, *more], conflicts=conflict)
    spells, day = build_spells(tables), pd.Timestamp("2012-01-01")
    row = pipeline(tables, spells, status_on(spells, day), day).iloc[0]
    assert row["effect_basis"] == basis


def test_the_pipeline_puts_the_furthest_first():
    steps = [
        ("ban", "AAA", "2010-01-01", "announced", OUT),
        ("ban", "BBB", "2010-01-01", "parliament_approved", OUT),
    ]
    tables = make_tables([*JOINED, *steps])
    spells, day = build_spells(tables), pd.Timestamp("2012-01-01")
    table = pipeline(tables, spells, status_on(spells, day), day)
    assert table["state"].tolist() == ["BBB", "AAA"]


def test_a_state_that_left_and_came_back_is_on_a_new_way_out():
    events = [
        *JOINED,
        ("ban", "AAA", "2010-01-01", "withdrawal_notified"),
        ("ban", "AAA", "2012-01-01", "accession"),
        ("ban", "AAA", "2020-01-01", "announced", OUT),
    ]
    tables = make_tables(events)
    spells, day = build_spells(tables), pd.Timestamp("2021-01-01")
    row = pipeline(tables, spells, status_on(spells, day), day).iloc[0]
    assert (row["stage"], row["effective"], pd.isna(row["effect"])) == ("announced", "", True)
