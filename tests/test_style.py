from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from matplotlib.font_manager import fontManager

from analysis.drawing import marks, style

HOSTILE = "<script>alert(1)</script> & $x^2$ ]]> --> \\alpha"


def draw(words="Latvia 66–14"):
    fig = style.blank_figure(80, 40)
    ax = style.add_axes(fig, 10, 5, 60, 25)
    ax.plot([0, 1], [0, 1])
    ax.bar([0.5], [0.5], hatch="////")
    ax.text(0.1, 0.5, words)
    return fig


def settings():
    """All settings but the backend, which is chosen when it is asked for."""
    return {key: mpl.rcParams[key] for key in mpl.rcParams if key != "backend"}


def test_no_type_is_smaller_than_seven_and_a_half_points():
    assert min(style.TEXT_SIZE, style.SMALL_SIZE, style.LARGE_SIZE) >= 7.5
    with style.house_style():
        sizes = [mpl.rcParams[f"{axis}tick.labelsize"] for axis in "xy"]
        assert min([*sizes, mpl.rcParams["font.size"], mpl.rcParams["axes.labelsize"]]) >= 7.5


def test_the_house_style_ends_with_its_block():
    before = settings()
    with style.house_style():
        assert mpl.rcParams["svg.fonttype"] == "none"
        assert mpl.rcParams["text.parse_math"] is False
        assert settings() != before
    assert settings() == before


def test_importing_the_figures_touches_no_global_state_and_no_backend():
    code = (
        "import sys, matplotlib as mpl\n"
        "now = lambda: {key: mpl.rcParams[key] for key in mpl.rcParams if key != 'backend'}\n"
        "before = now()\n"
        "from analysis.sections.border import picture\n"
        "assert now() == before\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert not {'shapely', 'pyproj', 'scipy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_typeface_comes_from_the_package_and_is_registered_once():
    assert style.register_fonts() == style.register_fonts()
    entries = [entry for entry in fontManager.ttflist if entry.name == style.FONT]
    assert len(entries) == 3
    assert all("font_source_sans_pro" in entry.fname for entry in entries)


def test_equal_figures_give_equal_svg():
    with style.house_style():
        assert style.to_svg(draw(), name="one") == style.to_svg(draw(), name="one")
        assert style.to_svg(draw()) == style.to_svg(draw())
        assert style.to_svg(draw()) != style.to_svg(draw("Estonia"))


def test_svg_is_one_element_without_date_style_or_comment():
    with style.house_style():
        svg = style.to_svg(draw(HOSTILE), name="one")
    root = ElementTree.fromstring(svg)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert svg.startswith("<svg ")
    assert tags <= {"svg", "g", "defs", "path", "use", "clipPath", "rect", "pattern", "text"}
    assert not re.search(r"<!--|dc:date|<script|<style", svg)


def test_labels_are_text_in_the_faces_of_the_page():
    with style.house_style():
        figure = style.blank_figure(80, 40)
        axes = style.add_axes(figure, 0, 0, 80, 40)
        plain, bold = (axes.text(0.5, y, "Lettland", weight=w) for y, w in ((0.2, 400), (0.7, 700)))
        style.lay_bed(bold, "#fbe3b3", 2)
        svg = style.to_svg(figure, name="one")
    labels = [one for one in ElementTree.fromstring(svg).iter() if one.text == "Lettland"]
    looks = [one.get("style", "") for one in labels]
    assert all("'Source Sans Pro'" in look and style.FONT not in look for look in looks)
    assert ["font-weight: 600" in look for look in looks] == [False, True]
    assert ["paint-order: stroke; stroke: #fbe3b3; stroke-width: 2" in look for look in looks] == [
        False,
        True,
    ]
    assert bold.get_path_effects(), "a picture of dots still has the bed"
    assert not plain.get_path_effects()


def test_ids_of_two_figures_never_meet_and_every_reference_has_its_target():
    with style.house_style():
        one, two = (style.to_svg(draw(), name=name) for name in ("one", "two"))
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (one, two)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for svg, known in zip((one, two), ids, strict=True):
        assert set(re.findall(r'(?:href="|url\()#([^")]+)', svg)) == known


def test_a_figure_has_its_size_in_print():
    with style.house_style():
        svg = style.to_svg(style.blank_figure(style.FULL_WIDTH, 50))
    width, height = (float(size) for size in re.findall(r'(?:width|height)="([\d.]+)pt"', svg))
    assert width == pytest.approx(170 / 25.4 * 72, abs=0.01)
    assert height == pytest.approx(50 / 25.4 * 72, abs=0.01)


def test_axes_are_placed_in_millimetres_from_the_top():
    fig = style.blank_figure(100, 50)
    box = style.add_axes(fig, 10, 5, 80, 20).get_position()
    assert (box.x0, box.width) == pytest.approx((0.1, 0.8))
    assert (box.y1, box.height) == pytest.approx((0.9, 0.4))


@pytest.mark.parametrize(
    ("words", "width"),
    [
        (["w" * 200, "short"], 100),
        (["short", "w" * 200, "short"], 100),
        (["w" * 30, "w" * 30], 120),
        (["w" * 200], 100),
        (["one", "two", "three"], 0),
    ],
)
def test_a_label_wider_than_its_figure_has_a_line_and_an_end(words, width):
    items = [(marks.bar_sample("party"), word) for word in words]
    assert [line for _, line in marks.key_places(items, width)] == list(range(len(words)))


def test_a_key_of_two_lines_is_no_wider_than_it_must_be():
    items = [(marks.bar_sample("party"), "word")] * 6
    one = marks.text_width("word", size=style.SMALL_SIZE) + 13
    places = marks.key_places(items, 5 * (one + 9))
    assert [line for _, line in places] == [0, 0, 0, 1, 1, 1]
