"""What the watchlist learns from: past years, ways out, and the table counted from them."""

import pandas as pd
import pytest

from analysis.inference.pooling import pool_rates
from analysis.measures.attributes import ADVERSARIES, attributes_of_parties
from analysis.model import RollbackError, UnknownName
from analysis.spells import build_spells
from analysis.watchlist.history import TRAITS, past_years
from analysis.watchlist.leaving import notices, read_as_leaving, treaties_to_learn_from
from analysis.watchlist.model import CELLS, cells_of, learn
from analysis.watchlist.steps import LEVEL_OF_STAGE, past_ways_out, ways_out
from tests.conftest import make_tables, make_treaties

YEAR = 365 / 365.25
OUT = {"aim": "withdrawal", "actor": "government"}
JOINED = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "CCC", "2000-03-05", "accession"),
]
BORDERS = [("AAA", "CCC", 10.0), ("AAA", "FFF", 300.0), ("CCC", "FFF", 40.0)]
CLUB = [("club", "AAA", "2001-12-01", "")]


def world(*events, treaties=None, borders=BORDERS):
    return make_tables([*JOINED, *events], treaties, borders=borders, groups=CLUB)


def known_on(tables, day):
    known = tables.with_events(tables.events[tables.events["day"] <= day].reset_index(drop=True))
    return known, build_spells(known), pd.Timestamp(day).as_unit("s")


def years_of(tables, day="2003-09-01", leaving="withdrawal"):
    known, spells, day = known_on(tables, day)
    known, spells = read_as_leaving(known, spells, leaving)
    return past_years(known, spells, day, adversaries=["FFF"], alliance="club")


def test_each_party_is_a_case_once_a_year():
    years = years_of(world())
    assert len(years) == 9
    assert set(years["start"].dt.strftime("%F")) == {"2000-09-01", "2001-09-01", "2002-09-01"}
    assert years["years"].sum() == pytest.approx(9 * YEAR)
    assert not years["noticed"].any()


def test_a_notice_counts_in_its_year_and_ends_the_watch():
    years = years_of(world(("ban", "CCC", "2002-03-01", "withdrawal_notified")))
    own = years[years["state"] == "CCC"].set_index("start")
    assert own.index.strftime("%F").tolist() == ["2001-09-01", "2000-09-01"]
    assert own["noticed"].tolist() == [True, False]
    assert own["years"].tolist() == pytest.approx([1, YEAR])


def test_a_notice_taken_back_begins_the_watch_anew():
    events = [("withdrawal_notified", "2001-03-01"), ("notice_revoked", "2001-05-01")]
    years = years_of(world(*(("ban", "CCC", date, kind) for kind, date in events)))
    own = years[years["state"] == "CCC"].sort_values("start")
    assert own["noticed"].tolist() == [True, False, False]


def test_a_case_ends_with_the_day_up_to_which_events_were_gathered():
    late = ("ban", "CCC", "2003-03-01", "withdrawal_notified")
    treaties = make_treaties({"covered_to": "2002-12-01"})
    years = years_of(world(late, treaties=treaties))
    last = years[years["start"] == "2002-09-01"]
    assert last["years"].tolist() == pytest.approx([91 / 365.25] * 3)
    assert not years["noticed"].any()


def test_the_traits_are_those_of_the_first_day_of_the_year():
    years = years_of(world(("ban", "CCC", "2002-03-01", "withdrawal_notified")))
    own = years[years["state"] == "AAA"].sort_values("start")
    assert own["borders_adversary"].tolist() == [True, True, True]
    assert own["allied"].tolist() == [False, False, True]
    assert own["neighbours_going"].tolist() == [False, False, True]


def test_another_treaty_given_up_counts_for_all_but_itself():
    pact = [
        ("pact", "AAA", "2000-02-10", "ratification"),
        ("pact", "BBB", "2000-02-10", "ratification"),
        ("pact", "BBB", "2001-02-10", "withdrawal_notified"),
    ]
    years = years_of(world(*pact, treaties=make_treaties({}, {"code": "pact"})))
    given_up = years[years["others_given_up"]]
    assert set(given_up["treaty"]) == {"ban"}
    assert set(given_up["state"]) == {"BBB"}
    assert given_up["start"].min() == pd.Timestamp("2001-09-01")


