"""Shapes for a page that projects them itself: places on the globe, simplified, as small numbers.

One set of shapes serves every region, each on the projection and in the frame that its briefings
have (:mod:`analysis.drawing.views`); drawn beforehand, they would be there once for each region.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from analysis.drawing.projection import View, load_shapes
from analysis.drawing.views import find_views

#: Places are whole numbers of this part of a degree.
UNIT = 0.01
#: Detail in degrees: finer is not seen in the smallest region on the widest page.
_DETAIL = 0.05
#: A straight border gets a place on its way at least every so many degrees.
_STRAIGHT = 2.0


def shapes_of(folder: str) -> dict[str, dict[str, Any]]:
    """Return the shape of each state of a data folder, as JSON-safe values.

    ``rings`` are lists of numbers: longitude and latitude of the first place in hundredths of a
    degree, then the way from each place to the next. ``at`` is the place in the middle of the
    largest part. Neighbours are simplified together, so that they share their borders.
    """
    known = load_shapes(folder)
    codes = sorted(known)
    whole = np.array([known[code] for code in codes])
    simple = shapely.segmentize(shapely.coverage_simplify(whole, _DETAIL), _STRAIGHT)
    return {code: _encoded(one) for code, one in zip(codes, simple, strict=True)}


def view_of(folder: str, states: Iterable[str]) -> View:
    """Return the view of a region's map: that of its briefings.

    Where these show distant states in an inset, it is that of the main map.
    """
    return find_views(folder, tuple(sorted(states)))[0]


def bounds_of(view: View) -> list[int]:
    """Return left, bottom, right and top of a view in kilometres."""
    sides = (view.left, view.bottom, view.right, view.top)
    return [round(side / 1000) for side in sides]


def _encoded(shape: BaseGeometry) -> dict[str, Any]:
    parts = shapely.get_parts(shape)
    # The middle of the widest circle in the largest part: there is the most room for a name.
    circle = shapely.maximum_inscribed_circle(max(parts, key=shapely.area), tolerance=_DETAIL)
    middle = shapely.get_point(circle, 0)
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    drawn = [_ring(np.asarray(ring.coords)) for ring in rings]
    place = [round(middle.x / UNIT), round(middle.y / UNIT)]
    return {"at": place, "rings": [ring for ring in drawn if len(ring) > 4]}


def _ring(points: Any) -> list[int]:
    """Return a ring without its last point, which is its first, as steps from place to place."""
    places = np.round(points[:-1] / UNIT).astype(int)
    steps = np.diff(places, axis=0)
    moved = steps[steps.any(axis=1)]
    return [int(number) for number in np.concatenate([places[:1], moved]).ravel()]
