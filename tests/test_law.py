"""The law of dates, case by case; the cases are CSV files that a lawyer can edit."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_register
from analysis.law import clauses
from analysis.law.known import treaties_as_known
from analysis.terms.acts import CONSENT_KINDS

SHIPPED = load_register().tables
CASES = Path(__file__).parent / "cases"
DAY = "datetime64[s]"


def cases(name):
    with (CASES / name).open(encoding="utf-8") as file:
        return [
            pytest.param(row, id=f"{row['treaty']}: {row['case']}") for row in csv.DictReader(file)
        ]


def treaty(code):
    """The clauses of a treaty, as the register ships them."""
    return SHIPPED.treaty(code)


def deposits_up_to_trigger(code):
    """The deposits that brought the treaty into force, without any later one."""
    own, events = treaty(code), SHIPPED.events
    acts = events[(events["treaty"] == code) & events["kind"].isin(CONSENT_KINDS)]
    acts = acts[["state", "kind", "day", "effect"]].assign(effect=pd.NaT).sort_values("day")
    trigger = clauses.trigger_day(own, acts)
    return acts if np.isnat(trigger) else acts[acts["day"] <= pd.Timestamp(trigger)]


@pytest.mark.parametrize("case", cases("entry_into_force.csv"))
def test_a_deposit_binds_from_the_day_the_clause_gives(case):
    acts = deposits_up_to_trigger(case["treaty"])
    own = {
        "state": "XXX",
        "day": pd.Timestamp(case["deposit"]),
        "kind": case["kind"],
        "effect": pd.Timestamp(case["given"]) if case["given"] else pd.NaT,
    }
    # The case's own deposit must not move the trigger: it replaces one made that day or later.
    late = acts.index[acts["day"] >= own["day"]]
    surplus = late[:1] if case["kind"] in clauses.COUNTING_KINDS else late[:0]
    required = acts["state"].isin(clauses.required_states(treaty(case["treaty"])))
    acts = pd.concat(
        [acts[~acts.index.isin(surplus) | required], pd.DataFrame([own])], ignore_index=True
    )
    bound = clauses.entry_into_force(treaty(case["treaty"]), acts)
    assert str(bound[-1]) == (case["bound_from"] or "NaT")


@pytest.mark.parametrize("case", cases("withdrawal_effect.csv"))
def test_a_notice_takes_effect_on_the_day_the_clause_gives(case):
    notices = notice_of(case["notice"], case["named"])
    spans = (
        [("XXX", case["conflict_start"], case["conflict_end"])] if case["conflict_start"] else []
    )
    conflicts = pd.DataFrame(spans, columns=["state", "start", "end"])
    for column in ("start", "end"):
        conflicts[column] = pd.to_datetime(conflicts[column].replace("", None)).astype(DAY)
    effect = clauses.withdrawal_effect(treaty(case["treaty"]), notices, conflicts)
    assert str(effect[0]) == (case["bound_until"] or "NaT")


def notice_of(day, named=""):
    effect = pd.Timestamp(named) if named else pd.NaT
    return pd.DataFrame({"state": ["XXX"], "day": [pd.Timestamp(day)], "effect": [effect]})


@pytest.mark.parametrize("case", cases("treaties.csv"))
def test_a_treaty_enters_into_force_on_the_day_its_clause_gives(case):
    own, acts = treaty(case["treaty"]), deposits_up_to_trigger(case["treaty"])
    assert str(clauses.trigger_day(own, acts)) == (case["last_deposit"] or "NaT")
    assert str(clauses.general_entry(own, acts)) == (case["entered_into_force"] or "NaT")


def test_without_a_required_state_a_treaty_does_not_enter_into_force():
    acts = deposits_up_to_trigger("npt")
    assert np.isnat(clauses.general_entry(treaty("npt"), acts[acts["state"] != "USA"]))


def test_the_required_states_alone_are_not_enough_where_a_number_is_asked_for():
    acts = deposits_up_to_trigger("npt")
    depositaries = acts[acts["state"].isin(["GBR", "RUS", "USA"])]
    assert np.isnat(clauses.general_entry(treaty("npt"), depositaries))


@pytest.mark.parametrize(
    ("day", "end"),
    [("2011-02-04", "NaT"), ("2011-02-05", "2021-02-05"), ("2021-02-02", "2021-02-05"),
     ("2021-02-03", "2026-02-05")],
)  # fmt: skip
def test_an_extension_sets_a_new_end_from_the_day_it_is_agreed(day, end):
    assert str(clauses.end_of_term(treaty("newstart")["terms"], np.datetime64(day))) == end


def test_an_end_is_unknown_until_it_comes_unless_a_term_sets_it():
    treaties = SHIPPED.treaties
    known = treaties_as_known(treaties, pd.Timestamp("2015-01-01")).set_index("code")
    assert pd.isna(known.loc["inf", "ended"])
    assert known.loc["newstart", "ended"] == pd.Timestamp("2021-02-05")
    assert known.loc["abm", "ended"] == pd.Timestamp("2002-06-13")


def test_an_entry_into_force_that_no_clause_computes_is_unknown_until_it_comes():
    known = treaties_as_known(SHIPPED.treaties, pd.Timestamp("1969-04-24")).set_index("code")
    assert pd.isna(known.loc["tlatelolco", "entered_into_force"])


@pytest.mark.parametrize(
    ("code", "notice", "effect"),
    [
        # Art. 20(3): "the" conflict that goes on when the period ends.
        ("apmbc", "2025-06-27", "2026-04-01"),
        ("ccm", "2025-06-27", "2026-04-01"),
        # Art. 17(3): until the state is no longer party to an armed conflict.
        ("tpnw", "2024-12-27", "2026-09-01"),
        # Art. 9(2): the conflict or occupation in which the state is at the end of the year.
        ("ccw", "2024-12-27", "2026-04-01"),
    ],
)
def test_a_second_conflict_begun_before_peace_counts_where_any_conflict_does(code, notice, effect):
    conflicts = pd.DataFrame(
        {
            "state": ["XXX", "XXX", "YYY"],
            "start": pd.to_datetime(["2026-03-01", "2025-01-01", "2025-01-01"]).astype(DAY),
            "end": pd.to_datetime(["2026-09-01", "2026-04-01", None]).astype(DAY),
        }
    )
    found = clauses.withdrawal_effect(treaty(code), notice_of(notice), conflicts)
    assert str(found[0]) == effect


@pytest.mark.parametrize("code", ["apmbc", "tpnw", "ccw"])
def test_of_two_conflicts_at_the_end_of_the_period_the_longer_counts(code):
    conflicts = pd.DataFrame(
        {
            "state": ["XXX", "XXX"],
            "start": pd.to_datetime(["2024-01-01", "2024-02-01"]).astype(DAY),
            "end": pd.to_datetime(["2029-01-01", "2028-01-01"]).astype(DAY),
        }
    )
    found = clauses.withdrawal_effect(treaty(code), notice_of("2025-06-27"), conflicts)
    assert str(found[0]) == "2029-01-01"


@pytest.mark.parametrize(
    ("code", "floor", "last", "entered"),
    [
        ("ctbt", "1998-09-24", "1997-01-01", "1998-09-24"),
        ("ctbt", "1998-09-24", "1998-03-28", "1998-09-24"),
        ("ctbt", "1998-09-24", "1998-03-29", "1998-09-25"),
        ("cwc", "1995-01-13", "1994-01-01", "1995-01-13"),
        ("cwc", "1995-01-13", "1994-07-18", "1995-01-14"),
    ],
)
def test_no_entry_into_force_before_the_floor_of_two_years(code, floor, last, entered):
    own = treaty(code)
    assert str(own["entry_not_before"].date()) == floor
    assert own["opened"] + pd.DateOffset(years=2) == pd.Timestamp(floor)
    required = clauses.required_states(own) or [
        f"X{n:02}" for n in range(own["entry_trigger_count"])
    ]
    acts = pd.DataFrame({"state": required, "kind": "ratification", "effect": pd.NaT})
    acts["day"] = pd.to_datetime(["1993-01-13"] * (len(required) - 1) + [last]).astype(DAY)
    assert str(clauses.general_entry(own, acts)) == entered
    assert set(clauses.entry_into_force(own, acts).astype(str)) == {entered}


#: Clauses that ask for a notice so long in advance, without dating the effect themselves.
IN_ADVANCE = ["npt", "bwc", "cwc", "ctbt", "rarotonga", "pelindaba", "bangkok"]


def test_where_the_clause_dates_the_effect_the_day_is_fixed_and_elsewhere_a_minimum():
    treaties = SHIPPED.treaties[SHIPPED.treaties["withdrawal_period"] != ""].set_index("code")
    dated = {"apmbc", "ccm", "cppnm", "moon", "tpnw", "ost", "tlatelolco"}
    dated |= {code for code in treaties.index if code.startswith("ccw")}
    fixed = set(treaties.index[treaties["withdrawal_day"] == "fixed"])
    assert fixed == dated
    alike = treaties["withdrawal_day"].loc[IN_ADVANCE]
    assert set(alike) == {"at_least"}


def test_only_the_zones_of_bangkok_and_rarotonga_ask_for_a_breach_by_another_party():
    treaties = SHIPPED.treaties.set_index("code")
    asks = treaties.index[treaties["withdrawal_condition"] == "breach"]
    assert sorted(asks) == ["bangkok", "rarotonga"]
    assert treaties.loc["pelindaba", "withdrawal_condition"] == "supreme_interests"


@pytest.mark.parametrize(
    ("code", "column", "article"),
    [
        ("ctbt", "entry_article", "Art. XIV(1), (5)"),
        ("ctbt", "withdrawal_article", "Art. IX(2)-(3)"),
        ("cwc", "entry_article", "Art. XXI(1)-(2)"),
        ("cwc", "withdrawal_article", "Art. XVI(2)-(3)"),
        ("ccw", "withdrawal_article", "Convention Art. 9(1)-(3)"),
        ("ccw_a1", "withdrawal_article", "Convention Art. 9(1), (3)"),
        ("bangkok", "withdrawal_article", "Art. 22(1)-(3)"),
        ("rarotonga", "withdrawal_article", "Art. 13(1)-(2)"),
    ],
)
def test_a_clause_names_the_paragraphs_that_hold_it(code, column, article):
    assert treaty(code)[column] == article


def test_a_clause_that_was_not_read_in_the_text_is_marked():
    treaties = SHIPPED.treaties.set_index("code")
    assert set(treaties["withdrawal_read"]) == {"yes", "secondary", "no"}
    unread = treaties.index[treaties["withdrawal_read"] == "no"]
    assert sorted(unread) == [
        "canwfz", "cma", "kinshasa", "newstart", "pnet", "salt2", "start2", "ttbt",
    ]  # fmt: skip
    assert (treaties.loc[unread, "withdrawal_period"] == "").all()


def test_one_deposit_short_of_the_trigger_nothing_is_determined():
    acts = deposits_up_to_trigger("apmbc").iloc[1:]
    assert np.isnat(clauses.entry_into_force(treaty("apmbc"), acts)).all()
    assert np.isnat(clauses.general_entry(treaty("apmbc"), acts))


def test_a_succession_does_not_count_towards_the_trigger():
    acts = deposits_up_to_trigger("apmbc")
    acts.iloc[0, acts.columns.get_loc("kind")] = "succession"
    assert np.isnat(clauses.entry_into_force(treaty("apmbc"), acts)).all()


def test_a_treaty_without_withdrawal_clause_gives_no_effect():
    none = pd.DataFrame(columns=["state", "start", "end"])
    assert np.isnat(clauses.withdrawal_effect(treaty("enmod"), notice_of("2025-06-27"), none)).all()


@pytest.mark.parametrize("wrong", ["", "P", "6M", "P6", "PT6H", "P-6M", "P1.5M", "p6m", "P6M1Y"])
def test_what_is_not_a_duration_is_refused(wrong):
    with pytest.raises(ValueError, match="not a duration"):
        clauses.Period.parse(wrong)


days = st.dates(
    min_value=pd.Timestamp("1900-01-01").date(), max_value=pd.Timestamp("2199-12-31").date()
)


@given(days, st.integers(0, 60))
def test_months_to_the_day_agree_with_the_calendar(day, months):
    computed = clauses.day_after(np.datetime64(day), clauses.Period(months=months))
    assert pd.Timestamp(computed) == pd.Timestamp(day) + pd.DateOffset(months=months)


@given(days, st.integers(1, 24))
def test_the_first_of_a_later_month_is_a_first_and_lies_after_the_act(day, months):
    computed = pd.Timestamp(clauses.first_of_month_after(np.datetime64(day), months))
    assert computed.day == 1
    assert computed > pd.Timestamp(day)
    assert (computed.year - day.year) * 12 + computed.month - day.month == months


@given(days, days, st.integers(0, 24))
def test_a_later_act_never_takes_effect_earlier(one, other, months):
    first, second = sorted((one, other))
    clause = clauses.Clause(clauses.Period(months=months), "first_of_month")
    same_day = clauses.Clause(clauses.Period(months=months, days=3))
    for rule in (clause, same_day):
        assert rule.after(np.datetime64(first)) <= rule.after(np.datetime64(second))
