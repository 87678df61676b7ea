"""Memberships drawn: the share not ended by withdrawal, by calendar time; how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedFormatter

from analysis.drawing import marks, style
from analysis.drawing.estimates import break_lines, spread
from analysis.drawing.steps import draw_rules
from analysis.language.numbers import NO_BREAK_SPACE, format_number
from analysis.sections.endurance.facts import Endurance
from analysis.terms.statuses import TERMS

#: The memberships of each group by its name, the main group first.
Groups = Mapping[str, Endurance]

_BOUND = TERMS["party"].look
#: Colour, width of the line and tint of the interval: the first group, and the one compared with.
_LOOKS = ((_BOUND.area, 1.8, _BOUND.tint), (style.SECONDARY, 1.1, style.UNBOUND))
# All in points: the panel and the room above and below it, a line of text, its head.
_PANEL, _ABOVE, _AXIS, _LINE, _HEAD = 120.0, 22.0, 30.0, 11.0, 14.0
#: The room of a label at the right.
_ROOM = 96.0


def draw_endurance(groups: Groups, floor: float) -> Figure:
    """Draw a step line for each group with its interval, and below the axis those followed.

    The curves end on the last observed day. The scale begins at ``floor``, with a mark of the
    break where that is above zero.
    """
    with style.house_style():
        full = style.full_width() * style.MM
        left = max(marks.widest(list(groups), size=style.SMALL_SIZE) + 16, 34.0)
        lines = [line for label in _labels(groups) for line in label]
        right = marks.widest(lines, weight="bold") + 8
        high = _ABOVE + _PANEL + _AXIS + _HEAD + _LINE * len(groups)
        fig = style.blank_figure(style.full_width(), high / style.MM)
        box = (left, _ABOVE, full - left - right, _PANEL)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        begun = min(found.begun for found in groups.values())
        _set_axes(ax, (begun, max(found.until for found in groups.values())), floor)
        for place, found in enumerate(groups.values()):
            _draw_curve(ax, found, place)
        _label_ends(ax, groups)
        _write_bound(ax, groups, -left)
        head = f"Share still in, with 95{NO_BREAK_SPACE}% interval"
        _write(ax, -left, _PANEL + 14, head, color=style.SECONDARY)
        return fig


def _write(ax: Axes, x: float, y: float, words: str, **looks: Any) -> None:
    """Write small text at a place in points from the lower left corner of the axes."""
    marks.put(ax, x, y, words, **{"size": style.SMALL_SIZE, "transform": marks.points(ax), **looks})


def _set_axes(ax: Axes, period: tuple[date, date], floor: float) -> None:
    marks.draw_day_axis(ax, *period)
    ax.set_ylim(floor, 1 + (1 - floor) * 0.03)
    shares = np.linspace(floor, 1, 6 if floor in (0.0, 0.5, 0.95, 0.9) else 5)
    draw_rules(ax, [float(share) for share in shares])
    labels = [f"{100 * share:g}{NO_BREAK_SPACE}%" for share in shares.round(6)]
    ax.yaxis.set_major_formatter(FixedFormatter(labels))
    ax.spines["bottom"].set_visible(True)
    if floor:
        _mark_break(ax)


def _mark_break(ax: Axes) -> None:
    """Draw two strokes across the foot of the axis, as where paper is torn."""
    for rise in (4.0, 7.0):
        ends = ([-4, 4], [rise - 1.5, rise + 1.5])
        stroke = Line2D(*ends, color=style.INK, linewidth=0.8, transform=marks.points(ax))
        stroke.set(clip_on=False, gid="axis-break")
        ax.add_artist(stroke)


def _draw_curve(ax: Axes, found: Endurance, place: int) -> None:
    colour, width, tint = _LOOKS[place]
    table = found.curve
    end = marks.day_number(found.until)
    days = [marks.day_number(day) for day in table["day"]]
    times = np.array([marks.day_number(found.begun), *days, end])
    shares = np.concatenate([[1.0], table["survival"], [found.kept_last]])
    low, high = (np.append(table[side], table[side].iloc[-1]) for side in ("low", "high"))
    look: dict[str, Any] = {"step": "post", "linewidth": 0, "gid": "interval", "alpha": 0.5}
    ax.fill_between(times[1:], low, high, color=tint, zorder=1, **look)
    line: dict[str, Any] = {"color": colour, "linewidth": width, "gid": "curve"}
    ax.step(times, shares, where="post", zorder=4 - place * 0.1, **line)


def _labels(groups: Groups) -> list[list[str]]:
    """Return the lines of the label of each group: its name, and how many are left of how many."""
    words = [
        f"{name} {found.bound_on(found.until)} of {format_number(found.memberships)}"
        for name, found in groups.items()
    ]
    return [break_lines(told, _ROOM, size=style.TEXT_SIZE) for told in words]


def _label_ends(ax: Axes, groups: Groups) -> None:
    """Write each group's name and numbers at the right of the panel, where its line ends."""
    width, tall = marks.size_in_points(ax)
    (low, top), labels = ax.get_ylim(), _labels(groups)
    levels = [(found.kept_last - low) / (top - low) * tall for found in groups.values()]
    places = spread(levels, _LINE * max(map(len, labels)), 4, tall)
    for at, lines in enumerate(labels):
        looks: dict[str, Any] = {"color": _LOOKS[at][0], "weight": "normal" if at else "bold"}
        first = places[at] + (len(lines) - 1) * _LINE / 2
        for down, line in enumerate(lines):
            _write(ax, width + 6, first - down * _LINE, line, size=style.TEXT_SIZE, **looks)


def _write_bound(ax: Axes, groups: Groups, left: float) -> None:
    """Write below the axis how many memberships of each group there were on each day marked."""
    first, last = ax.get_xlim()
    wide = marks.size_in_points(ax)[0]
    top = -_AXIS - _HEAD / 2
    _write(ax, left, top, "Memberships", color=style.SECONDARY)
    for at, (name, found) in enumerate(groups.items()):
        y = top - _HEAD / 2 - _LINE * (at + 0.5)
        _write(ax, left, y, name, color=_LOOKS[at][0])
        for tick in ax.get_xticks():
            bound = format_number(found.bound_on(date(1970, 1, 1) + timedelta(days=float(tick))))
            _write(ax, (float(tick) - first) / (last - first) * wide, y, bound, ha="center")
