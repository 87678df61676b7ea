"""Border by status, towards states or the members of a group."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coverage import coverage_over_time
from analysis.measures.borders import border_by_status, border_pairs
from analysis.model import STATUSES, UnknownName
from analysis.spells import build_spells
from tests.conftest import make_tables

# In force for AAA and BBB on 2000-09-01; AAA gives notice and is out on 2011-02-28.
EVENTS = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
]
BORDERS = [
    ("AAA", "EEE", 100.0),
    ("AAA", "FFF", 50.5),
    ("BBB", "CCC", 30.0),
    ("BBB", "EEE", 7.0),
    ("EEE", "FFF", 900.0),
]
GROUPS = [
    ("club", "AAA", "", ""),
    ("club", "BBB", "2004-01-01", ""),
    ("bloc", "EEE", "", ""),
    ("bloc", "FFF", "2005-01-01", "2008-01-01"),
]


def known_on(day, events=EVENTS, groups=GROUPS):
    tables = make_tables(events, groups=groups, borders=BORDERS)
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    return known, build_spells(known), pd.Timestamp(day)


def series(day="2012-01-01", towards="bloc", **more):
    asked = {"treaty": "ban", "region": "club", "towards": towards, **more}
    table = border_by_status(*known_on(day), **asked)
    return {
        f"{row['day']:%F}": {name: row[name] for name in ("km", *STATUSES) if row[name]}
        for _, row in table.iterrows()
    }


def test_the_border_follows_status_and_the_membership_of_both_sides():
    assert series() == {
        "2000-01-01": {"km": 100, "none": 100},
        "2000-02-10": {"km": 100, "contracting": 100},
        "2000-09-01": {"km": 100, "party": 100},
        "2004-01-01": {"km": 107, "party": 107},
        "2005-01-01": {"km": 157.5, "party": 157.5},
        "2008-01-01": {"km": 107, "party": 107},
        "2010-08-31": {"km": 107, "party": 7, "withdrawing": 100},
        "2011-02-28": {"km": 107, "party": 7, "withdrawn": 100},
    }


def test_what_is_scheduled_has_not_come():
    assert list(series("2011-02-27"))[-1] == "2010-08-31"


def test_named_states_are_a_far_side_without_limits_of_time():
    assert series(towards=["FFF"])["2000-01-01"] == {"km": 50.5, "none": 50.5}


def test_a_state_on_both_sides_counts_on_the_far_one():
    groups = [*GROUPS, ("bloc", "AAA", "2003-01-01", "")]
    tables, spells, day = known_on("2003-06-01", groups=groups)
    asked = {"treaty": "ban", "region": "club", "towards": "bloc"}
    assert border_by_status(tables, spells, day, **asked).iloc[-1]["km"] == 0
    assert border_pairs(tables, spells, day, **asked).empty


def test_before_the_treaty_was_opened_there_is_no_series():
    assert series("1999-12-31") == {}


def test_each_border_has_the_status_of_both_sides():
    asked = {"treaty": "ban", "region": "club", "towards": ["EEE", "CCC"]}
    table = border_pairs(*known_on("2010-12-31"), **asked)
    assert table.to_numpy().tolist() == [
        ["AAA", "EEE", 100, "withdrawing", "none"],
        ["BBB", "CCC", 30, "party", "none"],
        ["BBB", "EEE", 7, "party", "none"],
    ]


@pytest.mark.parametrize("asked", [{"towards": "blocs"}, {"towards": ["GGG"]}, {"treaty": "bn"}])
def test_unknown_names_are_refused(asked):
    with pytest.raises(UnknownName):
        series(**asked)


DAYS = st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2012-12-31").date()).map(str)
KINDS = ["signature", "ratification", "withdrawal_notified", "suspension_effective"]
HISTORIES = st.lists(
    st.tuples(st.just("ban"), st.sampled_from(["AAA", "BBB", "CCC"]), DAYS, st.sampled_from(KINDS)),
    max_size=20,
)


@settings(max_examples=15, deadline=None)
@given(HISTORIES)
def test_the_statuses_add_up_and_agree_with_the_coverage(events):
    tables, spells, day = known_on("2012-12-31", events)
    tables = replace(tables, borders=tables.borders.assign(km=tables.borders["km"].round()))
    table = border_by_status(
        tables, spells, day, treaty="ban", region="club", towards=["EEE", "FFF"]
    )
    assert (table[list(STATUSES)].sum(axis=1) == table["km"]).all()
    bound = (table["party"] + table["withdrawing"]).set_axis(table["day"])
    covered = coverage_over_time(tables, spells, "ban", "club", ["EEE", "FFF"], day)
    covered = covered.set_index("day")["km_bound"]
    pd.testing.assert_series_equal(
        bound.reindex(covered.index), covered, check_names=False, check_dtype=False
    )


def test_the_eastern_flank_as_the_coverage_measures_it(register):
    past = register.as_of("2026-02-20")
    asked = {"treaty": "apmbc", "region": "eastern-flank", "towards": ["RUS", "BLR"]}
    last = border_by_status(past.known, past.spells, past.day, **asked).iloc[-1]
    assert (last["km"], last["party"], last["withdrawn"]) == (3802, 191, 3611)
