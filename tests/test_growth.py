"""A register many times as large: nothing wrong with it, and each copy of a treaty like the first.

How fast it is asked is measured by benchmarks/growth.py; here, that the answers are the same.
"""

import gc
import json

import pytest

from analysis import load_register
from analysis.store.folder import default_folder
from analysis.store.resting import no_search_for_circles
from benchmarks.enlarged import enlarge
from benchmarks.growth import STEPS, table
from benchmarks.results import merge


@pytest.fixture(scope="module")
def thrice(tmp_path_factory):
    """The shipped register with each treaty three times; loading checks it."""
    return load_register(enlarge(tmp_path_factory.mktemp("data"), 3, default_folder()))


def test_every_event_of_a_treaty_is_there_three_times(register, thrice):
    assert len(thrice.tables.treaties) == 3 * len(register.tables.treaties)
    assert len(thrice.tables.events) == 3 * len(register.tables.events)
    assert len(thrice.tables.states) == len(register.tables.states)


@pytest.mark.parametrize("question", ["status", "counts", "pipeline", "over time"])
def test_each_copy_of_a_treaty_has_the_answers_of_the_first(register, thrice, question):
    def ask(of):
        return of.counts(over_time=True) if question == "over time" else getattr(of, question)()

    first, all_of = ask(register), ask(thrice)
    assert len(all_of) == 3 * len(first)
    for number in ("", "_x2", "_x3"):
        code = all_of["treaty"].str
        own = all_of[code.endswith(number) if number else ~code.contains("_x[23]$")]
        plain = own.assign(treaty=own["treaty"].str.removesuffix(number))
        order = plain["treaty"].map({c: n for n, c in enumerate(first["treaty"].unique())})
        plain = plain.iloc[order.argsort(kind="stable")].reset_index(drop=True)
        assert plain.equals(first)


def test_a_section_of_the_results_leaves_the_others_as_they_are(tmp_path):
    path = tmp_path / "results.json"
    merge("growth", {"rounds": 1}, path)
    merge("briefings", {"rounds": 3}, path)
    merge("growth", {"rounds": 2}, path)
    found = json.loads(path.read_text())
    assert {name: section["rounds"] for name, section in found.items()} == {
        "briefings": 3,
        "growth": 2,
    }
    assert found["growth"]["machine"]


def test_the_table_of_growth_tells_how_many_times_more_each_size_costs():
    costs = dict.fromkeys((*STEPS, "peak MB of load and check", "peak MB"), 2.0)
    found = {
        "1x": {**costs, "events": 10.0},
        "10x": {**costs, "events": 100.0, "status": 6.0},
        "a million": {"a million events to spells": 2.5, "peak MB": 300.0},
    }
    assert "| status | 2.00 | 6.00 | 3.0 |" in table(found).splitlines()


def test_the_search_for_circles_goes_on_after_reading_and_checking():
    assert gc.isenabled()
    with no_search_for_circles(), no_search_for_circles():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with no_search_for_circles():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
