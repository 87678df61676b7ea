"""The figures of the analysis: flows, depth, rates, membership, watchlist and backtest."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import cache

import matplotlib.colors
import pandas as pd
import pytest

from analysis import style
from analysis.figures import (
    backtest,
    backtest_words,
    depth,
    estimates,
    falls,
    flow_words,
    flows,
    marks,
    membership,
    membership_words,
    rates,
    scenarios,
    watchlist,
)
from analysis.inference.survival import survival_by_group
from analysis.model import RollbackError, UnknownName
from tests.test_figures import (
    HOSTILE,
    REGION,
    keep_figures,
    marks_drawn,
    misplaced,
    visible_texts,
    words_of,
)

END = date(2026, 2, 20)
SCENARIO = "Norway gives notice on 1 March 2026"
NBSP = "\u00a0"


def spaced(words):
    return words.replace(NBSP, " ")


# Small frames


def year_rows(**numbers):
    """Flows from ``deposits={1998: 55}`` and the like, one row per year and count."""
    rows = [
        {"year": year, column: count}
        for column, years in numbers.items()
        for year, count in years.items()
    ]
    return pd.DataFrame(rows).fillna(0)


WORLD = year_rows(
    deposits={1997: 3, 1998: 55, 1999: 32, 2005: 4, 2025: 2},
    notices={2025: 5},
    exits={2025: 3, 2026: 2},
    objections={2025: 6},
    exits_rejected={2023: 1, 2025: 4},
)
OWN = year_rows(deposits={1998: 1, 2012: 1}, notices={2025: 5}, exits={2025: 3, 2026: 2})
LONG = year_rows(
    deposits={year: 10 + year % 7 for year in range(1925, 2026)},
    notices={1993: 1, 2023: 2, 2025: 5},
    exits={2003: 1, 2025: 4, 2026: 2},
    suspensions={2007: 1, 2023: 6},
    ratifications_revoked={2023: 1},
    notices_revoked={1993: 1},
)
STEPS = pd.DataFrame(
    {
        "day": pd.to_datetime(
            ["1999-03-01", "2005-01-01", "2025-06-25", "2025-12-27", "2026-01-10"]
        ),
        "commitments": [45, 140, 166, 163, 161],
    }
)
DUE = pd.DataFrame({"day": pd.to_datetime(["2026-08-01"]), "commitments": [160]})
RATES = pd.DataFrame(
    [
        ("Neighbours of Russia, before 2022", 0, 83.1, 0.0, 0.0, 4.44),
        ("Neighbours of Russia, since 2022", 5, 22.3, 22.45, 7.29, 52.4),
        ("Rest of the world, since 2022", 0, 632.5, 0.0, 0.0, 0.58),
        ("A test ban not in force", 0, 0.0, math.nan, math.nan, math.nan),
        ("No bound", 1, 0.2, 500.0, 12.7, math.inf),
    ],
    columns=["label", "events", "party_years", "rate", "low", "high"],
)
#: Ten members of a group of which five leave, and forty of another that all stay.
CASES = pd.DataFrame(
    {
        "group": ["neighbours"] * 10 + ["rest of the world"] * 40,
        "time": [12.0, 13.0, 19.0, 20.0, 21.0, *[26.0] * 5, *[27.0] * 20, *[18.0] * 20],
        "entry": [0.0] * 50,
        "event": [True] * 5 + [False] * 45,
    }
)
LISTED = pd.DataFrame(
    [
        (1, "Norway", 0.28, 0.08, 0.71, "borders Russia or Belarus; in NATO", "announced"),
        (2, "Czechia", 0.036, 0.011, 0.094, "in NATO; a neighbour has left", ""),
        (3.5, "Sweden", 0.012, 0.004, 0.036, "in NATO", ""),
        (3.5, "Slovakia", 0.012, 0.004, 0.036, "", ""),
        (5, "Austria", 0.0002, 0.0001, 0.002, "", ""),
    ],
    columns=["rank", "name", "chance", "low", "high", "why", "stage"],
)


def chances(model, border, number=20):
    names = [f"State {at:02}" for at in range(number)]
    columns = {"state": names, "name": names, "model": model, "borders": border}
    return pd.DataFrame(columns)


DAYS = [date(2023, 12, 31), date(2025, 3, 31)]
TIED = chances([0.5] * 4 + [0.1] * 16, [0.4] * 8 + [0.1] * 12)
SORTED = chances([1 / (at + 2) for at in range(20)], [0.4] * 8 + [0.1] * 12)
LEFT = {"State 01", "State 02", "State 09"}
RANKS = pd.concat(
    [
        backtest_words.rank_parties(table, day, LEFT)
        for table, day in zip([TIED, SORTED], DAYS, strict=True)
    ]
)
SCORES = pd.DataFrame(
    [
        (DAYS[0], "model", 0.80, 0.4, 0.96),
        (DAYS[0], "borders", 0.85, 0.45, 0.97),
        (DAYS[1], "model", 0.90, 0.5, 0.98),
        (DAYS[1], "borders", 0.85, 0.45, 0.97),
    ],
    columns=["day", "model", "auc", "auc_low", "auc_high"],
)
SCORES["day"] = pd.to_datetime(SCORES["day"])


# The figures


def figure_flows():
    return flows.figure_flows(WORLD, as_of=END, treaty="mine ban", regional=OWN, region=REGION)


def figure_long_flows():
    return flows.figure_flows(LONG, as_of=END, treaty="register's treaties")


def figure_depth():
    return depth.figure_depth(
        STEPS, as_of=END, subject="parties to the mine ban", scheduled=DUE, scenario=SCENARIO
    )


def figure_rates():
    assumed = RATES.assign(hypothetical=[False, True, False, False, False])
    return rates.figure_rates(assumed, as_of=END, treaty="mine ban", scenario=SCENARIO)


def figure_membership():
    curves = survival_by_group(CASES, "group")
    return membership.figure_membership(curves, CASES, as_of=END, treaty="mine ban")


def figure_watchlist():
    return watchlist.figure_watchlist(LISTED, as_of=END, treaty="mine ban")


def figure_backtest():
    return backtest.figure_backtest(RANKS, SCORES, as_of=END, treaty="mine ban", model="model")


FIGURES = [
    figure_flows,
    figure_long_flows,
    figure_depth,
    figure_rates,
    figure_membership,
    figure_watchlist,
    figure_backtest,
]
each_figure = pytest.mark.parametrize("figure", FIGURES)


@cache
def made(figure):
    """The figure and its block, drawn once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        last = keep_figures(patch)
        block = figure()
    return last[0], block


