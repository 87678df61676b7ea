"""What to watch: tiers in words, counts with their limits, and no chance of anything."""

from __future__ import annotations

import re

import pytest

from analysis.blocks.citations import Citations
from analysis.blocks.model import Prose, Table, flat
from analysis.sections.watch.facts import watch
from analysis.sections.watch.section import PAST, SECTION
from analysis.sections.watch.words import past_sentence, staying_sentence
from analysis.terms.tiers import STRENGTHS, TIERS
from analysis.watch.attempts import LIMITS
from tests.reading.reader import read_aloud


def blocks(subject, cite):
    return SECTION.compose(subject, cite)


def lines(subject, cite):
    return [
        tuple(flat(cell.text) for cell in row)
        for block in blocks(subject, cite)
        if isinstance(block, Table) and block.name == "watch"
        for row in block.rows
    ]


def told(subject, cite):
    return [
        flat(one)
        for block in blocks(subject, cite)
        if isinstance(block, Prose)
        for one in block.paragraphs
    ]


def test_a_wish_of_a_head_of_government_is_debate(about, cite):
    row = lines(about("apmbc", "nato", "2025-08-27"), cite)[0]
    assert row == (
        "Czechia",
        "Debated: leaving",
        "Remark (head of government, 27 Aug 2025); the government of Petr Fiala, in office since"
        " 17 Dec 2021",
        "the same day",
        "A recommendation, a decision or a bill of the executive, then the notice (Art. 20(2)-(3))",
    )
    later = lines(about("ccm", "nato", "2026-02-20"), cite)
    assert "Czechia" not in {row[0] for row in later}


def test_a_process_is_told_with_its_last_step_and_the_next(about, cite):
    rows = {row[0]: row for row in lines(about("apmbc", "eastern-flank", "2025-04-16"), cite)}
    assert rows["Latvia"][1:] == (
        "Formal process under way: leaving",
        "Vote for it (Saeima, 16 Apr 2025)",
        "the same day",
        "The promulgation, then the notice (Art. 20(2)-(3))",
    )
    assert rows["Lithuania"][4].startswith("A vote of parliament")
    assert rows["Estonia and Poland"][4].startswith("A decision of the government")
    assert "Norway" not in rows


def test_who_has_declared_to_stay_is_told_in_one_sentence(about, cite):
    watched = watch(about("apmbc", "nato", "2025-08-27"))
    assert flat(staying_sentence(watched, cite)) == (
        "Declared to stay: Norway on 2 April 2025, Denmark in May 2025 and the United Kingdom on"
        " 23 June 2025."
    )
    # Who is listed as pending, with whose word it was, is not told again.
    some = flat(staying_sentence(watched, cite, {"NOR", "DNK"}))
    assert some == "Declared to stay: the United Kingdom on 23 June 2025."
    assert staying_sentence(watched, cite, {"NOR", "DNK", "GBR"}) == ()
    page = " ".join(told(about("apmbc", "nato", "2025-08-27"), cite))
    assert "Norway" not in page
    # Germany's word of 27 April fell with the government that gave it.
    before, after = (watch(about("apmbc", "nato", day)) for day in ("2025-05-05", "2025-05-06"))
    assert "Germany on 27 April 2025" in flat(staying_sentence(before, cite))
    assert "Germany" not in flat(staying_sentence(after, cite))


def test_a_date_that_is_not_known_to_the_day_gives_a_least_number_of_days(about, cite):
    rows = {row[0]: row for row in lines(about("apmbc", "nato", "2025-08-27"), cite)}
    assert rows["Sweden"][2:4] == (
        "Remark (coalition members, Nov 2024); the government of Ulf Kristersson, in office since"
        " 18 Oct 2022",
        "270 days or more",
    )


def test_states_of_a_joint_act_share_a_row(about, cite):
    rows = lines(about("cfe", "nato", "2024-01-01"), cite)
    joint = next(row for row in rows if row[0].startswith("Belgium, "))
    assert "Iceland" in joint[0]
    assert joint[1:3] == (
        "Formal process under way: a suspension",
        "Decision (government, 7 Nov 2023); all ten governments hold office still",
    )
    # What was decided waits for its notice alone; the article is one on leaving.
    assert joint[4] == "The notice of suspension"
    assert len(rows) <= 4
    baltic = lines(about("apmbc", "baltic", "2025-03-18"), cite)
    assert baltic[0][0] == "Estonia and Lithuania"


def past_of(subject, cite):
    (table,) = PAST.compose(subject, cite)
    return table


