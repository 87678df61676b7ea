"""A briefing can be made of any treaty, region and day: suspended, revoked, ended, not in force."""

import pytest

from analysis.blocks.model import Figure, Table, plain
from analysis.briefings import regional

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
SECTIONS = (
    "lead", "standing", "history", "steps", "map", "pending", "participation", "border", "method",
    "references",
)  # fmt: skip

FIGURES = ("lead", "standing", "history", "steps", "map", "participation", "border")


@pytest.fixture
def opened(register, monkeypatch):
    """Open a briefing on the register that the tests share."""
    monkeypatch.setattr(regional, "load_register", lambda: register)

    def open_one(treaty, region, day, **more):
        return regional.RegionalBriefing.open(
            region=region, treaty=treaty, as_of=day, towards="RUS,BLR", **more
        )

    return open_one


@pytest.mark.parametrize(("treaty", "region", "day", "finding"), KINDS)
def test_every_kind_of_treaty_gives_a_briefing(opened, treaty, region, day, finding):
    briefing = opened(treaty, region, day)
    front = briefing.front()
    assert finding in front.title
    assert front.findings
    for section in SECTIONS:
        getattr(briefing, section)()
    for section in ("depth", "wave", "next"):
        blocks = getattr(briefing, section)()
        assert blocks
        assert all(block.alt for block in blocks if isinstance(block, Figure))
    said = " ".join(plain(one) for one in (*front.findings, *briefing.method().paragraphs))
    assert "NaT" not in said
    assert "nan" not in said.split()


def test_a_scenario_is_marked_wherever_it_is_shown(opened):
    briefing = opened("apmbc", "eastern-flank", "2026-09-01", scenario="NOR:2026-09-01")
    front = briefing.front()
    assert front.title.startswith("Hypothetical: ")
    assert "notice of withdrawal is given by Norway on 1 September 2026" in plain(front.cautions[0])
    shown = [getattr(briefing, section)() for section in FIGURES]
    shown += [*briefing.depth(), *briefing.wave(), *briefing.next()]
    drawn = [block for block in shown if isinstance(block, Figure | Table)]
    assert len(drawn) > 10
    assert all(block.title.startswith("Hypothetical: ") for block in drawn)
    assert "Norway (hypothetical)" in briefing.lead().alt
    assert "scenario NOR:2026-09-01" in plain(briefing.method().paragraphs[-1])


def test_a_scenario_seen_before_its_notices_assumes_nothing(opened):
    briefing = opened("apmbc", "eastern-flank", "2026-08-31", scenario="NOR:2026-09-01")
    assert not briefing.front().title.startswith("Hypothetical")


def test_where_nobody_has_left_no_empty_test_is_shown(opened):
    briefing = opened("apmbc", "eastern-flank", "2025-04-16")
    assert not [block for block in briefing.wave() if isinstance(block, Figure | Table)]
    *_, last = briefing.next()
    assert plain(last.paragraphs[0]) == (
        "How well such a list fares cannot be said yet: up to 16 April 2025 no party gave notice"
        " after the four lists from 31 December 2023 on."
    )


def test_the_commitments_under_all_treaties_are_drawn_with_their_fall(opened):
    drawn = opened("apmbc", "eastern-flank", "2026-02-20").depth()
    titles = [block.title for block in drawn if isinstance(block, Figure)]
    assert titles[0] == (
        "Commitments of NATO states bordering Russia or Belarus under all treaties: 103, down 6"
        " (5.5\u00a0%) from the peak of 109"
    )


def test_a_contested_withdrawal_is_a_group_of_its_own(opened):
    table = opened("npt", "world", "2026-02-03").standing()
    assert table.groups[0] == (0, "Withdrawal contested")
    assert plain(table.rows[0][0].text).startswith("North Korea")


def test_of_a_large_region_states_that_wait_to_be_bound_are_counted(opened):
    table = opened("ctbt", "world", "2023-11-03").standing()
    assert [label for _, label in table.groups] == ["Signed only", "Neither signed nor joined"]
    assert "177 states that have consented, are not bound yet" in plain(table.foot)
    assert "zero" not in plain(table.foot)


def test_a_world_is_not_drawn_twice(opened):
    blocks = opened("npt", "world", "2026-02-03").depth()
    flows = next(one for one in blocks if isinstance(one, Figure) and one.name == "flows")
    assert "states of the world" not in flows.subtitle


def test_an_exit_that_needs_no_notice_is_no_vote_to_leave(opened):
    lead = opened("ctbt", "world", "2023-11-03").lead()
    assert lead.title == (
        "Russia has stepped back from the test ban; none of 197 states of the world has given"
        " notice"
    )
    assert "in effect 3 November 2023" in lead.alt
    voted = opened("ctbt", "world", "2023-11-02").lead()
    assert voted.title.startswith("The parliament of Russia has voted to leave the test ban")
    assert "no notice yet" in voted.alt
