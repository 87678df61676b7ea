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
