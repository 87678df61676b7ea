"""The grid of the world: a row for each part of it, a column for each family of treaties."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.drawing import marks, style
from analysis.language.english import sentence_case
from analysis.language.numbers import format_number
from analysis.sections.world.facts import Balance, Square
from analysis.terms.families import family_word
from analysis.terms.statuses import TERMS

# In points: a row, a line of a head, the gap between squares.
_ROW, _LINE, _GAP = 15.0, 9.5, 1.2
_GAIN, _LOSS = TERMS["party"].look, TERMS["withdrawn"].look


def draw_grid(own: Balance) -> Figure:
    """Draw a square for each part of the world and family, with what began and what was lost."""
    full = style.full_width() * style.MM
    with style.house_style():
        left = marks.widest(own.areas) + 8
        wide = (full - left) / max(len(own.families), 1)
        words = [sentence_case(family_word(one)) for one in own.families]
        heads = [[one] if style.is_narrow() else _wrapped(one, wide - 5) for one in words]
        above = _LINE * max(map(len, heads), default=1) + 4
        if style.is_narrow():
            above = marks.widest(words, size=style.SMALL_SIZE) + 8
        high = _ROW * (len(own.areas) + 1)
        fig = style.blank_figure(style.full_width(), (above + high + 2) / style.MM)
        box = (left, above, full - left, high)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        ax.set_axis_off()
        ax.set(xlim=(0, full - left), ylim=(high, 0))
        for at, head in enumerate(heads):
            _write_head(head, at * wide, wide, ax)
        for row, area in enumerate(own.areas):
            marks.put(ax, -left, (row + 0.5) * _ROW, area)
        marks.put(ax, -left, (len(own.areas) + 0.5) * _ROW, "All", weight="bold")
        for square in own.squares:
            place = (own.families.index(square.family), own.areas.index(square.area))
            _draw_square(square, place, wide, ax)
        for column, family in enumerate(own.families):
            _draw_square(_total(own, family), (column, len(own.areas)), wide, ax, strong=True)
        return fig


def _write_head(lines: list[str], left: float, wide: float, ax: Axes) -> None:
    """Write the head of a column: on a phone upright, where no column is as wide as a word."""
    if style.is_narrow():
        looks: dict[str, Any] = {"rotation": 90, "ha": "center", "va": "bottom"}
        marks.put(ax, left + wide / 2, -5, lines[0], size=style.SMALL_SIZE, **looks)
        return
    for line, part in enumerate(reversed(lines)):
        marks.put(ax, left + 3, -5 - line * _LINE, part, size=style.SMALL_SIZE)


def _total(own: Balance, family: str) -> Square:
    inside = [one for one in own.squares if one.family == family]
    return Square("", family, sum(one.begun for one in inside), sum(one.gone for one in inside))


def _draw_square(
    square: Square, place: tuple[int, int], wide: float, ax: Axes, *, strong: bool = False
) -> None:
    x, y = place[0] * wide, place[1] * _ROW
    tint = _LOSS.tint if square.net < 0 else _GAIN.tint if square.net > 0 else style.CONTEXT
    # A square in which as much was lost as gained is no quiet one.
    hatch = "////" if square.gone and square.net >= 0 else None
    looks: dict[str, Any] = {"facecolor": tint, "edgecolor": style.PAPER, "linewidth": 0}
    box = Rectangle((x + _GAP, y + _GAP), wide - 2 * _GAP, _ROW - 2 * _GAP, hatch=hatch, **looks)
    ax.add_artist(box)
    words = [f"+{format_number(square.begun)}"] if square.begun else []
    words += [format_number(-square.gone)] if square.gone else []
    ink = _LOSS.ink if square.gone else _GAIN.ink if square.begun else style.SECONDARY
    weight = "bold" if strong or words else "normal"
    marks.put(
        ax,
        x + wide / 2,
        y + _ROW / 2,
        ("" if style.is_narrow() else "  ").join(words) or ("0" if strong else ""),
        ha="center",
        size=style.SMALL_SIZE if style.is_narrow() else style.TEXT_SIZE,
        color=ink,
        weight=weight,
    )


def _wrapped(words: str, width: float) -> list[str]:
    """Break a head into lines of a width at its spaces and hyphens."""
    lines = [""]
    for word in words.replace("-", "- ").split(" "):
        between = "" if lines[-1].endswith("-") else " "
        joined = f"{lines[-1]}{between}{word}".strip()
        fits = marks.text_width(joined, size=style.SMALL_SIZE) <= width
        if fits or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines
