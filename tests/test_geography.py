from __future__ import annotations

import json
from datetime import date
from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg

from analysis.drawing import mapping, marks, places, projection, style
from analysis.sections.map import picture as geography
from analysis.terms.statuses import STATUSES, TERMS

DAY = date(2026, 2, 20)
REGION = "NATO states"


def box(west, south, east, north):
    return shapely.box(west, south, east, north)


#: Two states side by side, their neighbour to the east, an islet, and a far-off state.
SHAPES = {
    "AAA": ("Alphaland", box(20, 50, 26, 56)),
    "BBB": ("Betaland", box(20, 56, 26, 60)),
    "NNN": ("Neighbour", box(26, 48, 40, 62)),
    "III": ("Islet", box(17.0, 55.0, 17.05, 55.05)),
    "FFF": ("Faraway", box(-140, -40, -130, -30)),
    "EEE": ("Empty", shapely.Polygon()),
    "ATA": ("Antarctica", box(-180, -90, 180, -70)),
}


@pytest.fixture
def world():
    names, shapes = zip(*SHAPES.values(), strict=True)
    columns = {"iso3": list(SHAPES), "name": names, "geometry": shapes}
    return gpd.GeoDataFrame(columns, crs="EPSG:4326")


def states(**statuses):
    names = [SHAPES[code][0] for code in statuses]
    return pd.DataFrame({"state": list(statuses), "name": names, "status": statuses.values()})


def borderland(**statuses):
    rows = [(code, at, at in ("party", "withdrawing"), 100) for code, at in statuses.items()]
    return pd.DataFrame(rows, columns=["state", "status", "bound", "km"])


@pytest.fixture
def drawn(monkeypatch):
    last = []
    to_block = style.to_block

    def keep(fig, *args, **kwargs):
        last[:] = [fig]
        return to_block(fig, *args, **kwargs)

    monkeypatch.setattr(style, "to_block", keep)
    return last


def draw(world, table, **options):
    looks = {"as_of": DAY, "treaty": "mine ban", "region": REGION, **options}
    return geography.figure_map(world, table, **looks)


def named(fig, gid):
    return fig.findobj(lambda artist: artist.get_gid() == gid)


def texts(fig):
    return {text.get_text(): text for text in fig.axes[0].texts}


def boxes(fig):
    with style.house_style():
        fig.set_dpi(288)
        renderer = FigureCanvasAgg(fig).get_renderer()
        return [text.get_window_extent(renderer) for text in fig.axes[0].texts]


# Projection and shapes


def test_the_projection_is_centred_on_the_region_and_keeps_areas(world):
    shapes = projection.shapes_of(world)
    laea = projection.choose_projection(shapes, ["AAA", "BBB"])
    assert laea.startswith("+proj=laea +lat_0=55.")
    assert "+lon_0=23.00" in laea
    frame = projection.frame_of(shapes, ["AAA", "BBB"], laea)
    sheet = projection.make_sheet(shapes, laea, frame, width=100)
    # A box of 6 by 6 degrees at 53 degrees north, on the sphere.
    area = 6_371_007**2 * np.radians(6) * np.subtract(*np.sin(np.radians([56, 50])))
    assert sheet.shapes["AAA"].area == pytest.approx(area, rel=0.01)


def test_a_region_that_spans_the_globe_is_drawn_on_equal_earth(world):
    shapes = projection.shapes_of(world)
    assert "eqearth" in projection.choose_projection(shapes, ["AAA", "FFF"])
    assert "eqearth" in projection.choose_projection(shapes, [])


def test_the_frame_leaves_out_distant_small_parts_of_a_state(world):
    overseas = shapely.union_all([SHAPES["AAA"][1], box(-55, 3, -53, 5)])
    shapes = projection.shapes_of(world) | {"AAA": overseas}
    laea = projection.choose_projection(shapes, ["AAA"])
    left, _, right, _ = projection.frame_of(shapes, ["AAA"], laea)
    assert right - left < 700e3


