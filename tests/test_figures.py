from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from itertools import combinations

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from analysis.drawing import marks, style
from analysis.sections.border import picture as border
from analysis.sections.exits import lanes as exits
from analysis.sections.exits import picture as timeline
from analysis.sections.exits import words as captions
from analysis.sections.participation import picture as participation
from analysis.sections.standing import bands
from analysis.sections.standing import picture as strip
from analysis.sections.standing import words as standing
from analysis.terms.statuses import STATUSES

STORY = date(2025, 4, 16)
MIDDLE = date(2025, 8, 20)
END = date(2026, 2, 20)
REGION = "NATO states bordering Russia or Belarus"
HOSTILE = "<b>A & B</b> $x^2$ \\alpha"
STEPS = [*exits.STEPS, "notified"]
LEAVERS = [
    # state, name, announced, recommended, government, parliament, promulgated, notified, vote
    ("EST", "Estonia", "", "2025-03-18", "2025-04-24", "2025-06-04", "2025-06-13", "2025-06-27",
     "81-1"),
    ("FIN", "Finland", "2025-04-01", "", "2025-05-28", "2025-06-19", "2025-07-04", "2025-07-10",
     "157-18"),
    ("LTU", "Lithuania", "", "2025-01-03", "2025-04-09", "2025-05-08", "2025-05", "2025-06-27",
     "107-0"),
    ("LVA", "Latvia", "2025-03-18", "2025-03-18", "2025-03-25", "2025-04-16", "2025-04-24",
     "2025-06-27", "66-14"),
    ("POL", "Poland", "2025-03-07", "2025-03-18", "2025-05", "2025-06-25", "2025-07-24",
     "2025-08-20", "413-15"),
]  # fmt: skip
NAMES = {row[0]: row[1] for row in LEAVERS} | {"NOR": "Norway"}
NORWAY = [("Norway", "party")]


def pipeline(as_of, rows=LEAVERS):
    """The pipeline as it stood on a day: text dates, effect six months after notice."""
    table = []
    for state, name, *dates, vote in rows:
        seen = [d if d and pd.Period(d).end_time.date() <= as_of else "" for d in dates]
        if not any(seen):
            continue
        notice = pd.Timestamp(seen[-1]) if seen[-1] else pd.NaT
        effect = notice + pd.DateOffset(months=6)
        stage = [step for step, day in zip(STEPS, seen, strict=True) if day][-1]
        stage = "effective" if effect <= pd.Timestamp(as_of) else stage
        table.append([state, name, "notified" if stage == "notified" else stage, *seen,
                      vote if seen[3] else "", effect])  # fmt: skip
    frame = pd.DataFrame(table, columns=["state", "name", "stage", *STEPS, "vote", "effect"])
    return frame.astype({"effect": "datetime64[s]"})


def spells(as_of):
    rows = [("NOR", "signatory", "1997-12-03", "1998-07-09"),
            ("NOR", "contracting", "1998-07-09", "1999-03-01"),
            ("NOR", "party", "1999-03-01", None)]  # fmt: skip
    for state, *_, notice, _vote in LEAVERS:
        effect = pd.Timestamp(notice) + pd.DateOffset(months=6)
        given = date.fromisoformat(notice) <= as_of
        rows.append((state, "party", "2004-11-01", notice if given else None))
        if given:
            rows.append((state, "withdrawing", notice, f"{effect:%F}"))
            rows.append((state, "withdrawn", f"{effect:%F}", None))
    frame = pd.DataFrame(rows, columns=["state", "status", "start", "end"])
    return frame.astype({"start": "datetime64[s]", "end": "datetime64[s]"})


def states(names=NAMES):
    return pd.DataFrame({"state": list(names), "name": list(names.values())})


def counts(*rows):
    frame = pd.DataFrame(rows, columns=["day", "parties", "contracting_states"])
    return frame.astype({"day": "datetime64[s]"})


