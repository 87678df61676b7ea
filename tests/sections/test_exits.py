"""The way out: steps, notices and effects, told alike wherever they are told."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.blocks.citations import Citations
from analysis.blocks.model import Table, flat, plain
from analysis.drawing import marks
from analysis.sections.exits.caption import outcome_words, timeline_caption
from analysis.sections.exits.facts import exits
from analysis.sections.exits.lanes import MARK, lay_out, order_exits, stack
from analysis.sections.exits.section import SECTION, STEPS, TIMELINE
from analysis.sections.exits.words import furthest_sentence
from analysis.sections.standing.section import LEAVING
from analysis.subject.setting import setting
from analysis.terms.stages import TERMS


def told(subject, cite):
    return [plain(sentence) for sentence in SECTION.findings(subject, cite)]


def gids(figure):
    drawn = [*figure.axes[0].patches, *figure.axes[0].lines]
    return {one.get_gid() for one in drawn if one.get_gid()}


def test_a_notice_runs_to_its_effect_and_the_state_is_bound_until_then(about):
    own = exits(about("apmbc", "eastern-flank", "2025-12-28"))
    assert (own.withdrawals, own.notices_running, own.notices, own.on_the_way) == (3, 2, 2, 5)
    assert (own.first_due, own.due_first, len(own.due)) == (date(2026, 1, 10), 1, 2)
    assert [state.code for state, _ in own.staying] == ["NOR"]
    latvia = next(row for row in own.rows if row.state.code == "LVA")
    assert [(one.status, str(one.start)) for one in latvia.spells[-3:]] == [
        ("party", "2006-01-01"),
        ("withdrawing", "2025-06-27"),
        ("withdrawn", "2025-12-27"),
    ]
    assert (latvia.vote, latvia.outcome, latvia.effect) == (
        "66-14",
        "in effect",
        date(2025, 12, 27),
    )


def test_steps_short_of_a_notice_change_no_status(about):
    own = exits(about("apmbc", "eastern-flank", "2025-04-16"))
    assert (own.underway, own.voted, own.furthest, own.notices, own.notified) == (5, 1, 1, 0, False)
    assert own.first_step == date(2025, 1, 3)
    assert {row.status for row in own.rows} == {"party"}


@pytest.mark.parametrize(
    ("treaty", "day", "outcome", "effect"),
    [
        ("npt", "2026-01-01", "disputed", None),
        ("npt", "1993-05-01", "due", date(1993, 6, 12)),
        ("ctbt", "2024-01-01", "taken back", None),
        # The denunciation ended the agreement on the same day, and no notice is on record.
        ("pmda", "2026-01-01", "in effect", date(2025, 11, 6)),
        ("start2", "2010-01-01", "no notice", None),
    ],
)
def test_how_a_way_out_stands(about, treaty, day, outcome, effect):
    (row,) = exits(about(treaty, "world", day)).rows
    assert (row.outcome, row.effect) == (outcome, effect)


def test_page_one_tells_effects_notices_and_the_furthest_steps(about, cite):
    assert told(about("apmbc", "eastern-flank", "2025-04-16"), cite) == [
        "Short of a notice: parliament approved in Latvia (16 April 2025, 66–14); government"
        " approved in Lithuania (9 April 2025); recommended in Estonia and Poland (18 March 2025);"
        " announced in Finland (1 April 2025)."
    ]
    assert told(about("apmbc", "nato", "2025-12-28"), cite) == [
        "Withdrawal took effect for Estonia, Latvia and Lithuania on 27 December 2025.",
        "Two notices of withdrawal are running; by the treaty’s clause they take effect for Finland"
        " on 10 January 2026 and Poland on 20 February 2026.",
    ]


def test_page_one_tells_of_the_end_of_a_treaty_and_of_suspensions(about, cite):
    assert told(about("newstart", "world", "2026-02-20"), cite) == [
        "The treaty expired on 5 February 2026 and has bound nobody since."
    ]
    assert told(about("start2", "world", "2003-01-01"), cite)[0] == (
        "The treaty was terminated on 14 June 2002 without having been in force."
    )
    assert told(about("pmda", "world", "2026-02-20"), cite)[1:] == [
        "Withdrawal took effect for Russia on 6 November 2025."
    ]
    assert told(about("ctbt", "world", "2024-01-01"), cite) == [
        "A ratification was taken back: Russia on 3 November 2023; the signature remains."
    ]
    assert told(about("cfe", "eu", "2024-06-12"), cite) == [
        "Suspension took effect for Czechia and Denmark on 7 November 2023, Italy on"
        " 7 December 2023 and Portugal on 29 February 2024."
    ]


def test_a_notice_given_during_a_conflict_has_no_day_of_effect(about):
    subject = about("apmbc", "world", "2026-02-20", scenario="UKR:2026-01-01")
    own = exits(subject)
    assert [row.outcome for row in own.running] == ["open"]
    cite = Citations(subject.register.tables, subject.day)
    assert told(subject, cite)[1].endswith("for Ukraine when the armed conflict ends.")


def test_the_title_of_the_timeline_is_the_furthest_that_anybody_has_come(about, cite):
    def title(*subject):
        (figure,) = TIMELINE.compose(about(*subject), cite)
        return figure.title

    assert title("apmbc", "eastern-flank", "2025-04-16") == (
        "Latvia’s parliament has voted to leave the mine ban; none of the six NATO states bordering"
        " Russia or Belarus has given notice"
    )
    assert title("apmbc", "nato", "2025-06-20").startswith("The parliaments of four states have")
    assert title("apmbc", "baltic", "2025-08-20") == (
        "All three Baltic states have given notice of leaving the mine ban; the exits are due on"
        " 27 December 2025"
    )
    assert title("apmbc", "nato", "2025-12-28").endswith("; two notices are running")
    assert title("npt", "world", "2026-01-01").endswith("treaty; its effect is disputed")


def test_every_step_has_one_word_in_the_alternative_text_and_the_key(about, cite):
    (one,) = TIMELINE.compose(about("ccm", "baltic", "2025-08-20"), cite)
    assert (
        "Lithuania: recommended 28 June 2024, government approved 3 July 2024, parliament approved"
        " 18 July 2024 (103–1), promulgated July 2024, notice given 6 September 2024, in effect"
        " 6 March 2025." in one.alt
    )
    (figure,) = TIMELINE.compose(about("apmbc", "eastern-flank", "2026-02-20"), cite)
    # Told whole it would be too long to listen to: then the notice and the effect alone.
    assert "Poland: notice given 20 August 2025, in effect 20 February 2026." in figure.alt
    assert len(figure.alt) < 400
    written = {text.get_text() for text in figure.figure().axes[0].texts}
    steps = [term.word for term in TERMS.values() if term.political]
    assert all(any(words.startswith(step) for words in written) for step in steps)


def test_the_period_of_notice_is_hatched_amber_and_only_what_follows_the_effect_is_red(about, cite):
    (figure,) = TIMELINE.compose(about("apmbc", "eastern-flank", "2026-02-20"), cite)
    (ax, *_) = figure.figure().axes
    bars = [
        bar for bar in ax.patches if bar.get_gid() == "bar-withdrawing" and bar.get_width() > 90
    ]
    assert len(bars) == 5
    assert all(bar.get_hatch() for bar in bars)
    assert not any((bar.get_gid() or "").endswith("-withdrawn") for bar in ax.patches)
    ends = {bar.get_x() + bar.get_width() for bar in bars}
    assert marks.day_number(date(2025, 12, 27)) in ends
    red = [line for line in ax.lines if line.get_gid() == "line-withdrawn"]
    assert {min(line.get_xdata()) for line in red} <= ends


def test_what_is_to_run_is_outlined_and_a_contested_notice_does_not_run(about, cite):
    (figure,) = TIMELINE.compose(about("apmbc", "baltic", "2025-08-20"), cite)
    assert {"line-party", "bar-withdrawing", "scheduled-withdrawing"} <= gids(figure.figure())
    (contested,) = TIMELINE.compose(about("npt", "world", "2026-01-01"), cite)
    assert "bar-withdrawing" not in gids(contested.figure())


@pytest.mark.parametrize(
    ("treaty", "region", "day"),
    [
        ("apmbc", "world", "2025-12-28"),
        ("inf", "world", "2019-09-01"),
        ("ctbt", "osce", "2024-01-01"),
        ("jcpoa", "world", "2026-01-01"),
    ],
)
def test_the_timeline_is_drawn_and_holds_its_data(about, cite, tmp_path, treaty, region, day):
    subject = about(treaty, region, day)
    (figure,) = SECTION.compose(subject, cite)
    assert figure.save(tmp_path / "timeline.svg").read_text().startswith("<svg ")
    assert figure.data["state"].tolist() == [row.state.code for row in exits(subject).rows]
    assert set(exits(subject).events) == set(figure.events)


def test_marks_never_cover_each_other_nor_the_bar(about):
    own = exits(about("apmbc", "nato", "2026-02-20"))
    rows = lay_out(own.rows, date(2026, 2, 20), 300)
    assert [row.exit_ for row in rows] == order_exits(own.rows)
    for row in rows:
        lanes = [(mark.lane, mark.x) for mark in row.steps]
        near = [(a, b) for a in lanes for b in lanes if a < b and a[0] == b[0]]
        assert all(abs(a[1] - b[1]) >= MARK for a, b in near)
    month = next(mark for row in rows for mark in row.steps if mark.spread)
    assert month.spread == pytest.approx(30 * 300 / 430, rel=0.1)
    assert stack([("promulgated", 99, 99)], notice=100)[0].lane == 1


def test_the_table_has_each_step_with_its_source(about, cite):
    (table,) = STEPS.compose(about("ccm", "nato", "2025-08-20"), cite)
    assert [flat(cell.text).replace("\u00a0", " ") for cell in table.rows[0]] == [
        "Lithuania", "–", "28 Jun 2024", "3 Jul 2024", "18 Jul 2024, 103–1", "Jul 2024",
        "6 Sep 2024",
    ]  # fmt: skip
    assert all(cell.text[-1].cite for cell in table.rows[0][2:])


def test_where_nobody_is_on_the_way_out_nothing_is_shown(about, cite):
    for subject in (
        about("rarotonga", "oceania", "2025-01-01"),
        about("apmbc", "nato", "1990-01-01"),
    ):
        assert TIMELINE.compose(subject, cite) == STEPS.compose(subject, cite) == []
        assert told(subject, cite) == []


def test_an_exit_from_a_treaty_that_has_ended_waits_for_no_notice(about):
    own = exits(about("start2", "world", "2010-01-01"))
    assert outcome_words(own.rows[0], own) == "no notice"


@pytest.mark.parametrize(
    ("treaty", "region", "day", "suspended"),
    [
        ("cfe", "csto", "2023-07-01", "Russia on 12 December 2007"),
        ("inf", "nato", "2019-05-01", "the United States on 2 February 2019"),
    ],
)
def test_a_notice_after_a_suspension_is_told_with_it(about, cite, treaty, region, day, suspended):
    subject = about(treaty, region, day)
    own = exits(subject)
    (row,) = own.running
    assert (row.status, row.operates, own.halted) == ("withdrawing", False, (row,))
    assert f"Suspension took effect for {suspended}." in told(subject, cite)
    (figure,) = TIMELINE.compose(subject, cite)
    assert "operation suspended before the notice" in figure.alt
    assert {"bar-withdrawing", "bar-suspended"} <= gids(figure.figure())
    key = {text.get_text() for text in figure.figure().axes[0].texts}
    assert "operation suspended before the notice" in key
    assert not any("still bound" in words for words in key)


def test_a_notice_without_a_suspension_leaves_the_rules_in_operation(about, cite):
    own = exits(about("apmbc", "baltic", "2025-08-20"))
    assert all(row.operates for row in own.running)
    assert own.halted == ()


def test_a_notice_that_the_end_of_the_treaty_overtakes_is_no_exit(about):
    # A notice of six months, given a month before the treaty expired.
    subject = about("inf", "csto", "2019-09-01", scenario="RUS:2019-07-01")
    (row,) = exits(subject).rows
    assert (row.outcome, row.in_effect, row.effect) == ("overtaken", False, None)
    assert outcome_words(row, exits(subject)) == "the treaty ended first"


def test_former_parties_stay_bound_until_the_end_in_the_timeline_too(about, cite):
    (figure,) = TIMELINE.compose(about("inf", "world", "2019-09-01"), cite)
    assert "Russia: bound until it ended, no step." in figure.alt
    assert "not a party" not in figure.alt


def test_an_exit_that_turned_into_a_suspension_is_told_so_in_every_place(about, cite):
    before, after = (about("apmbc", "UKR,MDA", day) for day in ("2025-07-10", "2025-07-20"))
    assert [row.turned for row in exits(before).early] == [None]
    (row,) = exits(after).early
    assert row.turned.written == "2025-07-18"
    said = "Short of a notice: announced in Ukraine (29 June 2025"
    assert plain(furthest_sentence(exits(before), cite)) == f"{said})."
    assert plain(furthest_sentence(exits(after), cite)) == (
        f"{said}; a suspension notified on 18 July 2025)."
    )
    assert "suspension notified 18 July 2025" in flat(
        timeline_caption(setting(after), exits(after)).alt
    )
    (table,) = [block for block in LEAVING.compose(after, cite) if isinstance(block, Table)]
    cells = {flat(cell.text) for row in table.rows for cell in row}
    assert "announced 29 Jun 2025; suspension notified 18 Jul 2025" in cells
