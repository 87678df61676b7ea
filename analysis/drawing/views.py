"""Which part of the world a map shows, and on which projection: as large as its states allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from analysis.drawing.projection import (
    Place,
    Points,
    Shapes,
    View,
    angles,
    load_shapes,
    on_sphere,
    projected,
    transformer,
)

#: A region that reaches further than this from its middle is drawn on a map of the world, and
#: so is one whose middle lies nearer to a pole than this: nothing of it would be upright.
_WIDEST, _POLAR = 70.0, 75.0
#: Parts of a state that count for the frame: within 300 km of its largest part, or at least
#: 18 per cent of it in area and within 2000 km. That keeps Alaska, and leaves out Svalbard and
#: the overseas departments.
_NEAR, _LARGE_SHARE, _LARGE_NEAR = 300e3, 0.18, 2000e3
#: What lies this many times as far from the middle as nine states in ten reach is left out of
#: the frame, where that makes the map so much larger: Siberia from Europe, America from NATO.
_FAR, _GAIN = 1.3, 1.5
#: The height, as a part of the width, from which a map suits the text column.
_TALL = 0.8


@lru_cache(256)
def find_views(folder: str, states: tuple[str, ...]) -> tuple[View, ...]:
    """Return the views on a region, by the shapes of a data folder: one as a rule.

    A second one shows the states that lie so far from the others that one map of all would show
    most of them small, as North America in NATO.
    """
    shapes = load_shapes(folder)
    largest = {code: _points(_largest(shapes[code])) for code in states if code in shapes}
    if not largest or _reach(largest, _middle(largest)) > 1.5 * _WIDEST:
        return (_world(shapes, largest),)
    middle = _middle(largest)
    main = {code: _main_points(shapes[code], middle) for code in largest}
    whole = _centred(main, middle)
    near, far = _split(main, middle)
    close = _centred(near, middle)
    if max(whole.width, whole.height) >= _GAIN * max(close.width, close.height):
        return (close, _centred(far, _middle(far))) if far else (close,)
    centre = whole.middle or middle
    if _reach(largest, centre) > _WIDEST or abs(centre[1]) > _POLAR:
        return (_world(shapes, largest),)
    return (whole,)


def is_mapped(folder: str, states: Sequence[str]) -> bool:
    """Return whether the map of a data folder shows any of the states."""
    return not load_shapes(folder).keys().isdisjoint(states)


def width_of(views: Sequence[View]) -> Literal["wide", "text"]:
    """Return whether a map goes across the page or into the text column."""
    return "wide" if len(views) > 1 or views[0].tall < _TALL else "text"


def _world(shapes: Shapes, largest: Mapping[str, Points]) -> View:
    """Return the view of the world, from the northernmost to the southernmost of the states."""
    everything = np.concatenate([_points(shape) for shape in shapes.values()])
    left, _, right, _ = _bounds(everything, None)
    own = np.concatenate(list(largest.values())) if largest else everything
    _, bottom, _, top = _bounds(own, None)
    # Above the north there is room for names of states that have none around them.
    low, high = 0.01 * (right - left), 0.03 * (right - left)
    return View(tuple(largest), left, bottom - low, right, top + high)


def _centred(main: Mapping[str, Points], middle: Place) -> View:
    """Return the view of points on the middle of what they span, near the place given."""
    points = np.concatenate(list(main.values()))
    for _ in range(3):
        left, bottom, right, top = _bounds(points, middle)
        centre = (left + right) / 2, (bottom + top) / 2
        middle = _rounded(*transformer(middle).transform(*centre, direction="INVERSE"))
    left, bottom, right, top = _bounds(points, middle)
    room = 0.07 * min(right - left, top - bottom)
    return View(tuple(main), left - room, bottom - room, right + room, top + room, middle)


def _bounds(points: Points, middle: Place | None) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of points, in metres."""
    flat = projected(points, middle)
    (left, bottom), (right, top) = flat.min(axis=0).tolist(), flat.max(axis=0).tolist()
    return left, bottom, right, top


def _split(
    main: Mapping[str, Points], middle: Place
) -> tuple[dict[str, Points], dict[str, Points]]:
    """Return the points near the middle, and those of the states that have none there."""
    away = {code: angles(points, middle) for code, points in main.items()}
    limit = _FAR * float(np.quantile([own.max() for own in away.values()], 0.9))
    near = {code: points[away[code] <= limit] for code, points in main.items()}
    far = {code: main[code] for code, points in near.items() if not len(points)}
    return {code: points for code, points in near.items() if len(points)}, far


def _main_points(shape: BaseGeometry, middle: Place) -> Points:
    """Return the points, in degrees, of the parts of a state that count for the frame."""
    parts = shapely.get_parts(shape)
    flat = shapely.transform(parts, lambda points: projected(points, middle))
    areas = shapely.area(flat)
    largest = flat[int(np.argmax(areas))]
    shapely.prepare(largest)
    counts = shapely.dwithin(largest, flat, _NEAR)
    sizeable = areas >= _LARGE_SHARE * largest.area
    return _points(parts[counts | sizeable & shapely.dwithin(largest, flat, _LARGE_NEAR)])


def _largest(shape: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(shape)
    return parts[int(np.argmax(shapely.area(parts)))]


def _points(shape: Any) -> Points:
    return np.asarray(shapely.get_coordinates(shape))


def _middle(states: Mapping[str, Points]) -> Place:
    """Return the place in the middle of states, each of which counts alike."""
    means = [on_sphere(points).mean(axis=0) for points in states.values()]
    x, y, z = np.sum(means, axis=0)
    return _rounded(np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y))))


def _rounded(longitude: float, latitude: float) -> Place:
    # So that the projection, and with it the map, is the same on every machine.
    return round(float(longitude), 2), round(float(latitude), 2)


def _reach(states: Mapping[str, Points], middle: Place) -> float:
    """Return how far, in degrees, the farthest of many points lies from the middle."""
    return max(float(angles(points, middle).max()) for points in states.values())