def test_antarctica_and_empty_shapes_are_left_out(world):
    assert set(projection.shapes_of(world)) == {"AAA", "BBB", "NNN", "III", "FFF"}


def test_shapes_beyond_the_frame_are_dropped(world):
    shapes = projection.shapes_of(world)
    laea = projection.choose_projection(shapes, ["AAA"])
    frame = projection.frame_of(shapes, ["AAA"], laea)
    assert "FFF" not in projection.make_sheet(shapes, laea, frame, width=100).shapes


def test_a_state_cut_at_180_degrees_becomes_one_again():
    cut = shapely.union_all([box(170, 50, 180, 60), box(-180, 50, -170, 60)])
    shapes = {"RUS": cut}
    laea = projection.choose_projection(shapes, ["RUS"])
    frame = projection.frame_of(shapes, ["RUS"], laea)
    sheet = projection.make_sheet(shapes, laea, frame, width=100)
    assert len(shapely.get_parts(sheet.shapes["RUS"])) == 1


def test_neighbours_share_their_border_as_one_line_after_simplification():
    rough = [(26 + 0.3 * (at % 2) + 0.01 * at, 50 + at / 10) for at in range(61)]
    one = shapely.Polygon([(20, 50), *rough, (20, 56)])
    two = shapely.Polygon([(35, 50), *rough, (35, 56)])
    shapes = {"AAA": one, "NNN": two}
    laea = projection.choose_projection(shapes, ["AAA", "NNN"])
    frame = projection.frame_of(shapes, ["AAA", "NNN"], laea)
    sheet = projection.make_sheet(shapes, laea, frame, width=100)
    line = projection.shared_border(sheet.shapes["AAA"], sheet.shapes["NNN"])
    assert shapely.get_num_points(line) > 2
    assert line.length > 600e3
    assert sheet.shapes["AAA"].intersection(sheet.shapes["NNN"]).area < 1e6


def test_states_that_do_not_touch_share_no_border():
    assert projection.shared_border(box(0, 0, 1, 1), box(2, 2, 3, 3)).is_empty
    assert projection.shared_border(box(0, 0, 1, 1), box(1, 1, 2, 2)).is_empty


def test_the_world_is_read_from_the_data_folder(tmp_path, world):
    (tmp_path / "geography").mkdir()
    path = tmp_path / "geography" / "world.geojson"
    path.write_text(json.dumps(json.loads(world.to_json())), encoding="utf-8")
    assert list(geography.load_world(tmp_path)["iso3"]) == list(SHAPES)


# Places of names


def place(*names, filled=(), taken=(), land=()):
    page = shapely.box(0, 0, 300, 200)
    return places.place_names(names, page, filled=filled, taken=taken, land=land)


def test_a_name_stands_inside_its_state_where_there_is_room():
    shape = box(100, 50, 200, 120)
    [found] = place(places.Name("A", 40, shape), filled=[shape])
    assert found.inside
    assert shape.contains(box(found.x - 20, found.y - 4, found.x + 20, found.y + 4))


def test_a_name_without_room_stands_beside_its_state_and_nearest_to_it():
    own, other = box(100, 100, 110, 110), box(113, 60, 160, 150)
    [found] = place(places.Name("A", 40, own), filled=[own, other])
    around = box(found.x - 20, found.y - 4, found.x + 20, found.y + 4)
    assert not found.inside
    assert not around.intersects(own)
    assert around.distance(own) < around.distance(other)


def test_a_name_stands_at_sea_rather_than_on_other_land():
    own = box(100, 100, 110, 110)
    [found] = place(places.Name("A", 40, own), filled=[own], land=[box(111, 0, 300, 200)])
    assert found.x < 100


