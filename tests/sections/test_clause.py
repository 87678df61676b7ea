"""The card of the clauses: computed from the data, as known on the day, short."""

from __future__ import annotations

import pytest

from analysis.blocks.model import flat
from analysis.sections.clause.facts import terms
from analysis.sections.clause.section import SECTION


def card(about, cite, treaty, day):
    """The rows of the card, by the name of the rule."""
    (table,) = SECTION.compose(about(treaty, day=day), cite)
    rows = [[flat(cell.text) for cell in row] for row in table.rows]
    return {rule: (words, article) for rule, words, article in rows}


def test_the_card_of_the_mine_ban(about, cite):
    assert card(about, cite, "apmbc", "2026-02-20") == {
        "In force": (
            "Since 1 March 1999: on the first day of the sixth month after that of the 40th"
            " deposit",
            "Art. 17",
        ),
        "A later state": (
            "On the first day of the sixth month after that of its own deposit",
            "Art. 17",
        ),
        "Notice of leaving": (
            "Takes effect six months after the depositary has received it",
            "Art. 20(2)-(3)",
        ),
        "In armed conflict": (
            "Not before the end of an armed conflict that then goes on",
            "Art. 20(2)-(3)",
        ),
        "Suspension": ("The treaty has no clause on it", "–"),
        "Depositary": ("Secretary-General of the United Nations", "–"),
    }


def test_a_treaty_that_is_not_in_force_names_whose_consent_is_lacking(about, cite):
    words, _ = card(about, cite, "ctbt", "2024-01-01")["In force"]
    assert words == (
        "Not in force: 180 days after the deposits of 44 named states, not before"
        " 24 September 1998; nine states still lacking: China, Egypt, India, Iran, Israel, North"
        " Korea, Pakistan, Russia and the United States"
    )
    before, _ = card(about, cite, "ctbt", "2023-11-02")["In force"]
    assert "eight states still lacking" in before
    assert "Russia" not in before


@pytest.mark.parametrize(
    ("treaty", "day", "rule", "words"),
    [
        ("npt", "2026-01-01", "In force",
         "Since 5 March 1970: on the day of the 43rd deposit, the deposits of three named states"
         " among them"),
        ("npt", "2026-01-01", "Notice of leaving",
         "Takes effect at the earliest three months after the depositary has received it"),
        ("inf", "2019-09-01", "In force",
         "From 1 June 1988 to 2 August 2019: on the day of the deposits of two named states"),
        ("inf", "2019-01-01", "Notice of leaving",
         "Takes effect at the earliest six months after it was given"),
        ("newstart", "2020-01-01", "Term", "As it was set by then, it ends on 5 February 2021"),
        ("newstart", "2022-01-01", "Term", "As it was set by then, it ends on 5 February 2026"),
        ("geneva_protocol", "2018-01-01", "Notice of leaving",
         "There is no clause on withdrawal; the general law of treaties applies"),
        ("ccw_p4", "2020-01-01", "Notice of leaving",
         "Takes effect one year after the depositary has received it; left alone or with the"
         " Certain Conventional Weapons Convention"),
    ],
)  # fmt: skip
def test_what_a_rule_says(about, cite, treaty, day, rule, words):
    assert card(about, cite, treaty, day)[rule][0] == words


def test_a_suspension_is_claimed_from_the_day_on_which_one_is_on_record(about, cite):
    assert card(about, cite, "cfe", "2007-01-01")["Suspension"] == (
        "The treaty has no clause on it", "–",
    )  # fmt: skip
    assert card(about, cite, "cfe", "2024-06-12")["Suspension"] == (
        "The treaty has no clause on it; it was claimed all the same", "VCLT Art. 57, 60, 62",
    )  # fmt: skip


def test_a_rule_that_says_nothing_has_no_row_and_before_the_opening_there_is_no_card(about, cite):
    rules = card(about, cite, "bwc", "2026-01-01")
    assert "In armed conflict" not in rules
    assert all(words for words, _ in rules.values())
    assert SECTION.compose(about("apmbc", day="1990-01-01"), cite) == []
    assert terms(about("jcpoa", day="2018-01-01")).counts is False
