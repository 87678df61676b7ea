"""Names as people write them: every door finds the same row, and doubts are asked back."""

import csv

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.checks import check_tables
from analysis.language.folding import fold
from analysis.law.names import find_state, find_treaty
from analysis.law.regions import find_region
from analysis.measures.scope import treaty_codes
from analysis.store.folder import default_folder
from analysis.store.loading import read_tables
from analysis.terms.errors import UnknownName

STATES = {
    "Latvia": "LVA",
    "latvia": "LVA",
    "LV": "LVA",
    "lva": "LVA",
    "Republic of Latvia": "LVA",
    "Türkiye": "TUR",
    "Turkey": "TUR",
    "Turkiye": "TUR",
    "Swaziland": "SWZ",
    "Côte d’Ivoire": "CIV",
    "ivory coast": "CIV",
    "UK": "GBR",
    "U.S.": "USA",
    "USSR": "SUN",
    "DPRK": "PRK",
    "Burma": "MMR",
    "Korea, Republic of": "KOR",
    "The Gambia": "GMB",
    "Guinea": "GIN",
    "Bosnia": "BIH",
    "St Kitts": "KNA",
    "São Tomé": "STP",
    "FYROM": "MKD",
}
TREATIES = {
    "APMBC": "apmbc",
    "Ottawa": "apmbc",
    "mine ban": "apmbc",
    "Mine Ban Treaty": "apmbc",
    "NPT": "npt",
    "Non-Proliferation Treaty": "npt",
    "nonproliferation treaty": "npt",
    "BTWC": "bwc",
    "Open Skies": "openskies",
    "Oslo Convention": "ccm",
    "land mines": "apmbc",
    "landmine ban": "apmbc",
    "cluster bombs": "ccm",
    "cluster munition convention": "ccm",
    "nuclear weapons ban": "tpnw",
    "non-proliferation": "npt",
    "conventional weapons": "ccw",
    "comprehensive test ban": "ctbt",
    "outer space": "ost",
    "Moon Treaty": "moon",
    "Semipalatinsk": "canwfz",
    "blinding lasers": "ccw_p4",
}
REGIONS = {
    "NATO": "nato",
    "EU": "eu",
    "European Union": "eu",
    "Europe": "europe",
    "Baltics": "baltic",
    "Baltic states": "baltic",
    "Arab League": "league-of-arab-states",
    "North Atlantic Alliance": "nato",
    "P5": "npt-nuclear-weapon-states",
    "nuclear weapon states": "npt-nuclear-weapon-states",
}


@pytest.mark.parametrize(("name", "code"), STATES.items())
def test_a_state_answers_to_what_people_call_it(register, name, code):
    assert find_state(register.tables, name) == code


@pytest.mark.parametrize(("name", "code"), TREATIES.items())
def test_a_treaty_answers_to_what_people_call_it(register, name, code):
    assert find_treaty(register.tables, name) == code


def test_what_kind_of_agreement_a_name_says_it_is_may_be_left_out_and_not_exchanged(register):
    assert find_treaty(register.tables, "Geneva Protocol") == "geneva_protocol"
    for name in ("Geneva Convention", "Vienna Convention", "treaty", "conventions"):
        with pytest.raises(UnknownName):
            find_treaty(register.tables, name)


@pytest.mark.parametrize(("name", "code"), REGIONS.items())
def test_a_region_answers_to_what_people_call_it(register, name, code):
    assert find_region(register.tables, name).slug == code


@pytest.mark.parametrize(
    ("find", "name", "candidates"),
    [
        (find_state, "Korea", ["KOR", "PRK"]),
        (find_state, "congo", ["COG", "COD"]),
        (find_treaty, "START", ["start1", "start2", "newstart"]),
        (find_treaty, "CCW Protocol II", ["ccw_p2", "ccw_ap2"]),
    ],
)
def test_a_name_that_several_bear_is_asked_back(register, find, name, candidates):
    with pytest.raises(UnknownName) as error:
        find(register.tables, name)
    assert all(code in str(error.value) for code in candidates)


