"""Attributes of parties: as known on a day, and never from later."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.attributes import attributes_of_parties
from analysis.model import KINDS, UnknownName
from analysis.spells import build_spells
from tests.conftest import make_tables, make_treaties

OUT = {"aim": "withdrawal", "actor": "government"}
EVENTS = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "CCC", "2000-03-05", "accession"),
    ("ban", "DDD", "2000-01-05", "signature"),
    ("pact", "AAA", "2001-02-10", "ratification"),
    ("pact", "BBB", "2001-02-10", "ratification"),
    ("pact", "BBB", "2003-02-10", "suspension_effective"),
    ("pact", "BBB", "2004-02-10", "suspension_ended"),
    ("pact", "AAA", "2005-02-10", "withdrawal_notified"),
    ("ban", "CCC", "2010-08-31", "withdrawal_notified"),
    ("ban", "AAA", "2010-10-01", "recommended", OUT),
]
BORDERS = [
    ("AAA", "CCC", 10.0),
    ("AAA", "DDD", 20.0),
    ("AAA", "FFF", 300.0),
    ("BBB", "XKX", 5.0),
    ("CCC", "FFF", 40.0),
]
TREATIES = make_treaties({}, {"code": "pact"})


def attributes(day, events=EVENTS, **asked):
    tables = make_tables(
        events, TREATIES, borders=BORDERS, groups=[("club", "AAA", "2005-01-01", "")]
    )
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    asked = {"treaty": "ban", "adversaries": ["FFF"], "alliance": "club", **asked}
    table = attributes_of_parties(known, build_spells(known), pd.Timestamp(day), **asked)
    return table.set_index("state")


def test_only_states_for_which_the_treaty_is_in_force_have_a_row():
    assert attributes("2000-08-31").empty
    assert attributes("2010-12-31").index.tolist() == ["AAA", "BBB", "CCC"]
    assert attributes("2011-02-28").index.tolist() == ["AAA", "BBB"]


def test_the_border_with_an_adversary_is_measured():
    table = attributes("2010-12-31")
    assert table["adversary_km"].to_dict() == {"AAA": 300, "BBB": 0, "CCC": 40}
    assert table["borders_adversary"].to_dict() == {"AAA": True, "BBB": False, "CCC": True}


def test_an_ally_is_one_on_the_day():
    assert not attributes("2004-12-31")["allied"].any()
    assert attributes("2005-01-01")["allied"].to_dict() == {"AAA": True, "BBB": False, "CCC": False}


def test_the_stage_and_its_rank_grow_with_the_steps():
    assert attributes("2010-09-30").loc["AAA", ["stage", "stage_rank"]].tolist() == ["", 0]
    table = attributes("2010-12-31")
    assert table["stage"].to_dict() == {"AAA": "recommended", "BBB": "", "CCC": "notified"}
    assert table["stage_rank"].to_dict() == {"AAA": 2, "BBB": 0, "CCC": 6}


def test_neighbours_going_are_those_that_gave_notice_or_left():
    share = attributes("2010-08-30").loc["AAA", "neighbours_going_share"]
    assert share == 0
    for day in ("2010-08-31", "2012-01-01"):
        row = attributes(day).loc["AAA"]
        assert (row["neighbours"], row["neighbours_going"]) == (3, 1)
        assert row["neighbours_going_share"] == pytest.approx(1 / 3)


def test_a_territory_outside_the_register_is_no_neighbour():
    row = attributes("2010-12-31").loc["BBB"]
    assert (row["neighbours"], row["neighbours_going_share"]) == (0, 0)


def test_other_treaties_given_up_count_once_in_effect_and_for_ever():
    assert attributes("2003-02-09").loc["BBB", "others_given_up"] == 0
    assert attributes("2006-01-01").loc["BBB", "others_given_up"] == 1
    assert attributes("2005-08-09").loc["AAA", "others_given_up"] == 0
    assert attributes("2005-08-10").loc["AAA", "others_given_up"] == 1


def test_length_of_membership_is_counted_to_the_day():
    assert attributes("2000-09-11").loc["AAA", "days_bound"] == 10


@pytest.mark.parametrize(
    "asked", [{"treaty": "bans"}, {"adversaries": ["GGG"]}, {"alliance": "clubs"}]
)
def test_unknown_names_are_refused(asked):
    with pytest.raises(UnknownName):
        attributes("2010-12-31", **asked)


LATER = st.lists(
    st.tuples(
        st.sampled_from(["ban", "pact"]),
        st.sampled_from(["AAA", "BBB", "CCC", "DDD", "FFF"]),
        st.dates(pd.Timestamp("2010-11-02").date(), pd.Timestamp("2020-12-31").date()).map(str),
        st.sampled_from(KINDS),
    ),
    max_size=15,
)


@settings(max_examples=20, deadline=None)
@given(LATER)
def test_later_events_change_nothing(later):
    day = "2010-11-01"
    pd.testing.assert_frame_equal(attributes(day, [*EVENTS, *later]), attributes(day))


@settings(max_examples=15, deadline=None)
@given(st.permutations(EVENTS))
def test_the_order_of_the_rows_does_not_matter(events):
    pd.testing.assert_frame_equal(attributes("2010-12-31", events), attributes("2010-12-31"))


def test_on_the_day_of_the_vote_the_flank_stands_out(register):
    past = register.as_of("2025-04-16")
    table = attributes_of_parties(past.known, past.spells, past.day, treaty="apmbc")
    flank = table[table["allied"] & table["borders_adversary"]]
    assert flank["state"].tolist() == ["EST", "FIN", "LTU", "LVA", "NOR", "POL"]
    assert flank["adversary_km"].sum() == 3802
    assert (flank["stage_rank"] > 0).sum() == 5
