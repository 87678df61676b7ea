"""How long memberships last: one share, told alike in the sentence, the title and the table."""

from __future__ import annotations

import pytest

from analysis.blocks.model import flat, plain
from analysis.inference.survival import survival_curve
from analysis.measures.durations import time_to_exit
from analysis.sections.endurance.facts import endurance
from analysis.sections.endurance.section import SECTION, compose
from analysis.subject.unanswered import Unanswered

FLANK = ("apmbc", "eastern-flank", "2026-02-20")


def said(subject, cite):
    return [plain(one).replace("\u00a0", " ") for one in SECTION.sentences(subject, cite)]


def test_memberships_of_todays_members_are_followed_from_entry_into_force(about):
    own = endurance(about(*FLANK))
    assert (own.memberships, own.withdrawals, own.years) == (6, 5, 20)
    assert own.kept == pytest.approx(0.5)
    assert own.kept_last == pytest.approx(1 / 6)
    # Finland, the last to join, was bound for 13.5 years, Norway is bound to this day.
    assert own.followed(0) == 6
    assert own.followed(25) == 1
    assert len(own.events) == 5


def test_the_curve_of_the_world_is_that_of_all_cases(about, register):
    own = endurance(about("apmbc", "world", "2026-02-20"))
    seen = register.as_of("2026-02-20")
    cases = time_to_exit(seen.known, seen.spells, seen.day, treaty="apmbc")
    whole = survival_curve(cases["exit_days"], cases["event"])
    assert (own.memberships, own.withdrawals) == (whole.cases, whole.events) == (166, 5)
    assert own.kept == pytest.approx(whole.at(25 * 365.25).estimate)
    assert own.lowest == pytest.approx(whole.table["low"].min())


def test_other_ends_are_told_apart_from_withdrawal(about, cite):
    own = endurance(about("ccw_p2", "world", "2025-01-01"))
    assert own.withdrawals == 0
    assert own.other_ends
    assert own.with_state == pytest.approx(0.03, abs=0.01)
    assert said(about("ccw_p2", "world", "2025-01-01"), cite) == [
        "Of all memberships none has ended by withdrawal; in all, 3 % ended with the state itself"
        " (Aalen-Johansen)."
    ]


@pytest.mark.parametrize(
    ("treaty", "region", "day", "sentence"),
    [
        (
            *FLANK,
            "Of the six memberships in the region 50 % outlast 20 years without withdrawal"
            " (Kaplan-Meier, 95 % interval 11 % to 80 %). Worldwide, 97 % outlast 25 years without"
            " withdrawal (Kaplan-Meier, 95 % interval 92 % to 99 %).",
        ),
        (
            "openskies",
            "nato",
            "2021-12-18",
            "Of the memberships in the region none ended by withdrawal within 15 years, one did"
            " later. Worldwide, none ended by withdrawal within 15 years, two did later.",
        ),
        (
            "ccm",
            "baltic",
            "2025-04-16",
            "The one membership in the region has ended by withdrawal. Worldwide, none ended by"
            " withdrawal within 10 years, one did later.",
        ),
    ],
)
def test_sentences(about, cite, treaty, region, day, sentence):
    assert said(about(treaty, region, day), cite) == [sentence]


def test_memberships_too_young_to_be_told_are_left_out(about, cite):
    young = about("tpnw", "africa", "2025-01-01")
    assert isinstance(endurance(young), Unanswered)
    assert said(young, cite) == []


@pytest.mark.parametrize(
    ("treaty", "region", "day", "title"),
    [
        (*FLANK, "Withdrawals from the mine ban: five in six memberships of NATO states bordering"),
        ("apmbc", "eu", "2026-02-20", "Still in the mine ban after 25 years: 81 % of memberships"),
        ("ccm", "nato", "2025-08-20", "Withdrawals from the cluster-munition ban: one in 24"),
        ("ccm", "baltic", "2025-08-20", "Withdrawals from the cluster-munition ban: the one"),
    ],
)
def test_the_picture_is_drawn_and_its_words_tell_the_same(
    about, cite, tmp_path, treaty, region, day, title
):
    (figure,) = compose(about(treaty, region, day), cite)
    assert figure.title.replace("\u00a0", " ").startswith(title)
    assert figure.save(tmp_path / "membership.svg").read_text().startswith("<svg ")
    assert set(figure.data["group"]) == {about(treaty, region, day).region_words.name, "the world"}
    told = {
        (span.told.fact, span.told.field): span.told.value
        for span in figure.caption.alt
        if span.told
    }
    here = endurance(about(treaty, region, day))
    assert told[str(here.origin), "kept"] == repr(here.kept)
    assert flat(figure.caption.title)[0].isupper()


@pytest.mark.parametrize(
    ("treaty", "region", "day"),
    [
        ("apmbc", "nato", "1998-01-01"),
        ("inf", "world", "2019-09-01"),
        ("npt", "world", "2026-01-01"),
        ("apmbc", "warsaw-pact", "2025-04-16"),
    ],
)
def test_where_no_withdrawal_took_effect_nothing_is_drawn(about, cite, treaty, region, day):
    assert compose(about(treaty, region, day), cite) == []
