"""The shipped register against what the depositary and the field have published."""

import csv
import dataclasses
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analysis import RollbackError, UnknownName
from analysis.terms.days import to_day

CASES = Path(__file__).parent / "cases"


def cases(name):
    with (CASES / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        pytest.param(row, id=f"{row['treaty']} {row.get('state', '')} {row['day']}") for row in rows
    ]


@pytest.mark.parametrize("case", cases("counts.csv"))
def test_counts_equal_the_published_totals(register, case):
    row = register.as_of(case["day"]).counts(treaty=case["treaty"]).iloc[0]
    for number in ("contracting_states", "parties"):
        if case[number]:
            assert row[number] == int(case[number])


@pytest.mark.parametrize("case", cases("status.csv"))
def test_a_state_stands_where_the_law_puts_it(register, case):
    row = register.as_of(case["day"]).status(treaty=case["treaty"], state=case["state"]).iloc[0]
    assert (row["status"], row["stage"]) == (case["status"], case["stage"])
    if case["until"]:
        assert row["until"] == pd.Timestamp(case["until"])
    elif case["status"] in ("party", "withdrawn", "none"):
        assert pd.isna(row["until"])


def test_five_states_run_their_notices_on_20_august_2025(register):
    table = register.as_of("2025-08-20").status(treaty="apmbc")
    leaving = table[table["status"] == "withdrawing"].set_index("state")["bound_until"]
    assert leaving.dt.strftime("%Y-%m-%d").to_dict() == {
        "EST": "2025-12-27",
        "LVA": "2025-12-27",
        "LTU": "2025-12-27",
        "FIN": "2026-01-10",
        "POL": "2026-02-20",
    }


def test_acts_after_the_day_are_unseen_but_the_clause_shows_what_it_scheduled(register):
    row = register.as_of("2025-06-27").status(treaty="apmbc", state="LVA").iloc[0]
    assert row["notified"] == "2025-06-27"
    assert row["bound_until"] == pd.Timestamp("2025-12-27")
    before = register.as_of("2025-06-26").status(treaty="apmbc", state="LVA").iloc[0]
    assert (before["notified"], pd.isna(before["bound_until"])) == ("", True)


def test_events_after_the_day_never_change_what_was_so_before(register):
    early = register.as_of("2024-01-01").counts(treaty="ccm", over_time=True)
    late = register.counts(treaty="ccm", over_time=True)
    pd.testing.assert_frame_equal(early, late[late["day"] <= "2024-01-01"])


def test_the_series_and_the_single_day_agree(register):
    series = register.counts(treaty="apmbc", region="nato", over_time=True)
    for row in series.iloc[::25].itertuples():
        single = register.as_of(row.day).counts(treaty="apmbc", region="nato").iloc[0]
        assert single["parties"] == row.parties


def test_parties_never_exceed_contracting_states(register):
    for treaty in register.codes():
        series = register.counts(treaty=treaty, over_time=True)
        assert (series["parties"] <= series["contracting_states"]).all()
        assert (series.drop(columns=["treaty", "day"]) >= 0).all().all()


def test_states_with_no_status_are_listed_for_a_region_or_a_state_only(register):
    assert "none" not in set(register.status(treaty="apmbc")["status"])
    assert register.status(treaty="apmbc", state="USA")["status"].tolist() == ["none"]
    everyone = register.status_of_all(treaty="apmbc")
    assert len(everyone) == 197
    assert "SUN" not in set(everyone["state"])


def test_ukraine_stays_a_party_and_is_marked_as_disputed(register):
    row = register.as_of("2025-08-20").status(treaty="apmbc", state="UKR").iloc[0]
    assert row["status"] == "party"
    assert "no suspension clause" in row["disputed"]
    assert register.as_of("2025-07-17").status(treaty="apmbc", state="UKR")["disputed"].item() == ""


def test_a_day_before_the_treaty_knows_nobody(register):
    day = register.as_of("1990-01-01")
    assert day.status(treaty="apmbc").empty
    assert day.counts(treaty="apmbc").iloc[0]["parties"] == 0
    assert day.pipeline(treaty="apmbc").empty


def test_a_day_past_the_coverage_gives_a_caution(register):
    assert register.as_of("2025-01-01").cautions(treaty="apmbc") == []
    zones = register.as_of("2025-01-01").cautions(treaty=["ptbt", "ost", "openskies"])
    assert [said.partition(";")[0] for said in zones] == [
        "ptbt, ost: events are complete up to 2018-07-10",
        "openskies: events are complete up to 2021-12-18",
    ]
    assert "complete up to 2026-02-20" in register.as_of("2026-03-01").cautions(treaty="apmbc")[0]


def test_a_date_known_to_the_month_is_never_shown_as_a_day(register):
    table = register.pipeline(treaty="apmbc").set_index("state")
    assert table.loc["LTU", "promulgated"] == "2025-05"


@pytest.mark.parametrize(
    ("ask", "near"),
    [
        (lambda r: r.status(treaty="apmb"), "apmbc"),
        (lambda r: r.status(treaty="apmbc", region="eastern-flnak"), "eastern-flank"),
        (lambda r: r.status(treaty="apmbc", state="Latvai"), "LVA"),
        (lambda r: r.status(treaty="apmbc", state="Lativa"), "LVA"),
        (lambda r: r.status(treaty="apmbc", state="LVX"), "LVA"),
        (lambda r: r.coverage(treaty="apmbc", region="nato", towards=["RUSS"]), "RUS"),
    ],
)
def test_a_misspelt_name_is_met_with_the_nearest_one(register, ask, near):
    with pytest.raises(UnknownName, match=f"did you mean '({near})'"):
        ask(register)