def test_names_never_overlap_and_one_without_a_place_is_left_out():
    shape = box(100, 100, 150, 109)
    names = [places.Name(words, 45, shape, beside=False) for words in "AB"]
    assert [found.words for found in place(*names, filled=[shape])] == ["A"]
    tiny = [places.Name(str(at), 30, box(10 + at, 10, 10.5 + at, 11)) for at in range(6)]
    spots = place(*tiny)
    around = [box(p.x - 15, p.y - 4, p.x + 15, p.y + 4) for p in spots]
    assert not any(one.intersects(two) for one, two in combinations(around, 2))


def test_no_name_touches_what_is_taken():
    shape = box(100, 100, 150, 120)
    found = place(places.Name("A", 45, shape, beside=False), taken=[box(90, 90, 160, 130)])
    assert found == []


# The map


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_fills_its_states_and_stands_in_the_legend(status, world, drawn):
    draw(world, states(AAA=status, BBB="party"))
    fig = drawn[0]
    assert named(fig, f"status-{status}")
    assert any(words.startswith(TERMS[status].word) for words in texts(fig))


def test_statuses_can_be_told_apart_in_grey_print():
    def grey(colour):
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        y = sum(part * by for part, by in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
        return 116 * y ** (1 / 3) - 16

    hatched = mapping._HATCHES
    plain = [status for status in STATUSES if status not in hatched]
    for one, two in combinations(plain, 2):
        lightness = [grey(style.STATUS_COLOURS[status]) for status in (one, two)]
        # Signatory and none are both light; symbol, legend and name tell them apart.
        if {one, two} != {"none", "signatory"}:
            assert abs(lightness[0] - lightness[1]) > 12
    assert len({hatch for hatch, _ in hatched.values()}) == len(hatched)


def test_the_border_is_solid_where_bound_and_broken_where_not(world, drawn):
    table = states(AAA="withdrawn", BBB="party")
    draw(world, table, borderland=borderland(AAA="withdrawn", BBB="party"), towards=["NNN"])
    fig = drawn[0]
    [unbound, _], [bound, _] = named(fig, "border-unbound"), named(fig, "border-bound")
    assert bound.get_color() == style.STATUS_INKS["party"]
    assert unbound.get_color() == style.STATUS_INKS["withdrawn"]
    x = unbound.get_xdata()
    assert np.ptp(x) < 0.2 * np.ptp(unbound.get_ydata())
    assert {"border, bound", "border, not bound", "Neighbour"} <= set(texts(fig))


def test_without_a_border_the_neighbour_stays_unnamed(world, drawn):
    block = draw(world, states(AAA="party"), towards=["NNN"])
    assert not {"Neighbour", "border, bound"} & set(texts(drawn[0]))
    assert "border" not in block.subtitle


def test_a_state_too_small_to_be_seen_is_a_dot_with_its_name(world, drawn):
    draw(world, states(AAA="party", BBB="party", III="withdrawn"))
    dots = [line for line in drawn[0].axes[0].lines if line.get_gid() == "status-withdrawn"]
    assert dots
    assert "Islet" in texts(drawn[0])


@pytest.mark.parametrize(
    "table",
    [
        states(AAA="party"),
        states(AAA="withdrawing", BBB="withdrawn", III="none"),
        states(AAA="party", FFF="signatory"),
    ],
)
def test_no_name_overlaps_another_or_leaves_the_map(table, world, drawn):
    draw(world, table, borderland=borderland(AAA="party"), towards=["NNN"])
    fig = drawn[0]
    found = boxes(fig)
    for one, two in combinations(found, 2):
        across = min(one.x1, two.x1) - max(one.x0, two.x0)
        along = min(one.y1, two.y1) - max(one.y0, two.y0)
        assert across < 3 or along < 4
    assert min(min(b.x0, b.y0) for b in found) > -1.5
    assert max(b.x1 for b in found) < fig.bbox.width + 1.5
    assert max(b.y1 for b in found) < fig.bbox.height + 1.5


def test_hostile_names_are_drawn_literally(world, drawn):
    hostile = "<b>$x$</b> \\&"
    table = states(AAA="party").assign(name=hostile)
    block = draw(world, table)
    assert texts(drawn[0])[hostile].get_parse_math() is False
    assert "<b>" not in block.image
    assert hostile in block.alt


def test_the_map_takes_the_width_that_suits_its_region(world, drawn):
    assert draw(world, states(AAA="party", BBB="party")).width == "text"
    assert drawn[0].get_size_inches()[0] * 25.4 == pytest.approx(style.COLUMN_WIDTH)
    assert draw(world, states(AAA="party", FFF="party")).width == "wide"
    assert drawn[0].get_size_inches()[0] * 25.4 == pytest.approx(style.FULL_WIDTH)


def test_a_state_without_a_shape_is_told_in_words(world):
    block = draw(world, states(AAA="party", EEE="party"))
    assert "Party: Alphaland and Empty." in block.alt


def test_two_maps_are_identical_bytes(world):
    table = states(AAA="withdrawn", BBB="party")
    options = {"borderland": borderland(AAA="withdrawn"), "towards": ["NNN"]}
    assert draw(world, table, **options).image == draw(world, table, **options).image


@pytest.mark.parametrize(
    ("statuses", "title"),
    [
        ({"AAA": "party", "BBB": "party"}, "Both NATO states are party to the mine ban"),
        ({"AAA": "none", "BBB": "signatory"}, "None of two NATO states is party to the mine ban"),
        (
            {"AAA": "withdrawing", "BBB": "party", "III": "party"},
            "One of three NATO states is withdrawing from the mine ban; "
            "Betaland and Islet remain party",
        ),
        (
            {"AAA": "withdrawn", "BBB": "withdrawn", "III": "party"},
            "Two of three NATO states have withdrawn from the mine ban; Islet remains party",
        ),
        (
            {"AAA": "withdrawn", "BBB": "withdrawing", "III": "none"},
            "One of three NATO states has withdrawn from the mine ban, one is withdrawing",
        ),
        (
            {"AAA": "withdrawing", "BBB": "withdrawing"},
            "Both NATO states are withdrawing from the mine ban",
        ),
        ({"AAA": "party"}, "The one state concerned is party to the mine ban"),
    ],
)
def test_the_map_is_titled_by_who_leaves_and_who_stays(statuses, title):
    caption = geography.caption_map(states(**statuses), as_of=DAY, treaty="mine ban", region=REGION)
    assert caption.title == title


def test_the_alternative_text_lists_states_by_status_and_the_border():
    caption = geography.caption_map(
        states(AAA="withdrawn", BBB="party"),
        as_of=DAY,
        treaty="mine ban",
        borderland=borderland(AAA="withdrawn", BBB="party"),
        towards=["Neighbour"],
    )
    assert caption.alt == (
        "Map of the status under the mine ban on 20 February 2026. Withdrawn: Alphaland. "
        "Party: Betaland. States that are bound hold 100\u00a0km of 200\u00a0km of land border "
        "with Neighbour."
    )


def test_the_names_that_stand_out_come_first_in_a_crowded_region(world, drawn):
    crowd = {f"S{at:02}": box(20 + at % 5, 50 + at // 5, 21 + at % 5, 51 + at // 5)
             for at in range(25)}  # fmt: skip
    frame = gpd.GeoDataFrame(
        {"iso3": list(crowd), "name": list(crowd), "geometry": list(crowd.values())},
        crs="EPSG:4326",
    )
    table = pd.DataFrame({"state": list(crowd), "name": [f"Long state name {c}" for c in crowd]})
    table["status"] = ["withdrawn" if code == "S24" else "party" for code in crowd]
    draw(frame, table)
    words = set(texts(drawn[0]))
    assert "Long state name S24" in words
    assert "Long state name S00" not in words


def test_marks_are_drawn_in_points_whatever_the_resolution(world, drawn):
    draw(world, states(AAA="party", BBB="party"))
    ax = drawn[0].axes[0]
    assert (ax.get_xlim()[1], ax.get_ylim()[1]) == pytest.approx(marks.size_in_points(ax))
