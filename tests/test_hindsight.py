"""As of a day nothing is told that nobody could know by then: no other future would change it."""

import random
from dataclasses import replace

import pandas as pd
import pytest

from analysis import load_register
from analysis.law.known import told_by
from analysis.law.regions import list_regions
from analysis.register import Register
from analysis.store.known import known_since
from analysis.store.loading import end_of_date
from analysis.terms.acts import CONSENT_KINDS, READINGS
from analysis.watch.attempts import attempts_known
from analysis.watch.board import board
from analysis.watch.due import due
from tests.conftest import make_tables

pytestmark = pytest.mark.slow
SEED = 19850101
#: Days between a ratification and its waiver, a deposit and its notification, the end of a state
#: foreseen by nobody, a term and its extension, an act and the objection to it, and after the data.
DAYS = [
    "1930-02-01", "1969-04-24", "1985-01-01", "1991-12-25", "1992-12-31", "1998-11-01",
    "2001-11-03", "2015-10-20", "2018-10-27", "2020-01-31", "2021-02-02", "2023-03-05",
    "2025-08-20", "2030-01-01",
]  # fmt: skip
#: By how much the days move that come later in the other future.
LATER = pd.Timedelta(days=700)


def drawn(number):
    """Days drawn by lot from those of the acts, and the days before them."""
    lot = random.Random(SEED)
    acts = sorted(set(load_register().tables.events["day"]))
    days = [day - pd.Timedelta(days=lot.randrange(2)) for day in lot.sample(acts, number)]
    return [f"{day:%Y-%m-%d}" for day in days]


def another_future(tables, day):
    """The tables of a world that was the same up to a day: what came later came otherwise.

    Later acts, ends, objections and outcomes never came; what was given later came later still.
    """

    def so_far(rows, start="start"):
        begun = rows[~(rows[start] > day)]
        return begun.assign(end=begun["end"].where(begun["end"] <= day))

    stated = tables.treaties.loc[tables.treaties["entry_trigger"] == "stated", "code"]
    calendar = tables.calendar[known_since(tables, tables.calendar["sources"]) <= day]
    joined_later = tables.groups["start"] > day
    groups = tables.groups.assign(
        standing=tables.groups["standing"].mask(joined_later, "invited"),
        end=tables.groups["end"].where(tables.groups["end"] <= day),
    )
    states = tables.states.assign(end=tables.states["end"].where(tables.states["end"] <= day))
    return replace(
        tables,
        events=_events(tables.events[tables.events["day"] <= day], stated, day),
        treaties=_treaties(tables.treaties, day),
        states=states,
        groups=groups,
        conflicts=so_far(tables.conflicts),
        disputes=so_far(tables.disputes),
        offices=_offices(so_far(tables.offices), tables.offices, day),
        attempts=_attempts(tables, day),
        calendar=calendar.reset_index(drop=True),
    )


def _events(events, stated, day):
    """What a clause gives needs no printed day; what was given later is given later still."""
    later = events["kind"].isin(CONSENT_KINDS) & (events["effect"] > day)
    moved = events["effect"].mask(later & events["treaty"].isin(stated), events["effect"] + LATER)
    effect = moved.mask(later & ~events["treaty"].isin(stated))
    return events.assign(effect=effect).reset_index(drop=True)


def _treaties(treaties, day):
    later = treaties["entered_into_force"] > day
    terms = [
        ";".join(one for one in cell.split(";") if one and pd.Timestamp(one.split("/")[0]) <= day)
        for cell in treaties["terms"]
    ]
    return treaties.assign(
        entered_into_force=treaties["entered_into_force"].mask(
            later, treaties["entered_into_force"] + LATER
        ),
        ended=treaties["ended"].where(treaties["ended"] <= day),
        terms=pd.Series(terms, index=treaties.index, dtype="str"),
    )


def _offices(begun, offices, day):
    """Who left office later was seen in it on the day."""
    held = ~(offices["end"].reindex(begun.index) <= day)
    seen = offices["seen"].reindex(begun.index).fillna(offices["end"].reindex(begun.index))
    return begun.assign(seen=seen.clip(upper=day).where(held, begun["seen"]))


def _attempts(tables, day):
    rows = tables.attempts
    covered = rows["treaty"].map(tables.treaties.set_index("code")["covered_to"])
    begun = end_of_date(rows["started"]).fillna(covered.fillna(tables.vintage)) <= day
    rows = rows[begun]
    later = end_of_date(rows["outcome_date"]) > day
    return rows.assign(
        outcome=rows["outcome"].mask(later, "open"),
        outcome_date=rows["outcome_date"].mask(later, ""),
        furthest=rows["furthest"].mask(later, ""),
        summary=rows["summary"].mask(later, ""),
    ).reset_index(drop=True)


