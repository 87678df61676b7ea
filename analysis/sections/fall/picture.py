"""Commitments drawn over time: a step line, its peak, and how far it has fallen below that."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.drawing import marks, style
from analysis.drawing.steps import cut_steps, draw_falls, draw_rules, grid_step
from analysis.language.days import format_day_short
from analysis.language.numbers import format_number, format_percent, format_span
from analysis.sections.fall.facts import Commitments
from analysis.terms.statuses import TERMS

_LINE: dict[str, Any] = {"color": TERMS["party"].look.area, "linewidth": 1.7, "zorder": 3}
_INK = TERMS["party"].look.ink
#: The enlarged panel begins the year before the peak was lost, or as many years before the day.
_RECENT_YEARS = 2
#: A peak that was lost this early needs no panel of its own, as a share of all years.
_EARLY = 0.45
# Places in millimetres: the top and height of the panels, and where each begins.
_TOP, _TALL, _LEFT, _LONG, _NEXT, _WIDE = 11.0, 40.0, 10.0, 46.0, 72.0, 112.0
_SIDE, _RECENT = 132.0, 50.0
# The same on a phone, and the room for the fall over the panels.
_PHONE_LONG, _PHONE_NEXT, _PHONE_WIDE, _PHONE_RECENT, _ON_TOP = 27.0, 50.0, 72.0, 34.0, 26.0


def draw_commitments(commitments: Commitments) -> Figure:
    """Draw all years, beside them the time since the peak on a larger scale, and the fall large."""
    with style.house_style():
        deep = marks.tick_depth(commitments.begin, commitments.day, _LONG * style.MM)
        narrow = style.is_narrow()
        # On a phone the fall stands over the panels.
        top = _TOP + (_ON_TOP if narrow else 0.0)
        fig = style.blank_figure(style.full_width(), top + _TALL + deep / style.MM + 1)
        _draw_panels(fig, commitments, top)
        left = 0.0 if narrow else _SIDE
        high = _ON_TOP if narrow else _TALL
        side = style.add_axes(fig, left, 0 if narrow else _TOP, style.full_width() - left, high)
        _write_fall(commitments, side)
        return fig


def _draw_panels(fig: Figure, commitments: Commitments, top: float) -> None:
    since, narrow = _since(commitments), style.is_narrow()
    whole, half = (_PHONE_WIDE, _PHONE_LONG) if narrow else (_WIDE, _LONG)
    long = style.add_axes(fig, _LEFT, top, whole if since is None else half, _TALL)
    _draw_panel(commitments, long)
    marks.write_head(long, "All years", left=-_LEFT)
    if since is not None:
        place, wide = (_PHONE_NEXT, _PHONE_RECENT) if narrow else (_NEXT, _RECENT)
        recent = style.add_axes(fig, place, top, wide, _TALL)
        _draw_panel(commitments, recent, since)
        floor = recent.get_ylim()[0]
        scale = f", enlarged (from {format_number(floor)})" if floor else ""
        marks.write_head(recent, f"Since {since.year}{scale}")


def _since(commitments: Commitments) -> date | None:
    """Return the first day of the enlarged panel, or ``None`` if one panel shows all."""
    begin, day = commitments.begin, commitments.day
    lost = commitments.last + timedelta(days=1) if commitments.last else day
    since = date(min(day.year - _RECENT_YEARS, lost.year - 1), 1, 1)
    return since if since - begin > (day - begin) * _EARLY else None


def _draw_panel(commitments: Commitments, ax: Axes, since: date | None = None) -> None:
    """Draw the line up to the as-of day; from ``since`` on, on a scale that need not begin at 0."""
    steps = cut_steps(commitments.over_time, commitments.day, since, numbers=("commitments",))
    first, last = steps["day"].iloc[0].date(), commitments.day
    marks.draw_day_axis(ax, first, last + max((last - first) * 0.02, timedelta(days=1)))
    values = [*steps["commitments"], commitments.peak]
    _set_scale(ax, min(values) if since else 0, max(values))
    marks.draw_as_of(ax, last, label=since is None)
    _draw_fall(commitments, steps, ax)
    places = [marks.day_number(day) for day in steps["day"]]
    ax.step(places, steps["commitments"], where="post", gid="commitments", **_LINE)
    draw_falls(steps, "commitments", ax=ax)
    _write_end(commitments, ax)


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


def _draw_fall(commitments: Commitments, steps: pd.DataFrame, ax: Axes) -> None:
    """Tint the gap between the peak and the line, and mark the day on which it was reached."""
    if commitments.first is None:
        return
    reached, left = marks.day_number(commitments.first), ax.get_xlim()[0]
    if commitments.last:
        _tint_gap(commitments, steps, ax)
    if reached >= left:
        ring: dict[str, Any] = {"markerfacecolor": style.PAPER, "markersize": 5, "zorder": 4}
        ax.plot([reached], [commitments.peak], marker="o", color=_INK, gid="peak", **ring)
    words = f"peak {format_number(commitments.peak)}, {format_day_short(commitments.first)}"
    high = (ax.get_ylim()[1] - ax.get_ylim()[0]) / marks.size_in_points(ax)[1]
    per_day = marks.size_in_points(ax)[0] / (ax.get_xlim()[1] - left)
    wide = marks.text_width(words, size=style.SMALL_SIZE)
    x = max((reached - left) * per_day - wide / 2, 2)
    today = (marks.day_number(commitments.day) - left) * per_day
    x = min(x, max(today - wide - 3, 2)) / per_day + left
    look = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
    marks.put(ax, x, commitments.peak + 8 * high, words, **look)


def _tint_gap(commitments: Commitments, steps: pd.DataFrame, ax: Axes) -> None:
    """Fill the gap below the peak from the day on which it was lost."""
    places = [marks.day_number(day) for day in steps["day"]]
    gone = [day.date() > commitments.last for day in steps["day"]]
    look: dict[str, Any] = {"step": "post", "linewidth": 0, "zorder": 1, "gid": "drawdown"}
    tint = TERMS["withdrawn"].look.tint
    numbers = steps["commitments"]
    ax.fill_between(places, numbers, commitments.peak, where=gone, facecolor=tint, **look)


def _write_end(commitments: Commitments, ax: Axes) -> None:
    """Write the number of the as-of day at the end of the line."""
    right = ax.get_xlim()[1]
    x = right + 3 * marks.span_of_a_point(ax)
    looks: dict[str, Any] = {"color": _INK, "weight": "bold"}
    marks.put(ax, x, commitments.now, format_number(commitments.now), **looks)


def _write_fall(commitments: Commitments, ax: Axes) -> None:
    """Write the fall large, and against what."""
    ax.set_axis_off()
    today = format_day_short(commitments.day)
    large, lines = format_number(commitments.now), ["the most so far", f"on {today}"]
    if commitments.last:
        large = format_number(-commitments.fallen)
        peak = format_number(commitments.peak)
        lines = [
            f"{format_percent(commitments.fallen_share)} below the peak",
            f"of {peak}, held until",
            f"{format_day_short(commitments.last)}: {format_span(commitments.days_since)}",
            f"before {today}",
        ]
    ink = TERMS["withdrawn" if commitments.last else "party"].look.ink
    high = marks.size_in_points(ax)[1]
    looks: dict[str, Any] = {"transform": marks.points(ax), "va": "baseline"}
    marks.put(ax, 0, high - 16, large, color=ink, size=style.LARGE_SIZE, weight="bold", **looks)
    for at, words in enumerate(lines):
        marks.put(ax, 0, high - 30 - 11 * at, words, color=style.SECONDARY, **looks)
