"""The numbers of an assessment, on a world small enough to count by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.measures.decisions import count_decisions, exits_with_decisions, notices_given
from analysis.measures.exposure import at_risk
from analysis.register import Register
from analysis.sections.fall.facts import depth, depth_of
from analysis.sections.rates.facts import COLUMNS, rates, rates_frame
from analysis.sections.wave.contagion import NEVER, NOBODY, exits_by_border, exits_side_by_side
from analysis.sections.wave.facts import wave_of
from analysis.subject.situation import Situation
from analysis.subject.unanswered import INVASION, Unanswered
from analysis.terms.errors import UnknownName
from tests.conftest import make_tables

YEAR = 365.25
PARTIES = ("AAA", "BBB", "CCC", "DDD", "EEE")
GOVERNMENT = {"actor": "government", "aim": "withdrawal"}
PARLIAMENT = {"actor": "parliament", "aim": "withdrawal"}
# In force for five on 2000-09-01. AAA and BBB give notice on one day and are out on 2023-09-01,
# CCC is out on 2023-11-10; AAA and BBB border on FFF, which never joined.
EVENTS = [
    *(("ban", state, "2000-03-05", "ratification") for state in PARTIES),
    ("ban", "AAA", "2023-01-10", "announced", GOVERNMENT),
    ("ban", "AAA", "2023-02-09", "parliament_approved", PARLIAMENT),
    ("ban", "AAA", "2023-03-01", "withdrawal_notified"),
    ("ban", "BBB", "2023-03-01", "withdrawal_notified"),
    ("ban", "DDD", "2023-04-01", "withdrawal_rejected", PARLIAMENT),
    ("ban", "CCC", "2023-05-10", "withdrawal_notified"),
    ("ban", "EEE", "2023-06-01", "objection"),
]
BORDERS = [
    ("AAA", "FFF", 10),
    ("BBB", "FFF", 20),
    ("AAA", "BBB", 5),
    ("BBB", "CCC", 3),
    ("CCC", "DDD", 7),
]
CLUB = [("club", state, "", "") for state in ("AAA", "BBB", "DDD")]


def small_register(day="2024-12-31", events=EVENTS, **more):
    tables = make_tables(events, **{"groups": CLUB, "borders": BORDERS, **more})
    return Register(tables, pd.Timestamp(day).as_unit("s"))


def situation(day="2024-12-31", region="club", events=EVENTS, **more):
    register = small_register(day, events, **more)
    return Situation.of(register, region=region, treaty="ban", towards="FFF")


def days(since, until):
    return (pd.Timestamp(until) - pd.Timestamp(since)).days


def row_of(table, part, period):
    (row,) = table[(table["part"] == part) & (table["period"] == period)].to_dict("records")
    return row


def test_exits_of_one_day_of_notice_are_one_decision():
    register = small_register()
    risk = at_risk(register.known, register.spells, register.day, treaty="ban")
    exits = exits_with_decisions(register, risk.exits)
    assert exits["state"].tolist() == ["AAA", "BBB", "CCC"]
    assert exits["decided"].dt.strftime("%F").tolist() == ["2023-03-01", "2023-03-01", "2023-05-10"]
    assert count_decisions(exits) == 2


def test_an_exit_without_a_notice_was_decided_on_its_day_of_effect():
    events = [*EVENTS[:5], ("ban", "AAA", "2023-08-01", "withdrawal_effective")]
    register = small_register(events=events)
    risk = at_risk(register.known, register.spells, register.day, treaty="ban")
    (row,) = exits_with_decisions(register, risk.exits).to_dict("records")
    assert row["decided"] == pd.Timestamp("2023-08-01")
    assert pd.isna(row["notified"])
    assert row["event"] == ""


def test_notices_count_in_a_region_if_the_state_belonged_to_it_on_the_day():
    late = [*CLUB, ("club", "CCC", "2023-05-11", "")]
    register = small_register(groups=late)
    assert len(notices_given(register, treaty="ban")) == 3
    assert notices_given(register, treaty="ban", region="club")["state"].tolist() == ["AAA", "BBB"]


def test_the_rate_since_the_day_is_exits_over_the_time_since():
    table = rates(small_register(), treaty="ban", region="club")
    row = row_of(table, "region", "since")
    exposure = 2 * days("2022-02-24", "2023-09-01") + days("2022-02-24", "2025-01-01")
    assert (row["exits"], row["decisions"]) == (2, 1)
    assert row["party_years"] == pytest.approx(exposure / YEAR)
    # Garwood: half a quantile of chi-squared with 2k and 2k + 2 degrees of freedom.
    bounds = stats.chi2.ppf([0.025, 0.975], [4, 6]) / 2 * 100 * YEAR / exposure
    assert [row["low"], row["high"]] == pytest.approx(bounds.tolist())
    assert row["rate_once"] == pytest.approx(row["rate"] / 2)


def test_region_and_rest_of_the_world_add_up_to_the_world():
    register = small_register()
    club, world = rates(register, treaty="ban", region="club"), rates(register, treaty="ban")
    for period in ("before", "since"):
        parts = [row_of(club, part, period) for part in ("region", "rest")]
        whole = row_of(world, "region", period)
        assert sum(part["exits"] for part in parts) == whole["exits"]
        assert sum(part["party_years"] for part in parts) == pytest.approx(whole["party_years"])
    assert "rest" not in set(world["part"])


def test_before_the_day_there_is_one_period_and_no_look_ahead():
    table = rates(small_register("2010-01-01"), treaty="ban", region="club")
    assert set(table.loc[~table["part"].str.startswith("family"), "period"]) == {"before"}
    assert not table["label"].str.contains("2022").any()


def test_parts_that_were_never_at_risk_have_no_row():
    table = rates(small_register("1999-01-01"), treaty="ban", region="club")
    assert table.empty
    assert list(table.columns) == COLUMNS


def test_a_misspelt_region_or_treaty_is_named():
    with pytest.raises(UnknownName, match="club"):
        rates(small_register(), treaty="ban", region="clubb")
    with pytest.raises(UnknownName, match="ban"):
        depth(small_register(), treaty="bann")


def test_a_figure_gets_the_periods_or_the_families():
    now = situation()
    periods, families = rates_frame(now), rates_frame(now, by_family=True)
    assert list(periods.columns) == ["label", "events", "party_years", "rate", "low", "high"]
    assert periods["events"].tolist() == [0, 0, 2, 1]
    assert families["events"].tolist() == [2]


def test_depth_is_told_for_the_region_and_the_world():
    table = depth(small_register(), treaty="ban", region="club").set_index("region")
    assert table.loc["club", ["peak", "current"]].tolist() == [3, 1]
    assert table.loc["world", ["peak", "current"]].tolist() == [5, 2]
    assert len(depth(small_register(), treaty="ban")) == 1


def test_lags_are_told_with_median_range_and_legal_minimum():
    table = depth_of(situation()).lag_summary.set_index("step")
    told = table[["states", "median", "shortest", "longest"]]
    assert told.loc["announcement to vote in parliament"].tolist() == [1, 30, 30, 30]
    assert told.loc["vote in parliament to notice"].tolist() == [1, 20, 20, 20]
    # The notice of BBB is its first step: nothing led up to it.
    assert told.loc["first step to notice"].tolist() == [1, 50, 50, 50]
    assert told.loc["notice to effect"].tolist() == [2, 184, 184, 184]
    assert table.loc["notice to effect", ["legal_low", "legal_high"]].tolist() == [184, 184]


def test_a_state_that_leaves_after_all_is_no_countermove():
    turned = ("ban", "CCC", "2022-12-01", "withdrawal_rejected", PARLIAMENT)
    moves = depth_of(situation(events=[*EVENTS, turned])).countermoves
    assert moves[["state", "move"]].values.tolist() == [["DDD", "stayed"], ["EEE", "objected"]]


def test_the_border_is_tested_by_states_and_by_decisions():
    found = exits_by_border(small_register(), treaty="ban", adversaries=["FFF"])
    assert (found.near_gone, found.near, found.far_gone, found.far) == (2, 2, 1, 3)
    # Two of three exits fall on the two neighbours: 3/10, and 1/10 for none of them.
    assert found.test.fisher == pytest.approx(0.4)
    # Drawn together: one of one against one of three.
    assert (found.once_units, found.once.fisher) == (4, pytest.approx(1.0))


def test_running_notices_count_as_going():
    found = exits_by_border(small_register("2023-04-15"), treaty="ban", adversaries=["FFF"])
    assert (found.near_gone, found.far_gone) == (2, 0)
    assert found.test.fisher == pytest.approx(1 / 10)


def test_the_named_neighbours_are_left_out_themselves():
    joined = [*EVENTS, ("ban", "FFF", "2001-01-01", "accession")]
    found = exits_by_border(small_register(events=joined), treaty="ban", adversaries=["FFF"])
    assert found.near + found.far == 5


def test_what_cannot_be_compared_says_why():
    asked = {"treaty": "ban", "adversaries": ["FFF"]}
    assert exits_by_border(small_register("1999-01-01"), **asked) == NEVER
    assert exits_by_border(small_register("2010-01-01"), **asked) == NOBODY
    apart = exits_by_border(small_register(borders=[("AAA", "BBB", 5)]), **asked)
    assert apart == Unanswered("no state ever bound by the treaty has such a border")
    alone = exits_side_by_side(small_register(borders=[("AAA", "FFF", 5)]), treaty="ban")
    assert "share a land border" in alone.reason


def test_neighbours_are_counted_by_states_and_by_decisions():
    found = exits_side_by_side(small_register(), treaty="ban")
    assert (found.test.marked, found.test.edges, found.test.both.observed) == (3, 3, 2)
    assert found.test.both.expected == pytest.approx(3 * (3 / 5) * (2 / 4))
    # AAA and BBB drawn together: AB, CCC, DDD, EEE with the borders AB-CCC and CCC-DDD.
    assert (found.once.marked, found.once.edges, found.once.both.observed) == (2, 2, 1)
    assert found.once.both.expected == pytest.approx(2 * (2 / 4) * (1 / 3))
    assert found.test.p_value == pytest.approx(2 / 10, abs=4 * found.test.both.more.p_error)


def test_neighbours_that_decided_together_leave_nothing_to_count_by_decisions():
    found = exits_side_by_side(small_register("2023-04-15"), treaty="ban")
    assert found.test.both.observed == 1
    assert found.once is None


def test_the_ratio_of_rates_needs_exits_and_time():
    assert wave_of(situation("2010-01-01")).change.reason.startswith("that day lies after")
    assert wave_of(situation("2023-04-15")).change.reason == "no withdrawal has taken effect"
    late = [("ban", "AAA", "2023-01-05", "ratification"), ("ban", "BBB", "2023-01-05", "accession")]
    unbound = wave_of(situation(events=late)).change
    assert unbound.reason == "no state of the region was bound before that day"


def test_the_ratio_of_rates_is_the_exact_one():
    found = wave_of(situation(), pd.Timestamp("2023-09-15").as_unit("s"), ("FFF",))
    before = 2 * days("2000-09-01", "2023-09-01") + days("2000-09-01", "2023-09-15")
    after = days("2023-09-15", "2025-01-01")
    change = found.change
    assert (change.then["exits"], change.now["exits"], change.test.estimate) == (2, 0, 0)
    assert change.then["party_years"] == pytest.approx(before / YEAR)
    # No exit of two fell into the time after: the smaller tail is the chance of that, or 1/2.
    assert change.test.p_value == pytest.approx(min(1, 2 * (before / (before + after)) ** 2))


def test_notices_crowd_by_states_and_by_days():
    found = wave_of(situation()).crowding
    assert (found.test.most, found.test.events, found.once.events) == (3, 3, 2)
    assert (found.first, found.last) == (pd.Timestamp("2023-03-01"), pd.Timestamp("2023-05-10"))
    assert found.inside == 2
    assert found.test.p_value < found.once.p_value


def test_one_notice_cannot_crowd():
    one = wave_of(situation(events=EVENTS[:8])).crowding
    assert one == Unanswered("only one notice has been given")


def test_memberships_are_followed_for_a_round_span():
    found = wave_of(situation(region="world")).endurance
    assert (found.years, found.kept.estimate, found.curve.events) == (20, 1.0, 3)
    assert found.incidence is None


def test_the_end_of_a_treaty_competes_with_exits(register):
    now = Situation.of(register.as_of("2026-02-20"), region="world", treaty="jcpoa")
    ends = wave_of(now).endurance.incidence.table.groupby("cause")["incidence"].last()
    assert ends["withdrawal"] == pytest.approx(1 / 7)
    assert ends.sum() == pytest.approx(1)


def test_what_was_asked_once_is_kept():
    now = situation()
    assert depth_of(now) is depth_of(now, INVASION)
    assert wave_of(now).depth is depth_of(now)


def test_the_order_of_events_changes_nothing():
    shuffled = [EVENTS[place] for place in np.random.default_rng(1).permutation(len(EVENTS))]
    one, other = situation(), situation(events=shuffled)
    pd.testing.assert_frame_equal(depth_of(one).rates, depth_of(other).rates)
    assert wave_of(one).p_values == wave_of(other).p_values


@pytest.mark.parametrize(
    ("day", "exits", "decisions"),
    [("2025-12-27", 3, 1), ("2026-01-10", 4, 2), ("2026-02-20", 5, 3)],
)
def test_the_exits_from_the_mine_ban(register, day, exits, decisions):
    table = rates(register.as_of(day), treaty="apmbc", region="eastern-flank")
    row = row_of(table, "region", "since")
    assert (row["exits"], row["decisions"]) == (exits, decisions)
    assert row_of(table, "rest", "since")["exits"] == 0


def test_ukraines_suspension_counts_only_as_it_claims(register):
    now = Situation.of(
        register.as_of("2026-02-20"), region="eastern-flank", treaty="apmbc", towards="RUS,BLR"
    )
    wave = wave_of(now)
    assert (wave.border.near_gone, wave.border.near, wave.border.far_gone) == (5, 7, 0)
    assert wave.claimed.states == ("UKR",)
    assert wave.claimed.by_border.near_gone == 6
    assert wave.neighbours.test.both.observed == 3
    assert wave.crowding.test.most == 5


def test_a_disputed_notice_is_no_way_out(register):
    now = Situation.of(register.as_of("2026-02-20"), region="world", treaty="npt")
    assert depth_of(now).lags.empty
    assert wave_of(now).border == NOBODY
    claimed = replace(now, register=now.register.read_as("state"))
    assert depth_of(claimed).lags["state"].tolist() == ["PRK"]
