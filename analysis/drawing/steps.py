"""Step lines over time: the rows to draw, the rules to read them off, and the falls."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedFormatter, FixedLocator

from analysis.drawing import marks, style
from analysis.language.numbers import format_number
from analysis.terms.statuses import TERMS

_GRID_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)


def cut_steps(
    over_time: pd.DataFrame, as_of: date, since: date | None = None, *, numbers: Sequence[str]
) -> pd.DataFrame:
    """Return the rows from ``since`` to the as-of day, with one on each of these days.

    ``over_time`` has ``day`` and one row per day on which a number changes; ``numbers`` are the
    columns that are 0 before the first of them.
    """
    today = pd.Timestamp(as_of)
    known = over_time[over_time["day"] <= today].sort_values("day")
    if known.empty:
        known = pd.DataFrame({"day": [today], **{column: [0] for column in numbers}})
    begin = pd.Timestamp(since) if since is not None else known["day"].iloc[0]
    if (known["day"] < begin).any():
        before = known[known["day"] < begin].tail(1).assign(day=begin)
        known = pd.concat([before, known[known["day"] >= begin]])
    return pd.concat([known, known.tail(1).assign(day=today)], ignore_index=True)


def grid_step(span: float, height: float, room: float) -> int:
    """Return the round step at which rules stand at least ``room`` points apart.

    ``span`` is what the axis spans, ``height`` its height in points.

    >>> grid_step(166, 150, 26)
    50
    """
    needed = span / height * room
    return next((step for step in _GRID_STEPS if step >= needed), _GRID_STEPS[-1])


def draw_rules(ax: Axes, rules: Sequence[float], *, labels: Sequence[float] = ()) -> Axes:
    """Draw light horizontal rules, and label them (and further ``labels``) at the left."""
    ticks = sorted({*rules, *labels})
    ax.yaxis.set_major_locator(FixedLocator(ticks))
    ax.yaxis.set_major_formatter(FixedFormatter([format_number(tick) for tick in ticks]))
    ax.tick_params(axis="y", length=0)
    for rule in rules:
        ax.axhline(rule, color=style.RULE, linewidth=0.4, zorder=0)
    return ax


def draw_falls(
    steps: pd.DataFrame, column: str, *, ax: Axes, days: Collection[date] | None = None
) -> Axes:
    """Draw each fall of a number as a tick down, in the colour of withdrawal.

    ``days`` are those on which withdrawals took effect, where a number falls for other reasons too.
    """
    look: dict[str, Any] = {"color": TERMS["withdrawn"].look.area, "linewidth": 2.2}
    for at, (before, after) in enumerate(pairwise(steps[column].tolist()), start=1):
        day = steps["day"].iloc[at]
        if after < before and (days is None or day.date() in days):
            place = marks.day_number(day)
            ax.add_artist(Line2D([place] * 2, [before, after], gid="exit", zorder=4, **look))
    return ax
