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


@pytest.mark.parametrize(("events", "width"), [(2, 0.1), (3, 0.4), (5, 0.6), (5, 0.01)])
def test_all_events_in_one_window_are_as_probable_as_the_closed_form_says(events, width):
    period = 200_000
    window = round(width * period)
    scan = scan_statistic(range(events), window=window, start=0, end=period)
    assert scan.most == events
    assert scan.chance.exact
    # Naus 1965: n points fall within w of each other.
    exact = events * width ** (events - 1) - (events - 1) * width**events
    assert scan.p_value == pytest.approx(exact, rel=5e-3)


def probability(period, events, window, most, weights):
    shares = np.array(weights) / sum(weights)
    total = 0.0
    for times in itertools.product(range(period), repeat=events):
        fullest = max(sum(d <= t < d + window for t in times) for d in range(period))
        total += (fullest >= most) * shares[list(times)].prod()
    return total


RISK = pd.Series([8, 0, 1, 3], index=[0, 2, 4, 6])
WEIGHTS = [8, 8, 0, 0, 1, 1, 3, 3]


@pytest.mark.parametrize("window", [1, 2, 3, 5])
@pytest.mark.parametrize(
    "times", [[0, 0, 1], [0, 0, 6], [0, 6, 7, 7], [1, 1, 1, 7], [0, 7]], ids=str
)
def test_the_p_value_is_that_of_all_ways_to_throw_the_events(times, window):
    """By enumeration of the days, by numbers at risk; where some fall together, by sampling."""
    scan = scan_statistic(times, window=window, start=0, end=8, at_risk=RISK)
    exact = probability(8, len(times), window, scan.most, WEIGHTS)
    if scan.chance.exact:
        assert scan.p_value == pytest.approx(exact, abs=1e-12)
    else:
        assert scan.p_value == pytest.approx(exact, abs=4 * scan.chance.p_error + 1e-12)


@pytest.mark.parametrize(
    ("times", "window", "simulated"),
    [
        # Shares of 2 000 000 simulations over 8000 days, 40, 120 and 160 at risk from days 0, 1500
        # and 4000 on; their error is below 0.0002.
        ([3000, 3001, 3002, 3003, 3004], 2000, 0.02906),
        ([3000, 3001, 3002, 4095, 5190], 365, 0.06911),
        ([3000, 3001, 3002, 3003, 5400, 7800], 800, 0.06354),
        ([3000, 3001, 3002], 365, 0.00793),
    ],
)
def test_moderate_p_values_agree_with_long_simulations(times, window, simulated):
    at_risk = pd.Series([40, 120, 160], index=[0, 1500, 4000])
    scan = scan_statistic(times, window=window, start=0, end=8000, at_risk=at_risk)
    assert scan.p_value == pytest.approx(simulated, abs=0.0006 + 4 * scan.chance.p_error)


def test_the_sampling_tells_a_p_value_far_below_one_in_its_draws():
    """Four of five within a week of 10 000 days: by the bound of all windows, about 1e-8."""
    scan = scan_statistic([3, 4, 4, 5, 9000], window=7, start=0, end=10_000)
    assert scan.most == 4
    rare = 5 * (4 * 7e-4**3 - 3 * 7e-4**4)
    assert scan.p_value == pytest.approx(rare, rel=0.25)
    assert scan.chance.p_error < scan.p_value / 20


@given(days, st.integers(1, 60), st.integers(-5000, 5000), st.randoms())
@settings(max_examples=30, deadline=None)
def test_neither_the_origin_of_time_nor_the_order_of_events_matters(times, window, shift, random):
    one = scan_statistic(times, window=window, start=0, end=200, draws=499)
    random.shuffle(times)
    moved = [time + shift for time in times]
    other = scan_statistic(moved, window=window, start=shift, end=200 + shift, draws=499)
    assert (one.most, one.first + shift) == (other.most, other.first)
    assert one.p_value == pytest.approx(other.p_value)


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
    assert str(scan).startswith("3 of 4 events within 2 days: p = 0.00")
    assert str(scan).endswith("(99 draws)")


@pytest.mark.parametrize(
    ("times", "more", "message"),
    [
        ([], {}, "no events to scan"),
        ([10], {}, "day 10 lies outside the period"),
        ([-1], {}, "day -1 lies outside the period"),
        ([1], {"window": 10}, "does not fit"),
        ([1], {"window": 0}, "does not fit"),
        ([1.5], {}, "whole days"),
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
    assert result.both.more.exact
    every = np.array([kinds(set(choice)) for choice in choices])
    for place, count in enumerate((result.both, result.one, result.none)):
        assert count.expected == pytest.approx(every[:, place].mean())
        assert count.more.p_value == pytest.approx((every[:, place] >= count.observed).mean())
        assert count.fewer.p_value == pytest.approx((every[:, place] <= count.observed).mean())


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


#: A ring of thirty, of which five in a row are marked: too many ways to look at all of them.
RING = [(place, (place + 1) % 30) for place in range(30)]
ROW = np.arange(30) < 5


def test_where_there_are_too_many_ways_some_are_drawn():
    result = join_counts(RING, ROW)
    assert (result.ways, result.both.more.draws) == (142_506, 9_999)
    # Five marks in a row: 30 of the ways.
    assert close(result.both.more, 30 / 142_506)
    # At most no join: (30 / 25) C(25, 5) ways to set five marks apart on a ring.
    apart = join_counts(RING, np.isin(np.arange(30), [0, 6, 12, 18, 24]))
    assert close(apart.both.fewer, 30 / 25 * 53_130 / 142_506)


def test_equal_seeds_give_equal_permutations():
    assert join_counts(RING, ROW, seed=4) == join_counts(RING, ROW, seed=4)
    assert join_counts(RING, ROW, seed=4) != join_counts(RING, ROW, seed=5)
    # Three marks fall on one of the two triangles in two of 56 ways.
    assert str(join_counts(EDGES, MARKED)) == "3 joins against 0.96 expected: p = 0.0357"


def test_neighbours_are_judged_among_those_that_could_have_left():
    """The mine ban by days of notice: the three Baltic states together, Finland and Poland.

    Of the five units bordering on Russia or Belarus eight of the ten ways to choose three share a
    border; drawn among all of the world it looks rare.
    """
    border = [(0, 1), (1, 2), (3, 4)]  # the Baltic states, Poland, Ukraine; Finland, Norway
    marked = np.isin(np.arange(5), [0, 1, 3])
    assert join_counts(border, marked).p_value == pytest.approx(0.8)
    world = np.concatenate((marked, np.zeros(159, dtype=bool)))
    strata = [1] * 5 + [0] * 159
    assert join_counts(border, world, strata=strata).p_value == pytest.approx(0.8)
    assert join_counts(border, world).p_value < 0.001


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
