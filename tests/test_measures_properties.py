"""What holds of every measure: no order of rows, no look-ahead, parts that add up."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.law.spells import build_spells
from analysis.measures.commitments import commitments_over_time, depth_of_rollback
from analysis.measures.durations import time_to_exit
from analysis.measures.exposure import exit_rates
from analysis.measures.flows import flows_by_year
from analysis.measures.lags import lags_of_leaving
from tests.conftest import make_tables, make_treaties

OUT = {"aim": "withdrawal", "actor": "government"}
EVENTS = [
    ("ban", "AAA", "2000-01-02", "signature"),
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "CCC", "2003-07-31", "accession"),
    ("ban", "AAA", "2010-01-01", "announced", OUT),
    ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
    ("ban", "BBB", "2010-09-30", "objection"),
    ("ban", "CCC", "2010-10", "withdrawal_rejected", OUT),
    ("pact", "BBB", "2001-02-10", "ratification"),
    ("pact", "CCC", "2001-02-10", "ratification"),
    ("pact", "BBB", "2003-02-10", "suspension_effective"),
]
BORDERS = [("AAA", "EEE", 100.0), ("BBB", "EEE", 50.0), ("AAA", "BBB", 10.0)]
GROUPS = [("club", "AAA", "2004-01-01", ""), ("club", "BBB", "", "2009-01-01")]
MEASURES = [
    (flows_by_year, {"region": "club"}),
    (commitments_over_time, {"region": "club"}),
    (depth_of_rollback, {"region": "club", "by": "family"}),
    (exit_rates, {"by": ["treaty", "club"]}),
    (lags_of_leaving, {}),
    (time_to_exit, {"region": "club"}),
]
each_measure = pytest.mark.parametrize(
    ("measure", "asked"), MEASURES, ids=[measure.__name__ for measure, _ in MEASURES]
)


def measured(measure, asked, events, day):
    treaties = make_treaties({}, {"code": "pact"})
    tables = make_tables(events, treaties, borders=BORDERS, groups=GROUPS)
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    return measure(known, build_spells(known), pd.Timestamp(day), **asked)


@each_measure
@settings(max_examples=8, deadline=None)
@given(events=st.permutations(EVENTS))
def test_the_order_of_the_rows_does_not_matter(measure, asked, events):
    day = "2011-06-30"
    pd.testing.assert_frame_equal(
        measured(measure, asked, events, day), measured(measure, asked, EVENTS, day)
    )


@each_measure
@pytest.mark.parametrize("day", ["1999-01-01", "2000-02-29", "2010-12-31"])
def test_a_day_before_or_after_everything_is_answered_in_the_same_columns(measure, asked, day):
    table = measured(measure, asked, EVENTS, day)
    full = measured(measure, asked, EVENTS, "2011-06-30")
    assert list(table.columns) == list(full.columns)
    assert list(measured(measure, asked, [], day).columns) == list(full.columns)


@pytest.mark.parametrize("day", ["2004-03-30", "2019-08-01", "2025-12-26"])
def test_the_past_of_a_later_day_is_what_was_known_then(register, day):
    then, later = register.as_of(day), register.as_of("2026-02-20")
    series = [
        commitments_over_time(past.known, past.spells, past.day, region="nato")
        for past in (then, later)
    ]
    seen = series[1][series[1]["day"] <= day]
    pd.testing.assert_frame_equal(series[0], seen)


def test_the_five_regions_of_the_world_make_up_the_world(register):
    # Former states stand in no region of today, and none of them joined these two.
    past, treaty = register.as_of("2026-02-20"), ["apmbc", "ccm"]
    numbers = ["deposits", "entries", "notices", "exits", "ended", "net", "objections"]

    def flows(region):
        asked = {"treaty": treaty, "region": region}
        return flows_by_year(past.known, past.spells, past.day, **asked)[numbers]

    parts = [flows(name) for name in ("africa", "americas", "asia", "europe", "oceania")]
    pd.testing.assert_frame_equal(sum(parts[1:], parts[0]), flows("world"))