@pytest.mark.parametrize(
    ("find", "name", "meant"),
    [
        (find_state, "Latvai", "LVA"),
        (find_state, "LVX", "LVA"),
        (find_treaty, "Otawa", "apmbc"),
        (treaty_codes, "ottowa", "apmbc"),
        (find_region, "North Atlantic Aliance", "nato"),
    ],
)
def test_an_unknown_name_gets_the_nearest(register, find, name, meant):
    with pytest.raises(UnknownName, match=f"did you mean '{meant}'"):
        find(register.tables, name)


def test_every_alias_finds_its_own_code_or_asks(register):
    for row in register.tables.aliases.itertuples():
        find = {"state": find_state, "treaty": find_treaty}.get(
            row.what, lambda tables, name: find_region(tables, name).slug
        )
        if row.ambiguous:
            with pytest.raises(UnknownName, match=row.code):
                find(register.tables, row.name)
        else:
            assert find(register.tables, row.name) == row.code


def test_codes_that_a_table_prints_find_their_rows_again(register):
    tables = register.tables
    assert [find_state(tables, code) for code in tables.states["state"]] == [
        *tables.states["state"]
    ]
    assert [find_treaty(tables, code) for code in tables.treaties["code"]] == register.codes()


@given(st.sampled_from(sorted(STATES)), st.sampled_from([str.upper, str.lower, str.title]))
def test_folding_forgets_how_letters_are_written(name, write):
    assert fold(f" {write(name)}. ") == fold(name)


def test_several_are_named_at_once_in_a_list_or_with_commas(register):
    asked = register.status(treaty=["APMBC", "ccm"], state="Latvia, EST")
    same = register.status(treaty="ottawa,CCM", state=["LV", "Estonia"])
    pd.testing.assert_frame_equal(asked, same)
    assert asked[["treaty", "state"]].values.tolist() == [
        ["apmbc", "EST"],
        ["apmbc", "LVA"],
        ["ccm", "EST"],
        ["ccm", "LVA"],
    ]


def test_a_region_is_made_of_states_for_one_question(register):
    region = find_region(register.tables, "DEU, France,POL")
    assert (region.slug, region.name) == ("DEU,FRA,POL", "Germany, France and Poland")
    assert register.members("DEU,FRA,POL") == ["DEU", "FRA", "POL"]
    counts = register.counts(treaty="apmbc", region=["DEU", "FRA", "POL"])
    whole = register.status(treaty="apmbc", region="DEU,FRA,POL")
    assert counts["parties"].item() == (whole["bound"] == "yes").sum()


def test_a_region_made_of_regions_has_each_state_once_and_in_its_time(register):
    both = register.members("nato,EU")
    assert both == sorted({*register.members("nato"), *register.members("eu")})
    early = register.as_of("2003-01-01")
    assert early.members("nato,EU") == sorted({*early.members("nato"), *early.members("eu")})
    assert find_region(register.tables, "nato,EU").said == "NATO and the European Union"


def test_an_alias_is_checked(tmp_path):
    folder = tmp_path / "data"
    import shutil

    small = default_folder().parent / "tests" / "data" / "small"
    shutil.copytree(small, folder)
    added = [
        ("Nobody", "state", "XXX", "", "wrong"),
        ("Latvia", "state", "LTU", "", "another's name"),
        ("Lettland", "state", "LVA", "yes", "in German"),
    ]
    with (folder / "aliases.csv").open("a", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(added)
    faults = [(f.value, f.column, f.rule) for f in check_tables(read_tables(folder))]
    assert ("XXX", "code", "there is no state of this code in states.csv") in faults
    assert ("Latvia", "name", "LVA is called so too") in faults
    assert (
        "Lettland",
        "ambiguous",
        "it is marked ambiguous, and no other row has this name",
    ) in faults
    assert len(faults) == 3
