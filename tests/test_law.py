"""The law of dates, case by case; the cases are CSV files that a lawyer can edit."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import law

CASES = Path(__file__).parent / "cases"
DAY = "datetime64[s]"


def cases(name):
    with (CASES / name).open(encoding="utf-8") as file:
        return [
            pytest.param(row, id=f"{row['treaty']}: {row['case']}") for row in csv.DictReader(file)
        ]


def treaty(code):
    """The clauses of the two humanitarian conventions, Art. 17 and 20."""
    count, general = {"apmbc": ("40", "1999-03-01"), "ccm": ("30", "2010-08-01")}[code]
    return pd.Series(
        {
            "code": code,
            "entry_trigger": "nth_deposit",
            "entry_trigger_count": count,
            "entry_general_period": "P6M",
            "entry_general_day": "first_of_month",
            "entry_later_period": "P6M",
            "entry_later_day": "first_of_month",
            "entered_into_force": pd.Timestamp(general),
            "withdrawal_period": "P6M",
            "withdrawal_conflict_tail": "yes",
        }
    )


def deposits_up_to_trigger(code):
    """As many deposits as the treaty needs, the last one on the day that triggered its entry."""
    count, day = {"apmbc": (40, "1998-09-16"), "ccm": (30, "2010-02-16")}[code]
    days = pd.date_range(end=day, periods=count, freq="D")
    return pd.DataFrame({"day": days.astype(DAY), "kind": "ratification", "effect": pd.NaT})


@pytest.mark.parametrize("case", cases("entry_into_force.csv"))
def test_a_deposit_binds_from_the_day_the_clause_gives(case):
    acts = deposits_up_to_trigger(case["treaty"])
    own = {
        "day": pd.Timestamp(case["deposit"]),
        "kind": case["kind"],
        "effect": pd.Timestamp(case["given"]) if case["given"] else pd.NaT,
    }
    acts = pd.concat([acts, pd.DataFrame([own])], ignore_index=True)
    if case["deposit"] < str(acts["day"].iloc[0].date()) or case["kind"] == "succession":
        bound = law.entry_into_force(treaty(case["treaty"]), acts)
    else:
        # The case's own deposit must not move the trigger: it replaces one made that day or later.
        bound = law.entry_into_force(treaty(case["treaty"]), without_surplus(acts, case))
    assert str(bound[-1]) == case["bound_from"]


def without_surplus(acts, case):
    same_or_later = acts.index[:-1][acts["day"].iloc[:-1] >= pd.Timestamp(case["deposit"])]
    return acts.drop(index=same_or_later[:1])


@pytest.mark.parametrize("case", cases("withdrawal_effect.csv"))
def test_a_notice_takes_effect_on_the_day_the_clause_gives(case):
    notices = pd.DataFrame({"state": ["XXX"], "day": [pd.Timestamp(case["notice"])]})
    spans = (
        [("XXX", case["conflict_start"], case["conflict_end"])] if case["conflict_start"] else []
    )
    conflicts = pd.DataFrame(spans, columns=["state", "start", "end"])
    for column in ("start", "end"):
        conflicts[column] = pd.to_datetime(conflicts[column].replace("", None)).astype(DAY)
    effect = law.withdrawal_effect(treaty(case["treaty"]), notices, conflicts)
    assert str(effect[0]) == (case["bound_until"] or "NaT")


def test_a_second_conflict_begun_before_peace_extends_the_first():
    conflicts = pd.DataFrame(
        {
            "state": ["XXX", "XXX", "YYY"],
            "start": pd.to_datetime(["2026-03-01", "2025-01-01", "2025-01-01"]).astype(DAY),
            "end": pd.to_datetime(["2026-09-01", "2026-04-01", None]).astype(DAY),
        }
    )
    notices = pd.DataFrame({"state": ["XXX"], "day": [pd.Timestamp("2025-06-27")]})
    assert str(law.withdrawal_effect(treaty("apmbc"), notices, conflicts)[0]) == "2026-09-01"


def test_one_deposit_short_of_the_trigger_nothing_is_determined():
    acts = deposits_up_to_trigger("apmbc").iloc[1:]
    assert np.isnat(law.entry_into_force(treaty("apmbc"), acts)).all()
    assert np.isnat(law.general_entry(treaty("apmbc"), law.to_days(acts["day"])))


def test_a_succession_does_not_count_towards_the_trigger():
    acts = deposits_up_to_trigger("apmbc")
    acts.loc[0, "kind"] = "succession"
    assert np.isnat(law.entry_into_force(treaty("apmbc"), acts)).all()


def test_a_treaty_without_withdrawal_clause_gives_no_effect():
    clause = treaty("apmbc").replace({"P6M": ""})
    notices = pd.DataFrame({"state": ["XXX"], "day": [pd.Timestamp("2025-06-27")]})
    none = pd.DataFrame(columns=["state", "start", "end"])
    assert np.isnat(law.withdrawal_effect(clause, notices, none)).all()


@pytest.mark.parametrize("wrong", ["", "P", "6M", "P6", "PT6H", "P-6M", "P1.5M", "p6m", "P6M1Y"])
def test_what_is_not_a_duration_is_refused(wrong):
    with pytest.raises(ValueError, match="not a duration"):
        law.Period.parse(wrong)


days = st.dates(
    min_value=pd.Timestamp("1900-01-01").date(), max_value=pd.Timestamp("2199-12-31").date()
)


@given(days, st.integers(0, 60))
def test_months_to_the_day_agree_with_the_calendar(day, months):
    computed = law.day_after(np.datetime64(day), law.Period(months=months))
    assert pd.Timestamp(computed) == pd.Timestamp(day) + pd.DateOffset(months=months)


@given(days, st.integers(1, 24))
def test_the_first_of_a_later_month_is_a_first_and_lies_after_the_act(day, months):
    computed = pd.Timestamp(law.first_of_month_after(np.datetime64(day), months))
    assert computed.day == 1
    assert computed > pd.Timestamp(day)
    assert (computed.year - day.year) * 12 + computed.month - day.month == months


@given(days, days, st.integers(0, 24))
def test_a_later_act_never_takes_effect_earlier(one, other, months):
    first, second = sorted((one, other))
    clause = law.Clause(law.Period(months=months), "first_of_month")
    same_day = law.Clause(law.Period(months=months, days=3))
    for rule in (clause, same_day):
        assert rule.after(np.datetime64(first)) <= rule.after(np.datetime64(second))