def test_the_four_pages_tell_the_counts_in_a_sentence_and_the_annex_has_the_table(about, cite):
    subject = about("apmbc", "nato", "2025-08-27")
    head, member = watch(subject).past
    sentence = told(subject, cite)[-1]
    for own, pushes in (
        (head, "remarks of heads of state or government"),
        (member, "pushes of members, committees, parties, armed forces and citizens"),
    ):
        counts = f"{own.notices} of {own.cases} {pushes} ({own.low} to {own.high})"
        assert counts in sentence
    assert "no chance of what comes next" in sentence
    assert [block.name for block in blocks(subject, cite) if isinstance(block, Table)] == ["watch"]
    assert past_sentence(watch(about("rarotonga", "oceania", "2025-01-01"))) == ()


def test_the_counts_stand_with_their_limits_right_below(about, cite):
    subject = about("apmbc", "nato", "2025-08-27")
    past = {one.strength: one for one in watch(subject).past}
    assert list(past) == [one for one in STRENGTHS if one in ("head", "member")]
    table, head = past_of(subject, cite), past["head"]
    assert [flat(cell.text) for cell in table.rows[0]] == [
        "Head of state or government",
        f"{head.notices} of {head.cases} ({head.low} to {head.high})",
        f"{head.pairs_notice} of {head.pairs} ({head.pairs_low} to {head.pairs_high})",
        f"{head.decisions_notice} of {head.decisions}"
        f" ({head.decisions_low} to {head.decisions_high})",
        f"{head.days_min} to {head.days_max}, of {head.timed}",
    ]
    assert flat(table.foot).startswith(LIMITS)
    assert flat(table.foot).endswith("no chance of what comes next.")
    assert 0 <= head.low <= head.notices <= head.high <= head.cases


def test_every_number_of_the_counts_leads_back_to_its_fact(about, cite):
    rows = past_of(about("apmbc", "nato", "2025-08-27"), cite).rows
    notes = [span.told for row in rows for cell in row for span in cell.text if span.told]
    assert {"cases", "notices", "pairs", "decisions", "days_max"} <= {note.field for note in notes}
    assert all(note.fact.startswith("watch.watch.past.") for note in notes)


def test_the_first_push_of_its_strength_has_nothing_before_it(about, cite):
    early = about("start1", "world", "2000-05-01")
    rows = [[flat(cell.text) for cell in row] for row in past_of(early, cite).rows]
    assert rows == [
        ["Head of state or government", "0 of 1 (0 to 1)", *["0 of 1 (0 to 1)"] * 2, "–"]
    ]


@pytest.mark.parametrize(
    ("treaty", "region", "day"),
    [
        ("apmbc", "world", "2025-08-27"),
        ("npt", "world", "2025-08-27"),
        ("cfe", "nato", "2024-01-01"),
        ("inf", "world", "2018-12-31"),
        ("abm", "world", "2001-10-01"),
    ],
)
def test_no_chance_is_told_anywhere(about, cite, treaty, region, day):
    subject = about(treaty, region, day)
    words = read_aloud(blocks(subject, cite))
    assert words
    assert "%" not in words
    assert not re.search(r"(?i)\b(likel|probab|rank|forecast)", words)


@pytest.mark.parametrize(
    ("treaty", "region", "day"),
    [
        # Nobody has taken a step; the treaty has ended; before there was one; notices given.
        ("rarotonga", "oceania", "2025-01-01"),
        ("newstart", "world", "2026-02-20"),
        ("apmbc", "nato", "1990-01-01"),
        ("apmbc", "baltic", "2025-08-27"),
        # A state that borders where others left is on no board for that.
        ("npt", "nordic", "2026-02-20"),
    ],
)
def test_there_is_no_section_where_nothing_is_on_record(about, cite, treaty, region, day):
    assert blocks(about(treaty, region, day), cite) == []


def test_where_all_stay_there_is_no_table(about, cite):
    subject = about("apmbc", "eastern-flank", "2026-02-20")
    assert lines(subject, cite) == []
    # Norway's refusal is listed as pending, so that there is nothing more to tell.
    assert flat(staying_sentence(watch(subject), cite)).startswith("Declared to stay: Norway on 2")
    assert blocks(subject, cite) == []


def test_the_gravest_tier_comes_first_and_each_step_has_its_source(about, register):
    subject = about("apmbc", "world", "2025-07-01")
    rows = watch(subject).rows
    places = [TIERS.index(row.tier) for row in rows]
    assert places == sorted(places)
    assert {"formal", "debated", "stay"} == {row.tier for row in rows}
    cite = Citations(register.tables, subject.day)
    table, *_ = blocks(subject, cite)
    assert all(any(span.cite for span in row[2].text) for row in table.rows)
    assert set(cite.cited_sources) <= set(table.sources)


def test_an_assumed_notice_takes_a_state_off_the_board(about, cite):
    assumed = about("apmbc", "nato", "2025-08-27", scenario="CZE:2025-08-27")
    assert "Czechia" not in {row[0] for row in lines(assumed, cite)}
