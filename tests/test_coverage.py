"""Border coverage: kilometres bound and unbound."""

import pandas as pd

FLANK = {"treaty": "apmbc", "region": "eastern-flank", "towards": ["RUS", "BLR"]}


def test_all_of_the_border_was_covered_on_the_day_of_the_vote(register):
    row = register.as_of("2025-04-16").coverage(**FLANK).iloc[0]
    assert (row["km"], row["km_bound"], row["km_unbound"]) == (3802, 3802, 0)


def test_only_norway_is_left_when_the_fifth_withdrawal_takes_effect(register):
    row = register.as_of("2026-02-20").coverage(**FLANK).iloc[0]
    assert (row["km_bound"], row["states_bound"]) == (191, "NOR")


def test_a_running_notice_still_covers(register):
    row = register.as_of("2025-12-26").coverage(**FLANK).iloc[0]
    assert row["km_bound"] == 3802


def test_the_series_follows_membership_and_ends_where_the_day_stands(register):
    series = register.coverage(**FLANK, over_time=True)
    joined = series[series["day"] == pd.Timestamp("2023-04-04")]
    assert joined["km"].item() == 2493 + 1309
    last = register.coverage(**FLANK).iloc[0]
    assert series.iloc[-1][["km", "km_bound"]].tolist() == last[["km", "km_bound"]].tolist()


def test_nato_and_its_eastern_flank_have_the_same_border(register):
    nato = register.coverage(**{**FLANK, "region": "nato"}).iloc[0]
    assert nato["km"] == register.coverage(**FLANK).iloc[0]["km"]


def test_a_region_without_such_a_border_has_none(register):
    row = register.coverage(treaty="apmbc", region="african-union", towards=["RUS"]).iloc[0]
    assert (row["km"], row["states_bound"]) == (0, "")


def test_bound_and_unbound_add_up_by_state(register):
    states = register.as_of("2026-01-01").coverage_by_state(**FLANK)
    row = register.as_of("2026-01-01").coverage(**FLANK).iloc[0]
    assert states.loc[states["bound"], "km"].sum() == row["km_bound"]
    assert states["km"].is_monotonic_decreasing


def test_a_border_is_there_before_the_treaty_is(register):
    seen = register.as_of("1996-01-01")
    about = {"treaty": "apmbc", "region": "nato", "towards": ["RUS"]}
    row = seen.coverage(**about).iloc[0]
    assert (row["km"], row["km_bound"], row["km_unbound"], row["states_bound"]) == (191, 0, 191, "")
    series = seen.coverage(**about, over_time=True)
    assert series[["km", "km_bound"]].to_numpy().tolist() == [[191, 0]]
    assert series["day"].tolist() == [pd.Timestamp("1996-01-01")]


def test_no_row_of_the_series_comes_before_the_opening_once_there_is_one(register):
    series = register.coverage(**{**FLANK, "region": "nato"}, over_time=True)
    assert series["day"].min() == pd.Timestamp("1997-12-03")


def test_a_border_of_a_treaty_not_in_force_is_not_bound(register):
    row = register.coverage(treaty="ctbt", region="nato", towards=["RUS"]).iloc[0]
    assert row["km"] > 2000
    assert row["km_bound"] == 0


def test_a_notice_after_a_suspension_covers_nothing(register):
    # Russia had suspended the treaty in 2007, and gave notice on 9 June 2023.
    about = {"treaty": "cfe", "region": "csto", "towards": ["NOR"]}
    bound = {
        day: register.as_of(day).coverage(**about).iloc[0]["km_bound"]
        for day in ("2007-12-11", "2008-01-01", "2023-07-01")
    }
    assert bound == {"2007-12-11": 191, "2008-01-01": 0, "2023-07-01": 0}
    series = register.as_of("2023-07-01").coverage(**about, over_time=True)
    assert series["km_bound"].tolist()[-1] == 0
