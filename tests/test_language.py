from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.language import days, english, numbers


def test_text_and_figures_write_the_same_day_long_and_short():
    day = date(2026, 1, 10)
    assert days.format_day(day) == "10 January 2026"
    assert days.format_day_short(day) == "10 Jan 2026"


def test_a_timestamp_is_written_like_the_day_it_falls_on():
    assert days.format_day(pd.Timestamp("2025-12-27")) == "27 December 2025"


@pytest.mark.parametrize(
    ("known", "written"),
    [("2025-05-08", "8 May 2025"), ("2025-05", "May 2025"), ("2025", "2025")],
)
def test_a_date_is_written_no_more_precisely_than_it_is_known(known, written):
    assert days.format_date(known) == written


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (date(2025, 4, 16), date(2025, 4, 16), "16 April 2025"),
        (date(2025, 4, 1), date(2025, 4, 16), "1 to 16 April 2025"),
        (date(2025, 3, 18), date(2025, 4, 16), "18 March to 16 April 2025"),
        (date(2025, 6, 27), date(2026, 2, 20), "27 June 2025 to 20 February 2026"),
        (date(2025, 4, 1), date(2026, 4, 1), "1 April 2025 to 1 April 2026"),
    ],
)
def test_a_period_names_what_both_ends_share_once(start, end, written):
    assert days.format_period(start, end) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (3802, "3802"),
        (9999, "9999"),
        (10_000, "10\u202f000"),
        (1_234_567, "1\u202f234\u202f567"),
        (190.6, "191"),
        (-5, "\u22125"),
        (-0.2, "0"),
    ],
)
def test_numbers_are_grouped_by_thin_spaces_from_ten_thousand(value, written):
    assert numbers.format_number(value) == written


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_grouping_never_changes_the_number(value):
    written = numbers.format_number(value).replace("\u202f", "").replace("\u2212", "-")
    assert int(written) == value


def test_a_length_never_breaks_from_its_unit():
    assert numbers.format_km(10_191) == "10\u202f191\u00a0km"


@pytest.mark.parametrize(
    ("count", "written"),
    [(0, "zero"), (1, "one"), (12, "twelve"), (13, "13"), (10_000, "10\u202f000")],
)
def test_counts_are_words_up_to_twelve(count, written):
    assert numbers.number_word(count) == written


@pytest.mark.parametrize(
    ("count", "written"),
    [(0, "no party has"), (1, "one party has"), (2, "two parties have"), (161, "161 parties have")],
)
def test_noun_and_verb_agree_with_the_count(count, written):
    noun = numbers.counted(count, "party", "parties")
    assert f"{noun} {numbers.agree(count, 'has', 'have')}" == written


@pytest.mark.parametrize(
    ("items", "written"),
    [
        ([], ""),
        (["Latvia"], "Latvia"),
        (["Estonia", "Latvia"], "Estonia and Latvia"),
        (["Estonia", "Latvia", "Lithuania"], "Estonia, Latvia and Lithuania"),
    ],
)
def test_lists_end_in_and(items, written):
    assert english.format_list(items) == written


def test_a_list_can_end_in_another_conjunction():
    assert english.format_list(iter(["Russia", "Belarus"]), "or") == "Russia or Belarus"


def test_votes_are_set_like_a_score():
    assert numbers.format_votes(" 66-14 ") == "66–14"


def test_a_sentence_begins_with_a_capital_and_keeps_the_rest():
    assert english.sentence_case("nobody in NATO") == "Nobody in NATO"
    assert english.sentence_case("") == ""


def test_text_goes_on_one_line_and_keeps_its_thin_spaces():
    hostile = "Côte d’Ivoire\r\n\t\x00 $x$ \u202e<b>&\\alpha"
    assert english.one_line(hostile) == "Côte d’Ivoire $x$ <b>&\\alpha"
    assert english.one_line(numbers.format_km(12_345)) == "12\u202f345\u00a0km"
