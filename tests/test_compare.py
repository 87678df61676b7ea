"""What changed between two days: statuses, ends, and steps."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.law.changes import COLUMNS, changes_between
from analysis.law.spells import build_spells
from tests.conftest import make_tables, make_treaties

OUT = {"aim": "withdrawal", "actor": "parliament"}
EVENTS = [
    ("ban", "AAA", "2000-02-10", "ratification"),
    ("ban", "BBB", "2000-03-05", "accession"),
    ("ban", "AAA", "2010-06-01", "parliament_approved", OUT),
    ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
]


def changes(since, until):
    tables = make_tables(EVENTS)
    known = tables.with_events(tables.events[tables.events["day"] <= until])
    table = changes_between(known, build_spells(known), pd.Timestamp(since), pd.Timestamp(until))
    days = table["day"].dt.strftime("%Y-%m-%d")
    return list(zip(days, table["state"], table["change"], table["after"], strict=True))


def test_a_vote_is_a_step_and_a_notice_changes_the_status():
    assert changes("2010-05-31", "2010-08-31") == [
        ("2010-06-01", "AAA", "step", "parliament_approved"),
        ("2010-08-31", "AAA", "status", "withdrawing"),
    ]


def test_the_first_day_is_excluded_and_the_last_included():
    assert changes("2010-06-01", "2010-08-30") == []
    assert len(changes("2010-05-31", "2010-06-01")) == 1


def test_an_effect_that_only_the_clause_dates_is_a_change_without_an_event():
    tables = make_tables(EVENTS)
    table = changes_between(
        tables, build_spells(tables), pd.Timestamp("2011-01-01"), pd.Timestamp("2011-12-31")
    )
    assert table[["before", "after", "event"]].values.tolist() == [["withdrawing", "withdrawn", ""]]


def test_what_happened_since_the_story_led_to_five_exits(register):
    table = register.changes("2025-04-16", "2026-02-20", treaty="apmbc", region="eastern-flank")
    assert (table["after"] == "withdrawn").sum() == 5
    assert (table["after"] == "withdrawing").sum() == 5


def rows(register, since, until, **about):
    table = register.changes(since, until, **about)
    assert list(table.columns) == COLUMNS
    columns = ["date", "state", "change", "before", "after"]
    return [tuple(row) for row in table[columns].itertuples(index=False)]


def test_every_withdrawal_since_2000_is_a_change(register):
    table = register.changes("1999-12-31")
    told = table[(table["change"] == "status") & (table["after"] == "withdrawn")]
    events = register.events
    effects = events[(events["kind"] == "withdrawal_effective") & (events["day"] > "1999-12-31")]
    assert len(effects) >= 13
    assert set(effects["event"]) <= set(told["event"])


def test_every_end_of_a_treaty_is_a_change_with_its_act(register):
    table = register.changes("1970-01-01")
    over = register.tables.treaties.dropna(subset=["ended"])
    found = set(zip(table["treaty"], table["day"], strict=True))
    assert len(over) >= 9
    assert set(zip(over["code"], over["ended"], strict=True)) <= found
    acts = register.events[register.events["kind"].isin(["expired", "terminated"])]
    assert set(acts["event"]) <= set(table[table["change"] == "end"]["event"])


@pytest.mark.parametrize(
    ("treaty", "since", "until", "expected"),
    [
        (
            "newstart",
            "2026-01-01",
            "2026-02-20",
            [
                ("2026-02-05", "RUS", "end", "suspended", "expired"),
                ("2026-02-05", "USA", "end", "party", "expired"),
            ],
        ),
        (
            "abm",
            "2002-01-01",
            "2003-01-01",
            [
                ("2002-06-13", "RUS", "end", "party", "terminated"),
                ("2002-06-13", "USA", "status", "withdrawing", "withdrawn"),
            ],
        ),
        (
            "pmda",
            "2025-10-30",
            "2025-12-31",
            [
                ("2025-11-06", "RUS", "status", "suspended", "withdrawn"),
                ("2025-11-06", "USA", "end", "party", "terminated"),
            ],
        ),
        # A notice whose effect is contested is an act all the same.
        (
            "npt",
            "2002-12-31",
            "2003-12-31",
            [("2003-01-10", "PRK", "step", "", "withdrawal_notified")],
        ),
        # A notice of 1993 that was suspended in the same period, by its own rows.
        (
            "npt",
            "1993-01-10",
            "1993-07-01",
            [
                ("1993-03-12", "PRK", "status", "party", "withdrawing"),
                ("1993-06-11", "PRK", "status", "withdrawing", "party"),
            ],
        ),
        ("salt1", "1977-10-02", "1977-10-03", [
            ("1977-10-03", "SUN", "end", "party", "expired"),
            ("1977-10-03", "USA", "end", "party", "expired"),
        ]),
    ],
)  # fmt: skip
def test_ends_and_exits_are_told_as_what_they_are(register, treaty, since, until, expected):
    found = rows(register, since, until, treaty=treaty)
    if treaty == "npt":
        found = [row for row in found if row[1] == "PRK"]
    assert found == expected


def test_the_united_states_suspended_the_inf_and_gave_notice_on_one_day(register):
    found = rows(register, "2019-02-01", "2019-08-02", treaty="inf", region="nato")
    assert found == [
        ("2019-02-02", "USA", "status", "party", "withdrawing"),
        ("2019-02-02", "USA", "step", "", "suspension_effective"),
        ("2019-08-02", "USA", "status", "withdrawing", "withdrawn"),
    ]


def test_the_end_of_a_state_is_no_end_of_the_treaty(register):
    found = rows(register, "1991-12-25", "1991-12-26", treaty="abm")
    assert ("1991-12-26", "SUN", "end", "party", "state_ended") in found


def test_a_notice_that_still_runs_when_the_treaty_ends_takes_no_effect():
    events = [*EVENTS, ("ban", "INT", "2010-12-01", "expired", {"actor": "organisation"})]
    tables = make_tables(events, make_treaties({"ended": "2010-12-01"}))
    spells = build_spells(tables)
    table = changes_between(tables, spells, pd.Timestamp("2010-09-01"), tables.vintage)
    assert table[["state", "change", "before", "after", "event"]].to_numpy().tolist() == [
        ["AAA", "end", "withdrawing", "expired", "ban.INT.2010-12-01.expired"],
        ["BBB", "end", "party", "expired", "ban.INT.2010-12-01.expired"],
    ]


def test_steps_of_a_way_out_that_was_given_up_in_the_same_time_still_happened():
    more = ("ban", "AAA", "2010-07-01", "withdrawal_rejected", OUT)
    tables = make_tables([*EVENTS[:3], more])
    spells = build_spells(tables)
    table = changes_between(tables, spells, pd.Timestamp("2010-01-01"), tables.vintage)
    assert table["after"].tolist() == ["parliament_approved", "withdrawal_rejected"]


def test_what_no_state_did_is_no_step_of_one(register):
    table = register.changes("1970-01-01")
    assert "INT" not in set(table["state"])
    assert table["name"].notna().all()


def test_a_state_that_ends_takes_its_status_with_it():
    tables = make_tables(EVENTS)
    over = tables.states["state"].map({"BBB": pd.Timestamp("2005-01-01")})
    tables = replace(tables, states=tables.states.assign(end=over.astype("datetime64[s]")))
    spells = build_spells(tables)
    since, until = pd.Timestamp("2004-01-01"), pd.Timestamp("2006-01-01")
    (row,) = changes_between(tables, spells, since, until).to_dict("records")
    assert (row["state"], row["change"], row["before"], row["after"], row["event"]) == (
        "BBB", "end", "party", "state_ended", "",
    )  # fmt: skip
