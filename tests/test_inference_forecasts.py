"""Rankings and probabilities against what happened, by enumeration."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.inference.calibration import calibration_table, score_forecast
from analysis.inference.discrimination import auc, ranks_of_events
from analysis.model import RollbackError

ranked = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=9)


def both_kinds(cases):
    scores, happened = (np.array(column) for column in zip(*cases, strict=True))
    assume(happened.any() and not happened.all())
    return scores, happened


def area(scores, happened):
    gaps = np.subtract.outer(scores[happened], scores[~happened])
    return ((gaps > 0) + (gaps == 0) / 2).mean()


@settings(deadline=None)
@given(ranked)
def test_area_and_p_value_are_those_of_every_pair_and_every_choice(cases):
    scores, happened = both_kinds(cases)
    result, n = auc(scores, happened), len(scores)
    assert result.estimate == pytest.approx(area(scores, happened))
    choices = itertools.combinations(range(n), int(happened.sum()))
    areas = [area(scores, np.isin(np.arange(n), choice)) for choice in choices]
    as_good = np.mean(np.array(areas) >= area(scores, happened) - 1e-9)
    assert result.p_value == pytest.approx(as_good)


def test_without_ties_the_p_value_is_that_of_scipy():
    scores = np.random.default_rng(1).normal(size=60)
    happened = np.arange(60) < 12
    test = stats.mannwhitneyu(
        scores[happened], scores[~happened], alternative="greater", method="exact"
    )
    assert auc(scores, happened).p_value == pytest.approx(test.pvalue)


def test_many_cases_of_both_kinds_are_left_to_the_normal_distribution():
    scores, happened = np.arange(400) % 37, np.arange(400) % 2 == 0
    result = auc(scores, happened)
    assert result.method.endswith("(normal)")
    assert auc(scores[:60], happened[:60]).method.endswith("(exact)")
    # The two agree where both are possible.
    normal = stats.mannwhitneyu(
        scores[:60][happened[:60]], scores[:60][~happened[:60]], alternative="greater"
    )
    assert auc(scores[:60], happened[:60]).p_value == pytest.approx(normal.pvalue, abs=0.01)


@settings(deadline=None)
@given(ranked)
def test_a_ranking_turned_round_has_the_mirrored_area_and_interval(cases):
    scores, happened = both_kinds(cases)
    one, other = auc(scores, happened), auc(-scores, happened)
    turned = (1 - other.estimate, 1 - other.high, 1 - other.low)
    assert (one.estimate, one.low, one.high) == pytest.approx(turned)
    assert 0 <= one.low <= one.estimate <= one.high <= 1
    assert one.low < one.high


@settings(deadline=None)
@given(ranked, st.randoms())
def test_only_the_order_of_the_scores_counts(cases, random):
    scores, happened = both_kinds(cases)
    random.shuffle(cases)
    again, same = both_kinds(cases)
    one, other = auc(scores, happened), auc(np.exp(again / 3) - 7, same)
    assert (one.estimate, one.low, one.p_value) == pytest.approx(
        (other.estimate, other.low, other.p_value)
    )


def test_a_bound_lies_z_of_its_own_standard_errors_from_the_area_seen():
    scores, happened = [9, 7, 6, 5, 4, 3, 2, 1], [1, 1, 0, 1, 0, 0, 0, 0]
    result = auc(scores, happened)
    for bound in (result.low, result.high):
        others = (3 + 5) / 2 - 1
        dependence = others * ((1 - bound) / (2 - bound) + bound / (1 + bound))
        variance = bound * (1 - bound) * (1 + dependence) / 15
        assert abs(result.estimate - bound) == pytest.approx(1.959964 * math.sqrt(variance))


def test_a_perfect_ranking_of_few_leaves_much_open():
    result = auc([3, 2, 1, 0, 0], [1, 1, 0, 0, 0])
    assert (result.estimate, result.high, result.p_value) == (1, 1, pytest.approx(0.1))
    assert result.low < 0.5


def test_the_interval_covers_the_area_of_two_normal_distributions():
    rng = np.random.default_rng(7)
    gap, hits = math.sqrt(2) * stats.norm.ppf(0.85), 0
    happened = np.arange(45) < 5
    for _ in range(300):
        result = auc(rng.normal(gap * happened), happened)
        hits += result.low <= 0.85 <= result.high
    assert hits >= 300 * 0.92


def test_one_kind_of_case_or_a_missing_score_is_refused():
    with pytest.raises(RollbackError, match="struck 0 of 2 cases"):
        auc([1, 2], [False, False])
    with pytest.raises(RollbackError, match="struck 2 of 2 cases"):
        auc([1, 2], [True, True])
    with pytest.raises(RollbackError, match="no score"):
        auc([1, math.nan], [True, False])
    with pytest.raises(RollbackError, match="differ in length"):
        auc([1, 2, 3], [True, False])


def test_each_event_has_its_place_in_the_ranking_and_ties_share_theirs():
    table = ranks_of_events([5, 9, 5, 5, 1], [0, 1, 1, 0, 1], names=list("abcde"))
    assert table["name"].tolist() == ["b", "c", "e"]
    assert table["rank"].tolist() == [1, 3, 5]
    assert table["tied"].tolist() == [1, 3, 1]
    assert table["of"].tolist() == [5, 5, 5]


@settings(deadline=None)
@given(ranked)
def test_the_ranks_tell_the_area(cases):
    scores, happened = both_kinds(cases)
    m, n = happened.sum(), (~happened).sum()
    above = ranks_of_events(scores, happened)["rank"].sum() - m * (m + 1) / 2
    assert auc(scores, happened).estimate == pytest.approx(1 - above / (m * n))


def test_scores_of_a_forecast_by_hand():
    scores = score_forecast([0.8, 0.4, 0.1, 0.1], [True, False, True, False])
    assert scores.brier == pytest.approx((0.04 + 0.16 + 0.81 + 0.01) / 4)
    assert scores.brier_of_base == 0.25
    assert scores.brier_skill == pytest.approx(1 - scores.brier / 0.25)
    assert scores.log_score == pytest.approx(-math.log(0.8 * 0.6 * 0.1 * 0.9) / 4)
    assert scores.log_of_base == pytest.approx(math.log(2))
    assert (scores.cases, scores.events, scores.expected) == (4, 2, pytest.approx(1.4))


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=10))
def test_the_share_that_came_out_scores_best_of_all_equal_forecasts(cases):
    p, happened = (np.array(column) for column in zip(*cases, strict=True))
    scores = score_forecast(np.full(len(p), p[0]), happened)
    assert scores.brier >= scores.brier_of_base - 1e-12
    assert scores.log_score >= scores.log_of_base - 1e-12


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_the_total_is_tested_against_every_way_in_which_it_could_come_out(cases):
    p, happened = (np.array(column) for column in zip(*cases, strict=True))
    chance = np.zeros(len(p) + 1)
    for outcome in itertools.product([0, 1], repeat=len(p)):
        chance[sum(outcome)] += np.where(outcome, p, 1 - p).prod()
    seen = happened.sum()
    twice = 2 * min(chance[: seen + 1].sum(), chance[seen:].sum())
    assert score_forecast(p, happened).p_value == pytest.approx(min(1, twice), abs=1e-9)


def test_what_was_held_impossible_costs_everything_only_when_it_happens():
    assert score_forecast([0, 1], [False, True]).log_score == 0
    assert score_forecast([0, 1], [True, True]).log_score == math.inf


def test_without_variety_there_is_no_skill_to_tell():
    scores = score_forecast([0.1, 0.2], [False, False])
    assert math.isnan(scores.brier_skill)
    assert str(scores) == "Brier score 0.025 (base rate 0); 0 events, 0.3 expected, p = 1"


def test_a_calibration_table_counts_every_case_once_and_keeps_ties_together():
    p = [0.1] * 5 + [0.2, 0.3, 0.6, 0.7, 0.9]
    happened = [0, 0, 1, 0, 0, 0, 1, 1, 1, 1]
    table = calibration_table(p, happened, bins=4)
    assert table["cases"].tolist() == [5, 3, 2]
    assert table["expected"].tolist() == pytest.approx([0.5, 1.1, 1.6])
    assert table["observed"].tolist() == [1, 2, 2]
    assert (table["lowest"] <= table["highest"]).all()
    first = stats.binomtest(1, 5).proportion_ci(method="exact")
    assert table.loc[0, ["low", "high"]].tolist() == pytest.approx([first.low, first.high])
    assert table.loc[2, "p_value"] == 1
    assert table.loc[0, "p_value"] == pytest.approx(2 * (1 - 0.9**5))


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=12), st.integers(1, 5)
)
@settings(max_examples=40, deadline=None)
def test_the_bins_of_a_calibration_table_do_not_overlap(cases, bins):
    p, happened = zip(*cases, strict=True)
    table = calibration_table(p, happened, bins=bins)
    assert len(table) <= bins
    assert table["cases"].sum() == len(p)
    assert (table["highest"].to_numpy()[:-1] < table["lowest"].to_numpy()[1:]).all()


def test_what_is_no_forecast_is_refused():
    for p in ([], [1.2], [math.nan]):
        with pytest.raises(RollbackError, match="probability between 0 and 1"):
            score_forecast(p, [True] * len(p))
    with pytest.raises(RollbackError, match="0 bins"):
        calibration_table([0.5], [True], bins=0)
