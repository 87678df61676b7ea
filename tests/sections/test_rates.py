"""How often states leave: exact intervals, by states and by decisions, one basis throughout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from scipy import stats

from analysis.blocks.model import flat, plain
from analysis.language.numbers import NO_BREAK_SPACE
from analysis.sections.rates.facts import COLUMNS, measure_rates, rates
from analysis.sections.rates.facts_pace import pace
from analysis.sections.rates.section import PACE, SECTION, compose
from analysis.sections.rates.words import decided_together
from analysis.sections.rates.words_pace import pace_caption
from analysis.sections.standing.facts import standing
from analysis.subject.setting import setting
from analysis.terms.errors import UnknownName


def said(subject, cite):
    return [plain(one).replace(NO_BREAK_SPACE, " ") for one in SECTION.sentences(subject, cite)]


@pytest.mark.parametrize(
    ("day", "exits", "decisions"),
    [("2025-12-26", 0, 0), ("2025-12-27", 3, 1), ("2026-01-10", 4, 2), ("2026-02-20", 5, 2)],
)
def test_an_exit_counts_on_its_day_of_effect_and_a_joint_decision_once(
    about, day, exits, decisions
):
    own = rates(about("apmbc", "eastern-flank", day))
    assert (own.since.exits, own.since.decisions) == (exits, decisions)
    assert (own.before.exits, own.rest_before.exits, own.rest_since.exits) == (0, 0, 0)


def test_time_at_risk_is_that_of_the_members_of_the_day_from_the_first_day_in_force(about):
    subject = about("apmbc", "eastern-flank", "2026-02-20")
    bound = [one for one in standing(subject).positions if one.bound_from]
    tomorrow = date(2026, 2, 20) + timedelta(days=1)
    days = sum((min(one.bound_until or tomorrow, tomorrow) - one.bound_from).days for one in bound)
    own = rates(subject)
    assert own.before.party_years + own.since.party_years == pytest.approx(days / 365.25)
    assert own.since.label == "NATO’s eastern flank, since 24 Feb 2022"


def test_the_intervals_are_exact(about):
    since = rates(about("apmbc", "eastern-flank", "2026-02-20")).since
    low, high = stats.chi2.ppf([0.025, 0.975], [10, 12]) / 2 / since.party_years * 100
    assert (since.low, since.high) == (pytest.approx(low), pytest.approx(high))
    assert since.rate == pytest.approx(500 / since.party_years)
    assert since.rate_once == pytest.approx(since.rate * 2 / 5)
    assert since.spread == round(high / low) == 7


@pytest.mark.parametrize("region", ["nato", "eu", "africa", "baltic"])
def test_a_region_and_the_rest_add_up_to_the_world(about, region):
    own = rates(about("apmbc", region, "2026-02-20"))
    world = rates(about("apmbc", "world", "2026-02-20"))
    pairs = [(own.before, own.rest_before, world.before), (own.since, own.rest_since, world.since)]
    for inside, rest, whole in pairs:
        assert inside.exits + rest.exits == whole.exits
        assert inside.party_years + rest.party_years == pytest.approx(whole.party_years)
    assert (world.rest_before, world.rest_since, world.groups) == (None, None, 2)


def test_each_rate_is_a_fact_of_its_own_and_rests_on_its_notices(about):
    own = rates(about("apmbc", "nato", "2026-02-20"))
    assert own.since.origin.question == "rates.rates.since"
    (shared,) = own.since.together
    assert shared.origin.about == own.origin.about == "treaty=apmbc region=nato 2026-02-20"
    assert {key.split(".")[1] for key in shared.events} == {"EST", "LVA", "LTU", "POL"}
    assert (shared.act, str(shared.day)) == ("recommended", "2025-03-18")
    assert set(shared.events) < set(own.since.events) <= set(own.events)


def test_before_the_day_there_is_one_period_and_no_look_ahead(about, cite):
    subject = about("openskies", "nato", "2021-12-18")
    assert rates(subject).divided is None
    first, few = said(subject, cite)
    assert first.startswith("In the region, so far, one state left in 524 party-years, a rate of")
    assert ". Elsewhere, so far, one state left in 136 party-years" in first
    assert few == "A single exit says little: the ends of the interval lie a factor of 220 apart."


def test_what_few_exits_carry_is_told(about, cite):
    _, few = said(about("apmbc", "nato", "2026-02-20"), cite)
    assert few == (
        "Five exits are few: the ends of the interval lie a factor of seven apart. Estonia,"
        " Latvia, Lithuania and Poland recommended leaving jointly on 18 March 2025, which is one"
        " decision, not four; counted so, two decisions remain, 1.6 per 100 party-years (95 %"
        " interval 0.20 to 5.9)."
    )


def test_where_nobody_left_no_rate_and_no_interval_is_told(about, cite):
    first, *_ = said(about("apmbc", "eastern-flank", "2026-02-20"), cite)
    assert first.startswith("In the region, before 24 February 2022, no state left in 93 party-ye")
    assert first.count("interval") == 1
    (figure,) = compose(about("apmbc", "eastern-flank", "2026-02-20"), cite)
    assert plain(figure.caption.alt).count("interval ") == 1


def test_several_shared_days_are_each_one_decision(about, cite):
    since = rates(about("apmbc", "nato", "2026-02-20")).since
    (first,) = since.together
    second = replace(first, day=date(2025, 7, 3), states=first.states[:2], act="notified")
    told = plain(decided_together(replace(since, together=(first, second)), cite))
    assert told.startswith(
        "Estonia, Latvia, Lithuania and Poland recommended leaving jointly on 18 March 2025 and"
        " Estonia and Latvia gave notice on 3 July 2025, each time one decision"
    )


def test_notices_that_run_are_told_apart_from_exits(about, cite):
    *_, running = said(about("apmbc", "baltic", "2025-08-20"), cite)
    assert running == (
        "Three notices are running and will count as exits only on the day of effect."
    )


def test_the_figure_tells_the_numbers_of_the_sentence(about, cite):
    subject = about("apmbc", "nato", "2026-02-20")
    (figure,), (first, _) = compose(subject, cite), SECTION.sentences(subject, cite)
    told = {(span.told.fact, span.told.field): span.text for span in first if span.told}
    drawn = {
        (span.told.fact, span.told.field): span.text for span in figure.caption.alt if span.told
    }
    shared = {key for key in told.keys() & drawn.keys() if key[1] != "exits"}
    assert {key[1] for key in shared} == {"party_years", "rate", "low", "high"}
    assert all(told[key] == drawn[key] for key in shared)


def test_the_title_says_who_left_and_never_more(about, cite):
    def title(*asked):
        (figure,) = compose(about(*asked), cite)
        return flat(figure.caption.title)

    assert title("apmbc", "world", "2026-02-20").startswith(
        "Exits from the mine ban only since 24 February 2022: five in "
    )
    assert "overlaps with that of NATO, up to 18 Dec" in title("openskies", "nato", "2021-12-18")


@pytest.mark.parametrize(
    "asked",
    [
        ("apmbc", "nato", "1998-01-01"),
        ("inf", "world", "2020-01-01"),
        ("apmbc", "warsaw-pact", "2026-02-20"),
        ("pelindaba", "baltic", "2026-02-20"),
        ("npt", "nato", "2025-01-01"),
        ("bwc", "world", "1980-01-01"),
    ],
    ids=["not in force", "ended", "no members", "never at risk", "nobody left", "one group"],
)
def test_without_time_at_risk_or_an_exit_there_is_no_figure(about, cite, asked):
    assert compose(about(*asked), cite) == []


@pytest.mark.parametrize(
    "asked",
    [
        ("apmbc", "eastern-flank", "2026-02-20"),
        ("openskies", "nato", "2021-12-18"),
        ("ccm", "world", "2026-01-01"),
    ],
    ids=" ".join,
)
def test_the_figure_is_drawn_and_holds_its_data(about, cite, asked, tmp_path):
    (figure,) = compose(about(*asked), cite)
    assert figure.save(tmp_path / "rates.svg").read_text().startswith("<svg ")
    assert list(figure.data.columns) == COLUMNS


def test_rates_can_be_told_of_a_family_and_around_another_day(about):
    register = about("apmbc", "world", "2026-02-20").register
    family = measure_rates(register, treaty="humanitarian", region="nato")
    assert [row.exits for row in family] == [0, 0, 6, 0]
    with pytest.raises(UnknownName, match="nato"):
        measure_rates(register, treaty="apmbc", region="natoo")


@pytest.mark.parametrize(
    ("treaty", "day", "covered"),
    [
        ("openskies", "2026-08-22", "2021-12-18"),
        ("ptbt", "2026-08-22", "2018-07-10"),
        ("cfe", "2026-08-22", "2024-06-12"),
        ("apmbc", "2030-01-01", "2026-02-20"),
    ],
)
def test_time_that_nobody_observed_is_no_time_at_risk(about, treaty, day, covered):
    now, then = rates(about(treaty, "world", day)), rates(about(treaty, "world", covered))
    assert [row.party_years for row in now.rows] == [row.party_years for row in then.rows]
    assert [row.high for row in now.rows] == [row.high for row in then.rows]
    assert (now.day, now.until) == (date.fromisoformat(covered),) * 2
    assert (then.until, now.divided) == (None, then.divided)


def test_a_treaty_that_ended_is_observed_to_the_end(about):
    own = rates(about("inf", "world", "2026-08-22"))
    assert (own.until, own.day) == (None, date(2026, 8, 22))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            ("openskies", "world", "2026-08-22"),
            "Worldwide, up to 18 December 2021, two states left in 660 party-years, a rate of ",
        ),
        (
            ("ptbt", "world", "2026-08-22"),
            "Worldwide, up to 10 July 2018, no state left in 6214 party-years.",
        ),
        (
            ("cfe", "world", "2026-08-22"),
            "no state left in 878 party-years; from then to 12 June 2024 one state left in 68 ",
        ),
        (
            ("apmbc", "nato", "2026-08-22"),
            " Elsewhere, from 24 February 2022 to 20 February 2026, no state left in 532 ",
        ),
    ],
    ids=lambda asked: " ".join(asked) if isinstance(asked, tuple) else "",
)
def test_a_sentence_names_the_last_observed_day_where_it_is_another(about, cite, asked, words):
    assert words in said(about(*asked), cite)[0]


def test_the_groups_are_named_up_to_the_last_observed_day(about):
    rows = measure_rates(about("apmbc", "world", "2026-08-22").register, treaty="apmbc")
    assert [row.label for row in rows] == [
        "the world, before 24 Feb 2022",
        "the world, 24 Feb 2022 to 20 Feb 2026",
    ]


def test_of_several_treaties_each_is_at_risk_up_to_its_own_last_day(about):
    """562 party-years under treaties covered up to 2018 were once counted as years without exit."""
    register = about("npt", "world", "2026-08-22").register
    family = sum(row.party_years for row in measure_rates(register, treaty=["ptbt", "npt"]))
    alone = [rates(about(code, "world", "2026-08-22")).rows for code in ("ptbt", "npt")]
    assert family == pytest.approx(sum(row.party_years for rows in alone for row in rows))


@pytest.mark.parametrize(
    ("treaty", "region", "day", "title"),
    [
        (
            *("cfe", "nato", "2024-06-12"),
            "One withdrawal from the treaty on conventional forces in Europe has taken effect,"
            " outside the region, on 7 November 2023",
        ),
        (
            *("apmbc", "nordic", "2026-02-20"),
            "Five withdrawals from the mine ban have taken effect, one of them by states of the"
            " region, within 55 days from 27 December 2025 on",
        ),
    ],
)
def test_the_pace_is_told_in_two_sentences_and_drawn_as_a_dot_for_each_withdrawal(
    about, cite, treaty, region, day, title
):
    subject = about(treaty, region, day)
    prose, strip = PACE.compose(subject, cite)
    assert strip.title == title
    own = pace(subject)
    assert len(strip.data) == own.count == len(own.rows)
    assert strip.data["inside"].sum() == own.inside
    dots = [one for ax in strip.figure().axes for one in ax.lines if one.get_gid()]
    drawn = [one.get_gid() for one in dots if str(one.get_gid()).startswith("gone-")]
    # And one of each kind in the key.
    assert drawn.count("gone-inside") == own.inside + bool(own.inside)
    (told,) = prose.paragraphs
    assert plain(told).count(". ") <= 1
    assert plain(told).startswith("In the region, before 24 February 2022, ")


@pytest.mark.parametrize("region", ["eastern-flank", "baltic", "nato", "world"])
def test_no_strip_repeats_what_the_timeline_of_page_one_shows(about, cite, region):
    subject = about("apmbc", region, "2026-02-20")
    (prose,) = PACE.compose(subject, cite)
    assert prose.kind == "prose"
    title = pace_caption(setting(subject), pace(subject)).title
    assert (title if isinstance(title, str) else flat(title)).startswith("Five withdrawals")


def test_where_nobody_ever_left_or_only_others_did_there_is_no_pace(about, cite):
    assert PACE.compose(about("npt", "nato", "2026-01-01"), cite) == []
    assert PACE.compose(about("apmbc", "asean", "2026-02-20"), cite) == []
    assert PACE.compose(about("apmbc", "nato", "1990-01-01"), cite) == []
