"""Where the names on a map stand: inside a state or beside it, and never on one another.

All shapes are in points on the paper. A name that finds no room is left out: the table of the
briefing lists every state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Numbers = npt.NDArray[np.float64]

#: Height of a line of names, and the room kept at its ends, in points.
_HEIGHT, _CLEAR = 8.5, 1.5
_GRID = 15
#: How far from its state a name may stand without a line that leads to it, and with one.
_CLOSE, _FAR = 5.0, 80.0
#: What it costs, in points of distance, to lead a line a point across other states, and to cover
#: land that is not the region's.
_CROSS, _COVER = 3.0, 60.0
#: Where along a line it is looked at what lies below.
_ALONG = np.linspace(0.05, 1, 10)


@dataclass(frozen=True, slots=True)
class Name:
    """A name to place: its state's visible shape, its width, and whether it may stand outside."""

    words: str
    width: float
    shape: BaseGeometry
    beside: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: its middle, whether inside its state, and the line that leads to it."""

    words: str
    x: float
    y: float
    inside: bool = False
    leader: BaseGeometry | None = None


def place_names(
    names: Sequence[Name],
    page: BaseGeometry,
    *,
    filled: Sequence[BaseGeometry] = (),
    taken: Sequence[BaseGeometry] = (),
    land: Sequence[BaseGeometry] = (),
) -> list[Place]:
    """Place names in their order, the most important first.

    No name touches what is ``taken`` (dots, borders) or another of the ``filled`` states. One
    beside its state is nearer to it than to any other of them, or has a line that leads to it;
    it stands on other ``land`` only if there is no place at sea. ``page`` is the frame.
    """
    places: list[Place] = []
    occupied, ground = list(taken), _together(land)
    for name in names:
        place = _inside(name, _together(occupied), page)
        if place is None and name.beside:
            others = _together([own for own in filled if own is not name.shape])
            place = _beside(name, _together(occupied), others, page, ground)
        if place is not None:
            places.append(place)
            occupied.append(shapely.box(*_box(np.array([[place.x, place.y]]), name.width)[0]))
            occupied += [place.leader.buffer(2)] if place.leader is not None else []
    return places


def _inside(name: Name, taken: BaseGeometry, page: BaseGeometry) -> Place | None:
    """Return the place inside the shape that is farthest from its edge and clear of others."""
    part = max(shapely.get_parts(name.shape), key=_area).intersection(page)
    if part.area < name.width * _HEIGHT:
        return None
    left, bottom, right, top = part.bounds
    grid = np.meshgrid(np.linspace(left, right, _GRID), np.linspace(bottom, top, _GRID))
    spots = np.column_stack([axis.ravel() for axis in grid])
    boxes = shapely.box(*_box(spots, name.width).T)
    room = shapely.distance(shapely.boundary(part), shapely.points(spots))
    shapely.prepare(part)
    free = shapely.contains(part, boxes) & ~shapely.intersects(taken, boxes)
    if not free.any():
        return None
    x, y = spots[int(np.argmax(np.where(free, room, -1)))]
    return Place(name.words, float(x), float(y), inside=True)


def _beside(
    name: Name,
    taken: BaseGeometry,
    others: BaseGeometry,
    page: BaseGeometry,
    land: BaseGeometry,
) -> Place | None:
    """Return the best free place beside the shape, or else farther off at the end of a line."""
    own = name.shape.simplify(1)
    middle = shapely.point_on_surface(max(shapely.get_parts(name.shape), key=_area))
    shapely.prepare(own)
    for far in (_CLOSE, _FAR):
        spots = _around(name, far, middle.y)
        boxes = shapely.box(*_box(spots, name.width).T)
        free = shapely.contains_properly(page, boxes)
        for blocked in (taken, others, own):
            free[free] = ~shapely.dwithin(blocked, boxes[free], 1.0)
        if far == _CLOSE:
            # A name without a line belongs to the nearest state, so that must be its own.
            free[free] = shapely.dwithin(own, boxes[free], _CLOSE)
            apart = shapely.distance(own, boxes[free])
            free[free] = others.is_empty | (shapely.distance(others, boxes[free]) > apart)
        away = spots - [middle.x, middle.y]
        # Names read best on the level of their state, and to its right.
        across = np.maximum(np.abs(away[:, 0]) - name.width / 2, 0)
        cost = across + np.abs(away) @ [0.1, 2] + 2 * (away[:, 0] < 0)
        cost += _COVER * shapely.intersects(land, boxes)
        lines = None if far == _CLOSE else _lines(name, own, spots, away)
        if lines is not None:
            cost += shapely.length(lines) * (1 + _CROSS * _crossing(lines, others))
            free &= ~shapely.intersects(taken, lines)
        if free.any():
            best = int(np.argmin(np.where(free, cost, np.inf)))
            x, y = (float(place) for place in spots[best])
            return Place(name.words, x, y, leader=None if lines is None else lines[best])
    return None


def _around(name: Name, far: float, level: float) -> Numbers:
    """Return places to try: a grid over the shape and around it, one row on its level."""
    left, bottom, right, top = name.shape.bounds
    wide, high = name.width / 2 + _CLEAR + far, _HEIGHT / 2 + far
    step = 2.0 if far == _CLOSE else 4.0
    columns = np.arange(left - wide, right + wide, max(step, (right - left) / 50))
    rows = np.arange(bottom - high, top + high, max(step, (top - bottom) / 50))
    grid = np.meshgrid(columns, [*rows, level])
    return np.column_stack([axis.ravel() for axis in grid])


def _lines(name: Name, own: BaseGeometry, spots: Numbers, away: Numbers) -> Any:
    """Return the lines that lead to a shape from the nearer end of a name, or from its middle."""
    side = (np.abs(away) > name.width / 2)[:, :1]
    half = np.where(side, [name.width / 2 + _CLEAR, 0], [0, _HEIGHT / 2])
    return shapely.shortest_line(own, shapely.points(spots - np.sign(away) * half))


def _crossing(lines: Any, others: BaseGeometry) -> Numbers:
    """Return which part of each line lies on other states."""
    start, end = shapely.get_coordinates(lines).reshape(-1, 2, 2).transpose(1, 2, 0)[..., None]
    x, y = start + (end - start) * _ALONG
    return cast(Numbers, shapely.intersects_xy(others, x, y).mean(axis=1))


def _together(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return areas as one shape to measure from; they are not merged, which would take long."""
    whole = shapely.MultiPolygon(list(shapely.get_parts(shapely.get_parts(list(shapes)))))
    shapely.prepare(whole)
    return whole


def _box(spots: Numbers, width: float) -> Numbers:
    half = np.array([width / 2 + _CLEAR, _HEIGHT / 2])
    return np.hstack([spots - half, spots + half])


def _area(shape: BaseGeometry) -> float:
    return float(shape.area)
