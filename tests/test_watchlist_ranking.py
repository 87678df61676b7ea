"""The watchlist: who is on it, in which order, and that it sees nothing of the future."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.model import KINDS, RollbackError, UnknownName
from analysis.register import Register
from analysis.watchlist import watchlist, watchlist_sentences
from analysis.watchlist.model import CELLS
from analysis.watchlist.words import INTENT, percent
from tests.conftest import make_tables, make_treaties

OUT = {"aim": "withdrawal", "actor": "government"}
STATES = ["AAA", "BBB", "CCC", "DDD", "EEE"]
EVENTS = [
    *(("ban", state, "2000-02-10", "ratification") for state in STATES),
    *(("pact", state, "2000-02-10", "ratification") for state in STATES),
    ("pact", "EEE", "2005-03-01", "withdrawal_notified"),
    ("ban", "DDD", "2008-01-10", "announced", OUT),
    ("ban", "DDD", "2008-03-01", "withdrawal_notified"),
    ("ban", "AAA", "2009-10-01", "recommended", OUT),
]
BORDERS = [("AAA", "DDD", 10.0), ("BBB", "FFF", 300.0), ("CCC", "FFF", 40.0)]
CLUB = [("club", "BBB", "2000-01-01", ""), ("club", "EEE", "2000-01-01", "2007-01-01")]
ASKED = {"treaty": "ban", "adversaries": ["FFF"], "alliance": "club"}


def register_of(events, borders=BORDERS, groups=CLUB, day="2010-06-30"):
    treaties = make_treaties({}, {"code": "pact"}, {"code": "fast", "withdrawal_period": ""})
    tables = make_tables(events, treaties, borders=borders, groups=groups)
    return Register(tables, pd.Timestamp(day).as_unit("s"))


def table_of(events=EVENTS, **asked):
    return watchlist(register_of(events), **{**ASKED, **asked}).table


def test_who_has_given_notice_is_not_listed():
    assert set(table_of()["state"]) == {"AAA", "BBB", "CCC", "EEE"}


def test_each_party_stands_in_the_row_of_its_step_or_traits():
    cells = table_of().set_index("state")["cell"].to_dict()
    assert cells == {"AAA": CELLS[1], "BBB": CELLS[2], "CCC": CELLS[3], "EEE": CELLS[3]}


def test_chances_fall_down_the_list_and_lie_within_their_intervals():
    table = table_of()
    assert table["chance"].is_monotonic_decreasing
    assert table["rank"].is_monotonic_increasing
    assert ((table["low"] <= table["chance"]) & (table["chance"] <= table["high"])).all()


def test_ties_share_a_rank_and_stand_by_border_then_name():
    tied = table_of().query("cell == @CELLS[3]")
    assert tied["state"].tolist() == ["CCC", "EEE"]
    assert tied["rank"].nunique() == 1
    assert table_of()["rank"].sum() == 1 + 2 + 3 + 4


def test_the_evidence_is_that_of_the_row():
    ranking = watchlist(register_of(EVENTS), **ASKED)
    own = ranking.cells.set_index("cell")
    for row in ranking.table.itertuples():
        assert row.evidence.startswith(f"{own.loc[row.cell, 'notices']} in ")
        assert row.chance == own.loc[row.cell, "chance"]
    assert own["parties"].sum() == len(ranking.table)
    assert ranking.notices == 2


def test_a_region_limits_the_list_and_not_what_is_learnt():
    all_of_them, club = table_of(), table_of(region="club")
    assert club["state"].tolist() == ["BBB"]
    assert club["rank"].tolist() == [1]
    assert club["chance"].iloc[0] == all_of_them.set_index("state").loc["BBB", "chance"]


@settings(max_examples=8, deadline=None)
@given(st.floats(0.1, 5), st.floats(0.1, 5))
def test_a_longer_horizon_never_lowers_a_chance(one, other):
    short, long = (table_of(horizon=horizon) for horizon in sorted([one, other]))
    assert (short["chance"] <= long["chance"] + 1e-12).all()


@pytest.mark.parametrize(
    "asked",
    [{"treaty": "bans"}, {"adversaries": ["GGG"]}, {"alliance": "clubs"}, {"leaving": "exit"}],
)
def test_unknown_names_are_refused(asked):
    with pytest.raises(UnknownName):
        table_of(**asked)


def test_a_treaty_without_withdrawal_clause_is_refused():
    with pytest.raises(RollbackError, match="withdrawal clause"):
        table_of(treaty="fast")


LATER = st.lists(
    st.tuples(
        st.sampled_from(["ban", "pact"]),
        st.sampled_from([*STATES, "FFF"]),
        st.dates(pd.Timestamp("2010-07-01").date(), pd.Timestamp("2020-12-31").date()).map(str),
        st.sampled_from(KINDS),
    ),
    max_size=12,
)


@settings(max_examples=8, deadline=None)
@given(LATER, st.sampled_from(["withdrawal", "suspension", "revocation"]))
def test_later_events_change_nothing(later, leaving):
    asked = {**ASKED, "leaving": leaving}
    then, now = (watchlist(register_of(rows), **asked) for rows in (EVENTS, [*EVENTS, *later]))
    for part in ("table", "cells", "baselines", "shared"):
        pd.testing.assert_frame_equal(getattr(now, part), getattr(then, part))


@settings(max_examples=6, deadline=None)
@given(st.permutations(EVENTS), st.permutations(BORDERS))
def test_the_order_of_the_rows_does_not_matter(events, borders):
    shuffled = watchlist(register_of(events, borders), **ASKED)
    pd.testing.assert_frame_equal(shuffled.table, table_of())


@settings(max_examples=6, deadline=None)
@given(st.permutations(STATES))
def test_other_names_for_the_states_change_no_chance(names):
    new = dict(zip(STATES, names, strict=True)) | {"FFF": "FFF"}
    events = [(treaty, new[state], *rest) for treaty, state, *rest in EVENTS]
    borders = [(new[one], new[other], km) for one, other, km in BORDERS]
    groups = [(group, new[state], *rest) for group, state, *rest in CLUB]
    renamed = watchlist(register_of(events, borders, groups), **ASKED).table
    for column in ("rank", "chance", "cell"):
        own = table_of().set_index("state")[column].rename(index=new)
        assert renamed.set_index("state")[column].to_dict() == own.to_dict()


def test_sentences_name_the_first_with_chance_interval_and_evidence():
    ranking = watchlist(register_of(EVENTS), **ASKED)
    first = watchlist_sentences(ranking)[0]
    assert first.startswith(
        "Highest on the list for the ban on 30 June 2010: AAA, with a chance of"
    )
    assert CELLS[1] in first
    assert watchlist_sentences(ranking)[-1] == INTENT


def test_sentences_name_the_region_and_write_small_chances_as_such():
    ranking = watchlist(register_of(EVENTS), **ASKED, region="club", horizon=0.5)
    first = watchlist_sentences(ranking)[0]
    assert "among CLUB states" in first
    assert "within half a year" in first
    assert percent(0.00002) == "under 0.01\u00a0%"


def test_an_empty_list_is_said_to_be_empty():
    ranking = watchlist(register_of(EVENTS), **{**ASKED, "treaty": "pact", "region": "club"})
    assert len(watchlist_sentences(ranking)) > 1
    gone = [*EVENTS, ("pact", "BBB", "2009-01-01", "withdrawal_notified")]
    ranking = watchlist(register_of(gone), **{**ASKED, "treaty": "pact", "region": "club"})
    (only,) = watchlist_sentences(ranking)
    assert "no party" in only


def test_on_the_eve_of_the_notices_the_four_that_moved_lead_and_norway_ties_with_finland(register):
    ranking = watchlist(register.as_of("2025-03-31"), treaty="apmbc")
    table = ranking.table.set_index("state")
    assert ranking.table["state"].head(4).tolist() == ["LVA", "LTU", "POL", "EST"]
    assert table.loc["FIN", "rank"] == table.loc["NOR", "rank"] == 8.5
    assert ranking.notices == 6


def test_the_watchlist_of_the_test_ban_asks_for_consents_taken_back(register):
    past = register.as_of("2023-10-31")
    assert watchlist(past, treaty="ctbt").table.empty
    table = watchlist(past, treaty="ctbt", leaving="revocation").table
    assert table["state"].iloc[0] == "RUS"
