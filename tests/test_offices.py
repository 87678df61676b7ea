"""Terms in office: a push and a word fall with those who gave them, as far as that is known."""

import dataclasses

import pandas as pd
import pytest

from analysis.sections.watch.facts import Behind
from analysis.sections.watch.words import behind_words
from analysis.terms.attempts import PROPOSERS
from analysis.terms.offices import HOLDS, OFFICES, offices_behind
from analysis.watch.board import Rules, Watch, framed_board, off_board
from analysis.watch.ledger import ledger
from analysis.watch.offices import Offices
from tests.test_watch import DECISION, STAY, WISH, on_board, step, tables

DAYS = ("start", "end", "seen")
FIRST = ("AAA", "head_of_government", "One", "2020-01-01", "2024-06-01", "")
SECOND = ("AAA", "head_of_government", "Two", "2024-06-01", "", "2029-01-01")
PARLIAMENT = ("AAA", "legislature", "First term", "2020-01-01", "2024-09-01", "")


def offices(*rows):
    """A table of offices of a made-up world."""
    frame = pd.DataFrame(rows, columns=["state", "office", "holder", *DAYS])
    days = {day: pd.to_datetime(frame[day].replace("", None)) for day in DAYS}
    return frame.assign(sources="one", **days)


def world(*pushes, held=(FIRST, SECOND), **more):
    return dataclasses.replace(tables(*pushes, **more), offices=offices(*held))


def row_of(*pushes, day, rules=None, **more):
    rows = Watch(world(*pushes, **more), rules or Rules()).rows(pd.Timestamp(day))
    return rows[0] if rows else None


def stands(*pushes, day, **more):
    return row_of(*pushes, day=day, **more) is not None


@pytest.mark.parametrize(
    ("actor", "form", "expected"),
    [
        ("head_of_state", "remark", ("head_of_state",)),
        ("coalition_members", "motion", ("head_of_government", "head_of_state")),
        ("military", "written_proposal", ("head_of_government", "head_of_state")),
        ("committee", "recommendation", ("legislature",)),
        ("opposition_members", "motion", ("legislature",)),
        # What an opposition says, citizens ask for or a law decides falls with nobody.
        ("opposition_members", "remark", ()),
        ("citizens", "motion", ()),
        ("parliament", "law", ()),
        ("parliament", "parliament_approved", ()),
        ("head_of_state", "promulgated", ()),
    ],
)
def test_who_stands_behind_a_step(actor, form, expected):
    assert offices_behind(actor, form) == expected


def test_every_proposer_is_of_an_office_or_of_none():
    known = {office for actor in PROPOSERS for office in offices_behind(actor, "bill")}
    assert known == set(OFFICES)


def test_a_push_falls_with_its_government():
    assert stands(WISH, day="2024-05-31")
    assert not stands(WISH, day="2024-06-01")
    assert stands(WISH, day="2024-06-01", rules=Rules(offices=False))
    # Of whom nothing is known the year alone counts, and so it does of a law.
    assert stands(WISH, day="2025-02-28", held=())
    law = {"actor": "parliament", "formality": "law", "outcome": "open"}
    assert stands(law, day="2025-02-28", held=(FIRST, SECOND, PARLIAMENT))


def test_a_bill_of_members_falls_with_their_parliament():
    bill = {"actor": "members", "formality": "bill", "outcome": "open"}
    held = (FIRST, SECOND, PARLIAMENT)
    assert stands(bill, day="2024-08-31", held=held)
    assert not stands(bill, day="2024-09-01", held=held)


def test_a_government_that_takes_the_next_step_makes_the_push_its_own():
    taken = step("recommended", "2024-07-01")
    assert not stands(WISH, events=[taken], day="2024-06-30")
    row = row_of(WISH, events=[taken], day="2024-07-01")
    assert (row.tier, row.term.holder) == ("formal", "Two")
    # A step of members, whose term ends, takes nothing from the government behind the push.
    read = step("parliament_reading", "2024-03-10", actor="parliament", body="Chamber")
    early = ((*PARLIAMENT[:4], "2024-04-01", ""), FIRST, SECOND)
    assert stands(WISH, events=[read], day="2024-05-01", held=early)
    assert not stands(WISH, events=[read], day="2024-06-01", held=early)


def test_the_head_of_state_leads_where_no_head_of_government_is_named():
    king = ("AAA", "head_of_state", "King", "2000-01-01", "2024-04-01", "")
    assert not stands({**WISH, "actor": "minister"}, day="2024-04-01", held=(king,))
    assert stands({**WISH, "actor": "minister"}, day="2024-04-01", held=(king, FIRST))
    # After a head of government whose successor is not known nobody is, and not the king.
    past = (*FIRST[:4], "2024-01-01", "")
    assert row_of({**WISH, "actor": "minister"}, day="2024-03-02", held=(king, past)).term is None


def test_of_a_date_on_which_two_held_the_office_nobody_is_known():
    vague = {**DECISION, "started": "2024"}
    row = row_of(vague, day="2024-12-31")
    assert row.term is None
    assert row.holds(pd.Timestamp("2024-12-31")) == "unknown"
    assert row_of({**vague, "started": "2023"}, day="2024-05-01").term.holder == "One"
    assert not stands({**vague, "started": "2023"}, day="2024-06-01")


def test_a_word_that_the_state_stays_falls_with_who_gave_it():
    word = {**STAY, "started": "2024-03-01"}
    assert row_of(word, day="2024-05-31").tier == "stay"
    assert not stands(word, day="2024-06-01")
    voted = {"actor": "members", "outcome": "rejected_by_vote", "outcome_date": "2024-03-05"}
    assert row_of(voted, day="2024-12-01").tier == "stay"


