"""From events to spells: half-open, without gap or overlap, dated by the law."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.law.spells import build_spells, status_on
from analysis.terms.errors import RollbackError
from tests.conftest import make_tables, make_treaties

DEPOSITS = [("ban", "AAA", "2000-02-10", "ratification"), ("ban", "BBB", "2000-03-05", "accession")]


def spells_of(state, *events, **more):
    spells = build_spells(make_tables([*DEPOSITS, *events], **more))
    own = spells[spells["state"] == state]
    starts = own["start"].dt.strftime("%Y-%m-%d")
    ends = own["end"].dt.strftime("%Y-%m-%d").fillna("")
    return list(zip(own["status"], starts, ends, strict=True))


def test_signature_deposit_and_entry_are_three_statuses():
    events = [
        ("ban", "CCC", "2000-01-02", "signature"),
        ("ban", "CCC", "2003-07-31", "ratification"),
    ]
    assert spells_of("CCC", *events) == [
        ("signatory", "2000-01-02", "2003-07-31"),
        ("contracting", "2003-07-31", "2004-01-01"),
        ("party", "2004-01-01", ""),
    ]


def test_signature_and_deposit_on_one_day_leave_no_empty_spell():
    events = [
        ("ban", "CCC", "2003-07-31", "signature"),
        ("ban", "CCC", "2003-07-31", "ratification"),
    ]
    assert spells_of("CCC", *events)[0] == ("contracting", "2003-07-31", "2004-01-01")


def test_before_the_trigger_everybody_is_contracting_without_end():
    spells = build_spells(make_tables(DEPOSITS[:1]))
    assert spells["status"].tolist() == ["contracting"]
    assert spells["end"].isna().all()


def test_the_trigger_binds_early_depositors_on_the_general_day():
    assert spells_of("AAA") == [
        ("contracting", "2000-02-10", "2000-09-01"),
        ("party", "2000-09-01", ""),
    ]


def test_a_notice_runs_and_then_the_state_is_out():
    notice = ("ban", "AAA", "2010-08-31", "withdrawal_notified")
    assert spells_of("AAA", notice)[2:] == [
        ("withdrawing", "2010-08-31", "2011-02-28"),
        ("withdrawn", "2011-02-28", ""),
    ]


def test_an_armed_conflict_keeps_the_effect_open():
    notice = ("ban", "AAA", "2010-08-31", "withdrawal_notified")
    conflict = [("AAA", "2009-01-01", "")]
    assert spells_of("AAA", notice, conflicts=conflict)[2:] == [("withdrawing", "2010-08-31", "")]


def test_a_notice_taken_back_never_takes_effect():
    events = [
        ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
        ("ban", "AAA", "2010-12-01", "notice_revoked"),
    ]
    assert spells_of("AAA", *events)[2:] == [
        ("withdrawing", "2010-08-31", "2010-12-01"),
        ("party", "2010-12-01", ""),
    ]


def test_a_notice_cannot_be_taken_back_after_its_effect():
    events = [
        ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
        ("ban", "BBB", "2010-12-01", "notice_revoked"),
    ]
    assert ("withdrawn", "2011-02-28", "") in spells_of("AAA", *events)


def test_a_state_can_come_back():
    events = [
        ("ban", "AAA", "2010-08-31", "withdrawal_notified"),
        ("ban", "AAA", "2015-05-20", "accession"),
    ]
    assert spells_of("AAA", *events)[3:] == [
        ("withdrawn", "2011-02-28", "2015-05-20"),
        ("contracting", "2015-05-20", "2015-11-01"),
        ("party", "2015-11-01", ""),
    ]


def convention_and_annexes():
    """A convention and a protocol that can also be left alone."""
    year = {"withdrawal_period": "P1Y", "entry_trigger_count": "1"}
    annexed = {**year, "withdrawal_with": "conv", "withdrawal_alone": "yes"}
    return make_treaties({**year, "code": "conv"}, {**annexed, "code": "prot"})


JOINT = [
    ("conv", "AAA", "2000-02-10", "ratification"),
    ("prot", "AAA", "2000-02-10", "ratification"),
]


def spells_under(treaty, state, *events, **more):
    spells = build_spells(make_tables([*JOINT, *events], convention_and_annexes(), **more))
    own = spells[(spells["state"] == state) & (spells["treaty"] == treaty)]
    starts = own["start"].dt.strftime("%Y-%m-%d")
    ends = own["end"].dt.strftime("%Y-%m-%d").fillna("")
    return list(zip(own["status"], starts, ends, strict=True))


def test_who_leaves_a_convention_leaves_the_protocols_that_bind_it():
    notice = ("conv", "AAA", "2010-03-01", "withdrawal_notified")
    for treaty in ("conv", "prot"):
        assert spells_under(treaty, "AAA", notice)[2:] == [
            ("withdrawing", "2010-03-01", "2011-03-01"),
            ("withdrawn", "2011-03-01", ""),
        ]


def test_a_protocol_left_alone_leaves_the_convention_in_force():
    notice = ("prot", "AAA", "2010-03-01", "withdrawal_notified")
    assert spells_under("prot", "AAA", notice)[-1] == ("withdrawn", "2011-03-01", "")
    assert spells_under("conv", "AAA", notice)[-1] == ("party", "2000-08-01", "")


def test_a_convention_is_left_with_no_protocol_to_which_the_state_never_consented():
    joined = ("conv", "BBB", "2000-02-10", "ratification")
    notice = ("conv", "BBB", "2010-03-01", "withdrawal_notified")
    assert spells_under("conv", "BBB", joined, notice)[-1][0] == "withdrawn"
    assert spells_under("prot", "BBB", joined, notice) == []


def test_a_protocol_not_yet_in_force_for_the_state_is_left_once_it_is():
    events = [
        ("conv", "BBB", "2000-02-10", "ratification"),
        ("prot", "BBB", "2010-01-10", "ratification"),
        ("conv", "BBB", "2010-03-01", "withdrawal_notified"),
    ]
    assert spells_under("prot", "BBB", *events) == [
        ("contracting", "2010-01-10", "2010-07-01"),
        ("withdrawing", "2010-07-01", "2011-03-01"),
        ("withdrawn", "2011-03-01", ""),
    ]


def test_a_denunciation_taken_back_is_taken_back_for_the_protocols_too():
    events = [
        ("conv", "AAA", "2010-03-01", "withdrawal_notified"),
        ("conv", "AAA", "2010-06-01", "notice_revoked"),
    ]
    assert spells_under("prot", "AAA", *events)[2:] == [
        ("withdrawing", "2010-03-01", "2010-06-01"),
        ("party", "2010-06-01", ""),
    ]


def test_a_conflict_keeps_a_state_bound_by_the_protocols_too():
    notice = ("conv", "AAA", "2010-03-01", "withdrawal_notified")
    war = [("AAA", "2011-01-01", "2012-01-01")]
    assert spells_under("prot", "AAA", notice, conflicts=war)[-1] == ("withdrawn", "2012-01-01", "")


def test_the_amendment_and_the_protocols_of_the_ccw_are_left_with_it(register):
    scenario = register.as_of("2026-08-22").assuming("FRA:2026-08-22", "ccw")
    held = scenario.status(state="FRA").set_index("treaty")
    for code in ("ccw", "ccw_p1", "ccw_p2", "ccw_p3", "ccw_p4", "ccw_ap2", "ccw_p5", "ccw_a1"):
        row = held.loc[code]
        assert (row["status"], row["notified"]) == ("withdrawing", "2026-08-22"), code
        assert row["bound_until"] == pd.Timestamp("2027-08-22"), code
    assert held.loc["apmbc", "status"] == "party"


def test_the_amendment_of_the_ccw_cannot_be_left_alone(register):
    on = register.as_of("2026-08-22")
    with pytest.raises(RollbackError, match="cannot be left alone, but only with ccw"):
        on.assuming("FRA:2026-08-22", "ccw_a1")
    alone = on.assuming("FRA:2026-08-22", "ccw_p5").status(state="FRA").set_index("treaty")
    assert alone.loc["ccw_p5", "status"] == "withdrawing"
    assert alone.loc["ccw", "status"] == "party"


def test_a_successor_is_bound_from_its_notification():
    assert spells_of("CCC", ("ban", "CCC", "2006-06-10", "succession")) == [
        ("party", "2006-06-10", "")
    ]


def test_suspension_and_its_end():
    events = [
        ("ban", "AAA", "2010-01-01", "suspension_effective"),
        ("ban", "AAA", "2011-01-01", "suspension_ended"),
    ]
    assert spells_of("AAA", *events)[1:] == [
        ("party", "2000-09-01", "2010-01-01"),
        ("suspended", "2010-01-01", "2011-01-01"),
        ("party", "2011-01-01", ""),
    ]


def test_a_revoked_ratification_leaves_a_signatory():
    events = [("ban", "AAA", "2010-01-01", "ratification_revoked")]
    assert spells_of("AAA", *events)[-1] == ("signatory", "2010-01-01", "")


def test_a_ratification_taken_back_does_not_bring_the_treaty_into_force():
    events = [
        ("ban", "AAA", "2000-02-10", "ratification"),
        ("ban", "AAA", "2000-02-20", "ratification_revoked"),
        ("ban", "BBB", "2000-03-05", "accession"),
    ]
    spells = build_spells(make_tables(events))
    assert "party" not in set(spells["status"])
    third = [*events, ("ban", "CCC", "2000-04-01", "accession")]
    bound = build_spells(make_tables(third)).query("status == 'party'")
    assert sorted(bound["state"]) == ["BBB", "CCC"]


def test_a_ratification_taken_back_later_does_not_undo_the_entry_into_force():
    events = [*DEPOSITS, ("ban", "BBB", "2005-01-01", "ratification_revoked")]
    spells = build_spells(make_tables(events))
    bound = spells[spells["status"] == "party"].set_index("state")
    assert pd.isna(bound.loc["AAA", "end"])
    assert bound.loc["BBB", "end"] == pd.Timestamp("2005-01-01")


def test_no_spell_outlives_the_treaty():
    ended = make_treaties({"ended": "2012-01-01"})
    late = ("ban", "CCC", "2013-01-01", "signature")
    spells = build_spells(make_tables([*DEPOSITS, late], ended))
    assert (spells["end"] == pd.Timestamp("2012-01-01")).sum() == 2
    assert "CCC" not in set(spells["state"])


def test_an_act_known_to_the_year_counts_from_its_end():
    assert spells_of("CCC", ("ban", "CCC", "2003", "accession"))[0][1] == "2003-12-31"


def test_no_events_make_no_spells():
    assert build_spells(make_tables([])).empty


@pytest.mark.parametrize(("day", "status"), [("2000-02-09", None), ("2000-02-10", "contracting")])
def test_a_spell_holds_from_its_first_day(day, status):
    held = status_on(build_spells(make_tables(DEPOSITS)), pd.Timestamp(day))
    assert held.set_index("state")["status"].get("AAA") == status


def test_a_spell_no_longer_holds_on_its_end():
    spells = build_spells(make_tables(DEPOSITS))
    held = status_on(spells, pd.Timestamp("2000-09-01")).set_index("state")["status"]
    assert held["AAA"] == "party"


KINDS = [
    "signature",
    "ratification",
    "accession",
    "succession",
    "withdrawal_notified",
    "notice_revoked",
    "suspension_effective",
    "suspension_ended",
]
histories = st.lists(
    st.tuples(
        st.just("ban"),
        st.sampled_from(["AAA", "BBB", "CCC", "DDD"]),
        st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2020-12-31").date()).map(str),
        st.sampled_from(KINDS),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(histories)
def test_spells_of_a_state_never_overlap_and_leave_no_gap(events):
    spells = build_spells(make_tables(events))
    for _, own in spells.groupby("state"):
        assert own["end"].iloc[-1] is pd.NaT or pd.isna(own["end"].iloc[-1])
        assert (own["end"].iloc[:-1].to_numpy() == own["start"].iloc[1:].to_numpy()).all()
        assert (own["end"].dropna() > own["start"].loc[own["end"].dropna().index]).all()


@settings(max_examples=25, deadline=None)
@given(histories, st.randoms())
def test_the_order_of_the_rows_does_not_matter(events, random):
    shuffled = list(events)
    random.shuffle(shuffled)
    one, other = build_spells(make_tables(events)), build_spells(make_tables(shuffled))
    pd.testing.assert_frame_equal(one, other)


@settings(max_examples=25, deadline=None)
@given(histories)
def test_an_effect_never_comes_before_its_notice(events):
    spells = build_spells(make_tables(events))
    before = spells.groupby("state")["start"].shift()
    out = spells[spells["status"] == "withdrawn"]
    gap = (out["start"] - before.loc[out.index]).dropna()
    assert (gap >= np.timedelta64(0, "D")).all()
