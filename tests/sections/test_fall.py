"""How deep, how fast: commitments against their peak, the steps of leaving, and one list."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.blocks.model import flat, plain
from analysis.language.numbers import NO_BREAK_SPACE
from analysis.sections.fall.facts import commitments, speed
from analysis.sections.fall.section import compose
from analysis.sections.fall.words import commitments_sentence, speed_sentence
from analysis.subject.setting import setting


def said(content):
    return plain(content).replace(NO_BREAK_SPACE, " ")


def steps(own):
    lags = (own.announced_to_vote, own.vote_to_notice, own.begun_to_notice, own.notice_to_effect)
    return [lag and (lag.states, lag.median, lag.shortest, lag.longest) for lag in lags]


def test_commitments_are_those_of_the_members_of_the_day_at_all_times(about):
    own = commitments(about("apmbc", "eastern-flank", "2026-02-20"))
    assert set(own.over_time["members"]) == {6}
    assert (own.now, own.peak, own.fallen, own.withdrawn) == (115, 121, 6, 6)
    assert (own.first, own.last) == (date(2014, 12, 24), date(2025, 3, 5))
    assert (own.days_since, own.begin) == (352, date(1928, 2, 8))
    assert own.per_member == pytest.approx(115 / 6)


def test_commitments_do_not_depend_on_the_treaty(about):
    assert commitments(about("apmbc", "nato")) is commitments(about("npt", "nato"))


def test_the_number_on_the_day_is_that_of_the_status_table(about):
    subject = about("npt", "oceania", "2025-04-16")
    status = subject.register.status(region="oceania")
    bound = status["status"].isin(["party", "withdrawing", "suspended"])
    assert commitments(subject).now == int(bound.sum())


def test_the_steps_of_the_leavers_are_told_with_median_and_range(about):
    own = speed(about("apmbc", "nato", "2026-02-20"))
    assert steps(own) == [(3, 79, 29, 110), (5, 50, 21, 72), (5, 101, 100, 175), (5, 183, 183, 184)]
    assert (own.beyond_least, own.beyond_most, own.bound.states) == (0, 0, 5)
    assert said(speed_sentence(own)) == (
        "It took a median of 79 days (three states, 29 to 110) from the announcement to the vote in"
        " parliament, a median of 50 days (five states, 21 to 72) from the vote in parliament to"
        " the notice and a median of 101 days (five states, 100 to 175) from the first step to the"
        " notice. From notice to effect it takes a median of 183 days (five states, 183 to 184),"
        " the least that the clause allows. Those that left had been bound for a median of 20.0"
        " years (12.7 to 22.2)."
    )


def test_a_step_that_nobody_has_dated_is_not_told(about):
    own = speed(about("apmbc", "eastern-flank", "2025-04-16"))
    assert steps(own) == [(1, 29, 29, 29), None, None, None]
    words = "It took 29 days (one state) from the announcement to the vote in parliament."
    assert said(speed_sentence(own)) == words
    assert speed_sentence(speed(about("npt", "africa", "2025-04-16"))) == ()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("cfe", "csto", "2024-01-01"), ", up to one day more than the clause requires."),
        (("jcpoa", "nato", "2025-04-16"), "Notice and effect fell on the same day."),
        (("openskies", "world", "2022-01-01"), "a median of 77.5 days (two states, 1 to 154)"),
    ],
)
def test_every_way_out_is_told_as_it_was(about, asked, words):
    assert words in said(speed_sentence(speed(about(*asked))))


def test_a_disputed_notice_is_no_way_out(register, about):
    assert steps(speed(about("npt", "world", "2026-02-20"))) == [None] * 4
    claimed = register.as_of("2026-02-20").read_as("state").fact(speed, treaty="npt")
    assert claimed.notice_to_effect.states == 1


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            ("apmbc", "eastern-flank", "2025-04-16"),
            "a state of the region holds 20.0 commitments on average, down from 20.2 up to 5 March"
            " 2025; one withdrawal by its members, from any treaty, has taken effect since.",
        ),
        (("npt", "world", "2002-07-01"), "9.2 commitments on average, at their peak but for"),
        (("bwc", "world", "1980-01-01"), "3.5 commitments on average, as many as ever before."),
    ],
)
def test_the_fall_of_commitments_is_told_against_the_peak(about, asked, words):
    subject = about(*asked)
    assert words in said(commitments_sentence(setting(subject), commitments(subject)))


def test_the_list_gathers_the_sentences_of_the_rooms_in_order(about, cite):
    items, figure = compose(about("apmbc", "eastern-flank", "2026-02-20"), cite)
    openings = [" ".join(said(item).split()[:3]) for item in items.items]
    assert items.columns == 2
    assert openings == [
        "In the region",
        "Worldwide the mine",
        "In the region,",
        "Five exits are",
        "It took a",
        "Under all treaties",
        "From 2022 on",
    ]
    assert "apmbc.EST.2025-06-27.withdrawal_notified" in items.events
    assert flat(figure.caption.title).endswith("down 6 (5\xa0%) from the peak of 121")


def test_the_figure_is_drawn_and_holds_its_data(about, cite, tmp_path):
    for asked in [("apmbc", "world", "2026-02-20"), ("npt", "warsaw-pact", "1975-01-01")]:
        *_, figure = compose(about(*asked), cite)
        assert figure.save(tmp_path / "fall.svg").read_text().startswith("<svg ")
        columns = ["day", "members", "commitments", "per_member"]
        assert list(figure.data.columns) == columns


def test_a_treaty_that_bound_nobody_has_no_exit_to_count(about, cite):
    items, _ = compose(about("agreed_framework", "nato", "1995-01-01"), cite)
    assert said(items.items[0]) == (
        "By 1 January 1995 the Agreed Framework had not been in force for any state, so that no"
        " exit could be counted."
    )


@pytest.mark.parametrize(
    "asked",
    [
        ("apmbc", "nato", "1998-01-01"),
        ("tpnw", "eu", "2020-10-24"),
        ("abm", "world", "2003-01-01"),
        ("npt", "warsaw-pact", "2026-02-20"),
    ],
    ids=["not in force yet", "never in force", "ended", "no members"],
)
def test_where_nothing_can_have_fallen_the_section_is_left_out(about, cite, asked):
    assert compose(about(*asked), cite) == []


def test_the_figure_says_which_treaties_are_known_up_to_an_earlier_day_only(about, cite):
    own = commitments(about("apmbc", "nato", "2026-02-20"))
    assert (own.behind, own.behind_from) == (23, date(2018, 7, 10))
    *_, figure = compose(about("apmbc", "nato", "2026-02-20"), cite)
    assert (
        "23 treaties count as they stood on the last day up to which they are known, the earliest"
        " 10 July 2018." in said(figure.foot)
    )
    known = commitments(about("apmbc", "nato", "2002-01-01"))
    assert (known.behind, known.behind_from) == (0, None)


def test_who_left_before_nobody_looked_any_more_was_bound_as_long(about):
    now, then = (speed(about("openskies", day=day)) for day in ("2026-08-22", "2021-12-18"))
    assert now == then