@pytest.fixture
def drawn(monkeypatch):
    """The figure behind a block that was made last, as a list of one."""
    return keep_figures(monkeypatch)


def artists(fig, gid):
    return fig.findobj(lambda artist: artist.get_gid() == gid)


# The layout, of every figure


@each_figure
def test_nothing_overlaps_or_leaves_the_page(figure):
    assert misplaced(made(figure)[0]) == []


@each_figure
def test_two_drawings_give_identical_bytes_of_modest_size(figure):
    block = made(figure)[1]
    assert figure().image == block.image
    assert len(block.image) < 120_000


@each_figure
def test_every_figure_says_what_it_shows_and_until_when(figure):
    block = made(figure)[1]
    for words in (block.title, block.subtitle, block.alt):
        assert words
        assert words[0] == words[0].upper()
        assert not re.search(r"  | ,|,,|\.\.|\bnan\b|NaT|\binf\b", words)
    assert "20 February 2026" in block.subtitle


@each_figure
def test_type_can_be_read_and_the_figure_spans_the_page(figure):
    fig, _ = made(figure)
    assert min(text.get_fontsize() for text in visible_texts(fig)) >= 7.5
    assert fig.get_size_inches()[0] * 25.4 == pytest.approx(style.FULL_WIDTH)


def test_a_timestamp_serves_as_the_day():
    stamp = pd.Timestamp(END)
    looks = {"treaty": "mine ban"}
    assert flows.figure_flows(OWN, as_of=stamp, **looks) == flows.figure_flows(
        OWN, as_of=END, **looks
    )
    subject = {"subject": "parties"}
    assert depth.figure_depth(STEPS, as_of=stamp, **subject) == depth.figure_depth(
        STEPS, as_of=END, **subject
    )


# What is hypothetical


def test_a_scenario_is_named_in_title_subtitle_and_alternative_text():
    words = style.Caption("Six states have left", "Parties by year", "A line.")
    said = scenarios.say_hypothetical(words, SCENARIO)
    assert said.title == "Hypothetical: six states have left"
    assert said.subtitle == f"Hypothetical: {SCENARIO}. Parties by year"
    assert said.alt == f"Hypothetical: {SCENARIO}. A line."
    assert scenarios.say_hypothetical(words, "") == words


def test_a_name_keeps_its_capital_after_the_colon():
    words = style.Caption("Norway leads", "x", "x")
    assert scenarios.say_hypothetical(words, SCENARIO).title == "Hypothetical: Norway leads"


@pytest.mark.parametrize("figure", [figure_depth, figure_rates])
def test_a_scenario_carries_a_tag(figure):
    fig, block = made(figure)
    [tag] = artists(fig, "tag")
    assert tag.get_text() == "hypothetical"
    assert tag.get_bbox_patch().get_linestyle() != "solid"
    assert block.title.startswith("Hypothetical: ")


def test_without_a_scenario_there_is_no_tag():
    assert not artists(made(figure_flows)[0], "tag")


