"""Why a state is bound, or is not: one answer as a sentence, a table, JSON and a card."""

import json

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.terms.ranks import PLACE

QUESTIONS = [
    ("Latvia", "Ottawa", "2025-04-16", True, "2006-01-01", "", "party since 1 January 2006"),
    ("LV", "APMBC", "2025-08-01", True, "2006-01-01", "2025-12-27", "now withdrawing"),
    ("lva", "mine ban", "2025-12-27", False, "2025-12-27", "", "first day outside"),
    ("US", "CTBT", "2020-01-01", False, "1996-09-24", "", "has not consented"),
    ("India", "NPT", "2020-01-01", False, "", "", "neither signed nor joined"),
    ("US", "INF", "2020-01-01", False, "", "", "until the treaty ended on 2 August 2019"),
    ("Russia", "CFE", "2010-01-01", True, "1992-11-09", "", "now suspended"),
]


@pytest.mark.parametrize(("state", "treaty", "day", "bound", "since", "until", "said"), QUESTIONS)
def test_a_question_has_its_answer(register, state, treaty, day, bound, since, until, said):
    told = register.as_of(day).explain(state, treaty)
    assert (told.bound, told.since, told.until) == (bound, since, until)
    assert said in told.sentence
    assert ("is bound" in told.sentence) is bound


def test_all_forms_tell_the_same(register):
    told = register.as_of("2025-08-01").explain("Latvia", "Ottawa")
    card, held = told._repr_html_(), told.as_json()
    assert told.sentence in card
    assert held["until"] == "2025-12-27"
    assert "2025-12-27" in card
    assert [act["event"] for act in held["acts"]] == told.frame["event"].tolist()
    assert json.loads(json.dumps(held)) == held


def test_it_agrees_with_the_table_of_statuses(register):
    seen = register.as_of("2025-08-01")
    for row in seen.status(treaty="apmbc", region="nato").itertuples():
        told = seen.explain(row.state, row.treaty)
        assert (told.status, told.bound) == (row.status, row.bound == "yes")


def test_acts_after_the_day_are_unseen_and_sources_are_ranked(register):
    told = register.as_of("2025-04-16").explain("Latvia", "Ottawa")
    assert told.frame["day"].max() <= register.as_of("2025-04-16").day
    ranks = register.tables.sources.set_index("source")["rank"]
    for cell in told.frame["sources"]:
        places = [PLACE[ranks[key]] for key in cell.split(";")]
        assert places == sorted(places)


def test_a_later_day_is_told_from_what_was_known(register):
    early = register.as_of("2025-08-01")
    assert early.explain("Finland", "Ottawa", on="2026-02-01").status == "withdrawn"
    assert register.as_of("2025-07-01").explain("Finland", "Ottawa", on="2026-02-01").bound


def test_what_is_contested_is_told_as_each_side_reads_it(register):
    told = register.explain("DPRK", "NPT")
    assert told.contested
    assert told.readings == {"depositary": "party", "state": "withdrawn", "objectors": "party"}
    assert "contested" in told.sentence
    assert told.contested in told._repr_html_()


def test_the_command_says_the_sentence_first_and_json_holds_all():
    asked = ["explain", "Latvia", "Ottawa", "--as-of", "2026-02-01", "--seen-from", "2025-08-01"]
    run = CliRunner().invoke(main, asked)
    assert run.exit_code == 0
    assert run.stdout.startswith("As of 1 February 2026, Latvia is not bound")
    held = json.loads(CliRunner().invoke(main, [*asked, "--format", "json"]).stdout)
    assert (held["seen_from"], held["status"]) == ("2025-08-01", "withdrawn")
    assert max(act["day"] for act in held["acts"]) <= "2025-08-01"
