"""What the figures share: literal text and its width, status symbols, bars, and the day axis.

Layouts are reckoned in points (1/72 inch), the unit of type, so that a label's room is known
before it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, cast

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.ticker import FixedFormatter, FixedLocator
from matplotlib.transforms import Affine2D, Affine2DBase, ScaledTranslation, Transform

from analysis.drawing import style
from analysis.language.days import MONTHS, format_day_short
from analysis.language.english import one_line
from analysis.terms.look import SIGN_BOX, Stroke
from analysis.terms.statuses import TERMS, Status

#: Steps of a day axis, in months.
_TICK_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_TICK_ROOM = 25.0

#: A mark of a key, drawn around a place in points, and the words that explain it.
Sample = Callable[[Axes, float, float], object]
KeyItem = tuple[Sample, str]
KEY_LINE = 12.0
_KEY_MARK, _KEY_GAP = 13.0, 9.0


def day_number(day: date) -> float:
    """Return the place of a day on a day axis."""
    return float((pd.Timestamp(day) - pd.Timestamp(0)).days)


def put(ax: Axes, x: float, y: float, words: str, **looks: Any) -> Text:
    """Write text literally: no character of it is read as mathematics or as a line break."""
    looks = {"size": style.TEXT_SIZE, "va": "center", "color": style.INK, **looks}
    return ax.text(x, y, one_line(words), parse_math=False, **looks)


@lru_cache(4096)
def text_width(words: str, *, size: float = style.TEXT_SIZE, weight: str = "normal") -> float:
    """Return the width of text in points."""
    if not one_line(words):
        return 0.0
    face = FontProperties(family=[style.register_fonts(), "DejaVu Sans"], weight=weight)
    # A dollar sign has the width of any digit; a pair of them would be read as mathematics.
    path = TextPath((0, 0), one_line(words).replace("$", "0"), size, face)
    # The outlines of type have points where they reach farthest: no curve need be followed.
    return float(path.vertices[:, 0].max(initial=0.0))


def cut_to(words: str, room: float, *, size: float = style.TEXT_SIZE) -> str:
    """Return words cut to a width in points, with an ellipsis where anything was cut."""
    cut = words
    while len(cut) > 1 and text_width(cut, size=size) > room:
        cut = f"{cut.rstrip('…')[:-1].rstrip()}…"
    return cut


def widest(lines: Sequence[str], *, size: float = style.TEXT_SIZE, weight: str = "normal") -> float:
    """Return the width in points of the widest of several texts, 0 for none."""
    return max((text_width(line, size=size, weight=weight) for line in lines), default=0.0)


def size_in_points(ax: Axes) -> tuple[float, float]:
    """Return the width and the height of axes in points."""
    box = ax.get_position()
    width, height = figure_of(ax).get_size_inches()
    return float(box.width * width * 72), float(box.height * height * 72)


def span_of_a_point(ax: Axes) -> float:
    """Return how much of its horizontal axis one point spans: days on a day axis."""
    left, right = ax.get_xlim()
    return (right - left) / size_in_points(ax)[0]


def figure_of(ax: Axes) -> Figure:
    """Return the figure that axes belong to."""
    fig = ax.get_figure(root=True)
    if fig is None:  # pragma: no cover - axes without a figure cannot be drawn on
        raise ValueError("These axes belong to no figure")
    return fig


def points(ax: Axes) -> Transform:
    """Return a transform whose unit is the point and whose origin is the axes' lower left."""
    corner = ScaledTranslation(0, 0, cast(Affine2DBase, ax.transAxes))
    return Affine2D().scale(1 / 72) + figure_of(ax).dpi_scale_trans + corner


def draw_symbol(
    ax: Axes, x: float, y: float, status: Status, *, size: float = 5.5, **looks: Any
) -> Axes:
    """Draw the symbol of a status, the same in every figure; ``size`` is in points."""
    sign = TERMS[status].look
    unit = size / _DISC
    for stroke in sign.symbol:
        look = {"clip_on": False, "gid": f"status-{status}", **_stroke(stroke, sign.ink, unit)}
        ax.add_artist(Line2D([x], [y], **{**look, **looks}))
    return ax


