"""The map: numbers told from where the states stand, and names that can be told apart."""

from __future__ import annotations

from itertools import combinations

import pytest
import shapely

from analysis.blocks.model import flat
from analysis.drawing import marks, style
from analysis.drawing.mapping import name_width
from analysis.drawing.projection import find_sheet
from analysis.drawing.views import find_views
from analysis.sections.map.section import compose
from analysis.sections.standing.facts import standing

TOWARDS = "RUS,BLR"
REGIONS = ("eastern-flank", "nato", "europe", "africa", "oceania", "world")


def texts(fig):
    return [text for ax in fig.axes for text in ax.texts]


def named(fig, gid):
    return fig.findobj(lambda artist: artist.get_gid() == gid)


def room_of(text):
    (x, y), half = text.get_position(), name_width(text.get_text()) / 2
    return shapely.box(x - half, y - 3, x + half, y + 3)


@pytest.mark.parametrize(
    ("treaty", "region", "day", "title"),
    [
        (
            *("apmbc", "eastern-flank", "2026-02-20"),
            "Five of six NATO states bordering Russia or Belarus have withdrawn from the mine ban;"
            " Norway remains party",
        ),
        (
            *("apmbc", "nato", "2025-12-28"),
            "Three of 32 NATO states have withdrawn from the mine ban, two are withdrawing",
        ),
        (
            *("apmbc", "baltic", "2025-08-20"),
            "All three Baltic states are withdrawing from the mine ban",
        ),
        (
            *("cfe", "nato", "2024-06-12"),
            "22 of 32 NATO states are party to the treaty on conventional forces in Europe; eight"
            " have suspended it, and the suspension of 14 more is documented, its day not on"
            " record",
        ),
        (
            *("tpnw", "australia-and-new-zealand", "2022-03-01"),
            "One of two states (Australia and New Zealand) is party to the nuclear-weapon ban",
        ),
        (
            *("npt", "eastern-flank", "1990-01-01"),
            "The one NATO state bordering Russia or Belarus is party to the non-proliferation"
            " treaty",
        ),
    ],
)
def test_the_title_says_who_leaves_and_who_stays_or_else_who_is_party(
    treaty, region, day, title, about, cite
):
    (figure,) = compose(about(treaty, region, day), cite)
    assert figure.title == title


def test_the_alternative_text_tells_every_state_once_and_its_border(about, cite):
    subject = about("apmbc", "eastern-flank", "2025-12-28", towards=TOWARDS)
    (figure,) = compose(subject, cite)
    assert figure.alt.replace("\u00a0", " ") == (
        "Map of the status under the mine ban on 28 December 2025. Withdrawn: Estonia, Latvia and"
        " Lithuania. Withdrawing: Finland and Poland. Party: Norway. The treaty covers"
        " 2084 km of 3802 km of land border with Russia and Belarus."
    )
    assert set(figure.data["status"]) == {"withdrawn", "withdrawing", "party"}
    # Crimea lies beyond the frame of this map.
    assert "Crimea" not in flat(figure.foot)


def test_numbers_are_told_from_where_the_states_stand(about, cite):
    subject = about("att", "world", "2025-06-01")
    (figure,) = compose(subject, cite)
    told = {span.told.field: span.text for span in figure.caption.alt if span.told}
    assert told == {"plain": "116 states", "signatories": "26 states", "outside": "55 states"}
    assert sum(standing(subject).counts.values()) == standing(subject).total == len(figure.data)


@pytest.mark.parametrize(
    ("treaty", "region", "day"),
    [
        ("apmbc", "world", "1990-01-01"),
        ("inf", "world", "2019-09-01"),
        ("rarotonga", "eastern-flank", "2025-04-16"),
    ],
)
def test_a_map_in_one_grey_is_left_out(treaty, region, day, about, cite):
    assert compose(about(treaty, region, day), cite) == []


def test_fills_border_and_legend_tell_the_statuses(about, cite):
    (figure,) = compose(about("apmbc", "nato", "2025-12-28", towards=TOWARDS), cite)
    fig = figure.figure()
    assert named(fig, "border-bound")
    assert named(fig, "border-unbound")
    assert named(fig, "status-withdrawn")
    words = {text.get_text() for text in texts(fig)}
    assert {"withdrawn (3)", "withdrawing (2)", "party (26)", "border, covered"} <= words
    # The news first, the neighbour, and North America in a view of its own.
    assert {"Finland", "Estonia", "Latvia", "Lithuania", "Poland", "Russia", "Canada"} <= words


def test_without_a_border_no_neighbour_is_named(about, cite):
    (figure,) = compose(about("apmbc", "oceania", "2025-06-01", towards=TOWARDS), cite)
    assert "border" not in figure.subtitle
    assert "Russia" not in {text.get_text() for text in texts(figure.figure())}


