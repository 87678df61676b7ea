"""Attempts: seen with what was known by the day, counted by attempt, by pair and by decision."""

import csv
import dataclasses
import io
import json
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.checks.schema import NEEDED
from analysis.cli import main
from analysis.documents.attempts import attempts_page
from analysis.terms import attempts as terms
from analysis.terms.attempts import DONE, OUTCOMES, PROPOSALS, RESULT_OF
from analysis.watch.attempts import (
    COLUMNS,
    COUNT_COLUMNS,
    LIMITS,
    Led,
    attempts_known,
    count_attempts,
    decisions,
    led_by_decision,
    led_by_pair,
    led_of,
    results_of,
)
from tests.conftest import make_tables, make_treaties

FIELDS = tuple(NEEDED["attempts"])
BASE = dict.fromkeys(FIELDS, "") | {
    "treaty": "ban",
    "state": "AAA",
    "started": "2024-03-01",
    "actor": "minister",
    "formality": "remark",
    "proposed": "leave",
    "furthest": "far",
    "outcome": "lapsed",
    "summary": "What happened.",
    "sources": "one",
    "confidence": "high",
}


def attempts(*rows):
    full = [{**BASE, "attempt": f"a{place}", **row} for place, row in enumerate(rows)]
    return pd.DataFrame(full, columns=list(FIELDS), dtype="str")


def tables(*rows, covered="2030-01-01"):
    held = make_tables([], treaties=make_treaties({"code": "ban", "covered_to": covered}))
    return dataclasses.replace(held, attempts=attempts(*rows))


def known(*rows, day, covered="2030-01-01"):
    return attempts_known(tables(*rows, covered=covered), pd.Timestamp(day))


def told(*rows):
    """The attempts as they are known long after."""
    return known(*rows, day="2040-01-01")


def run(*arguments):
    return CliRunner().invoke(main, ["attempts", *arguments])


def shown(*arguments):
    result = run(*arguments, "--format", "csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


NOTICE = {"outcome": "notice_given", "outcome_date": "2024-06-01"}


@pytest.mark.parametrize(
    ("day", "outcome", "date", "days", "text"),
    [
        ("2024-05-31", "open", "", pd.NA, ""),
        ("2024-06-01", "notice_given", "2024-06-01", 92, "What happened."),
    ],
)
def test_an_outcome_is_seen_from_its_day_on(day, outcome, date, days, text):
    row = known(NOTICE, day=day).iloc[0]
    assert (row["outcome"], row["outcome_date"], row["summary"]) == (outcome, date, text)
    assert (row["days"] is days) or row["days"] == days


@pytest.mark.parametrize(
    ("started", "unseen", "seen"),
    [
        ("2024-03-01", "2024-02-29", "2024-03-01"),
        ("2024-03", "2024-03-30", "2024-03-31"),
        ("2024", "2024-12-30", "2024-12-31"),
        ("", "2029-12-31", "2030-01-01"),
    ],
)
def test_an_attempt_is_seen_from_the_last_day_that_its_start_can_mean(started, unseen, seen):
    assert known({"started": started}, day=unseen).empty
    assert len(known({"started": started}, day=seen)) == 1


def test_an_outcome_without_a_day_is_unknown_before_the_last_day_covered():
    before = known({}, day="2024-12-31", covered="2025-01-01").iloc[0]
    assert (before["outcome"], before["furthest"], before["summary"]) == ("unknown", "", "")
    after = known({}, day="2025-01-01", covered="2025-01-01").iloc[0]
    assert (after["outcome"], after["furthest"]) == ("lapsed", "far")


def test_what_was_coded_as_open_was_open_before():
    assert known({"outcome": "open"}, day="2024-03-01").iloc[0]["outcome"] == "open"


@pytest.mark.parametrize(("started", "days"), [("2024-03-01", 92), ("2024-03", None)])
def test_days_are_counted_between_full_days_alone(started, days):
    found = told({**NOTICE, "started": started}).iloc[0]["days"]
    assert (None if pd.isna(found) else found) == days


def test_attempts_to_stay_and_own_arms_are_not_counted():
    rows = told(NOTICE, {"proposed": "stay", "outcome": "held"}, {"proposed": "implied_leave"})
    assert results_of(rows) == {"notice": 1, "refusal": 0, "lapse": 0, "open": 0, "unknown": 0}


def test_what_is_open_is_not_among_what_ended():
    rows = told(NOTICE, {"outcome": "open"}, {"outcome": "unknown"}, {})
    assert led_of(rows) == Led(1, 3)


def test_a_pair_counts_once_and_led_if_any_attempt_did():
    rows = told({}, NOTICE, {}, {"state": "BBB"})
    assert (led_of(rows), led_by_pair(rows)) == (Led(1, 4), Led(1, 2))


JOINT = {"actor": "minister", "formality": "recommendation", "started": "2025-03-18"}


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        # Four ministers in one statement, and one of them about a second treaty.
        ([{**JOINT, "state": state} for state in ("AAA", "BBB", "CCC", "DDD")], 1),
        ([JOINT, {**JOINT, "treaty": "other"}], 1),
        ([JOINT, {**JOINT, "state": "BBB", "treaty": "other"}], 2),
        ([JOINT, {**JOINT, "state": "BBB", "treaty": "other"}, {**JOINT, "treaty": "other"}], 1),
        ([JOINT, {**JOINT, "state": "BBB", "actor": "military"}], 2),
        ([JOINT, {**JOINT, "state": "BBB", "started": "2025-03-19"}], 2),
        # In one month is not on one day.
        ([{**JOINT, "started": "2025-03"}, {**JOINT, "started": "2025-03", "state": "BBB"}], 2),
    ],
)
def test_a_joint_act_is_one_decision(rows, number):
    found = decisions(attempts(*rows))
    assert len(found) == number
    assert sorted(row.attempt for joint in found for row in joint) == [
        f"a{place}" for place in range(len(rows))
    ]


