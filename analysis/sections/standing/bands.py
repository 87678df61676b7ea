"""Status bands: how many states of a large region have had which status over the years."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.drawing import marks
from analysis.drawing.steps import draw_rules, grid_step
from analysis.sections.standing.words import group_states, names_of
from analysis.terms.days import plain_day
from analysis.terms.statuses import STACKED, TERMS, Status

_LINE = 10.0
"""Distance of two lines of labels, in points."""


def draw_status_bands(
    spells: pd.DataFrame, states: pd.DataFrame, *, ax: Axes, as_of: date, opened: date
) -> Axes:
    """Draw the number of states in each status as stacked steps, up to the as-of day.

    ``spells`` has ``state``, ``status``, ``start`` and ``end`` (half-open; no end: open) for
    the states of ``states`` (``state``, ``name``); what is left blank are states that are not
    party. The counts of the as-of day stand at the right, with symbol and word.
    """
    as_of, names = plain_day(as_of), names_of(states)
    own = spells[spells["state"].isin(list(names))]
    marks.draw_day_axis(ax, min([plain_day(opened), *own["start"].dt.date]), as_of)
    _set_scale(ax, len(names))
    days, counts = count_by_status(own, as_of)
    places = [marks.day_number(day) for day in days]
    base = np.zeros(len(days))
    for status in STACKED[:-1]:
        top = base + counts[status]
        if counts[status].any():
            _draw_band(places, base, top, status, ax=ax)
        base = top
    marks.draw_as_of(ax, as_of)
    _write_counts({at: len(found) for at, found in group_states(own, names, as_of).items()}, ax=ax)
    return ax


def count_by_status(
    spells: pd.DataFrame, as_of: date
) -> tuple[list[date], dict[Status, np.ndarray[Any, Any]]]:
    """Return the days on which a status begins or ends, and the number of states in each."""
    today = pd.Timestamp(as_of)
    days = sorted({day for day in (*spells["start"], *spells["end"].dropna()) if day <= today})
    days = [*days, today]
    moments = np.array(days, dtype="datetime64[s]")
    counts = {}
    for status in STACKED:
        held = spells[spells["status"] == status]
        begun, ended = (
            np.sort(held[edge].dropna().to_numpy("datetime64[s]")) for edge in ("start", "end")
        )
        counts[status] = begun.searchsorted(moments, "right") - ended.searchsorted(moments, "right")
    return [day.date() for day in days], counts


def _draw_band(places: list[float], base: Any, top: Any, status: Status, *, ax: Axes) -> None:
    hatch = TERMS[status].look.hatch or None
    looks: dict[str, Any] = {"step": "post", "linewidth": 0, "gid": f"band-{status}"}
    colour = TERMS[status].look.area
    if hatch:
        looks |= {"hatch": hatch, "edgecolor": colour}
    ax.fill_between(
        places, base, top, facecolor=TERMS[status].look.tint if hatch else colour, **looks
    )


def _set_scale(ax: Axes, states: int) -> None:
    ax.set_ylim(0, max(states, 1))
    draw_rules(ax, range(0, states + 1, grid_step(states, marks.size_in_points(ax)[1], 22)))


def _write_counts(counts: dict[Status, int], *, ax: Axes) -> None:
    """Write each count at the level of its band, pushed apart where bands are thin."""
    high = marks.size_in_points(ax)[1] / ax.get_ylim()[1]
    left, right = ax.get_xlim()
    point = (right - left) / marks.size_in_points(ax)[0]
    base, floor = 0.0, 4.0
    levels = []
    for status in STACKED:
        if status in counts:
            floor = max((base + counts[status] / 2) * high, floor)
            levels.append((status, floor))
            floor += _LINE
            base += counts[status]
    # What was pushed above the axes comes down again, and with it what is below.
    ceiling = marks.size_in_points(ax)[1] - 4
    for status, level in reversed(levels):
        level = min(level, ceiling)
        ceiling = level - _LINE
        marks.draw_symbol(ax, right + 9 * point, level / high, status, size=5)
        words = f"{counts[status]} {TERMS[status].word}"
        marks.put(ax, right + 16 * point, level / high, words, color=TERMS[status].look.ink)
