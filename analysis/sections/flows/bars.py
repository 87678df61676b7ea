"""What stands in the flows: bars with their numbers, small marks in lanes, and totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.blocks.model import flat
from analysis.drawing import marks, style
from analysis.language.numbers import format_number
from analysis.sections.flows.facts import Against, Flow, Flows
from analysis.sections.flows.words import number_of
from analysis.terms.statuses import TERMS, Status


def _hatched(status: Status, hatch: str) -> dict[str, Any]:
    look = TERMS[status].look
    return {"facecolor": look.tint, "edgecolor": look.area, "hatch": hatch}


_LOOKS: Mapping[Flow, dict[str, Any]] = {
    "deposits": {"facecolor": TERMS["party"].look.area},
    "notices": _hatched("withdrawing", "/////"),
    "exits": {"facecolor": TERMS["withdrawn"].look.area},
    "ratifications_revoked": {"facecolor": style.INK},
    "suspensions": _hatched("suspended", "||||"),
}
_MARKERS: Mapping[Flow, str] = {"objections": "^", "exits_rejected": "s", "notices_revoked": "o"}
#: A hatch cannot be seen in a bar narrower than this, in points; it is filled instead.
_HATCHED = 3.5
#: Share of a year's room that its bars fill.
_SHARE = 0.84
# In points: a lane of marks, a number at a bar, a line of labels at the right.
LANE, NUMBER, LINE = 10.0, 9.0, 10.5
_SMALL: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar that gets a number: its count, its middle, its width and its end, in axis units."""

    count: int
    middle: float
    width: float
    end: float

    def is_under(self, other: _Bar, half: float, rise: float) -> bool:
        """Say whether the number of this bar, ``half`` of it wide, would stand on another one."""
        if other == self or abs(other.middle - self.middle) >= half + other.width / 2:
            return False
        return abs(other.end) > abs(self.end) + 2 * rise


def draw_bars(ax: Axes, flows: Flows, kinds: Sequence[Flow], *, scale: float = 1.0) -> None:
    """Draw the bars of a direction side by side, and number those that have room for it.

    ``scale`` is the height of one act: below zero for departures.
    """
    width = _SHARE / max(len(kinds), 1)
    bars: list[_Bar] = []
    for at, kind in enumerate(kinds):
        looks = dict(_LOOKS[kind])
        if "hatch" in looks and width / marks.span_of_a_point(ax) < _HATCHED:
            looks = {"facecolor": looks["edgecolor"]}
        for year, count in flows.in_years(kind):
            left, height = year - _SHARE / 2 + at * width, scale * count
            box = Rectangle((left, 0), width, height, linewidth=0, gid=f"flow-{kind}", **looks)
            ax.add_artist(box)
            bars.append(_Bar(count, left + width / 2, width, height))
    _write_numbers(ax, bars)


def _write_numbers(ax: Axes, bars: Sequence[_Bar]) -> None:
    """Write the counts at the ends of the bars, the longest first, where they meet nothing."""
    rise = (ax.get_ylim()[1] - ax.get_ylim()[0]) / marks.size_in_points(ax)[1]
    per_point = marks.span_of_a_point(ax)
    taken: list[tuple[float, float, float]] = []
    for bar in sorted(bars, key=lambda bar: (bar.count, bar.middle), reverse=True):
        words = format_number(bar.count)
        half = (marks.text_width(words, size=style.SMALL_SIZE) / 2 + 0.8) * per_point
        level = bar.end + (4.5 if bar.end > 0 else -5.5) * rise
        crowded = any(
            abs(x - bar.middle) < other + half and abs(y - level) < 8.5 * rise
            for x, other, y in taken
        )
        if not crowded and not any(bar.is_under(other, half, rise) for other in bars):
            taken.append((bar.middle, half, level))
            marks.put(ax, bar.middle, level, words, ha="center", **_SMALL)


def draw_lanes(ax: Axes, flows: Flows) -> None:
    """Draw a small mark for each year of a counter-movement, with its number where it has room."""
    first, year_wide = ax.get_xlim()[0], 1 / marks.span_of_a_point(ax)
    for lane, kind in enumerate(flows.opposed):
        height = _lane(lane, flows)
        for year, count in flows.in_years(kind):
            x, numbered = (year - first) * year_wide, count > 1 and year_wide >= 11
            _draw_mark(ax, x - (2.5 if numbered else 0), height, kind)
            if numbered:
                words, place = format_number(count), (x + 1, height - 0.3)
                marks.put(ax, *place, words, transform=marks.points(ax), **_SMALL)


def _lane(lane: int, flows: Flows) -> float:
    """Return the height of a lane above the axis in points; the first is the uppermost."""
    return (len(flows.opposed) - lane - 0.5) * LANE


def _draw_mark(ax: Axes, x: float, y: float, kind: Against) -> None:
    look: dict[str, Any] = {"color": style.INK, "markerfacecolor": style.PAPER}
    look |= {"marker": _MARKERS[kind], "markersize": 3.8, "markeredgewidth": 0.8}
    mark = Line2D([x], [y], linestyle="none", transform=marks.points(ax), **look)
    mark.set(clip_on=False, gid=f"flow-{kind}")
    ax.add_artist(mark)


def write_totals(ax: Axes, flows: Flows) -> None:
    """Write what each kind of bar and mark means, with its total, at the right of the axes."""
    width, high = marks.size_in_points(ax)
    zero = -ax.get_ylim()[0] / (ax.get_ylim()[1] - ax.get_ylim()[0]) * high
    places: list[tuple[Flow, float]] = [("deposits", zero + LINE)]
    places += [(kind, zero - (at + 0.5) * LINE - 1) for at, kind in enumerate(flows.departed)]
    for kind, y in places:
        box = Rectangle((width + 5, y - 3), 8, 6, linewidth=0, **_LOOKS[kind])
        box.set(clip_on=False, transform=marks.points(ax))
        ax.add_artist(box)
    for lane, kind in enumerate(flows.opposed):
        places.append((kind, _lane(lane, flows)))
        _draw_mark(ax, width + 9, _lane(lane, flows), kind)
    for kind, y in places:
        words, looks = flat(number_of(flows, kind)), {"size": style.SMALL_SIZE}
        marks.put(ax, width + 17, y, words, transform=marks.points(ax), **looks)


def total_width(panels: Sequence[Flows]) -> float:
    """Return the room in points that the totals of several panels need."""
    words = [flat(number_of(flows, kind)) for flows in panels for kind in flows.kinds]
    return marks.widest(words, size=style.SMALL_SIZE) + 19
