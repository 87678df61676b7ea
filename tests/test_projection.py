"""Shapes on paper, and the places of names on them, by a made-up world of boxes."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
import shapely
from shapely import box

from analysis.drawing.places import Name, place_names
from analysis.drawing.projection import find_sheet, load_shapes, shared_border
from analysis.drawing.views import find_views, width_of

#: Two states side by side, their neighbour to the east, an islet, and a far-off state.
SHAPES = {
    "AAA": box(20, 50, 26, 56),
    "BBB": box(20, 56, 26, 60),
    "NNN": box(26, 48, 40, 62),
    "III": box(17.0, 55.0, 17.05, 55.05),
    "FFF": box(-140, -40, -130, -30),
    "EEE": shapely.Polygon(),
    "ATA": box(-180, -90, 180, -70),
}


@pytest.fixture
def world(tmp_path):
    """Return the data folder of a world: ``world(AAA=shape)`` adds to that of ``SHAPES``."""

    def made(**more):
        features = [
            {"properties": {"iso3": code}, "geometry": shapely.geometry.mapping(shape)}
            for code, shape in {**SHAPES, **more}.items()
        ]
        folder = tmp_path / "-".join(["world", *more])
        (folder / "geography").mkdir(parents=True)
        path = folder / "geography" / "world.geojson"
        path.write_text(json.dumps({"features": features}), encoding="utf-8")
        return str(folder)

    return made


def sheet_of(folder, *states):
    view = find_views(folder, states)[0]
    return view, find_sheet(folder, view, 300.0, 300.0 * view.tall)


def test_antarctica_and_empty_shapes_are_left_out(world):
    assert set(load_shapes(world())) == {"AAA", "BBB", "NNN", "III", "FFF"}


def test_areas_are_true_and_what_lies_beyond_the_frame_is_dropped(world):
    view, sheet = sheet_of(world(), "AAA", "BBB")
    assert view.middle == pytest.approx((23, 55), abs=0.5)
    assert "FFF" not in sheet.shapes
    metres = sheet.scale / 72 * 25.4
    # That of AAA on the earth: R squared, times 6 degrees, times the sines of 56 less 50.
    assert sheet.shapes["AAA"].area * metres**2 == pytest.approx(2.676e11, rel=0.01)


def test_a_region_that_spans_the_globe_is_drawn_on_a_map_of_the_world(world):
    folder = world()
    (globe,), (empty,) = find_views(folder, ("AAA", "FFF")), find_views(folder, ("XXX",))
    assert globe.middle is None
    assert empty.middle is None
    assert width_of([globe]) == "wide"
    assert width_of(find_views(folder, ("AAA", "BBB"))) == "text"


def test_the_frame_leaves_out_distant_small_parts_of_a_state(world):
    overseas = shapely.union_all([SHAPES["AAA"], box(-55, 3, -53, 5)])
    (view,) = find_views(world(AAA=overseas), ("AAA",))
    assert view.width < 700e3


def test_few_states_far_from_the_others_get_a_view_of_their_own(world):
    many = {f"S{at:02}": box(at, 50, at + 1, 52) for at in range(12)}
    folder = world(**many, WWW=box(-90, 40, -70, 50), LLL=box(12, 50, 130, 60))
    near, far = find_views(folder, (*many, "WWW"))
    assert (near.states, far.states) == (tuple(many), ("WWW",))
    assert width_of([near, far]) == "wide"
    # One that only reaches far stays with its neighbours, cut by the frame.
    (cut,) = find_views(folder, (*many, "LLL"))
    assert cut.states == (*many, "LLL")
    assert cut.width < 3000e3


def test_a_state_cut_at_180_degrees_becomes_one_again(world):
    cut = shapely.union_all([box(170, 50, 180, 60), box(-180, 50, -170, 60)])
    _, sheet = sheet_of(world(RUS=cut), "RUS")
    assert len(shapely.get_parts(sheet.shapes["RUS"])) == 1


def test_neighbours_share_their_border_as_one_line_after_simplification(world):
    rough = [(26 + 0.3 * (at % 2) + 0.01 * at, 50 + at / 10) for at in range(61)]
    one = shapely.Polygon([(20, 50), *rough, (20, 56)])
    two = shapely.Polygon([(35, 50), *rough, (35, 56)])
    _, sheet = sheet_of(world(AAA=one, NNN=two, BBB=shapely.Polygon()), "AAA", "NNN")
    line = shared_border(sheet.shapes["AAA"], sheet.shapes["NNN"])
    assert line.length * sheet.scale * 25.4 / 72 > 600e3
    assert sheet.shapes["AAA"].intersection(sheet.shapes["NNN"]).area < 0.01
    assert shared_border(box(0, 0, 1, 1), box(1, 1, 2, 2)).is_empty


def place(*names, filled=(), taken=(), land=()):
    return place_names(names, box(0, 0, 300, 200), filled=filled, taken=taken, land=land)


def room(name, found):
    half = name.width / 2
    return box(found.x - half, found.y - 4, found.x + half, found.y + 4)


def test_a_name_stands_inside_its_state_where_there_is_room():
    name = Name("A", 40, box(100, 50, 200, 120))
    (found,) = place(name, filled=[name.shape])
    assert found.inside
    assert name.shape.contains(room(name, found))


def test_a_name_without_room_stands_beside_its_state_and_nearest_to_it():
    # At the left edge of the page, so that only places near the other state are left.
    other, name = box(13.5, 60, 60, 104), Name("A", 40, box(2, 100, 12, 110))
    (found,) = place(name, filled=[name.shape, other])
    assert not found.inside
    assert found.leader is None
    around = box(found.x - 21.5, found.y - 4.25, found.x + 21.5, found.y + 4.25)
    assert 0 < around.distance(name.shape) < around.distance(other)
    # Where each place is nearer to the other, a line says whose name it is.
    (led,) = place(name, filled=[name.shape, box(13.5, 60, 60, 112)])
    assert led.leader is not None


def test_a_line_leads_to_a_state_that_others_enclose():
    enclosed = box(100, 80, 200, 120).difference(box(145, 95, 155, 105))
    name = Name("A", 40, box(145, 95, 155, 105))
    (found,) = place(name, filled=[name.shape, enclosed])
    assert not room(name, found).intersects(enclosed)
    assert found.leader.distance(name.shape) < 0.1
    assert found.leader.distance(room(name, found)) < 2
    assert place(Name("A", 40, name.shape, beside=False), filled=[enclosed]) == []


def test_a_name_stands_at_sea_rather_than_on_other_land():
    own = box(100, 100, 110, 110)
    (found,) = place(Name("A", 40, own), filled=[own], land=[box(111, 0, 300, 200)])
    assert found.x < 100


def test_names_never_overlap_and_one_without_a_place_is_left_out():
    shape = box(100, 100, 150, 112)
    names = [Name(words, 45, shape, beside=False) for words in "AB"]
    assert [found.words for found in place(*names, filled=[shape])] == ["A"]
    assert place(names[0], taken=[box(90, 90, 160, 130)]) == []
    tiny = [Name(str(at), 30, box(150 + 6 * at, 90, 151 + 6 * at, 91)) for at in range(6)]
    all_of = [one.shape for one in tiny]
    rooms = [room(tiny[int(found.words)], found) for found in place(*tiny, filled=all_of)]
    assert len(rooms) >= 4
    assert not any(one.intersects(two) for one, two in combinations(rooms, 2))
