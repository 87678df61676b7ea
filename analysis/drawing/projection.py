"""Shapes for maps: read once, projected, simplified and cut to a frame, the same way every time.

Borders stay shared: neighbours are simplified together (a coverage), so that a common border
is one line, and can be drawn as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

Points = npt.NDArray[np.float64]
#: The shape of each state by its code.
Shapes = Mapping[str, BaseGeometry]
#: Left, bottom, right and top.
Frame = tuple[float, float, float, float]

#: Left out: it belongs to no state, and on an equal-area map it is a line along the edge.
_ANTARCTICA = "ATA"
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
#: Detail that is drawn, in points on paper; a map of the world has more of it.
_DETAIL, _WORLD_DETAIL = 0.7, 1.0
_EARTH = 6_371_007.0
_EQUAL_EARTH = "+proj=eqearth +lon_0=0 +units=m +type=crs"


@dataclass(frozen=True, slots=True)
class View:
    """What a map shows: the states it is made for, and its frame in metres.

    ``middle`` is the longitude and latitude on which its projection is centred, ``None`` for a
    map of the world. Both projections keep areas true: Lambert azimuthal and Equal Earth.
    """

    states: tuple[str, ...]
    frame: Frame
    middle: tuple[float, float] | None = None

    @property
    def tall(self) -> float:
        """The height of the frame as a part of its width."""
        left, bottom, right, top = self.frame
        return (top - bottom) / (right - left)

    @property
    def projection(self) -> str:
        """The projection as a PROJ string."""
        return _azimuthal(self.middle) if self.middle else _EQUAL_EARTH


@dataclass(frozen=True, slots=True)
class Sheet:
    """A view on paper: the shapes seen in it, in points from the lower left corner."""

    shapes: Shapes
    #: Metres on the ground for a millimetre of the map.
    scale: float


@cache
def load_shapes(folder: str) -> Shapes:
    """Load the shapes of states (WGS 84) from ``geography/world.geojson`` of a data folder."""
    path = Path(folder) / "geography" / "world.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    pairs = ((one["properties"]["iso3"], one["geometry"]) for one in features)
    areas = {code: areas_of(shape_of(own)) for code, own in pairs if own and code != _ANTARCTICA}
    return {code: own for code, own in areas.items() if not own.is_empty}


@lru_cache(256)
def find_views(folder: str, states: tuple[str, ...]) -> tuple[View, ...]:
    """Return the views on a region: one as a rule.

    A second one shows the states that lie so far from the others that one map of all would show
    most of them small, as North America in NATO.
    """
    shapes = load_shapes(folder)
    return views_of(shapes, [code for code in states if code in shapes])


def views_of(shapes: Shapes, states: Sequence[str]) -> tuple[View, ...]:
    """Return the views on some states, by the shapes of all; see :func:`find_views`."""
    largest = {code: _points(_largest(shapes[code])) for code in states}
    middle = _middle(largest.values())
    if not largest or _reach(largest.values(), middle) > 1.5 * _WIDEST:
        return (_world(shapes, largest),)
    main = {code: _main_points(shapes[code], _azimuthal(middle)) for code in states}
    whole = _centred(main, middle)
    near, far = _split(main, middle)
    close = _centred(near, middle)
    if _span(whole) >= _GAIN * _span(close):
        distant = {code: main[code] for code in far}
        return (close, _centred(distant, _middle(distant.values()))) if far else (close,)
    centre = whole.middle or middle
    if _reach(largest.values(), centre) > _WIDEST or abs(centre[1]) > _POLAR:
        return (_world(shapes, largest),)
    return (whole,)


@lru_cache(64)
def find_sheet(folder: str, view: View, width: float, height: float) -> Sheet:
    """Return a view on paper of a size in points; see :func:`make_sheet`."""
    return make_sheet(load_shapes(folder), view, width, height)


def make_sheet(shapes: Shapes, view: View, width: float, height: float) -> Sheet:
    """Project, simplify and cut shapes to a view; its frame is widened to the shape of the paper.

    ``width`` and ``height`` are those of the paper, in points.
    """
    left, bottom, right, top = view.frame
    scale = max((right - left) / width, (top - bottom) / height)
    corner = ((left + right - width * scale) / 2, (bottom + top - height * scale) / 2)
    codes, parts = _within(shapes, view, float(np.hypot(width, height)) * scale / 2)
    forward = _transformer(view.projection).transform

    def to_paper(points: Points) -> Points:
        placed = (np.column_stack(forward(points[:, 0], points[:, 1])) - corner) / scale
        # So that the points on the two sides of a border are the same.
        return cast(Points, np.round(placed, 3))

    # Long straight borders get points on their way, one a degree.
    whole = shapely.transform(shapely.segmentize(parts, 1.0), to_paper)
    simple = shapely.coverage_simplify(whole, _DETAIL if view.middle else _WORLD_DETAIL)
    # Tenths of a point: finer would only make the file larger.
    rough = shapely.transform(simple, lambda points: np.round(points, 1))
    valid = shapely.make_valid(rough, method="structure", keep_collapsed=False)
    cut = shapely.intersection(valid, shapely.box(0, 0, width, height))
    # Parts that 180 degrees divides become one again.
    joined = shapely.union_all(cut[:, None], axis=1)
    areas = {code: areas_of(own) for code, own in zip(codes, joined, strict=True)}
    seen = {code: own for code, own in areas.items() if own.area > 0}
    return Sheet(seen, scale * 72 / 25.4)


def shared_border(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    """Return the line that two neighbouring shapes share, empty if there is none."""
    common = shapely.get_parts(first.boundary.intersection(second.boundary))
    lines = [part for part in common if part.length > 0]
    return shapely.line_merge(shapely.union_all(lines)) if lines else shapely.LineString()


def areas_of(shape: BaseGeometry) -> BaseGeometry:
    """Return the areas of a shape: cutting and rounding can leave lines and points beside them."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _world(shapes: Shapes, largest: Mapping[str, Points]) -> View:
    """Return the view of the world, from the northernmost to the southernmost of the states."""
    everything = [_points(shape) for shape in shapes.values()]
    left, _, right, _ = _frame(np.concatenate(everything), _EQUAL_EARTH)
    own = np.concatenate(list(largest.values()) or everything)
    _, bottom, _, top = _frame(own, _EQUAL_EARTH)
    # Above the north there is room for names of states that have none around them.
    low, high = 0.01 * (right - left), 0.03 * (right - left)
    return View(tuple(largest), (left, bottom - low, right, top + high))


