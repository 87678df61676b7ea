"""Where regions stand under a treaty, and which have something to say of their own."""

import pytest

from analysis import facts
from analysis.sections.spread.facts import APART, LEAST, SILENT
from analysis.sections.spread.words import WHY, where_it_stands
from analysis.subject.subject import Subject


def spots(register, treaty, day=None):
    seen = register.as_of(day or register.default_day(treaty))
    return {spot.region: spot for spot in seen.fact(facts.spread, treaty=treaty).spots}


@pytest.fixture(scope="module")
def mines(register):
    return spots(register, "apmbc", "2026-02-20")


@pytest.mark.parametrize(
    ("treaty", "day", "region", "says"),
    [
        ("apmbc", "2026-02-20", "eastern-flank", "leaving"),
        ("apmbc", "2025-04-16", "eastern-flank", "steps"),
        ("apmbc", "2020-01-01", "eastern-flank", "alike"),
        ("apmbc", "1997-01-01", "eastern-flank", "unopened"),
        ("apmbc", "2026-02-20", "world", "whole"),
        ("npt", "2026-08-22", "asia", "steps"),
        ("inf", "2019-08-02", "nato", "ended"),
        ("tlatelolco", "2026-08-22", "nato", "few"),
        ("cfe", "2024-06-12", "nato", "leaving"),
        ("att", "2026-02-03", "south-eastern-asia", "apart"),
        ("tpnw", "2026-08-22", "polynesia", "pending"),
    ],
)
def test_what_there_is_to_say_of_a_region(register, treaty, day, region, says):
    found = spots(register, treaty, day)[region]
    assert found.says == says
    assert found.silent == (says in SILENT) == (says in WHY)


def test_its_numbers_are_those_that_the_region_has_elsewhere(register, mines):
    for region in ("nato", "eu", "baltic", "asean", "world"):
        about = {"treaty": "apmbc", "region": region}
        own = register.as_of("2026-02-20").fact(facts.standing, **about)
        spot = mines[region]
        assert (spot.possible, spot.bound) == (own.possible, own.in_force), region
        assert spot.counts.get("withdrawn", 0) == own.withdrawn, region


def test_a_region_and_the_rest_of_the_world_make_the_world(mines):
    world = mines["world"]
    for spot in mines.values():
        assert spot.possible + spot.others == world.possible
        assert spot.bound + spot.others_bound == world.bound


def test_the_sign_of_a_region_is_that_of_its_gravest_state(mines):
    assert mines["baltic"].status == "withdrawn"
    assert mines["asean"].status == "party"
    assert mines["baltic"].counts == {"withdrawn": 3}


def test_where_a_region_stands_is_told_in_one_line(register, mines):
    assert where_it_stands(mines["baltic"]) == "0 of 3 states bound; 3 withdrawn"
    early = spots(register, "apmbc", "2025-04-16")["eastern-flank"]
    assert where_it_stands(early) == "6 of 6 states bound; 5 with a step towards leaving"


def test_what_is_apart_is_so_by_as_much_as_is_said(register):
    for treaty in ("att", "ccm"):
        for spot in spots(register, treaty).values():
            away = abs(spot.bound / max(spot.possible, 1) - spot.others_bound / max(spot.others, 1))
            if spot.says == "apart":
                assert away >= APART
            if spot.says == "alike":
                assert away < APART or spot.possible < 5
            assert spot.possible >= LEAST or spot.says in ("few", "ended", "unopened")


def test_a_treaty_is_asked_for_all_regions_at_once(register):
    seen = register.as_of("2026-02-20")
    one, other = (Subject.of(seen, treaty="apmbc", region=name) for name in ("nato", "eu"))
    assert facts.spread(one) is facts.spread(other)
