"""Exact intervals, rates and their ratio, against the distributions they come from."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.inference.exact import binomial_bounds, poisson_bounds, proportion
from analysis.inference.rates import poisson_rate, rate_ratio
from analysis.inference.results import Estimate, simulated_p
from analysis.terms.errors import RollbackError

counts = st.integers(0, 40)
exposures = st.floats(0.5, 5000)


@settings(deadline=None)
@given(counts, st.floats(0.5, 0.99))
def test_at_the_bounds_of_a_poisson_mean_the_count_seen_is_just_in_the_tail(events, level):
    low, high = poisson_bounds(events, level=level)
    assert stats.poisson.cdf(events, high) == pytest.approx((1 - level) / 2)
    if events:
        assert stats.poisson.sf(events - 1, low) == pytest.approx((1 - level) / 2)


def test_poisson_bounds_are_those_of_the_printed_tables():
    assert poisson_bounds(0) == pytest.approx((0, 3.689), abs=5e-4)
    assert poisson_bounds(10) == pytest.approx((4.795, 18.390), abs=5e-4)


@pytest.mark.parametrize("mean", [0.2, 1, 2.7, 6, 15.5])
def test_the_poisson_interval_covers_at_least_as_often_as_it_says(mean):
    inside = [y for y in range(60) if poisson_bounds(y)[0] <= mean <= poisson_bounds(y)[1]]
    assert stats.poisson.pmf(inside, mean).sum() >= 0.95


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30))
def test_at_the_bounds_of_a_share_the_count_seen_is_just_in_the_tail(events, rest):
    low, high = binomial_bounds(events, events + rest)
    if events:
        assert stats.binom.sf(events - 1, events + rest, low) == pytest.approx(0.025)
    if rest:
        assert stats.binom.cdf(events, events + rest, high) == pytest.approx(0.025)
    assert (low == 0, high == 1) == (events == 0, rest == 0)


def test_without_cases_a_share_is_undefined_and_may_be_anything():
    share = proportion(0, 0)
    assert math.isnan(share.estimate)
    assert (share.low, share.high) == (0, 1)


def test_a_rate_is_told_per_hundred_units():
    rate = poisson_rate(5, 250)
    assert (rate.estimate, rate.low, rate.high) == pytest.approx((2, 0.6494, 4.6674), abs=1e-4)


@settings(deadline=None)
@given(counts, exposures, st.floats(0.01, 100))
def test_a_rate_does_not_depend_on_the_unit_of_exposure(events, exposure, unit):
    one = poisson_rate(events, exposure, per=100)
    other = poisson_rate(events, exposure * unit, per=100 * unit)
    assert (one.estimate, one.low, one.high) == pytest.approx(
        (other.estimate, other.low, other.high)
    )


def test_no_event_leaves_a_rate_that_may_still_be_above_zero():
    rate = poisson_rate(0, 100)
    assert (rate.estimate, rate.low) == (0, 0)
    assert rate.high == pytest.approx(-math.log(0.025))


@settings(deadline=None)
@given(counts, exposures, counts, exposures)
def test_the_ratio_of_b_to_a_is_the_inverse_of_that_of_a_to_b(a, time_a, b, time_b):
    one, other = rate_ratio(a, time_a, b, time_b), rate_ratio(b, time_b, a, time_a)
    assert one.p_value == pytest.approx(other.p_value)
    assert one.low == pytest.approx(1 / other.high if other.high else math.inf)
    if a and b:
        assert one.estimate == pytest.approx(1 / other.estimate)


@settings(deadline=None)
@given(counts, exposures, counts, exposures)
def test_the_test_of_a_ratio_and_its_interval_agree(a, time_a, b, time_b):
    ratio = rate_ratio(a, time_a, b, time_b)
    assume(abs(ratio.p_value - 0.05) > 1e-9)
    assert (ratio.p_value < 0.05) == (not ratio.low <= 1 <= ratio.high)


@settings(deadline=None)
@given(st.integers(1, 30), st.integers(1, 30), exposures, exposures)
def test_the_test_of_a_ratio_is_twice_the_smaller_binomial_tail(a, b, time_a, time_b):
    share = time_a / (time_a + time_b)
    tails = [
        stats.binomtest(a, a + b, share, alternative=side).pvalue for side in ("less", "greater")
    ]
    p_value = rate_ratio(a, time_a, b, time_b).p_value
    assert p_value == pytest.approx(min(1, 2 * min(tails)))


def test_at_a_bound_of_the_ratio_the_other_hypothesis_is_just_rejected():
    ratio = rate_ratio(6, 200, 4, 900)
    for bound in (ratio.low, ratio.high):
        # Exposure stretched by the bound makes it the ratio of one.
        assert rate_ratio(6, 200 * bound, 4, 900).p_value == pytest.approx(0.05)


def test_a_side_without_events_leaves_a_ratio_of_zero_or_infinity_open_to_one_side():
    none_in_a, none_in_b = rate_ratio(0, 100, 5, 100), rate_ratio(5, 100, 0, 100)
    assert (none_in_a.estimate, none_in_a.low) == (0, 0)
    assert 0 < none_in_a.high < math.inf
    assert (none_in_b.estimate, none_in_b.high) == (math.inf, math.inf)
    assert none_in_b.low == pytest.approx(1 / none_in_a.high)


def test_two_sides_without_events_say_nothing():
    ratio = rate_ratio(0, 100, 0, 50)
    assert math.isnan(ratio.estimate)
    assert (ratio.low, ratio.high, ratio.p_value) == (0, math.inf, 1)
    assert str(ratio) == "undefined (95% interval 0 to ∞), p = 1"


@pytest.mark.parametrize("exposure", [0, -1, math.nan, math.inf])
def test_a_rate_without_time_at_risk_is_refused(exposure):
    with pytest.raises(RollbackError, match="time at risk above zero"):
        poisson_rate(0, exposure)
    with pytest.raises(RollbackError, match="time at risk above zero"):
        rate_ratio(1, 10, 0, exposure)


def test_what_is_no_count_or_no_level_is_refused():
    with pytest.raises(RollbackError, match="events is -1"):
        poisson_rate(-1, 10)
    with pytest.raises(RollbackError, match=r"events is 1\.5"):
        poisson_rate(1.5, 10)
    with pytest.raises(RollbackError, match="3 events among 2 cases"):
        proportion(3, 2)
    with pytest.raises(RollbackError, match="level 95"):
        poisson_rate(1, 10, level=95)


def test_a_simulated_p_counts_the_data_among_the_draws():
    p = simulated_p(np.array([True] * 3 + [False] * 96))
    assert p.p_value == 0.04
    assert p.p_error == pytest.approx(math.sqrt(0.04 * 0.96 / 100))
    assert str(p) == "p = 0.04 ± 0.0196 (99 draws)"
    assert simulated_p(np.zeros(99, dtype=bool)).p_value == 0.01


def test_an_estimate_tells_itself_in_three_figures():
    assert str(Estimate(estimate=1 / 3, low=0, high=math.inf, method="", level=0.9)) == (
        "0.333 (90% interval 0 to ∞)"
    )
