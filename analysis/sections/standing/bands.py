"""Status bands: how many states of a large region have had which status over the years."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.drawing import marks, style
from analysis.drawing.steps import draw_rules, grid_step
from analysis.language.numbers import format_number, plural
from analysis.sections.standing.facts import History, Standing
from analysis.terms.statuses import STACKED, TERMS, Status

#: Distance of two lines of labels, in points.
_LINE = 10.0


def draw_bands(standing: Standing, history: History, first: date, ax: Axes) -> Axes:
    """Draw the number of states in each status as stacked steps, up to the as-of day.

    What is left blank are states that are not party. The counts of the as-of day stand at the
    right, with symbol and word.
    """
    # The as-of day itself is drawn, so that the day of the opening shows something.
    tomorrow = history.day + timedelta(days=1)
    marks.draw_day_axis(ax, first, tomorrow)
    table = pd.concat([history.over_time, history.over_time.tail(1).assign(day=tomorrow)])
    top = max(standing.possible, int(table[list(STACKED[:-1])].sum(axis=1).max()))
    ax.set_ylim(0, top)
    draw_rules(ax, range(0, top + 1, grid_step(top, marks.size_in_points(ax)[1], 22)))
    places = [marks.day_number(day) for day in table["day"]]
    base = table["party"] * 0
    for status in STACKED[:-1]:
        if table[status].any():
            _draw_band(places, base, base + table[status], status, ax)
        base = base + table[status]
    marks.draw_as_of(ax, history.day)
    _write_counts(standing, ax)
    return ax


def _draw_band(
    places: list[float], base: pd.Series[int], top: pd.Series[int], status: Status, ax: Axes
) -> None:
    looks: dict[str, Any] = {"step": "post", "linewidth": 0, "gid": f"band-{status}"}
    ax.fill_between(places, base, top, **looks, **marks.fill_of(status))


def _write_counts(standing: Standing, ax: Axes) -> None:
    """Write each count at the level of its band, pushed apart where bands are thin."""
    high = marks.size_in_points(ax)[1] / ax.get_ylim()[1]
    right = ax.get_xlim()[1]
    point = marks.span_of_a_point(ax)
    for status, level in _levels(standing, high, marks.size_in_points(ax)[1] - 4):
        term, count = TERMS[status], standing.counts[status]
        marks.draw_symbol(ax, right + 9 * point, level / high, status, size=5)
        words = plural(count, term.one, term.many)
        if status == "party" and count < standing.in_force:
            words = f"other {words}"
        words = f"{format_number(count)} {words}"
        marks.put(ax, right + 16 * point, level / high, words, color=term.look.ink)
        if status == "party" and standing.undated:
            many = plural(standing.undated, "suspension", "suspensions")
            words = f"{format_number(standing.undated)} {many} documented"
            looks: dict[str, Any] = {"size": style.SMALL_SIZE, "color": term.look.ink}
            marks.put(ax, right + 16 * point, (level - _LINE) / high, words, **looks)


def _levels(standing: Standing, high: float, ceiling: float) -> list[tuple[Status, float]]:
    """Return the height in points of each count; ``high`` are the points of one state."""
    base, floor = 0.0, 4.0
    levels: list[tuple[Status, float]] = []
    for status in STACKED:
        count = standing.counts.get(status, 0)
        if count:
            floor = max((base + count / 2) * high, floor)
            levels.append((status, floor))
            floor += _LINE
            base += count
    # What was pushed above the axes comes down again, and with it what is below.
    lowered = []
    for status, level in reversed(levels):
        lowered.append((status, min(level, ceiling)))
        ceiling = lowered[-1][1] - _LINE
    return lowered
