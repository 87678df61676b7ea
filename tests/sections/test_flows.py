"""Flows: who came, who went and who stood up against it, in one count for text and figure."""

from __future__ import annotations

import pytest

from analysis.blocks.model import plain
from analysis.sections.flows.facts import FLOWS, flows, recent
from analysis.sections.flows.section import SECTION, compose, sentences


def test_the_totals_are_those_of_the_years(about):
    own = flows(about("apmbc", "world", "2026-02-20"))
    totals = (own.deposits, own.notices, own.exits, own.objections, own.exits_rejected)
    assert totals == (166, 5, 5, 6, 5)
    assert (own.busiest, own.most_deposits, own.first) == (1998, 55, 1997)
    assert own.in_years("exits") == ((2025, 3), (2026, 2))
    for flow in FLOWS:
        assert sum(count for _, count in own.in_years(flow)) == getattr(own, flow)


def test_a_region_counts_the_acts_of_its_members_of_the_day(about):
    own = flows(about("cfe", "nato", "2024-06-12"))
    # Six of them joined the treaty before they joined the alliance.
    assert (own.deposits, own.suspensions, own.notices) == (22, 8, 0)


def test_the_last_notice_is_set_against_what_came_with_and_after_it(about):
    own = flows(about("npt", "world", "2026-01-01"))
    assert (own.last_notice, own.last_notices, own.earlier_notices) == (2003, 1, 1)
    # Timor-Leste joined in the same year, but after the notice of North Korea.
    assert (own.new_deposits, own.later_deposits, own.since_last_notice) == (1, 3, 23)


@pytest.mark.parametrize(
    ("treaty", "region", "day", "sentence"),
    [
        (
            "apmbc",
            "nato",
            "2026-02-20",
            "From 2022 on five states gave notice and five left worldwide; on the other side the"
            " Marshall Islands and Tonga joined; Denmark, Germany, Norway and the United Kingdom"
            " said that they do not plan to leave; Austria, Belgium, Colombia, New Zealand, Norway"
            " and Switzerland objected.",
        ),
        (
            "openskies",
            "nato",
            "2021-12-18",
            "From 2017 on two states gave notice and two left worldwide; on the other side nobody"
            " joined, decided to stay or objected.",
        ),
        (
            "cfe",
            "world",
            "2024-06-12",
            "From 2022 on one state gave notice, one left and nine suspended the treaty"
            " worldwide; on the other side Poland objected. The suspension of 14 states is"
            " documented, its day not on record.",
        ),
        (
            "bwc",
            "world",
            "1980-01-01",
            "From 1976 on no state gave notice worldwide; on the other side 24 states joined.",
        ),
        (
            "npt",
            "world",
            "2026-01-01",
            "From 2022 on nobody joined, gave notice or objected worldwide.",
        ),
        (
            "ptbt",
            "world",
            "2026-08-22",
            "From 2014 to 10 July 2018 nobody joined, gave notice or objected worldwide.",
        ),
        (
            "openskies",
            "nato",
            "2026-08-22",
            "From 2017 to 18 December 2021 two states gave notice and two left worldwide; on the"
            " other side nobody joined, decided to stay or objected.",
        ),
        (
            "tpnw",
            "world",
            "2030-01-01",
            "From 2022 to 22 August 2026 no state gave notice worldwide; on the other side 16"
            " states joined.",
        ),
    ],
)
def test_the_last_years_are_told_from_both_sides(about, cite, treaty, region, day, sentence):
    assert [plain(one) for one in sentences(about(treaty, region, day), cite)] == [sentence]


def test_the_last_years_begin_no_earlier_than_the_treaty(about):
    assert recent(about("apmbc", "nato", "1999-06-01")).first == 1997
    assert recent(about("apmbc", "nato", "2022-02-23")).first == 2018


def test_a_state_on_its_way_out_has_not_decided_to_stay(about):
    now = recent(about("apmbc", "world", "2026-02-20"))
    assert (now.stayers, now.sayers) == (0, 4)
    assert "Lithuania" not in [state.name for state in now.said]


def test_a_minister_tells_a_plan_and_a_parliament_decides(about):
    early = recent(about("apmbc", "world", "2023-06-01"))
    assert [state.name for state in early.stayed] == ["Estonia"]
    assert early.said == ()


