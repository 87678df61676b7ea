"""Rates: exits per 100 party-years with exact intervals, the counts beside them in words."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.blocks import model as blocks
from analysis.drawing import marks, style
from analysis.drawing.estimates import decade_ticks, draw_estimate, draw_value_axis, value_ticks
from analysis.drawing.scenario import WORD, draw_tag, is_hypothetical, say_hypothetical
from analysis.drawing.style import Caption
from analysis.language.days import format_day
from analysis.language.english import sentence_case
from analysis.language.numbers import (
    format_figure,
    format_number,
    format_range,
    number_word,
    plural,
)
from analysis.store.loading import rows_of
from analysis.terms.days import plain_day
from analysis.terms.statuses import TERMS

#: Bounds further apart than this, as a ratio, cannot be read on one linear axis.
_FAR_APART = 30.0
# All in points.
_ROW, _ABOVE, _BELOW, _GAP = 15.0, 22.0, 16.0, 10.0
UNIT = "exits per 100 party-years"


def draw_rates(rates: pd.DataFrame, *, ax: Axes) -> Axes:
    """Draw a dot and an interval per row, its label at the left, its counts at the right.

    ``rates`` has ``label``, ``events``, ``party_years``, ``rate``, ``low`` and ``high`` (both
    per 100 party-years; ``high`` may be infinite, all three NaN without exposure), and
    optionally ``hypothetical``. Rows without an event end in an arrow from their upper bound.
    The axis is logarithmic where the bounds lie too far apart for a linear one.
    """
    height = _ROW * max(len(rates), 1)
    ax.set_ylim(height, 0)
    _set_axis(ax, rates)
    width = marks.size_in_points(ax)[0]
    words = _words(rates)
    looks: dict[str, Any] = {"transform": marks.points(ax)}
    for at, (row, assumed) in enumerate(zip(rows_of(rates), is_hypothetical(rates), strict=True)):
        y = _ROW * (at + 0.5)
        ink = TERMS["withdrawn" if row.events else "none"].look.ink
        draw_estimate(ax, y, (row.rate, row.low, row.high), colour=ink, hypothetical=bool(assumed))
        marks.put(ax, -_left_width(rates), height - y - 0.6, row.label, **looks)
        rate, counts = words[at]
        marks.put(ax, width + _GAP, height - y - 0.6, rate, weight="bold", color=ink, **looks)
        x = width + _GAP + _rate_width(rates)
        marks.put(ax, x, height - y - 0.6, counts, color=style.SECONDARY, **looks)
    return ax


def figure_rates(
    rates: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    scenario: str = "",
    name: str = "rates",
    foot: blocks.Text = (),
) -> blocks.Figure:
    """Return the rates as a block, as high as its rows need.

    ``rates`` as in :func:`draw_rates`; ``treaty`` is the treaty's noun; ``scenario`` says in
    words what is assumed.
    """
    caption = caption_rates(rates, as_of=as_of, treaty=treaty, scenario=scenario)
    with style.house_style():
        full = style.FULL_WIDTH * style.MM
        left, right = _left_width(rates), _right_width(rates)
        high = _ROW * max(len(rates), 1)
        fig = style.blank_figure(style.FULL_WIDTH, (_ABOVE + high + _BELOW) / style.MM)
        box = (left, _ABOVE, full - left - right, high)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        draw_rates(rates, ax=ax)
        _write_head(ax, logarithmic=is_logarithmic(rates))
        draw_tag(ax, full - left, scenario=scenario, rise=10)
        return style.to_block(fig, name, caption, foot=foot)


def caption_rates(rates: pd.DataFrame, *, as_of: date, treaty: str, scenario: str = "") -> Caption:
    """Say which rows have exits at all, and whether the highest interval leaves out the others.

    Rows that a frame marks as those of a whole family of treaties (``part`` begins with
    ``family``) are drawn and told, but not compared: they hold other treaties.
    """
    compared = rates
    if "part" in rates:
        compared = rates[~rates["part"].str.startswith("family")]
    day = format_day(plain_day(as_of))
    scale = "; logarithmic scale" if is_logarithmic(rates) else ""
    rows = [f"{row.label}: {_tell(row)}" for row in rows_of(rates)]
    method = "exact 95\u00a0% intervals"
    caption = Caption(
        title=sentence_case(_finding(compared, treaty)),
        subtitle=f"{sentence_case(UNIT)}, {treaty}, up to {day}, with {method}{scale}",
        alt=f"{sentence_case(UNIT)} of the {treaty} with {method}. {'. '.join(rows)}.",
    )
    return say_hypothetical(caption, scenario)


def is_logarithmic(rates: pd.DataFrame) -> bool:
    """Say whether the upper bounds lie too far apart to be read on a linear axis."""
    bounds = rates["high"].to_numpy(np.float64)
    bounds = bounds[np.isfinite(bounds) & (bounds > 0)]
    return len(bounds) > 1 and bool(bounds.max() / bounds.min() > _FAR_APART)


def _finding(rates: pd.DataFrame, treaty: str) -> str:
    """Say who has exits, and whether the highest interval leaves out all others."""
    own = rates[rates["rate"].notna()]
    seen = own[own["events"] > 0].sort_values("rate", ascending=False)
    if seen.empty:
        return _without_exit(own, treaty)
    top = rows_of(seen)[0]
    if len(seen) == 1 < len(own):
        found = f"exits from the {treaty} only in one group, {_in_a_sentence(top.label)}"
        return f"{found}: {number_word(int(top.events))} in {_years(top)}"
    title = f"{top.label}: {format_figure(top.rate)} {UNIT}"
    others = rows_of(own[own["label"] != top.label])
    near = [row.label for row in others if row.high >= top.low]
    if not others:
        return title
    if not near:
        return f"{title}, above all other groups"
    others_told = near[0] if len(near) == 1 else f"{number_word(len(near))} other groups"
    return f"{title}; the interval overlaps with that of {others_told}"


def _in_a_sentence(label: str) -> str:
    return label.replace("Rest of the world", "the rest of the world", 1)


def _without_exit(rates: pd.DataFrame, treaty: str) -> str:
    rows = rows_of(rates)
    if not rows:
        return f"the {treaty} was never in force for any of the states"
    if len(rows) > 1:
        return f"no exit from the {treaty} in any of {number_word(len(rows))} groups"
    return f"no exit from the {treaty} in {_years(rows[0])}"


def _tell(row: Any) -> str:
    """Tell one row in numbers."""
    if math.isnan(row.rate):
        return "no time at risk"
    high = "no upper bound" if math.isinf(row.high) else format_figure(row.high)
    interval = f"interval {format_range(format_figure(row.low), high)}"
    return f"{_counts(row)}, {format_figure(row.rate)} ({interval})"


def _counts(row: Any) -> str:
    if math.isnan(row.rate):
        return "never at risk"
    return f"{format_number(row.events) if row.events else 'none'} in {_years(row)}"


def _years(row: Any) -> str:
    years = max(round(row.party_years), 1)
    return f"{format_number(years)} {plural(years, 'party-year')}"


def _words(rates: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the rate and the counts of each row; without events the rate is an upper bound."""
    words = []
    for row, assumed in zip(rows_of(rates), is_hypothetical(rates), strict=True):
        rate = "–" if math.isnan(row.rate) else format_figure(row.rate)
        if row.rate == 0 and math.isfinite(row.high):
            rate = f"under {format_figure(row.high)}"
        words.append((rate, _counts(row) + (f", {WORD}" if assumed else "")))
    return words


