"""The lives of states: who there was on a day, who could act, and under which name.

The numbers of members of the United Nations are those that it prints of itself for the year.
"""

from __future__ import annotations

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.blocks.citations import Citations
from analysis.blocks.model import plain
from analysis.cli import main
from analysis.law.possible import annexed_states, uncounted_states
from analysis.law.regions import existing
from analysis.law.spells import status_on
from analysis.sections.method.section import findings
from analysis.sections.obligations.facts import obligations
from analysis.sections.obligations.words import state_findings, state_foot
from analysis.sections.outside.facts import outside
from analysis.subject.setting import states
from analysis.subject.subject import Subject


@pytest.mark.parametrize(
    ("day", "members", "no_members"),
    [
        # Bangladesh, the Koreas, Vietnam, Guinea-Bissau and Samoa came later; Switzerland, the
        # Holy See, Nauru, Tonga, the Cook Islands, Andorra, Liechtenstein, Monaco, San Marino.
        ("1973-12-31", 135, 15),
        # The Koreas, Switzerland, the Holy See, Andorra, Liechtenstein, Monaco, San Marino,
        # Kiribati, Nauru, Tonga, Tuvalu, the Marshall Islands, Micronesia, Cook Islands, Niue.
        ("1989-06-30", 159, 16),
    ],
)
def test_the_states_of_a_day_are_the_members_of_the_united_nations_and_a_few(
    register, day, members, no_members
):
    baltic, russia_beside_the_soviet_union, two_yemens = 3, 1, 1
    expected = members + no_members + baltic + russia_beside_the_soviet_union - two_yemens
    assert len(existing(register.tables, pd.Timestamp(day))) == expected


def test_who_was_no_state_yet_is_not_outside_a_treaty(register):
    own = outside(Subject.of(register.as_of("1989-06-30"), treaty="seabed"))
    named = {state.name for row in own.rows for state in (*row.signed, *row.never)}
    assert not named & {"Croatia", "Eritrea", "Armenia", "Estonia", "Czechoslovakia"}
    assert {"Algeria", "Albania", "Zimbabwe"} <= named
    # All that there were but the Baltic states and the Soviet Union's second code.
    assert (own.count, own.total) == (174 - 83, 174)
    assert [state.code for state in own.annexed] == ["EST", "LVA", "LTU"]
    assert own.unheld == ()


def test_whose_acts_are_not_held_is_not_called_outside(register):
    own = outside(Subject.of(register.as_of("1985-01-01"), treaty="npt"))
    assert [state.name for state in own.unheld] == ["East Germany"]
    assert "DDR" in uncounted_states(register.as_of("1985-01-01").known, "npt", own_day("1985"))
    status = register.as_of("1985-01-01").status(treaty="npt", region="world")
    assert not set(status["state"]) & {"DDR", "EST", "SUN"}


def own_day(year):
    return pd.Timestamp(f"{year}-01-01")


@pytest.mark.parametrize(
    ("treaty", "state", "day", "status"),
    [
        ("npt", "CSK", "1975-01-01", "party"),
        ("npt", "CSK", "1993-01-01", None),
        ("ptbt", "YUG", "1964-01-20", "party"),
        ("ost", "YUG", "1990-01-01", "signatory"),
        ("ost", "DDR", "1990-10-02", "party"),
        ("bwc", "CSK", "1974-01-01", "contracting"),
        ("enmod", "CSK", "1978-10-05", "party"),
        # A predecessor's acts count for a state from its first day, and from no earlier one.
        ("ptbt", "SRB", "1992-04-26", None),
        ("ptbt", "SRB", "1992-04-27", "party"),
        ("cfe", "ARM", "1991-09-20", None),
        ("cfe", "ARM", "1991-09-21", "signatory"),
        ("cfe", "UKR", "1991-08-23", None),
        ("cfe", "UKR", "1991-08-24", "signatory"),
        ("seabed", "KNA", "1975-01-01", None),
        ("seabed", "KNA", "1983-09-19", "party"),
        # Ukraine and India acted in their own names before they were independent.
        ("bwc", "UKR", "1976-01-01", "party"),
        ("geneva_protocol", "IND", "1931-01-01", "party"),
        # An annexed state stays bound by what it had joined.
        ("geneva_protocol", "LVA", "1975-01-01", "party"),
    ],
)
def test_a_status_is_held_within_the_life_of_its_state(register, treaty, state, day, status):
    for spells in (register.spells, register.as_of(day).spells):
        held = status_on(spells, pd.Timestamp(day))
        found = held[(held["treaty"] == treaty) & (held["state"] == state)]["status"].tolist()
        assert found == ([status] if status else [])


def test_a_count_of_a_day_is_the_same_from_that_day_and_from_today(register):
    for treaty, day in [("cfe", "1991-01-30"), ("seabed", "1975-01-01"), ("ptbt", "1980-01-01")]:
        then = register.as_of(day).counts(treaty=treaty).iloc[0]
        since = register.counts(treaty=treaty, over_time=True)
        last = since[since["day"] <= pd.Timestamp(day)].iloc[-1]
        assert then["parties"] == last["parties"]
        assert then["signatories"] == last["signatories"]
    # Sixteen states of NATO and six of the Warsaw Pact signed the treaty.
    assert register.as_of("1991-01-30").counts(treaty="cfe")["signatories"].tolist() == [22]