def test_flows_that_are_assumed_are_outlines_at_the_end_of_what_is_known(drawn):
    assumed = year_rows(notices={2026: 2, 2025: 1}).assign(hypothetical=True)
    both = pd.concat([WORLD, assumed])
    block = flows.figure_flows(both, as_of=END, treaty="mine ban", scenario=SCENARIO)
    bars = [bar for bar in artists(drawn[0], "hypothetical") if hasattr(bar, "get_height")]
    assert len(bars) == 2
    assert all(bar.get_facecolor()[3] == 0 for bar in bars)
    solid = [bar for bar in artists(drawn[0], "flow-notices") if hasattr(bar, "get_height")]
    one = solid[0].get_height() / 5
    assert sorted(bar.get_y() / one for bar in bars) == pytest.approx([0, 5])
    assert "hypothetical" in words_of(drawn[0])
    assert "8 notices of withdrawal" in block.alt
    assert misplaced(drawn[0]) == []


def test_steps_that_are_assumed_are_dashed_and_their_gap_is_hatched(drawn):
    rows = {"day": pd.to_datetime(["2026-02-01"]), "commitments": [150], "hypothetical": [True]}
    both = pd.concat([STEPS.assign(hypothetical=False), pd.DataFrame(rows)])
    depth.figure_depth(both, as_of=END, subject="parties", scenario=SCENARIO)
    marked = artists(drawn[0], "hypothetical")
    lines = [
        line for line in marked if hasattr(line, "get_linestyle") and hasattr(line, "get_xdata")
    ]
    assert lines
    assert all(line.get_linestyle() == "--" for line in lines)
    assert min(min(line.get_ydata()) for line in lines) == 150
    assert not any(150 in line.get_ydata() for line in artists(drawn[0], "commitments"))
    assert any(getattr(area, "get_hatch", lambda: None)() for area in marked)


def test_an_assumed_rate_is_an_open_dot_on_a_dashed_line():
    fig, _ = made(figure_rates)
    [dot] = artists(fig, "hypothetical")
    assert dot.get_markerfacecolor() == style.PAPER
    styles = [line.get_linestyle() for line in artists(fig, "interval")]
    assert styles.count("--") == 1
    assert "5 in 22 party-years, hypothetical" in words_of(fig)


def test_an_assumed_party_of_the_watchlist_is_open_and_named_so(drawn):
    listed = LISTED.assign(hypothetical=[False, True, False, False, False])
    watchlist.figure_watchlist(listed, as_of=END, treaty="mine ban")
    assert len(artists(drawn[0], "hypothetical")) == 1
    assert any("hypothetical" in words for words in words_of(drawn[0]))


# Flows


def test_joins_point_up_and_departures_down_on_one_scale_if_both_can_be_seen():
    fig, _ = made(figure_flows)
    own = fig.axes[1]
    bars = {
        kind: [bar.get_height() for bar in own.patches if bar.get_gid() == f"flow-{kind}"]
        for kind in ("deposits", "notices", "exits")
    }
    assert bars == {"deposits": [1, 1], "notices": [-5], "exits": [-3, -2]}
    assert not any("times larger" in text.get_text() for text in own.texts)


def test_a_scale_that_is_enlarged_below_zero_says_so_and_labels_true_numbers(drawn):
    many = year_rows(deposits={1998: 600, 2005: 30}, notices={2025: 5})
    flows.figure_flows(many, as_of=END, treaty="mine ban")
    world = drawn[0].axes[0]
    [note] = [text.get_text() for text in world.texts if "times larger" in text.get_text()]
    times = int(re.search(r"scale (\d+) times", note)[1])
    assert times > 1
    notices = [bar for bar in world.patches if bar.get_gid() == "flow-notices"]
    assert [bar.get_height() for bar in notices] == [-5 * times]
    assert "5" in [text.get_text() for text in world.texts]
    assert misplaced(drawn[0]) == []


def test_the_note_on_the_scale_keeps_clear_of_departures(drawn):
    early = year_rows(deposits={1990: 200, 2020: 1}, notices={1991: 1, 1992: 1}, exits={1993: 1})
    flows.figure_flows(early, as_of=END, treaty="x")
    [note] = [text for text in drawn[0].axes[0].texts if "times larger" in text.get_text()]
    assert note.get_position()[0] > 100
    assert misplaced(drawn[0]) == []


def test_the_counter_movement_stands_in_lanes_with_its_totals():
    fig, _ = made(figure_flows)
    words = words_of(fig)
    assert {"6 objections", "5 exits rejected", "96 deposits of consent"} <= set(words)
    # One mark per year, and one in front of the total.
    assert marks_drawn(fig)["flow-objections"] == 2
    assert marks_drawn(fig)["flow-exits_rejected"] == 3


def test_a_long_history_shares_bars_between_five_years(drawn):
    fig, block = made(figure_long_flows)
    assert "per five years, 1925 to" in block.subtitle
    bars = [bar for bar in fig.axes[0].patches if bar.get_gid() == "flow-deposits"]
    assert len(bars) == 21
    assert min(bar.get_width() for bar in bars) == pytest.approx(5 * 0.84)
    shown = sum(bar.get_height() for bar in bars)
    assert shown == LONG["deposits"].sum()
    assert "per year" in made(figure_flows)[1].subtitle