#: The diameter of a disc in the square in which signs are described.
_DISC = 10.0


def _stroke(stroke: Stroke, ink: str, unit: float) -> dict[str, Any]:
    """Return the marker that draws one stroke of a sign; ``unit`` is its scale in points."""
    look: dict[str, Any] = {"color": ink, "linestyle": "none", "markeredgewidth": 0}
    if stroke.shape == "line":
        middle = SIGN_BOX / 2
        x0, y0, x1, y1 = (place - middle for place in stroke.places)
        size = max(map(abs, (x0, y0, x1, y1)))
        # A path marker is scaled so that its farthest point lies half its size from the middle.
        path = Path([(x0 / size, -y0 / size), (x1 / size, -y1 / size)])
        width = max(stroke.width * unit, 1.0)
        return look | {"marker": path, "markersize": 2 * size * unit, "markeredgewidth": width}
    (radius,) = stroke.places
    look |= {"marker": "o", "markersize": 2 * radius * unit}
    if stroke.shape == "ring":
        width = max(stroke.width * unit, 1.0)
        look |= {"markerfacecolor": style.PAPER, "markeredgewidth": width}
    if stroke.shape == "half":
        look |= {"fillstyle": "left", "markerfacecoloralt": "none"}
    return look


def fill_of(status: Status) -> dict[str, Any]:
    """Return the fill of a bar or a band of a status: colour, and the hatch that tells it in grey.

    One without a hatch of bars has that of maps, over its own colour.
    """
    own = TERMS[status].look
    if own.hatch:
        return {"facecolor": own.tint, "edgecolor": own.area, "hatch": own.hatch}
    if own.map_hatch:
        return {"facecolor": own.area, "edgecolor": own.map_lines, "hatch": own.map_hatch}
    return {"facecolor": own.area, "edgecolor": own.area}


def draw_bar(
    ax: Axes,
    start: float,
    end: float,
    middle: float,
    height: float,
    status: Status,
    *,
    scheduled: bool = False,
    **looks: Any,
) -> Axes:
    """Draw a bar in the colour and hatch of a status; a scheduled one is a dashed outline."""
    own = TERMS[status].look
    bar = Rectangle(
        (start, middle - height / 2),
        end - start,
        height,
        **({"facecolor": "none", "edgecolor": own.ink} if scheduled else fill_of(status)),
        linewidth=0.7 if scheduled else 0.0,
        linestyle=(0, (2.5, 1.5)) if scheduled else "solid",
        gid=f"{'scheduled' if scheduled else 'bar'}-{status}",
        **looks,
    )
    ax.add_artist(bar)
    return ax


def draw_day_axis(ax: Axes, start: date, end: date) -> Axes:
    """Set the days that axes span, and label months or years, as many as fit."""
    # An axis of a single day has no width: it is given the day after, too.
    end = max(end, start + timedelta(days=1))
    ax.set_xlim(day_number(start), day_number(end))
    ticks = day_ticks(start, end, size_in_points(ax)[0])
    ax.xaxis.set_major_locator(FixedLocator([day_number(day) for day, _ in ticks]))
    ax.xaxis.set_major_formatter(FixedFormatter([label for _, label in ticks]))
    ax.spines["bottom"].set_visible(True)
    return ax


