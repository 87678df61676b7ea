"""The status strip: one bar for each state, coloured by its status over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.drawing import marks, style
from analysis.drawing.spells import draw_spells
from analysis.language.days import format_day_short
from analysis.language.numbers import format_number, plural
from analysis.sections.standing.bands import draw_bands
from analysis.sections.standing.facts import Course, History, Standing
from analysis.subject.missing import UNDATED_SHORT
from analysis.subject.setting import Setting
from analysis.terms.statuses import STATUSES, TERMS, Status

# All in points. Rows of a long list stand closer.
_ROW, _CLOSE_ROW, _BAR = 13.0, 9.5, 6.0
_ROOMY = 12
_GAP, _SYMBOL = 7.0, 10.0
_ABOVE = 13.0
#: What stands between a status and the day on which it began.
_SINCE = " since "
#: The least part of the width that belongs to the bars.
_LEAST = 0.3
#: The axes of the bands: left, top, width and height in millimetres.
_BANDS_BOX = (10.0, 6.0, 118.0, 41.0)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: the name at its left, the spells, and the status on the day at its right."""

    name: str
    course: Course | None
    status: Status
    words: str

    @property
    def short(self) -> str:
        """The words without the status, where a day tells something beside it."""
        word, since, day = self.words.rpartition(_SINCE)
        return f"{since.strip()} {day}" if word else self.words


def draw_standing(setting: Setting, standing: Standing, history: History) -> Figure:
    """Draw a bar for each state, or bands of their numbers where there are too many.

    What lies beyond the as-of day is scheduled, and drawn as a dashed outline. Names stand left of
    the axes, the status on the as-of day right of them, as symbol and word.
    """
    first = min(setting.treaty.opened, history.first)
    key = _key(history)
    with style.house_style():
        if not history.rows:
            return _draw_bands(standing, history, first, key)
        return _draw_strip(_rows(setting, standing, history), first, _end(history), key, setting)


def _draw_bands(
    standing: Standing, history: History, first: date, key: Sequence[marks.KeyItem]
) -> Figure:
    left, top, width, high = _BANDS_BOX
    full = style.full_width() * style.MM
    deep = marks.tick_depth(first, history.day, width * style.MM)
    below = (deep + marks.key_height(key, full)) / style.MM
    fig = style.blank_figure(style.full_width(), top + high + below)
    ax = draw_bands(standing, history, first, style.add_axes(fig, left, top, width, high))
    marks.draw_key(ax, key, -left * style.MM, -deep, full)
    return fig


def _draw_strip(
    rows: Sequence[_Row], first: date, last: date, key: Sequence[marks.KeyItem], setting: Setting
) -> Figure:
    full = style.full_width() * style.MM
    left, right = _room_of_names(rows), _room_of_words(rows)
    # Where a phone leaves the bars no room, the symbol alone says the status, as the key explains
    # it; and a name that is still too long loses its end.
    if left + right > full * (1 - _LEAST):
        rows = [replace(row, words=row.short) for row in rows]
        room = full * (1 - _LEAST) - _room_of_words(rows) - _GAP - 1
        rows = [replace(row, name=marks.cut_to(row.name, room)) for row in rows]
        left, right = _room_of_names(rows), _room_of_words(rows)
    # Room for the as-of line and for what begins on the last day.
    last += (last - first) * 0.015
    step = _ROW if len(rows) <= _ROOMY else _CLOSE_ROW
    width, high = full - left - right, step * len(rows)
    deep = marks.tick_depth(first, last, width)
    below = deep + marks.key_height(key, full)
    fig = style.blank_figure(style.full_width(), (_ABOVE + high + below) / style.MM)
    ax = style.add_axes(fig, *(size / style.MM for size in (left, _ABOVE, width, high)))
    marks.draw_day_axis(ax, first, last)
    ax.set_ylim(high, 0)
    ax.set_yticks([])
    marks.draw_as_of(ax, setting.day)
    for at, row in enumerate(rows):
        _draw_row(row, (at + 0.5) * step, left, setting.day, ax)
    marks.draw_key(ax, key, -left, -deep, full)
    return fig


def _room_of_names(rows: Sequence[_Row]) -> float:
    return marks.widest([row.name for row in rows]) + _GAP + 1


def _room_of_words(rows: Sequence[_Row]) -> float:
    return marks.widest([row.words for row in rows], size=style.SMALL_SIZE) + _GAP + _SYMBOL + 1


def _rows(setting: Setting, standing: Standing, history: History) -> list[_Row]:
    """Return a row for each state drawn, and a last one for all that never acted."""
    held = {own.state.code: own for own in standing.positions}
    rows = []
    for course in history.rows:
        own = held.get(course.state.code)
        name, end = course.state.name, course.spells[-1].end if course.spells else None
        if own is None or own.place == "ended":
            # The treaty or the state has ended, and with it the last spell.
            bound = "bound until" if own else "until"
            day = format_day_short(end - timedelta(days=1)) if end else ""
            rows.append(_Row(name, course, "none", f"{bound} {day}"))
            continue
        halted = own.status == "withdrawing" and not own.operates
        words = f"{TERMS[own.status].word}{', suspended' if halted else ''}"
        if own.place == "undated":
            words = f"{words}, {UNDATED_SHORT}"
        elif own.standing_since:
            words = f"{words}{_SINCE}{format_day_short(own.standing_since)}"
        rows.append(_Row(name, course, own.status, words))
    if rest := history.rest:
        name = f"{format_number(rest)} more {plural(rest, 'state')}"
        none = plural(rest, TERMS["none"].one, TERMS["none"].many)
        rows.append(_Row(name, None, "none", none))
    return rows


def _end(history: History) -> date:
    """Return the last day of the axis: the as-of day, or the last one scheduled."""
    spells = [one for course in history.rows for one in course.spells]
    return max([history.day, *(day for one in spells for day in (one.start, one.end) if day)])


def _draw_row(row: _Row, y: float, margin: float, as_of: date, ax: Axes) -> None:
    first, last = ax.get_xlim()
    point = marks.span_of_a_point(ax)
    marks.put(ax, first - margin * point, y, row.name)
    marks.draw_symbol(ax, last + (_GAP + 3) * point, y, row.status, size=5)
    looks: dict[str, Any] = {"size": style.SMALL_SIZE, "color": TERMS[row.status].look.ink}
    marks.put(ax, last + (_GAP + _SYMBOL) * point, y, row.words, **looks)
    tomorrow = marks.day_number(as_of) + 1
    ax.plot([first, tomorrow], [y, y], color=TERMS["none"].look.area, linewidth=1, zorder=0.5)
    if row.course:
        draw_spells(row.course.spells, y, _BAR, as_of, ax=ax)


def _key(history: History) -> list[marks.KeyItem]:
    """Explain the colours that occur."""
    spells = (one for course in history.courses for one in course.spells)
    seen = {one.status for one in spells if one.start <= history.day}
    # Also where a notice has run under a suspension: both are drawn, the one within the other.
    if any(one.halted for course in history.courses for one in course.spells):
        seen |= {"suspended"}
    occur = [status for status in STATUSES if status != "none" and status in seen]
    return [(marks.bar_sample(status), TERMS[status].word) for status in occur]
