"""Memberships and their ends: counts and days by calendar time, told alike in words and curve."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.blocks.model import flat
from analysis.sections.endurance.facts import endurance
from analysis.sections.endurance.section import compose

FLANK = ("apmbc", "eastern-flank", "2026-02-20")


def test_withdrawals_stand_on_the_days_on_which_they_took_effect(about):
    own = endurance(about(*FLANK))
    assert (own.memberships, own.withdrawals, own.within) == (6, 5, 56)
    assert (str(own.first), str(own.last)) == ("2025-12-27", "2026-02-20")
    assert [str(day) for day in own.curve["day"]] == ["2025-12-27", "2026-01-10", "2026-02-20"]
    assert own.curve["survival"].tolist() == pytest.approx([3 / 6, 2 / 6, 1 / 6])
    assert len(own.events) == 5


def test_memberships_are_counted_from_the_day_on_which_they_began(about):
    own = endurance(about(*FLANK))
    counted = [own.bound_on(date(year, 1, 1)) for year in (1999, 2000, 2005, 2010, 2015, 2026)]
    assert counted == [0, 1, 3, 4, 6, 3]
    assert own.bound_on(own.until) == 1


def test_the_share_of_the_world_is_that_of_those_bound_when_withdrawals_took_effect(about):
    own = endurance(about("apmbc", "world", "2026-02-20"))
    assert (own.memberships, own.withdrawals) == (166, 5)
    # 166, 163 and 162 were bound on the three days; nobody joined in between.
    assert own.kept_last == pytest.approx(163 / 166 * 162 / 163 * 161 / 162)
    assert own.lowest == pytest.approx(own.curve["low"].min())


def test_what_was_not_observed_is_no_time_without_withdrawals(about):
    own = endurance(about("openskies", "nato", "2026-02-20"))
    assert str(own.until) == "2021-12-18"
    assert own == endurance(about("openskies", "nato", "2026-02-19"))


def test_other_ends_are_counted_as_what_they_are(about):
    own = endurance(about("ccw_p2", "world", "2025-01-01"))
    assert (own.withdrawals, own.within, own.first) == (0, 0, None)
    assert own.with_state > 0
    assert own.curve.empty
    ended = endurance(about("inf", "world", "2019-09-01"))
    assert (ended.memberships, ended.withdrawals) == (6, 1)
    assert (ended.with_treaty, ended.with_state) == (4, 0)


@pytest.mark.parametrize(
    ("treaty", "region", "day", "title"),
    [
        (
            *FLANK,
            "Withdrawals from the mine ban: five in six memberships of NATO states bordering Russia"
            " or Belarus and five in 166 memberships worldwide, all within 56 days",
        ),
        ("apmbc", "eu", "2026-02-20", "Withdrawals from the mine ban: five in 27 memberships of"),
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
    assert told[str(here.origin), "withdrawals"] == repr(here.withdrawals)
    assert "%" not in figure.title
    assert flat(figure.caption.title)[0].isupper()


def test_withdrawals_of_one_day_are_told_so(about, cite):
    (figure,) = compose(about("apmbc", "eastern-flank", "2025-12-27"), cite)
    assert figure.title.endswith("memberships worldwide, all on one day")


@pytest.mark.parametrize(
    ("treaty", "region", "day"),
    [
        ("apmbc", "nato", "1998-01-01"),
        ("inf", "world", "2019-09-01"),
        ("npt", "world", "2026-01-01"),
        ("apmbc", "warsaw-pact", "2025-04-16"),
        # Nobody of the region has left: a share of 100 % is no figure.
        ("apmbc", "africa", "2026-02-20"),
    ],
)
def test_where_no_withdrawal_took_effect_nothing_is_drawn(about, cite, treaty, region, day):
    assert compose(about(treaty, region, day), cite) == []
