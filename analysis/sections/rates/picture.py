"""Rates drawn: exits per 100 party-years with exact intervals, the counts beside them in words."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.drawing import marks, style
from analysis.drawing.estimates import decade_ticks, draw_estimate, draw_value_axis, value_ticks
from analysis.language.english import sentence_case
from analysis.language.numbers import (
    NO_BREAK_SPACE,
    format_figure,
    format_number,
    format_party_years,
)
from analysis.sections.rates.facts import Rate, Rates
from analysis.terms.statuses import TERMS

#: From so many decades on, not each is labelled.
_DECADES = 7
# All in points.
_ROW, _ABOVE, _BELOW, _GAP = 15.0, 22.0, 16.0, 12.0
#: A row on a phone, where the label stands over the interval.
_TALL = 28.0


def draw_rates(rates: Rates) -> Figure:
    """Draw a dot and an interval in a row for each rate, its label left, its counts right.

    Where nobody left only the counts stand. The scale is logarithmic where the bounds lie too far
    apart for a linear one.
    """
    narrow = style.is_narrow()
    step = _TALL if narrow else _ROW
    full, high = style.full_width() * style.MM, step * rates.groups
    with style.house_style():
        left = _GAP + (0.0 if narrow else marks.widest([_label(row) for row in rates.rows]))
        bold = marks.widest([_rate(row) for row in rates.rows], weight="bold") + 8
        right = _GAP + bold + marks.widest([_counts(row) for row in rates.rows]) + 1
        fig = style.blank_figure(style.full_width(), (_ABOVE + high + _BELOW) / style.MM)
        box = (left, _ABOVE, full - left - right, high)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        ax.set_ylim(high, 0)
        _set_axis(ax, rates)
        for at, row in enumerate(rates.rows):
            _draw_row(ax, row, step * (at + 1) - _ROW / 2, (left, bold))
        _write_head(ax, rates)
        return fig


def _draw_row(ax: Axes, row: Rate, y: float, rooms: tuple[float, float]) -> None:
    """Draw one rate at a height, with ``rooms`` for its label and for its number."""
    left, bold = rooms
    width, height = marks.size_in_points(ax)
    ink = TERMS["withdrawn" if row.exits else "none"].look.ink
    if row.exits:
        draw_estimate(ax, y, (row.rate, row.low, row.high), colour=ink)
    line = height - y - 0.6
    looks: dict[str, Any] = {"transform": marks.points(ax)}
    over = _TALL - _ROW if style.is_narrow() else 0.0
    marks.put(ax, -left, line + over, _label(row), **looks)
    marks.put(ax, width + _GAP, line, _rate(row), weight="bold", color=ink, **looks)
    marks.put(ax, width + _GAP + bold, line, _counts(row), color=style.SECONDARY, **looks)


def _label(row: Rate) -> str:
    return sentence_case(row.label)


def _rate(row: Rate) -> str:
    """Write the rate; nothing where nobody left."""
    return format_figure(row.rate) if row.exits else ""


def _counts(row: Rate) -> str:
    exits = format_number(row.exits) if row.exits else "none"
    return f"{exits} in {format_party_years(row.party_years)}"


def _set_axis(ax: Axes, rates: Rates) -> None:
    numbers = [n for row in rates.seen for n in (row.rate, row.low, row.high)]
    if rates.far_apart:
        ticks = decade_ticks(min(numbers), max(numbers))
        ax.set_xscale("log")
        span = (ticks[0], ticks[-1])
        # Many decades leave no room for every label.
        ticks = ticks[:: 1 + len(ticks) // _DECADES]
    else:
        span = (0.0, max(numbers) * 1.04)
        ticks = value_ticks(span[1], marks.size_in_points(ax)[0])
    labels = [format_number(tick) if tick >= 100 else f"{tick:g}" for tick in ticks]
    draw_value_axis(ax, ticks, labels, span=span)


def _write_head(ax: Axes, rates: Rates) -> None:
    """Write above the axis what is read off it."""
    scale = ", logarithmic scale" if rates.far_apart else ""
    words = f"exits per 100 party-years with 95{NO_BREAK_SPACE}% interval{scale}"
    look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
    place = (-_GAP if style.is_narrow() else 0, marks.size_in_points(ax)[1] + 10)
    marks.put(ax, *place, words, transform=marks.points(ax), **look)