def _write_head(ax: Axes, *, logarithmic: bool) -> None:
    """Write above the axis what is read off it."""
    words = f"{UNIT} with 95\u00a0% interval" + (", logarithmic scale" if logarithmic else "")
    look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
    place = (0, marks.size_in_points(ax)[1] + 10)
    marks.put(ax, *place, words, transform=marks.points(ax), **look)


def _left_width(rates: pd.DataFrame) -> float:
    return marks.widest(list(rates["label"])) + _GAP


def _rate_width(rates: pd.DataFrame) -> float:
    return marks.widest([rate for rate, _ in _words(rates)], weight="bold") + 8


def _right_width(rates: pd.DataFrame) -> float:
    return _GAP + _rate_width(rates) + marks.widest([counts for _, counts in _words(rates)]) + 1


def _set_axis(ax: Axes, rates: pd.DataFrame) -> None:
    numbers = rates[["rate", "low", "high"]].to_numpy(np.float64)
    numbers = numbers[np.isfinite(numbers) & (numbers > 0)]
    if not len(numbers):
        draw_value_axis(ax, [0.0], ["0"], span=(0.0, 1.0))
    elif is_logarithmic(rates):
        # An upper bound alone needs room for its arrow.
        bounds = rates.loc[rates["events"] == 0, "high"].min() / 3
        ticks = decade_ticks(float(np.nanmin([numbers.min(), bounds])), float(numbers.max()))
        ax.set_xscale("log")
        draw_value_axis(ax, ticks, [f"{tick:g}" for tick in ticks], span=(ticks[0], ticks[-1]))
    else:
        high = float(numbers.max()) * 1.04
        ticks = value_ticks(high, marks.size_in_points(ax)[0])
        draw_value_axis(ax, ticks, [f"{tick:g}" for tick in ticks], span=(0.0, high))
