"""What changed since another day, and what is pending: told once, the gravest first."""

from __future__ import annotations

import pytest

from analysis.blocks.model import flat, plain
from analysis.sections.changes.facts import KINDS, changes, pending
from analysis.sections.changes.section import PENDING, SECTION
from analysis.sections.changes.words import _HEADS, since_title
from analysis.subject.setting import setting


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
        "Decided to stay: Norway on 2 April 2025.",
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
        ("cfe", "2024-05-01", "2024-07-01", "Suspension in effect: Belarus on 12 June 2024."),
        # The law dates a date of month precision by its last day, but nobody knows the day.
        ("apmbc", "2025-05-01", "2025-06-01", "Decided to stay: Denmark in May 2025."),
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
    assert set(_HEADS) == set(KINDS)
    assert len(set(_HEADS.values())) == len(KINDS)


def test_running_notices_are_counted_down(about, cite):
    subject = about("apmbc", "baltic", "2025-08-20")
    assert [one.days for one in pending(subject).running] == [129, 129, 129]
    assert open_lines(subject, cite)[:1] == [
        "Estonia: notice of 27 June 2025 takes effect on 27 December 2025, in 129 days."
    ]
    tomorrow = about("apmbc", "nato", "2026-02-19")
    assert "takes effect on 20 February 2026, in one day." in open_lines(tomorrow, cite)[0]


def test_a_refusal_is_told_while_it_is_the_last_word(about, cite):
    lines = open_lines(about("apmbc", "nato", "2026-02-20"), cite)
    assert "Norway decided against leaving (Foreign Minister, 2 April 2025)." in lines
    assert "Germany decided against leaving (Ministry of Defence, 22 December 2025)." in lines
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


def test_nothing_is_pending_where_nothing_is_open_or_the_treaty_is_over(about, cite):
    assert PENDING.compose(about("rarotonga", "oceania", "2025-01-01"), cite) == []
    assert PENDING.compose(about("newstart", "world", "2026-02-20"), cite) == []
    assert PENDING.compose(about("apmbc", "nato", "1990-01-01"), cite) == []


def test_the_list_names_the_events_it_rests_on(about, cite):
    (block,) = PENDING.compose(about("apmbc", "eastern-flank", "2025-04-16"), cite)
    assert block.events == ("apmbc.NOR.2025-04-02.withdrawal_rejected",)
    assert flat(block.items[0]).endswith(").")