def day_ticks(start: date, end: date, width: float) -> list[tuple[date, str]]:
    """Return the days to mark on an axis of ``width`` points, with their labels.

    >>> day_ticks(date(2025, 2, 20), date(2025, 4, 20), 300)
    [(datetime.date(2025, 3, 1), 'Mar\\n2025'), (datetime.date(2025, 4, 1), 'Apr')]
    """
    room = width / max((end - start).days, 1) * 30.4
    step = next((step for step in _TICK_STEPS if step * room >= _TICK_ROOM), _TICK_STEPS[-1])
    first = start.year * 12 // step * step
    months = range(first, end.year * 12 + end.month, step)
    days = [date(month // 12, month % 12 + 1, 1) for month in months]
    days = [day for day in days if start <= day <= end]
    if step >= 12:
        return [(day, str(day.year)) for day in days]
    return [
        (day, MONTHS[day.month - 1][:3] + (f"\n{day.year}" if day.month == 1 or not at else ""))
        for at, day in enumerate(days)
    ]


def tick_depth(start: date, end: date, width: float) -> float:
    """Return the room in points that the labels of a day axis need below it."""
    two_lines = any("\n" in label for _, label in day_ticks(start, end, width))
    return 26.0 if two_lines else 17.0


def draw_as_of(ax: Axes, as_of: date, *, label: bool = True) -> Axes:
    """Draw the as-of day as a thin vertical line, named above the axes."""
    place = day_number(as_of)
    ax.axvline(place, color=style.INK, linewidth=0.7, zorder=1.5, gid="as-of", clip_on=False)
    if label:
        left, right = ax.get_xlim()
        words = f"as of {format_day_short(as_of)}"
        half = text_width(words, size=style.SMALL_SIZE) / 2
        per_day = size_in_points(ax)[0] / (right - left)
        side = "right" if (right - place) * per_day < half else "center"
        x, y = (place - left) * per_day, size_in_points(ax)[1] + 3
        put(ax, x, y, words, size=style.SMALL_SIZE, ha=side, va="bottom", transform=points(ax))
    return ax


def write_head(ax: Axes, words: str, *, left: float = -5.0) -> None:
    """Write what a panel shows above its scale, ``left`` millimetres from its edge."""
    place = (left * style.MM, size_in_points(ax)[1] + 17)
    put(ax, *place, words, weight="bold", transform=points(ax))


def key_places(items: Sequence[KeyItem], width: float) -> list[tuple[float, int]]:
    """Return the left edge in points and the line of each item of a key ``width`` points wide.

    A key of several lines is made no wider than it must be, so that none is left nearly empty.
    """
    rooms = [_KEY_MARK + text_width(words, size=style.SMALL_SIZE) for _, words in items]
    places = _wrap(rooms, width)
    # Where each item has a line of its own, as one wider than the figure may force, no width
    # would change that: narrowing it further would never end.
    while places and 0 < places[-1][1] < len(places) - 1:
        narrower = _wrap(rooms, width - 5)
        if narrower[-1][1] > places[-1][1]:
            break
        width, places = width - 5, narrower
    return places


def _wrap(rooms: Sequence[float], width: float) -> list[tuple[float, int]]:
    places = []
    x, line = 0.0, 0
    for room in rooms:
        if x and x + room > width:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += room + _KEY_GAP
    return places


def key_height(items: Sequence[KeyItem], width: float) -> float:
    """Return the height in points of a key."""
    return KEY_LINE * (1 + max((line for _, line in key_places(items, width)), default=-1))


def draw_key(ax: Axes, items: Sequence[KeyItem], left: float, top: float, width: float) -> Axes:
    """Draw a key in words at a place in points from the axes' lower left, without a box."""
    for (draw, words), (x, line) in zip(items, key_places(items, width), strict=True):
        y = top - KEY_LINE * (line + 0.5)
        draw(ax, left + x + _KEY_MARK / 2 - 1, y)
        look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
        put(ax, left + x + _KEY_MARK, y, words, transform=points(ax), **look)
    return ax


def bar_sample(status: Status, *, scheduled: bool = False) -> Sample:
    """Return the mark of a bar for a key."""

    def draw(ax: Axes, x: float, y: float) -> None:
        looks: dict[str, Any] = {"transform": points(ax), "clip_on": False}
        draw_bar(ax, x - 5, x + 6, y, 5.5, status, scheduled=scheduled, **looks)

    return draw


def area_sample(colour: str, **looks: Any) -> Sample:
    """Return the mark of a filled area for a key."""

    def draw(ax: Axes, x: float, y: float) -> None:
        box = Rectangle((x - 5, y - 3), 10, 6, facecolor=colour, transform=points(ax), **looks)
        box.set_clip_on(False)
        ax.add_artist(box)

    return draw