def test_years_without_a_flow_and_years_after_the_day_are_handled():
    known, assumed = flow_words.yearly(WORLD, date(2025, 6, 1))
    assert list(known.index) == list(range(1997, 2026))
    assert known.loc[2000].sum() == 0
    assert known["exits"].sum() == 3
    assert assumed.to_numpy().sum() == 0
    by_five, _ = flow_words.yearly(WORLD, END, 5)
    assert list(by_five.index) == [1995, 2000, 2005, 2010, 2015, 2020, 2025]
    assert by_five.loc[1995, "deposits"] == 90


def test_several_treaties_are_added_up():
    twice = pd.concat([WORLD, WORLD])
    known, _ = flow_words.yearly(twice, END)
    assert known.loc[1998, "deposits"] == 110


@pytest.mark.parametrize(
    ("world", "own", "title"),
    [
        (
            WORLD,
            OWN,
            f"In 2025, five notices of leaving the mine ban, the first ever and all by {REGION},"
            " stand against two new deposits of consent",
        ),
        (
            year_rows(deposits={2000: 1}, notices={2024: 1, 2010: 2}),
            None,
            "In 2024, one notice of leaving the mine ban, after two before, stands against"
            " no new deposit of consent",
        ),
        (
            year_rows(deposits={2000: 9, 2015: 2}, notices={2003: 1}),
            None,
            "The last notice of leaving the mine ban was given in 2003; two states have joined"
            " since",
        ),
        (
            year_rows(deposits={2000: 9, 2015: 2}),
            None,
            "No notice of leaving the mine ban has been given; most states joined in 2000, nine",
        ),
        (
            year_rows(deposits={2000: 9}, suspensions={2007: 1}),
            None,
            "No notice of leaving the mine ban has been given, but one suspension",
        ),
        (
            year_rows(deposits={2000: 0}),
            None,
            "No notice of leaving the mine ban has been given, and no consent deposited",
        ),
        (
            year_rows(deposits={2024: 1}, notices={2025: 3}),
            year_rows(notices={2025: 1}),
            f"In 2025, three notices of leaving the mine ban, the first ever and one by {REGION},"
            " stand against no new deposit of consent",
        ),
    ],
)
def test_flows_are_titled_by_the_last_notices_against_the_joins(world, own, title):
    caption = flow_words.caption_flows(
        world, as_of=END, treaty="mine ban", regional=own, region=REGION
    )
    assert caption.title == title


def test_the_alternative_text_of_the_flows_tells_every_departure_with_its_year():
    alt = made(figure_flows)[1].alt
    assert "Worldwide: 96 deposits of consent, most in 1998 (55)" in alt
    assert "5 exits in effect: 2025 (3) and 2026 (2)" in alt
    assert f"{REGION}: 2 deposits of consent" in alt


@pytest.mark.parametrize(
    "table", [year_rows(deposits={2026: 1}), year_rows(exits={2020: 1}), WORLD.iloc[:0]]
)
def test_flows_of_few_rows_or_none_are_drawn(table, drawn):
    table = table if len(table) else pd.DataFrame({"year": pd.Series(dtype="int64")})
    flows.figure_flows(table, as_of=END, treaty=HOSTILE, regional=table, region=HOSTILE)
    assert misplaced(drawn[0]) == []


# Depth


def test_a_fall_is_measured_from_the_last_day_of_the_peak():
    fall = falls.measure_fall(STEPS, END)
    assert (fall.peak, fall.now, fall.drawdown) == (166, 161, 5)
    assert (fall.reached, fall.until, fall.days) == (date(2025, 6, 25), date(2025, 12, 27), 56)
    assert fall.share == pytest.approx(5 / 166)
    assert falls.measure_fall(STEPS, date(2025, 12, 1)).until is None


def test_a_peak_reached_twice_counts_from_its_second_loss():
    steps = STEPS.assign(commitments=[10, 12, 11, 12, 9])
    fall = falls.measure_fall(steps, END)
    assert (fall.reached, fall.until) == (date(2005, 1, 1), date(2026, 1, 10))


def test_the_number_is_a_step_line_with_its_peak_and_the_gap_below_it():
    fig, _ = made(figure_depth)
    long, recent = fig.axes[:2]
    assert long.get_ylim()[0] == 0
    assert recent.get_ylim()[0] > 0
    for ax in (long, recent):
        [line] = [line for line in ax.lines if line.get_gid() == "commitments"]
        assert line.get_drawstyle() == "steps-post"
        assert max(line.get_xdata()) == marks.day_number(END)
        [ring] = [line for line in ax.lines if line.get_gid() == "peak"]
        assert list(ring.get_ydata()) == [166]
        [gap] = [area for area in ax.collections if area.get_gid() == "drawdown"]
        assert gap.get_paths()[0].vertices[:, 1].max() == 166
    floor = round(recent.get_ylim()[0])
    assert f"Since 2024, enlarged (from {floor})" in words_of(fig)


