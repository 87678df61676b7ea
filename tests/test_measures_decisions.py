"""How many decisions acts are: one day, one joint step, and what both have in common."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.law.spells import build_spells
from analysis.measures.decisions import (
    count_decisions,
    exits_with_decisions,
    gone,
    notices_given,
    shared_decisions,
)
from analysis.measures.exposure import at_risk
from tests.conftest import make_tables

STATES = ("AAA", "BBB", "CCC", "DDD")
JOINED = [("ban", state, "2000-02-10", "ratification") for state in STATES]


def joint(state, day="2010-01-05", kind="recommended", **more):
    words = {"body": "Ministers of four states", "summary": "Joint statement.", "aim": "withdrawal"}
    return ("ban", state, day, kind, {"actor": "government", **words, **more})


def notice(state, day):
    return ("ban", state, day, "withdrawal_notified")


def seen(*events, day="2012-12-31"):
    tables = make_tables([*JOINED, *events])
    known = tables.with_events(tables.events[tables.events["day"] <= day])
    spells, moment = build_spells(known), pd.Timestamp(day)
    return SimpleNamespace(known=known, spells=spells, day=moment, reading="depositary")


def decisions(register):
    """The states by decision, told by the exits, the notices and those gone alike."""
    risk = at_risk(register.known, register.spells, register.day, treaty="ban")
    told = []
    for acts in (
        notices_given(register, treaty="ban"),
        gone(register, risk),
        exits_with_decisions(register, risk.exits),
    ):
        own = [sorted(group["state"]) for _, group in acts.groupby("decision")]
        assert count_decisions(acts) == len(own)
        assert [sorted(one["state"]) for one in shared_decisions(acts)] == [
            one for one in own if len(one) > 1
        ]
        told.append(own)
    assert told[0] == told[1] == told[2]
    return told[0]


def test_notices_of_one_day_are_one_decision():
    acts = [notice("AAA", "2010-06-27"), notice("BBB", "2010-06-27"), notice("CCC", "2010-08-20")]
    assert decisions(seen(*acts)) == [["AAA", "BBB"], ["CCC"]]


def test_a_joint_recommendation_makes_a_later_notice_part_of_the_decision():
    steps = [joint(state) for state in ("AAA", "BBB", "CCC")]
    acts = [notice("AAA", "2010-06-27"), notice("BBB", "2010-06-27"), notice("CCC", "2010-08-20")]
    register = seen(*steps, *acts, notice("DDD", "2010-07-10"))
    assert decisions(register) == [["AAA", "BBB", "CCC"], ["DDD"]]
    given = notices_given(register, treaty="ban").set_index("state")
    assert given.loc["CCC", "step"] == "ban.CCC.2010-01-05.recommended"
    assert given.loc["CCC", "agreed"] == pd.Timestamp("2010-01-05")
    assert (given.loc["DDD", "step"], given.loc["DDD", "agreed"]) == ("", pd.NaT)


def test_what_is_one_decision_with_a_third_is_one_with_both():
    """AAA and BBB recommend jointly; CCC gives notice on the day of BBB."""
    acts = [notice("AAA", "2010-06-27"), notice("BBB", "2010-08-20"), notice("CCC", "2010-08-20")]
    assert decisions(seen(joint("AAA"), joint("BBB"), *acts)) == [["AAA", "BBB", "CCC"]]


@pytest.mark.parametrize(
    "other",
    [
        joint("BBB", day="2010-01-06"),
        joint("BBB", summary="Another statement."),
        joint("BBB", body="Minister of one state"),
        joint("BBB", kind="announced"),
        joint("BBB", kind="government_approved"),
        joint("BBB", actor="members"),
        joint("BBB", aim="suspension"),
        joint("BBB", day="2010-09-01"),
    ],
    ids=["day", "words", "body", "kind", "own organ", "members", "suspension", "after the notice"],
)
def test_steps_that_were_not_taken_jointly_make_no_decision(other):
    acts = [notice("AAA", "2010-06-27"), notice("BBB", "2010-08-20")]
    first = joint("AAA", day="2010-09-01") if other[2] == "2010-09-01" else joint("AAA")
    assert decisions(seen(first, other, *acts)) == [["AAA"], ["BBB"]]


def test_a_joint_step_that_is_known_to_the_month_alone_names_no_day():
    steps = [joint("AAA", day="2010-01"), joint("BBB", day="2010-01")]
    acts = [notice("AAA", "2010-06-27"), notice("BBB", "2010-08-20")]
    assert decisions(seen(*steps, *acts)) == [["AAA"], ["BBB"]]


def test_a_decision_to_stay_ends_what_was_agreed():
    steps = [joint("AAA"), joint("BBB")]
    stay = ("ban", "BBB", "2010-03-01", "withdrawal_rejected", {"actor": "government"})
    acts = [notice("AAA", "2010-06-27"), notice("BBB", "2010-08-20")]
    assert decisions(seen(*steps, stay, *acts)) == [["AAA"], ["BBB"]]


def test_the_exits_of_2025_from_the_mine_ban_are_two_decisions(register):
    """Four ministers recommended leaving on 18 March 2025; Finland decided alone."""
    given = notices_given(register.as_of("2026-02-20"), treaty="apmbc")
    assert count_decisions(given) == 2
    (four,) = shared_decisions(given)
    assert sorted(four["state"]) == ["EST", "LTU", "LVA", "POL"]
    assert set(four["agreed"]) == {pd.Timestamp("2025-03-18")}
