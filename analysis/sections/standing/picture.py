"""The status strip of page one: one bar per state, coloured by its status over the years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.blocks import model as blocks
from analysis.drawing import marks, style
from analysis.language.days import format_day_short
from analysis.sections.standing.bands import draw_status_bands
from analysis.sections.standing.words import caption_strip, names_of, order_states, status_at
from analysis.store.loading import rows_of
from analysis.terms.days import plain_day
from analysis.terms.statuses import STATUSES, TERMS, Status

#: More states than this are counted by status instead of drawn one by one.
_ROWS = 20
# All in points. Rows of a long list stand closer.
_ROW, _CLOSE_ROW, _BAR = 13.0, 9.5, 6.0
_ROOMY = 12
_GAP, _SYMBOL = 7.0, 10.0
_ABOVE = 13.0


def draw_status_strip(
    spells: pd.DataFrame, states: pd.DataFrame, *, ax: Axes, as_of: date, opened: date
) -> Axes:
    """Draw one row per state of ``states`` (columns ``state``, ``name``).

    ``spells`` has ``state``, ``status``, ``start`` and ``end`` (half-open; no end: open). What
    lies beyond the as-of day is scheduled, and drawn as a dashed outline. ``opened`` is the day
    on which the treaty could first be signed. Names stand left of the axes, the status on the
    as-of day right of them, as symbol and word.
    """
    as_of = plain_day(as_of)
    opened = plain_day(opened)
    names = names_of(states)
    spells = spells[spells["state"].isin(list(names))]
    first, last = _span(spells, as_of, opened)
    marks.draw_day_axis(ax, first, last)
    ax.set_ylim(_row(names) * len(names), 0)
    ax.set_yticks([])
    marks.draw_as_of(ax, as_of)
    for at, state in enumerate(order_states(spells, names)):
        y = (at + 0.5) * _row(names)
        own = spells[spells["state"] == state].sort_values("start")
        _draw_spells(own, y, ax=ax, as_of=as_of)
        _label(own, names[state], y, ax=ax, as_of=as_of, margin=_name_width(names))
    left, right = _name_width(names), _status_width(spells, names, as_of)
    room = left + marks.size_in_points(ax)[0] + right
    deep = marks.tick_depth(first, last, marks.size_in_points(ax)[0])
    return marks.draw_key(ax, _key(spells, as_of), -left, -deep, room)


def figure_status_strip(
    spells: pd.DataFrame,
    states: pd.DataFrame,
    *,
    as_of: date,
    opened: date,
    treaty: str,
    region: str = "states",
    name: str = "status-strip",
    foot: blocks.Text = (),
) -> blocks.Figure:
    """Return the status strip as a block: about 45 mm high for six states.

    More than twenty states are counted by status, in bands over the same years. Arguments:
    :func:`draw_status_strip`; ``treaty`` is the treaty's noun ("mine ban"), ``region`` the
    words for its states that follow a number ("NATO states").
    """
    as_of = plain_day(as_of)
    opened = plain_day(opened)
    names = names_of(states)
    spells = spells[spells["state"].isin(list(names))]
    caption = caption_strip(spells, states, as_of=as_of, treaty=treaty, region=region)
    with style.house_style():
        if len(names) > _ROWS:
            fig = style.blank_figure(style.FULL_WIDTH, 62)
            ax = style.add_axes(fig, 10, 6, 118, 41)
            draw_status_bands(spells, states, ax=ax, as_of=as_of, opened=opened)
            deep = marks.tick_depth(opened, as_of, marks.size_in_points(ax)[0])
            marks.draw_key(ax, _key(spells, as_of), -10 * style.MM, -deep, 170 * style.MM)
            return style.to_block(fig, name, caption, foot=foot)
        full, left = style.FULL_WIDTH * style.MM, _name_width(names)
        width = full - left - _status_width(spells, names, as_of)
        high = _row(names) * len(names)
        below = marks.key_height(_key(spells, as_of), full)
        below += marks.tick_depth(*_span(spells, as_of, opened), width)
        fig = style.blank_figure(style.FULL_WIDTH, (_ABOVE + high + below) / style.MM)
        box = (left, _ABOVE, width, high)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        draw_status_strip(spells, states, ax=ax, as_of=as_of, opened=opened)
        return style.to_block(fig, name, caption, foot=foot)


def _row(names: Mapping[str, str]) -> float:
    return _ROW if len(names) <= _ROOMY else _CLOSE_ROW


def _span(spells: pd.DataFrame, as_of: date, opened: date) -> tuple[date, date]:
    """Return the axis: from the opening to the as-of day or the last scheduled one."""
    days = [day.date() for day in (*spells["start"], *spells["end"].dropna())]
    last = max([*days, as_of])
    # Room for the as-of line and for what begins on the last day.
    return min([*days, opened]), last + (last - opened) * 0.015


def _name_width(names: Mapping[str, str]) -> float:
    return marks.widest(list(names.values())) + _GAP + 1


def _status_width(spells: pd.DataFrame, names: Mapping[str, str], as_of: date) -> float:
    words = [_status_words(spells[spells["state"] == state], as_of)[1] for state in names]
    return marks.widest(words, size=style.SMALL_SIZE) + _GAP + _SYMBOL + 1


def _status_words(spells: pd.DataFrame, as_of: date) -> tuple[Status, str]:
    status, since = status_at(spells, as_of)
    words = TERMS[status].word
    return status, f"{words} since {format_day_short(since)}" if since else words


def _draw_spells(spells: pd.DataFrame, y: float, *, ax: Axes, as_of: date) -> None:
    first, last = ax.get_xlim()
    tomorrow = marks.day_number(as_of) + 1
    ax.plot([first, tomorrow], [y, y], color=TERMS["none"].look.area, linewidth=1, zorder=0.5)
    for row in rows_of(spells):
        start = marks.day_number(row.start)
        end = last if pd.isna(row.end) else marks.day_number(row.end)
        if row.status == "none":
            continue
        if start < tomorrow:
            marks.draw_bar(ax, start, min(end, tomorrow), y, _BAR, row.status)
        # An open spell goes on as it is; only what the law has set to change is scheduled.
        if start >= tomorrow or (end > tomorrow and not pd.isna(row.end)):
            _draw_scheduled(ax, max(start, tomorrow), end, y, row.status)


def _draw_scheduled(ax: Axes, start: float, end: float, y: float, status: Status) -> None:
    """Draw what the law has set: a notice to its end, and a small cross where it takes effect."""
    if status == "withdrawn":
        marks.draw_symbol(ax, start, y, status, size=3.5, zorder=4, gid="scheduled-withdrawn")
    else:
        marks.draw_bar(ax, start, end, y, _BAR, status, scheduled=True)


def _key(spells: pd.DataFrame, as_of: date) -> list[marks.KeyItem]:
    """Explain the colours that occur."""
    seen = spells[spells["start"] <= pd.Timestamp(as_of)]
    occur = [status for status in STATUSES if status != "none" and status in set(seen["status"])]
    return [(marks.bar_sample(status), TERMS[status].word) for status in occur]


def _label(
    spells: pd.DataFrame, name: str, y: float, *, ax: Axes, as_of: date, margin: float
) -> None:
    first, last = ax.get_xlim()
    days = (last - first) / marks.size_in_points(ax)[0]
    marks.put(ax, first - margin * days, y, name)
    status, words = _status_words(spells, as_of)
    marks.draw_symbol(ax, last + (_GAP + 3) * days, y, status, size=5)
    looks: dict[str, Any] = {"size": style.SMALL_SIZE, "color": TERMS[status].look.ink}
    marks.put(ax, last + (_GAP + _SYMBOL) * days, y, words, **looks)
