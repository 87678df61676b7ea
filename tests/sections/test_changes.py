"""What changed since another day, and what is pending: told once, the gravest first."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.blocks.citations import Citations
from analysis.blocks.model import flat, plain
from analysis.register import Register
from analysis.sections.changes.facts import KINDS, changes, pending
from analysis.sections.changes.section import PENDING, SECTION
from analysis.sections.changes.words import since_title
from analysis.subject.changing import HEADS
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def since(subject, cite):
    return [plain(line) for line in SECTION.sentences(subject, cite)]


def open_lines(subject, cite):
    return [plain(line) for block in PENDING.compose(subject, cite) for line in block.items]


def test_each_state_is_told_once_by_the_gravest_that_happened(about, cite):
    subject = about("apmbc", "eastern-flank", "2025-04-16", compare_to="2025-02-28")
    assert since_title(setting(subject)) == "Since 28 February 2025"
    assert since(subject, cite) == [
        "Parliament approved: Latvia on 16 April 2025.",
        "Government approved: Lithuania on 9 April 2025.",
        "Recommended: Estonia and Poland on 18 March 2025.",
        "Announced: Finland on 1 April 2025.",
        "Government said it has no plan to leave: Norway on 2 April 2025.",
    ]
    rows = changes(subject).rows
    assert len({row.state for row in rows}) == len(rows)


def test_the_end_of_a_treaty_is_a_change(about, cite):
    ended = about("newstart", "world", "2026-02-20", compare_to="2026-01-01")
    assert since(ended, cite) == ["End of the treaty: it expired on 5 February 2026."]
    (line,) = SECTION.sentences(ended, cite)
    assert [span.told.field for span in line if span.told] == ["ended"]
    assert changes(ended).events == changes(ended).ended_events != ()


def test_a_withdrawal_that_ends_the_treaty_is_told_beside_its_end(about, cite):
    subject = about("inf", "nato", "2022-03-01", compare_to="2019-01-01")
    assert since(subject, cite) == [
        "End of the treaty: it was terminated on 2 August 2019.",
        "Withdrawal in effect: the United States on 2 August 2019.",
    ]


@pytest.mark.parametrize(
    ("treaty", "before", "day", "line"),
    [
        ("ctbt", "2023-01-01", "2024-01-01", "Ratification taken back: Russia on 3 November 2023."),
        ("npt", "1993-01-01", "1993-07-01", "Notice taken back: North Korea on 11 June 1993."),
        ("npt", "1993-01-01", "1993-06-01", "Notice given: North Korea on 12 March 1993."),
        (
            "npt",
            "2003-01-01",
            "2003-07-01",
            "Notice given, its effect contested: North Korea on 10 January 2003.",
        ),
        ("pmda", "2025-01-01", "2026-01-01", "Withdrawal in effect: Russia on 6 November 2025."),
        ("cfe", "2024-05-01", "2024-07-01", "Suspension in effect: Belarus on 12 June 2024."),
        # The law dates a date of month precision by its last day, but nobody knows the day.
        (
            "apmbc",
            "2025-05-01",
            "2025-06-01",
            "Government said it has no plan to leave: Denmark in May 2025.",
        ),
        # A parliament decides: Estonia's rejected a bill to leave.
        ("apmbc", "2023-01-01", "2023-02-01", "Decided to stay: Estonia on 12 January 2023."),
    ],
)
def test_what_a_change_is_called(about, cite, treaty, before, day, line):
    assert line in since(about(treaty, "world", day, compare_to=before), cite)


def test_many_states_are_counted(about, cite):
    subject = about("tpnw", "world", "2022-03-01", compare_to="2019-01-01")
    assert "Bound: 19 of 197 states of the world on 22 January 2021." in since(subject, cite)
    assert len(changes(subject).having("party")) == 19


def test_without_a_change_that_is_said_and_without_a_day_nothing(about, cite):
    quiet = about("rarotonga", "oceania", "2025-02-20", compare_to="2025-01-01")
    assert since(quiet, cite) == ["No change in the region under this treaty."]
    assert since(about("rarotonga", "oceania", "2025-04-16"), cite) == []
    early = about("apmbc", "nato", "1990-01-01", compare_to="1985-01-01")
    assert since(early, cite) == []
    assert SECTION.compose(quiet, cite) == []


def test_every_kind_of_change_has_its_words():
    assert set(HEADS) == set(KINDS)
    assert len(set(HEADS.values())) == len(KINDS)


def test_running_notices_are_counted_down(about, cite):
    subject = about("apmbc", "baltic", "2025-08-20")
    assert [one.days for one in pending(subject).running] == [129, 129, 129]
    assert open_lines(subject, cite)[:1] == [
        "Estonia: notice of 27 June 2025 takes effect on 27 December 2025, in 129 days."
    ]
    tomorrow = about("apmbc", "nato", "2026-02-19")
    assert "takes effect on 20 February 2026, in one day." in open_lines(tomorrow, cite)[0]


def test_a_refusal_is_told_while_it_is_the_last_word(about, cite):
    lines = open_lines(about("apmbc", "nordic", "2025-04-20"), cite)
    plan = "said that it does not plan to leave"
    assert f"Norway {plan} (Foreign Minister, 2 April 2025)." in lines
    # Many are told in one line.
    (many,) = [
        line
        for line in open_lines(about("apmbc", "nato", "2026-02-20"), cite)
        if line.startswith("Said that they do not plan to leave: Norway (Foreign Minister, 2 April")
    ]
    assert "Germany (Ministry of Defence, 22 December 2025)" in many
    early = open_lines(about("apmbc", "nato", "2023-02-01"), cite)
    assert "Estonia decided against leaving (Riigikogu, 12 January 2023)." in early
    assert not any("((" in line or "))" in line for line in lines)
    # Estonia's parliament refused in 2023 and voted to leave in 2025.
    assert not any(line.startswith("Estonia") for line in lines)


def test_contested_claims_are_told_with_the_objections_wherever_they_are(about, cite):
    inside, outside = about("apmbc", "world", "2026-02-20"), about("apmbc", "nato", "2026-02-20")
    tail = (
        " notified suspension on 18 July 2025; the treaty has no suspension clause; the depositary"
        " lists it as a party. Objections: Austria, Belgium, Colombia, New Zealand, Norway,"
        " Switzerland and the 22nd Meeting of States Parties."
    )
    assert open_lines(inside, cite)[-1] == f"Ukraine{tail}"
    assert open_lines(outside, cite)[-1] == f"Ukraine, outside the region,{tail}"
    (claim,) = pending(outside).claims
    assert (claim.inside, claim.listed, len(claim.objectors)) == (False, True, 6)
    # An objection of 2025 known to the year alone counts from its end.
    assert pending(about("apmbc", "world", "2025-08-20")).claims[0].objectors == ()


def test_a_suspension_without_its_day_is_pending_and_no_absence_of_change(about, cite):
    names = (
        "Belgium, Bulgaria, France, Germany, Greece, Hungary, Iceland, Luxembourg, the Netherlands,"
        " Norway, Poland, Romania, Slovakia and Spain"
    )
    subject = about("cfe", "nato", "2024-06-12", compare_to="2024-05-01")
    assert open_lines(subject, cite) == [f"Suspension documented, day not on record: {names}."]
    assert since(subject, cite) == [
        "No dated change in the region under this treaty; when the suspension of 14 states took"
        " effect is not on record."
    ]
    longer = since(about("cfe", "nato", "2024-06-12", compare_to="2023-11-01"), cite)
    assert longer[-1] == "Suspension documented, day not on record: 14 states."
    later = since(about("cfe", "nato", "2024-04-30", compare_to="2024-04-15"), cite)
    assert later[0].startswith("No dated change")
    before = since(about("cfe", "nato", "2023-11-06", compare_to="2023-08-01"), cite)
    assert not any("on record" in line for line in before)
    assert open_lines(about("cfe", "world", "2024-06-12"), cite)[-1] == (
        "Declaration on file with the depositary, day and text not seen: Georgia."
    )


def test_nothing_is_pending_where_nothing_is_open_or_the_treaty_is_over(about, cite):
    assert PENDING.compose(about("rarotonga", "oceania", "2025-01-01"), cite) == []
    assert PENDING.compose(about("newstart", "world", "2026-02-20"), cite) == []
    assert PENDING.compose(about("apmbc", "nato", "1990-01-01"), cite) == []


def test_the_list_names_the_events_it_rests_on(about, cite):
    (block,) = PENDING.compose(about("apmbc", "eastern-flank", "2025-04-16"), cite)
    assert block.events == ("apmbc.NOR.2025-04-02.withdrawal_rejected",)
    assert flat(block.items[0]).endswith(").")


@pytest.mark.parametrize("treaty", ["abm", "inf", "newstart", "pmda", "salt1", "sort", "start1"])
def test_page_one_never_says_no_change_where_the_treaty_ended(about, cite, register, treaty):
    ended = register.tables.treaty(treaty)["ended"]
    before, after = (f"{ended + pd.Timedelta(days=days):%Y-%m-%d}" for days in (-1, 1))
    subject = about(treaty, "oceania", after, compare_to=before)
    lines = since(subject, cite)
    assert lines[0].startswith("End of the treaty: it ")
    assert "No change" not in " ".join(lines)


def test_a_decision_to_stay_undoes_the_steps_before_it(about, cite):
    subject = about("apmbc", "baltic", "2023-02-01", compare_to="2022-01-01")
    assert [row.kind for row in changes(subject).rows] == ["withdrawal_rejected"]


def test_nobody_lists_the_parties_of_a_treaty_without_a_depositary(register):
    row = {"treaty": "newstart", "state": "RUS", "act": "suspension_effective"}
    row |= {"date": "2023-02-28", "applied": "no", "reason": "suspended it", "end": pd.NaT}
    contested = pd.DataFrame([row | {"start": pd.Timestamp("2023-03-15")}])
    tables = replace(register.tables, disputes=contested)
    subject = Subject.of(Register(tables, pd.Timestamp("2024-01-01")), treaty="newstart")
    (claim,) = pending(subject).claims
    assert not claim.listed
    cite = Citations(tables, subject.day)
    assert "depositary" not in " ".join(open_lines(subject, cite))


def test_steps_towards_suspending_are_told_as_what_they_are(about, cite):
    voted = about("apmbc", "europe", "2025-07-16", compare_to="2025-07-13")
    assert since(voted, cite) == ["Act on suspending promulgated: Ukraine on 15 July 2025."]
    assert changes(voted).rows[0].kind == "suspension_promulgated"
    # Nobody says that a parliament wanted to leave.
    notified = about("apmbc", "europe", "2025-07-20", compare_to="2025-07-13")
    assert "Suspension notified: Ukraine on 18 July 2025." in since(notified, cite)


def test_a_step_names_what_it_leads_to(register):
    table = register.changes("2025-07-10", "2025-07-18", treaty="apmbc")
    aims = table.set_index("event")["aim"]
    assert aims["apmbc.UKR.2025-07-15.parliament_approved"] == "suspension"
    assert aims["apmbc.POL.2025-07-17.parliament_approved"] == "withdrawal"
    assert aims["apmbc.UKR.2025-07-18.suspension_notified"] == ""
