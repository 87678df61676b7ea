"""What a map is drawn with: filled states, dots, borders, names and the legend."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from analysis.drawing import marks, style
from analysis.drawing.places import Place
from analysis.drawing.projection import Sheet
from analysis.terms.statuses import TERMS, TOLD, Status

#: Fills under which a name is dark.
_LIGHT: tuple[Status, ...] = ("none", "signatory", "withdrawing", "suspended")
#: Maps of more states than this have smaller dots, for states too small to be seen.
_MANY = 100
#: Room of the symbol before a name, in points.
SYMBOL = 9.0


def fill(shape: BaseGeometry, *, ax: Axes, **looks: Any) -> None:
    """Fill a shape, with its holes."""
    rings = [
        ring
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    path = Path.make_compound_path(*(Path(np.asarray(ring.coords), closed=True) for ring in rings))
    look: dict[str, Any] = {"edgecolor": style.PAPER, "linewidth": 0.5, **looks}
    ax.add_patch(PathPatch(path, **look))


def fill_status(shape: BaseGeometry, status: Status, *, ax: Axes, **looks: Any) -> None:
    """Fill a state in the colour of its status, with the hatch that tells it in grey print."""
    own = TERMS[status].look
    # A status with hatched bars has a light fill below the hatch on a map.
    tint = bool(own.hatch)
    colour = own.tint if tint else own.area
    fill(shape, ax=ax, facecolor=colour, gid=f"status-{status}", **looks)
    if own.map_hatch:
        look: dict[str, Any] = {"edgecolor": own.map_lines, "linewidth": 0.4 if tint else 0}
        fill(shape, ax=ax, facecolor="none", hatch=own.map_hatch, **look, **looks)


def draw_dots(sheet: Sheet, statuses: dict[str, Status], *, ax: Axes) -> dict[str, BaseGeometry]:
    """Draw the symbol of each state that is too small to be seen, and return their places."""
    size = 4.5 if len(statuses) < _MANY else 3.0
    dots = {}
    for code in sorted(set(statuses) & set(sheet.shapes)):
        if sheet.shapes[code].area < (size - 1) ** 2:
            place = shapely.point_on_surface(sheet.shapes[code])
            marks.draw_symbol(ax, place.x, place.y, statuses[code], size=size, zorder=5)
            dots[code] = place.buffer(size / 2)
    return dots


def draw_border_line(
    points: Any, status: Status, *, ax: Axes, bound: bool, width: float = 2.8, **looks: Any
) -> None:
    """Draw a border on a white bed: one solid line if bound, a line with white rungs if not."""
    x, y = points[:, 0], points[:, 1]
    look: dict[str, Any] = {"solid_capstyle": "round", "zorder": 4, **looks}
    ax.plot(x, y, color=style.PAPER, linewidth=width + 1.6, **look)
    gid = "border-bound" if bound else "border-unbound"
    ax.plot(x, y, color=_border_ink(status, bound=bound), linewidth=width, gid=gid, **look)
    if not bound:
        dashes: dict[str, Any] = {"linestyle": (0, (1, 2)), "dash_capstyle": "butt"}
        ax.plot(x, y, color=style.PAPER, linewidth=0.43 * width, **dashes, **look)


def _border_ink(status: Status, *, bound: bool) -> str:
    return TERMS["party" if bound else status].look.ink


def write_name(name: str, status: Status, place: Place, *, ax: Axes, symbol: bool) -> None:
    """Write the name of a state with its symbol, light on a dark fill."""
    dark = place.inside and status not in _LIGHT
    look: dict[str, Any] = {"size": style.SMALL_SIZE, "weight": "bold"}
    x = place.x + (SYMBOL / 2 if symbol else 0)
    marks.put(ax, x, place.y, name, ha="center", color="w" if dark else style.INK, **look)
    if symbol:
        room = marks.text_width(name, size=style.SMALL_SIZE, weight="bold")
        looks: dict[str, Any] = {"color": style.PAPER} if dark else {}
        if dark and status == "contracting":
            looks["markerfacecolor"] = TERMS[status].look.area
        marks.draw_symbol(ax, x - room / 2 - 6, place.y, status, size=4.5, zorder=5, **looks)


def legend_items(states: pd.DataFrame, borderland: pd.DataFrame | None) -> list[marks.KeyItem]:
    """Explain the fills with the number of states, and the two ways of the border."""
    at = Counter(states["status"])
    items = [
        (_swatch(status), f"{TERMS[status].word} ({at[status]})") for status in TOLD if at[status]
    ]
    for held, words in ((True, "border, bound"), (False, "border, not bound")):
        along = Counter[Status]()
        if borderland is not None:
            along.update(borderland.loc[borderland["bound"] == held, "status"])
        for commonest, _ in along.most_common(1):
            items.append((_border_sample(commonest, bound=held), words))
    return items


def _swatch(status: Status) -> marks.Sample:
    def draw(ax: Axes, x: float, y: float) -> None:
        box = shapely.box(x - 5, y - 3.2, x + 5, y + 3.2)
        fill_status(box, status, ax=ax, clip_on=False)

    return draw


def _border_sample(status: Status, *, bound: bool) -> marks.Sample:
    def draw(ax: Axes, x: float, y: float) -> None:
        line = np.array([[x - 4, y], [x + 4, y]])
        draw_border_line(line, status, ax=ax, bound=bound, clip_on=False)

    return draw