def test_what_is_scheduled_is_dashed_beyond_the_day_and_explained():
    fig, block = made(figure_depth)
    [line] = artists(fig, "scheduled")
    assert line.get_linestyle() == "--"
    assert min(line.get_xdata()) == marks.day_number(END)
    assert list(line.get_ydata()) == [161, 160, 160]
    assert {"scheduled: 160", "by 1 Aug 2026"} <= set(words_of(fig))
    assert "Scheduled: 160 by 1 August 2026" in block.alt


def test_the_drawdown_is_written_large_with_its_share_and_days():
    words = [spaced(words) for words in words_of(made(figure_depth)[0])]
    assert {
        "\u22125",
        "3.0 % below the peak of 166,",
        "held until 26 Dec 2025,",
        "56 days before 20 Feb 2026",
    } <= set(words)


def test_a_number_at_its_peak_has_no_fall(drawn):
    block = depth.figure_depth(STEPS.head(3), as_of=END, subject="parties to the mine ban")
    assert block.title == "Parties to the mine ban: 166, the most so far"
    assert {"166", "the most so far"} <= set(words_of(drawn[0]))
    assert not artists(drawn[0], "drawdown")
    assert misplaced(drawn[0]) == []


def test_a_young_treaty_and_an_early_fall_have_one_panel(drawn):
    for as_of in (date(2000, 1, 1), date(1999, 3, 2)):
        depth.figure_depth(STEPS, as_of=as_of, subject="parties")
        assert len(artists(drawn[0], "commitments")) == 1
        assert misplaced(drawn[0]) == []


def test_the_foot_of_an_enlarged_scale_keeps_clear_of_its_rules(drawn):
    days = pd.to_datetime(["1925-01-01", "1990-01-01", "2025-01-01", "2025-09-01"])
    large = pd.DataFrame({"day": days, "commitments": [10, 1500, 2630, 2598]})
    depth.figure_depth(large, as_of=END, subject="commitments")
    assert misplaced(drawn[0]) == []


def test_any_column_can_be_drawn(drawn):
    parties = STEPS.rename(columns={"commitments": "parties"})
    block = depth.figure_depth(parties, as_of=END, subject="parties", number="parties")
    assert len(artists(drawn[0], "parties")) == 2
    assert spaced(block.title) == "Parties: 161, down 5 (3.0 %) from the peak of 166"


def test_depth_without_a_row_is_drawn(drawn):
    block = depth.figure_depth(STEPS.head(0), as_of=END, subject="parties")
    assert block.title == "Parties: none so far"
    assert misplaced(drawn[0]) == []


# Rates


def test_values_claim_about_two_figures():
    values = [22.45, 9.96, 2.34, 0.1012, 0.0084, 0, 1]
    assert [estimates.format_value(value) for value in values] == [
        "22", "10", "2.3", "0.10", "0.0084", "0", "1.0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (1, "100 %"), (0.0001, "under 0.1 %"), (0.9999, "over 99.9 %"),
     (0.0949, "9.5 %"), (0.0996, "10 %"), (0.992, "99.2 %"), (0.98, "98 %")],
)  # fmt: skip
def test_a_share_is_nothing_or_all_only_when_it_is(share, words):
    assert spaced(estimates.format_percent(share)) == words


def test_a_row_with_exits_has_dot_interval_and_counts():
    fig, _ = made(figure_rates)
    assert {"22", "5 in 22 party-years, hypothetical", "never at risk"} <= set(words_of(fig))
    drawn_marks = marks_drawn(fig)
    assert drawn_marks["interval"] == 4
    assert drawn_marks["estimate"] == 1
    assert drawn_marks["beyond"] == 1


def test_a_row_without_exits_is_an_arrow_from_its_upper_bound():
    fig, _ = made(figure_rates)
    assert marks_drawn(fig)["bound-arrow"] == 2
    bounds = sorted(line.get_xdata()[0] for line in artists(fig, "bound"))
    assert bounds == pytest.approx([0.58, 4.44])
    assert {"under 4.4", "none in 83 party-years", "under 0.58"} <= set(words_of(fig))


def test_the_axis_is_logarithmic_only_where_bounds_lie_far_apart(drawn):
    assert rates.is_logarithmic(RATES)
    near = RATES.iloc[:2]
    assert not rates.is_logarithmic(near)
    block = rates.figure_rates(near, as_of=END, treaty="mine ban")
    assert drawn[0].axes[0].get_xscale() == "linear"
    assert drawn[0].axes[0].get_xlim()[0] == 0
    assert "logarithmic" not in block.subtitle
    fig, block = made(figure_rates)
    assert fig.axes[0].get_xscale() == "log"
    assert "logarithmic scale" in block.subtitle
    assert any("logarithmic scale" in words for words in words_of(fig))


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([0, 2], "No exit from the mine ban in any of two groups"),
        (
            [0, 1, 2],
            "Exits from the mine ban only in one group, Neighbours of Russia, since 2022:"
            " five in 22 party-years",
        ),
        (
            [1, 4],
            "No bound: 500 exits per 100 party-years; the interval overlaps with that of"
            " Neighbours of Russia, since 2022",
        ),
        (
            [1],
            "Neighbours of Russia, since 2022: 22 exits per 100 party-years",
        ),
    ],
)
def test_rates_are_titled_by_who_has_exits_and_whether_that_stands_apart(rows, title):
    caption = rates.caption_rates(RATES.iloc[rows], as_of=END, treaty="mine ban")
    assert caption.title == title


