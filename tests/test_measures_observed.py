"""Observed time: what lies after the last day up to which events were gathered is no time."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.law.spells import build_spells
from analysis.measures.durations import time_to_exit
from analysis.measures.exposure import at_risk, exit_rates
from analysis.measures.flows import flows_by_year
from analysis.measures.observed import cautions, observed_days, observed_until
from tests.conftest import make_tables, make_treaties

# In force for AAA and BBB on 2000-09-01; AAA is out on 2011-02-28, by its notice.
EVENTS = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
]
BOTH = ["ban", "pact"]
YEAR = 365.25


def asked(day, covered="2030-01-01", ended="", events=EVENTS):
    treaties = make_treaties(
        {"covered_to": covered, "ended": ended}, {"code": "pact", "covered_to": "2004-12-31"}
    )
    tables = make_tables(events, treaties)
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    return known, build_spells(known), pd.Timestamp(day)


def days(since, until):
    return (pd.Timestamp(until) - pd.Timestamp(since)).days


def test_each_treaty_is_observed_up_to_its_own_day():
    known, _, day = asked("2012-12-31", covered="2011-12-31")
    last = observed_days(known, day)
    assert last["ban"] == pd.Timestamp("2011-12-31")
    assert last["pact"] == pd.Timestamp("2004-12-31")
    assert observed_until(known, day, BOTH) == pd.Timestamp("2011-12-31")
    assert observed_until(known, day, []) == day


@pytest.mark.parametrize(
    ("covered", "ended", "last"),
    [
        ("2012-12-31", "", "2012-12-31"),
        ("2013-01-01", "", "2012-12-31"),
        ("2012-12-30", "", "2012-12-30"),
        ("2009-01-01", "2009-01-01", "2012-12-31"),
        ("2009-01-01", "2008-01-01", "2012-12-31"),
        ("2008-12-31", "2009-01-01", "2008-12-31"),
    ],
)
def test_a_treaty_that_ended_while_it_was_covered_is_observed_for_good(covered, ended, last):
    known, _, day = asked("2012-12-31", covered=covered, ended=ended)
    assert observed_days(known, day)["ban"] == pd.Timestamp(last)


def test_time_at_risk_ends_on_the_last_observed_day_that_day_included():
    risk = at_risk(*asked("2020-06-30", covered="2012-12-31"))
    own = risk.time.set_index("state")["end"]
    assert own["BBB"] == pd.Timestamp("2013-01-01")
    row = exit_rates(*asked("2020-06-30", covered="2012-12-31")).iloc[0]
    years = (days("2000-09-01", "2011-02-28") + days("2000-09-01", "2013-01-01")) / YEAR
    assert (row["exits"], row["party_years"]) == (1, pytest.approx(years))


@pytest.mark.parametrize(("covered", "exits"), [("2011-02-28", 1), ("2011-02-27", 0)])
def test_an_exit_that_the_law_dates_after_the_last_observed_day_is_not_counted(covered, exits):
    """Its notice could have been taken back in time, and nobody looked."""
    risk = at_risk(*asked("2020-06-30", covered=covered))
    assert len(risk.exits) == exits
    table = flows_by_year(*asked("2020-06-30", covered=covered), treaty="ban")
    assert (table["exits"].sum(), table["year"].max()) == (exits, 2011)


def test_a_membership_is_censored_on_the_last_observed_day():
    table = time_to_exit(*asked("2020-06-30", covered="2005-06-30")).set_index("state")
    assert table["exit_days"].tolist() == [days("2000-09-01", "2005-06-30")] * 2
    assert not table["event"].any()
    assert time_to_exit(*asked("2020-06-30", covered="2000-09-01")).empty


def test_an_act_on_record_after_the_last_observed_day_is_no_flow():
    late = ("ban", "CCC", "2015-01-01", "accession")
    known = asked("2020-06-30", covered="2012-12-31", events=[*EVENTS, late])
    table = flows_by_year(*known, treaty="ban").set_index("year")
    assert table.index.max() == 2012
    assert table["deposits"].sum() == 2


def test_the_cautions_name_the_treaties_of_each_day_once():
    known, *_ = asked("2012-12-31", covered="2011-12-31")
    told = cautions(known, pd.Timestamp("2012-12-31"), BOTH)
    assert [one.partition(";")[0] for one in told] == [
        "ban: events are complete up to 2011-12-31",
        "pact: events are complete up to 2004-12-31",
    ]
    assert cautions(known, pd.Timestamp("2004-12-31"), BOTH) == []


DAYS = st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2020-12-31").date()).map(str)
KINDS = ["ratification", "withdrawal_notified", "notice_revoked", "suspension_effective"]
HISTORIES = st.lists(
    st.tuples(st.just("ban"), st.sampled_from(["AAA", "BBB", "CCC"]), DAYS, st.sampled_from(KINDS)),
    max_size=20,
)


@settings(max_examples=15, deadline=None)
@given(HISTORIES, DAYS, DAYS)
def test_nothing_that_is_measured_changes_after_the_last_observed_day(events, one, other):
    covered, later = sorted([one, other])
    gathered = [row for row in events if row[2] <= covered]
    for measure in (exit_rates, time_to_exit, flows_by_year):
        then = measure(*asked(covered, covered, events=gathered), treaty="ban")
        now = measure(*asked(later, covered, events=gathered), treaty="ban")
        pd.testing.assert_frame_equal(then, now)