def test_a_decision_led_to_a_notice_if_any_of_its_states_gave_one():
    rows = told({**JOINT, **NOTICE, "outcome_date": "2025-06-27"}, {**JOINT, "state": "BBB"})
    assert (led_of(rows), led_by_decision(rows)) == (Led(1, 2), Led(1, 1))


def test_the_interval_is_the_exact_one():
    # Clopper and Pearson: for 0 of n the upper bound is 1 - 0.025^(1/n).
    low, high = Led(0, 11).bounds
    assert (low, high) == (0, pytest.approx(1 - 0.025 ** (1 / 11)))


def test_counts_come_by_actor_and_form_and_for_all():
    rows = told(
        NOTICE,
        {**NOTICE, "state": "BBB", "outcome_date": "2024-03-11"},
        {"outcome": "refused_by_government", "outcome_date": "2024-03-02"},
        {"actor": "government", "formality": "decision"},
    )
    counts = count_attempts(rows)
    assert list(counts.columns) == COUNT_COLUMNS
    assert counts["actor"].tolist() == ["minister", "government", "all"]
    row = counts.iloc[0]
    numbers = ["attempts", "notice", "refusal", "lapse", "timed", "days_min", "days_max", "pairs"]
    assert row[numbers].tolist() == [3, 2, 1, 0, 2, 10, 92, 2]


def test_counts_of_no_attempts_are_zero():
    counts = count_attempts(told(NOTICE).iloc[:0])
    assert counts[["actor", "attempts", "pairs", "decisions"]].to_numpy().tolist() == [
        ["all", 0, 0, 0]
    ]


def test_every_outcome_has_a_result_or_is_one_of_staying():
    assert set(RESULT_OF) | set(terms.OF_STAYING) == set(OUTCOMES)
    assert set(terms.TOWARDS_LEAVING) | {"stay", "implied_leave"} == set(PROPOSALS)


VOCABULARIES = {
    "actor": terms.PROPOSERS,
    "formality": terms.FORMALITIES,
    "proposed": terms.PROPOSALS,
    "outcome": terms.OUTCOMES,
    "act_missing": terms.ACT_MISSING,
}


@pytest.mark.parametrize("column", VOCABULARIES)
def test_the_schema_allows_the_words_of_the_package(register, column):
    resources = {resource["name"]: resource for resource in register.tables.package["resources"]}
    fields = {field["name"]: field for field in resources["attempts"]["schema"]["fields"]}
    assert tuple(fields[column]["constraints"]["enum"]) == VOCABULARIES[column]


def test_the_limits_of_the_coding_stand_in_the_codebook(register):
    resources = {resource["name"]: resource for resource in register.tables.package["resources"]}
    about = resources["attempts"]["description"]
    assert "not blind" in about
    assert "weak steps are under-recorded" in about