def test_whole_families_are_told_but_not_compared():
    parts = RATES.iloc[:3].assign(part=["region", "family:nuclear", "rest"])
    caption = rates.caption_rates(parts, as_of=END, treaty="mine ban")
    assert caption.title == "No exit from the mine ban in any of two groups"
    assert "Neighbours of Russia, since 2022: 5 in 22" in caption.alt


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([0], "No exit from the mine ban in 83 party-years"),
        ([3], "The mine ban was never in force for any of the states"),
    ],
)
def test_without_an_exit_the_title_gives_the_time_at_risk(rows, title):
    caption = rates.caption_rates(RATES.iloc[rows], as_of=END, treaty="mine ban")
    assert caption.title == title


def test_a_rate_whose_interval_lies_above_all_others_is_said_to():
    rows = RATES.iloc[[1, 2]].copy()
    rows.loc[2, ["events", "rate", "low"]] = [1, 0.16, 0.004]
    caption = rates.caption_rates(rows, as_of=END, treaty="mine ban")
    assert caption.title.endswith("exits per 100 party-years, above all other groups")


@pytest.mark.parametrize("rows", [[], [3], [0]])
def test_rates_of_few_rows_or_none_are_drawn(rows, drawn):
    rates.figure_rates(RATES.iloc[rows], as_of=END, treaty="mine ban")
    assert misplaced(drawn[0]) == []


# Membership


def test_a_curve_is_a_step_line_that_ends_with_its_last_case():
    fig, _ = made(figure_membership)
    first, second = artists(fig, "curve")
    assert first.get_drawstyle() == "steps-post"
    assert list(first.get_xdata()) == [0, 12, 13, 19, 20, 21, 26]
    assert first.get_ydata()[-1] == pytest.approx(0.5)
    assert list(second.get_ydata()) == [1, 1]
    assert len(artists(fig, "interval")) == 1


def test_the_numbers_at_risk_stand_below_the_axis():
    words = words_of(made(figure_membership)[0])
    assert {"Number at risk", "neighbours", "rest of the world"} <= set(words)
    at_risk = membership_words.numbers_at_risk(CASES, [0, 15, 20, 26])
    assert at_risk.tolist() == [50, 48, 27, 25]


def test_who_came_under_watch_later_is_not_at_risk_before():
    late = pd.DataFrame({"time": [10.0, 10.0], "entry": [0.0, 6.0]})
    assert membership_words.numbers_at_risk(late, [0, 5, 6, 7]).tolist() == [1, 1, 1, 2]


def test_the_scale_is_cut_with_a_break_only_where_all_stay_above(drawn):
    assert made(figure_membership)[0].axes[0].get_ylim()[0] == 0
    stable = pd.DataFrame({"group": "all", "time": [5.0, *[20.0] * 199], "entry": 0.0})
    stable["event"] = stable["time"] == 5
    curves = survival_by_group(stable, "group")
    block = membership.figure_membership(curves, stable, as_of=END, treaty="mine ban")
    assert drawn[0].axes[0].get_ylim()[0] == 0.95
    assert len(artists(drawn[0], "axis-break")) == 2
    assert spaced(block.subtitle).endswith("scale from 95 %")
    assert spaced(block.title) == "Still in the mine ban after 20 years: 99.5 % of all"
    assert misplaced(drawn[0]) == []


def test_few_memberships_are_counted_not_given_as_a_share():
    assert made(figure_membership)[1].title == (
        "Withdrawals from the mine ban: five in ten memberships of neighbours and none in"
        " 40 memberships of rest of the world"
    )


@pytest.mark.parametrize(
    ("event", "title"),
    [
        (False, "The one membership of the mine ban has not ended in withdrawal"),
        (True, "Withdrawals from the mine ban: one in one membership of all"),
    ],
)
def test_a_single_membership_is_told_in_the_singular(event, title):
    one = pd.DataFrame({"group": ["all"], "time": [9.0], "entry": [0.0], "event": [event]})
    caption = membership_words.caption_membership(
        survival_by_group(one, "group"), one, as_of=END, treaty="mine ban"
    )
    assert caption.title == title


def test_where_nobody_left_the_title_says_so(drawn):
    stayed = CASES[~CASES["event"]]
    curves = survival_by_group(stayed, "group")
    block = membership.figure_membership(curves, stayed, as_of=END, treaty="mine ban")
    assert block.title == "None of 45 memberships of the mine ban has ended in withdrawal"
    assert misplaced(drawn[0]) == []


