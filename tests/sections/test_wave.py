"""The tests of a wave: each computed once for all regions, none louder than its numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.blocks.model import Items, Table, flat, plain
from analysis.language.numbers import format_p
from analysis.sections.rates.facts import rates
from analysis.sections.wave.facts import (
    change_of_rate,
    claimed_by_border,
    exits_by_border,
    exits_side_by_side,
    notices_in_time,
    region_against_rest,
    wave,
)
from analysis.sections.wave.section import compose
from analysis.sections.wave.words import verdict
from analysis.subject.unanswered import Unanswered

FLANK = ("apmbc", "eastern-flank", "2026-02-20")


def said(subject, cite):
    items, *_ = compose(subject, cite)
    assert isinstance(items, Items)
    return [plain(item).replace("\u00a0", " ") for item in items.items]


def test_the_contrasts_rest_on_the_rates_that_the_other_room_tells(about):
    subject = about(*FLANK)
    told, then, rest = rates(subject), change_of_rate(subject), region_against_rest(subject)
    assert (then.exits, then.party_years) == (told.since.exits, told.since.party_years)
    assert (then.other_exits, then.other_years) == (told.before.exits, told.before.party_years)
    assert (rest.other_exits, rest.other_years) == (0, told.rest_since.party_years)
    assert (then.exits, then.decisions) == (5, 3)
    assert then.low == pytest.approx(3.652, abs=0.001)
    assert then.once_p_value == pytest.approx(2 * 0.2006**3, rel=0.01)
    assert set(then.events) == set(rest.events)


def test_a_question_that_does_not_arise_has_no_answer(about):
    assert change_of_rate(about("apmbc", "nato", "2010-01-01")) is None
    assert region_against_rest(about("apmbc", "world", "2026-02-20")) is None
    assert region_against_rest(about("openskies", "nato", "2021-12-18")).since is None


def test_who_leaves_is_told_by_border_and_as_claimed(about):
    own, claimed = exits_by_border(about(*FLANK)), claimed_by_border(about(*FLANK))
    assert (own.near_gone, own.near, own.far_gone, own.far) == (5, 7, 0, 158)
    assert [state.code for state in own.named] == ["RUS", "BLR"]
    assert own.low == pytest.approx(37.4, abs=0.1)
    assert own.p_value < 1e-6
    assert own.same_day
    assert (claimed.near_gone, [state.code for state in claimed.claiming]) == (6, ["UKR"])
    latvia = exits_by_border(about("apmbc", "nato", "2026-02-20", towards="LVA"))
    assert (latvia.near_gone, latvia.near, latvia.far_gone) == (2, 3, 2)


def test_worldwide_tests_are_computed_once_for_all_regions(about):
    one, other = about(*FLANK), about("apmbc", "africa", "2026-02-20")
    for question in (exits_by_border, claimed_by_border, exits_side_by_side, notices_in_time):
        assert "region" not in question.on
        assert question(one) is question(other)
    assert wave(one).change != wave(other).change


def test_notices_crowd_and_neighbours_leave_together(about):
    crowd, joined = notices_in_time(about(*FLANK)), exits_side_by_side(about(*FLANK))
    assert (crowd.notices, crowd.most, crowd.days, crowd.within) == (5, 5, 3, 55)
    assert (str(crowd.first), str(crowd.last)) == ("2025-06-27", "2025-08-20")
    assert (joined.bound, joined.leaving, joined.shared) == (166, 5, 3)
    assert joined.expected == pytest.approx(221 * (5 * 4) / (166 * 165))
    # By enumeration of all triples of units, 0.048 of them share a border.
    assert abs(joined.once_p_value - 0.04796) < 3 * joined.once_p_error


@pytest.mark.parametrize("day", ["2025-04-16", "2010-01-01"])
def test_without_notice_or_exit_nothing_is_tested(about, day):
    own = wave(about("apmbc", "nato", day))
    assert own.nobody
    assert own.tested == ()
    assert all(isinstance(one, Unanswered) for one in (own.border, own.crowding, own.neighbours))


@pytest.mark.parametrize(
    ("hits", "written"), [(0, "p < 0.001"), (1, "p < 0.001"), (5, "p < 0.002"), (9, "p < 0.002")]
)
def test_a_simulation_with_few_hits_tells_a_bound(hits, written):
    p = (1 + hits) / 10_000
    error = (p * (1 - p) / 10_000) ** 0.5
    assert format_p(p, error).replace("\u00a0", " ") == written


def test_a_simulation_with_ten_hits_tells_its_p_value():
    assert format_p(0.0011, 0.000331).replace("\u00a0", " ") == "p = 0.0011 ± 0.0003"


def test_the_sentences_of_the_flank(about, cite):
    lines = said(about(*FLANK), cite)
    assert lines[0] == (
        "Exits from the region have been at least 3.7 times as frequent since 24 February 2022 as"
        " before (95 % interval 3.7 to ∞, p < 0.001); with same-day notices counted once, at least"
        " 1.6 times (p = 0.016)."
    )
    assert lines[3].startswith(
        "All five notices in 27 years fell within 55 days, 27 June to 20 August 2025 (scan"
        " statistic with a window of one year, p < 0.001; as three days of notice p = 0.0031 ±"
    )
    assert "20 years without withdrawal" in lines[5]
    assert lines[6].startswith("Notices given on the same day are one decision")


def test_before_any_notice_the_section_says_that_there_is_no_wave(about, cite):
    blocks = compose(about("apmbc", "eastern-flank", "2025-04-16"), cite)
    assert len(blocks) == 1
    first, second = (plain(item) for item in blocks[0].items)
    assert first == (
        "By 16 April 2025 no state had left the mine ban, and no notice was running: there is no"
        " wave to test for. Five states have taken political steps towards leaving; the tests"
        " count notices and exits alone."
    )
    assert second == "No membership has ended by withdrawal, in the region or elsewhere."


def test_one_exit_carries_no_verdict_and_one_state_no_plural(about, cite):
    lines = said(about("ccm", "baltic", "2025-04-16", towards="LVA"), cite)
    assert lines[1].endswith("p = 0.017); this rests on one exit.")
    assert lines[2].startswith("The one state ever bound that borders on Latvia has left or given")


def test_what_was_tested_is_listed_with_the_open_questions(about, cite):
    _, table = compose(about("cfe", "csto", "2024-01-01"), cite)
    assert isinstance(table, Table)
    data = table.frame.set_index("Question")["Data"]
    assert data["Notices within one year"] == "Not tested: only one notice has been given"
    assert data["Rate since 24 Feb 2022 against before"].startswith("1 in 7.3 party-years; 0 in")
    assert "draws" not in flat(table.foot)
    assert "9999 draws" in flat(compose(about(*FLANK), cite)[1].foot)


@pytest.mark.parametrize(
    ("treaty", "region", "day"),
    [
        ("apmbc", "nato", "1998-01-01"),
        ("inf", "world", "2019-09-01"),
        ("apmbc", "warsaw-pact", "2025-04-16"),
        ("agreed_framework", "world", "2005-06-01"),
    ],
)
def test_there_is_no_section_before_after_or_without_a_bond(about, cite, treaty, region, day):
    assert compose(about(treaty, region, day), cite) == []


def test_the_verdict_is_no_louder_than_decisions_carry(about):
    assert verdict(0.01, 0.2).startswith("with same-day notices counted once, chance remains")
    assert verdict(0.2, 0.01) == "chance alone could bring this about"
    own = change_of_rate(about(*FLANK))
    assert own.same_day
    assert not replace(own, decisions=5).same_day
