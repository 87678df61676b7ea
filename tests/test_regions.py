"""Groups on a day, derived groups and land borders."""

import pandas as pd
import pytest

from analysis import UnknownName
from analysis.law.regions import (
    find_region,
    land_borders,
    list_regions,
    members,
    memberships,
    undated_members,
    within,
)
from tests.conftest import make_tables

GROUPS = [
    ("nato", "AAA", "1999-03-12", ""),
    ("nato", "BBB", "1999-03-12", "2010-01-01"),
    ("nato", "CCC", "2023-04-04", ""),
    ("club", "AAA", "", ""),
]
BORDERS = [("AAA", "RUS", 100), ("BLR", "CCC", 40), ("AAA", "BLR", 20), ("BBB", "DDD", 7)]


@pytest.fixture
def tables():
    made = make_tables([], groups=GROUPS, borders=BORDERS)
    codes = ["AAA", "BBB", "CCC", "DDD", "RUS", "BLR"]
    states = pd.DataFrame({"state": codes, "name": codes, "short_name": codes})
    areas = {"region": "Europe", "sub_region": "Northern Europe", "intermediate_region": ""}
    never = pd.Series(pd.NaT, index=states.index, dtype="datetime64[s]")
    whole = states.assign(**areas, un_status="member", start=never, end=never)
    object.__setattr__(made, "states", whole)
    return made


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        ("1999-03-11", []),
        ("1999-03-12", ["AAA", "BBB"]),
        ("2009-12-31", ["AAA", "BBB"]),
        ("2010-01-01", ["AAA"]),
        ("2023-04-04", ["AAA", "CCC"]),
    ],
)
def test_membership_runs_from_its_first_day_to_the_first_day_outside(tables, day, inside):
    assert members(tables, "nato", pd.Timestamp(day)) == inside


def test_a_start_that_no_source_gives_counts_as_always(tables):
    assert members(tables, "club", pd.Timestamp("1950-01-01")) == ["AAA"]


def test_members_whose_start_no_source_gives_are_known_as_such(tables, register):
    day = pd.Timestamp("2010-06-01")
    assert undated_members(tables, "club", day) == ["AAA"]
    assert undated_members(tables, "club@2010-06-01", day) == ["AAA"]
    assert undated_members(tables, "nato", day) == undated_members(tables, "world", day) == []
    # Nobody joins the north: no day is missing. The Alliance of Sahel States has its charter.
    for region in ("nordic", "baltic", "alliance-of-sahel-states", "africa"):
        assert undated_members(register.tables, region, register.day) == []
    held = register.tables.groups
    movement = held[(held["group"] == "non-aligned-movement") & held["start"].isna()]
    inside = set(movement.loc[movement["standing"] == "member", "state"])
    assert set(register.undated_members("non-aligned-movement")) == inside
    assert "SSD" in set(register.members("non-aligned-movement")) - inside


@pytest.mark.parametrize(
    ("region", "state", "standing"),
    [
        ("un-weog", "USA", "observer"),
        ("un-asia-pacific", "TUR", "observer"),
        ("non-aligned-movement", "BRA", "observer"),
        ("brics", "SAU", "invited"),
        ("nuclear-weapons-hosts", "BLR", "contested"),
    ],
)
def test_who_only_attends_or_is_contested_is_no_member(register, region, state, standing):
    groups = register.tables.groups
    row = groups[(groups["group"] == region) & (groups["state"] == state)].iloc[0]
    assert row["standing"] == standing
    assert state not in register.members(region)


@pytest.mark.parametrize(
    ("region", "day", "count", "joined"),
    [
        ("visegrad-group", "1992-12-31", 3, "CSK"),
        ("visegrad-group", "1993-01-01", 4, "SVK"),
        ("sco", "2024-07-03", 9, "IRN"),
        ("sco", "2024-07-04", 10, "BLR"),
        ("jef", "2017-06-30", 9, "FIN"),
        ("brics", "2025-01-06", 10, "IDN"),
        ("un-weog", "2026-08-22", 28, "ISR"),
        ("un-grulac", "2026-08-22", 33, "VEN"),
        ("non-aligned-movement", "2004-05-30", 118, "CYP"),
        ("non-aligned-movement", "2026-08-22", 117, "SSD"),
    ],
)
def test_groups_grow_and_shrink_on_their_days(register, region, day, count, joined):
    inside = members(register.tables, region, pd.Timestamp(day))
    assert (len(inside), joined in inside) == (count, True)