@pytest.mark.parametrize(
    ("treaty", "region", "day", "title"),
    [
        (
            "apmbc",
            "baltic",
            "2025-08-20",
            "In 2025, five notices of leaving the mine ban, the"
            " first ever and three by Baltic states, stand against two new deposits of consent",
        ),
        (
            "ccm",
            "nato",
            "2025-08-20",
            "In 2024, one notice of leaving the cluster-munition ban,"
            " the first ever and by one of the NATO states, stands against no new deposit of"
            " consent",
        ),
        (
            "npt",
            "world",
            "2026-01-01",
            "The last notice of leaving the non-proliferation treaty"
            " was given in 2003; three states have joined since",
        ),
        (
            "geneva_protocol",
            "world",
            "2020-01-01",
            "No notice of leaving the Geneva Protocol had"
            " been given by 10 July 2018; most states joined in 1970, 15",
        ),
        (
            "geneva_protocol",
            "world",
            "2018-07-10",
            "No notice of leaving the Geneva Protocol has"
            " been given; most states joined in 1970, 15",
        ),
        (
            "cfe",
            "nato",
            "2022-03-01",
            "No notice of leaving the treaty on conventional forces in"
            " Europe has been given, but one suspension",
        ),
    ],
)
def test_the_figure_finds_the_last_notice_or_that_there_is_none(
    about, cite, treaty, region, day, title
):
    (figure,) = compose(about(treaty, region, day), cite)
    assert figure.title == title


def test_the_alternative_text_tells_each_year_of_a_departure(about, cite):
    (figure,) = compose(about("ccm", "baltic", "2025-08-20"), cite)
    assert figure.alt == (
        "Bars per year, 2008 to 20 August 2025, for the cluster-munition ban. Worldwide: 112"
        " deposits of consent, most in 2010 (23); 1 notice of withdrawal: 2024 (1); 1 exit in"
        " effect: 2025 (1); 1 refusal to leave: 2025 (1). Baltic states: 1 deposit of consent, in"
        " 2011; 1 notice of withdrawal: 2024 (1); 1 exit in effect: 2025 (1)."
    )


@pytest.mark.parametrize(
    ("treaty", "day"),
    [("apmbc", "1990-01-01"), ("ctbt", "2024-01-01"), ("inf", "2019-09-01")],
)
def test_nothing_is_said_of_a_treaty_that_binds_nobody(about, cite, treaty, day):
    subject = about(treaty, "nato", day)
    assert (compose(subject, cite), sentences(subject, cite)) == ([], [])
    assert SECTION.findings(subject, cite) == []


@pytest.mark.parametrize(
    ("treaty", "region", "day", "panels"),
    [
        ("apmbc", "eastern-flank", "2026-02-20", 2),
        ("cfe", "nato", "2024-06-12", 2),
        ("geneva_protocol", "world", "2020-01-01", 1),
        ("tlatelolco", "baltic", "2025-01-01", 1),
        ("tlatelolco", "latin-america-and-the-caribbean", "2025-01-01", 1),
    ],
)
def test_a_bar_stands_for_each_year_of_a_flow(about, cite, tmp_path, treaty, region, day, panels):
    subject = about(treaty, region, day)
    (figure,) = compose(subject, cite)
    assert figure.save(tmp_path / "flows.svg").read_text().startswith("<svg ")
    axes = figure.figure().axes
    assert len(axes) == panels
    assert set(figure.data["region"]) == ({"world", region} if panels == 2 else {"world"})
    world = flows(subject.worldwide)
    drawn = [bar.get_gid() for bar in axes[0].patches]
    for flow in ("deposits", *world.departed):
        assert drawn.count(f"flow-{flow}") == len(world.in_years(flow))


def test_the_years_end_with_the_last_observed_day(about, cite):
    """No year is drawn as one without a flow of which nothing is known."""
    then, now = (flows(about("openskies", "nato", day)) for day in ("2021-12-18", "2026-08-22"))
    assert now.by_year["year"].max() == 2021
    assert (now.day, now.until, then.until) == (then.day, then.day, None)
    assert now.since_last_notice == then.since_last_notice
    (figure,) = compose(about("openskies", "world", "2026-08-22"), cite)
    assert "per year, 1992 to 18 December 2021" in plain(figure.caption.subtitle)
    left, right = figure.figure().axes[0].get_xlim()
    assert (left, right) == (1991.5, 2021.5)


def test_an_accession_after_the_last_observed_day_is_told_by_no_flow(about):
    """Bosnia and Herzegovina acceded to the Outer Space Treaty in 2020, covered up to 2018."""
    assert flows(about("ost", "world", "2026-08-22")).deposits == (
        flows(about("ost", "world", "2018-07-10")).deposits
    )
