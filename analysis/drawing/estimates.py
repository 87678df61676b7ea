"""Estimates with their intervals, in rows: a dot and a line.

A row without a single event has no dot: only its upper bound is known, and an arrow points
from there to zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from analysis.drawing import marks, style

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
#: Room in points for one label of an axis of values.
_TICK_ROOM = 34.0


def value_ticks(high: float, width: float) -> list[float]:
    """Return round values from 0 to ``high``, as many as ``width`` points leave room for.

    >>> value_ticks(52, 200)
    [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
    """
    needed = high * _TICK_ROOM / width
    scale = 10.0 ** math.floor(math.log10(needed))
    step = next(size * scale for size in _ROUND if size * scale >= needed)
    return [at * step for at in range(int(high / step + 1e-9) + 1)]


def decade_ticks(low: float, high: float) -> list[float]:
    """Return the powers of ten that enclose an interval.

    >>> decade_ticks(0.11, 52)
    [0.1, 1.0, 10.0, 100.0]
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return [10.0**power for power in range(first, max(last, first + 1) + 1)]


def draw_value_axis(
    ax: Axes, ticks: Sequence[float], labels: Sequence[str], *, span: tuple[float, float]
) -> Axes:
    """Set the values that axes span, with a light rule and a label at each tick."""
    ax.set_xlim(*span)
    ax.xaxis.set_major_locator(FixedLocator(list(ticks)))
    ax.xaxis.set_major_formatter(FixedFormatter(list(labels)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_yticks([])
    ax.tick_params(axis="x", length=0)
    for tick in ticks:
        ax.axvline(tick, color=style.RULE, linewidth=0.4, zorder=0, clip_on=False)
    return ax


def draw_estimate(ax: Axes, y: float, values: tuple[float, float, float], *, colour: str) -> Axes:
    """Draw an estimate and its interval at height ``y``; ``values`` are estimate, low, high.

    An estimate of zero is the arrow of its upper bound.
    """
    estimate, low, high = values
    left, _ = ax.get_xlim()
    ends = [max(low, left) if estimate > 0 else left, high]
    line: dict[str, Any] = {"color": colour, "linewidth": 1.3, "solid_capstyle": "round"}
    ax.add_artist(Line2D(ends, [y, y], zorder=2, clip_on=False, gid="interval", **line))
    if estimate <= 0:
        _draw_mark(ax, left, y, colour, marker="<", markersize=4.5, gid="bound-arrow")
        _draw_mark(ax, high, y, colour, marker="|", markersize=7, gid="bound")
        return ax
    return _draw_mark(ax, estimate, y, colour, marker="o", markersize=5.5, gid="estimate")


def _draw_mark(ax: Axes, x: float, y: float, colour: str, **looks: Any) -> Axes:
    base: dict[str, Any] = {"color": colour, "linestyle": "none", "markeredgewidth": 1.1}
    ax.add_artist(Line2D([x], [y], zorder=3, clip_on=False, **{**base, **looks}))
    return ax


def break_lines(words: str, width: float, *, size: float = style.SMALL_SIZE) -> list[str]:
    """Break words into lines of at most ``width`` points; a longer word has a line of its own.

    >>> break_lines("borders Russia or Belarus", 60)
    ['borders Russia or', 'Belarus']
    """
    lines: list[str] = []
    for word in words.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and marks.text_width(joined, size=size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def spread(levels: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart to ``gap`` at least, within bounds, as little and in the same order.

    >>> spread([10, 11, 40], 8, 0, 100)
    [10, 18, 40]
    >>> spread([95, 99], 8, 0, 100)
    [92, 100]
    """
    order = sorted(range(len(levels)), key=lambda at: levels[at])
    placed = list(levels)
    floor = low
    for at in order:
        placed[at] = max(placed[at], floor)
        floor = placed[at] + gap
    ceiling = high
    for at in reversed(order):
        placed[at] = min(placed[at], ceiling)
        ceiling = placed[at] - gap
    return placed
