"""Flows: who came and went in each year, reconciled with the number of parties."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.law.counts import count_on
from analysis.law.spells import build_spells
from analysis.measures.flows import flows_by_year
from analysis.terms.errors import UnknownName
from tests.conftest import make_tables, make_treaties

# In force for AAA and BBB on 2000-09-01, for CCC on 2004-01-01; AAA is out on 2011-02-28.
EVENTS = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "CCC", "2000-01-02", "signature"),
    ("ban", "CCC", "2003-07-31", "ratification"),
    ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
]
OUT = {"aim": "withdrawal", "actor": "government"}


def flows(events=EVENTS, day="2020-06-30", *, region=None, treaty=None, **more):
    tables = make_tables(events, **more)
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    spells = build_spells(known)
    table = flows_by_year(known, spells, pd.Timestamp(day), treaty=treaty, region=region)
    return table.set_index("year")


def seen(table, column):
    """The years in which something flowed, and how much."""
    return table.loc[table[column] != 0, column].to_dict()


def test_each_flow_counts_in_the_year_of_its_own_day():
    table = flows()
    assert seen(table, "deposits") == {2000: 2, 2003: 1}
    assert seen(table, "accessions") == {2000: 1}
    assert seen(table, "entries") == {2000: 2, 2004: 1}
    assert seen(table, "notices") == {2010: 1}
    assert seen(table, "exits") == {2011: 1}
    assert seen(table, "net") == {2000: 2, 2004: 1, 2011: -1}


def test_years_without_a_flow_are_there_up_to_the_year_of_the_day():
    assert flows().index.tolist() == list(range(2000, 2021))


def test_a_scheduled_exit_has_not_happened():
    assert seen(flows(day="2011-02-27"), "exits") == {}
    assert seen(flows(day="2011-02-28"), "exits") == {2011: 1}


def test_a_notice_taken_back_is_counter_movement_and_no_exit():
    table = flows([*EVENTS, ("ban", "AAA", "2010-10-01", "notice_revoked")])
    assert seen(table, "notices_revoked") == {2010: 1}
    assert seen(table, "exits") == {}


def test_a_revoked_ratification_is_counted_apart():
    events = [
        ("ban", "DDD", "2019-12-01", "accession"),
        ("ban", "DDD", "2020-02-01", "ratification_revoked"),
    ]
    table = flows([*EVENTS, *events], day="2020-03-01")
    assert seen(table, "ratifications_revoked") == {2020: 1}
    assert seen(table, "exits") == {2011: 1}


def test_a_suspension_counts_when_it_takes_effect_and_leaves_the_state_a_party():
    table = flows([*EVENTS, ("ban", "BBB", "2012-01-01", "suspension_effective")])
    assert seen(table, "suspensions") == {2012: 1}
    assert seen(table, "net") == {2000: 2, 2004: 1, 2011: -1}


def test_a_declaration_counts_a_state_once_a_year():
    events = [
        ("ban", "BBB", "2012-01-01", "objection"),
        ("ban", "BBB", "2012-05-01", "objection"),
        ("ban", "BBB", "2013-05-01", "objection"),
        ("ban", "INT", "2013-05-01", "objection", {"actor": "organisation"}),
        ("ban", "CCC", "2012-02-01", "withdrawal_rejected", OUT),
        ("ban", "CCC", "2012-12-01", "withdrawal_rejected", OUT),
    ]
    table = flows([*EVENTS, *events])
    assert seen(table, "objections") == {2012: 1, 2013: 1}
    assert seen(table, "exits_rejected") == {2012: 1}


def test_a_motion_of_members_of_parliament_that_fails_is_no_rejected_exit():
    event = ("ban", "CCC", "2012-02-01", "withdrawal_rejected", {**OUT, "actor": "members"})
    assert seen(flows([*EVENTS, event]), "exits_rejected") == {}


def test_the_end_of_the_treaty_is_no_exit():
    table = flows(treaties=make_treaties({"ended": "2012-01-01"}))
    assert seen(table, "ended") == {2012: 2}
    assert seen(table, "exits") == {2011: 1}
    assert table.index[-1] == 2012


def test_an_act_counts_in_a_region_on_whose_day_the_state_belonged_to_it():
    groups = [("club", "BBB", "2000-03-06", ""), ("club", "CCC", "2003-07-31", "")]
    assert seen(flows(region="club", groups=groups), "deposits") == {2003: 1}


@pytest.mark.parametrize(
    ("start", "end", "exits", "departures"),
    [
        ("2005-01-01", "2011-02-28", {2011: 1}, {}),
        ("2005-01-01", "2011-02-27", {}, {2011: 1}),
        ("2011-02-28", "", {}, {}),
    ],
)
def test_an_exit_counts_in_the_region_of_the_last_day_as_a_party(start, end, exits, departures):
    table = flows(region="club", groups=[("club", "AAA", start, end)])
    assert seen(table, "exits") == exits
    assert seen(table, "departures") == departures


def test_several_treaties_and_families_can_be_asked_for():
    treaties = make_treaties({}, {"code": "pact", "family": "zone"})
    events = [*EVENTS, ("pact", "AAA", "2001-01-01", "accession")]
    assert set(flows(events, treaties=treaties)["treaty"]) == {"ban", "pact"}
    assert set(flows(events, treaties=treaties, treaty="zone")["treaty"]) == {"pact"}
    assert set(flows(events, treaties=treaties, treaty=["ban"])["treaty"]) == {"ban"}
    with pytest.raises(UnknownName, match="did you mean 'zone'"):
        flows(events, treaties=treaties, treaty="zones")


def test_no_events_make_zero_years():
    table = flows([], day="2002-01-01")
    assert table.index.tolist() == [2000, 2001, 2002]
    assert table.drop(columns="treaty").to_numpy().sum() == 0


DAYS = st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2020-12-31").date()).map(str)
KINDS = [
    "signature",
    "ratification",
    "accession",
    "withdrawal_notified",
    "notice_revoked",
    "suspension_effective",
    "suspension_ended",
    "objection",
]
HISTORIES = st.lists(
    st.tuples(
        st.just("ban"), st.sampled_from(["AAA", "BBB", "CCC", "DDD"]), DAYS, st.sampled_from(KINDS)
    ),
    max_size=25,
)
MEMBERSHIPS = st.dictionaries(st.sampled_from(["AAA", "BBB", "CCC"]), st.tuples(DAYS, DAYS))


@settings(max_examples=20, deadline=None)
@given(HISTORIES, MEMBERSHIPS, DAYS)
def test_net_with_arrivals_and_departures_is_the_number_of_parties(events, memberships, day):
    groups = [("club", "FFF", "1990-01-01", "")]
    groups += [("club", s, min(d), max(d)) for s, d in memberships.items() if d[0] != d[1]]
    tables = make_tables(events, groups=groups)
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    spells, moment = build_spells(known), pd.Timestamp(day)
    for region in (None, "club"):
        table = flows_by_year(known, spells, moment, region=region)
        parties = (table["net"] + table["arrivals"] - table["departures"]).sum()
        assert parties == count_on(known, spells, "ban", moment, region)["parties"].item()


@settings(max_examples=15, deadline=None)
@given(HISTORIES, st.randoms())
def test_the_order_of_the_rows_does_not_matter(events, random):
    shuffled = list(events)
    random.shuffle(shuffled)
    pd.testing.assert_frame_equal(flows(events), flows(shuffled))


@settings(max_examples=15, deadline=None)
@given(HISTORIES, DAYS)
def test_the_regions_of_a_partition_add_up_to_the_world(events, moved):
    groups = [
        ("east", "AAA", "", ""),
        ("east", "BBB", "", moved),
        ("west", "BBB", moved, ""),
        *(("west", state, "", "") for state in ("CCC", "DDD")),
    ]
    numbers = ["deposits", "entries", "notices", "exits", "ended", "suspensions", "net"]
    east, west, world = (
        flows(events, region=region, groups=groups)[numbers] for region in ("east", "west", "world")
    )
    # BBB brings its treaty along: what one side loses so, the other gains.
    pd.testing.assert_frame_equal(east + west, world)


@settings(max_examples=15, deadline=None)
@given(HISTORIES, st.integers(2000, 2020))
def test_a_year_that_is_over_never_changes(events, year):
    then, later = flows(events, day=f"{year}-12-31"), flows(events, day="2021-12-31")
    pd.testing.assert_frame_equal(then, later.loc[:year])


def test_the_mine_ban_has_lost_five_states_and_gained_most_in_its_first_years(register):
    known = register.as_of("2026-02-20")
    table = flows_by_year(known.known, known.spells, known.day, treaty="apmbc").set_index("year")
    assert table["exits"].sum() == 5
    assert table.loc[[1997, 1998, 1999, 2009, 2025], "deposits"].tolist() == [3, 55, 32, 0, 2]
    assert table.loc[2025, ["notices", "exits", "net"]].tolist() == [5, 3, -1]
