"""Survival curves, against the textbook and by hand."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.inference.survival import survival_curve
from analysis.terms.errors import RollbackError

# Weeks of remission in leukaemia (Freireich and others 1963); the standard example since.
TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

times = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 12), st.booleans()), min_size=2, max_size=15
)


def spans(cases):
    entry, length, event = (np.array(column) for column in zip(*cases, strict=True))
    return entry, entry + length, event


def by_hand(entry, time, event):
    share, rows = 1.0, []
    for t in sorted({t for t, e in zip(time, event, strict=True) if e}):
        at_risk = sum(a < t <= b for a, b in zip(entry, time, strict=True))
        events = sum(b == t and e for b, e in zip(time, event, strict=True))
        share *= 1 - events / at_risk
        rows.append((t, at_risk, events, share))
    return rows


def test_the_curve_of_the_textbook():
    curve = survival_curve(TREATED, RELAPSED)
    assert curve.table["time"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.table["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    printed = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve.table["survival"].tolist() == pytest.approx(printed, abs=6e-4)
    errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert curve.table["std_error"].tolist() == pytest.approx(errors, abs=6e-5)
    assert (curve.median.estimate, curve.median.high) == (23, math.inf)
    assert (curve.cases, curve.events) == (21, 9)


def test_the_interval_is_symmetric_on_the_scale_of_log_minus_log():
    row = survival_curve(TREATED, RELAPSED).table.iloc[3]
    middle = math.log(-math.log(row["survival"]))
    spread = 1.959964 * row["std_error"] / (row["survival"] * -math.log(row["survival"]))
    bounds = [math.log(-math.log(row[bound])) for bound in ("low", "high")]
    assert bounds == pytest.approx([middle + spread, middle - spread])


def test_without_censoring_the_curve_is_the_share_left_and_its_error_binomial():
    curve = survival_curve(PLACEBO, [True] * 21)
    share = curve.table["survival"]
    left = [sum(week > t for week in PLACEBO) / 21 for t in curve.table["time"]]
    assert share.tolist() == pytest.approx(left, abs=1e-12)
    inside = share > 0
    binomial = np.sqrt(share * (1 - share) / 21)[inside]
    assert curve.table["std_error"][inside].tolist() == pytest.approx(binomial.tolist())
    assert curve.median.estimate == 8


def test_the_median_is_reached_when_just_half_are_left():
    assert survival_curve([1, 2, 3, 4], [True] * 4).median.estimate == 2


@settings(deadline=None)
@given(times)
def test_with_delayed_entry_the_curve_is_the_product_over_those_at_risk(cases):
    entry, time, event = spans(cases)
    table = survival_curve(time, event, entry=entry).table
    found = table[["time", "at_risk", "events", "survival"]].to_numpy()
    assert found == pytest.approx(np.array(by_hand(entry, time, event)).reshape(-1, 4))


@settings(deadline=None)
@given(times, st.integers(1, 20), st.randoms())
def test_a_case_may_be_watched_in_two_parts_and_in_any_order(cases, cut, random):
    entry, time, event = spans(cases)
    parts = []
    for a, b, e in zip(entry, time, event, strict=True):
        parts += [(a, cut, False), (cut, b, e)] if a < cut < b else [(a, b, e)]
    random.shuffle(parts)
    pieces = [np.array(column) for column in zip(*parts, strict=True)]
    whole = survival_curve(time, event, entry=entry).table
    pieced = survival_curve(pieces[1], pieces[2], entry=pieces[0]).table
    pd.testing.assert_frame_equal(whole, pieced)


def test_the_curve_can_be_read_at_any_time():
    curve = survival_curve(TREATED, RELAPSED)
    assert curve.at(5.9).estimate == 1
    assert math.isnan(curve.at(5.9).low)
    assert curve.at(6).estimate == pytest.approx(18 / 21)
    assert curve.at(1000).estimate == pytest.approx(0.448, abs=5e-4)


def test_without_events_nobody_has_left_and_there_is_no_median():
    curve = survival_curve([3, 4], [False, False])
    assert curve.table.empty
    assert curve.at(10).estimate == 1
    assert curve.median.estimate == math.inf


def test_a_curve_that_reached_zero_stays_there_when_others_enter_later():
    curve = survival_curve([1, 9, 9], [True, True, False], entry=[0, 5, 5])
    assert curve.table["survival"].tolist() == [0, 0]


def test_cases_that_make_no_sense_are_refused():
    with pytest.raises(RollbackError, match="no cases"):
        survival_curve([], [])
    with pytest.raises(RollbackError, match=r"case 1 is watched from 3\.0 to 3\.0"):
        survival_curve([5, 3], [True, True], entry=[0, 3])
    with pytest.raises(RollbackError, match="differ in length"):
        survival_curve([5, 3], [True])
    with pytest.raises(RollbackError, match="case 0 is watched"):
        survival_curve([math.nan, 3], [True, True])
