"""A briefing can be made of any treaty, region and day: suspended, revoked, ended, not in force."""

from __future__ import annotations

import re

import pytest

from analysis import figure, open_briefing, table
from analysis.blocks.model import Front, Heading, Items, Prose, Table, plain
from analysis.drawing.picture import Picture
from analysis.terms.errors import RollbackError, UnknownName
from tests.reading.reader import read_aloud, texts_of

KINDS = [
    ("cfe", "nato", "2024-05-01", "Eight of 32 NATO states have suspended"),
    ("cfe", "world", "2024-05-01", "One of"),
    ("ctbt", "world", "2023-11-03", "Russia has taken back its ratification of the test ban"),
    ("ctbt", "nato", "2026-02-03", "consented to the test ban, which is not in force"),
    (
        "npt",
        "world",
        "2026-02-03",
        "are bound by the non-proliferation treaty; North Korea’s standing is disputed",
    ),
    ("newstart", "world", "2024-01-01", "One of"),
    ("newstart", "world", "2026-03-01", "The New START treaty ended on 5 February 2026"),
    ("inf", "world", "2019-05-01", "given notice of leaving the INF Treaty"),
    ("jcpoa", "world", "2018-05-08", "no longer bound by the Iran nuclear deal"),
    ("tpnw", "nato", "2020-12-01", "The nuclear-weapon ban is not in force"),
    ("apmbc", "nato", "1990-01-01", "The mine ban was not open for signature before"),
    ("ccw_p4", "nato", "2026-02-03", "All 32 NATO states are bound by"),
    ("geneva_protocol", "nato", "1930-01-01", "There were no NATO states"),
]


def opened(register, treaty, region, day, kind="regional", **more):
    return open_briefing(kind, register=register, treaty=treaty, region=region, as_of=day, **more)


@pytest.mark.parametrize("kind", ["regional", "annex"])
@pytest.mark.parametrize(("treaty", "region", "day", "finding"), KINDS)
def test_every_kind_of_treaty_gives_a_briefing(register, treaty, region, day, finding, kind):
    front, *rest = opened(register, treaty, region, day, kind).blocks()
    assert isinstance(front, Front)
    assert finding in front.title
    assert bool(front.findings) == (kind == "regional")
    assert all(block.alt for block in rest if isinstance(block, Picture))


@pytest.mark.parametrize(
    ("treaty", "day"),
    [("ctbt", ""), ("newstart", ""), ("inf", "2019-05-01"), ("ccw_p4", ""), ("rarotonga", ""),
     ("bwc", ""), ("jcpoa", ""), ("salt2", "1985-01-01"), ("apmbc", "1990-01-01")],
)  # fmt: skip
def test_every_kind_of_treaty_gives_a_treaty_briefing(register, treaty, day):
    front, *rest = open_briefing("treaty", register=register, treaty=treaty, as_of=day).blocks()
    assert isinstance(front, Front)
    assert front.findings
    headings = [block.title for block in rest if isinstance(block, Heading)]
    assert headings[-2:] == ["Method", "Sources"]
    assert all(block.alt for block in rest if isinstance(block, Picture))
    opened_by_then = not front.title.endswith("before 3 December 1997")
    names = {getattr(block, "name", "") for block in rest}
    assert ("clause" in names) == opened_by_then
    # A treaty between a few states is told state by state, another by numbers.
    assert not {"participation", "status-strip"} <= names


@pytest.mark.parametrize(("kind", "shows"), [("regional", 5), ("annex", 10)])
def test_a_scenario_is_marked_wherever_it_is_shown_and_once(register, kind, shows):
    more = {"kind": kind, "scenario": "NOR:2026-09-01"}
    briefing = opened(register, "apmbc", "eastern-flank", "2026-09-01", **more)
    front, *rest = briefing.blocks()
    assert front.title.startswith("Hypothetical: ")
    assert front.overline.endswith(" · hypothetical")
    assert front.subject.endswith(" (hypothetical)")
    assert front.assumed == "notice of withdrawal is given by Norway on 1 September 2026"
    assert front.assumed in plain(front.cautions[0])
    shown = [block for block in rest if isinstance(block, Picture | Table)]
    assert len(shown) >= shows
    assert all(block.title.count("Hypothetical") == 1 for block in shown)
    drawn = [block.alt for block in shown if isinstance(block, Picture)]
    assert all(alt.startswith("Hypothetical: notice of withdrawal is given by") for alt in drawn)
    assert any("Norway (hypothetical)" in alt for alt in drawn)
    drawing = next(block for block in reversed(shown) if isinstance(block, Picture)).figure()
    assert "tag" in {text.get_gid() for text in drawing.texts}


