"""Where the names on a map stand: inside a state, or beside it, and never on one another.

All shapes are in points on the paper. A name that finds no room is left out: the table of the
briefing lists every state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Numbers = npt.NDArray[np.float64]

#: Height of a line of names, and the room kept around it, in points.
HEIGHT, _CLEAR = 8.5, 1.5
_GRID = 15
#: How far from its state a name may stand beside it.
_REACH = 4.0


@dataclass(frozen=True, slots=True)
class Name:
    """A name to place: its state's visible shape, its width, and whether it may stand outside."""

    words: str
    width: float
    shape: BaseGeometry
    beside: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: its middle, and whether that is inside its state."""

    words: str
    x: float
    y: float
    inside: bool


def place_names(
    names: Sequence[Name],
    page: BaseGeometry,
    *,
    filled: Sequence[BaseGeometry] = (),
    taken: Sequence[BaseGeometry] = (),
    land: Sequence[BaseGeometry] = (),
) -> list[Place]:
    """Place names in their order, the most important first.

    No name touches what is ``taken`` (dots, lines). A name beside its state is nearer to it
    than to any other of the ``filled`` ones, and stands on other ``land`` only if there is no
    place at sea. ``page`` is the frame of the map.
    """
    places: list[Place] = []
    occupied = list(taken)
    ground = shapely.union_all(list(land))
    for name in names:
        found = _inside(name, occupied, page)
        inside = found is not None
        if found is None and name.beside:
            others = shapely.GeometryCollection(
                [shape for shape in filled if shape is not name.shape]
            )
            found = _beside(name, occupied, others, page, ground)
        if found is not None:
            places.append(Place(name.words, *found, inside=inside))
            occupied.append(shapely.box(*_box(np.array([found]), name.width)[0]))
    return places


def _inside(
    name: Name, taken: Sequence[BaseGeometry], page: BaseGeometry
) -> tuple[float, float] | None:
    """Return the place inside the shape that is farthest from its edge and clear of others."""
    part = max(shapely.get_parts(name.shape), key=_area, default=None)
    if part is None or part.area < name.width * HEIGHT:
        return None
    part = part.intersection(page)
    left, bottom, right, top = part.bounds
    grid = np.meshgrid(np.linspace(left, right, _GRID), np.linspace(bottom, top, _GRID))
    spots = np.column_stack([axis.ravel() for axis in grid])
    boxes = shapely.box(*_box(spots, name.width).T)
    shapely.prepare(part)
    free = shapely.contains(part, boxes) & _clear(boxes, taken)
    if not free.any():
        return None
    room = shapely.distance(shapely.boundary(part), shapely.points(spots))
    best = spots[int(np.argmax(np.where(free, room, -1)))]
    return float(best[0]), float(best[1])


def _beside(
    name: Name,
    taken: Sequence[BaseGeometry],
    others: BaseGeometry,
    page: BaseGeometry,
    land: BaseGeometry,
) -> tuple[float, float] | None:
    """Return the free place beside the shape that is nearest to its middle, at sea if possible."""
    middle = shapely.point_on_surface(max(shapely.get_parts(name.shape), key=_area))
    spots = _around(name, middle)
    boxes = shapely.box(*_box(spots, name.width).T)
    apart = shapely.distance(name.shape.simplify(1), boxes)
    free = (apart >= 1) & (apart <= _REACH) & _clear(boxes, taken) & shapely.contains(page, boxes)
    spots, boxes = spots[free], boxes[free]
    # A name belongs to the nearest state, so that must be its own.
    if not others.is_empty:
        nearest = shapely.distance(others, boxes) > apart[free]
        spots, boxes = spots[nearest], boxes[nearest]
    if not len(spots):
        return None
    # Names read best on the level of their state, and to its right; at sea nothing is covered.
    away = np.abs(spots - [middle.x, middle.y])
    cost = away[:, 0] - name.width / 2 + 2 * away[:, 1] + 2 * (spots[:, 0] < middle.x)
    cost = cost + 80 * shapely.area(shapely.intersection(land, boxes)) / shapely.area(boxes)
    best = spots[int(np.argmin(cost))]
    return float(best[0]), float(best[1])


def _around(name: Name, middle: BaseGeometry) -> Numbers:
    """Return places to try: a grid over the shape and as far around as a name needs."""
    left, bottom, right, top = name.shape.bounds
    wide, high = name.width / 2 + _CLEAR + _REACH, HEIGHT / 2 + _REACH
    columns = np.arange(left - wide, right + wide, max(2.0, (right - left) / 50))
    rows = np.arange(bottom - high, top + high, max(2.0, (top - bottom) / 50))
    grid = np.meshgrid(columns, [*rows, middle.y])
    return np.column_stack([axis.ravel() for axis in grid])


def _box(spots: Numbers, width: float) -> Numbers:
    half = np.array([width / 2 + _CLEAR, HEIGHT / 2])
    return np.hstack([spots - half, spots + half])


def _clear(boxes: Any, taken: Sequence[BaseGeometry]) -> Any:
    return ~shapely.intersects(shapely.union_all(list(taken)), boxes)


def _area(shape: BaseGeometry) -> float:
    return float(shape.area)
