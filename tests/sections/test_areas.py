"""The parts of the world: their numbers are those of their states, their panels never empty."""

from __future__ import annotations

import pytest

from analysis.blocks.model import plain
from analysis.sections.areas.facts import areas
from analysis.sections.areas.section import SECTION
from analysis.sections.participation.facts import participation


def numbers(about, treaty, day):
    return {one.name: (one.now, one.states, one.fallen) for one in
            areas(about(treaty, day=day)).parts}  # fmt: skip


def test_the_parts_of_the_mine_ban_add_up_to_the_world(about):
    found = numbers(about, "apmbc", "2026-02-20")
    assert found == {
        "Africa": (51, 54, 0),
        "Americas": (33, 35, 0),
        "Asia": (24, 48, 0),
        "Europe": (38, 44, 5),
        "Oceania": (15, 16, 0),
    }
    world = participation(about("apmbc", day="2026-02-20"))
    assert sum(now for now, *_ in found.values()) == world.now == 161
    assert sum(fallen for *_, fallen in found.values()) == world.fallen == 5


def test_states_of_one_region_are_parted_by_their_sub_regions(about):
    assert [*numbers(about, "pelindaba", "2026-08-22")] == [
        "Eastern Africa", "Middle Africa", "Northern Africa", "Southern Africa", "Western Africa",
    ]  # fmt: skip
    assert [*numbers(about, "tlatelolco", "2026-08-22")] == [
        "Caribbean", "Central America", "South America",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("treaty", "day"),
    [("newstart", "2022-01-01"), ("canwfz", "2022-01-01"), ("bangkok", "2022-01-01"),
     ("inf", "2019-09-01"), ("apmbc", "1990-01-01"), ("salt2", "1985-01-01")],
)  # fmt: skip
def test_there_is_no_figure_of_a_few_states_one_part_or_a_treaty_that_has_ended(
    about, cite, treaty, day
):
    assert SECTION.compose(about(treaty, day=day), cite) == []


def test_a_part_where_nobody_ever_consented_has_no_panel_and_is_named(about, cite):
    subject = about("openskies", day="2021-12-18")
    assert [one.name for one in areas(subject).parts] == ["Americas", "Asia", "Europe"]
    (picture,) = SECTION.compose(subject, cite)
    assert "No state of Africa or Oceania has consented." in plain(picture.foot)
    assert set(picture.data["area"]) == {"Americas", "Asia", "Europe"}


@pytest.mark.parametrize(
    ("treaty", "day", "title"),
    [
        ("apmbc", "2026-02-20",
         "The treaty has lost five of 43 parties in Europe; every other part is at its peak"),
        ("openskies", "2021-12-18",
         "The treaty has lost one of two parties in the Americas and one of 30 parties in Europe;"
         " the other part is at its peak"),
        ("npt", "2026-01-01",
         "All states of the Americas and Europe are bound; in Oceania 14 of 16 states are"),
        ("ctbt", "2024-01-01",
         "The share of contracting States is largest in Europe, 43 of 44 states, and smallest in"
         " Asia, 36 of 48 states"),
        ("tlatelolco", "2026-08-22", "All states are bound in each of three parts of the world"),
    ],
)  # fmt: skip
def test_the_title_tells_the_losses_or_the_fullest_and_the_emptiest_part(
    about, cite, treaty, day, title
):
    (picture,) = SECTION.compose(about(treaty, day=day), cite)
    assert picture.title == title


def test_the_panels_share_one_scale_and_each_says_its_numbers(about, cite):
    (picture,) = SECTION.compose(about("apmbc", day="2026-02-20"), cite)
    fig = picture.figure()
    assert len(fig.axes) == 5
    assert len({ax.get_ylim() for ax in fig.axes}) == 1
    words = [text.get_text() for ax in fig.axes for text in ax.texts]
    assert "38 of 44" in words
    assert "Europe" in words
    falls = [line for ax in fig.axes for line in ax.lines if line.get_gid() == "exit"]
    assert len(falls) == 3


def test_a_state_that_the_geoscheme_does_not_place_is_named(about, cite):
    (picture,) = SECTION.compose(about("npt", day="1985-01-01"), cite)
    (told,) = [one for one in plain(picture.foot).split(". ") if one.startswith("Not placed by it")]
    assert told == "Not placed by it: Czechoslovakia and Yugoslavia"


def test_the_numbers_at_the_left_do_not_stand_on_one_another(about, cite):
    for treaty, day, expected in (
        ("cfe", "2024-06-12", ["0"]),
        ("apmbc", "2026-02-20", ["0", "54"]),
    ):
        (picture,) = SECTION.compose(about(treaty, day=day), cite)
        first = picture.figure().axes[0]
        assert [one.get_text() for one in first.get_yticklabels()] == expected