WORLD = counts(
    ("1997-12-03", 0, 3), ("1998-09-16", 0, 40), ("1999-03-01", 45, 65), ("2005-01-01", 140, 140),
    ("2018-06-01", 164, 164), ("2025-09-01", 165, 166), ("2025-12-01", 166, 166),
    ("2025-12-27", 163, 163), ("2026-01-10", 162, 162), ("2026-02-20", 161, 161),
)  # fmt: skip
OWN = counts(
    ("1999-03-01", 1, 1), ("2013-06-01", 6, 6), ("2025-12-27", 3, 3), ("2026-01-10", 2, 2),
    ("2026-02-20", 1, 1),
)  # fmt: skip
EXITS = pd.DataFrame(
    {
        "name": ["Latvia", "Estonia", "Lithuania", "Finland", "Poland"],
        "day": pd.to_datetime(["2025-12-27"] * 3 + ["2026-01-10", "2026-02-20"]),
    }
)
COVERAGE = pd.DataFrame(
    [("1997-12-03", 191, 0, ""), ("1999-03-01", 191, 191, "NOR"),
     ("2004-11-01", 2493, 2493, "EST;LTU;LVA;NOR;POL"),
     ("2023-04-04", 3802, 3802, "EST;FIN;LTU;LVA;NOR;POL"),
     ("2025-12-27", 3802, 2084, "FIN;NOR;POL"), ("2026-01-10", 3802, 775, "NOR;POL"),
     ("2026-02-20", 3802, 191, "NOR")],
    columns=["day", "km", "km_bound", "states_bound"],
).astype({"day": "datetime64[s]"})  # fmt: skip


def borderland(as_of):
    km = {"FIN": 1309, "LTU": 901, "POL": 584, "LVA": 493, "EST": 324, "NOR": 191}
    at = {code: standing.status_at(spells(as_of).query("state == @code"), as_of)[0] for code in km}
    rows = [(code, NAMES[code], km[code], at[code], at[code] != "withdrawn") for code in km]
    return pd.DataFrame(rows, columns=["state", "name", "km", "status", "bound"])


def figure_timeline(as_of, rows=LEAVERS, staying=NORWAY):
    return timeline.figure_exit_timeline(
        pipeline(as_of, rows), as_of=as_of, treaty="mine ban", staying=staying, region=REGION
    )


def figure_strip(as_of):
    return strip.figure_status_strip(
        spells(as_of), states(), as_of=as_of, opened=date(1997, 12, 3), treaty="mine ban",
        region=REGION,
    )  # fmt: skip


def figure_participation(as_of):
    return participation.figure_participation(
        WORLD, as_of=as_of, treaty="mine ban", exits=EXITS, regional=OWN, members=6, region=REGION
    )


def figure_coverage(as_of):
    later = COVERAGE[COVERAGE["day"] > pd.Timestamp(as_of)]
    return border.figure_coverage(
        COVERAGE, borderland(as_of), as_of=as_of, treaty="mine ban", towards=["Russia", "Belarus"],
        scheduled=later if as_of == MIDDLE else None, region=REGION,
    )  # fmt: skip


FIGURES = [figure_timeline, figure_strip, figure_participation, figure_coverage]


