"""Contested acts: which reading applies, and what is said beside the status."""

import pandas as pd
import pytest

from analysis import UnknownName
from analysis.law.disputes import disputes
from analysis.law.spells import build_spells, status_on
from tests.conftest import make_tables

JOINED = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-02-10", "ratification"),
]
NOTICE = ("ban", "AAA", "2010-01-01", "withdrawal_notified")
CLAIM = ("ban", "AAA", "2010-01-01", "suspension_notified", {"aim": ""})


def dispute(act, applied="no", start="2010-01-01", end=""):
    return ("ban", "AAA", act, "2010-01-01", start, end, applied, "did so, and others object")


def status_of(events, rows, reading, day="2011-01-01"):
    tables = make_tables([*JOINED, *events], disputes=rows)
    held = status_on(build_spells(tables, reading), pd.Timestamp(day)).set_index("state")
    return held.loc["AAA", "status"]


@pytest.mark.parametrize(
    ("applied", "reading", "status"),
    [
        ("no", "depositary", "party"),
        ("no", "state", "withdrawn"),
        ("no", "objectors", "party"),
        ("yes", "depositary", "withdrawn"),
        ("yes", "objectors", "party"),
    ],
)
def test_a_contested_notice_counts_as_it_is_read(applied, reading, status):
    rows = [dispute("withdrawal_notified", applied)]
    assert status_of([NOTICE], rows, reading) == status


@pytest.mark.parametrize(("reading", "status"), [("depositary", "party"), ("state", "suspended")])
def test_a_contested_notice_of_suspension_suspends_in_the_reading_of_its_state(reading, status):
    assert status_of([CLAIM], [dispute("suspension_notified")], reading) == status


def test_an_act_that_nobody_contests_counts_in_every_reading():
    for reading in ("depositary", "state", "objectors"):
        assert status_of([NOTICE], [], reading) == "withdrawn"


@pytest.mark.parametrize(
    ("day", "shown"), [("2010-02-28", False), ("2010-03-01", True), ("2012-01-01", False)]
)
def test_a_dispute_is_shown_while_it_lasts(day, shown):
    rows = [dispute("withdrawal_notified", start="2010-03-01", end="2012-01-01")]
    tables = make_tables([*JOINED, NOTICE], disputes=rows)
    assert len(disputes(tables, pd.Timestamp(day))) == shown


def test_the_register_counts_north_korea_by_reading(register):
    counted = [
        register.as_of("2026-08-22").read_as(reading).counts(treaty="npt")["parties"].item()
        for reading in ("depositary", "state")
    ]
    assert counted == [191, 190]


@pytest.mark.parametrize(
    ("day", "depositary", "state"),
    [
        ("2003-01-09", "party", "party"),
        ("2003-01-10", "party", "withdrawing"),
        ("2003-01-11", "party", "withdrawn"),
        ("2026-08-22", "party", "withdrawn"),
    ],
)
def test_north_korea_is_out_on_11_january_2003_as_it_claims(register, day, depositary, state):
    """Its notice of 1993 was suspended a day before its effect: a day was all that was left."""
    on = register.as_of(day)
    found = [
        on.read_as(name).status(treaty="npt", state="PRK")["status"].item()
        for name in ("depositary", "state", "objectors")
    ]
    assert found == [depositary, state, "party"]


def test_the_day_that_a_state_claims_counts_in_its_own_reading_alone():
    claim = (*dispute("withdrawal_notified", "yes"), "2010-01-02")
    assert status_of([NOTICE], [claim], "state", "2010-01-02") == "withdrawn"
    assert status_of([NOTICE], [claim], "depositary", "2010-01-02") == "withdrawing"
    assert status_of([NOTICE], [claim], "objectors", "2010-01-02") == "party"


def test_both_readings_of_ukraine(register):
    on = register.as_of("2025-08-20")
    rows = [
        on.read_as(name).status(treaty="apmbc", state="UKR") for name in ("depositary", "state")
    ]
    assert [row["status"].item() for row in rows] == ["party", "suspended"]
    assert "no suspension clause" in rows[0]["disputed"].item()


def test_an_unknown_reading_is_refused_with_the_nearest(register):
    with pytest.raises(UnknownName, match="did you mean 'depositary'"):
        register.read_as("depository")
