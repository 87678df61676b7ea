"""The ledger: boards as they stood, what followed, misses first; and its page."""

import csv
import dataclasses
import io

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.documents.ledger import ledger_page
from analysis.terms.tiers import TIERS
from analysis.watch.attempts import LIMITS, Led
from analysis.watch.board import AS_RULED, Rules, Watch
from analysis.watch.ledger import (
    COUNTED_COLUMNS,
    COUNTED_RESULTS,
    LEDGER_COLUMNS,
    SURPRISE_COLUMNS,
    count_ledger,
    counted_table,
    ledger,
    quarter_ends,
    surprises,
)
from tests.test_watch import DECISION, STAY, WISH, step, tables

WISH_ENDED = {**WISH, "outcome": "lapsed", "outcome_date": "2024-06-15"}


@pytest.fixture(scope="module")
def past(register):
    return ledger(register.tables)


def rows_of(*attempts, **more):
    return ledger(tables(*attempts, **more))


def followed(*attempts, **more):
    """What followed the first board on which there is a row."""
    row = rows_of(*attempts, **more).iloc[0]
    return row["followed"], row["followed_on"], row["acted"]


def test_each_quarter_has_the_board_of_its_last_day(register, past):
    days = quarter_ends(register.tables.vintage)
    assert (days[0], days[-1]) == (pd.Timestamp("1997-03-31"), pd.Timestamp("2026-06-30"))
    assert len(days) == 118
    watch = Watch(register.tables)
    for day in (days[40], days[-5]):
        own = past[past["day"] == day]
        assert {*zip(own["treaty"], own["state"], own["tier"], strict=True)} == {
            (*row.pair, row.tier) for row in watch.rows(day)
        }
    assert past.columns.tolist() == LEDGER_COLUMNS


def test_a_register_without_attempts_has_an_empty_ledger():
    empty = tables()
    rows = ledger(empty)
    assert rows.empty
    assert all(one.rows == one.waiting == 0 for one in count_ledger(empty, rows))


def test_a_push_between_two_quarter_ends_stands_on_neither():
    short = {**WISH_ENDED, "started": "2024-04-02"}
    assert rows_of(short).empty
    assert rows_of({**short, "outcome_date": "2024-07-01"})["day"].tolist() == [
        pd.Timestamp("2024-06-30")
    ]


@pytest.mark.parametrize(
    ("push", "events", "expected"),
    [
        (DECISION, [step("withdrawal_notified", "2024-06-01")], ("notice", "2024-06-01", True)),
        # The year ends on its last day, and begins after the board.
        (DECISION, [step("withdrawal_notified", "2025-03-31")], ("notice", "2025-03-31", True)),
        (DECISION, [step("withdrawal_notified", "2025-04-01")], ("nothing", "", False)),
        # A suspension is not the leaving that was asked for.
        (
            DECISION,
            [step("suspension_notified", "2024-06-01")],
            ("suspension", "2024-06-01", False),
        ),
        (
            {**DECISION, "proposed": "suspend"},
            [step("suspension_notified", "2024-06-01")],
            ("suspension", "2024-06-01", True),
        ),
        ({**DECISION, "proposed": "suspend"}, [step("withdrawal_notified", "2024-06-01")],
         ("notice", "2024-06-01", True)),
        (WISH_ENDED, [], ("lapse", "2024-06-15", False)),
        ({**WISH_ENDED, "outcome_date": ""}, [], ("lapse", "", False)),
        ({**WISH_ENDED, "outcome_date": "2025-04"}, [], ("nothing", "", False)),
        ({**WISH_ENDED, "outcome": "refused_by_government"}, [], ("refusal", "2024-06-15", False)),
        (WISH, [step("withdrawal_rejected", "2024-06-01")], ("refusal", "2024-06-01", False)),
        (WISH, [], ("nothing", "", False)),
        # An act on a day that nobody has found tells nothing of the year.
        ({**DECISION, "outcome": "notice_given"}, [], ("unknown", "", False)),
    ],
)  # fmt: skip
def test_what_followed_within_a_year(push, events, expected):
    assert followed(push, events=events) == expected


def test_an_act_that_the_register_does_not_hold_counts_by_the_attempt():
    left = {**DECISION, "outcome": "notice_given", "outcome_date": "2024-06-01"}
    assert followed({**left, "act_missing": "not_held"}) == ("notice", "2024-06-01", True)
    # A law beside the treaty is no suspension of it.
    beside = {**left, "proposed": "suspend", "outcome": "carried_out", "act_missing": "not_held"}
    assert followed(beside)[0] != "suspension"
    assert followed({**beside, "act_missing": ""})[0] == "suspension"


def test_after_a_word_that_the_state_stays_any_act_is_one():
    rows = rows_of(STAY, events=[step("suspension_notified", "2025-05-01")])
    assert rows[["tier", "followed", "acted"]].iloc[0].tolist() == ["stay", "suspension", True]
    assert not rows_of(STAY)["acted"].any()


def test_what_is_not_over_is_left_out_of_the_counts():
    held = tables(WISH, covered="2025-06-29")
    rows = ledger(held)
    # Of the first board the year was observed; of the others it was not.
    assert rows["observed"].tolist() == [True, False, False, False]
    debated = {one.tier: one for one in count_ledger(held, rows)}["debated"]
    assert (debated.rows, debated.waiting) == (1, 3)
    # What has its result is counted, whether or not the year is over.
    assert ledger(tables(WISH_ENDED, covered="2024-07-01"))["observed"].tolist() == [True]
    over = tables(WISH, covered="2025-02-01", ended="2025-01-15")
    assert ledger(over)["observed"].all()


