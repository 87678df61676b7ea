"""A briefing can be made of any treaty, region and day: suspended, revoked, ended, not in force."""

from __future__ import annotations

import pytest

from analysis import figure, open_briefing, table
from analysis.blocks.model import Front, Table, plain
from analysis.drawing.picture import Picture
from analysis.terms.errors import RollbackError, UnknownName

KINDS = [
    ("cfe", "nato", "2024-05-01", "Seven of 32 NATO states have suspended"),
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
    ("ccw_p4", "nato", "2026-02-03", "None of"),
    ("geneva_protocol", "nato", "1930-01-01", "There were no NATO states"),
]


def opened(register, treaty, region, day, **more):
    return open_briefing(
        "regional", register=register, treaty=treaty, region=region, as_of=day, **more
    )


@pytest.mark.parametrize(("treaty", "region", "day", "finding"), KINDS)
def test_every_kind_of_treaty_gives_a_briefing(register, treaty, region, day, finding):
    front, *rest = opened(register, treaty, region, day).blocks()
    assert isinstance(front, Front)
    assert finding in front.title
    assert front.findings
    assert all(block.alt for block in rest if isinstance(block, Picture))


def test_a_scenario_is_marked_wherever_it_is_shown_and_once(register):
    briefing = opened(register, "apmbc", "eastern-flank", "2026-09-01", scenario="NOR:2026-09-01")
    front, *rest = briefing.blocks()
    assert front.title.startswith("Hypothetical: ")
    assert "notice of withdrawal is given by Norway on 1 September 2026" in plain(front.cautions[0])
    shown = [block for block in rest if isinstance(block, Picture | Table)]
    assert len(shown) > 10
    assert all(block.title.count("Hypothetical") == 1 for block in shown)
    drawn = [block.alt for block in shown if isinstance(block, Picture)]
    assert all(alt.startswith("Hypothetical: notice of withdrawal is given by") for alt in drawn)
    assert any("Norway (hypothetical)" in alt for alt in drawn)
    assert "tag" in {text.get_gid() for text in briefing.show("border")[1].figure().texts}


def test_without_a_scenario_nothing_is_marked(register):
    blocks = opened(register, "apmbc", "eastern-flank", "2026-08-31").blocks()
    assert not [b for b in blocks if isinstance(b, Picture) and "ypothetical" in b.title + b.alt]


def test_the_same_sections_in_the_same_order_give_the_same_numbers_of_sources(register):
    one, other = (opened(register, "apmbc", "baltic", "2026-02-20").blocks() for _ in range(2))
    assert [b.title for b in one if isinstance(b, Table)] == [
        b.title for b in other if isinstance(b, Table)
    ]
    assert one[-1] == other[-1]


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
