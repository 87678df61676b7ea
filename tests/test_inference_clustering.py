"""The scan statistic in time and join counts on a graph, against enumeration and closed forms."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.inference.clustering import scan_statistic
from analysis.inference.joins import join_counts
from analysis.terms.errors import RollbackError

days = st.lists(st.integers(0, 199), min_size=1, max_size=15)


def close(simulated, exact):
    """Within four Monte-Carlo errors, of the exact value where the estimate has next to none."""
    error = max(simulated.p_error, (exact * (1 - exact) / simulated.draws) ** 0.5)
    return simulated.p_value == pytest.approx(exact, abs=4 * error + 1 / simulated.draws)


@settings(deadline=None)
@given(days, st.integers(1, 60))
def test_the_fullest_window_is_found_and_told(times, window):
    scan = scan_statistic(times, window=window, start=0, end=200, draws=9)
    inside = [[t for t in times if d <= t < d + window] for d in range(-60, 200)]
    assert scan.most == max(len(events) for events in inside)
    fullest = next(sorted(e) for e in inside if len(e) == scan.most)
    assert (scan.first, scan.last) == (fullest[0], fullest[-1])


@pytest.mark.parametrize(("events", "width"), [(2, 0.1), (3, 0.4), (5, 0.6)])
def test_all_events_in_one_window_are_as_probable_as_the_closed_form_says(events, width):
    times = np.linspace(0.2, 0.2 + width * 0.9, events)
    scan = scan_statistic(times, window=width, start=0, end=1, whole_days=False)
    assert scan.most == events
    # Naus 1965: n points fall within w of each other.
    assert close(scan.chance, events * width ** (events - 1) - (events - 1) * width**events)


def probability(period, events, window, most, weights):
    shares = np.array(weights) / sum(weights)
    total = 0.0
    for times in itertools.product(range(period), repeat=events):
        fullest = max(sum(d <= t < d + window for t in times) for d in range(period))
        total += (fullest >= most) * shares[list(times)].prod()
    return total


def test_whole_days_are_drawn_as_whole_days():
    scan = scan_statistic([1, 2, 5], window=2, start=0, end=6)
    assert (scan.most, scan.first, scan.last) == (2, 1, 2)
    assert close(scan.chance, probability(6, 3, 2, 2, [1] * 6))
    # Without the rounding, two of three within two of six days are far more than common.
    exact = scan_statistic([1, 2, 5], window=2, start=0, end=6, whole_days=False)
    assert exact.p_value != pytest.approx(scan.p_value, abs=0.02)


def test_times_are_drawn_where_there_are_cases_at_risk():
    at_risk = pd.Series([8, 0, 1], index=[0, 2, 5])
    scan = scan_statistic([0, 0, 6], window=1, start=0, end=7, at_risk=at_risk)
    assert scan.most == 2
    assert close(scan.chance, probability(7, 3, 1, 2, [8, 8, 0, 0, 0, 1, 1]))
    alike = scan_statistic([0, 0, 6], window=1, start=0, end=7)
    assert alike.p_value < scan.p_value - 0.1


@given(days, st.integers(1, 60), st.integers(-5000, 5000), st.randoms())
@settings(max_examples=30, deadline=None)
def test_neither_the_origin_of_time_nor_the_order_of_events_matters(times, window, shift, random):
    one = scan_statistic(times, window=window, start=0, end=200, draws=499)
    random.shuffle(times)
    moved = [time + shift for time in times]
    other = scan_statistic(moved, window=window, start=shift, end=200 + shift, draws=499)
    assert (one.most, one.first + shift) == (other.most, other.first)
    assert one.p_value == pytest.approx(other.p_value, abs=0.005)


def test_a_constant_number_at_risk_changes_nothing():
    more = {"window": 9, "start": 0, "end": 200, "seed": 3}
    one = scan_statistic([1, 40, 44, 47, 120], **more)
    at_risk = pd.Series([160, 160, 160], index=[-10, 50, 250])
    other = scan_statistic([1, 40, 44, 47, 120], at_risk=at_risk, **more)
    assert one.p_value == pytest.approx(other.p_value, abs=1e-3)
    assert (one.method, other.method) == (
        "scan statistic, uniform",
        "scan statistic, by numbers at risk",
    )


def test_a_single_event_is_no_cluster():
    assert scan_statistic([7], window=3, start=0, end=10).p_value == 1


def test_a_scan_says_what_it_found():
    scan = scan_statistic([3, 4, 4, 90], window=2, start=0, end=100, draws=99)
    assert str(scan).startswith("3 of 4 events within 2 days: p = 0.01 ± ")


@pytest.mark.parametrize(
    ("times", "more", "message"),
    [
        ([], {}, "no events to scan"),
        ([10], {}, "day 10 lies outside the period"),
        ([-1], {}, "day -1 lies outside the period"),
        ([1], {"window": 10}, "does not fit"),
        ([1], {"window": 0}, "does not fit"),
        ([1.5], {}, "whole_days=False"),
        ([1], {"at_risk": pd.Series([1], index=[2])}, "begin on day 2"),
        ([1], {"at_risk": pd.Series([-1], index=[0])}, "below 0"),
        ([1, 7], {"at_risk": pd.Series([4, 0], index=[0, 6])}, "day 7, when nobody was at risk"),
    ],
)
def test_a_scan_that_makes_no_sense_is_refused(times, more, message):
    with pytest.raises(RollbackError, match=message):
        scan_statistic(times, **{"window": 3, "start": 0, "end": 10, **more})


# Two triangles with a bridge, and a path away from it.
EDGES = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5), (5, 6), (6, 7)]
MARKED = np.isin(np.arange(8), [0, 1, 2])


def kinds(chosen):
    sides = [len(chosen & set(edge)) for edge in EDGES]
    return sides.count(2), sides.count(1), sides.count(0)


def assert_exact(result, choices):
    """Compare all three counts with those under every choice of marked nodes."""
    every = np.array([kinds(set(choice)) for choice in choices])
    for place, count in enumerate((result.both, result.one, result.none)):
        assert count.expected == pytest.approx(every[:, place].mean())
        assert close(count.more, (every[:, place] >= count.observed).mean())
        assert close(count.fewer, (every[:, place] <= count.observed).mean())


def test_join_counts_are_tested_against_every_way_to_mark_as_many_nodes():
    result = join_counts(EDGES, MARKED)
    assert (result.both.observed, result.one.observed, result.none.observed) == (3, 1, 5)
    assert_exact(result, itertools.combinations(range(8), 3))
    assert result.p_value == result.both.more.p_value < 0.08


def test_within_strata_each_keeps_its_number_of_marks():
    strata = ["west"] * 4 + ["east"] * 4
    result = join_counts(EDGES, np.isin(np.arange(8), [0, 1, 4]), strata=strata)
    pairs = itertools.combinations(range(4), 2)
    assert_exact(result, [(*pair, one) for pair in pairs for one in range(4, 8)])


def test_nodes_not_at_risk_and_their_edges_are_left_out():
    kept = np.arange(8) != 3
    result = join_counts(EDGES, MARKED, at_risk=kept)
    without = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (5, 6)]
    assert result == join_counts(without, MARKED[kept])
    assert (result.nodes, result.marked, result.edges) == (7, 3, 6)


@given(st.lists(st.booleans(), min_size=8, max_size=8), st.permutations(range(8)), st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_numbering_of_nodes_and_the_direction_of_edges_do_not_matter(marked, places, random):
    flags = np.array(marked)
    renamed = [tuple(random.sample([places[a], places[b]], 2)) for a, b in EDGES]
    random.shuffle(renamed)
    moved = np.empty(8, dtype=bool)
    moved[places] = flags
    one = join_counts(EDGES, flags, permutations=999)
    other = join_counts(renamed, moved, permutations=999)
    for kind in ("both", "one", "none"):
        a, b = getattr(one, kind), getattr(other, kind)
        assert a.observed == b.observed
        assert a.expected == pytest.approx(b.expected)
        assert a.more.p_value == pytest.approx(b.more.p_value, abs=0.13)


def test_equal_seeds_give_equal_permutations():
    assert join_counts(EDGES, MARKED, seed=4) == join_counts(EDGES, MARKED, seed=4)
    assert join_counts(EDGES, MARKED, seed=4) != join_counts(EDGES, MARKED, seed=5)
    assert str(join_counts(EDGES, MARKED)).startswith("3 joins against 0.96 expected: p = 0.0")


@pytest.mark.parametrize(
    ("edges", "more", "message"),
    [
        ([(0, 8)], {}, "numbered 0 to 7"),
        ([(-1, 2)], {}, "numbered 0 to 7"),
        ([(1, 1)], {}, "joins a node with itself"),
        ([(1, 2), (2, 1)], {}, "stands twice"),
        ([(1, 2, 3)], {}, "table of two columns"),
        ([], {}, "table of two columns"),
        (EDGES, {"at_risk": ~MARKED}, "node 0 is marked but was not at risk"),
        ([(3, 4)], {"at_risk": MARKED}, "no edge joins two nodes at risk"),
        (EDGES, {"strata": ["a"]}, "differ in length"),
    ],
)
def test_join_counts_that_make_no_sense_are_refused(edges, more, message):
    with pytest.raises(RollbackError, match=message):
        join_counts(edges, MARKED, **more)