def test_bilateral_and_unleavable_treaties_teach_nothing():
    treaties = make_treaties(
        {},
        {"code": "pair", "family": "bilateral-strategic"},
        {"code": "word", "nature": "political"},
        {"code": "fast", "withdrawal_period": ""},
    )
    assert treaties_to_learn_from(make_tables(JOINED, treaties)) == ["ban"]


STEPS = [
    ("ban", "AAA", "2001-03-01", "announced", OUT),
    ("ban", "AAA", "2001-06-01", "government_approved", OUT),
    ("ban", "AAA", "2001-07-01", "parliament_approved", OUT),
]


def test_a_way_out_is_counted_from_each_level_that_it_reached():
    ways = ways_out(world(*STEPS))
    assert ways["level"].tolist() == [1, 2]
    assert ways["start"].dt.strftime("%F").tolist() == ["2001-03-01", "2001-06-01"]


def test_a_decision_to_stay_ends_the_way_out_and_a_new_step_begins_another():
    stay = ("ban", "AAA", "2002-01-01", "withdrawal_rejected", OUT)
    again = ("ban", "AAA", "2002-06-01", "recommended", OUT)
    ways = ways_out(world(*STEPS, stay, again))
    assert ways["level"].tolist() == [1, 2, 1]
    assert ways["end"].dt.strftime("%F").tolist()[:2] == ["2002-01-01"] * 2
    assert pd.isna(ways["end"].iloc[2])


@pytest.mark.parametrize("more", [{"actor": "members"}, {"aim": "suspension"}])
def test_steps_of_others_and_towards_a_suspension_are_no_way_out(more):
    step = ("ban", "AAA", "2001-03-01", "announced", {**OUT, **more})
    assert ways_out(world(step)).empty


def test_a_way_out_with_a_notice_counts_for_a_whole_year():
    notice = ("ban", "AAA", "2001-08-01", "withdrawal_notified")
    running = ("ban", "BBB", "2003-06-01", "announced", OUT)
    known, spells, day = known_on(world(*STEPS, notice, running), "2003-09-01")
    ways = past_ways_out(known, spells, day)
    assert ways["state"].tolist() == ["AAA", "AAA", "BBB"]
    assert ways["noticed"].tolist() == [True, True, False]
    assert ways["years"].tolist() == pytest.approx([1, 1, 92 / 365.25])


def test_a_notice_in_the_second_year_counts_for_two_years():
    notice = ("ban", "AAA", "2002-06-15", "withdrawal_notified")
    known, spells, day = known_on(world(*STEPS, notice), "2003-09-01")
    assert past_ways_out(known, spells, day)["years"].tolist() == [2, 2]


def test_a_suspension_counts_as_a_notice_only_when_asked():
    tables = world(("ban", "CCC", "2002-03-01", "suspension_effective"))
    assert years_of(tables)["noticed"].sum() == 0
    years = years_of(tables, leaving="suspension")
    assert years.loc[years["noticed"], "state"].tolist() == ["CCC"]
    assert years[years["start"] == "2002-09-01"]["state"].tolist() == ["AAA", "BBB"]


def test_a_consent_taken_back_counts_only_when_asked():
    tables = make_tables(
        [*JOINED, ("ban", "AAA", "2002-03-01", "ratification_revoked")],
        make_treaties({"entry_trigger_count": "5"}),
        borders=BORDERS,
        groups=CLUB,
    )
    assert years_of(tables).empty
    years = years_of(tables, leaving="revocation")
    assert years.loc[years["noticed"], ["state", "years"]].to_numpy().tolist() == [["AAA", 1.0]]
    after = years[years["start"] == "2002-09-01"]
    assert after.set_index("state")["neighbours_going"].to_dict() == {"BBB": False, "CCC": True}


def test_an_unknown_way_of_leaving_is_refused():
    known, spells, _ = known_on(world(), "2003-09-01")
    with pytest.raises(UnknownName, match="withdrawal"):
        read_as_leaving(known, spells, "withdraw")


def party(level=0, **traits):
    return {"level": level, **dict.fromkeys(TRAITS, False), **traits}


def test_the_row_of_a_party_is_its_level_or_the_number_of_its_traits():
    parties = pd.DataFrame(
        [
            party(),
            party(allied=True),
            party(allied=True, borders_adversary=True),
            party(**dict.fromkeys(TRAITS, True)),
            party(level=1, allied=True),
            party(level=2),
        ]
    )
    assert cells_of(parties).tolist() == [CELLS[i] for i in (4, 3, 2, 2, 1, 0)]