def _centred(main: Mapping[str, Points], middle: tuple[float, float]) -> View:
    """Return the view of points in degrees on the middle of what they span.

    That is not where most states lie, which is what the ``middle`` to begin with may be.
    """
    points = np.concatenate(list(main.values()))
    for _ in range(3):
        laea = _azimuthal(middle)
        left, bottom, right, top = _frame(points, laea)
        centre = (left + right) / 2, (bottom + top) / 2
        lon, lat = _transformer(laea).transform(*centre, direction="INVERSE")
        middle = _rounded(lon, lat)
    return View(tuple(main), _frame(points, _azimuthal(middle), margin=0.07), middle)


def _frame(points: Points, projection: str, margin: float = 0.0) -> Frame:
    """Return the bounds of points in metres, with a margin as a part of the shorter side."""
    x, y = _transformer(projection).transform(points[:, 0], points[:, 1])
    left, bottom, right, top = (float(edge) for edge in (min(x), min(y), max(x), max(y)))
    room = margin * min(right - left, top - bottom)
    return left - room, bottom - room, right + room, top + room


def _split(
    main: Mapping[str, Points], middle: tuple[float, float]
) -> tuple[dict[str, Points], list[str]]:
    """Return the points that lie near the middle, and the states without such points."""
    away = {code: _angles(points, middle) for code, points in main.items()}
    limit = _FAR * float(np.quantile([angles.max() for angles in away.values()], 0.9))
    near = {code: points[away[code] <= limit] for code, points in main.items()}
    return (
        {code: points for code, points in near.items() if len(points)},
        [code for code, points in near.items() if not len(points)],
    )


