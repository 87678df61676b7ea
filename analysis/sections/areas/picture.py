"""The parts of the world drawn: one small panel each, side by side on one scale."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.drawing import marks, style
from analysis.drawing.steps import cut_steps, draw_falls, draw_rules
from analysis.sections.areas.facts import Area, Areas
from analysis.sections.areas.words import head_numbers
from analysis.terms.statuses import TERMS

# In millimetres: the height of a panel, the room for one line of its head, the room between two,
# that of the numbers at the left, that at the right, and that below.
_TALL, _LINE, _GAP, _LEFT, _RIGHT, _BELOW = 25.0, 4.0, 5.0, 7.0, 4.0, 6.0
#: Two numbers at the left stand at least so far apart, in points.
_CLOSEST = 10.0
#: A panel is no wider than this, in millimetres, however few there are.
_WIDEST = 42.0
#: So many stand in a row on a phone.
_IN_A_ROW = 3


def draw_areas(own: Areas) -> Figure:
    """Draw the number of parties of each part over time; the scale is that of the largest."""
    count = min(len(own.parts), _IN_A_ROW) if style.is_narrow() else len(own.parts)
    width = min((style.full_width() - _LEFT - _RIGHT - (count - 1) * _GAP) / count, _WIDEST)
    with style.house_style():
        heads = [_wrapped(area.name, width * style.MM) for area in own.parts]
        lines = max(map(len, heads))
        top = (lines + 1) * _LINE + 2
        step = top + _TALL + _BELOW
        fig = style.blank_figure(style.full_width(), step * -(-len(own.parts) // count))
        high = max(area.states for area in own.parts)
        for at, (area, head) in enumerate(zip(own.parts, heads, strict=True)):
            row, column = divmod(at, count)
            left = _LEFT + column * (width + _GAP)
            ax = style.add_axes(fig, left, row * step + top, width, _TALL)
            _draw_area(ax, own, area, high, labelled=column == 0)
            _write_head(ax, own, area, head, lines)
        return fig


def _draw_area(ax: Axes, own: Areas, area: Area, high: int, *, labelled: bool) -> None:
    look = TERMS["party" if own.entered else "contracting"].look
    steps = cut_steps(area.over_time, own.day, own.begun, numbers=("parties", "contracting_states"))
    ends = own.day + max((own.day - own.begun) * 0.015, timedelta(days=1))
    marks.draw_day_axis(ax, own.begun, ends)
    ax.set_ylim(0, high * 1.04)
    draw_rules(ax, [0, area.states])
    if not labelled:
        ax.set_yticks([])
    elif area.states / (high * 1.04) * marks.size_in_points(ax)[1] < _CLOSEST:
        # Both numbers would stand on one another; the upper one is told over the panel.
        ax.set_yticks([0], ["0"])
    places = [marks.day_number(day) for day in steps["day"]]
    numbers = steps[own.number].tolist()
    ax.fill_between(places, numbers, step="post", color=look.area, alpha=0.14, linewidth=0)
    line: dict[str, Any] = {"color": look.area, "linewidth": 1.5, "gid": own.number}
    ax.step(places, numbers, where="post", zorder=3, **line)
    if area.fallen:
        draw_falls(steps, own.number, ax=ax)


def _write_head(ax: Axes, own: Areas, area: Area, head: list[str], lines: int) -> None:
    """Write the name of a part over its panel, and under it the number of the day."""
    upper = marks.size_in_points(ax)[1] + 4
    at: dict[str, Any] = {"transform": marks.points(ax), "va": "bottom"}
    ink = TERMS["party" if own.entered else "contracting"].look.ink
    marks.put(ax, 0, upper, head_numbers(own, area), color=ink, **at)
    line = _LINE * style.MM
    for down, words in enumerate(reversed(head), start=1):
        marks.put(ax, 0, upper + down * line, words, weight="bold", **at)


def _wrapped(name: str, room: float) -> list[str]:
    """Return a name in as many lines as a width in points takes."""
    found: list[str] = []
    for word in name.split(" "):
        longer = f"{found[-1]} {word}" if found else word
        if found and marks.text_width(longer, weight="bold") <= room:
            found[-1] = longer
        else:
            found.append(word)
    return found
