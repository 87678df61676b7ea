"""What holds for any history: made-up lives of states under made-up treaties."""

import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.law.counts import count_over_time
from analysis.law.known import treaties_as_known
from analysis.law.spells import build_spells, status_on
from tests.conftest import make_tables, make_treaties

STATES = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"]
#: One treaty for each way in which a clause works.
TREATIES = make_treaties(
    {"code": "nth", "terms": "2004-01-01/2030-01-01"},
    {"code": "named", "entry_trigger_count": "", "entry_required_states": "AAA;BBB"},
    {
        "code": "days",
        "entry_general_period": "P90D",
        "entry_general_day": "same_day",
        "entry_later_after": "entry_into_force",
        "withdrawal_period": "P150D",
        "withdrawal_day": "at_least",
        "ended": "2015-06-01",
    },
    {"code": "stated", "entry_trigger": "stated", "withdrawal_period": ""},
)
#: What may follow what in the life of a state under a treaty.
NEXT = {
    "": ("signature", "accession"),
    "signature": ("ratification", "ratification"),
    "accession": ("withdrawal_notified", "suspension_effective"),
    "ratification": ("withdrawal_notified", "ratification_revoked", "suspension_effective"),
    "succession": ("withdrawal_notified",),
    "withdrawal_notified": ("notice_revoked", "accession"),
    "notice_revoked": ("withdrawal_notified",),
    "ratification_revoked": ("accession",),
    "suspension_effective": ("suspension_ended", "withdrawal_notified"),
    "suspension_ended": ("withdrawal_notified",),
}
CONFLICTS = [("CCC", "2006-01-01", "2008-01-01"), ("DDD", "2010-01-01", "")]


@st.composite
def histories(draw):
    """Events of a few states, each life in the order that the law allows."""
    events = []
    for treaty in TREATIES["code"]:
        for state in STATES:
            day, kind = pd.Timestamp("2000-01-01"), ""
            for _ in range(draw(st.integers(0, 5))):
                kind = draw(st.sampled_from(NEXT[kind]))
                # A notice can be revoked only while it runs.
                longest = 80 if kind == "notice_revoked" else 1500
                day += pd.Timedelta(days=draw(st.integers(1, longest)))
                events.append((treaty, state, f"{day:%Y-%m-%d}", kind))
    return events


def tables_of(events):
    return make_tables(events, treaties=TREATIES, conflicts=CONFLICTS)


def known_on(tables, day):
    """The tables as they were known on a day, as the register cuts them."""
    events = tables.events[tables.events["day"] <= day].reset_index(drop=True)
    known = tables.with_events(events)
    object.__setattr__(known, "treaties", treaties_as_known(tables.treaties, day))
    return known


@given(histories())
@settings(max_examples=40, deadline=None)
def test_spells_never_overlap_and_leave_no_gap(events):
    spells = build_spells(tables_of(events))
    for _, own in spells.groupby(["treaty", "state"]):
        assert (own["end"].iloc[:-1].to_numpy() == own["start"].iloc[1:].to_numpy()).all()
        assert (own["start"] < own["end"].fillna(pd.Timestamp("2200-01-01"))).all()
        assert (own["status"] != own["status"].shift()).all()


@given(histories())
@settings(max_examples=40, deadline=None)
def test_counts_are_never_negative_and_nest(events):
    tables = tables_of(events)
    spells = build_spells(tables)
    for treaty in TREATIES["code"]:
        series = count_over_time(tables, spells, treaty, pd.Timestamp("2035-01-01"))
        numbers = series.drop(columns=["treaty", "day"])
        assert (numbers >= 0).all().all()
        assert (series["parties"] <= series["contracting_states"]).all()
        assert (series["contracting_states"] <= len(STATES)).all()
        assert (series["withdrawing"] <= series["parties"]).all()


@given(histories(), st.integers(0, 5000), st.integers(0, 2000))
@example(
    # The treaty of the first change known by then is not that of the first change of all.
    [
        ("named", "CCC", "2000-01-02", "accession"),
        ("named", "CCC", "2000-01-03", "withdrawal_notified"),
        ("stated", "EEE", "2000-01-02", "signature"),
    ],
    1,
    0,
)
@settings(max_examples=60, deadline=None)
def test_what_is_learnt_later_never_changes_what_was_so(events, length, before):
    tables = tables_of(events)
    today = pd.Timestamp("2000-01-01") + pd.Timedelta(days=length)
    past = today - pd.Timedelta(days=before)
    then, later = (
        status_on(build_spells(known), past)[["treaty", "state", "status", "start"]]
        for known in (known_on(tables, today), tables)
    )
    pd.testing.assert_frame_equal(then, later)


@given(histories())
@settings(max_examples=40, deadline=None)
def test_no_withdrawal_takes_effect_before_its_notice(events):
    tables = tables_of(events)
    spells = build_spells(tables)
    notices = tables.events[tables.events["kind"] == "withdrawal_notified"]
    for row in spells[spells["status"] == "withdrawn"].itertuples():
        own = notices[(notices["treaty"] == row.treaty) & (notices["state"] == row.state)]
        period = {"nth": 181, "named": 181, "days": 150}[row.treaty]
        assert (own["day"] + pd.Timedelta(days=period - 2) <= row.start).any()
