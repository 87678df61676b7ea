"""Pooled rates, against closed forms and numerical integration."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from analysis.inference.pooling import pool_rates
from analysis.model import RollbackError


def groups(events, exposure):
    names = [f"g{place}" for place in range(len(events))]
    return pd.DataFrame({"group": names, "events": events, "exposure": exposure})


MIXED = groups([5, 0, 1, 2, 0, 0, 1], [100, 100, 900, 300, 400, 1200, 300])
many = st.lists(st.tuples(st.integers(0, 9), st.floats(10, 900)), min_size=1, max_size=9)


def test_the_prior_has_the_greatest_penalised_likelihood():
    pooled = pool_rates(MIXED)
    shape, rate = pooled.prior_events, pooled.prior_exposure

    def likelihood(shape, rate):
        chances = rate / (rate + MIXED["exposure"])
        return stats.nbinom.logpmf(MIXED["events"], shape, chances).sum() - np.log(shape) / 2

    best = likelihood(shape, rate)
    for factor in (0.5, 0.9, 0.99, 1.01, 1.1, 2):
        assert likelihood(shape * factor, rate) < best
        assert likelihood(shape, rate * factor) < best
        assert likelihood(shape * factor, rate * factor) < best


def test_with_equal_exposure_the_prior_mean_is_the_common_rate():
    pooled = pool_rates(groups([4, 0, 1, 7], [50] * 4))
    assert pooled.prior_events / pooled.prior_exposure == pytest.approx(12 / 200)


@given(many)
@settings(max_examples=50, deadline=None)
def test_an_estimate_is_the_weighted_mean_of_own_rate_and_prior(cases):
    events, exposure = zip(*cases, strict=True)
    pooled = pool_rates(groups(events, exposure))
    table, prior = pooled.table, 100 * pooled.prior_events / pooled.prior_exposure
    mixed = table["weight"] * table["rate"] + (1 - table["weight"]) * prior
    assert table["estimate"].tolist() == pytest.approx(mixed.tolist())
    assert table["weight"].between(0, 1).all()
    assert (table["low"] < table["high"]).all()


@given(many, st.floats(0.01, 400), st.randoms())
@settings(max_examples=50, deadline=None)
def test_neither_the_unit_of_exposure_nor_the_order_of_groups_matters(cases, unit, random):
    frame = groups(*zip(*cases, strict=True))
    rows = list(range(len(frame)))
    random.shuffle(rows)
    shuffled = frame.iloc[rows].assign(exposure=lambda f: f["exposure"] * unit)
    one, other = pool_rates(frame), pool_rates(shuffled, per=100 * unit)
    assert one.prior_events == pytest.approx(other.prior_events, rel=1e-3)
    columns = ["weight", "estimate", "low", "high"]
    found = other.table.sort_values("group", ignore_index=True)[columns]
    expected = one.table.sort_values("group", ignore_index=True)[columns]
    pd.testing.assert_frame_equal(found, expected, rtol=2e-3, atol=1e-9)


def test_groups_that_look_alike_are_pooled_more_than_groups_that_differ():
    alike = pool_rates(groups([1, 1, 2, 1], [100, 110, 190, 90]))
    differ = pool_rates(groups([20, 1, 0, 0], [100, 110, 190, 90]))
    assert (alike.table["weight"] < 0.5).all()
    assert (differ.table["weight"] > 0.5).all()
    # Never quite alike: each group keeps something of its own.
    assert (alike.table["weight"] > 0.05).all()


def test_the_interval_holds_the_posterior_between_its_tails():
    pooled = pool_rates(MIXED, level=0.9)
    first = pooled.table.iloc[0]

    def density(rate):
        prior = stats.gamma.pdf(rate, pooled.prior_events, scale=1 / pooled.prior_exposure)
        return prior * stats.poisson.pmf(5, 100 * rate)

    whole = integrate.quad(density, 0, 0.5)[0]
    inside = integrate.quad(density, first["low"] / 100, first["high"] / 100)[0]
    assert inside / whole == pytest.approx(0.9, rel=1e-4)


def test_the_chance_of_an_event_is_the_posterior_integrated_out():
    pooled = pool_rates(MIXED)
    chance = pooled.chance_within(3)
    for row, events, exposure in zip(chance.itertuples(), [5, 0], [100, 100], strict=False):
        posterior = stats.gamma(
            pooled.prior_events + events, scale=1 / (pooled.prior_exposure + exposure)
        )
        assert row.chance == pytest.approx(posterior.expect(lambda r: -np.expm1(-3 * r)), rel=1e-5)
        assert row.low == pytest.approx(1 - np.exp(-3 * posterior.ppf(0.025)))
        assert row.high == pytest.approx(1 - np.exp(-3 * posterior.ppf(0.975)))


def test_the_chance_grows_with_the_horizon_from_nothing():
    pooled = pool_rates(MIXED)
    chances = [pooled.chance_within(horizon)["chance"] for horizon in (0, 1, 5, 1e9)]
    assert chances[0].eq(0).all()
    assert (chances[1] < chances[2]).all()
    assert (chances[3] > 0.9).all()
    assert pooled.chance_within(1).columns.tolist() == ["group", "chance", "low", "high"]
    with pytest.raises(RollbackError, match="lies in the past"):
        pooled.chance_within(-1)


def test_a_group_never_at_risk_is_what_the_others_make_it():
    pooled = pool_rates(pd.concat([MIXED, groups([0], [0])], ignore_index=True))
    last = pooled.table.iloc[-1]
    assert np.isnan(last["rate"])
    assert last["weight"] == 0
    assert pooled.prior_events == pool_rates(MIXED).prior_events


def test_two_groups_get_a_prior_worth_one_event_at_the_common_rate():
    pooled = pool_rates(groups([4, 1], [100, 150]))
    assert (pooled.prior_events, pooled.prior_exposure) == (1, 50)
    assert pooled.table["estimate"].tolist() == pytest.approx([500 / 150, 200 / 200])
    assert pooled.method == "gamma prior worth one event"


def test_without_any_event_rates_are_small_but_not_zero():
    pooled = pool_rates(groups([0, 0, 0], [100, 100, 50]))
    assert pooled.prior_exposure == 500
    assert pooled.table["estimate"].tolist() == pytest.approx([100 / 600, 100 / 600, 100 / 550])


@pytest.mark.parametrize(
    ("events", "exposure", "message"),
    [
        ([1, -1], [9, 9], "below zero"),
        ([1, 1], [9, np.nan], "missing"),
        ([0, 0], [0, 0], "no group was ever at risk"),
        ([1, 1], [9, 0], "events without exposure"),
    ],
)
def test_groups_that_make_no_sense_are_refused(events, exposure, message):
    with pytest.raises(RollbackError, match=message):
        pool_rates(groups(events, exposure))