@pytest.mark.parametrize(
    ("day", "holds", "until"),
    [
        ("2024-05-31", "in_office", ""),
        ("2024-07-01", "in_office", ""),
        ("2024-11-02", "last_seen", "2024-11-01"),
    ],
)
def test_the_board_says_whether_they_hold_office_still(day, holds, until):
    push = WISH if day < "2024-06-01" else {**WISH, "started": "2024-06-15"}
    held = (FIRST, (*SECOND[:5], "2024-11-01"))
    (row,) = framed_board(world(push, held=held), pd.Timestamp(day)).to_dict("records")
    assert (row["office"], row["holds"], row["holds_until"]) == ("head_of_government", holds, until)
    assert holds in HOLDS
    (none,) = framed_board(
        world({"actor": "citizens", "outcome": "open"}), pd.Timestamp("2024-04-01")
    ).to_dict("records")
    assert none["holds"] == none["holder"] == ""


def test_what_fell_with_its_government_is_told_with_the_day():
    (row,) = off_board(world(WISH), pd.Timestamp("2024-06-01")).to_dict("records")
    assert (row["came"], row["came_on"]) == ("left_office", "2024-06-01")
    # That it was written off later is no news; that it led to a notice is.
    late = {**WISH, "outcome": "lapsed", "outcome_date": "2024-12-01"}
    (row,) = off_board(world(late), pd.Timestamp("2024-12-01")).to_dict("records")
    assert (row["came"], row["came_on"]) == ("left_office", "2024-06-01")
    done = {**late, "outcome": "notice_given", "act_missing": "not_held"}
    (row,) = off_board(world(done), pd.Timestamp("2024-12-01")).to_dict("records")
    assert (row["came"], row["came_on"]) == ("notice_given", "2024-12-01")


def test_the_ledger_counts_a_government_that_went_as_a_lapse():
    rows = ledger(world({**WISH, "outcome": "unknown"})).set_index("day")
    assert rows.loc["2024-03-31", ["followed", "followed_on"]].tolist() == ["lapse", "2024-06-01"]
    # A term that the law ends on a day to come has not ended.
    known = world({**WISH, "started": "2029-11-01"}, held=((*FIRST[:4], "2030-03-01", ""),))
    (row,) = ledger(known).to_dict("records")
    assert row["followed"] == "nothing"


def test_a_term_without_an_end_reaches_as_far_as_it_was_seen():
    held = Offices(offices(SECOND))
    day = pd.Timestamp("2029-01-01")
    assert held.of("AAA", ("head_of_government",), day, day).holder == "Two"
    later = day + pd.Timedelta(days=1)
    assert held.of("AAA", ("head_of_government",), day, later) is None
    assert held.of("BBB", ("head_of_government",), day, day) is None


def behind(holds="in_office", office="head_of_government", holder="Petr Fiala", until=""):
    since = "2021-12-17" if holder else ""
    return Behind(holds, office, holder, since, until, ("one",))


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([("A", None)], ""),
        ([("A", behind())], "the government of Petr Fiala, in office since 17 Dec 2021"),
        (
            [("A", behind("left", until="2025-12-09"))],
            "the government of Petr Fiala, which left office on 9 Dec 2025",
        ),
        (
            [("A", behind("left", "head_of_state", until="2025-12-09"))],
            "Petr Fiala, who left office on 9 Dec 2025",
        ),
        (
            [("A", behind("last_seen", "legislature", "14th Saeima", "2026-01-22"))],
            "the 14th Saeima, sitting since 17 Dec 2021, known until 22 Jan 2026",
        ),
        (
            [("A", behind("unknown", None, ""))],
            "not known whether they still hold office",
        ),
        (
            [("A", behind()), ("B", behind("unknown", None, "")), ("C", None)],
            "in office since 17 Dec 2021 (A), not known of B",
        ),
        ([(name, behind()) for name in "ABCD"], "all four governments hold office still"),
        (
            [*((name, behind()) for name in "ABC"), ("D", behind("unknown", None, ""))],
            "three of the four governments known to hold office still",
        ),
    ],
)
def test_it_is_said_whether_they_hold_office_still(steps, said):
    assert behind_words(steps) == said


# The offices of the register.


def test_czechia_leaves_the_board_with_its_government(register):
    before, after = (on_board(register, day) for day in ("2025-12-08", "2025-12-15"))
    assert before["ccm", "CZE"]["holder"] == "Petr Fiala"
    assert not {("ccm", "CZE"), ("apmbc", "CZE")} & set(after)
    ended = on_board(register, "2025-12-15", off_board)["ccm", "CZE"]
    assert (ended["came"], ended["came_on"]) == ("left_office", "2025-12-09")


def test_of_the_attempts_of_ten_years_nearly_all_have_their_office(register):
    watch = Watch(register.tables)
    since = pd.Timestamp("2016-08-22")
    pushes = [push for trail in watch.trails.values() for push in trail.pushes]
    asked = [p for p in pushes if p.first.offices and p.first.day >= since]
    unknown = [push.attempt for push in asked if watch.term(push.pair, push.first) is None]
    # These are dated by the year of a change, or of a parliament whose first day was not found.
    assert sorted(unknown) == [
        "apmbc_cze_2025", "apmbc_deu_2025", "apmbc_fin_20180209", "apmbc_fin_2022",
    ]  # fmt: skip
    rows = framed_board(register.tables, register.day)
    assert len(rows)
    assert set(rows["holds"]) <= {"in_office", "last_seen"}
