"""One state drawn: a bar for each treaty, family by family, and its status on the day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.drawing import marks, style
from analysis.drawing.spells import draw_spells
from analysis.language.english import sentence_case
from analysis.sections.obligations.facts import Obligation, Obligations
from analysis.terms.families import family_word
from analysis.terms.statuses import STATUSES, TERMS

# All in points: a row where there are many, and where few; the line of a family above its rows; a
# bar; the room right of the axes.
_CLOSE, _ROOMY, _HEAD, _BAR = 9.0, 14.0, 12.5, 5.0
_GAP, _SIGN, _ABOVE = 7.0, 9.0, 13.0
#: So many rows and fewer stand wider apart; of more than these each has no more than its type.
_FEW, _MANY, _TIGHT = 14, 24, 8.2
#: A row on a phone, where the words stand over the bar, and how far over its middle.
_TALL, _OVER = 19.0, 8.5


def draw_obligations(own: Obligations) -> Figure:
    """Draw the spells of a state under each treaty, up to the as-of day and what is scheduled."""
    groups = [(name, list(rows)) for name, rows in groupby(own.drawn, lambda r: r.treaty.family)]
    full = style.full_width() * style.MM
    with style.house_style():
        left, right, row_high = _rooms(own)
        first, last = _span(own)
        width, high = full - left - right, row_high * len(own.drawn) + _HEAD * len(groups)
        deep = marks.tick_depth(first, last, width)
        key = _key(own)
        below = deep + marks.key_height(key, full)
        fig = style.blank_figure(style.full_width(), (_ABOVE + high + below) / style.MM)
        box = (left, _ABOVE, width, high)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        marks.draw_day_axis(ax, first, last)
        ax.set_ylim(high, 0)
        ax.set_yticks([])
        marks.draw_as_of(ax, own.day)
        y = 0.0
        for family, rows in groups:
            _write_family(family, y + _HEAD * 0.62, left, ax)
            y += _HEAD
            for row in rows:
                middle = y + (_TALL - _BAR if style.is_narrow() else row_high / 2)
                _draw_row(row, middle, left, own.day, ax)
                y += row_high
        marks.draw_key(ax, key, -left, -deep, full)
        return fig


def _rooms(own: Obligations) -> tuple[float, float, float]:
    """Return the room left and right of the axes and the height of a row, in points."""
    if style.is_narrow():
        return 1.0, 1.0, _TALL
    words = [_words(row) for row in own.drawn]
    names = [row.treaty.name for row in own.drawn]
    high = _ROOMY if len(names) <= _FEW else _CLOSE if len(names) <= _MANY else _TIGHT
    right = _GAP + _SIGN + marks.widest(words, size=style.SMALL_SIZE) + 2
    return marks.widest(names) + _GAP, right, high


def _span(own: Obligations) -> tuple[date, date]:
    spells = [one for row in own.drawn for one in row.spells]
    last = max([own.day, *(day for one in spells for day in (one.start, one.end) if day)])
    first = min(one.start for one in spells)
    return first, last + max((last - first) * 0.015, timedelta(days=2))


def _write_family(family: str, y: float, margin: float, ax: Axes) -> None:
    first, point = ax.get_xlim()[0], marks.span_of_a_point(ax)
    words = sentence_case(family_word(family))
    marks.put(ax, first - margin * point, y, words, weight="bold")


def _words(row: Obligation) -> str:
    """Return what stands at the end of a bar: the status of the day, and since which year."""
    own = row.position
    if own.place == "ended" or (row.treaty.ended and row.spells):
        return f"treaty ended {row.treaty.ended.year}" if row.treaty.ended else ""
    word = TERMS[own.status].one
    word = f"{word}, suspended" if own.status == "withdrawing" and not own.operates else word
    return f"{word} {own.standing_since.year}" if own.standing_since else word


def _draw_row(row: Obligation, y: float, margin: float, as_of: date, ax: Axes) -> None:
    first, last = ax.get_xlim()
    point = marks.span_of_a_point(ax)
    status = "none" if row.treaty.ended else row.position.status
    looks: dict[str, Any] = {"size": style.SMALL_SIZE, "color": TERMS[status].look.ink}
    if style.is_narrow():
        _write_over(row, y - _OVER, as_of, ax, looks)
    else:
        marks.put(ax, first - margin * point, y, row.treaty.name)
        marks.draw_symbol(ax, last + (_GAP + 2) * point, y, status, size=4.8)
        marks.put(ax, last + (_GAP + _SIGN) * point, y, _words(row), **looks)
    tomorrow = marks.day_number(as_of) + 1
    ax.plot([first, tomorrow], [y, y], color=TERMS["none"].look.area, linewidth=0.6, zorder=0.5)
    draw_spells(row.spells, y, _BAR, as_of, ax=ax)


def _write_over(row: Obligation, y: float, as_of: date, ax: Axes, looks: dict[str, Any]) -> None:
    """Write the name and the status over the bar; a name too long for both loses its end."""
    first, point = ax.get_xlim()[0], marks.span_of_a_point(ax)
    end = marks.day_number(as_of) - 4 * point
    words = _words(row)
    room = (end - first) / point - marks.text_width(words, size=style.SMALL_SIZE) - 8
    name = marks.cut_to(row.treaty.name, room, size=style.SMALL_SIZE)
    marks.put(ax, first, y, name, size=style.SMALL_SIZE)
    marks.put(ax, end, y, words, ha="right", **looks)


def _key(own: Obligations) -> list[marks.KeyItem]:
    """Explain the colours that occur."""
    seen = {one.status for row in own.drawn for one in row.spells if one.start <= own.day}
    if any(one.halted for row in own.drawn for one in row.spells):
        seen |= {"suspended"}
    occur = [status for status in STATUSES if status != "none" and status in seen]
    return [(marks.bar_sample(status), TERMS[status].word) for status in occur]
