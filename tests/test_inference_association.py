"""Two groups and an outcome, against enumeration and the textbook."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.inference.association import compare_groups
from analysis.terms.errors import RollbackError


def test_the_lady_tasting_tea():
    tea = compare_groups(3, 4, 1, 4)
    # Of the 70 ways to choose four cups, 34 are no more probable: Fisher 1935, chapter 2.
    assert tea.fisher == pytest.approx(34 / 70)
    assert tea.risk_a.estimate == 0.75


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.data())
def test_fisher_adds_up_the_tables_that_are_no_more_probable(total_a, total_b, data):
    a, b = data.draw(st.integers(0, total_a)), data.draw(st.integers(0, total_b))
    ways = np.array(
        [math.comb(total_a, k) * math.comb(total_b, a + b - k) for k in range(a + b + 1)]
    )
    expected = ways[ways <= ways[a]].sum() / ways.sum()
    assert compare_groups(a, total_a, b, total_b).fisher == pytest.approx(expected)


def boschloo_by_hand(a, total_a, b, total_b, side):
    tables = [(x, y) for x in range(total_a + 1) for y in range(total_b + 1)]

    def fisher(x, y):
        table = [[x, y], [total_a - x, total_b - y]]
        return stats.fisher_exact(table, alternative=side).pvalue

    extreme = [(x, y) for x, y in tables if fisher(x, y) <= fisher(a, b) + 1e-12]
    risks = np.linspace(0.001, 0.999, 2001)
    return max(
        sum(
            stats.binom.pmf(x, total_a, risks) * stats.binom.pmf(y, total_b, risks)
            for x, y in extreme
        )
    )


@pytest.mark.parametrize("cell", [(4, 5, 1, 6), (3, 3, 1, 7), (0, 4, 3, 6)])
def test_boschloo_is_the_worst_case_over_all_common_risks(cell):
    sides = [boschloo_by_hand(*cell, side) for side in ("less", "greater")]
    assert compare_groups(*cell).boschloo == pytest.approx(min(1, 2 * min(sides)), rel=1e-3)


def test_boschloo_finds_more_than_one_side_of_fisher_doubled():
    groups = compare_groups(5, 6, 20, 150)
    table = [[5, 20], [1, 130]]
    doubled = 2 * stats.fisher_exact(table, alternative="greater").pvalue
    assert groups.boschloo < doubled


def test_the_odds_ratio_is_that_under_which_the_table_is_what_one_expects():
    odds = compare_groups(3, 4, 1, 4).odds_ratio
    assert stats.nchypergeom_fisher.mean(8, 4, 4, odds.estimate) == pytest.approx(3)
    below = stats.nchypergeom_fisher.cdf(3, 8, 4, 4, odds.high)
    above = stats.nchypergeom_fisher.sf(2, 8, 4, 4, odds.low)
    assert (below, above) == pytest.approx((0.025, 0.025))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 8), st.integers(1, 8), st.data())
def test_the_groups_may_change_places(total_a, total_b, data):
    a, b = data.draw(st.integers(0, total_a)), data.draw(st.integers(0, total_b))
    one, other = compare_groups(a, total_a, b, total_b), compare_groups(b, total_b, a, total_a)
    assert one.fisher == pytest.approx(other.fisher)
    assert one.boschloo == pytest.approx(other.boschloo, rel=1e-3)
    assert one.risk_a == other.risk_b
    if other.odds_ratio.high:
        assert one.odds_ratio.low == pytest.approx(1 / other.odds_ratio.high, rel=1e-5)


def test_an_empty_cell_leaves_the_odds_ratio_open_to_one_side():
    never, always = compare_groups(0, 9, 3, 9).odds_ratio, compare_groups(9, 9, 6, 9).odds_ratio
    assert (never.estimate, never.low) == (0, 0)
    assert 0 < never.high < math.inf
    assert (always.estimate, always.high) == (math.inf, math.inf)
    assert 0 < always.low < math.inf


@pytest.mark.parametrize("events", [(0, 0), (4, 7)])
def test_an_outcome_of_nobody_or_of_everybody_is_no_evidence(events):
    groups = compare_groups(events[0], 4, events[1], 7)
    assert math.isnan(groups.odds_ratio.estimate)
    assert (groups.odds_ratio.low, groups.odds_ratio.high) == (0, math.inf)
    assert (groups.fisher, groups.boschloo) == (1, 1)


def test_an_empty_group_is_refused():
    with pytest.raises(RollbackError, match="a group is empty"):
        compare_groups(0, 0, 3, 9)
