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
