"""Commitments in force, per member, and the depth of their fall."""

import math

import pandas as pd
import pytest

from analysis.law.spells import build_spells
from analysis.measures.commitments import commitments_over_time, depth_of_rollback
from analysis.measures.episodes import in_force, in_force_on
from tests.conftest import frame, make_tables, make_treaties

TREATIES = make_treaties({}, {"code": "pact", "family": "zone"})
# ban: AAA and BBB from 2000-09-01, CCC from 2004-01-01; AAA out on 2011-02-28.
# pact: AAA and BBB from 2006-07-01.
EVENTS = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "CCC", "2003-07-31", "ratification"),
    ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
    ("pact", "AAA", "2006-01-10", "ratification"),
    ("pact", "BBB", "2006-01-20", "accession"),
]
CLUB = [
    ("club", "AAA", "1999-01-01", ""),
    ("club", "BBB", "2003-01-01", ""),
    ("club", "FFF", "1999-01-01", "2012-01-01"),
]


def known_on(day, events=EVENTS, treaties=TREATIES, **more):
    tables = make_tables(events, treaties, **{"groups": CLUB, **more})
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    return known, build_spells(known), pd.Timestamp(day)


def series(day="2020-01-01", **asked):
    table = commitments_over_time(*known_on(day), **asked)
    numbers = table[["members", "treaties", "commitments"]].to_numpy().tolist()
    return dict(zip(table["day"].dt.strftime("%F"), map(tuple, numbers), strict=True))


def test_each_day_of_change_has_members_treaties_and_commitments():
    assert series(region="club") == {
        "2000-09-01": (2, 1, 1),
        "2003-01-01": (3, 1, 2),
        "2006-07-01": (3, 2, 4),
        "2011-02-28": (3, 2, 3),
        "2012-01-01": (2, 2, 3),
    }


def test_per_member_and_share_follow_from_the_three_numbers():
    last = commitments_over_time(*known_on("2020-01-01"), region="club").iloc[-1]
    assert (last["per_member"], last["share"]) == (3 / 2, 3 / 4)


def test_one_treaty_gives_the_share_of_the_region_bound():
    last = commitments_over_time(*known_on("2020-01-01"), treaty="ban", region="club").iloc[-1]
    assert last["share"] == 1 / 2


def test_what_is_scheduled_is_not_in_force_and_what_runs_out_still_is():
    assert list(series("2010-12-31", region="club"))[-1] == "2006-07-01"


def test_a_region_without_members_has_commitments_of_nobody():
    tables, spells, day = known_on(
        "2002-01-01", groups=[("club", "AAA", "1999-01-01", "2001-01-01")]
    )
    last = commitments_over_time(tables, spells, day, region="club").iloc[-1]
    assert (last["members"], last["commitments"]) == (0, 0)
    assert math.isnan(last["per_member"])


def test_no_treaty_in_force_makes_no_row():
    assert commitments_over_time(*known_on("2000-08-31")).empty


def test_depth_is_measured_from_the_peak():
    row = depth_of_rollback(*known_on("2011-03-10"), treaty="ban", region="world").iloc[0]
    assert (row["peak"], row["current"], row["drawdown"]) == (3, 2, 1)
    assert row["peak_day"] == pd.Timestamp("2004-01-01")
    assert row["peak_until"] == pd.Timestamp("2011-02-28")
    assert row["days_since_peak"] == 11
    assert row["drawdown_percent"] == pytest.approx(100 / 3)
    assert row["share"] == 2 / 6


def test_at_the_peak_there_is_no_depth():
    row = depth_of_rollback(*known_on("2010-12-31"), treaty="ban").iloc[0]
    assert (row["drawdown"], row["days_since_peak"]) == (0, 0)
    assert pd.isna(row["peak_until"])


def test_a_peak_reached_again_is_lost_the_last_time():
    back = ("ban", "AAA", "2015-01-10", "accession")
    gone = ("ban", "BBB", "2016-01-01", "withdrawal_notified")
    known = known_on("2016-07-11", [*EVENTS, back, gone])
    row = depth_of_rollback(*known, treaty="ban").iloc[0]
    assert row["peak_day"] == pd.Timestamp("2004-01-01")
    assert row["peak_until"] == pd.Timestamp("2016-07-01")
    assert row["days_since_peak"] == 11


