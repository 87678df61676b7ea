"""A story checked: its verdicts, the questions one by one, and a story of one's own."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from analysis import open_briefing
from analysis.blocks.model import plain
from analysis.checks.claims import check_claims, check_corrections
from analysis.checks.headers import open_sheets
from analysis.export.signs import look
from analysis.sections.claims.facts import claims
from analysis.sections.claims.questions import answer
from analysis.sections.claims.words import record
from analysis.store.loading import default_folder, read_tables
from analysis.subject.subject import Subject
from analysis.terms.claims import QUESTIONS, VERDICTS, split_arguments
from analysis.terms.errors import ParameterFaults, UnknownName
from analysis.terms.stages import STAGES

STORY = "latvia-2025-04-16"
#: The verdicts of those who read the story by hand.
BY_HAND = {
    "contradicted": {"S16", "S21", "S22", "S29"},
    "not_checkable": {"S11", "S15", "S18", "S25", "S26", "S28"},
    "outdated": set(),
}


@pytest.fixture(scope="module")
def story(register):
    return claims(Subject.of(register.as_of("2026-02-20"), story=STORY))


def test_the_verdicts_are_those_of_the_reading_by_hand(story):
    found = {verdict: {row.number for row in story.having(verdict)} for verdict in VERDICTS}
    assert {verdict: found[verdict] for verdict in BY_HAND} == BY_HAND
    assert len(found["supported"]) == 23 == 33 - 10


def test_a_forecast_is_not_checked_before_its_day(register):
    early = claims(Subject.of(register.as_of("2025-04-16"), story=STORY))
    waiting = {row.number for row in early.rows if row.waiting}
    assert waiting == {"S08", "S22"}
    assert all(row.verdict == "not_checkable" for row in early.rows if row.waiting)


def test_the_record_says_what_came_later_and_the_strip_how_far_it_was_then(story, cite):
    rows = {row.number: row for row in story.rows}
    assert rows["S29"].stage == "parliament_approved"
    told = plain(record(story, rows["S29"], cite))
    assert told == (
        "Latvia: party since 1 Jan 2006; Latvia: parliament approved, 16 Apr 2025;"
        " withdrawn only since 27 Dec 2025."
    )
    told = plain(record(story, rows["S22"], cite))
    assert told.endswith("Lithuania: parliament approved, 8 May 2025.")


@pytest.mark.parametrize(
    ("day", "question", "arguments", "holds", "once"),
    [
        ("2025-12-26", "status", "state=LVA;treaty=apmbc;status=withdrawn", False, False),
        ("2025-12-27", "status", "state=LVA;treaty=apmbc;status=withdrawn", True, True),
        ("2025-12-27", "status", "state=LVA;treaty=apmbc;status=party", False, True),
        ("2025-12-26", "bound", "state=LVA;treaty=apmbc;answer=yes", True, True),
        ("2025-12-27", "bound", "state=LVA;treaty=apmbc;answer=yes", False, True),
        ("2025-04-16", "bound", "state=LVA;treaty=apmbc;answer=no", False, False),
        ("2025-04-16", "stage", "state=LVA;treaty=apmbc;stage=parliament_approved", True, False),
        ("2025-12-27", "stage", "state=LVA;treaty=apmbc;stage=parliament_approved", False, True),
        ("2025-04-16", "act", "states=EST,LVA;treaty=apmbc;kind=recommended;from=2025-03-18;"
         "until=2025-03-18", True, False),
        ("2025-04-16", "act", "states=LVA;treaty=apmbc;kind=withdrawal_notified;from=2025;"
         "until=2025", False, False),
        ("2025-06-30", "first", "state=LVA;treaty=apmbc;kind=parliament_approved;from=2025-03",
         True, False),
        ("2025-06-30", "first", "state=LTU;treaty=apmbc;kind=parliament_approved;from=2025-03",
         False, False),
        ("2025-05-08", "acts", "treaty=apmbc;kind=parliament_approved;from=2025-03;until=2025-05;"
         "number=2", True, False),
        ("2026-02-19", "withdrawals", "treaty=apmbc;number=5", False, False),
        ("2026-02-20", "withdrawals", "treaty=apmbc;number=5", True, False),
        ("2026-02-20", "parties", "treaty=apmbc;number=161", True, True),
        ("2026-02-20", "parties", "treaty=apmbc;number=164", False, True),
        ("2026-02-20", "parties", "treaty=apmbc;number=170", False, False),
        ("2025-04-16", "never_consented", "state=USA;treaty=apmbc", True, False),
        ("2025-04-16", "never_consented", "state=LVA;treaty=apmbc", False, False),
        ("2023-04-03", "members", "states=FIN,LVA;group=nato", False, False),
        ("2023-04-04", "members", "states=FIN,LVA;group=nato", True, False),
        ("2025-04-16", "borders", "states=POL;towards=BLR,RUS;all=yes", True, False),
        ("2025-04-16", "borders", "states=EST;towards=BLR,RUS;all=yes", False, False),
        ("2025-04-16", "borders", "states=EST;towards=BLR,RUS", True, False),
        ("2025-04-16", "adopted", "treaty=ccm;from=1990;until=1999", False, False),
        ("2025-04-16", "title", "treaty=apmbc;words=use,transfer", True, False),
        ("2025-04-16", "title", "treaty=apmbc;words=cluster", False, False),
        ("2025-04-16", "begun_after", "states=EST;treaty=apmbc;from=2024-08", False, False),
        ("2025-04-16", "begun_after", "states=FIN;treaty=ccm;from=1990", True, False),
        ("2025-04-16", "documented", "answer=no", False, False),
    ],
)  # fmt: skip
def test_a_question_is_answered_as_of_its_day(register, day, question, arguments, holds, once):
    found = answer(register.as_of(day), question, split_arguments(arguments))
    assert (found.holds, found.once if not found.holds else once) == (holds, once)


def test_every_question_is_asked_by_a_test_above():
    marks = test_a_question_is_answered_as_of_its_day.pytestmark
    asked = Counter(case[1] for mark in marks for case in mark.args[1])
    assert set(asked) == set(QUESTIONS)


def sheets_with(**cells):
    row = dict.fromkeys(
        ("story", "claim", "said", "day", "question", "arguments", "told_by", "sources", "note"), ""
    )
    raw = read_tables(default_folder())
    raw.frames["claims"] = pd.DataFrame([{**row, **cells}], index=[2], dtype="str")
    return open_sheets(raw)


@pytest.mark.parametrize(
    ("cells", "column", "part"),
    [
        ({"question": "stauts", "arguments": "state=LVA"}, "question", "'status'"),
        ({"question": "bound", "arguments": "state=LVA;treaty=apmbc"}, "arguments", "its answer"),
        ({"question": "parties", "arguments": "treaty=apmcb;number=1"}, "arguments", "'apmbc'"),
        ({"question": "parties", "arguments": "treaty=apmbc;number=few"}, "arguments", "digits"),
        ({"question": "parties", "arguments": "treaty=apmbc;number=1;x=2"}, "arguments", "no x"),
        ({"question": "parties", "arguments": "treaty"}, "arguments", "name=value"),
        ({"question": "members", "arguments": "states=LVA,LVB;group=nato"}, "arguments", "LVB"),
        ({"question": "adopted", "arguments": "treaty=ccm;from=1999;until=1990"}, "arguments",
         "before the first"),
        ({"question": "documented", "arguments": "answer=yes"}, "sources", "must name them"),
        ({"arguments": "state=LVA", "note": "x"}, "arguments", "without a question"),
        ({}, "note", "say why not"),
    ],
)  # fmt: skip
def test_a_claim_that_does_not_hold_together_is_a_fault(cells, column, part):
    faults = list(check_claims(sheets_with(**cells)))
    assert [(fault.row, fault.column) for fault in faults] == [(2, column)]
    assert part in f"{faults[0].rule} {faults[0].remedy}"


def test_a_correction_of_nothing_is_a_fault():
    raw = read_tables(default_folder())
    raw.frames["corrections"].loc[2, ["before", "after", "end"]] = ["party", "party", "1900-01-01"]
    found = [(fault.row, fault.column) for fault in check_corrections(open_sheets(raw))]
    assert found == [(2, "after"), (2, "end")]


TOML = """title = "Finland is out"
publisher = "A weekly"
published = "2026-01-05"
[[claim]]
said = "Finland has left the mine ban."
question = "status"
arguments = { state = "FIN", treaty = "apmbc", status = "withdrawn" }
[[claim]]
said = "Latvia is still a party."
question = "status"
arguments = { state = "LVA", treaty = "apmbc", status = "party" }
[[claim]]
said = "It is the end of an era."
note = "An opinion."
"""


def test_a_story_of_ones_own_is_checked_by_the_same_questions(register, tmp_path):
    path = tmp_path / "my_story.toml"
    path.write_text(TOML, encoding="utf-8")
    briefing = open_briefing("audit", register=register, story=str(path))
    own = claims(briefing.subject)
    verdicts = [row.verdict for row in own.rows]
    assert verdicts == ["contradicted", "outdated", "not_checkable"]
    assert (own.title, own.publisher, own.published) == ("Finland is out", "A weekly", "2026-01-05")
    before = briefing.run.digest
    path.write_text(TOML.replace("FIN", "POL"), encoding="utf-8")
    assert open_briefing("audit", register=register, story=str(path)).run.digest != before


def test_everything_wrong_with_a_story_is_said_at_once(register, tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text(TOML.replace("FIN", "FNI").replace('question = "status"', "", 1) + "[[claim]]")
    with pytest.raises(ParameterFaults) as refused:
        open_briefing("audit", register=register, story=str(path))
    told = str(refused.value)
    assert "an audit briefing cannot be made" in told
    for part in ("claim 1, arguments", "claim 4, said", "claim 4, note"):
        assert part in told
    for name in ("none.toml", "latvia"):
        with pytest.raises((ParameterFaults, UnknownName)):
            open_briefing("audit", register=register, story=name)


def test_every_verdict_and_every_step_has_its_sign():
    marks = look()["marks"]
    assert {f"verdict-{one}" for one in VERDICTS} <= set(marks)
    strips = [marks[f"step-{one}"]["drawing"].count("fill='current") for one in ("none", *STAGES)]
    assert strips == list(range(len(STAGES) + 1))
