"""The page of the backtest: one line for every treaty and year in which somebody left."""

import pytest

from analysis.documents.backtests import backtest_page
from tests.test_watchlist_ranking import EVENTS, register_of

LATER = [
    ("ban", "AAA", "2010-12-01", "withdrawal_notified"),
    ("ban", "BBB", "2011-03-01", "suspension_notified"),
    ("pact", "BBB", "2011-05-01", "ratification_revoked"),
]


@pytest.fixture(scope="module")
def lines():
    register = register_of([*EVENTS, *LATER], day="2012-12-31")
    page = backtest_page(register, adversaries=["FFF"], alliance="club")
    rows = (line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `"))
    return {tuple(cell.strip() for cell in row[:3]): row[3:] for row in rows}


def test_every_way_of_leaving_is_tried_on_the_years_in_which_it_was_taken(lines):
    assert list(lines) == [
        ("`ban`", "withdrawal", "31 Dec 2007"),
        ("`ban`", "withdrawal", "31 Dec 2009"),
        ("`pact`", "withdrawal", "31 Dec 2004"),
        ("`ban`", "suspension", "31 Dec 2010"),
        ("`pact`", "revocation", "31 Dec 2010"),
    ]


def test_the_list_of_the_year_before_ranks_who_then_left(lines):
    parties, leavers, area, _, verdict = lines["`ban`", "withdrawal", "31 Dec 2009"]
    # DDD had given notice: AAA, BBB, CCC and EEE are left, and AAA had taken a step.
    assert parties == "4"
    assert leavers.startswith("AAA 1 (")
    # One of four first could be luck: the exact test says one in four.
    assert area.startswith("1 (")
    assert verdict == "beats both, but so might a lot"


def test_who_left_before_is_not_on_the_list(lines):
    parties, leavers, *_ = lines["`ban`", "suspension", "31 Dec 2010"]
    assert (parties, "AAA" in leavers, "BBB" in leavers) == ("3", False, True)