def test_pairs_and_decisions_count_once_however_many_boards():
    joint = [{**DECISION, "state": one} for one in ("AAA", "BBB")]
    consent = ("ban", "BBB", "2000-06-01", "ratification")
    notice = step("withdrawal_notified", "2024-05-01")
    held = tables(*joint, events=[consent, notice])
    formal = count_ledger(held, ledger(held))[0]
    # AAA is gone after one board; BBB stands on four.
    assert (formal.tier, formal.rows) == ("formal", 5)
    assert (formal.pairs, formal.decisions) == (Led(1, 2), Led(1, 1))


def test_the_table_of_counts_has_its_intervals_as_counts(register, past):
    table = counted_table(count_ledger(register.tables, past))
    assert table.columns.tolist() == COUNTED_COLUMNS
    assert table["tier"].tolist() == list(TIERS)
    for row in table.to_dict("records"):
        assert sum(row[name] for name in COUNTED_RESULTS) == row["rows"]
        for of in ("pairs", "decisions"):
            low, acted, high = (row[f"{of}_{name}"] for name in ("low", "acted", "high"))
            assert 0 <= low <= acted <= high <= row[of]
            assert float(acted) == int(acted)
    assert table["rows"].sum() + table["waiting"].sum() == (past["followed"] != "unknown").sum()


def of(rows, treaty, state, tier):
    mine = (rows["treaty"] == treaty) & (rows["state"] == state) & (rows["tier"] == tier)
    return rows[mine]


def test_the_known_misses_are_misses(past):
    (ukraine,) = of(past, "apmbc", "UKR", "formal").to_dict("records")
    assert (ukraine["followed"], ukraine["followed_on"]) == ("suspension", "2025-07-18")
    assert not ukraine["acted"]
    czechia = of(past, "ccm", "CZE", "debated")
    assert czechia[["followed", "acted"]].values.tolist() == [["lapse", False]]
    iran = past[(past["treaty"] == "npt") & (past["state"] == "IRN")]
    assert len(iran) > 40
    assert not iran["acted"].any()
    finland = of(past, "apmbc", "FIN", "debated")
    assert not finland.loc[finland["day"] < "2024-07-10", "acted"].any()
    assert finland.loc[finland["day"] > "2024-07-10", "acted"].all()


def test_a_notice_without_a_board_before_it_is_named(register):
    acts = surprises(register.tables)
    assert acts.columns.tolist() == SURPRISE_COLUMNS
    silent = acts[acts["tier"] == ""]
    assert silent[["treaty", "state"]].values.tolist() == [
        ["moon", "SAU"],
        ["cfe", "RUS"],
        ["ctbt", "RUS"],
    ]
    baltic = acts[(acts["treaty"] == "apmbc") & (acts["on"] == "2025-06-27")]
    assert baltic["tier"].tolist() == ["formal"] * 3


def test_recoding_moves_the_counts(register, past):
    """The sensitivity is a computation: other rules give other boards."""
    whole = register.tables
    spoken = dataclasses.replace(
        whole, attempts=whole.attempts[whole.attempts["formality"] != "remark"]
    )
    longer, announcing = ledger(whole, Rules(silent=2)), ledger(whole, Rules(wishes_announce=True))
    assert len(ledger(spoken)) < len(past) < len(longer)
    assert len(announcing) == len(past)
    assert (announcing["tier"] == "announced").any()
    assert not (past["tier"] == "announced").any()
    assert Rules() == AS_RULED


def shown(*arguments):
    result = CliRunner().invoke(main, ["ledger", *arguments, "--format", "csv"])
    assert result.exit_code == 0, result.output
    assert LIMITS in result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_the_command_shows_the_rows_asked_about():
    rows = shown("--treaty", "npt", "--state", "PRK", "--as-of", "2026-01-01")
    assert [(row["day"], row["tier"], row["followed"]) for row in rows] == [
        ("2002-12-31", "debated", "notice")
    ]
    early = shown("--state", "IRN", "--as-of", "2005-01-01")
    assert {row["day"] for row in early} <= {f"{day:%Y-%m-%d}" for day in quarter_ends(
        pd.Timestamp("2005-01-01")
    )}  # fmt: skip
    assert early


def test_the_page_tells_the_misses_before_the_hits(register):
    page = ledger_page(register)
    heads = [line for line in page.splitlines() if line.startswith("## ")]
    assert heads.index("## Misses") < heads.index("## Hits")
    misses, hits = page.split("## Misses")[1].split("## Hits")
    for name in ("Iran", "Finland", "Czechia", "Ukraine"):
        assert f"| {name} |" in misses
    assert "| Latvia |" in hits
    assert LIMITS in page
    assert "%" not in page


def test_the_page_counts_every_attempt_as_it_was_coded(register):
    page = ledger_page(register)
    listed = page.split("## What was coded how")[1].split("##")[0].strip().splitlines()
    cells = [line.split(" | ") for line in listed if line.startswith("| ")][2:]
    attempts = register.tables.attempts
    asked = attempts["proposed"].isin(["leave", "suspend", "review", "unsign", "unratify"])
    assert sum(int(row[-2]) for row in cells) == asked.sum()
