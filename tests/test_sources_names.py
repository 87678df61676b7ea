"""Names of states, as depositaries write them; the cases are a CSV that anybody can extend."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.importers.names import TERRITORIES, plain, read_names
from analysis.store.folder import default_folder
from analysis.terms.errors import UnknownName

CASES = Path(__file__).parent / "cases" / "state_names.csv"
STATES = pd.read_csv(default_folder() / "states.csv", dtype="str", keep_default_na=False)
ALIASES = pd.read_csv(default_folder() / "aliases.csv", dtype="str", keep_default_na=False)
NAMES = read_names(STATES, ALIASES)
OWN = sorted({*STATES["name"], *STATES["short_name"]})


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def code_of(name):
    try:
        return NAMES.code(name) or "none"
    except UnknownName:
        return "unknown"


@pytest.mark.parametrize("case", rows_of(CASES), ids=lambda case: case["name"])
def test_a_name_is_the_state_of_the_case_list(case):
    assert code_of(case["name"]) == case["state"]


def test_the_register_and_the_aliases_never_disagree_about_a_name():
    own = {plain(name) for name in OWN}
    of_states = ALIASES[(ALIASES["what"] == "state") & (ALIASES["ambiguous"] == "")]
    aliases = [plain(name) for name in of_states["name"]]
    aliases += [plain(row["name"]) for row in rows_of(TERRITORIES)]
    assert not own & set(aliases)
    assert len(aliases) == len(set(aliases))


def test_two_states_never_share_a_plain_name():
    pairs = {(plain(row["name"]), row["state"]) for _, row in STATES.iterrows()}
    pairs |= {(plain(row["short_name"]), row["state"]) for _, row in STATES.iterrows()}
    assert len({name for name, _ in pairs}) == len(pairs)


def test_every_alias_of_a_state_has_a_code_of_the_register():
    codes = set(ALIASES.loc[ALIASES["what"] == "state", "code"])
    assert codes <= set(STATES["state"])


def test_an_alias_whose_state_the_register_lacks_is_unknown_rather_than_lost():
    names = read_names(STATES[STATES["state"] != "MMR"], ALIASES)
    with pytest.raises(UnknownName, match="Burma"):
        names.code("Burma")


def test_an_unknown_name_is_shown_with_the_nearest():
    with pytest.raises(UnknownName, match=r"^'Norwai' \(the nearest known one is 'norway'\)$"):
        NAMES.code("Norwai")


@given(
    name=st.sampled_from(OWN),
    change=st.sampled_from([str.upper, str.lower, str.title, str]),
    note=st.sampled_from(["", " 4", "4", " 10 , 11", "12,13"]),
    brackets=st.booleans(),
    gap=st.sampled_from([" ", "  ", "\u00a0", "\n\t"]),
)
def test_how_a_name_is_set_does_not_change_whose_it_is(name, change, note, brackets, gap):
    written = change(name).replace(" ", gap) + note
    written = f"[{written}]" if brackets else written
    assert NAMES.code(written) == NAMES.code(name)


@given(st.text(max_size=30))
def test_any_text_is_a_known_name_or_an_unknown_one(text):
    assert code_of(text) in {*STATES["state"], "none", "unknown"}