def test_the_soviet_union_and_russia_are_one_person_by_the_name_of_the_day(register):
    then, now = register.as_of("1985-06-30"), register.as_of("1995-06-30")
    assert states(Subject.of(then))["RUS"].name == "Soviet Union"
    assert states(Subject.of(now))["RUS"].name == "Russia"
    assert states(Subject.of(register.as_of("1991-12-25")))["RUS"].name == "Soviet Union"
    assert states(Subject.of(register.as_of("1991-12-26")))["RUS"].name == "Russia"
    bound = {
        code: {row.treaty.code for row in obligations(Subject.of(then, state=code)).having("bound")}
        for code in ("RUS", "SUN")
    }
    assert bound["RUS"] == bound["SUN"] >= {"npt", "abm", "bwc"}
    assert obligations(Subject.of(then, state="SUN")).unknown == 0
    assert uncounted_states(then.known, "abm", then.day) >= {"RUS"}
    assert "RUS" not in uncounted_states(then.known, "npt", then.day)


def test_an_annexed_state_is_told_as_such(register):
    seen = register.as_of("1975-06-30")
    assert annexed_states(seen.known, seen.day) == {"EST", "LVA", "LTU"}
    own = obligations(Subject.of(seen, state="EST"))
    assert (own.bound, own.annexed) == (1, True)
    assert {row.treaty.code for row in own.rows} == {"geneva_protocol"}
    for day, annexed in [("1940-07-31", False), ("1940-08-31", True), ("1991-09-06", False)]:
        then = register.as_of(day)
        assert bool(annexed_states(then.known, then.day)) is annexed


def test_all_treaties_of_a_state_are_told_as_all(register):
    seen = register.as_of("1985-06-30")
    own = obligations(Subject.of(seen, state="DDR"))
    first, second, *_ = map(plain, state_findings(own, Citations(seen.tables, seen.day)))
    told = "All seven treaties in force under which acts of East Germany are on record bind it."
    assert first == told
    assert second == "What it did under eleven other treaties is not on record."


def test_what_a_state_that_is_no_more_did_elsewhere_is_not_on_record(register):
    own = obligations(Subject.of(register.as_of("1985-06-30"), state="DDR"))
    assert {row.treaty.code for row in own.rows} == {
        *("ccw", "ccw_p1", "ccw_p2", "ccw_p3", "cppnm", "enmod", "ost", "seabed"),
    }
    assert own.unknown > 0
    assert not own.annexed


@pytest.mark.parametrize(
    ("state", "treaty", "day", "sentence"),
    [
        ("SUN", "npt", "1985-01-01", "the Soviet Union is bound by the Non-Proliferation Treaty"),
        ("RUS", "abm", "1985-01-01", "the Soviet Union is bound by the ABM Treaty"),
        ("RUS", "abm", "1995-01-01", "Russia is bound by the ABM Treaty: party since 26 December"),
        ("HRV", "npt", "1985-01-01", "there was no such state before 25 June 1991"),
        ("EST", "npt", "1975-01-01", "annexed by another state, it could join nothing"),
        ("DDR", "npt", "1985-01-01", "nothing is known of East Germany under"),
        ("DDR", "npt", "2026-01-01", "no act is on record"),
        (
            "CSK",
            "npt",
            "2026-01-01",
            "from 5 March 1970 until its standing ended on 1 January 1993",
        ),
        ("SSD", "npt", "2026-01-01", "it has neither signed nor joined"),
        ("EST", "vienna_document", "2022-01-01", "party since 1 December 2011; a political"),
    ],
)
def test_what_is_explained_is_what_was_so(register, state, treaty, day, sentence):
    told = register.as_of(day).explain(state, treaty).sentence
    assert sentence in told
    assert "No article" not in told


def test_who_is_not_counted_is_said_with_a_question_on_one_treaty(register):
    seen = register.as_of("1985-01-01")
    assert seen.cautions(treaty="npt")[-2:] == [
        "npt: DDR not counted on 1985-01-01 (no act is on record)",
        "npt: EST, LTU, LVA not counted on 1985-01-01"
        " (annexed by another state, it could join nothing)",
    ]
    assert not [one for one in seen.cautions(treaty="abm") if "not counted" in one]
    assert not [one for one in register.cautions(treaty="npt") if "not counted" in one]
    before = register.as_of("1990-01-01").cautions(treaty="apmbc")
    assert not [one for one in before if "not counted" in one]


@pytest.mark.parametrize(
    ("treaty", "state", "said"),
    [
        (
            "seabed",
            "HRV",
            "seabed: HRV on 1985-01-01: there was no such state before 25 June 1991.",
        ),
        ("npt", "DDR", "npt: DDR on 1985-01-01: no act is on record."),
        ("abm", "RUS", "abm: RUS on 1985-01-01: its acts stand under SUN."),
        ("npt", "USA", ""),
    ],
)
def test_the_status_of_a_state_that_was_not_there_says_so(treaty, state, said):
    asked = ["status", "--treaty", treaty, "--state", state, "--as-of", "1985-01-01", "-v"]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0
    notes = [line for line in result.stderr.splitlines() if f"{state} on 1985" in line]
    assert notes == ([f"Note: {said}"] if said else [])


def test_a_legal_person_is_one_row_in_a_list_of_members(register):
    names = register.as_of("1985-01-01").member_table("world")["name"].tolist()
    assert names.count("Soviet Union") == 1
    assert "Russia" not in names
    now = register.member_table("world")["name"].tolist()
    assert "Soviet Union" not in now
    assert "Russia" in now


def test_a_political_commitment_is_told_to_be_none_of_law(register):
    seen = register.as_of("2022-01-01")
    cite = Citations(seen.tables, seen.day)
    for treaty, political in [("vienna_document", True), ("openskies", False)]:
        told = " ".join(map(plain, findings(Subject.of(seen, treaty=treaty), cite)))
        assert ("it binds in politics, not in law" in told) is political
    foot = plain(state_foot(obligations(Subject.of(seen, state="EST"))))
    assert "The Vienna Document binds in politics, not in law." in foot
