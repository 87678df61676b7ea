"""Backtest: where those who then gave notice had stood in the ranking, on each cut-off day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis import style
from analysis.briefing import blocks
from analysis.figures import marks
from analysis.figures.backtest_words import Area, Scores, caption_backtest, format_area, models_of
from analysis.figures.estimates import draw_estimate
from analysis.figures.ranking import LEFT_INK, draw_parties, places_of, write_names
from analysis.wording import format_day_short, plural

# All in points: a strip of the model and of a baseline, the labels above, and what lies between.
_STRIP, _THIN, _LABELS, _BETWEEN, _GAP = 12.0, 6.0, 15.0, 8.0, 12.0
_ABOVE, _BELOW, _NEXT, _AREA = 18.0, 18.0, 5.0, 62.0
#: From the axes of the areas to their figures.
_BESIDE = 8.0


def draw_backtest(ranks: pd.DataFrame, *, ax: Axes, named: bool = True) -> Axes:
    """Draw the ranking of one model on one day as a strip, those who then left as dark marks.

    ``ranks`` has ``name``, ``rank`` (1 = first; shared by those with the same chance) and
    ``left`` (bool). Each party is a light tick, the first at the left; those who share a rank
    are a light bar, for nothing orders them. ``named`` writes the leavers above.
    """
    ax.set_axis_off()
    ax.set_xlim(0, max(len(ranks), 1))
    ax.set_ylim(0, 1)
    places = places_of(ranks)
    unit = marks.size_in_points(ax)[0] / max(len(ranks), 1)
    draw_parties(ax, places, unit)
    wide = min(1.8, 0.75 * unit)
    look: dict[str, Any] = {"color": LEFT_INK, "linewidth": wide, "zorder": 3, "clip_on": False}
    for x in (x for one in places for x in one.middles):
        ax.add_line(Line2D([x, x], [0, 1], gid="left", solid_capstyle="butt", **look))
    if named:
        write_names(ax, [one for one in places if one.left], unit)
    return ax


def figure_backtest(
    ranks: pd.DataFrame,
    scores: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    model: str = "",
    name: str = "backtest",
    foot: blocks.Text = (),
) -> blocks.Figure:
    """Return the backtest as a block: a strip per day and model, its AUC at the right.

    ``ranks`` has ``day``, ``model``, ``name``, ``rank`` and ``left``, as
    :func:`~analysis.figures.backtest_words.rank_parties` makes it; ``scores`` has ``day``,
    ``model``, ``auc``, ``auc_low`` and ``auc_high`` (NaN where nobody left). ``model`` is the
    one that is tested, the first unless given; all others are baselines. ``as_of`` is the day
    up to which notices are known, ``treaty`` the treaty's noun.
    """
    order = models_of(ranks, model)
    caption = caption_backtest(ranks, scores, as_of=as_of, treaty=treaty, model=model)
    with style.house_style():
        fig = _draw_days(ranks, Scores(scores), order)
        return style.to_block(fig, name, caption, foot=foot)


def _draw_days(ranks: pd.DataFrame, scores: Scores, order: Sequence[str]) -> Figure:
    """Draw the days below each other, each with the strip of the model and of the baselines."""
    days = sorted(ranks["day"].unique())
    full = style.FULL_WIDTH * style.MM
    heads = {day: _head(ranks[ranks["day"] == day], order[0], day) for day in days}
    left = marks.widest(order, size=style.SMALL_SIZE)
    left = max(left, marks.widest(list(heads.values()), weight="bold")) + _GAP
    told = [format_area(*scores.of(day, kind)) for day in days for kind in order]
    score = _BESIDE + marks.widest(told, size=style.SMALL_SIZE, weight="bold") + 2
    width = full - left - _GAP - _AREA - score
    one = _LABELS + _STRIP + (len(order) - 1) * (_THIN + _NEXT)
    high = len(days) * (one + _BETWEEN) - _BETWEEN
    fig = style.blank_figure(style.FULL_WIDTH, (_ABOVE + high + _BELOW) / style.MM)
    origin = left + width + _GAP
    areas = _area_axes(fig, origin, high)
    _write_heads(areas, left - origin, high)
    for at, day in enumerate(days):
        top = at * (one + _BETWEEN)
        _put(areas, -origin, top + 6.5, heads[day], weight="bold")
        top += _LABELS
        own = ranks[ranks["day"] == day]
        for row, kind in enumerate(order):
            tall = _THIN if row else _STRIP
            box = (left, _ABOVE + top, width, tall)
            ax = style.add_axes(fig, *(size / style.MM for size in box))
            draw_backtest(own[own["model"] == kind], ax=ax, named=not row)
            area, middle = scores.of(day, kind), top + tall / 2
            _write_row(areas, (-origin, middle), kind, area, main=not row)
            top += tall + _NEXT
    return fig


def _head(ranks: pd.DataFrame, model: str, day: date) -> str:
    count = int((ranks["model"] == model).sum())
    return f"{format_day_short(day)}, {count} {plural(count, 'party', 'parties')}"


def _area_axes(fig: Figure, left: float, high: float) -> Axes:
    """Return the axes of the areas under the curve, from 0.5 (by lot) to 1."""
    box = (left, _ABOVE, _AREA, high)
    ax = style.add_axes(fig, *(size / style.MM for size in box))
    ax.set_xlim(0, 1)
    ax.set_ylim(high, 0)
    ax.set_yticks([])
    ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    ax.tick_params(axis="x", length=0)
    for x in (0, 0.5, 1):
        ax.axvline(x, color=style.RULE, linewidth=0.8 if x == 0.5 else 0.4, zorder=0)
    return ax


def _put(ax: Axes, x: float, y: float, words: str, **looks: Any) -> None:
    """Write at points from the left of the axes and from their top."""
    place = (x, marks.size_in_points(ax)[1] - y)
    marks.put(ax, *place, words, transform=marks.points(ax), **looks)


def _write_heads(ax: Axes, strips: float, high: float) -> None:
    look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
    _put(ax, 0, -9, "AUC (0.5: by lot)", **look)
    _put(ax, strips, high + 9, "ranked first", **look)
    _put(ax, -_GAP, high + 9, "last", ha="right", **look)


def _write_row(
    ax: Axes, place: tuple[float, float], kind: str, values: Area, *, main: bool
) -> None:
    """Write a strip's model at its left, and draw and write its AUC at its right."""
    x, y = place
    look: dict[str, Any] = {"size": style.SMALL_SIZE}
    look["color"] = style.INK if main else style.SECONDARY
    _put(ax, x, y + 0.6, kind, **look)
    draw_estimate(ax, y, values, colour=style.STATUS_INKS["party" if main else "none"])
    weight = "bold" if main else "normal"
    _put(ax, _AREA + _BESIDE, y + 0.6, format_area(*values), weight=weight, **look)
