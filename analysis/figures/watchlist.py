"""Watchlist: the parties most like those that left, each chance with interval and reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis import style
from analysis.briefing import blocks
from analysis.figures import marks
from analysis.figures.estimates import (
    break_lines,
    draw_estimate,
    draw_value_axis,
    value_ticks,
)
from analysis.figures.scenarios import WORD, is_hypothetical
from analysis.figures.watchlist_words import (
    caption_watchlist,
    format_chance,
    format_interval,
    places_of,
    reasons_of,
    rest_of,
    shown_of,
)
from analysis.loading import rows_of
from analysis.wording import NO_BREAK_SPACE, format_number

# All in points.
_TEXT_LINE, _FOOT, _ABOVE, _BELOW, _GAP = 10.0, 5.0, 22.0, 16.0, 9.0
_WHY = 150.0
"""Most room for the reasons, which break into lines beyond."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One party laid out: its place, its row, its reasons in lines, the top of its room."""

    place: int
    row: Any
    reasons: tuple[str, ...]
    top: float
    hypothetical: bool

    @property
    def height(self) -> float:
        return _TEXT_LINE * max(len(self.reasons), 1) + _FOOT

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def moving(self) -> bool:
        return bool(self.row.stage)

    @property
    def ink(self) -> str:
        return style.STATUS_INKS["withdrawing" if self.moving else "party"]


def draw_watchlist(watchlist: pd.DataFrame, *, ax: Axes) -> Axes:
    """Draw a dot and an interval per party, ranked, its reasons in words at the right.

    ``watchlist`` has ``rank``, ``name``, ``chance``, ``low`` and ``high`` (between 0 and 1),
    ``why`` (what it shares with those that left: words, parted by ``"; "``; without this
    column ``cell`` and ``evidence``), ``stage`` (furthest step towards leaving, ``""`` = none)
    and optionally ``hypothetical``. At most twelve parties are drawn, and none of several that
    share a chance without the others; a line below the axis sums up the rest. Parties that
    have taken a step stand out.
    """
    lines, rest = _lay_out(watchlist)
    height = _height(lines)
    ax.set_ylim(height, 0)
    bound = float(shown_of(watchlist)["high"].clip(upper=1).max()) if len(watchlist) else 1.0
    high = min(max(bound, 0.001) * 1.03, 1.0)
    width = marks.size_in_points(ax)[0]
    ticks = value_ticks(100 * high, width)
    labels = [f"{tick:g}{NO_BREAK_SPACE}%" for tick in ticks]
    draw_value_axis(ax, [tick / 100 for tick in ticks], labels, span=(0.0, high))
    for line in lines:
        _draw_line(ax, line, _name_width(watchlist))
        _write_line(ax, line, height - line.middle, _name_width(watchlist), _number_widths(lines))
    if rest:
        look: dict[str, Any] = {"color": style.SECONDARY, "transform": marks.points(ax)}
        marks.put(ax, 17 - _name_width(watchlist), -_BELOW - _TEXT_LINE / 2, rest, **look)
    return ax


def figure_watchlist(
    watchlist: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    within: str = "a year",
    name: str = "watchlist",
    foot: blocks.Text = (),
) -> blocks.Figure:
    """Return the watchlist as a block, as high as its rows need.

    ``watchlist`` as in :func:`draw_watchlist`; ``treaty`` is the treaty's noun, ``within`` the
    time for which the chances hold.
    """
    caption = caption_watchlist(watchlist, as_of=as_of, treaty=treaty, within=within)
    with style.house_style():
        full = style.FULL_WIDTH * style.MM
        lines, rest = _lay_out(watchlist)
        high, left = _height(lines), _name_width(watchlist)
        below = _BELOW + (_TEXT_LINE + 2 if rest else 0)
        fig = style.blank_figure(style.FULL_WIDTH, (_ABOVE + high + below) / style.MM)
        box = (left, _ABOVE, full - left - _right_width(lines), high)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        draw_watchlist(watchlist, ax=ax)
        look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
        head = f"chance of notice within {within}, with 95{NO_BREAK_SPACE}% interval"
        marks.put(ax, 0, high + 10, head, transform=marks.points(ax), **look)
        return style.to_block(fig, name, caption, foot=foot)