def test_curves_that_end_early_are_named_where_they_end(drawn):
    cases = CASES.assign(time=CASES["time"].where(CASES["group"] != "neighbours", 8.0))
    curves = survival_by_group(cases, "group")
    membership.figure_membership(curves, cases, as_of=END, treaty="mine ban")
    width = marks.size_in_points(drawn[0].axes[0])[0]
    places = {
        text.get_text().split(NBSP)[0]: text.get_position()[0] for text in drawn[0].axes[0].texts
    }
    assert 0 < places["neighbours 50"] < width
    assert places["rest of the world 100"] > width
    assert misplaced(drawn[0]) == []


@pytest.mark.parametrize("number", [0, 4])
def test_no_or_too_many_curves_are_refused(number):
    curve = survival_by_group(CASES, "group")["neighbours"]
    with pytest.raises(RollbackError, match="one to 3"):
        membership.figure_membership(
            {str(at): curve for at in range(number)}, CASES, as_of=END, treaty="x"
        )


# Watchlist


def test_each_party_has_its_chance_interval_and_reason():
    fig, block = made(figure_watchlist)
    words = [spaced(words) for words in words_of(fig)]
    assert {"Norway", "28 %", "8.0 to 71 %"} <= set(words)
    assert any(words.startswith("exit announced; borders Russia") for words in words)
    assert spaced(block.title) == (
        "Norway leads the watchlist of the mine ban: 28 % within a year (8.0 to 71 %)"
    )
    assert marks_drawn(fig)["estimate"] == 5


def test_a_party_that_has_taken_a_step_stands_out():
    fig, _ = made(figure_watchlist)
    colours = {text.get_text(): text.get_color() for text in fig.axes[0].texts}
    assert colours[f"28{NBSP}%"] == style.STATUS_INKS["withdrawing"]
    assert colours[f"3.6{NBSP}%"] == style.STATUS_INKS["party"]


def test_parties_of_one_rank_share_the_first_of_their_places():
    fig, _ = made(figure_watchlist)
    ranks = [words for words in words_of(fig) if words.isdigit()]
    assert sorted(ranks) == ["1", "2", "3", "3", "5"]


def many(chance_of):
    rows = [(at + 1, f"State {at:02}", chance_of(at), 0.0, 0.9, "", "") for at in range(40)]
    return pd.DataFrame(rows, columns=LISTED.columns)


def test_twelve_parties_are_drawn_and_the_rest_summed_up(drawn):
    watchlist.figure_watchlist(many(lambda at: 0.5 / (at + 1)), as_of=END, treaty="x")
    words = [spaced(words) for words in words_of(drawn[0])]
    assert {"State 11", "and 28 more parties with 3.8 % or less"} <= set(words)
    assert "State 12" not in words
    assert misplaced(drawn[0]) == []


def test_of_parties_that_share_a_chance_none_is_drawn_without_the_others(drawn):
    watchlist.figure_watchlist(many(lambda at: 0.5 if at < 7 else 0.01), as_of=END, treaty="x")
    words = [spaced(words) for words in words_of(drawn[0])]
    assert "and 33 more parties with 1.0 % or less" in words
    assert "State 07" not in words


def test_where_all_are_alike_nobody_leads(drawn):
    block = watchlist.figure_watchlist(many(lambda at: 0.01), as_of=END, treaty="mine ban")
    assert spaced(block.title) == ("No party to the mine ban stands out: 1.0 % each within a year")
    assert "and 28 more parties with the same chance or less" in words_of(drawn[0])


def test_a_chance_is_never_certain():
    top = LISTED.head(1).assign(chance=1.0, low=0.3, high=1.0)
    caption = watchlist.caption_watchlist(top, as_of=END, treaty="x")
    assert "100" not in caption.title


def test_a_list_without_reasons_tells_row_and_evidence(drawn):
    listed = LISTED.drop(columns="why").assign(cell="no step", evidence="6 in 2098 party-years")
    watchlist.figure_watchlist(listed, as_of=END, treaty="x")
    words = {spaced(words) for words in words_of(drawn[0])}
    assert {"exit announced; 6 in 2098 party-years", "no step; 6 in 2098 party-years"} <= words


def test_long_reasons_break_into_lines_and_hostile_names_are_text(drawn):
    long = "; ".join(["shares a land border with somebody", "member of an alliance", "x" * 60])
    listed = LISTED.assign(why=long, name=[HOSTILE, *LISTED["name"][1:]])
    watchlist.figure_watchlist(listed, as_of=END, treaty="x")
    assert misplaced(drawn[0]) == []
    assert HOSTILE in words_of(drawn[0])


@pytest.mark.parametrize("rows", [0, 1])
def test_a_watchlist_of_one_or_none_is_drawn(rows, drawn):
    block = watchlist.figure_watchlist(LISTED.head(rows), as_of=END, treaty="mine ban")
    assert misplaced(drawn[0]) == []
    if not rows:
        assert block.title == "No party to the mine ban is left to watch"


# Backtest


