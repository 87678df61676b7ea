"""Membership: the share still in a treaty after so many years, by group, with those at risk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedFormatter, FixedLocator

from analysis.blocks import model as blocks
from analysis.drawing import marks, style
from analysis.drawing.estimates import spread, value_ticks
from analysis.drawing.steps import draw_rules
from analysis.inference.survival import SurvivalCurve
from analysis.language.numbers import NO_BREAK_SPACE, format_number, format_percent
from analysis.sections.endurance.caption import (
    Curves,
    caption_membership,
    check_curves,
    numbers_at_risk,
    scale_floor,
)
from analysis.terms.statuses import TERMS

#: Line, tint of the interval and ink of the label of each group: dark, middle, light in grey.
_LOOKS: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"color": TERMS["withdrawn"].look.area, "linewidth": 1.8}, "#F3D9D2", "#B3341F"),
    ({"color": TERMS["party"].look.area, "linewidth": 1.3}, "#DCE5EE", "#1F4E79"),
    ({"color": "#8A8F94", "linewidth": 1.3}, "#EDEDEB", "#5F6368"),
)
# All in points.
_LINE, _ABOVE, _PANEL, _AXIS, _HEAD = 11.0, 22.0, 120.0, 30.0, 14.0


def draw_membership(curves: Curves, cases: pd.DataFrame, *, ax: Axes) -> Axes:
    """Draw the share still in over time, a step line per group with a light interval.

    ``curves`` are those of :func:`analysis.inference.survival.survival_by_group`, in years;
    ``cases`` the frame they were made from: ``group``, ``time`` and ``entry`` (0 if missing).
    A curve ends with its last case. Below the axis stand the numbers at risk. The scale begins
    at zero, or is cut with a break mark where all curves stay far above.
    Raises ``RollbackError`` for more groups than three or none.
    """
    check_curves(curves)
    longest = float(cases["time"].max())
    floor = scale_floor(curves)
    ax.set_xlim(0, longest)
    ax.set_ylim(floor, 1 + (1 - floor) * 0.03)
    _draw_shares(ax, floor)
    years = value_ticks(longest, marks.size_in_points(ax)[0])
    ax.xaxis.set_major_locator(FixedLocator(years))
    ax.xaxis.set_major_formatter(FixedFormatter([f"{year:g}" for year in years]))
    ax.spines["bottom"].set_visible(True)
    ends = [float(cases.loc[cases["group"] == label, "time"].max()) for label in curves]
    for at, curve in enumerate(curves.values()):
        _draw_curve(ax, curve.table, ends[at], at)
    _label_ends(ax, curves, ends)
    return _write_at_risk(ax, curves, cases, years)


def figure_membership(
    curves: Curves,
    cases: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    since: str = "entry into force",
    name: str = "membership",
    foot: blocks.Text = (),
) -> blocks.Figure:
    """Return the membership curves as a block.

    ``curves`` and ``cases`` as in :func:`draw_membership`; ``treaty`` is the treaty's noun,
    ``since`` what time is counted from.
    """
    caption = caption_membership(curves, cases, as_of=as_of, treaty=treaty, since=since)
    with style.house_style():
        full = style.FULL_WIDTH * style.MM
        left = max(marks.widest(list(curves), size=style.SMALL_SIZE) + 16, 34.0)
        right = marks.widest(_end_words(curves), weight="bold") + 8
        below = _AXIS + _HEAD + _LINE * len(curves)
        fig = style.blank_figure(style.FULL_WIDTH, (_ABOVE + _PANEL + below) / style.MM)
        box = (left, _ABOVE, full - left - right, _PANEL)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        draw_membership(curves, cases, ax=ax)
        look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
        place: dict[str, Any] = {"transform": marks.points(ax)}
        marks.put(
            ax, -left, _PANEL + 14, "Share still in, with 95\u00a0% interval", **look, **place
        )
        words = f"years since {since}"
        marks.put(ax, 0, -21, words, **look, **place)
        return style.to_block(fig, name, caption, foot=foot)


def _draw_shares(ax: Axes, floor: float) -> None:
    """Draw the rules of the axis, and the mark of a break where it does not begin at zero."""
    shares = np.linspace(floor, 1, 6 if floor in (0.0, 0.5, 0.95, 0.9) else 5)
    draw_rules(ax, [float(share) for share in shares])
    labels = [f"{100 * share:g}{NO_BREAK_SPACE}%" for share in shares.round(6)]
    ax.yaxis.set_major_formatter(FixedFormatter(labels))
    if floor:
        # Two strokes across the foot of the axis, as where paper is torn.
        for rise in (4.0, 7.0):
            ends = ([-4, 4], [rise - 1.5, rise + 1.5])
            stroke = Line2D(*ends, color=style.INK, linewidth=0.8, transform=marks.points(ax))
            stroke.set(clip_on=False, gid="axis-break")
            ax.add_line(stroke)


def _draw_curve(ax: Axes, table: pd.DataFrame, end: float, at: int) -> None:
    line, tint, _ = _LOOKS[at]
    times = np.concatenate([[0.0], table["time"], [end]])
    shares = np.concatenate([[1.0], table["survival"], table["survival"].tail(1)])
    if table.empty:
        times, shares = np.array([0.0, end]), np.array([1.0, 1.0])
    else:
        low, high = (np.append(table[side], table[side].iloc[-1]) for side in ("low", "high"))
        look: dict[str, Any] = {"step": "post", "linewidth": 0, "gid": "interval"}
        ax.fill_between(times[1:], low, high, color=tint, alpha=0.75, zorder=1, **look)
    ax.step(times, shares, where="post", gid="curve", zorder=4 - at * 0.1, **line)


def _end_words(curves: Curves) -> list[str]:
    return [f"{label} {format_percent(_end(curve))}" for label, curve in curves.items()]


def _end(curve: SurvivalCurve) -> float:
    return 1.0 if curve.table.empty else float(curve.table["survival"].iloc[-1])


def _label_ends(ax: Axes, curves: Curves, ends: Sequence[float]) -> None:
    """Write each group's name and last share where its line ends: inside, or at the right."""
    width = marks.size_in_points(ax)[0]
    across = width / ax.get_xlim()[1]
    words = _end_words(curves)
    looks: list[dict[str, Any]] = [
        {"color": _LOOKS[at][2], "weight": "normal" if at else "bold"} for at in range(len(curves))
    ]
    wide = [marks.text_width(told, weight="bold") + 8 for told in words]
    inside = [end * across + room < width for end, room in zip(ends, wide, strict=True)]
    levels = [_level(ax, _end(curve)) for curve in curves.values()]
    outer = [at for at in range(len(words)) if not inside[at]]
    spaced = spread([levels[at] for at in outer], _LINE, 4, marks.size_in_points(ax)[1])
    places = {at: (width + 6, y) for at, y in zip(outer, spaced, strict=True)}
    for at, label in enumerate(curves):
        if inside[at]:
            others = [curve.at(ends[at]).estimate for key, curve in curves.items() if key != label]
            beside = _beside(levels[at], [_level(ax, share) for share in others])
            places[at] = (ends[at] * across + 4, beside)
        marks.put(ax, *places[at], words[at], transform=marks.points(ax), zorder=5, **looks[at])