def test_depth_of_all_is_of_the_sum_not_the_sum_of_depths():
    rows = depth_of_rollback(*known_on("2020-01-01"), by="all")
    assert rows[["group", "peak", "current"]].to_numpy().tolist() == [["all", 5, 4]]
    families = depth_of_rollback(*known_on("2020-01-01"), by="family").set_index("group")
    assert families["peak"].to_dict() == {"humanitarian": 3, "zone": 2}


def test_the_end_of_a_treaty_is_the_deepest_fall():
    ended = make_treaties({"ended": "2012-01-01"})
    known = known_on("2020-01-01", EVENTS[:4], ended)
    row = depth_of_rollback(*known).iloc[0]
    assert (row["current"], row["drawdown_percent"]) == (0, 100)
    assert math.isnan(row["share"])
    assert commitments_over_time(*known).iloc[-1]["treaties"] == 0


def test_an_end_of_the_treaty_after_the_day_is_not_seen():
    ended = make_treaties({"ended": "2012-01-01"})
    row = depth_of_rollback(*known_on("2011-12-31", EVENTS[:4], ended)).iloc[0]
    assert (row["current"], row["share"]) == (2, 2 / 6)


def test_a_treaty_without_parties_in_the_region_has_no_peak():
    row = depth_of_rollback(*known_on("2005-01-01"), treaty="pact").iloc[0]
    assert row["peak"] == 0
    assert pd.isna(row["peak_day"])
    assert pd.isna(row["days_since_peak"])


def test_notice_and_suspension_are_one_episode_with_the_time_before():
    suspended = ("ban", "AAA", "2008-01-01", "suspension_effective")
    known, spells, day = known_on("2020-01-01", [*EVENTS, suspended])
    own = in_force(known, spells).query("treaty == 'ban' and state == 'AAA'").iloc[0]
    assert (own["start"], own["end"]) == (pd.Timestamp("2000-09-01"), pd.Timestamp("2011-02-28"))
    assert own["ended_by"] == "withdrawal"
    assert set(in_force_on(known, spells, day)["ended_by"]) == {"withdrawal", ""}


def test_a_notice_that_takes_effect_as_the_treaty_ends_is_a_withdrawal():
    ended = make_treaties({"ended": "2011-02-28"})
    known, spells, _ = known_on("2020-01-01", EVENTS[:4], ended)
    reasons = in_force(known, spells).set_index("state")["ended_by"].to_dict()
    assert reasons == {"AAA": "withdrawal", "BBB": "treaty", "CCC": "treaty"}


@pytest.mark.parametrize(
    ("after", "reason"),
    [("withdrawn", "withdrawal"), ("signatory", "revocation"), ("contracting", "other")],
)
def test_an_episode_ends_by_what_follows_it(after, reason):
    rows = [
        ("ban", "BBB", "party", "2001-01-01", "2002-01-01"),
        ("ban", "BBB", "suspended", "2002-01-01", "2003-01-01"),
        ("ban", "BBB", after, "2003-01-01", ""),
    ]
    spells = frame(rows, ["treaty", "state", "status", "start", "end"], days=["start", "end"])
    row = in_force(make_tables([]), spells).iloc[0]
    assert (row["start"], row["end"]) == (pd.Timestamp("2001-01-01"), pd.Timestamp("2003-01-01"))
    assert row["ended_by"] == reason


def test_a_withdrawal_recorded_for_the_day_on_which_the_treaty_ends_is_one():
    ended = make_treaties({"ended": "2005-01-01"})
    recorded = ("ban", "BBB", "2005-01-01", "withdrawal_effective")
    known, spells, _ = known_on("2020-01-01", [*EVENTS[:3], recorded], ended)
    reasons = in_force(known, spells).set_index("state")["ended_by"].to_dict()
    assert reasons == {"AAA": "treaty", "BBB": "withdrawal", "CCC": "treaty"}


def test_the_mine_ban_fell_from_its_peak_of_parties(register):
    past = register.as_of("2026-02-20")
    row = depth_of_rollback(past.known, past.spells, past.day, treaty="apmbc").iloc[0]
    assert (row["peak"], row["current"], row["drawdown"]) == (166, 161, 5)
    assert row["peak_until"] == pd.Timestamp("2025-12-27")
    assert row["days_since_peak"] == 56
