"""Depth of rollback: commitments over time, and how far they have fallen below their peak."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.blocks import model as blocks
from analysis.drawing import marks, style
from analysis.drawing.scenario import DASHES, WORD, draw_tag, is_hypothetical
from analysis.drawing.steps import cut_steps, draw_falls, draw_rules, grid_step
from analysis.language.days import format_day_short
from analysis.language.numbers import format_number, format_percent
from analysis.sections.fall.caption import Fall, caption_depth, due_after, measure_fall, say_days
from analysis.terms.days import plain_day
from analysis.terms.statuses import TERMS

_LINE: dict[str, Any] = {"color": TERMS["party"].look.area, "linewidth": 1.7, "zorder": 3}
_DASHED: dict[str, Any] = {
    "color": TERMS["party"].look.ink,
    "linewidth": 1.1,
    "linestyle": DASHES,
    "drawstyle": "steps-post",
    "zorder": 2.5,
}
#: The enlarged panel begins with the year of the peak, or as many years before the day.
_RECENT_YEARS = 2
#: A peak this early in the history needs no panel of its own, as a share of all years.
_EARLY = 0.45
# Places in millimetres: the top and height of the panels, and where each begins.
_TOP, _TALL, _LEFT, _LONG, _NEXT, _WIDE = 11.0, 40.0, 10.0, 46.0, 72.0, 112.0
_SIDE, _RECENT = 132.0, 50.0


def draw_depth(
    over_time: pd.DataFrame,
    *,
    ax: Axes,
    as_of: date,
    scheduled: pd.DataFrame | None = None,
    since: date | None = None,
    number: str = "commitments",
) -> Axes:
    """Draw a number as a step line up to the as-of day, its peak, and what is scheduled, dashed.

    ``over_time`` has ``day`` and the column named ``number``, one row per day on which it
    changes, as :func:`analysis.measures.commitments.commitments_over_time` returns it; rows
    whose ``hypothetical`` is true are drawn as what has not happened. ``scheduled`` has the
    same columns after the as-of day. ``since`` draws the time from that day on, on a scale
    that need not begin at zero.
    """
    as_of = plain_day(as_of)
    steps = cut_steps(over_time, as_of, since, numbers=(number,))
    due = due_after(scheduled, as_of)
    first = steps["day"].iloc[0].date()
    last = max([as_of, *(day.date() for day in ([] if due is None else due["day"]))])
    marks.draw_day_axis(ax, first, last + max((last - first) * 0.02, timedelta(days=1)))
    fall = measure_fall(over_time, as_of, number=number)
    values = [*steps[number], *([] if due is None else due[number]), fall.peak]
    _set_scale(ax, min(values) if since else 0, max(values))
    marks.draw_as_of(ax, as_of, label=since is None)
    _draw_fall(ax, steps, fall, number)
    _draw_line(ax, steps, number)
    if due is not None:
        days = [as_of, *due["day"]]
        places = [*map(marks.day_number, days), ax.get_xlim()[1]]
        ax.plot(places, [fall.now, *due[number], due[number].iloc[-1]], gid="scheduled", **_DASHED)
    _write_end(ax, fall, None if due is None else int(due[number].iloc[-1]))
    return ax


def figure_depth(
    over_time: pd.DataFrame,
    *,
    as_of: date,
    subject: str,
    scheduled: pd.DataFrame | None = None,
    number: str = "commitments",
    scenario: str = "",
    name: str = "depth",
    foot: blocks.Text = (),
) -> blocks.Figure:
    """Return the depth of rollback as a block: all years, the time since the peak, the fall.

    ``over_time``, ``scheduled`` and ``number`` as in :func:`draw_depth`; ``subject`` says what
    is counted and continues the number ("parties to the mine ban", "commitments of NATO
    states"); ``scenario`` says in words what is assumed.
    """
    as_of = plain_day(as_of)
    caption = caption_depth(
        over_time,
        as_of=as_of,
        subject=subject,
        scheduled=scheduled,
        number=number,
        scenario=scenario,
    )
    with style.house_style():
        first = cut_steps(over_time, as_of, numbers=(number,))["day"].iloc[0].date()
        deep = marks.tick_depth(first, as_of, _LONG * style.MM)
        fig = style.blank_figure(style.FULL_WIDTH, _TOP + _TALL + deep / style.MM + 1)
        looks: dict[str, Any] = {"as_of": as_of, "number": number}
        _draw_panels(fig, over_time, scheduled, **looks)
        side = style.add_axes(fig, _SIDE, _TOP, style.FULL_WIDTH - _SIDE, _TALL)
        _write_fall(side, measure_fall(over_time, as_of, number=number), as_of)
        _write_due(side, due_after(scheduled, as_of), number)
        right = (style.FULL_WIDTH - _SIDE) * style.MM
        draw_tag(side, right, scenario=scenario)
        return style.to_block(fig, name, caption, foot=foot)


def _since(over_time: pd.DataFrame, as_of: date, number: str) -> date | None:
    """Return the first day of the enlarged panel, or ``None`` if one panel shows all.

    One is enough for a young treaty, and for a peak that was lost early.
    """
    fall = measure_fall(over_time, as_of, number=number)
    first = cut_steps(over_time, as_of, numbers=(number,))["day"].iloc[0].date()
    lost = fall.until or as_of
    begin = date(min(as_of.year - _RECENT_YEARS, lost.year - 1), 1, 1)
    return begin if begin - first > (as_of - first) * _EARLY else None


def _draw_panels(
    fig: Figure,
    over_time: pd.DataFrame,
    scheduled: pd.DataFrame | None,
    *,
    as_of: date,
    number: str,
) -> None:
    """Draw all years, and beside them what came since the peak on a larger scale."""
    looks: dict[str, Any] = {"as_of": as_of, "number": number}
    since = _since(over_time, as_of, number)
    if since is None:
        ax = style.add_axes(fig, _LEFT, _TOP, _WIDE, _TALL)
        draw_depth(over_time, ax=ax, scheduled=scheduled, **looks)
    else:
        ax = style.add_axes(fig, _LEFT, _TOP, _LONG, _TALL)
        draw_depth(over_time, ax=ax, **looks)
        recent = style.add_axes(fig, _NEXT, _TOP, _RECENT, _TALL)
        draw_depth(over_time, ax=recent, since=since, scheduled=scheduled, **looks)
        floor = recent.get_ylim()[0]
        scale = f", enlarged (from {format_number(floor)})" if floor else ""
        _write_head(recent, f"Since {since.year}{scale}", 5)
    _write_head(ax, "All years", _LEFT)


def _write_head(ax: Axes, words: str, left: float) -> None:
    place = (-left * style.MM, marks.size_in_points(ax)[1] + 17)
    marks.put(ax, *place, words, weight="bold", transform=marks.points(ax))


def _set_scale(ax: Axes, low: int, high: int) -> None:
    """Set a scale from zero, or from below the lowest number where that is far from it."""
    room = max(high - low, 4) * 0.22
    bottom = max(int(low - room), 0)
    ax.set_ylim(bottom, max(high, 1) + room)
    tall = marks.size_in_points(ax)[1]
    step = grid_step(high + room - bottom, tall, 26)
    # The foot of the scale has a label of its own.
    free = bottom + 10 * (high + room - bottom) / tall if bottom else 0
    rules = [tick for tick in range(0, high + 1, step) if tick >= free]
    draw_rules(ax, rules, labels=[bottom])


def _draw_line(ax: Axes, steps: pd.DataFrame, number: str) -> None:
    """Draw the step line, dashed from the first day on that has not happened."""
    assumed = is_hypothetical(steps).cummax()
    places = [marks.day_number(day) for day in steps["day"]]
    known = int((~assumed).sum())
    ax.step(places[:known], steps[number].iloc[:known], where="post", gid=number, **_LINE)
    if known < len(steps):
        begin = max(known - 1, 0)
        tail = steps[number].iloc[begin:]
        ax.plot(places[begin:], tail, gid=WORD, **_DASHED)
    draw_falls(steps[~assumed], number, ax=ax)


def _draw_fall(ax: Axes, steps: pd.DataFrame, fall: Fall, number: str) -> None:
    """Tint the gap between the peak and the line, and mark the day on which it was reached."""
    reached, left = marks.day_number(fall.reached), ax.get_xlim()[0]
    if fall.until:
        places = [marks.day_number(day) for day in steps["day"]]
        gone = [place >= marks.day_number(fall.until) for place in places]
        _tint_gap(ax, steps, places, gone, fall.peak, number)
    ring: dict[str, Any] = {"markerfacecolor": style.PAPER, "markersize": 5, "zorder": 4}
    ink = TERMS["party"].look.ink
    if reached >= left:
        ax.plot([reached], [fall.peak], marker="o", color=ink, gid="peak", **ring)
    words = f"peak {format_number(fall.peak)}, {format_day_short(fall.reached)}"
    high = (ax.get_ylim()[1] - ax.get_ylim()[0]) / marks.size_in_points(ax)[1]
    per_day = marks.size_in_points(ax)[0] / (ax.get_xlim()[1] - left)
    wide = marks.text_width(words, size=style.SMALL_SIZE)
    x = max((reached - left) * per_day - wide / 2, 2)
    today = (marks.day_number(steps["day"].iloc[-1].date()) - left) * per_day
    x = min(x, max(today - wide - 3, 2)) / per_day + left
    look = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
    marks.put(ax, x, fall.peak + 8 * high, words, **look)


def _tint_gap(
    ax: Axes, steps: pd.DataFrame, places: list[float], gone: list[bool], peak: int, number: str
) -> None:
    """Fill the gap below the peak with a tint, and only hatch it where it is assumed."""
    assumed = is_hypothetical(steps).cummax()
    tint = TERMS["withdrawn"].look.tint
    look: dict[str, Any] = {"step": "post", "linewidth": 0, "zorder": 1}
    known = pd.Series(gone) & ~assumed.shift(1, fill_value=False)
    ax.fill_between(
        places, steps[number], peak, where=known, facecolor=tint, gid="drawdown", **look
    )
    if assumed.any():
        hatched: dict[str, Any] = {"facecolor": "none", "edgecolor": tint, "hatch": "/////"}
        ax.fill_between(
            places,
            steps[number],
            peak,
            where=assumed & pd.Series(gone),
            gid=WORD,
            **hatched,
            **look,
        )


def _write_end(ax: Axes, fall: Fall, due: int | None) -> None:
    """Write the number of the as-of day, or the last scheduled one, at the end of the line."""
    ends = fall.now if due is None else due
    looks: dict[str, Any] = {"color": TERMS["party"].look.ink, "va": "center"}
    weight = "bold" if due is None else "normal"
    span = ax.get_xlim()[1] - ax.get_xlim()[0]
    x = ax.get_xlim()[1] + 3 * span / marks.size_in_points(ax)[0]
    marks.put(ax, x, ends, format_number(ends), weight=weight, **looks)


def _write_fall(ax: Axes, fall: Fall, as_of: date) -> None:
    """Write the fall large, and against what."""
    ax.set_axis_off()
    so_far = "the most so far" if fall.peak else "none so far"
    large, lines = format_number(fall.now), [so_far, f"on {format_day_short(as_of)}"]
    if fall.until:
        large = format_number(-fall.drawdown)
        held = fall.until - timedelta(days=1)
        lines = [
            f"{format_percent(fall.share)} below the peak of {format_number(fall.peak)},",
            f"held until {format_day_short(held)},",
            f"{say_days(fall.days)} before {format_day_short(as_of)}",
        ]
    ink = TERMS["withdrawn" if fall.until else "party"].look.ink
    high = marks.size_in_points(ax)[1]
    looks: dict[str, Any] = {"transform": marks.points(ax), "va": "baseline"}
    marks.put(ax, 0, high - 16, large, color=ink, size=style.LARGE_SIZE, weight="bold", **looks)
    for at, words in enumerate(lines):
        marks.put(ax, 0, high - 30 - 11 * at, words, color=style.SECONDARY, **looks)


def _write_due(ax: Axes, due: pd.DataFrame | None, number: str) -> None:
    """Explain the dashed line: what notices on record will leave, and by when."""
    if due is None:
        return
    high = marks.size_in_points(ax)[1] - 74
    sample = Line2D([0, 12], [high + 2.5] * 2, transform=marks.points(ax), **_DASHED)
    ax.add_line(sample)
    left, day = format_number(due[number].iloc[-1]), format_day_short(due["day"].iloc[-1])
    looks: dict[str, Any] = {"transform": marks.points(ax), "va": "baseline"}
    looks |= {"color": TERMS["party"].look.ink}
    marks.put(ax, 16, high, f"scheduled: {left}", **looks)
    marks.put(ax, 16, high - 11, f"by {day}", **looks)
