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
from analysis.sections.wave.leavers import NOBODY
from analysis.sections.wave.rate_words import verdict
from analysis.sections.wave.section import compose
from analysis.sections.wave.table import table_tests
from analysis.sections.wave.words import wave_sentences
from analysis.subject.setting import setting
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
    assert (then.exits, then.decisions, then.decided, then.moved) == (5, 2, 2, 5)
    assert then.low == pytest.approx(3.652, abs=0.001)
    # Both decisions fall into the time since: twice the square of its share.
    assert then.once_p_value == pytest.approx(2 * 0.2006**2, rel=0.01)
    assert set(then.events) == set(rest.events)


def test_a_decision_of_states_on_both_sides_counts_once(about):
    """Poland is one decision with the Baltic states, Finland another."""
    rest = region_against_rest(about("apmbc", "baltic", "2026-02-20"))
    assert (rest.exits, rest.other_exits) == (3, 2)
    assert (rest.decisions, rest.other_decisions) == (1, 1)


def test_a_question_that_does_not_arise_has_no_answer(about):
    assert change_of_rate(about("apmbc", "nato", "2010-01-01")) is None
    assert region_against_rest(about("apmbc", "world", "2026-02-20")) is None
    assert region_against_rest(about("openskies", "nato", "2021-12-18")).since is None
    # Open Skies is not observed beyond 18 December 2021.
    late = about("openskies", "nato", "2026-02-20")
    assert change_of_rate(late) is None
    assert str(region_against_rest(late).until) == "2021-12-18"


def test_who_leaves_is_told_by_border_and_as_claimed(about):
    own, claimed = exits_by_border(about(*FLANK)), claimed_by_border(about(*FLANK))
    assert (own.near_gone, own.near, own.far_gone, own.far) == (5, 7, 0, 158)
    assert [state.code for state in own.named] == ["RUS", "BLR"]
    assert own.low == pytest.approx(37.4, abs=0.1)
    assert own.p_value < 1e-6
    assert (own.moved, own.decided) == (5, 2)
    # Of 162 units four border on Russia or Belarus, and the two that left are among these.
    assert own.once_p_value == pytest.approx(6 / (162 * 161 / 2), rel=1e-6)
    assert (claimed.near_gone, [state.code for state in claimed.claiming]) == (6, ["UKR"])
    latvia = exits_by_border(about("apmbc", "nato", "2026-02-20", towards="LVA"))
    assert (latvia.near_gone, latvia.near, latvia.far_gone) == (2, 3, 2)


def test_worldwide_tests_are_computed_once_for_all_regions(about):
    one, other = about(*FLANK), about("apmbc", "africa", "2026-02-20")
    for question in (exits_by_border, claimed_by_border, exits_side_by_side, notices_in_time):
        assert "region" not in question.on
        assert question(one) is question(other)
    assert wave(one).change != wave(other).change


def test_notices_crowd_and_their_p_value_is_exact(about):
    crowd = notices_in_time(about(*FLANK))
    assert (crowd.moved, crowd.most, crowd.decided, crowd.within) == (5, 5, 2, 55)
    assert (str(crowd.first), str(crowd.last)) == ("2025-06-27", "2025-08-20")
    assert (crowd.p_error, crowd.draws, crowd.watched) == (0, 0, 9854)
    # 1666 of 150 000 000 simulations by the number of parties on each day: 1.11e-5 +- 0.03e-5.
    assert crowd.p_value == pytest.approx(1666 / 150_000_000, rel=0.06)
    # Two decisions within 365 of 9854 days, were all days alike: 2w - w squared.
    share = 365 / 9854
    assert crowd.once_p_value == pytest.approx(2 * share - share**2, rel=0.05)


def test_neighbours_are_drawn_among_the_states_that_border_on_the_named(about):
    joined = exits_side_by_side(about(*FLANK))
    assert (joined.bound, joined.moved, joined.shared) == (166, 5, 3)
    # Of seven states in two chains five are drawn: 8 of 21 ways keep three borders of five.
    assert joined.expected == pytest.approx(5 * (5 * 4) / (7 * 6))
    assert joined.p_value == pytest.approx(8 / 21)
    # By decisions: two of four units, which share two borders.
    assert (joined.decided, joined.once_shared) == (2, 0)
    assert joined.once_expected == pytest.approx(2 * (2 * 1) / (4 * 3))
    assert joined.once_p_value == 1


def test_where_no_exit_could_have_fallen_otherwise_neighbours_are_not_tested(about):
    found = exits_side_by_side(about("openskies", "nato", "2021-12-18"))
    assert found == Unanswered("exits could not have fallen on more or fewer neighbours")


