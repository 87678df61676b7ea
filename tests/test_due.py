"""What is due: what the law had scheduled by the day, terms that end, days of the calendar."""

import csv
import dataclasses
import io

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.checks.schema import NEEDED
from analysis.cli import main
from analysis.law.spells import build_spells
from analysis.terms.attempts import OCCASIONS
from analysis.watch.due import COLUMNS, due
from tests.conftest import make_tables, make_treaties

FIELDS = tuple(NEEDED["calendar"])
MEETING = dict.fromkeys(FIELDS, "") | {
    "treaty": "ban",
    "day": "2024-06-03",
    "last_day": "2024-06-07",
    "occasion": "meeting",
    "what": "Meeting",
    "sources": "early",
    "confidence": "high",
}
SOURCES = pd.DataFrame(
    {
        "source": ["early", "late", "undated"],
        "published": ["2024-01-10", "2024-06-30", ""],
    }
)
#: Of the calendar: days that no act under the treaty brings about, so that no clause gives them.
OUTSIDE = [("jcpoa", "2025-09-27"), ("pmda", "2025-11-06")]


def world(*rows, events=()):
    held = make_tables(list(events), treaties=make_treaties({"code": "ban"}))
    calendar = pd.DataFrame([{**MEETING, **row} for row in rows], columns=list(FIELDS), dtype="str")
    return dataclasses.replace(held, calendar=calendar, sources=SOURCES)


def found(*rows, day="2024-02-01", since=None, until=None):
    tables = world(*rows)
    limits = [None if one is None else pd.Timestamp(one) for one in (since, until)]
    spells = build_spells(tables, "depositary")
    return due(tables, spells, pd.Timestamp(day), *limits)


def run(*arguments):
    return CliRunner().invoke(main, ["due", *arguments])


def shown(*arguments):
    result = run(*arguments, "--format", "csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_nothing_is_due_where_nothing_is_known():
    assert found().empty
    assert list(found().columns) == COLUMNS


@pytest.mark.parametrize(
    ("day", "seen"), [("2024-01-09", False), ("2024-01-10", True), ("2024-06-07", False)]
)
def test_a_meeting_is_seen_from_its_first_source_until_it_is_over(day, seen):
    assert bool(len(found({}, day=day))) is seen


@pytest.mark.parametrize(
    ("sources", "seen"), [("late", False), ("late;early", True), ("undated", False)]
)
def test_what_only_later_sources_tell_is_not_known(sources, seen):
    assert bool(len(found({"sources": sources}))) is seen


def test_without_a_dated_source_a_day_is_known_with_the_data():
    row = {"sources": "undated", "day": "2031", "last_day": ""}
    assert len(found(row, day="2030-01-01")) == 1


@pytest.mark.parametrize(
    ("row", "since", "until", "seen"),
    [
        ({}, "2024-06-07", None, True),
        ({}, "2024-06-08", None, False),
        ({}, None, "2024-06-02", False),
        ({}, None, "2024-06-03", True),
        # A month stands for some day in it.
        ({"day": "2024-06", "last_day": ""}, "2024-06-30", "2024-06-30", True),
        ({"day": "2024", "last_day": ""}, "2024-12-31", None, True),
        ({"day": "2024", "last_day": ""}, "2025-01-01", None, False),
    ],
)
def test_what_overlaps_the_days_asked_about_is_shown(row, since, until, seen):
    assert bool(len(found(row, since=since, until=until))) is seen


def test_what_came_of_a_meeting_is_not_told_beforehand():
    note = {"note": "Ended without a decision."}
    assert found(note)["note"].tolist() == [""]
    told = found(note, day="2024-06-07", since="2024-06-01")
    assert told["note"].tolist() == ["Ended without a decision."]


def test_every_day_that_the_law_fixed_follows_from_the_register(register):
    """Each effect and end of the calendar, as the register gives it the day before."""
    rows = register.tables.calendar
    fixed = rows[rows["occasion"].isin(["effect", "end"]) & (rows["day"].str.len() == 10)]
    missed = []
    for row in fixed.itertuples():
        eve = register.as_of(pd.Timestamp(row.day) - pd.Timedelta(days=1))
        table = due(eve.known, eve.spells, eve.day)
        law = table[table["basis"].isin(["clause", "term"]) & (table["day"] == row.day)]
        own = set(law.loc[law["treaty"] == row.treaty, "state"])
        if not own or (row.states and set(row.states.split(";")) != own):
            missed.append((row.treaty, row.day))
    assert len(fixed) == 14
    assert missed == OUTSIDE


def test_a_day_that_the_law_gives_is_not_told_twice():
    table = shown("--as-of", "2026-08-22", "--treaty", "tpnw", "--until", "2026-12-30")
    ghana = [row for row in table if row["day"] == "2026-10-05"]
    assert [(row["what"], row["state"], row["basis"]) for row in ghana] == [
        ("Enters into force", "TON", "clause")
    ]


def test_effects_are_due_from_the_day_of_the_notice_on():
    before = shown("--as-of", "2025-06-26", "--treaty", "apmbc")
    assert "LVA" not in {row["state"] for row in before}
    after = shown("--as-of", "2025-06-27", "--treaty", "apmbc")
    effect = next(row for row in after if row["state"] == "LVA")
    assert (effect["day"], effect["what"]) == ("2025-12-27", "Withdrawal takes effect")
    assert "untc_2026_02_03" in effect["source"].split(";")


def test_what_was_due_between_august_2025_and_february_2026():
    table = shown("--as-of", "2025-08-27", "--until", "2026-02-20")
    due_rows = {(row["treaty"], row["state"]): row["day"] for row in table}
    assert due_rows["apmbc", "EST"] == due_rows["apmbc", "LTU"] == "2025-12-27"
    assert due_rows["apmbc", "FIN"] == "2026-01-10"
    assert due_rows["apmbc", "POL"] == "2026-02-20"
    assert due_rows["newstart", ""] == "2026-02-05"


def test_the_term_of_a_treaty_ends_as_it_was_known():
    # Until its extension of 2021 New START was to end on 5 February 2021.
    table = shown("--as-of", "2020-06-01", "--treaty", "newstart")
    assert [(row["day"], row["basis"]) for row in table if row["basis"] == "term"] == [
        ("2021-02-05", "term")
    ]


def test_every_row_has_a_source_and_comes_in_order():
    table = shown("--as-of", "2025-08-27")
    assert all(row["source"] for row in table)
    assert [row["day"] for row in table] == sorted(row["day"] for row in table)
    assert set(table[0]) == set(COLUMNS)


def test_from_may_lie_before_the_day():
    table = shown("--as-of", "2026-08-22", "--from", "2026-04-27", "--treaty", "npt")
    assert "2026 (eleventh) Review Conference" in {row["what"] for row in table}


def test_days_in_the_wrong_order_are_wrong_usage():
    result = run("--from", "2026-01-02", "--until", "2026-01-01")
    assert result.exit_code == 2
    assert not result.stdout


def test_a_treaty_that_does_not_exist_is_wrong_usage():
    assert run("--treaty", "ottowa-two").exit_code == 2


def test_the_schema_allows_the_words_of_the_package(register):
    resources = {resource["name"]: resource for resource in register.tables.package["resources"]}
    fields = {field["name"]: field for field in resources["calendar"]["schema"]["fields"]}
    assert tuple(fields["occasion"]["constraints"]["enum"]) == OCCASIONS


def test_the_shipped_calendar_has_sixty_rows(register):
    assert len(register.tables.calendar) == 60
