"""Participation: the number of parties, its peak and the fall, told alike wherever it is told."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.blocks.model import flat, notes_of, plain
from analysis.sections.participation.facts import participation
from analysis.sections.participation.section import (
    MOVING,
    SECTION,
    compose,
    findings,
    sentences,
)


def told(texts):
    return [plain(one) for one in texts]


@pytest.mark.parametrize(
    ("treaty", "region", "day", "now", "peak", "last", "withdrawn"),
    [
        ("apmbc", "world", "2026-02-20", 161, 166, "2025-12-26", 5),
        ("apmbc", "eu", "2026-02-20", 22, 27, "2025-12-26", 5),
        ("apmbc", "eastern-flank", "2026-02-20", 1, 6, "2025-12-26", 5),
        ("openskies", "nato", "2021-12-18", 26, 27, "2020-11-21", 1),
        ("inf", "world", "2019-09-01", 0, 5, "2019-08-01", 0),
    ],
)
def test_the_peak_is_that_of_the_members_of_the_day(
    about, treaty, region, day, now, peak, last, withdrawn
):
    own = participation(about(treaty, region, day))
    assert (own.now, own.peak, str(own.last), own.withdrawn) == (now, peak, last, withdrawn)
    assert own.fallen == own.peak - own.now
    assert own.over_time["parties"].max() == own.peak
    assert pd.Timestamp(own.last) + pd.Timedelta(days=own.days_since) == pd.Timestamp(day)


def test_a_fall_is_told_in_the_region_and_worldwide(about, cite):
    assert told(sentences(about("apmbc", "eastern-flank", "2026-02-20"), cite)) == [
        "In the region the mine ban has fallen from a peak of six states, first reached on 1 June"
        " 2013 and last held on 26 December 2025, to one of six: a fall of 83 % in the 56 days"
        " since.",
        "Worldwide the mine ban is in force for 161 states, five (3 %) fewer than at the peak of"
        " 166, last held on 26 December 2025.",
    ]


def test_page_one_the_title_and_the_sentence_tell_the_same_numbers(about, cite):
    subject = about("apmbc", "nato", "2026-02-20")
    (finding,), (figure,) = findings(subject, cite), compose(subject, cite)
    assert plain(finding) == (
        "Worldwide the treaty has 161 parties, five fewer than the peak of 166 reached on"
        " 1 December 2025."
    )
    notes = notes_of(finding, figure.caption.title, sentences(subject, cite)[1])
    assert {words for words, note in notes if note.field == "fallen"} == {"five"}
    assert [words for words, note in notes if note.field == "peak"] == ["166"] * 3
    assert {note.value for _, note in notes if note.field == "now"} == {"161"}


def test_states_that_have_suspended_are_never_told_as_a_height(about, cite):
    subject = about("cfe", "nato", "2024-06-12")
    region, world = told(sentences(subject, cite))
    more = "and the suspension of 14 more is documented, its day not on record"
    assert region.endswith(
        f"for 22 of the 32 NATO states (though eight have suspended it, {more})."
    )
    assert f"29 states (though nine have suspended it, {more}), one (3 %) fewer than" in world
    (figure,) = compose(subject, cite)
    assert figure.title.endswith(f"at the peak of 30; nine have suspended it, {more}")
    one = told(sentences(about("newstart", "csto", "2025-04-16"), cite))[0]
    assert one.endswith("Organization states (though that state has suspended it).")
    before = compose(about("cfe", "nato", "2022-03-01"), cite)[0]
    assert before.title.endswith("conventional forces in Europe, though one has suspended it")


def test_a_treaty_that_ended_is_told_as_such_and_not_as_an_exit(about, cite):
    subject = about("inf", "nato", "2019-09-01")
    assert told(sentences(subject, cite)) == [
        "In the region the INF Treaty bound one of the 29 NATO states at its peak, last held on"
        " 1 August 2019, and none since it ended.",
        "The INF Treaty ended on 2 August 2019 and binds nobody any more; at its peak, on"
        " 26 December 1991, it bound five states.",
    ]
    assert findings(subject, cite) == []
    (figure,) = compose(subject, cite)
    assert figure.title == "The INF Treaty ended on 2 August 2019; at its peak it bound five states"
    assert not any(line.get_gid() == "exit" for ax in figure.figure().axes for line in ax.lines)


def test_states_that_ended_did_not_withdraw(about, cite):
    (world,) = told(sentences(about("ccw", "world", "1992-06-01"), cite))
    assert world.endswith(
        "at the peak of 32, last held on 2 October 1990, none of them by withdrawal."
    )


def test_before_it_bound_anybody_a_treaty_has_signatories_and_contracting_states(about, cite):
    subject = about("ctbt", "osce", "2024-01-01")
    assert told(findings(subject, cite)) == [
        "Worldwide 187 states have signed and 177 have consented to be bound."
    ]
    assert sentences(subject, cite) == []
    (figure,) = compose(subject, cite)
    assert figure.title == "No state is party to the test ban; 177 have consented to be bound"
    assert "Among OSCE states: 55 of 57" in figure.alt
    protocol = findings(about("ccw_p5", "eu", "2005-06-01"), cite)
    assert told(protocol) == ["Worldwide eight states have consented to be bound."]


def test_a_region_of_one_state_and_a_region_outside_the_treaty(about, cite):
    one, _ = told(sentences(about("npt", "eastern-flank", "1990-01-01"), cite))
    assert one.endswith("in force for the one NATO state bordering Russia or Belarus.")
    outside = about("tlatelolco", "baltic", "2025-01-01")
    assert told(sentences(outside, cite))[0] == (
        "The Latin American nuclear-weapon-free zone was never in force for any of the three"
        " Baltic states."
    )
    assert "Baltic" not in compose(outside, cite)[0].subtitle


def test_nothing_is_said_of_a_day_before_the_treaty(about, cite):
    early = about("apmbc", "nato", "1990-01-01")
    assert (compose(early, cite), findings(early, cite), sentences(early, cite)) == ([], [], [])
    assert SECTION.heading == "Participation over time"


@pytest.mark.parametrize(
    ("treaty", "region", "day", "panels"),
    [
        ("apmbc", "nato", "2026-02-20", 3),
        ("npt", "nato", "2026-01-01", 2),
        ("npt", "world", "2026-01-01", 1),
        ("ccm", "baltic", "2025-08-20", 3),
        ("newstart", "world", "2026-03-01", 2),
        ("apmbc", "eastern-flank", "1999-06-01", 2),
    ],
)
def test_only_panels_that_tell_something_are_drawn(
    about, cite, tmp_path, treaty, region, day, panels
):
    (figure,) = compose(about(treaty, region, day), cite)
    assert figure.save(tmp_path / "participation.svg").read_text().startswith("<svg ")
    assert len(figure.figure().axes) == panels
    assert set(figure.data["region"]) == {"world", region} if panels != 1 else {"world"}


def test_the_enlarged_years_name_the_exits(about, cite):
    (figure,) = compose(about("apmbc", "nato", "2026-02-20"), cite)
    words = [text.get_text() for ax in figure.figure().axes for text in ax.texts]
    assert {"Finland, 10 Jan 2026", "Poland, 20 Feb 2026", "26 of 32"} <= set(words)
    assert "took effect on 10 January 2026" in flat(figure.caption.alt)


@pytest.mark.parametrize(
    ("region", "day", "ahead"),
    [
        ("world", "2025-12-28", [("2026-01-10", 162), ("2026-02-20", 161)]),
        ("eastern-flank", "2025-12-28", [("2026-01-10", 2), ("2026-02-20", 1)]),
        ("nordic", "2025-12-28", [("2026-01-10", 4)]),
        ("world", "2026-02-20", []),
        # A deposit that will bind counts as well as a notice that will not.
        ("world", "2025-04-16", [("2025-09-01", 165)]),
    ],
)
def test_what_is_scheduled_is_told_with_its_days_and_drawn_dashed(about, cite, region, day, ahead):
    subject = about("apmbc", region, day)
    own = participation(subject)
    assert [(str(one.day), one.parties) for one in own.ahead] == ahead
    assert own.left == (ahead[-1][1] if ahead else own.now)
    (figure,) = compose(subject, cite)
    world = participation(subject.worldwide)
    assert ("By what is scheduled" in figure.alt) == bool(world.ahead)
    gids = [line.get_gid() for ax in figure.figure().axes for line in ax.lines]
    assert ("scheduled" in gids) == bool(world.ahead or own.ahead)


def test_where_nobody_of_the_region_moves_the_four_pages_leave_it_out(about, cite):
    assert MOVING.compose(about("apmbc", "asean", "2026-02-20"), cite) == []
    (figure,) = MOVING.compose(about("apmbc", "nordic", "2026-02-20"), cite)
    assert figure.loose