def _level(ax: Axes, share: float) -> float:
    low, top = ax.get_ylim()
    return (share - low) / (top - low) * marks.size_in_points(ax)[1]


def _beside(level: float, lines: Sequence[float]) -> float:
    """Move a label off the lines that pass it, down from those above and up from those below."""
    for line in lines:
        if abs(level - line) < 6:
            return line - 7 if level <= line else line + 7
    return level


def _write_at_risk(ax: Axes, curves: Curves, cases: pd.DataFrame, years: list[float]) -> Axes:
    """Write below the axis how many of each group were followed so long."""
    width = marks.size_in_points(ax)[0]
    across = width / ax.get_xlim()[1]
    look: dict[str, Any] = {"size": style.SMALL_SIZE, "transform": marks.points(ax)}
    left = -marks.widest(list(curves), size=style.SMALL_SIZE) - 15
    top = -_AXIS - _HEAD / 2
    marks.put(ax, left, top, "Number at risk", color=style.SECONDARY, **look)
    for at, label in enumerate(curves):
        y = top - _HEAD / 2 - _LINE * (at + 0.5)
        marks.put(ax, left, y, label, color=_LOOKS[at][2], **look)
        counts = numbers_at_risk(cases[cases["group"] == label], years)
        for year, count in zip(years, counts, strict=True):
            marks.put(ax, year * across, y, format_number(int(count)), ha="center", **look)
    return ax
