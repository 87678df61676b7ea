"""Time-to-event frames: origin, observation, event, competing end, censoring."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.law.spells import build_spells
from analysis.measures.durations import time_to_exit
from tests.conftest import make_tables, make_treaties

# In force for AAA and BBB on 2000-09-01; AAA is out on 2011-02-28.
EVENTS = [
    ("ban", "AAA", "2000-01-01", "signature"),
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "CCC", "2000-01-02", "signature"),
    ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
]


def days(since, until):
    return (pd.Timestamp(until) - pd.Timestamp(since)).days


def frame_of(day, events=EVENTS, *, region=None, state_ends=None, **more):
    tables = make_tables(events, **more)
    ends = tables.states["state"].map(state_ends or {})
    states = tables.states.assign(end=pd.to_datetime(ends).astype("datetime64[s]"))
    tables = replace(tables, states=states)
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    table = time_to_exit(known, build_spells(known), pd.Timestamp(day), region=region)
    return table.set_index("state")


def observed(row):
    return row["entry_days"], row["exit_days"], row["event"], row["ended_by"]


def test_membership_lasts_from_entry_into_force_to_effect():
    table = frame_of("2012-01-01")
    lasted = days("2000-09-01", "2011-02-28")
    assert observed(table.loc["AAA"]) == (0, lasted, True, "withdrawal")
    assert observed(table.loc["BBB"]) == (0, days("2000-09-01", "2012-01-01"), False, "")


def test_a_notice_that_runs_is_still_censored():
    row = frame_of("2011-02-27").loc["AAA"]
    assert observed(row) == (0, days("2000-09-01", "2011-02-27"), False, "")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"treaties": make_treaties({"ended": "2005-01-01"})}, "treaty"),
        ({"state_ends": {"BBB": "2005-01-01"}}, "state"),
    ],
)
def test_other_ends_compete_with_exit(more, reason):
    row = frame_of("2012-01-01", **more).loc["BBB"]
    assert observed(row) == (0, days("2000-09-01", "2005-01-01"), False, reason)


def test_a_state_that_came_back_is_observed_twice():
    back = ("ban", "AAA", "2012-01-10", "accession")
    table = frame_of("2013-01-01", [*EVENTS, back]).loc[["AAA"]]
    assert table["event"].tolist() == [True, False]
    assert table["origin"].tolist() == [pd.Timestamp("2000-09-01"), pd.Timestamp("2012-07-01")]


def test_in_a_region_observation_begins_late_and_ends_with_membership():
    groups = [("club", "AAA", "2004-01-01", ""), ("club", "BBB", "1999-01-01", "2006-01-01")]
    table = frame_of("2012-01-01", region="club", groups=groups)
    late, lasted = days("2000-09-01", "2004-01-01"), days("2000-09-01", "2011-02-28")
    assert observed(table.loc["AAA"]) == (late, lasted, True, "withdrawal")
    assert observed(table.loc["BBB"]) == (0, days("2000-09-01", "2006-01-01"), False, "")


def test_the_frame_is_what_survival_analysis_takes(register):
    table = time_to_exit(register.known, register.spells, register.day, treaty="apmbc")
    assert (table["exit_days"] > table["entry_days"]).all()
    curve = SurvfuncRight(table["exit_days"], table["event"], entry=table["entry_days"])
    assert 0.9 < curve.surv_prob[-1] < 1


DAYS = st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2020-12-31").date()).map(str)
KINDS = [
    "signature",
    "ratification",
    "withdrawal_notified",
    "notice_revoked",
    "withdrawal_effective",
]
HISTORIES = st.lists(
    st.tuples(st.just("ban"), st.sampled_from(["AAA", "BBB", "CCC"]), DAYS, st.sampled_from(KINDS)),
    max_size=20,
)


@pytest.mark.parametrize("region", [None, "club"])
@settings(max_examples=15, deadline=None)
@given(events=HISTORIES, one=DAYS, other=DAYS, joined=DAYS)
def test_a_frame_of_a_past_day_is_the_later_one_censored_on_it(region, events, one, other, joined):
    early, late = sorted([one, other])
    groups = [("club", "AAA", joined, ""), ("club", "BBB", "", joined)]
    then = frame_of(early, events, region=region, groups=groups)
    later = frame_of(late, events, region=region, groups=groups)
    elapsed = (pd.Timestamp(early) - later["origin"]).dt.days.astype("float64")
    seen = later["entry_days"] < elapsed
    later, elapsed = later[seen], elapsed[seen]
    over = later["exit_days"] > elapsed
    censored = later.assign(
        exit_days=later["exit_days"].where(~over, elapsed),
        event=later["event"] & ~over,
        ended_by=later["ended_by"].where(~over, ""),
    )
    columns = ["origin", "entry_days", "exit_days", "event", "ended_by"]
    pd.testing.assert_frame_equal(
        then[columns], censored[columns], check_index_type=False, check_dtype=bool(len(then))
    )


def test_a_membership_that_a_successor_takes_over_is_no_end_of_a_state_alone():
    heir = ("ban", "CCC", "2005-01-01", "succession")
    ended = {"BBB": "2005-01-01"}
    assert frame_of("2012-01-01", state_ends=ended).loc["BBB", "ended_by"] == "state"
    soon = make_treaties({"entry_later_period": "P0D", "entry_later_day": "same_day"})
    table = frame_of("2012-01-01", [*EVENTS[:3], heir], state_ends=ended, treaties=soon)
    assert table.loc["BBB", "ended_by"] == "succession"
    assert not table.loc["BBB", "event"]


def test_a_notice_that_the_treaty_does_not_outlast_is_no_withdrawal():
    treaties = make_treaties({"ended": "2010-12-01"})
    row = frame_of("2012-01-01", treaties=treaties).loc["AAA"]
    assert (row["event"], row["ended_by"]) == (False, "treaty")
    treaties = make_treaties({"ended": "2011-02-28"})
    row = frame_of("2012-01-01", treaties=treaties).loc["AAA"]
    assert (row["event"], row["ended_by"]) == (True, "withdrawal")


def test_the_memberships_of_the_abm_treaty_ended_in_three_ways(register):
    table = time_to_exit(register.known, register.spells, register.day, treaty="abm")
    assert dict(zip(table["state"], table["ended_by"], strict=True)) == {
        "SUN": "succession", "USA": "withdrawal", "RUS": "treaty",
    }  # fmt: skip