@pytest.mark.parametrize(
    ("treaty", "day", "observed"),
    [
        ("openskies", "2026-08-22", "2021-12-18"),
        ("ptbt", "2031-01-01", "2018-07-10"),
        ("ptbt", "2010-01-01", "2010-01-01"),
        ("inf", "2026-08-22", "2026-08-22"),
        ("inf", "2019-05-01", "2019-05-01"),
        ("tpnw", "2030-01-01", "2026-08-22"),
    ],
)
def test_a_treaty_is_observed_up_to_the_day_that_it_is_covered(register, treaty, day, observed):
    assert register.as_of(day).observed_until(treaty) == pd.Timestamp(observed)


@pytest.mark.parametrize(
    ("treaty", "day"),
    [
        ("apmbc", "2026-02-20"),
        ("openskies", "2021-12-18"),
        ("inf", "2019-08-02"),
        ("npt", "2026-08-22"),
        ("", "2026-08-22"),
    ],
)
def test_without_a_day_one_treaty_stands_on_the_last_day_for_which_it_is_covered(
    register, treaty, day
):
    assert register.as_of("2000-01-01").default_day(treaty) == pd.Timestamp(day)


@pytest.mark.parametrize("day", ["1900-01-01", "2036-08-22"])
def test_the_first_and_the_last_possible_day_can_be_asked_about(register, day):
    assert register.as_of(day).day == pd.Timestamp(day)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2036-08-23", "nothing is scheduled more than 10 years after 2026-08-22"),
        ("2999-01-01", "name a day from 1900-01-01 to 2036-08-22"),
        ("1899-12-31", "nothing is held of the time before 1900"),
    ],
)
def test_an_impossible_day_is_refused_with_the_possible_ones(register, day, reason):
    with pytest.raises(RollbackError, match=reason):
        register.as_of(day)


def test_a_day_after_the_vintage_says_that_only_the_scheduled_is_known(register):
    first, *more = register.as_of("2031-01-01").cautions(treaty="inf")
    assert first == (
        "2031-01-01 lies after 2026-08-22, the vintage of the data: the answer holds only what the"
        " law had scheduled by then"
    )
    assert more == []
    # What the data cover up to the vintage is not told twice, what they cover less of is.
    assert len(register.as_of("2031-01-01").cautions(treaty="tpnw")) == 1
    assert len(register.as_of("2031-01-01").cautions(treaty="apmbc")) == 2
    assert register.cautions(treaty="tpnw") == []


def test_after_the_vintage_the_law_goes_on_as_scheduled(register):
    """Tonga deposited by the vintage and is bound 90 days later: Art. 15(2) of the TPNW."""
    held = [
        register.as_of(day).status(treaty="tpnw", state="TON")["status"].item()
        for day in ("2026-10-04", "2026-10-05", "2036-08-22")
    ]
    assert held == ["contracting", "party", "party"]


@pytest.mark.parametrize("wrong", ["16.04.2025", "2025-4-16", "2025-02-30", "", "today"])
def test_what_is_not_a_day_is_refused(wrong):
    with pytest.raises(RollbackError, match="is not a day"):
        to_day(wrong)


def test_a_day_can_be_given_as_text_date_or_timestamp(register):
    days = ["2025-04-16", dt.date(2025, 4, 16), pd.Timestamp("2025-04-16 15:00")]
    assert {register.as_of(day).day for day in days} == {pd.Timestamp("2025-04-16")}


def test_a_register_introduces_itself_in_one_line(register):
    said = repr(register.as_of("2025-04-16"))
    assert said.startswith("<Register as of 2025-04-16: 46 treaties, ")
    assert "\n" not in said


def test_the_register_measures_what_it_holds(register):
    now = register.as_of("2026-02-20")
    depth = now.depth(treaty="apmbc", region="eastern-flank").iloc[0]
    assert (depth["peak"], depth["current"], depth["drawdown"]) == (6, 1, 5)
    flows = now.flows(treaty="apmbc").set_index("year")
    assert flows.loc[[1997, 1998, 1999], "deposits"].tolist() == [3, 55, 32]
    rates = now.exit_rates(treaty="apmbc", by="eastern-flank").set_index("group")
    assert rates["exits"].to_dict() == {"eastern-flank": 5, "rest": 0}
    assert now.commitments(region="nato")["members"].iloc[-1] == 32


def test_what_is_kept_belongs_to_its_tables_and_day(register):
    """Answers are computed once for a day, shared between days, and never between tables."""
    asked = []
    one = register.as_of("2025-04-16")
    for seen in (one, one.as_of("2020-01-01").as_of("2025-04-16")):
        assert seen.keep("question", lambda: asked.append(1) or "answer") == "answer"
    assert asked == [1]
    assert one.as_of("2020-01-01").keep("question", lambda: "other day") == "other day"
    other = dataclasses.replace(one, tables=one.tables.with_events(one.tables.events.head(5)))
    assert other.keep("question", lambda: "other tables") == "other tables"
    assert len(other.events) == 5


def test_a_frame_given_out_can_be_changed_without_changing_the_answer(register):
    first = register.status(treaty="apmbc", state="LVA")
    first.loc[0, "status"] = "spoilt"
    assert register.status(treaty="apmbc", state="LVA").loc[0, "status"] == "withdrawn"


def test_kiribati_counts_under_the_npt_from_when_a_source_shows_it_bound(register):
    """Its printed day lies before its independence, and no list has another one."""
    for day, status in (("1990-12-30", "none"), ("1990-12-31", "party")):
        row = register.as_of(day).status(treaty="npt", state="KIR").iloc[0]
        assert row["status"] == status
