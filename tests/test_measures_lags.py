"""Lags between the steps of leaving, beside the legal minimum."""

import pandas as pd
import pytest

from analysis.law.spells import build_spells
from analysis.measures.lags import lags_of_leaving
from tests.conftest import make_tables, make_treaties

# In force for both on 2000-09-01.
JOINED = [("ban", "AAA", "2000-02-10", "ratification"), ("ban", "BBB", "2000-03-05", "accession")]
OUT = {"aim": "withdrawal", "actor": "government"}
WAY_OUT = [
    ("ban", "AAA", "2010-01-01", "recommended", OUT),
    ("ban", "AAA", "2010-01-11", "announced", OUT),
    ("ban", "AAA", "2010-02-11", "parliament_approved", {**OUT, "actor": "parliament"}),
    ("ban", "AAA", "2010-03-11", "withdrawal_notified"),
]


def lags(*events, day="2012-01-01", region=None, **more):
    tables = make_tables([*JOINED, *events], **more)
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    return lags_of_leaving(known, build_spells(known), pd.Timestamp(day), region=region)


def test_the_days_from_step_to_step():
    row = lags(*WAY_OUT).iloc[0]
    assert (row["announced_to_vote"], row["announced_to_notice"]) == (31, 59)
    assert row["begun_by"] == "recommended"
    assert row["begun_to_notice"] == 69
    assert row["notice_to_effect"] == row["legal_minimum"] == 184
    assert row["announced_to_effect"] == 59 + 184
    assert row["beyond_minimum"] == 0


def test_membership_runs_from_entry_into_force_to_effect():
    row = lags(*WAY_OUT).iloc[0]
    assert row["bound_from"] == pd.Timestamp("2000-09-01")
    assert row["effect"] == pd.Timestamp("2010-09-11")
    assert row["membership"] == (pd.Timestamp("2010-09-11") - pd.Timestamp("2000-09-01")).days


def test_an_effect_may_be_scheduled():
    assert lags(*WAY_OUT, day="2010-03-11").iloc[0]["notice_to_effect"] == 184


def test_before_the_notice_there_is_a_lag_to_the_vote_alone():
    row = lags(*WAY_OUT, day="2010-03-10").iloc[0]
    assert row["announced_to_vote"] == 31
    assert row[["announced_to_notice", "notice_to_effect", "legal_minimum"]].isna().all()
    assert pd.isna(row["membership"])


@pytest.mark.parametrize("vague", ["2010", "2010-02"])
def test_a_vague_date_gives_no_lag(vague):
    vote = ("ban", "AAA", vague, "parliament_approved", {**OUT, "actor": "parliament"})
    row = lags(WAY_OUT[1], vote).iloc[0]
    assert pd.isna(row["voted"])
    assert pd.isna(row["announced_to_vote"])


def test_a_vague_notice_gives_no_day_of_effect_unless_one_is_recorded():
    notice = ("ban", "AAA", "2010-03", "withdrawal_notified")
    row = lags(notice).iloc[0]
    assert row[["notified", "effect", "legal_minimum", "membership"]].isna().all()
    effect = ("ban", "AAA", "2010-09-20", "withdrawal_effective")
    row = lags(notice, effect).iloc[0]
    assert row["effect"] == pd.Timestamp("2010-09-20")
    assert pd.isna(row["notice_to_effect"])


def test_a_conflict_goes_beyond_the_legal_minimum():
    row = lags(*WAY_OUT, conflicts=[("AAA", "2010-01-01", "2010-10-01")]).iloc[0]
    assert (row["legal_minimum"], row["beyond_minimum"]) == (184, 20)


def test_without_a_withdrawal_clause_there_is_no_legal_minimum():
    row = lags(*WAY_OUT, treaties=make_treaties({"withdrawal_period": ""})).iloc[0]
    assert pd.isna(row["legal_minimum"])
    assert pd.isna(row["effect"])


def test_the_legal_minimum_is_that_of_the_treaty():
    row = lags(*WAY_OUT, treaties=make_treaties({"withdrawal_period": "P90D"})).iloc[0]
    assert row["legal_minimum"] == row["notice_to_effect"] == 90


def test_a_second_way_out_is_not_measured_to_the_first_effect():
    again = [
        ("ban", "AAA", "2014-05-20", "accession"),
        ("ban", "AAA", "2018-01-01", "announced", OUT),
    ]
    row = lags(*WAY_OUT, *again, day="2019-01-01").iloc[0]
    assert row["announced"] == pd.Timestamp("2018-01-01")
    assert row["bound_from"] == pd.Timestamp("2014-11-01")
    assert row[["effect", "membership", "announced_to_effect"]].isna().all()


def test_a_region_keeps_those_that_belonged_to_it_at_their_last_step():
    groups = [("club", "AAA", "2010-03-11", ""), ("left", "AAA", "2000-01-01", "2010-03-11")]
    assert lags(*WAY_OUT, region="club", groups=groups)["state"].tolist() == ["AAA"]
    assert lags(*WAY_OUT, region="left", groups=groups).empty


def test_nobody_leaving_makes_no_rows():
    assert lags().empty


def test_latvia_took_101_days_from_announcement_to_notice(register):
    past = register.as_of("2026-02-20")
    table = lags_of_leaving(past.known, past.spells, past.day, treaty="apmbc").set_index("state")
    latvia = table.loc["LVA"]
    assert latvia["announced_to_vote"] == 29
    assert latvia["announced_to_notice"] == 101
    assert (latvia["notice_to_effect"], latvia["beyond_minimum"]) == (183, 0)
    left = table[table["effect"].notna()]
    assert sorted(left.index) == ["EST", "FIN", "LTU", "LVA", "POL"]