def _span(view: View) -> float:
    left, bottom, right, top = view.frame
    return max(right - left, top - bottom)


def _within(shapes: Shapes, view: View, reach: float) -> tuple[list[str], Any]:
    """Return the codes and the parts of the shapes within ``reach`` metres of a view's middle."""
    codes = sorted(shapes)
    whole = np.array([shapes[code] for code in codes])
    if view.middle is None:
        return codes, whole
    parts, owner = shapely.get_parts(whole, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    angles = np.full(len(parts), 180.0)
    np.minimum.at(angles, part, _angles(points, view.middle))
    # On this projection a point at the angle a from the middle lies 2 R sin(a / 2) from it.
    near = angles <= np.degrees(2 * np.arcsin(min(reach / (2 * _EARTH), 1.0)))
    owners, index = np.unique(owner[near], return_inverse=True)
    return [codes[at] for at in owners], shapely.multipolygons(parts[near], indices=index)


def _main_points(shape: BaseGeometry, laea: str) -> Points:
    """Return the points, in degrees, of the parts of a state that count for the frame."""
    parts = shapely.get_parts(shape)
    forward = _transformer(laea).transform
    flat = shapely.transform(parts, lambda p: np.column_stack(forward(p[:, 0], p[:, 1])))
    areas = shapely.area(flat)
    largest = flat[int(np.argmax(areas))]
    shapely.prepare(largest)
    counts = shapely.dwithin(largest, flat, _NEAR)
    sizeable = areas >= _LARGE_SHARE * largest.area
    counts |= sizeable & shapely.dwithin(largest, flat, _LARGE_NEAR)
    return _points(parts[counts])


def _largest(shape: BaseGeometry) -> BaseGeometry:
    return max(shapely.get_parts(shape), key=lambda part: cast(float, part.area))


def _points(shape: Any) -> Points:
    return cast(Points, shapely.get_coordinates(shape))


def _middle(states: Iterable[Points]) -> tuple[float, float]:
    """Return the longitude and latitude in the middle of states, each of which counts alike."""
    means = [_unit(_on_sphere(points).mean(axis=0)) for points in states]
    x, y, z = _unit(np.sum(means, axis=0)) if means else np.array([1.0, 0.0, 0.0])
    return _rounded(np.degrees(np.arctan2(y, x)), np.degrees(np.arcsin(np.clip(z, -1, 1))))


def _rounded(longitude: float, latitude: float) -> tuple[float, float]:
    # So that the projection, and with it the map, is the same on every machine.
    return round(float(longitude), 2), round(float(latitude), 2)


def _reach(states: Iterable[Points], middle: tuple[float, float]) -> float:
    """Return how far, in degrees, the farthest of many points lies from the middle."""
    return max(float(_angles(points, middle).max()) for points in states)


def _angles(points: Points, middle: tuple[float, float]) -> Points:
    """Return how far, in degrees, each point lies from the middle."""
    along = _on_sphere(points) @ _on_sphere(np.array([middle]))[0]
    return cast(Points, np.degrees(np.arccos(np.clip(along, -1, 1))))


def _on_sphere(points: Points) -> Points:
    longitude, latitude = np.radians(points[:, 0]), np.radians(points[:, 1])
    ring = np.cos(latitude)
    columns = [ring * np.cos(longitude), ring * np.sin(longitude), np.sin(latitude)]
    return np.column_stack(columns)


def _unit(vector: Points) -> Points:
    return cast(Points, vector / max(float(np.linalg.norm(vector)), 1e-9))


def _azimuthal(middle: tuple[float, float]) -> str:
    longitude, latitude = middle
    return f"+proj=laea +lat_0={latitude:.2f} +lon_0={longitude:.2f} +units=m +type=crs"


@cache
def _transformer(projection: str) -> Transformer:
    return Transformer.from_crs("EPSG:4326", projection, always_xy=True)
