"""What a map is drawn with: filled states, dots, borders, names and the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from analysis.drawing import marks, style
from analysis.drawing.places import Place
from analysis.drawing.projection import Sheet
from analysis.terms.statuses import TERMS, Status

#: Fills under which a name is dark.
_LIGHT: tuple[Status, ...] = ("none", "signatory", "withdrawing", "suspended")
#: Maps of more states than this have smaller dots, for states too small to be seen.
_MANY = 100
_NAME: dict[str, Any] = {"size": style.SMALL_SIZE, "ha": "center"}


def name_width(name: str, *, strong: bool = True) -> float:
    """Return the width of a name on a map, in points."""
    return marks.text_width(name, size=style.SMALL_SIZE, weight="bold" if strong else "normal")


def fill(shapes: Sequence[BaseGeometry], *, ax: Axes, **looks: Any) -> None:
    """Fill shapes, with their holes, as one path."""
    rings = [
        ring
        for part in shapely.get_parts(shapely.get_parts(shapes))
        for ring in (part.exterior, *part.interiors)
    ]
    path = Path.make_compound_path(*(Path(np.asarray(ring.coords), closed=True) for ring in rings))
    look: dict[str, Any] = {"edgecolor": style.PAPER, "linewidth": 0.5, **looks}
    # Not as a patch, for which matplotlib would measure every curve.
    ax.add_artist(PathPatch(path, **look))


def fill_status(shapes: Sequence[BaseGeometry], status: Status, *, ax: Axes, **looks: Any) -> None:
    """Fill states in the colour of its status, with the hatch that tells it in grey print."""
    own = TERMS[status].look
    if not own.map_hatch:
        fill(shapes, ax=ax, facecolor=own.area, gid=f"status-{status}", **looks)
        return
    # A status with hatched bars has a light fill below the hatch on a map.
    tint = bool(own.hatch)
    colour = own.tint if tint else own.area
    fill(shapes, ax=ax, facecolor=colour, gid=f"status-{status}", linewidth=0, **looks)
    lines: dict[str, Any] = {"edgecolor": own.map_lines, "linewidth": 0, **looks}
    fill(shapes, ax=ax, facecolor="none", hatch=own.map_hatch, **lines)
    edge: dict[str, Any] = {"edgecolor": own.map_lines, "linewidth": 0.4} if tint else {}
    fill(shapes, ax=ax, facecolor="none", **edge, **looks)


def fill_undated(shapes: Sequence[BaseGeometry], *, ax: Axes, **looks: Any) -> None:
    """Fill parties whose documented suspension has no day: of both looks, and solid in neither."""
    party, suspended = TERMS["party"].look, TERMS["suspended"].look
    fill(shapes, ax=ax, facecolor=party.tint, gid="status-undated", linewidth=0, **looks)
    lines: dict[str, Any] = {"edgecolor": suspended.map_lines, "linewidth": 0, **looks}
    fill(shapes, ax=ax, facecolor="none", hatch=suspended.map_hatch, **lines)
    fill(shapes, ax=ax, facecolor="none", edgecolor=party.map_lines, linewidth=0.4, **looks)


def draw_dots(sheet: Sheet, statuses: Mapping[str, Status], *, ax: Axes) -> dict[str, BaseGeometry]:
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
    ink = TERMS["party" if bound else status].look.ink
    ax.plot(x, y, color=ink, linewidth=width, gid=gid, **look)
    if not bound:
        dashes: dict[str, Any] = {"linestyle": (0, (1, 2)), "dash_capstyle": "butt"}
        ax.plot(x, y, color=style.PAPER, linewidth=0.43 * width, **dashes, **look)


def write_name(name: str, status: Status, place: Place, *, ax: Axes) -> None:
    """Write the name of a state, light on a dark fill, with the line that leads to the state."""
    own = TERMS[status].look
    looks: dict[str, Any] = {"color": style.INK, "weight": "bold", "zorder": 6, **_NAME}
    if place.inside and status not in _LIGHT:
        looks["color"] = style.PAPER
    label = marks.put(ax, place.x, place.y, name, **looks)
    if place.inside and own.map_hatch:
        # The lines of the hatch keep clear of the letters.
        style.lay_bed(label, own.tint if own.hatch else own.area, 2)
    if place.leader is not None:
        across, up = np.asarray(place.leader.coords).T
        ax.plot(across, up, color=style.PAPER, linewidth=1.8, zorder=4.5)
        ax.plot(across, up, color=style.INK, linewidth=0.5, zorder=4.6, gid="leader")


def write_neighbour(name: str, place: Place, *, ax: Axes) -> None:
    """Write the name of a state beyond the region."""
    marks.put(ax, place.x, place.y, name, color=style.SECONDARY, **_NAME)


def swatch(status: Status) -> marks.Sample:
    """Return the mark of a status for a legend."""

    def draw(ax: Axes, x: float, y: float) -> None:
        box = shapely.box(x - 5, y - 3.2, x + 5, y + 3.2)
        looks: dict[str, Any] = {"transform": marks.points(ax), "clip_on": False}
        fill_status([box], status, ax=ax, **looks)

    return draw


def undated_swatch(ax: Axes, x: float, y: float) -> None:
    """Draw the mark of a party whose documented suspension has no day, for a legend."""
    box = shapely.box(x - 5, y - 3.2, x + 5, y + 3.2)
    fill_undated([box], ax=ax, transform=marks.points(ax), clip_on=False)


def border_sample(status: Status, *, bound: bool) -> marks.Sample:
    """Return the mark of a border for a legend."""

    def draw(ax: Axes, x: float, y: float) -> None:
        line = np.array([[x - 4, y], [x + 4, y]])
        looks: dict[str, Any] = {"transform": marks.points(ax), "clip_on": False}
        draw_border_line(line, status, ax=ax, bound=bound, **looks)

    return draw