@cache
def made(figure, as_of):
    """The figure and the block that a story day gives; drawn once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        last = keep_figures(patch)
        block = figure(as_of)
    return last[0], block


def keep_figures(patch):
    last = []
    to_block = style.to_block

    def keep(fig, *args, **kwargs):
        last[:] = [fig]
        return to_block(fig, *args, **kwargs)

    patch.setattr(style, "to_block", keep)
    return last


@pytest.fixture
def drawn(monkeypatch):
    """The figure behind a block that was made last, as a list of one."""
    return keep_figures(monkeypatch)


def visible_texts(fig):
    for ax in fig.axes:
        labels = [*ax.get_xticklabels(), *ax.get_yticklabels()] if ax.axison else []
        yield from (t for t in [*ax.texts, *labels] if t.get_visible() and t.get_text().strip())


def misplaced(fig):
    """The texts that leave the canvas or meet one another, measured at four times the size."""
    with style.house_style():
        fig.set_dpi(288)
        renderer = FigureCanvasAgg(fig).get_renderer()
        boxes = [(t.get_text(), t.get_window_extent(renderer)) for t in visible_texts(fig)]
    width, height, slack = fig.bbox.width, fig.bbox.height, 1.5
    out = [
        words
        for words, box in boxes
        if min(box.x0, box.y0) < -slack or box.x1 > width + slack or box.y1 > height + slack
    ]
    for (words, one), (others, two) in combinations(boxes, 2):
        across = min(one.x1, two.x1) - max(one.x0, two.x0)
        along = min(one.y1, two.y1) - max(one.y0, two.y0)
        if across > 3 and along > 4:
            out.append((words, others))
    return out


def marks_drawn(fig):
    """How often each named mark stands in a figure."""
    named = fig.findobj(lambda artist: bool(artist.get_gid()))
    return Counter(artist.get_gid() for artist in named)


def words_of(fig):
    return [text.get_text() for text in visible_texts(fig)]


# The layout, of every figure


def test_the_layout_check_sees_what_overlaps_and_what_is_cut_off():
    with style.house_style():
        fig = style.blank_figure(60, 30)
        ax = style.add_axes(fig, 5, 5, 50, 20)
        ax.set_axis_off()
        for x, words in ((0.2, "one above"), (0.25, "another"), (1.05, "cut off at the edge")):
            marks.put(ax, x, 0.5, words)
    assert misplaced(fig) == ["cut off at the edge", ("one above", "another")]


@pytest.mark.parametrize("as_of", [STORY, MIDDLE, END])
@pytest.mark.parametrize("figure", FIGURES)
def test_nothing_overlaps_or_leaves_the_page(figure, as_of):
    fig, _ = made(figure, as_of)
    assert misplaced(fig) == []


@pytest.mark.parametrize("figure", FIGURES)
def test_two_drawings_give_identical_bytes_of_modest_size(figure):
    _, block = made(figure, END)
    assert figure(END).image == block.image
    assert len(block.image) < 120_000


@pytest.mark.parametrize("as_of", [STORY, MIDDLE, END])
@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_says_what_it_shows(figure, as_of):
    _, block = made(figure, as_of)
    for words in (block.title, block.subtitle, block.alt):
        assert words
        assert words[0] == words[0].upper()
        assert not re.search(r"  | ,|\bnan\b|NaT|None\b", words)


@pytest.mark.parametrize("as_of", [STORY, END])
@pytest.mark.parametrize("figure", FIGURES)
def test_no_type_is_smaller_than_seven_and_a_half_points(figure, as_of):
    fig, _ = made(figure, as_of)
    assert min(text.get_fontsize() for text in visible_texts(fig)) >= 7.5


def test_a_timestamp_serves_as_the_day():
    stamp, table = pd.Timestamp(END), pipeline(END)
    looks = {"treaty": "mine ban"}
    assert (
        timeline.figure_exit_timeline(table, as_of=stamp, **looks)
        == timeline.figure_exit_timeline(table, as_of=END, **looks)
    )  # fmt: skip
    assert (
        participation.figure_participation(WORLD, as_of=stamp, exits=EXITS, **looks)
        == participation.figure_participation(WORLD, as_of=END, exits=EXITS, **looks)
    )  # fmt: skip
    opened = date(1997, 12, 3)
    assert (
        strip.figure_status_strip(
            spells(END), states(), as_of=stamp, opened=pd.Timestamp(opened), **looks
        )
        == strip.figure_status_strip(spells(END), states(), as_of=END, opened=opened, **looks)
    )  # fmt: skip


# Shared marks


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_a_symbol_of_its_own(status):
    with style.house_style():
        pictures = {}
        for other in STATUSES:
            fig = style.blank_figure(10, 10)
            marks.draw_symbol(style.add_axes(fig, 0, 0, 10, 10), 0.5, 0.5, other, color="k")
            assert marks_drawn(fig)[f"status-{other}"] >= 1
            pictures[other] = style.to_svg(fig, name="x")
    assert [other for other in STATUSES if pictures[other] == pictures[status]] == [status]


def test_text_is_drawn_literally():
    with style.house_style():
        ax = style.add_axes(style.blank_figure(60, 20), 0, 0, 60, 20)
    for hostile in (HOSTILE, "$\\frac{1}{0}$", "100 $ and 200 $"):
        written = marks.put(ax, 0, 0, hostile)
        assert written.get_text() == hostile
        assert written.get_parse_math() is False


def test_the_width_of_text_is_that_of_its_drawing():
    with style.house_style():
        fig = style.blank_figure(100, 20)
        fig.set_dpi(720)
        renderer = FigureCanvasAgg(fig).get_renderer()
        written = marks.put(style.add_axes(fig, 0, 0, 100, 20), 0, 0, "due $27 Dec 2025", size=8)
        drawn_width = written.get_window_extent(renderer).width / 10
    assert marks.text_width("due $27 Dec 2025", size=8) == pytest.approx(drawn_width, abs=0.8)
    assert marks.text_width(" \n") == 0


@pytest.mark.parametrize(
    ("start", "end", "width", "labels"),
    [
        (date(2025, 2, 20), date(2025, 4, 20), 300, ["Mar\n2025", "Apr"]),
        (date(2024, 12, 20), date(2025, 9, 1), 100, ["Jan\n2025", "Apr", "Jul"]),
        (date(2023, 1, 1), date(2026, 2, 20), 110, ["2023", "2024", "2025", "2026"]),
        (date(1997, 12, 3), date(2026, 2, 20), 200, ["2000", "2005", "2010", "2015", "2020",
                                                     "2025"]),
    ],
)  # fmt: skip
def test_a_day_axis_names_as_many_months_or_years_as_fit(start, end, width, labels):
    assert [label for _, label in marks.day_ticks(start, end, width)] == labels


def test_a_key_of_two_lines_is_balanced():
    items = [(lambda ax, x, y: None, words) for words in ("announced", "recommended", "in effect")]
    whole = sum(marks.text_width(words, size=7.5) + 22 for _, words in items)
    lines = [line for _, line in marks.key_places(items, whole - 15)]
    assert [line for _, line in marks.key_places(items, whole)] == [0, 0, 0]
    assert lines == [0, 1, 1] or lines == [0, 0, 1]
    assert marks.key_height(items, whole - 15) == 2 * marks.KEY_LINE
    assert marks.key_height([], 100) == 0


# The exit timeline


def test_exits_come_in_the_order_of_notice_then_of_how_far_they_have_come():
    def order(as_of):
        return list(exits.order_exits(exits.dated(pipeline(as_of)))["name"])

    assert order(STORY) == ["Latvia", "Lithuania", "Estonia", "Poland", "Finland"]
    assert order(END) == ["Latvia", "Lithuania", "Estonia", "Finland", "Poland"]


def test_a_date_known_to_the_month_stands_for_all_its_days():
    table = exits.dated(pipeline(END)).set_index("state")
    assert table.loc["POL", "government_approved"] == pd.Timestamp("2025-05-01")
    assert table.loc["POL", "government_approved_last"] == pd.Timestamp("2025-05-31")
    assert table.loc["POL", "government_approved_date"] == "2025-05"
    assert table.loc["EST", "promulgated"] == table.loc["EST", "promulgated_last"]
    assert pd.isna(table.loc["EST", "announced"])
    again = exits.dated(table.reset_index())
    assert again.equals(table.reset_index())


def test_a_pipeline_of_days_is_laid_out_like_one_of_text():
    days = pipeline(END)
    for step in STEPS:
        days[step] = pd.to_datetime(days[step].where(days[step].str.len() == 10))
    table = exits.dated(days).set_index("state")
    assert table.loc["LVA", "parliament_approved_date"] == "2025-04-16"
    assert table.loc["LTU", "promulgated_date"] == ""


def test_marks_that_would_touch_are_stacked_where_they_stand():
    placed = exits.stack([("a", 10, 10), ("b", 10, 10), ("c", 12, 12), ("d", 30, 30)])
    assert [(mark.step, mark.x, mark.lane) for mark in placed] == [
        ("a", 10, 0), ("b", 10, 1), ("c", 12, 2), ("d", 30, 0),
    ]  # fmt: skip
    touching = [
        pair for pair in combinations(placed, 2)
        if pair[0].lane == pair[1].lane and abs(pair[0].x - pair[1].x) < exits.MARK
    ]  # fmt: skip
    assert touching == []


def test_a_mark_on_the_day_of_notice_stands_above_the_bar():
    assert [mark.lane for mark in exits.stack([("a", 5, 5), ("b", 40, 40)], notice=40)] == [0, 1]


def test_every_step_that_was_reached_has_its_mark():
    drawn, _ = made(figure_timeline, STORY)
    drawn_marks = marks_drawn(drawn)
    rows = exits.dated(pipeline(STORY))
    for step in exits.STEPS:
        reached = int(rows[step].notna().sum())
        # And one in the key.
        assert drawn_marks[f"step-{step}"] == (reached + 1 if reached else 0)


def test_a_running_notice_is_hatched_up_to_the_day_and_dashed_beyond_it():
    drawn, _ = made(figure_timeline, MIDDLE)
    bars = drawn.axes[0].patches
    running = [bar for bar in bars if bar.get_gid() == "bar-withdrawing"][:5]
    due = [bar for bar in bars if bar.get_gid() == "scheduled-withdrawing"][:5]
    today = marks.day_number(MIDDLE)
    assert {bar.get_x() + bar.get_width() for bar in running} == {today}
    assert all(bar.get_hatch() for bar in running)
    assert {bar.get_x() for bar in due} == {today}
    assert all(not bar.get_fill() or bar.get_facecolor()[3] == 0 for bar in due)
    ends = sorted(bar.get_x() + bar.get_width() for bar in due)
    assert ends == [marks.day_number(day) for day in sorted(pipeline(MIDDLE)["effect"])]


def test_an_exit_in_effect_is_a_solid_bar_that_ends_in_a_cross():
    drawn, _ = made(figure_timeline, END)
    solid = [bar for bar in drawn.axes[0].patches if bar.get_gid() == "bar-withdrawn"]
    crosses = marks_drawn(drawn)["status-withdrawn"]
    assert crosses == 5
    assert all(bar.get_hatch() is None for bar in solid)
    assert not [bar for bar in drawn.axes[0].patches if "scheduled" in bar.get_gid()]


def test_the_vote_stands_beside_its_mark_and_outcomes_at_the_right(drawn):
    figure_timeline(STORY)
    assert {"66–14", "no notice yet", "as of 16 Apr 2025"} <= set(words_of(drawn[0]))
    figure_timeline(MIDDLE)
    assert {"due 27 Dec 2025", "due 20 Feb 2026"} <= set(words_of(drawn[0]))
    figure_timeline(END)
    assert Counter(words_of(drawn[0]))["in effect 27 Dec 2025"] == 3


def test_a_notice_without_a_day_of_effect_stays_open(drawn):
    table = pipeline(END, [LEAVERS[0]]).assign(effect=pd.NaT, stage="notified")
    block = timeline.figure_exit_timeline(table, as_of=END, treaty="mine ban")
    assert "day of effect open" in words_of(drawn[0])
    assert misplaced(drawn[0]) == []
    assert block.title == "The one state concerned has given notice of leaving the mine ban"


@pytest.mark.parametrize("size", [1, 2, 12])
@pytest.mark.parametrize("as_of", [STORY, END])
def test_the_timeline_holds_any_number_of_states_and_any_name(size, as_of, drawn):
    names = [HOSTILE, "Saint Vincent and the Grenadines", "Zed\nLine", "Türkiye"]
    rows = [
        (f"X{at}", names[at % 4], *LEAVERS[at % 5][2:]) for at in range(size + 2) if at % 5 != 1
    ][:size]  # fmt: skip
    block = figure_timeline(as_of, rows, staying=[(HOSTILE, "none")])
    assert misplaced(drawn[0]) == []
    assert HOSTILE in words_of(drawn[0])
    assert "<b>" not in block.image
    assert "Zed\n" not in block.alt


def test_many_that_stay_are_counted_in_one_line(drawn):
    staying = [(f"State {at}", "party") for at in range(9)] + [("Other", "none")]
    block = figure_timeline(END, staying=staying)
    assert "9 parties and 1 not a party; no step" in words_of(drawn[0])
    assert "10 more states: 9 parties and 1 not a party; no step." in block.alt
    assert misplaced(drawn[0]) == []


@pytest.mark.parametrize(
    ("as_of", "title"),
    [
        (date(2025, 1, 2), f"None of six {REGION} has taken a step towards leaving the mine ban"),
        (
            date(2025, 1, 4),
            f"One of six {REGION} has taken steps towards leaving the mine ban; "
            "none has given notice",
        ),
        (
            date(2025, 4, 15),
            f"Five of six {REGION} have taken steps towards leaving the mine ban; "
            "none has given notice",
        ),
        (
            STORY,
            "The parliament of Latvia has voted to leave the mine ban; "
            f"none of six {REGION} has given notice",
        ),
        (
            date(2025, 6, 4),
            "The parliaments of Latvia, Lithuania and Estonia have voted to leave the mine ban; "
            f"none of six {REGION} has given notice",
        ),
        (
            date(2025, 6, 26),
            "Five parliaments have voted to leave the mine ban; "
            f"none of six {REGION} has given notice",
        ),
        (
            date(2025, 6, 27),
            f"Three of six {REGION} have given notice of leaving the mine ban; "
            "the exits are due on 27 December 2025",
        ),
        (
            MIDDLE,
            f"Five of six {REGION} have given notice of leaving the mine ban; "
            "the first three exits are due on 27 December 2025",
        ),
        (
            date(2025, 12, 27),
            f"Three of six {REGION} have withdrawn from the mine ban; two notices are running",
        ),
        (
            date(2026, 1, 10),
            f"Four of six {REGION} have withdrawn from the mine ban; one notice is running",
        ),
        (END, f"Five of six {REGION} have withdrawn from the mine ban"),
    ],
)
def test_the_timeline_is_titled_by_how_far_the_furthest_have_come(as_of, title):
    table = pipeline(as_of)
    gone = set(table["name"])
    staying = [(name, "party") for name in NAMES.values() if name not in gone]
    caption = captions.caption_exit_timeline(
        table, as_of=as_of, treaty="mine ban", staying=staying, region=REGION
    )
    assert caption.title == title


def test_the_alternative_text_tells_each_exit_as_precisely_as_it_is_known():
    alt = figure_timeline(END).alt
    assert "Poland: announced 7 March 2025" in alt
    assert "government approved May 2025" in alt
    assert "parliament approved 16 April 2025 (66–14)" in alt
    assert "in effect 20 February 2026." in alt
    assert alt.endswith("Norway: party, no step.")


# The status strip


def test_the_strip_draws_each_spell_up_to_the_day_and_the_scheduled_end_beyond():
    drawn, _ = made(figure_strip, MIDDLE)
    drawn_marks = marks_drawn(drawn)
    # One of each kind more, in the key.
    assert drawn_marks["bar-party"] == 6 + 1
    assert drawn_marks["bar-withdrawing"] == 5 + 1
    assert drawn_marks["bar-withdrawn"] == 0
    assert drawn_marks["scheduled-withdrawn"] == 5
    today = marks.day_number(MIDDLE) + 1
    bars = [bar for bar in drawn.axes[0].patches if bar.get_gid().startswith("bar-party")]
    assert max(bar.get_x() + bar.get_width() for bar in bars) == today


def test_the_strip_ends_in_symbol_and_word():
    drawn, _ = made(figure_strip, END)
    words = words_of(drawn)
    assert "party since 1 Mar 1999" in words
    assert "withdrawn since 10 Jan 2026" in words
    assert marks_drawn(drawn)["status-withdrawn"] == 5
    assert marks_drawn(drawn)["status-party"] == 1
    height = drawn.get_size_inches()[1] * 25.4
    assert 40 <= height <= 60


@pytest.mark.parametrize(
    ("as_of", "title"),
    [
        (STORY, f"All six {REGION} are party to the mine ban"),
        (MIDDLE, f"All six {REGION} are party to the mine ban, five of them withdrawing"),
        (
            date(2026, 1, 1),
            f"Three of six {REGION} are party to the mine ban, two of them withdrawing; "
            "all six were until 26 December 2025",
        ),
        (
            END,
            f"One of six {REGION} is party to the mine ban; all six were until 26 December 2025",
        ),
    ],
)
def test_the_strip_is_titled_by_who_is_party_and_until_when_more_were(as_of, title):
    assert figure_strip(as_of).title == title


def test_a_state_without_any_spell_is_not_a_party(drawn):
    block = strip.figure_status_strip(
        spells(END).iloc[:0], states({"USA": HOSTILE}), as_of=END, opened=date(1997, 12, 3),
        treaty="mine ban",
    )  # fmt: skip
    assert {"not a party", HOSTILE} <= set(words_of(drawn[0]))
    assert block.title == "No state is party to the mine ban"
    assert block.alt.endswith(f"{HOSTILE}: not a party.")


def test_all_statuses_of_a_strip_are_told_apart(drawn):
    rows = [("A", "signatory"), ("B", "contracting"), ("C", "party"), ("D", "suspended")]
    held = pd.DataFrame(rows, columns=["state", "status"]).assign(
        start=pd.Timestamp("2000-01-01"), end=pd.NaT
    )
    names = states({code: f"State {code}" for code in "ABCDE"})
    strip.figure_status_strip(held, names, as_of=END, opened=date(1998, 1, 1), treaty="mine ban")
    drawn_marks = marks_drawn(drawn[0])
    for status in ("signatory", "contracting", "party", "suspended", "none"):
        assert drawn_marks[f"status-{status}"] >= 1
    assert misplaced(drawn[0]) == []


def test_more_than_twenty_states_are_counted_in_bands(drawn):
    names = {f"S{at}": f"State {at}" for at in range(24)}
    held = pd.DataFrame({"state": list(names)}).assign(
        status="party", start=pd.Timestamp("2000-01-01"), end=pd.NaT
    )
    held.loc[:2, "end"] = pd.Timestamp("2026-02-20")
    gone = held.iloc[:3].assign(status="withdrawn", start=held["end"], end=pd.NaT)
    held = pd.concat([held.iloc[:22], gone]).astype({"end": "datetime64[s]"})
    block = strip.figure_status_strip(
        held, states(names), as_of=END, opened=date(1998, 1, 1), treaty="mine ban"
    )
    assert {"19 party", "3 withdrawn", "2 not a party"} <= set(words_of(drawn[0]))
    assert marks_drawn(drawn[0])["band-party"] == 1
    assert misplaced(drawn[0]) == []
    assert block.title == (
        "19 of 24 states are party to the mine ban; 22 were until 19 February 2026"
    )
    assert "Withdrawn: State 0, State 1 and State 2." in block.alt
    days, numbers = bands.count_by_status(held, END)
    assert numbers["party"].tolist() == [22, 19, 19]
    assert days[-1] == END


# Participation


def test_the_line_is_a_step_line_and_falls_are_ticks_down():
    drawn, _ = made(figure_participation, END)
    whole, recent, own = drawn.axes
    lines = {line.get_gid(): line for line in whole.lines}
    assert lines["parties"].get_drawstyle() == "steps-post"
    assert "contracting_states" in lines
    falls = [line for line in recent.lines if line.get_gid() == "exit"]
    assert [list(line.get_ydata()) for line in falls] == [[166, 163], [163, 162], [162, 161]]
    assert [line for line in own.lines if line.get_gid() == "exit"]


def test_the_scale_begins_at_zero_unless_the_panel_says_otherwise():
    drawn, _ = made(figure_participation, END)
    whole, recent, own = drawn.axes
    assert whole.get_ylim()[0] == own.get_ylim()[0] == 0
    floor = round(recent.get_ylim()[0])
    assert floor > 0
    assert f"Since 2024, enlarged (scale from {floor})" in words_of(drawn)
    assert {"161 parties", "161", "1 of 6", REGION} <= set(words_of(drawn))


def test_exits_are_named_with_their_day():
    drawn, _ = made(figure_participation, END)
    assert {
        "Estonia, Latvia and Lithuania, 27 Dec 2025",
        "Finland, 10 Jan 2026",
        "Poland, 20 Feb 2026",
    } <= set(words_of(drawn))


def test_exits_of_too_many_states_for_the_panel_are_counted(drawn):
    many = pd.DataFrame({"name": [f"Long name of state {at}" for at in range(7)]})
    participation.figure_participation(
        WORLD, as_of=END, treaty="x", exits=many.assign(day=pd.Timestamp("2025-12-27"))
    )
    assert "seven states, 27 Dec 2025" in words_of(drawn[0])
    assert misplaced(drawn[0]) == []


def test_the_region_has_no_panel_where_it_is_the_whole_world(drawn):
    participation.figure_participation(WORLD, as_of=END, treaty="mine ban", regional=WORLD)
    assert len(drawn[0].axes) == 2
    assert misplaced(drawn[0]) == []


@pytest.mark.parametrize("regional", [None, OWN])
def test_a_young_treaty_has_nothing_to_enlarge(regional, drawn):
    day = date(1998, 12, 1)
    block = participation.figure_participation(
        WORLD, as_of=day, treaty="mine ban", regional=regional, members=6
    )
    assert len(drawn[0].axes) == (1 if regional is None else 2)
    assert misplaced(drawn[0]) == []
    assert block.title == "No state is party to the mine ban"


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([("2000-01-01", 0, 5)], "No state is party to the mine ban"),
        ([("2000-01-01", 1, 1)], "One state is party to the mine ban, the most so far"),
        ([("2000-01-01", 164, 164)], "164 states are party to the mine ban, the most so far"),
        (
            [("2000-01-01", 12, 12), ("2001-01-01", 11, 11)],
            "Eleven states are party to the mine ban, one fewer than at the peak of 12",
        ),
        (
            [("2000-01-01", 166, 166), ("2001-01-01", 161, 161), ("2030-01-01", 170, 170)],
            "161 states are party to the mine ban, five fewer than at the peak of 166",
        ),
        ([], "No state is party to the mine ban"),
    ],
)
def test_participation_is_titled_by_the_count_against_its_peak(rows, title):
    caption = participation.caption_participation(counts(*rows), as_of=END, treaty="mine ban")
    assert caption.title == title


def test_the_alternative_text_of_participation_names_the_exits_and_the_region():
    alt = figure_participation(END).alt
    assert "161 on 20 February 2026, at most 166." in alt
    assert (
        "The withdrawals of Estonia, Latvia and Lithuania took effect on 27 December 2025." in alt
    )
    assert "The withdrawal of Poland took effect on 20 February 2026." in alt
    assert alt.endswith(f"Among {REGION}: one of six on 20 February 2026.")


def test_exits_after_the_day_are_not_told():
    assert participation.departures(EXITS, MIDDLE) == []
    assert "withdrawal" not in figure_participation(MIDDLE).alt


# Border coverage


def areas(ax, gid):
    return [patch for patch in ax.collections if patch.get_gid() == gid]


def test_the_number_left_is_written_large():
    drawn, _ = made(figure_coverage, END)
    large = max(visible_texts(drawn), key=lambda text: text.get_fontsize())
    assert large.get_text().split() == ["191", "km"]
    assert "of 3802\u00a0km bound on 20 Feb 2026" in words_of(drawn)


def test_bound_and_unbound_are_stacked_to_the_whole_length():
    drawn, _ = made(figure_coverage, END)
    for ax in drawn.axes[:2]:
        [bound], [unbound] = areas(ax, "km-bound"), areas(ax, "km-unbound")
        assert ax.get_ylim()[0] == 0
        tops = unbound.get_paths()[0].vertices[:, 1]
        assert tops.max() == 3802
        assert bound.get_paths()[0].vertices[:, 1].max() == 3802
        assert bound.get_paths()[0].vertices[:, 1].min() == 0


def test_what_is_scheduled_is_a_dashed_line_beyond_the_day():
    drawn, block = made(figure_coverage, MIDDLE)
    [line] = [line for ax in drawn.axes for line in ax.lines if line.get_gid() == "scheduled"]
    assert line.get_linestyle() == "--"
    assert min(line.get_xdata()) == marks.day_number(MIDDLE)
    assert list(line.get_ydata()) == [3802, 2084, 775, 191, 191]
    assert block.title == (
        "The mine ban covers all 3802\u00a0km of land border with Russia and Belarus; "
        "notices running will leave 191\u00a0km"
    )


def test_a_state_that_lengthens_the_border_is_named():
    drawn, _ = made(figure_coverage, END)
    assert "with Finland from 4 Apr 2023" in words_of(drawn)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([("2000-01-01", 100, 0, "")], "covers none of the 100 km of land border with Russia"),
        ([("2000-01-01", 100, 100, "A")], "covers all 100 km of land border with Russia"),
        (
            [("2000-01-01", 100, 100, "A"), ("2001-01-01", 12_345, 1, "A")],
            "covers 1 of the 12\u202f345 km of land border with Russia",
        ),
        ([("2030-01-01", 100, 100, "A")], "covers none of the 0 km of land border with Russia"),
    ],
)
def test_coverage_is_titled_by_the_kilometres_bound(rows, title):
    over_time = pd.DataFrame(rows, columns=["day", "km", "km_bound", "states_bound"])
    caption = border.caption_coverage(
        over_time.astype({"day": "datetime64[s]"}), borderland(END), as_of=END, treaty="mine ban",
        towards=["Russia"],
    )  # fmt: skip
    assert caption.title.replace("\u00a0", " ") == f"The mine ban {title}"


def test_each_bordering_state_has_a_bar_with_its_status():
    drawn, _ = made(figure_coverage, END)
    drawn_marks = marks_drawn(drawn)
    assert drawn_marks["border-bar"] == 6
    assert drawn_marks["status-withdrawn"] == 5
    assert drawn_marks["status-party"] == 1


def test_many_bordering_states_end_in_a_sum(drawn):
    rows = [(f"S{at}", f"State {at}", 100 - at, "none", at == 11) for at in range(13)]
    land = pd.DataFrame(rows, columns=["state", "name", "km", "status", "bound"])
    border.figure_coverage(COVERAGE, land, as_of=END, treaty="mine ban", towards=["Russia"])
    words = words_of(drawn[0])
    assert {"1 other, bound", "3 others, not bound"} <= set(words)
    assert misplaced(drawn[0]) == []


def test_a_young_border_has_one_panel(drawn):
    border.figure_coverage(
        COVERAGE, borderland(END), as_of=date(1999, 6, 1), treaty="mine ban", towards=["Russia"]
    )
    assert len([ax for ax in drawn[0].axes if areas(ax, "km-bound")]) == 1
    assert misplaced(drawn[0]) == []
