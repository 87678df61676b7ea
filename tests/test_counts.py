"""Counts: two readings of each number, on a day and over time."""

import pandas as pd
import pytest

from analysis.law.counts import count_each, count_on, count_over_time
from analysis.law.spells import build_spells
from tests.conftest import make_tables

EVENTS = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "CCC", "2000-01-02", "signature"),
    ("ban", "CCC", "2003-07-31", "ratification"),
    ("ban", "DDD", "2000-01-02", "signature"),
    ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
]


def numbers(day, region=None, **more):
    tables = make_tables(EVENTS, **more)
    row = count_on(tables, build_spells(tables), "ban", pd.Timestamp(day), region).iloc[0]
    return row.drop(["treaty", "day"]).tolist()


def test_contracting_states_come_before_parties():
    assert numbers("2000-08-31") == [2, 2, 2, 0, 0, 0]
    assert numbers("2000-09-01") == [2, 2, 2, 2, 0, 0]


def test_a_signatory_that_ratifies_stays_a_signatory_in_the_first_reading_only():
    assert numbers("2003-07-31") == [2, 1, 3, 2, 0, 0]


def test_a_notice_running_counts_among_the_parties():
    assert numbers("2010-08-31") == [2, 1, 3, 3, 1, 0]


def test_a_state_that_left_is_counted_as_withdrawn_alone():
    assert numbers("2011-02-28") == [2, 1, 2, 2, 0, 1]


def test_a_signature_is_kept_when_a_state_leaves(register):
    counts = register.counts(treaty="ccm").iloc[0]
    assert counts["signatories"] == 108


def test_a_region_counts_a_state_only_while_it_belongs():
    groups = [("club", "AAA", "2005-01-01", "2009-01-01")]
    assert numbers("2004-12-31", "club", groups=groups)[3] == 0
    assert numbers("2005-01-01", "club", groups=groups)[3] == 1
    assert numbers("2009-01-01", "club", groups=groups)[3] == 0


def test_every_row_of_the_series_differs_from_the_one_before():
    tables = make_tables(EVENTS)
    series = count_over_time(tables, build_spells(tables), "ban", pd.Timestamp("2020-01-01"))
    values = series.drop(columns=["treaty", "day"])
    assert values.ne(values.shift()).any(axis=1).all()
    assert series["day"].is_monotonic_increasing
    assert series["day"].is_unique


@pytest.mark.parametrize("region", [None, "eastern-flank"])
def test_counting_many_treaties_and_days_at_once_is_counting_each_over_time(register, region):
    tables, spells = register.tables, register.spells
    codes, days = tables.treaties["code"], ["1950-01-01", "1999-03-01", "2025-04-16"]
    asked = [(code, pd.Timestamp(day)) for code in codes for day in days]
    counted = count_each(tables, spells, asked, region).to_dict("records")
    numbers = [name for name in counted[0] if name not in ("treaty", "day")]
    assert sum(row["parties"] for row in counted) > 100
    for row in counted:
        series = count_over_time(tables, spells, row["treaty"], row["day"], region)
        last = series[numbers].iloc[-1].to_dict() if len(series) else dict.fromkeys(numbers, 0)
        assert {name: row[name] for name in numbers} == last
