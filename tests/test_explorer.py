"""The explorer of a notebook: it shows what the briefings say, and follows every move."""

from __future__ import annotations

import re
import statistics
import time
from datetime import date

import papermill
import pytest

from analysis import open_briefing
from analysis.explorer.questions import PICTURES, Asked, Question, narrowed
from analysis.explorer.widgets import Explorer
from analysis.store.folder import notebooks_folder
from analysis.terms.errors import ImpossibleDay, UnknownName

ASKED = [
    Question("apmbc", "eastern-flank", "2025-04-16"),
    Question("ccw_p5", "baltic", "2012-01-01"),
    Question("npt", "asia", "2003-02-01", "objectors"),
]


def names_in(table):
    return re.findall(r'<th scope="row">\s*([^<]+?)\s*<', table)


@pytest.fixture(scope="module")
def explorer(register):
    return Explorer(register, treaty="apmbc", region="baltic", day="2025-06-26")


@pytest.mark.parametrize("question", ASKED, ids=lambda one: f"{one.treaty} {one.day}")
def test_it_answers_from_one_treaty_what_the_whole_register_answers(register, question):
    few, whole = Asked(narrowed(register, question.treaty), question), Asked(register, question)
    assert few.headline == whole.headline
    assert few.words() == whole.words()
    # The table leaves out columns on related treaties, and has the same states.
    assert names_in(few.table()) == names_in(whole.table()) != []


def test_its_finding_is_the_title_of_the_briefing(register):
    question = Question("apmbc", "baltic", "2025-08-20")
    opened = open_briefing(
        "regional", register=register, treaty="apmbc", region="baltic", as_of="2025-08-20"
    )
    asked = Asked(narrowed(register, "apmbc"), question)
    assert asked.headline == opened.show("front")[0].title
    assert asked.headline in asked.words()


def test_a_move_of_the_day_changes_words_map_and_table(explorer):
    def shown():
        return explorer.words.value, explorer.pictures["Map"].value, explorer.table.value

    explorer.exact.value = date(2025, 6, 26)
    before = shown()
    explorer.slider.value += 1
    assert explorer.exact.value == date(2025, 6, 27)
    assert all(one != other for one, other in zip(before, shown(), strict=True))
    assert "27 June 2025" in explorer.words.value
    assert explorer.status["status"].tolist() == ["withdrawing"] * 3
    explorer.slider.value -= 1
    assert shown() == before


def test_every_picture_is_drawn_when_it_is_looked_at(explorer):
    explorer.exact.value = date(2025, 8, 20)
    for place, name in enumerate(PICTURES):
        explorer.tabs.selected_index = place
        assert "<svg" in explorer.pictures[name].value
    explorer.tabs.selected_index = 0


def test_treaty_region_and_reading_can_be_chosen(register):
    explorer = Explorer(register, treaty="npt", region="DEU,PRK", day="2003-02-01")
    assert "North Korea" in explorer.table.value
    depositary = explorer.words.value
    explorer.reading.value = "state"
    assert explorer.words.value != depositary
    explorer.region.value = "world"
    explorer.treaty.value = "ctbt"
    assert explorer.question == Question("ctbt", "world", "2003-02-01", "state")


def test_before_a_treaty_there_is_nothing_to_draw_and_no_error(register):
    explorer = Explorer(register, treaty="tpnw", region="nordic", day="1925-06-17")
    assert explorer.slider.value == 0
    assert "Nothing to draw" in explorer.pictures["Map"].value


def test_a_move_is_quick(explorer):
    explorer.exact.value = date(2024, 1, 1)
    seconds = []
    for days in (1, 40, 1, 200, 7):
        began = time.process_time()
        explorer.slider.value += days
        seconds.append(time.process_time() - began)
    # A fifth of a second as a rule; twice the time allowed leaves room for a busy machine.
    assert statistics.median(seconds) < 0.6


def test_a_name_or_a_day_that_cannot_be_is_refused(register):
    with pytest.raises(UnknownName, match="mine-ban"):
        Explorer(register, treaty="mine-bann")
    with pytest.raises(UnknownName):
        Explorer(register, region="atlantis")
    with pytest.raises(ImpossibleDay):
        Explorer(register, day="1850-01-01")


@pytest.mark.slow
def test_the_notebook_runs_from_top_to_bottom(tmp_path):
    out = tmp_path / "explore.ipynb"
    given = {"region": "baltic", "day": "2025-12-27"}
    done = papermill.execute_notebook(
        notebooks_folder() / "explore.ipynb", out, given, progress_bar=False, cwd=tmp_path
    )
    (last,) = done.cells[-1].outputs
    assert last["data"]["text/plain"].count("withdrawn") == 3
    (view,) = (one for cell in done.cells for one in cell.get("outputs", []) if one is not last)
    assert "application/vnd.jupyter.widget-view+json" in view["data"]