def sentences(blocks):
    """The sentences of page one, of lists and of paragraphs."""
    texts = [
        one for block in blocks if isinstance(block, Front | Items | Prose)
        for _, one in texts_of(block)
    ]  # fmt: skip
    return [part for one in texts for part in re.split(r"(?<=[.!?]) (?=[A-Z])", plain(one))]


def rows(blocks):
    """The rows of all tables, as they are read."""
    listed = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    return [tuple(plain(cell.text) for cell in row) for row in listed]


def unmarked(words):
    return words.replace(" (hypothetical)", "").removeprefix("Hypothetical: ")


@pytest.fixture(scope="module", params=["NOR:2026-09-01", "NOR:2026-03-02,ISL:2026-03-03"])
def both(register, request):
    """A briefing with its annex on an assumption, and the same without it."""
    about = (register, "apmbc", "nordic-baltic-eight", "2027-06-01")
    more = {"towards": "RUS,BLR", "compare_to": "2026-02-01"}
    kinds = ("regional", "annex")
    assumed = [opened(*about, kind, scenario=request.param, **more).blocks() for kind in kinds]
    bare = [opened(*about, kind, **more).blocks() for kind in kinds]
    return [block for one in assumed for block in one], [block for one in bare for block in one]


@pytest.mark.slow
def test_what_only_the_scenario_says_is_marked(both):
    on_record = {*sentences(both[1]), *rows(both[1])}
    new = [one for one in [*sentences(both[0]), *rows(both[0])] if one not in on_record]
    marked = [one for one in new if "ypothetical" in "".join(one)]
    assert len(marked) > 10
    rest = [one for one in new if one not in marked]
    # The sentence behind "Hypothetical: this assumes ...", and the command.
    assert rest[0] == "Nothing in the register says so, and it is no forecast."
    assert [one.partition(": ")[0] for one in rest[1:]] == ["To make this briefing again"]
    assert "scenario.ipynb" in rest[1]
    assert "-p scenario NOR:2026-" in rest[1]


def test_what_is_on_record_is_not_marked(both):
    on_record = set(sentences(both[1]))
    marked = [one for one in sentences(both[0]) if "ypothetical" in one]
    assert [one for one in marked if unmarked(one) in on_record] == []
    heads = {row: row[0] for row in rows(both[1])}
    assert all(heads.get(row, row[0]) == row[0] for row in rows(both[0]))


def test_the_recorded_acts_of_a_state_do_not_carry_the_mark(both):
    aloud = read_aloud(both[0])
    assert re.search(r"Norway,? (and )?Switzerland[^.;]* objected", aloud)
    assert re.search(r"Objections: [^.]*Norway, Switzerland", aloud)
    assert not re.search(r"Norway \(hypothetical\)[^.;:]*objected", aloud)
    assert re.search(r"Norway \(hypothetical\) on ", aloud)


def test_no_mark_stands_twice_and_no_sentence_ends_twice(both):
    blocks = both[0]
    lines = [*read_aloud(blocks).splitlines(), *(b.alt for b in blocks if isinstance(b, Picture))]
    twice = (
        r"Hypothetical: Hypothetical|\(hypothetical\) \(hypothetical\)|forecast\.\.|\w\.\.(?!\.)"
    )
    assert [line for line in lines if re.search(twice, line)] == []


def test_a_heading_over_what_is_assumed_says_so(both):
    headings = [block.title for block in both[0] if isinstance(block, Heading)]
    assert headings.count("Who stands where (hypothetical)") == 2
    assert headings[-2:] == ["Method", "Sources"]


