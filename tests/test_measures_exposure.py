"""Exits per 100 party-years: exact exposure, and groupings that add up."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.law.spells import build_spells
from analysis.measures.exposure import at_risk, exit_rates
from analysis.terms.errors import UnknownName
from tests.conftest import make_tables, make_treaties

# In force for AAA and BBB on 2000-09-01; AAA is out on 2011-02-28.
EVENTS = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
]
YEAR = 365.25


def days(since, until):
    return (pd.Timestamp(until) - pd.Timestamp(since)).days


def known_on(day, events=EVENTS, **more):
    tables = make_tables(events, **more)
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    return known, build_spells(known), pd.Timestamp(day)


def rates(day="2012-12-31", events=EVENTS, more=None, **asked):
    return exit_rates(*known_on(day, events, **(more or {})), **asked).set_index("group")


def test_the_rate_is_exits_per_hundred_party_years():
    row = rates().loc["all"]
    at_risk_days = days("2000-09-01", "2011-02-28") + days("2000-09-01", "2013-01-01")
    assert row["exits"] == 1
    assert row["party_years"] == pytest.approx(at_risk_days / YEAR)
    assert row["rate"] == pytest.approx(100 * YEAR / at_risk_days)


def test_the_day_itself_is_at_risk_and_an_exit_on_it_counts():
    row = rates("2011-02-28").loc["all"]
    both = days("2000-09-01", "2011-02-28")
    assert row["exits"] == 1
    assert row["party_years"] == pytest.approx((2 * both + 1) / YEAR)
    assert rates("2011-02-27").loc["all", "exits"] == 0


def test_before_anybody_is_bound_there_is_no_rate():
    row = rates("2000-08-31").loc["all"]
    assert (row["exits"], row["party_years"]) == (0, 0)
    assert math.isnan(row["rate"])


@pytest.mark.parametrize(
    ("window", "exits"),
    [
        (("2011-02-28", "2012-01-01"), 1),
        (("2010-01-01", "2011-02-28"), 0),
        (("2011-03-01", None), 0),
        ((None, "2011-03-01"), 1),
    ],
)
def test_a_window_holds_its_first_day_and_not_its_end(window, exits):
    limits = tuple(None if edge is None else pd.Timestamp(edge) for edge in window)
    row = rates(window=limits).loc["all"]
    assert row["exits"] == exits


def test_exposure_in_a_window_is_the_overlap():
    window = (pd.Timestamp("2011-01-01"), pd.Timestamp("2012-01-01"))
    years = rates(window=window).loc["all", "party_years"]
    assert years == pytest.approx((365 + days("2011-01-01", "2011-02-28")) / YEAR)


def test_a_day_divides_what_lies_before_from_what_comes_with_it():
    table = rates(by=pd.Timestamp("2011-02-28"))
    assert table.index.tolist() == ["before 2011-02-28", "from 2011-02-28"]
    assert table["exits"].tolist() == [0, 1]


def test_a_region_and_the_rest_follow_membership_day_by_day():
    more = {"groups": [("club", "AAA", "2005-01-01", "2011-02-28"), ("club", "FFF", "", "")]}
    table = rates(by="club", more=more)
    assert table["exits"].to_dict() == {"club": 1, "rest": 0}
    inside = days("2005-01-01", "2011-02-28")
    assert table.loc["club", "party_years"] == pytest.approx(inside / YEAR)
    assert table["party_years"].sum() == pytest.approx(rates().loc["all", "party_years"])


def test_an_exit_belongs_to_the_region_of_the_last_day_as_a_party():
    more = {"groups": [("club", "AAA", "2011-02-28", "")]}
    assert rates(by="club", more=more)["exits"].to_dict() == {"club": 0, "rest": 1}


def test_a_region_alone_leaves_the_rest_out():
    more = {"groups": [("club", "BBB", "2010-01-01", "")]}
    row = rates(region="club", more=more).loc["all"]
    assert row["exits"] == 0
    assert row["party_years"] == pytest.approx(days("2010-01-01", "2013-01-01") / YEAR)


def test_groupings_are_crossed_and_empty_groups_listed():
    more = {"groups": [("club", "AAA", "", "")]}
    table = rates(by=["club", pd.Timestamp("2011-01-01")], more=more)
    assert table["exits"].to_dict() == {
        "club, before 2011-01-01": 0,
        "club, from 2011-01-01": 1,
        "rest, before 2011-01-01": 0,
        "rest, from 2011-01-01": 0,
    }


def test_treaties_and_families_are_groups():
    treaties = make_treaties({}, {"code": "pact"}, {"code": "area", "family": "zone"})
    more = {"treaties": treaties}
    assert rates(by="treaty", more=more)["exits"].to_dict() == {"ban": 1, "pact": 0, "area": 0}
    assert rates(by="family", more=more)["exits"].to_dict() == {"humanitarian": 1, "zone": 0}
    assert rates(by="treaty", treaty="zone", more=more).index.tolist() == ["area"]


def test_decades_and_years_are_named():
    assert rates(by="decade")["exits"].to_dict() == {"2000s": 0, "2010s": 1}
    assert rates(by="year").index.tolist() == [str(year) for year in range(2000, 2013)]


def test_an_unknown_grouping_is_an_unknown_region():
    with pytest.raises(UnknownName, match="unknown region 'centuries'"):
        rates(by="centuries")


def test_a_suspended_party_is_at_risk_and_a_state_that_came_back_again():
    suspended = ("ban", "BBB", "2002-01-01", "suspension_effective")
    assert rates(events=[*EVENTS, suspended]).equals(rates())
    back = ("ban", "AAA", "2012-01-01", "accession")
    risk = at_risk(*known_on("2012-12-31", [*EVENTS, back]))
    assert (risk.time["state"] == "AAA").sum() == 2


DAYS = st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2020-12-31").date()).map(str)
KINDS = ["ratification", "withdrawal_notified", "notice_revoked", "suspension_effective"]
HISTORIES = st.lists(
    st.tuples(st.just("ban"), st.sampled_from(["AAA", "BBB", "CCC"]), DAYS, st.sampled_from(KINDS)),
    max_size=20,
)


@settings(max_examples=12, deadline=None)
@given(HISTORIES, DAYS, DAYS, DAYS, DAYS)
def test_every_grouping_adds_up_to_the_whole(events, one, other, cut, day):
    more = {"groups": [("club", "FFF", "", "")]}
    if one != other:
        more["groups"].append(("club", "AAA", min(one, other), max(one, other)))
    whole = rates(day, events, more).loc["all"]
    for by in ("treaty", "family", "club", "year", "decade", ["club", pd.Timestamp(cut)]):
        parts = rates(day, events, more, by=by)
        assert parts["exits"].sum() == whole["exits"]
        assert parts["party_years"].sum() == pytest.approx(whole["party_years"])


@settings(max_examples=15, deadline=None)
@given(HISTORIES, DAYS, DAYS)
def test_a_past_window_never_changes(events, one, other):
    early, late = sorted([one, other])
    window = (None, pd.Timestamp(early) + pd.Timedelta(days=1))
    pd.testing.assert_frame_equal(
        rates(early, events, window=window), rates(late, events, window=window)
    )


def test_since_the_invasion_only_the_eastern_flank_has_left_the_mine_ban(register):
    past = register.as_of("2026-02-20")
    by = ["eastern-flank", pd.Timestamp("2022-02-24")]
    table = exit_rates(past.known, past.spells, past.day, treaty="apmbc", by=by)
    assert table["exits"].tolist() == [0, 5, 0, 0]