@pytest.mark.parametrize("day", ["2025-04-16", "2010-01-01"])
def test_without_notice_or_exit_nothing_is_tested(about, day):
    own = wave(about("apmbc", "nato", day))
    assert own.neighbours == NOBODY
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
        "Primary test: since 24 February 2022 five states left from the region in 23 party-years,"
        " none in 93 party-years before (p < 0.001 by five states, p = 0.08 by two decisions): by"
        " decisions, chance remains a possible explanation."
    )
    assert all(line.startswith("Exploratory: ") for line in lines[1:])
    assert lines[3] == (
        "Exploratory: all five notices in 27 years fell within 55 days, 27 June to 20 August 2025"
        " (scan statistic with a window of one year, p < 0.001 by five notices, p = 0.075 by two"
        " decisions): by decisions, chance remains a possible explanation."
    )
    assert lines[4] == (
        "Exploratory: those that left or gave notice share three land borders; dealt out by chance"
        " among the states bordering on Russia or Belarus, and among the others, as many exits"
        " would share 2.4 (p = 0.38 by five states, p = 1 by two decisions): nothing beyond that"
        " border shows that neighbours leave together."
    )


@pytest.mark.parametrize("region", ["eastern-flank", "world", "baltic", "africa"])
def test_the_list_has_five_sentences_at_most_and_each_p_its_decisions(about, cite, region):
    lines = said(about("apmbc", region, "2026-02-20"), cite)
    assert len(lines) <= 5
    assert all("decision" in line and " p " in line.replace("(", " ") for line in lines)


def test_before_any_notice_there_is_no_section(about, cite):
    assert compose(about("apmbc", "eastern-flank", "2025-04-16"), cite) == []


@pytest.mark.parametrize(
    "asked",
    [("npt", "world", "2020-01-01"), ("inf", "world", "2019-07-01")],
    ids=["claimed", "one notice"],
)
def test_where_no_test_carries_anything_there_is_no_section(about, cite, asked):
    assert compose(about(*asked), cite) == []


def test_one_decision_is_told_by_the_primary_test_alone(about, cite):
    (line,) = said(about("ccm", "baltic", "2025-04-16", towards="LVA"), cite)
    assert line.startswith("Primary test: since 24 February 2022 one state left from the region in")
    assert line.endswith("(p = 0.45; one state, one decision): one decision carries no test.")


def test_the_last_observed_day_is_named(about, cite):
    first, *_ = said(about("openskies", "nato", "2026-02-20"), cite)
    assert first.startswith("Exploratory: up to 18 December 2021 one state left from the region in")


def test_what_was_tested_is_listed_with_the_open_questions(about, cite):
    _, table = compose(about("ccm", "baltic", "2025-04-16"), cite)
    assert isinstance(table, Table)
    data = table.frame.set_index("Question")["Data"]
    assert data["Notices within one year"] == "Not tested: only one notice has been given"
    assert data["Rate since 24 Feb 2022 against before"].startswith("1 in 3.0 party-years; 0 in")


def test_one_test_is_primary_and_the_decisions_stand_beside_every_p(about, cite):
    _, table = compose(about(*FLANK), cite)
    assert [name for _, name in table.groups] == ["Primary test", "Exploratory tests"]
    rows = table.frame
    assert rows["Question"][0] == "Rate since 24 Feb 2022 against before"
    assert (rows["group"] == "Primary test").sum() == 1
    tested = rows[~rows["Data"].str.startswith("Not tested")]
    assert tested["p by decisions"].str.match(r"(one|two|three) decisions?: p ").all()
    assert "not corrected for their number" in flat(table.foot)
    # Nothing was simulated, so no Monte-Carlo error is spoken of.
    assert "draws" not in flat(table.foot)


def test_without_an_exit_from_the_region_the_primary_test_says_why(about, cite):
    _, table = compose(about("apmbc", "africa", "2026-02-20"), cite)
    assert table.frame["Data"][0] == "Not tested: no withdrawal of the region has taken effect"


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


def test_the_verdict_is_no_louder_than_decisions_carry():
    assert verdict(0.01, 0.2, 2).startswith("by decisions, chance remains")
    assert verdict(0.2, 0.01, 2) == "chance alone could bring this about"
    assert verdict(0.01, 0.01, 2) == "chance alone is a poor explanation"
    assert verdict(0.001, 0.001, 1) == "one decision carries no test"


def test_without_a_named_neighbour_the_tests_of_its_border_are_left_out(about, cite):
    subject = about(*FLANK)
    none = Unanswered("no neighbour is named")
    alone = replace(wave(subject), named=(), border=none, claimed=None)
    told = [plain(line).replace("\u00a0", " ") for line in wave_sentences(setting(subject), alone)]
    assert not any("Russia" in line for line in told)
    (beside,) = (line for line in told if "share" in line)
    assert "dealt out by chance among all states ever bound, as many exits would share" in beside
    table = table_tests(setting(subject), alone, cite)
    questions = [plain(row[0].text) for row in table.rows]
    assert "Borders among those that go" in questions
    assert not any("Exit by land border" in question for question in questions)