def test_parties_are_ranked_by_chance_and_ties_share_the_middle():
    ranked = backtest_words.rank_parties(TIED, DAYS[0], LEFT)
    own = ranked[ranked["model"] == "model"].set_index("state")
    assert own.loc["State 00", "rank"] == 2.5
    assert own.loc["State 09", "rank"] == 12.5
    assert own["left"].sum() == 3


def test_a_strip_has_a_tick_for_each_party_and_a_bar_for_those_that_share_a_rank():
    fig, _ = made(figure_backtest)
    bars = artists(fig, "parties")
    ticks = artists(fig, "party")
    # Two models on two days; only one of the four rankings has no ties.
    assert len(bars) == 3
    assert len(ticks) == 1
    assert sum(code == 1 for code in ticks[0].get_path().codes) == 20


def test_those_that_left_are_dark_marks_at_their_place_or_spread_over_it():
    fig, _ = made(figure_backtest)
    assert marks_drawn(fig)["left"] == 3 * 4
    tied, sorted_ = fig.axes[1], fig.axes[3]
    places = [
        sorted(line.get_xdata()[0] for line in ax.lines if line.get_gid() == "left")
        for ax in (tied, sorted_)
    ]
    assert places == [pytest.approx([1.0, 3.0, 12.0]), pytest.approx([1.5, 2.5, 9.5])]


def test_those_that_left_are_named_with_the_rank_that_they_had_or_shared():
    words = words_of(made(figure_backtest)[0])
    assert any("State 01, State 02 (1\u20134)" in told for told in words)
    assert any("State 09 (5\u201320)" in told for told in words)
    assert any("State 01 (2), State 02 (3)" in told for told in words)


def test_each_strip_has_its_area_with_interval():
    fig, _ = made(figure_backtest)
    assert {"0.800 (0.400 to 0.960)", "0.900 (0.500 to 0.980)"} <= set(words_of(fig))
    assert words_of(fig).count("0.850 (0.450 to 0.970)") == 2
    assert marks_drawn(fig)["estimate"] == 4


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        ([0, 1], "the model's AUC was above every baseline's on one of two days"),
        ([0], "the model's AUC was above every baseline's on no day"),
        ([1], "the model's AUC was above every baseline's on that day"),
    ],
)
def test_the_title_says_on_how_many_days_the_model_beat_the_baselines(days, verdict):
    ranks = RANKS[RANKS["day"].isin([pd.Timestamp(DAYS[at]) for at in days])]
    caption = backtest_words.caption_backtest(
        ranks, SCORES, as_of=END, treaty="mine ban", model="model"
    )
    assert caption.title.endswith(verdict)


def test_the_title_says_among_how_many_those_that_left_had_stood():
    title = made(figure_backtest)[1].title
    assert title.startswith(
        "On 31 December 2023, all three parties that gave notice later stood as low as 20 of 20;"
    )
    late = RANKS[RANKS["day"] == pd.Timestamp(DAYS[1])]
    caption = backtest_words.caption_backtest(late, SCORES, as_of=END, treaty="x")
    assert caption.title.startswith(
        "On 31 March 2025, all three parties that gave notice later were among the first 10 of 20;"
    )


def test_a_day_after_which_nobody_left_is_no_verdict(drawn):
    nobody = RANKS.assign(left=False)
    empty = SCORES.assign(auc=math.nan, auc_low=math.nan, auc_high=math.nan)
    block = backtest.figure_backtest(nobody, empty, as_of=END, treaty="mine ban")
    assert block.title.startswith("No party gave notice after any of the days")
    assert "no notice followed" in words_of(drawn[0])
    assert misplaced(drawn[0]) == []


def test_leavers_too_many_for_their_names_are_counted(drawn):
    crowd = [f"A state with a rather long name {at}" for at in range(12)]
    table = pd.DataFrame({"state": crowd, "name": crowd, "model": 0.5})
    ranks = backtest_words.rank_parties(table, DAYS[0], set(crowd[:9]))
    backtest.figure_backtest(ranks, SCORES, as_of=END, treaty="x")
    assert "nine parties (1\u201312)" in words_of(drawn[0])
    assert misplaced(drawn[0]) == []


def test_a_model_that_is_not_in_the_backtest_is_refused():
    with pytest.raises(UnknownName, match="no model 'oracle'"):
        backtest.figure_backtest(RANKS, SCORES, as_of=END, treaty="x", model="oracle")


# Colour


def test_curves_can_be_told_apart_in_grey_and_by_width():
    looks = [line for line, _, _ in membership._LOOKS]
    greys = [
        sum(
            weight * part
            for weight, part in zip(
                (0.299, 0.587, 0.114), matplotlib.colors.to_rgb(look["color"]), strict=True
            )
        )
        for look in looks
    ]
    assert abs(greys[2] - greys[1]) > 0.15
    assert looks[0]["linewidth"] > looks[1]["linewidth"]


def test_places_move_apart_as_little_as_needed():
    assert estimates.spread([10, 11, 40], 8, 0, 100) == [10, 18, 40]
    assert estimates.spread([95, 99], 8, 0, 100) == [92, 100]
    assert estimates.spread([], 8, 0, 100) == []
