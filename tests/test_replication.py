"""Replication: published figures are compared on their own day, and no difference passes unsaid."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.documents.published import (
    COLUMNS,
    count_deposits,
    figures,
    printed_entries,
    standing,
)
from analysis.documents.replication import replication_page
from analysis.law.standings import DEPOSITS, STANDINGS
from analysis.measures.flows import flows_by_year
from tests.test_documents import act, world

MINUS = "\N{MINUS SIGN}"


def published(*rows):
    """Published figures under the made-up treaty, from (period, counted, number) and more."""
    full = [{"treaty": "ban", "difference": 0, "sources": "one", "note": "", **row} for row in rows]
    return pd.DataFrame(full, columns=COLUMNS).astype({"published": "Int64", "difference": "Int64"})


def figure(period, counted, number, **more):
    return {"period": period, "counted": counted, "published": number, **more}


def one_figure(register, *given, **more):
    (found,) = figures(register, published(figure(*given, **more)))
    return found


@pytest.fixture
def joining():
    """AAA ratifies on 1 July 2000, BBB accedes on 1 March 2002, CCC on 31 December 2002."""
    return world(act("accession", "2002-03-01", "BBB"), act("accession", "2002-12-31", "CCC"))


# Joins in a period


@pytest.mark.parametrize(
    ("period", "joins"),
    [
        ("2002", 2),
        ("2002-03", 1),
        ("2002-03-01", 1),
        ("2002-03-02/2002", 1),
        ("2002/2002-12-30", 1),
        ("2000/2002", 3),
        ("2001", 0),
    ],
)
def test_joins_are_counted_by_the_day_of_deposit_both_ends_included(joining, period, joins):
    assert count_deposits(joining, "ban", period) == joins


def test_joins_of_calendar_years_are_the_deposits_of_the_flows(register):
    flows = flows_by_year(register.known, register.spells, register.day, treaty="apmbc")
    ours = [count_deposits(register, "apmbc", str(year)) for year in flows["year"]]
    assert ours == flows["deposits"].tolist()


def test_a_succession_counts_as_a_join_and_a_signature_does_not():
    later = world(act("succession", "2003-01-01", "BBB"), act("signature", "2003-01-01", "CCC"))
    assert count_deposits(later, "ban", "2003") == 1


# Standing on a day


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("2002-02-28", (1, 1)),
        ("2002-03-01", (2, 2)),
        ("2002-02", (1, 1)),
        ("2002-03", (2, 2)),
        ("2002", (1, 3)),
        ("2002-02/2002-03", (1, 2)),
        ("1999", (0, 0)),
        ("2000", (0, 1)),
    ],
)
def test_a_number_known_to_the_month_or_year_is_a_range_over_its_days(joining, period, span):
    assert standing(joining, "ban", "contracting_states", period) == span


def test_acts_after_the_period_are_unseen():
    leaving = world(act("withdrawal_notified", "2010-01-01"), act("accession", "2010-01-02", "BBB"))
    assert standing(leaving, "ban", "contracting_states", "2010-01-01") == (1, 1)


def test_contracting_states_and_parties_are_different_numbers(joining):
    assert standing(joining, "ban", "contracting_states", "2002-03-01") == (2, 2)
    assert standing(joining, "ban", "parties", "2002-03-01") == (1, 1)


def test_those_that_signed_and_those_that_did_not_add_up():
    """BBB signs and ratifies, CCC signs; AAA has ratified without, and leaves."""
    register = world(
        act("signature", "2000-02-01", "BBB"),
        act("ratification", "2001-02-01", "BBB"),
        act("signature", "2000-02-01", "CCC"),
        act("withdrawal_notified", "2005-01-10"),
        act("withdrawal_effective", "2005-07-10"),
    )
    on = {name: standing(register, "ban", name, "2006-01-01")[0] for name in STANDINGS}
    assert on == {
        "signatories": 2,
        "signatories_not_party": 1,
        "contracting_states": 1,
        "parties": 1,
        "signed_or_consented": 2,
        "consented_after_signing": 1,
        "consented_without_signing": 1,
    }


# Differences


@pytest.mark.parametrize(
    ("number", "difference"), [(1, 0), (2, 0), (3, 0), (4, -1), (0, 1)], ids=str
)
def test_a_figure_within_the_range_agrees_and_beyond_it_the_nearest_end_counts(
    joining, number, difference
):
    assert one_figure(joining, "2002", "contracting_states", number).difference == difference


@pytest.mark.parametrize(
    ("number", "allowed", "note", "met"),
    [
        (2, 0, "", True),
        (3, -1, "the reason", True),
        (3, -1, "", False),
        (3, 0, "the reason", False),
        (2, -1, "the reason", False),
    ],
)
def test_a_difference_is_met_only_by_its_number_and_with_a_reason(
    joining, number, allowed, note, met
):
    found = one_figure(joining, "2002", DEPOSITS, number, difference=allowed, note=note)
    assert found.met is met
    assert ("not accounted for** " in replication_page(joining, rows(found))) is not met


def rows(found):
    more = {"difference": found.allowed, "note": found.why}
    return published(figure(found.period, found.measure, found.published, **more))


def test_the_page_shows_published_ours_difference_and_why(joining):
    wrong = figure("2002", DEPOSITS, 3, difference=-1, note="a reason")
    month = figure("2002-03", "contracting_states", 2)
    page = replication_page(joining, published(wrong, month))
    assert f"| Ban (`ban`) | 2002 | deposits | 3 | 2 | {MINUS}1 | a reason | `one` |" in page
    assert "| Ban (`ban`) | Mar 2002 | contracting states | 2 | 2 | 0 |  | `one` |" in page
    assert "of 2 published ones 1 agree, 1 differs for a documented reason, 0 are not" in page


def test_totals_of_the_register_are_compared_too(joining):
    total = {"treaty": "ban", "day": "2002-03-01", "measure": "parties", "published": "1"}
    register = world(totals=[{**total, "sources": "two"}])
    (found,) = figures(register, published())
    assert (found.period, found.low, found.sources, found.met) == ("2002-03-01", 1, "two", True)


def test_every_total_that_ships_is_met_or_accounted_for(register):
    found = figures(register, published())
    assert len(found) == len(register.tables.totals)
    assert [one for one in found if not one.met] == []


# Entry into force


def printed(*more, effect, kind="accession", **given):
    joined = act(kind, "2002-03-01", "BBB", effect=effect, note=given.pop("note", ""))
    (found,) = printed_entries(world(joined, *more, **given))
    return found


def test_a_printed_day_is_compared_with_the_clause_and_not_with_itself():
    assert printed(effect="2002-09-01").reproduced
    one = printed(effect="2002-09-02", note="also London")
    assert (one.reproduced, str(one.computed.date()), one.why) == (False, "2002-09-01", "")


def test_a_succession_printed_from_the_succession_of_states_is_explained():
    assert "succession of states" in printed(kind="succession", effect="1999-01-01").why
    assert printed(kind="succession", effect="2003-01-01").why == ""


def test_where_no_clause_gives_the_day_the_printed_one_is_explained_with_its_note():
    one = printed(effect="2005-01-01", treaty={"entry_trigger": "stated"}, note="By waiver.")
    assert one.why.endswith("takes the printed one. By waiver.")


def test_an_unexplained_printed_day_is_marked():
    joined = act("accession", "2002-03-01", "BBB", effect="2002-09-02")
    page = replication_page(world(joined), published())
    assert "| 1 Mar 2002 | 2 Sep 2002 | 1 Sep 2002 | **not accounted for** |" in page
    assert "of one printed day the clauses reproduce 0; 0 differ" in page


def test_every_printed_entry_that_ships_is_reproduced_or_explained(register):
    entries = printed_entries(register)
    assert len(entries) == register.events["effect"].notna().sum() - other_effects(register)
    assert [one for one in entries if not one.reproduced and not one.why] == []


def other_effects(register):
    """Effects of notices and of predecessors' signatures, which are no entries into force."""
    events = register.events[register.events["effect"].notna()]
    others = ["withdrawal_notified", "suspension_notified", "signature"]
    return int(events["kind"].isin(others).sum())


# Contested withdrawals


def test_a_contested_withdrawal_is_counted_under_each_reading():
    """Under the treaty of the example AAA and BBB are bound; AAA claims to have left."""
    dispute = {
        "treaty": "ban",
        "state": "AAA",
        "act": "withdrawal_notified",
        "date": "2015-01-10",
        "start": "2015-01-10",
        "applied": "no",
        "reason": "nobody recorded it",
        "sources": "one;two",
        "note": "Two counts.",
    }
    register = world(
        act("withdrawal_notified", "2015-01-10"),
        act("accession", "2002-03-01", "BBB"),
        disputes=[dispute],
    )
    page = replication_page(register, published())
    assert "| Ban (`ban`) | 2 | 1 | 2 | Two counts. | `one`, `two` |" in page


def test_without_a_contested_withdrawal_there_is_no_such_section(joining):
    assert "Contested withdrawals" not in replication_page(joining, published())


def test_every_published_figure_is_met_or_its_difference_explained(register):
    found = figures(register, register.tables.published)
    assert len(found) > 100
    assert [one for one in found if not one.met] == []