def told(register):
    """What a register says as of its day, by the name of the question."""
    lot = random.Random(f"{SEED} {register.day}")
    tables, known, spells, day = register.tables, register.known, register.spells, register.day
    treaties = lot.sample(sorted(tables.treaties["code"]), 6)
    regions = sorted(region.slug for region in list_regions(tables))
    answers = {
        **{f"status, {one}": register.read_as(one).status_of_all() for one in READINGS},
        "due": due(known, spells, day),
        "pipeline": register.pipeline(),
        "counts": register.counts(treaty=treaties, over_time=True),
        "counts of a group": register.counts(treaty=treaties, region="nato", over_time=True),
        "changes": register.changes(day - pd.DateOffset(years=8)),
        "events": register.events,
        "treaties": known.treaties.drop(columns=["known_on", "signature_closes"]),
        "attempts": attempts_known(tables, day),
        "board": board(tables, spells, day),
        "flows": register.flows(treaty=treaties),
        **{f"members of {one}": register.member_table(one) for one in regions},
    }
    held = spells.loc[spells["treaty"].isin(treaties), ["treaty", "state"]].drop_duplicates()
    pairs = sorted(held.itertuples(index=False, name=None))
    for treaty, state in lot.sample(pairs, min(6, len(pairs))):
        told_of = register.explain(state, treaty).as_json()
        answers[f"{state} under {treaty}"] = pd.DataFrame([told_of]).astype("str")
        answers[f"history of {state}"] = register.history(state)
    return answers


@pytest.mark.parametrize("day", [*DAYS, *drawn(12)])
def test_no_other_future_would_change_what_is_told_of_a_day(register, day):
    seen = register.as_of(day)
    other = Register(another_future(register.tables, seen.day), seen.day)
    one, two = told(seen), told(other)
    assert one.keys() == two.keys()
    wrong = {}
    for question, answer in one.items():
        try:
            pd.testing.assert_frame_equal(answer, two[question], check_dtype=False)
        except AssertionError as difference:
            wrong[question] = str(difference)
    assert wrong == {}


@pytest.mark.parametrize(
    ("state", "treaty", "before", "came"),
    [
        ("BRA", "tlatelolco", "1994-05-29", "1994-05-30"),
        ("CHL", "tlatelolco", "1994-01-17", "1994-01-18"),
        ("AUS", "geneva_protocol", "1930-05-23", "1930-05-24"),
    ],
)
def test_an_effect_that_a_later_act_gave_is_unknown_until_it_comes(
    register, state, treaty, before, came
):
    row = register.as_of(before).status(treaty=treaty, state=state).iloc[0]
    assert row["status"] == "contracting"
    assert row[["until", "bound_from", "bound_until"]].isna().all()
    row = register.as_of(came).status(treaty=treaty, state=state).iloc[0]
    assert (row["status"], row["since"]) == ("party", pd.Timestamp(came))


def test_the_end_of_a_state_is_scheduled_by_no_law(register):
    before, on = (
        register.as_of(day).status(treaty="abm", state="SUN").iloc[0]
        for day in ("1991-12-25", "1991-12-26")
    )
    assert (before["status"], on["status"]) == ("party", "none")
    assert pd.isna(before["until"])
    assert on["bound_until"] == pd.Timestamp("1991-12-26")


def test_what_the_law_had_scheduled_still_shows(register):
    """Follows from acts: the 40th deposit, a notice, a term, a state's own later deposit."""
    asked = [
        ("1998-09-16", "apmbc", "CAN", "until", "1999-03-01"),
        ("2025-08-20", "apmbc", "POL", "bound_until", "2026-02-20"),
        ("2015-01-01", "newstart", "USA", "bound_until", "2021-02-05"),
        ("2001-11-02", "openskies", "CZE", "bound_from", "2002-01-01"),
        ("2025-08-20", "apmbc", "TON", "bound_from", "2025-12-01"),
    ]
    for day, treaty, state, column, scheduled in asked:
        row = register.as_of(day).status(treaty=treaty, state=state).iloc[0]
        assert row[column] == pd.Timestamp(scheduled), (day, treaty, state)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2010-10-31", "2011-02-28"),
        ("2010-11-01", None),
        ("2011-12-31", None),
        ("2012-01-01", "2012-01-01"),
    ],
)
def test_a_conflict_keeps_a_notice_open_from_its_beginning_on(day, end):
    notice = [("ban", "AAA", "2010-08-31", "withdrawal_notified")]
    deposits = [("ban", state, "2000-02-10", "accession") for state in ("AAA", "BBB")]
    war = [("AAA", "2010-11-01", "2012-01-01")]
    seen = Register(make_tables([*deposits, *notice], conflicts=war), pd.Timestamp(day))
    (effect,) = seen.spells.loc[seen.spells["status"] == "withdrawing", "end"]
    assert pd.isna(effect) if end is None else effect == pd.Timestamp(end)


def test_a_membership_that_ends_later_has_no_end_yet(register):
    eu = {
        day: register.as_of(day).member_table("eu").set_index("state")
        for day in ("2020-01-31", "2020-02-01")
    }
    assert pd.isna(eu["2020-01-31"].loc["GBR", "until"])
    assert "GBR" not in eu["2020-02-01"].index


def test_a_clause_is_quoted_without_what_came_of_it(register):
    (before, after) = (
        register.as_of(day).explain("CAN", "apmbc").clause for day in ("1998-01-01", "1999-03-01")
    )
    assert "16 September 1998" not in before
    assert "16 September 1998" in after
    assert after.endswith(before)
    whole = register.tables.treaty("sort")["withdrawal_text"]
    assert told_by(whole, pd.Timestamp("2005-01-01"), always=1).startswith("In force until")
    assert "superseded it" not in told_by(whole, pd.Timestamp("2005-01-01"), always=1)