def cases(number, noticed, **party_has):
    row = {"treaty": "ban", "state": "AAA", "years": 1.0, **party(**party_has)}
    return pd.DataFrame([{**row, "noticed": case < noticed} for case in range(number)])


NO_WAYS = cases(1, 0).iloc[:0]


def test_the_table_counts_notices_and_party_years_and_pools_them():
    years = pd.concat([cases(900, 1), cases(100, 2, allied=True)], ignore_index=True)
    ways = pd.concat([cases(4, 3, level=1), cases(2, 2, level=2)], ignore_index=True)
    learnt = learn(years, ways, 1.0)
    table = learnt.cells
    assert table["notices"].tolist() == [2, 3, 0, 2, 1]
    assert table["party_years"].tolist() == [2, 4, 0, 100, 900]
    groups = table[["cell", "notices", "party_years"]]
    groups.columns = ["group", "events", "exposure"]
    pooled = pool_rates(groups)
    # The empty row takes the prior's rate, between those of its neighbours: no rows are merged.
    assert table["estimate"].is_monotonic_decreasing
    kept = [0, 1, 3, 4]
    assert table["estimate"][kept].tolist() == pytest.approx(pooled.table["estimate"][kept])
    assert table["chance"].tolist() == pytest.approx((table["estimate"] / 100).tolist())
    assert (learnt.notices, learnt.party_years) == (3, 1000)
    alike = learnt.baselines.iloc[0]
    assert (alike["notices"], alike["party_years"]) == (3, 1000)
    assert alike["chance"] == pytest.approx(3 / 1000)


def test_a_chance_over_more_years_compounds():
    years = cases(10, 5)
    one, two = (learn(years, NO_WAYS, horizon).cells for horizon in (1.0, 2.0))
    assert two["chance"].tolist() == pytest.approx((1 - (1 - one["chance"]) ** 2).tolist())


def test_rows_out_of_order_are_taken_together():
    years = pd.concat(
        [
            cases(100, 3),
            cases(100, 0, allied=True),
            cases(800, 0, allied=True, others_given_up=True),
        ]
    )
    table = learn(years, NO_WAYS, 1.0).cells
    # One trait and two were followed by no notice, no trait by three: they are one row of 1000.
    assert table["chance"][2:].nunique() == 1
    assert table["chance"].iloc[4] == pytest.approx(3 / 1000, rel=0.1)
    assert table["rate"].iloc[4] == 3


def test_what_leavers_shared_is_told_trait_by_trait():
    years = pd.concat([cases(900, 1), cases(100, 2, allied=True)], ignore_index=True)
    shared = learn(years, NO_WAYS, 1.0).shared.set_index("trait").loc["member of the alliance"]
    assert (shared["notices_with"], shared["notices"]) == (2, 3)
    assert (shared["years_with"], shared["party_years"]) == (100, 1000)
    assert shared["ratio"] == pytest.approx((2 / 100) / (1 / 900))


def test_without_a_past_or_a_future_nothing_is_learnt():
    with pytest.raises(RollbackError, match="later day"):
        learn(years_of(world(), "2000-09-02"), NO_WAYS, 1.0)
    with pytest.raises(RollbackError, match="horizon"):
        learn(cases(10, 5), NO_WAYS, 0.0)


@pytest.mark.parametrize("treaty", ["apmbc", "cfe", "npt"])
def test_the_past_is_seen_as_it_was_seen_then(register, treaty):
    now = register.as_of("2024-03-31")
    then = now.as_of("2023-03-31")
    years = past_years(
        now.known, now.spells, now.day, adversaries=ADVERSARIES, alliance="nato"
    ).query("treaty == @treaty and start == @then.day")
    seen = attributes_of_parties(then.known, then.spells, then.day, treaty=treaty)
    given = notices(then.known).query("treaty == @treaty")
    seen = seen[~seen["state"].isin(given["state"])].set_index("state")
    years = years.set_index("state").reindex(seen.index)
    for trait in TRAITS:
        assert years[trait].tolist() == (seen[trait] > 0).tolist()
    assert years["level"].tolist() == seen["stage"].map(LEVEL_OF_STAGE).tolist()