def test_page_one_says_why_a_scenario_stands_on_the_day_of_its_notice(register):
    moved, asked, held = (
        open_briefing("regional", register=register, scenario=scenario, as_of=day).show("front")[0]
        for scenario, day in [
            ("NOR:2026-09-01", ""),
            ("NOR:2026-09-01", "2026-10-01"),
            ("NOR:2026-01-15", ""),
        ]
    )
    reason = (
        "Hypothetical: the day is 1 September 2026, that of the last notice assumed; without it the"
        " briefing stands on 20 February 2026, up to which events are known."
    )
    assert moved.as_of.startswith("1 September 2026")
    assert plain(moved.cautions[1]) == reason
    assert held.as_of == "20 February 2026"
    for front in (asked, held):
        assert not any("the day is" in plain(one) for one in front.cautions)


def test_a_figure_and_a_table_of_a_scenario_are_marked_too(register):
    about = {"treaty": "apmbc", "region": "eastern-flank", "scenario": "NOR:2026-09-01"}
    seen = register.as_of("2026-09-01")
    drawn, listed = figure("timeline", seen, **about), table("status", seen, **about)
    assert drawn.title.startswith("Hypothetical: ")
    assert "tag" in {text.get_gid() for text in drawn.figure().texts}
    assert listed.title.startswith("Hypothetical: ")
    assert "Norway (hypothetical)" in listed.frame["State"].tolist()
    assert not figure("timeline", seen, treaty="apmbc", region="eastern-flank").scenario


def test_a_long_name_is_not_taken_for_a_short_one(register):
    # Niger is no Nigeria, and Guinea no Guinea-Bissau.
    about = (register, "apmbc", "africa", "2026-09-01")
    assumed = opened(*about, scenario="NER:2026-09-01,GIN:2026-09-01").blocks()
    aloud = read_aloud(assumed)
    assert "Niger (hypothetical)" in aloud
    assert "Guinea (hypothetical)" in aloud
    assert not re.search(r"Nigeria \(hypo|Guinea-?Bissau \(hypo|Equatorial Guinea \(hypo", aloud)


def test_without_a_scenario_nothing_is_marked(register):
    blocks = opened(register, "apmbc", "eastern-flank", "2026-08-31").blocks()
    assert "ypothetical" not in read_aloud(blocks)


def test_the_same_sections_in_the_same_order_give_the_same_numbers_of_sources(register):
    one, other = (opened(register, "apmbc", "baltic", "2026-02-20").blocks() for _ in range(2))
    assert [b.title for b in one if isinstance(b, Table)] == [
        b.title for b in other if isinstance(b, Table)
    ]
    assert one[-1].entries == other[-1].entries


def test_a_section_that_the_kind_does_not_have_is_refused(register):
    with pytest.raises(RollbackError, match="has no section 'weather'; it has front, "):
        opened(register, "apmbc", "baltic", "2026-02-20").show("weather")


def test_a_figure_and_a_table_come_alone(register, tmp_path):
    seen = register.as_of("2026-02-20")
    drawn = figure("timeline", seen, treaty="apmbc", region="baltic")
    for name in ("one.svg", "one.png", "one.pdf"):
        assert drawn.save(tmp_path / name).stat().st_size > 1000
    assert {"Estonia", "Latvia", "Lithuania"} <= set(drawn.data.astype(str).to_numpy().ravel())
    with pytest.raises(RollbackError, match=r"saved as one of \.svg, \.png, \.pdf"):
        drawn.save(tmp_path / "one.gif")
    rows = table("status", seen, treaty="apmbc", region="baltic").frame
    assert sorted(rows["State"]) == ["Estonia", "Latvia", "Lithuania"]


def test_what_cannot_be_drawn_is_said(register):
    with pytest.raises(UnknownName, match="did you mean 'timeline'"):
        figure("timelines", register, treaty="apmbc")
    with pytest.raises(RollbackError, match="nothing to show about treaty=apmbc region=oceania"):
        figure("border", register, treaty="apmbc", region="oceania", towards="RUS")
