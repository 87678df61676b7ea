"""What stands in the flows: bars with their numbers, small marks in lanes, and totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.drawing import marks, style
from analysis.drawing.scenario import OUTLINE, WORD
from analysis.language.numbers import format_number
from analysis.sections.flows.words import AGAINST, CAME, WENT, tell_number, yearly
from analysis.terms.statuses import TERMS

_LOOKS: dict[str, dict[str, Any]] = {
    "deposits": {"facecolor": TERMS["party"].look.area},
    "notices": {
        "facecolor": TERMS["withdrawing"].look.tint,
        "edgecolor": TERMS["withdrawing"].look.area,
        "hatch": "/////",
    },
    "exits": {"facecolor": TERMS["withdrawn"].look.area},
    "ratifications_revoked": {"facecolor": style.INK},
    "suspensions": {
        "facecolor": TERMS["suspended"].look.tint,
        "edgecolor": TERMS["suspended"].look.area,
        "hatch": "||||",
    },
}
#: A hatch cannot be seen in a bar narrower than this, in points; it is filled instead.
_HATCHED = 3.5
_MARKERS = {"objections": "^", "exits_rejected": "s", "notices_revoked": "o"}
_SHARE = 0.84
"""Share of a year's room that its bars fill."""
# In points: a lane of marks, a number at a bar, a line of labels at the right.
LANE, NUMBER, LINE = 10.0, 9.0, 10.5


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar that gets a number: its count, and where it stands in the units of the axes."""

    count: int
    left: float
    width: float
    end: float

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    def is_under(self, other: _Bar, half: float, rise: float) -> bool:
        """Say whether the number of this bar, ``half`` of it wide, would stand on another one."""
        if other == self or abs(other.middle - self.middle) >= half + other.width / 2:
            return False
        return abs(other.end) > abs(self.end) + 2 * rise


def draw_bars(
    ax: Axes,
    known: pd.DataFrame,
    assumed: pd.DataFrame,
    columns: Sequence[str],
    *,
    span: int = 1,
    scale: float = 1.0,
) -> None:
    """Draw the bars of a direction side by side, and number those that have room for it.

    ``span`` is the number of years of a bar, ``scale`` the height of one act: below zero for
    departures. What is assumed is an outline at the end of what is known.
    """
    width = _SHARE * span / max(len(columns), 1)
    bars: list[_Bar] = []
    for at, column in enumerate(columns):
        for year in known.index:
            count, more = int(known.loc[year, column]), int(assumed.loc[year, column])
            left = _middle(year, span) - _SHARE * span / 2 + at * width
            if count:
                _draw_bar(ax, left, width, scale * count, column)
            if more:
                ax.add_patch(Rectangle((left, scale * count), width, scale * more, **OUTLINE))
            if count + more:
                bars.append(_Bar(count + more, left, width, scale * (count + more)))
    _write_numbers(ax, bars)


def _middle(year: int, span: int) -> float:
    """Return the middle of the years that begin with one, on an axis of years."""
    return year + (span - 1) / 2


def _draw_bar(ax: Axes, left: float, width: float, height: float, column: str) -> None:
    looks = dict(_LOOKS[column])
    if "hatch" in looks and width / _point(ax) < _HATCHED:
        looks = {"facecolor": looks["edgecolor"]}
    bar = Rectangle((left, 0), width, height, linewidth=0, gid=f"flow-{column}", **looks)
    ax.add_patch(bar)


def _write_numbers(ax: Axes, bars: Sequence[_Bar]) -> None:
    """Write the counts at the ends of the bars, the longest first, where they meet nothing."""
    rise = (ax.get_ylim()[1] - ax.get_ylim()[0]) / marks.size_in_points(ax)[1]
    look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY, "ha": "center"}
    taken: list[tuple[float, float, float]] = []
    for bar in sorted(bars, key=lambda bar: (bar.count, bar.left), reverse=True):
        words = format_number(bar.count)
        half = (marks.text_width(words, size=style.SMALL_SIZE) / 2 + 0.8) * _point(ax)
        level = bar.end + (4.5 if bar.end > 0 else -5.5) * rise
        crowded = any(
            abs(x - bar.middle) < other + half and abs(y - level) < 8.5 * rise
            for x, other, y in taken
        )
        if not crowded and not any(bar.is_under(other, half, rise) for other in bars):
            taken.append((bar.middle, half, level))
            marks.put(ax, bar.middle, level, words, **look)


def lane_height(lane: int, lanes: int) -> float:
    """Return the height of a lane above the axis in points; the first is the uppermost."""
    return (lanes - lane - 0.5) * LANE


def draw_lane(ax: Axes, counts: pd.Series[int], height: float, *, span: int = 1) -> None:
    """Draw a small mark for the years of a counter-movement, and the number beside it.

    ``counts`` is named after the column; ``height`` is in points above the axis.
    """
    across = 1 / _point(ax)
    look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
    for year, count in zip(counts.index, counts, strict=True):
        if not count:
            continue
        x = (_middle(year, span) - ax.get_xlim()[0]) * across
        numbered = count > 1 and across * span >= 11
        _draw_mark(ax, x - (2.5 if numbered else 0), height, str(counts.name))
        if numbered:
            words = format_number(count)
            marks.put(ax, x + 1, height - 0.3, words, transform=marks.points(ax), **look)


def _draw_mark(ax: Axes, x: float, y: float, column: str) -> None:
    look: dict[str, Any] = {"color": style.INK, "markerfacecolor": "w", "markeredgewidth": 0.8}
    mark = Line2D([x], [y], marker=_MARKERS[column], markersize=3.8, linestyle="none", **look)
    mark.set(transform=marks.points(ax), clip_on=False, gid=f"flow-{column}")
    ax.add_line(mark)


def write_totals(
    ax: Axes,
    flows: pd.DataFrame,
    went: Sequence[str],
    against: Sequence[str],
    *,
    assumed: bool,
) -> Axes:
    """Write what each kind of bar and mark means, with its total, at the right of the axes."""
    width, high = marks.size_in_points(ax)
    zero = -ax.get_ylim()[0] / (ax.get_ylim()[1] - ax.get_ylim()[0]) * high
    places = [(CAME[0], zero + LINE)]
    places += [(column, zero - (at + 0.5) * LINE - 1) for at, column in enumerate(went)]
    lanes = len(against)
    places += [(column, lane_height(at, lanes)) for at, column in enumerate(against)]
    if assumed:
        places.append((WORD, zero + 2 * LINE))
    for column, y in places:
        if column in _MARKERS:
            _draw_mark(ax, width + 9, y, column)
        else:
            looks = OUTLINE if column == WORD else {"linewidth": 0, **_LOOKS[column]}
            box = Rectangle((width + 5, y - 3), 8, 6, transform=marks.points(ax), **looks)
            box.set(clip_on=False, gid=None)
            ax.add_patch(box)
        words = WORD if column == WORD else tell_number(int(flows[column].sum()), column)
        marks.put(ax, width + 17, y, words, size=style.SMALL_SIZE, transform=marks.points(ax))
    return ax


def total_width(panels: Iterable[pd.DataFrame], as_of: date) -> float:
    """Return the room in points that the totals of several panels need."""
    words = []
    for flows in panels:
        known, assumed = yearly(flows, as_of)
        whole = (known + assumed).sum()
        kinds = [*CAME, *(column for column in (*WENT, *AGAINST) if whole[column])]
        words += [tell_number(int(whole[column]), column) for column in kinds]
    return marks.widest(words, size=style.SMALL_SIZE) + 19


def _point(ax: Axes) -> float:
    """Return the years that one point of the axis spans."""
    left, right = ax.get_xlim()
    return (right - left) / marks.size_in_points(ax)[0]
