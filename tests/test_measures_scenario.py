"""Scenarios: hypothetical notices, recognisable, lawful, and followed by every measure."""

import pandas as pd
import pytest

from analysis import RollbackError
from analysis.law.counts import count_on
from analysis.law.spells import build_spells
from analysis.measures.exposure import exit_rates
from analysis.measures.scenario import (
    as_recorded,
    hypothetical_events,
    read_exits,
    with_hypothetical,
)
from analysis.register import Register
from tests.conftest import make_tables, make_treaties

EVENTS = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "CCC", "2000-01-02", "signature"),
    ("free", "AAA", "2000-02-10", "ratification"),
    ("free", "BBB", "2000-03-05", "accession"),
]
TREATIES = make_treaties({}, {"code": "free", "withdrawal_period": ""})
DAY = pd.Timestamp("2012-08-31")


def tables_of(*events, **more):
    return make_tables([*EVENTS, *events], TREATIES, **more)


def faults(*exits, tables=None, **asked):
    with pytest.raises(RollbackError) as caught:
        with_hypothetical(tables or tables_of(), exits, **asked)
    return str(caught.value).splitlines()[1:]


def test_a_hypothetical_notice_takes_effect_by_the_clause():
    tables = with_hypothetical(tables_of(), [("ban", "AAA", DAY)])
    own = build_spells(tables).query("treaty == 'ban' and state == 'AAA'").tail(2)
    assert own["status"].tolist() == ["withdrawing", "withdrawn"]
    assert own["start"].tolist() == [DAY, pd.Timestamp("2013-02-28")]


def test_every_measure_follows():
    tables = with_hypothetical(tables_of(), [("ban", "AAA", DAY)])
    spells, later = build_spells(tables), pd.Timestamp("2014-01-01")
    assert count_on(tables, spells, "ban", later)["parties"].item() == 1
    assert exit_rates(tables, spells, later, treaty="ban")["exits"].item() == 1


def test_hypothetical_events_can_be_told_apart():
    plain = tables_of()
    tables = with_hypothetical(plain, [("ban", "AAA", DAY)])
    assert hypothetical_events(plain).empty
    assert hypothetical_events(tables)["state"].tolist() == ["AAA"]
    assert hypothetical_events(tables)["sources"].tolist() == [""]
    recorded = tables.events[~tables.events["hypothetical"]].drop(columns="hypothetical")
    pd.testing.assert_frame_equal(recorded, plain.events)


def test_the_tables_that_were_given_stay_as_they_are():
    plain = tables_of()
    with_hypothetical(plain, [("ban", "AAA", DAY)])
    assert len(plain.events) == len(EVENTS)


def test_a_scenario_can_be_built_on_another():
    first = with_hypothetical(tables_of(), [("ban", "AAA", DAY)])
    both = with_hypothetical(first, [("ban", "BBB", DAY)])
    assert hypothetical_events(both)["state"].tolist() == ["AAA", "BBB"]


def test_one_treaty_can_be_named_for_all():
    tables = with_hypothetical(tables_of(), [("AAA", DAY), ("BBB", DAY)], treaty="ban")
    assert hypothetical_events(tables)["treaty"].tolist() == ["ban", "ban"]


def test_all_faults_are_told_at_once():
    found = faults(
        ("bann", "AAA", DAY),
        ("ban", "GGG", DAY),
        ("ban", "CCC", DAY),
        ("free", "AAA", DAY),
        ("ban", "BBB", pd.Timestamp("2000-08-31")),
        ("ban", "AAA", DAY),
        ("ban", "AAA", DAY),
    )
    assert found[1].startswith("- unknown state 'GGG'; known: AAA, BBB, ")
    assert [found[0], *found[2:]] == [
        "- unknown treaty 'bann'; did you mean 'ban'?",
        "- ban, CCC, 2012-08-31: the treaty is not in force for the state on that day"
        " (status signatory)",
        "- free, AAA, 2012-08-31: the treaty has no withdrawal clause",
        "- ban, BBB, 2000-08-31: the treaty is not in force for the state on that day"
        " (status contracting)",
        "- ban, AAA, 2012-08-31: a second exit of the same state; keep one",
    ]


@pytest.mark.parametrize(
    ("notice", "said"),
    [("2012-06-01", "has already given notice"), ("2013-01-01", "later act (withdrawal_notified")],
)
def test_a_state_cannot_give_notice_beside_a_notice_of_its_own(notice, said):
    tables = tables_of(("ban", "AAA", notice, "withdrawal_notified"))
    [fault] = faults(("ban", "AAA", DAY), tables=tables)
    assert said in fault


def test_no_exits_change_nothing_but_the_mark():
    tables = with_hypothetical(tables_of(), [])
    assert not tables.events["hypothetical"].any()
    pd.testing.assert_frame_equal(build_spells(tables), build_spells(tables_of()))


def test_a_register_answers_from_a_scenario(register):
    notice = pd.Timestamp("2026-03-02")
    tables = with_hypothetical(register.tables, [("apmbc", "NOR", notice)])
    later = Register(tables, pd.Timestamp("2026-09-02"))
    norway = later.status(treaty="apmbc", state="NOR").iloc[0]
    assert (norway["status"], norway["since"]) == ("withdrawn", pd.Timestamp("2026-09-02"))
    before = later.as_of("2026-03-01").status(treaty="apmbc", state="NOR").iloc[0]
    assert before["status"] == "party"
    assert tables.events.dtypes.drop("hypothetical").equals(register.tables.events.dtypes)


@pytest.mark.parametrize("written", ["NOR", "NOR:", ":2026-09-01", "NOR:2026-09-01,DNK"])
def test_what_is_no_assumed_exit_is_refused(written):
    with pytest.raises(RollbackError, match="is no assumed exit; write it as NOR:2026-09-01"):
        read_exits(written, "ban")


def test_without_the_assumption_the_tables_are_as_recorded():
    plain = tables_of()
    tables = with_hypothetical(plain, [("ban", "AAA", DAY)])
    pd.testing.assert_frame_equal(as_recorded(tables).events, plain.events)
    assert as_recorded(plain) is plain