def _lay_out(watchlist: pd.DataFrame) -> tuple[list[_Line], str]:
    """Return the lines of the parties that are drawn, and the words for the rest."""
    lines: list[_Line] = []
    top = 0.0
    shown = shown_of(watchlist)
    rows = zip(places_of(shown), rows_of(shown), is_hypothetical(shown), strict=True)
    for place, row, assumed in rows:
        told = [*reasons_of(row), WORD] if assumed else reasons_of(row)
        reasons = tuple(break_lines("; ".join(map(_tied, told)), _WHY))
        lines.append(_Line(place, row, reasons, top, bool(assumed)))
        top += lines[-1].height
    return lines, rest_of(watchlist)


def _tied(reason: str) -> str:
    """Keep a reason on one line if there is room for it."""
    short = marks.text_width(reason, size=style.SMALL_SIZE) <= _WHY
    return reason.replace(" ", NO_BREAK_SPACE) if short else reason


def _height(lines: list[_Line]) -> float:
    return sum(line.height for line in lines) or _TEXT_LINE


def _draw_line(ax: Axes, line: _Line, left: float) -> None:
    """Draw a party's estimate, and a hairline above it from the names on."""
    if line.top:
        first, last = ax.get_xlim()
        start = first - left * (last - first) / marks.size_in_points(ax)[0]
        rule: dict[str, Any] = {"color": style.CONTEXT, "linewidth": 0.6, "zorder": 0.5}
        ax.add_line(Line2D([start, last], [line.top] * 2, clip_on=False, **rule))
    row = line.row
    values = (row.chance, row.low, row.high)
    draw_estimate(ax, line.middle, values, colour=line.ink, hypothetical=line.hypothetical)


def _write_line(ax: Axes, line: _Line, y: float, left: float, rooms: tuple[float, float]) -> None:
    """Write rank and name left of the axes, chance and reasons right of them."""
    row, width = line.row, marks.size_in_points(ax)[0]
    looks: dict[str, Any] = {"transform": marks.points(ax)}
    y -= 0.6
    marks.put(
        ax, 12 - left, y, format_number(line.place), color=style.SECONDARY, ha="right", **looks
    )
    marks.put(ax, 17 - left, y, row.name, **looks)
    x = width + _GAP
    marks.put(ax, x, y, format_chance(row.chance), weight="bold", color=line.ink, **looks)
    looks |= {"size": style.SMALL_SIZE, "color": style.SECONDARY}
    marks.put(ax, x + rooms[0], y, format_interval(row), **looks)
    looks["color"] = line.ink if line.moving else style.SECONDARY
    first = y + _TEXT_LINE * (len(line.reasons) - 1) / 2
    for at, words in enumerate(line.reasons):
        marks.put(ax, x + sum(rooms), first - _TEXT_LINE * at, words, **looks)


def _name_width(watchlist: pd.DataFrame) -> float:
    return 17 + marks.widest(list(shown_of(watchlist)["name"])) + _GAP


def _number_widths(lines: list[_Line]) -> tuple[float, float]:
    """Return the room in points of the chances and of their intervals."""
    chances = [format_chance(line.row.chance) for line in lines]
    intervals = [format_interval(line.row) for line in lines]
    small = marks.widest(intervals, size=style.SMALL_SIZE)
    return max(marks.widest(chances, weight="bold"), 20.0) + 5, small + 9


def _right_width(lines: list[_Line]) -> float:
    reasons = [words for line in lines for words in line.reasons]
    return _GAP + sum(_number_widths(lines)) + marks.widest(reasons, size=style.SMALL_SIZE) + 1