@pytest.mark.parametrize("region", REGIONS)
def test_names_stand_apart_and_each_is_nearest_to_its_own_state(region, about, cite):
    subject = about("apmbc", region, "2025-12-28", towards=TOWARDS)
    own = {one.state.name: one.state.code for one in standing(subject).positions}
    folder, codes = str(subject.register.tables.folder), tuple(own.values())
    (figure,) = compose(subject, cite)
    seen = 0
    for view, ax in zip(find_views(folder, codes), figure.figure().axes, strict=False):
        shapes = find_sheet(folder, view, *marks.size_in_points(ax)).shapes
        region_shapes = {code: shapes[code] for code in codes if code in shapes}
        rooms = {text.get_text(): room_of(text) for text in ax.texts}
        lines = [shapely.LineString(line.get_xydata()) for line in named(ax, "leader")]
        assert not any(a.intersects(b) for a, b in combinations([*rooms.values(), *lines], 2))
        for name, room in rooms.items():
            if name in own and not any(line.distance(room) < 2 for line in lines):
                away = {code: room.distance(shape) for code, shape in region_shapes.items()}
                assert away[own[name]] <= min(away.values()) + 2
        seen += len(rooms)
    assert seen > 4


@pytest.mark.parametrize(
    ("region", "width"),
    [("eastern-flank", "text"), ("nato", "wide"), ("world", "wide"), ("africa", "text")],
)
def test_the_map_takes_the_width_that_suits_its_region(region, width, about, cite):
    (figure,) = compose(about("tpnw", region, "2025-01-01"), cite) or compose(
        about("apmbc", region, "2025-01-01"), cite
    )
    assert figure.width == width
    size = {"text": style.COLUMN_WIDTH, "wide": style.FULL_WIDTH}[width]
    assert figure.figure().get_size_inches()[0] * 25.4 == pytest.approx(size)


def test_two_maps_are_the_same_bytes(about, cite, tmp_path):
    (figure,) = compose(about("apmbc", "eastern-flank", "2026-02-20", towards=TOWARDS), cite)
    first = figure.save(tmp_path / "one.svg").read_text()
    find_sheet.cache_clear()
    assert figure.save(tmp_path / "two.svg").read_text() == first


def test_a_suspension_without_its_day_has_a_fill_of_its_own_and_no_border_is_told(about, cite):
    (figure,) = compose(about("cfe", "nato", "2024-06-12", towards="RUS,BLR"), cite)
    alt = flat(figure.caption.alt)
    assert "Suspension documented, day not on record: 14 states." in alt
    assert "Party:" not in alt
    assert "km" not in alt
    (few,) = compose(about("cfe", "eastern-flank", "2024-06-12", towards="RUS,BLR"), cite)
    assert "Suspension documented, day not on record: Norway and Poland." in flat(few.caption.alt)
    fig = few.figure()
    drawn = {artist.get_gid() for ax in fig.axes for artist in ax.get_children()} - {None}
    assert "status-undated" in drawn
    assert "status-party" not in drawn
    assert "suspension documented, day not on record (2)" in [one.get_text() for one in texts(fig)]


def test_whom_the_treaty_was_not_made_for_has_no_colour_and_is_not_counted(about, cite, tmp_path):
    (figure,) = compose(about("newstart", "world", "2024-01-01"), cite)
    assert figure.alt.endswith("Suspended: Russia. Party: the United States.")
    assert figure.data["state"].tolist() == ["RUS", "USA"]
    key = {text.get_text() for text in figure.figure().axes[0].texts}
    assert not any(words.startswith("not a party") for words in key)
    assert compose(about("newstart", "oceania", "2024-01-01"), cite) == []


@pytest.mark.parametrize(
    ("treaty", "region", "told", "untold"),
    [
        ("apmbc", "nato", {"Crimea", "Kosovo", "the north of Cyprus"}, {"Kashmir", "Sahara"}),
        ("rarotonga", "oceania", set(), {"Crimea", "disputed"}),
        ("apmbc", "world", {"Crimea", "Kashmir", "Western Sahara", "Malvinas"}, set()),
        ("apmbc", "africa", {"Western Sahara", "Abyei", "the Halaib Triangle"}, {"Kurils"}),
    ],
)
def test_the_note_names_the_disputes_that_the_map_shows_and_no_others(
    about, cite, treaty, region, told, untold
):
    (figure,) = compose(about(treaty, region, "2025-12-28"), cite)
    note = flat(figure.foot)
    assert note.startswith("Boundaries and names do not imply endorsement")
    assert ("68/262" in note) == ("Crimea" in told)
    assert {words for words in told if words not in note} == set()
    assert {words for words in untold if words in note} == set()


def test_a_map_of_a_day_since_which_states_have_come_says_that_its_boundaries_are_of_today(
    about, cite
):
    for day, today in [("1985-06-30", True), ("2011-07-08", True), ("2011-07-09", True),
                       ("2012-11-29", False)]:  # fmt: skip
        (figure,) = compose(about("npt", "europe", day), cite)
        assert flat(figure.foot).startswith("Boundaries (of today) and names") is today, day


def test_each_colour_of_the_border_has_one_sample(about, cite):
    (figure,) = compose(about("apmbc", "nato", "2025-12-28", towards=TOWARDS), cite)
    words = [text.get_text() for text in texts(figure.figure()) if "border" in text.get_text()]
    assert words == ["border, covered", "border, not covered"]
    # North of its own way out a state that left and one that never joined have other colours.
    (mixed,) = compose(about("ccm", "baltic", "2025-04-16", towards=TOWARDS), cite)
    words = [text.get_text() for text in texts(mixed.figure()) if "border" in text.get_text()]
    assert words == ["border, not covered, withdrawn", "border, not covered, not a party"]
