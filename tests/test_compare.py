"""What changed between two days."""

import pandas as pd

from analysis.law.changes import changes_between
from analysis.law.spells import build_spells
from tests.conftest import make_tables

OUT = {"aim": "withdrawal", "actor": "parliament"}
EVENTS = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "AAA", "2010-06-01", "parliament_approved", OUT),
    ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
]


def changes(since, until):
    tables = make_tables(EVENTS)
    known = tables.with_events(tables.events[tables.events["day"] <= until])
    table = changes_between(known, build_spells(known), pd.Timestamp(since), pd.Timestamp(until))
    days = table["day"].dt.strftime("%Y-%m-%d")
    return list(zip(days, table["state"], table["change"], table["after"], strict=True))


def test_a_vote_is_a_step_and_a_notice_changes_the_status():
    assert changes("2010-05-31", "2010-08-31") == [
        ("2010-06-01", "AAA", "step", "parliament_approved"),
        ("2010-08-31", "AAA", "status", "withdrawing"),
    ]


def test_the_first_day_is_excluded_and_the_last_included():
    assert changes("2010-06-01", "2010-08-30") == []
    assert len(changes("2010-05-31", "2010-06-01")) == 1


def test_an_effect_that_only_the_clause_dates_is_a_change_without_an_event():
    tables = make_tables(EVENTS)
    table = changes_between(
        tables, build_spells(tables), pd.Timestamp("2011-01-01"), pd.Timestamp("2011-12-31")
    )
    assert table[["before", "after", "event"]].values.tolist() == [["withdrawing", "withdrawn", ""]]


def test_what_happened_since_the_story_led_to_five_exits(register):
    table = register.changes("2025-04-16", "2026-02-20", treaty="apmbc", region="eastern-flank")
    assert (table["after"] == "withdrawn").sum() == 5
    assert (table["after"] == "withdrawing").sum() == 5