def test_the_five_un_groups_hold_every_member_of_the_un_but_the_united_states(register):
    states = register.tables.states
    un = set(states.loc[states["un_status"] == "member", "state"])
    groups = [
        register.members(f"un-{name}")
        for name in ("african", "asia-pacific", "eastern-european", "grulac", "weog")
    ]
    together = [state for group in groups for state in group]
    assert len(together) == len(set(together))
    assert un - set(together) == {"USA"}


def test_the_eastern_flank_follows_from_membership_and_borders(tables):
    assert members(tables, "eastern-flank", pd.Timestamp("2023-04-03")) == ["AAA"]
    assert members(tables, "eastern-flank", pd.Timestamp("2023-04-04")) == ["AAA", "CCC"]


def test_regions_of_the_geoscheme_and_the_world_need_no_table(tables):
    assert len(members(tables, "northern-europe", pd.Timestamp("2000-01-01"))) == 6
    assert len(members(tables, "world", pd.Timestamp("2000-01-01"))) == 6


@pytest.mark.parametrize(("day", "there"), [("2011-07-08", False), ("2011-07-09", True)])
def test_south_sudan_is_in_africa_from_its_first_day_on(register, day, there):
    for region in ("africa", "world"):
        assert ("SSD" in members(register.tables, region, pd.Timestamp(day))) is there


def test_czechoslovakia_is_followed_by_its_successors_without_a_day_between(register):
    before, after = (
        members(register.tables, "world", pd.Timestamp(d)) for d in ("1992-12-31", "1993-01-01")
    )
    assert {"CSK", "CZE", "SVK"} & set(before) == {"CSK"}
    assert {"CSK", "CZE", "SVK"} & set(after) == {"CZE", "SVK"}


def test_borders_add_up_from_both_sides_of_the_table(tables):
    table = land_borders(tables, ["RUS", "BLR"])
    assert table.groupby("state")["km"].sum().to_dict() == {"AAA": 120, "CCC": 40}


def test_a_border_between_two_of_the_named_neighbours_is_left_out(tables):
    assert "BLR" not in set(land_borders(tables, ["AAA", "BLR"])["state"])


def test_an_unknown_region_is_met_with_the_nearest(tables):
    with pytest.raises(UnknownName, match="did you mean 'nato'"):
        find_region(tables, "natto")


def test_every_region_that_is_listed_can_be_asked_for(register):
    for region in list_regions(register.tables):
        assert isinstance(members(register.tables, region.slug, register.day), list)


def test_short_names_of_regions_are_unique(register):
    slugs = [region.slug for region in list_regions(register.tables)]
    assert len(slugs) == len(set(slugs))


def test_a_former_state_belongs_to_the_world_until_its_end(register):
    assert "SUN" in members(register.tables, "world", pd.Timestamp("1991-12-25"))
    assert "SUN" not in members(register.tables, "world", pd.Timestamp("1991-12-26"))


def test_an_organisation_is_no_state_of_the_world(register):
    assert "EUE" not in members(register.tables, "world", register.day)


def test_spells_are_cut_to_the_time_of_membership(tables):
    day = "datetime64[s]"
    spells = pd.DataFrame({"state": ["BBB"], "status": ["party"]}).assign(
        start=pd.to_datetime(["1990-01-01"]).astype(day), end=pd.to_datetime([None]).astype(day)
    )
    cut = within(spells, memberships(tables, "nato")).iloc[0]
    assert (cut["start"], cut["end"]) == (pd.Timestamp("1999-03-12"), pd.Timestamp("2010-01-01"))