def test_the_shipped_attempts_are_those_that_were_coded(register):
    rows = register.tables.attempts
    assert len(rows) == 284
    assert rows["treaty"].isin(["apmbc", "ccm", "att", "ccw", "tpnw"]).sum() == 67
    done = rows[rows["outcome"].isin(DONE)]
    assert done["outcome"].value_counts().to_dict() == {
        "notice_given": 68,
        "carried_out": 30,
        "suspension_notified": 2,
    }


def test_every_notice_of_the_register_belongs_to_an_attempt(register):
    events, rows = register.tables.events, register.tables.attempts
    kinds = ["withdrawal_notified", "suspension_notified", "ratification_revoked"]
    notices = events[events["kind"].isin(kinds) & (events["state"] != "INT")]
    pairs = set(zip(rows["treaty"], rows["state"], strict=True))
    assert len(notices) > 20
    assert set(zip(notices["treaty"], notices["state"], strict=True)) <= pairs


def test_attempts_are_sorted_by_treaty_state_and_start(register):
    keys = register.tables.attempts[["treaty", "state", "started", "attempt"]]
    ordered = [tuple(row) for row in keys.to_numpy()]
    assert all(one[:3] <= other[:3] for one, other in pairwise(ordered))


def test_no_notice_had_followed_an_attempt_about_mines_before_november_2024(register):
    """Twelve attempts to leave the mine ban before then; none had led to a notice by then."""
    rows = attempts_known(register.tables, pd.Timestamp("2024-11-01"))
    mines = rows[rows["treaty"] == "apmbc"]
    assert led_of(mines) == Led(0, 12)
    later = attempts_known(register.tables, register.day)
    again = later[later["attempt"].isin(mines["attempt"])]
    assert len(again) == len(mines)


def test_the_remark_of_the_czech_prime_minister_lapsed(register):
    rows = register.tables.attempts
    own = rows[(rows["treaty"] == "apmbc") & (rows["state"] == "CZE")]
    remark = own[own["started"] == "2025-08-27"].iloc[0]
    assert (remark["actor"], remark["formality"], remark["outcome"]) == (
        "head_of_government",
        "remark",
        "lapsed",
    )


def test_the_command_filters_by_treaty_state_and_outcome():
    found = shown("--treaty", "apmbc", "--state", "LVA", "--outcome", "notice_given")
    assert found
    assert list(found[0]) == COLUMNS
    assert {(row["treaty"], row["state"], row["outcome"]) for row in found} == {
        ("apmbc", "LVA", "notice_given")
    }


def test_the_command_sees_no_outcome_after_the_day():
    found = shown("--treaty", "apmbc", "--state", "LVA", "--as-of", "2025-06-26")
    assert {row["outcome_date"] for row in found if row["started"] > "2024-01"} == {""}
    assert all(row["started"] <= "2025-06-26" for row in found)


def test_the_command_counts_what_it_filters():
    found = shown("--treaty", "apmbc", "--count")
    assert found[-1]["actor"] == "all"
    assert sum(int(row["attempts"]) for row in found[:-1]) == int(found[-1]["attempts"])


def test_the_command_knows_attempts_under_a_political_agreement():
    assert {row["treaty"] for row in shown("--treaty", "cma")} == {"cma"}


def test_json_has_the_same_rows_and_stdout_nothing_else():
    result = run("--state", "LVA", "--format", "json")
    assert json.loads(result.stdout)
    assert LIMITS in result.stderr


@pytest.mark.parametrize(
    "arguments", [("--treaty", "ottowa-two"), ("--state", "XYZ"), ("--outcome", "withheld")]
)
def test_a_name_that_does_not_exist_is_wrong_usage(arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert not result.stdout


def test_the_page_tells_the_counts_and_the_limits(register):
    page = attempts_page(register)
    rows = attempts_known(register.tables, register.day)
    led = led_of(rows)
    assert f"| **all** |  | {sum(results_of(rows).values())} |" in page
    assert f"{led.notices} of {led.cases} (" in page
    assert LIMITS in page
    assert page.count("\n| 20") >= 250


def test_the_shipped_page_is_the_generated_one(register):
    path = Path(__file__).resolve().parents[1] / "docs" / "attempts.md"
    assert path.read_text(encoding="utf-8") == attempts_page(register)
