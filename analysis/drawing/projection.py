"""Shapes for maps: read once, projected, simplified and cut to a frame, the same way every time.

Borders stay shared: neighbours are simplified together (a coverage), so that a common border
is one line, and can be drawn as one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
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
#: A longitude and a latitude.
Place = tuple[float, float]

#: Left out: it belongs to no state, and on an equal-area map it is a line along the edge.
_ANTARCTICA = "ATA"
#: Detail that is drawn, in points on paper; a map of the world has more of it.
_DETAIL, _WORLD_DETAIL = 0.7, 1.0
_EARTH = 6_371_007.0


@dataclass(frozen=True, slots=True)
class View:
    """What a map shows: the states it is made for, and the bounds of its frame in metres.

    Its projection is centred on ``middle``, or ``None`` for a map of the world. Both keep areas
    true: Lambert azimuthal equal-area and Equal Earth.
    """

    states: tuple[str, ...]
    left: float
    bottom: float
    right: float
    top: float
    middle: Place | None = None

    @property
    def width(self) -> float:
        """The width of the frame in metres."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The height of the frame in metres."""
        return self.top - self.bottom

    @property
    def tall(self) -> float:
        """The height of the frame as a part of its width."""
        return self.height / self.width


@dataclass(frozen=True, slots=True)
class Sheet:
    """A view on paper: the shapes seen in it, in points from the lower left corner."""

    shapes: Shapes
    #: Metres on the ground for a millimetre of the map.
    scale: float


@cache
def load_shapes(folder: str) -> Shapes:
    """Load the shapes of states (WGS 84) from ``geography/world.geojson`` of a data folder.

    A register without a map has none.
    """
    path = Path(folder) / "geography" / "world.geojson"
    if not path.exists():
        return {}
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    pairs = ((one["properties"]["iso3"], one["geometry"]) for one in features)
    areas = {code: _areas(shape_of(own)) for code, own in pairs if own and code != _ANTARCTICA}
    return {code: own for code, own in areas.items() if not own.is_empty}


@lru_cache(64)
def find_sheet(folder: str, view: View, width: float, height: float) -> Sheet:
    """Project, simplify and cut the shapes of a data folder to a view.

    ``width`` and ``height`` are those of the paper, in points; the frame of the view is widened
    to their shape.
    """
    scale = max(view.width / width, view.height / height)
    middle = (view.left + view.right) / 2, (view.bottom + view.top) / 2
    corner = np.array(middle) - np.array([width, height]) * scale / 2
    codes, parts = _within(load_shapes(folder), view, float(np.hypot(width, height)) * scale / 2)

    def to_paper(points: Points) -> Points:
        # Rounded, so that the points on the two sides of a border are the same.
        return np.round((projected(points, view.middle) - corner) / scale, 3)

    # Long straight borders get points on their way, one a degree.
    whole = shapely.transform(shapely.segmentize(parts, 1.0), to_paper)
    simple = shapely.coverage_simplify(whole, _DETAIL if view.middle else _WORLD_DETAIL)
    # Tenths of a point: finer would only make the file larger.
    rough = shapely.transform(simple, lambda points: np.round(points, 1))
    valid = shapely.make_valid(rough, method="structure", keep_collapsed=False)
    cut = shapely.intersection(valid, shapely.box(0, 0, width, height))
    # Parts that 180 degrees divides become one again.
    joined = shapely.union_all(cut[:, None], axis=1)
    areas = {code: _areas(own) for code, own in zip(codes, joined, strict=True)}
    seen = {code: own for code, own in areas.items() if own.area > 0}
    return Sheet(seen, scale * 72 / 25.4)


def shared_border(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    """Return the line that two neighbouring shapes share, empty if there is none."""
    common = shapely.get_parts(first.boundary.intersection(second.boundary))
    lines = [part for part in common if part.length > 0]
    return shapely.line_merge(shapely.union_all(lines)) if lines else shapely.LineString()


def projected(points: Points, middle: Place | None) -> Points:
    """Project points in degrees to metres, centred on a place or as a map of the world."""
    x, y = transformer(middle).transform(points[:, 0], points[:, 1])
    return np.column_stack([x, y])


@cache
def transformer(middle: Place | None) -> Transformer:
    """Return what projects degrees to metres; see :class:`View`."""
    projection = "+proj=eqearth +lon_0=0"
    if middle is not None:
        projection = f"+proj=laea +lon_0={middle[0]} +lat_0={middle[1]}"
    return Transformer.from_crs("EPSG:4326", f"{projection} +units=m +type=crs", always_xy=True)


def angles(points: Points, middle: Place) -> Points:
    """Return how far each point lies from a place, in degrees of a great circle."""
    along = on_sphere(points) @ on_sphere(np.array([middle]))[0]
    return cast(Points, np.degrees(np.arccos(np.clip(along, -1, 1))))


def on_sphere(points: Points) -> Points:
    """Return points in degrees as points on a sphere whose radius is one."""
    longitude, latitude = np.radians(points).T
    ring = np.cos(latitude)
    columns = [ring * np.cos(longitude), ring * np.sin(longitude), np.sin(latitude)]
    return np.column_stack(columns)


def _within(shapes: Shapes, view: View, reach: float) -> tuple[list[str], Any]:
    """Return the codes and the parts of the shapes within ``reach`` metres of a view's middle."""
    codes = sorted(shapes)
    whole = np.array([shapes[code] for code in codes])
    if view.middle is None:
        return codes, whole
    parts, owner = shapely.get_parts(whole, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    nearest = np.full(len(parts), 180.0)
    np.minimum.at(nearest, part, angles(points, view.middle))
    # On this projection a point at the angle a from the middle lies 2 R sin(a / 2) from it.
    near = nearest <= np.degrees(2 * np.arcsin(min(reach / (2 * _EARTH), 1.0)))
    owners, index = np.unique(owner[near], return_inverse=True)
    return [codes[at] for at in owners], shapely.multipolygons(parts[near], indices=index)


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """Return the areas of a shape: cutting and rounding can leave lines and points beside them."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
