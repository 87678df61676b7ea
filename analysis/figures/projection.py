"""Shapes for the map: projected, simplified and cut to the frame, the same way every time.

Borders stay shared: neighbours are simplified together (a coverage), so that a common border
is one line, and can be drawn as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

Points = npt.NDArray[np.float64]

#: A region that reaches further than this from its middle is drawn on a map of the world.
_WIDEST = 70.0
#: Parts of a state that count for the frame: within 300 km of its largest part, or at least
#: 18 per cent of it in area and within 2000 km. That keeps Alaska, and leaves out Svalbard and
#: the overseas departments.
_NEAR, _LARGE_SHARE, _LARGE_NEAR = 300e3, 0.18, 2000e3
#: Detail that is drawn: a quarter of a millimetre.
_DETAIL = 0.25
_EQUAL_EARTH = "+proj=eqearth +lon_0=0 +units=m +type=crs"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Projected shapes in a frame: ``shapes`` by state code, in metres, cut to the frame."""

    shapes: dict[str, BaseGeometry]
    frame: tuple[float, float, float, float]
    #: Metres on the ground for a millimetre of the map.
    scale: float


@cache
def load_world(folder: str | Path) -> gpd.GeoDataFrame:
    """Load the shapes of states from ``geography/world.geojson`` of a data folder.

    Columns ``iso3``, ``name``, ``geometry`` (WGS 84, cut at 180 degrees).
    """
    return gpd.read_file(Path(folder) / "geography" / "world.geojson")


def shapes_of(world: gpd.GeoDataFrame) -> dict[str, BaseGeometry]:
    """Return the shape of each state by its code; Antarctica is left out."""
    pairs = zip(world["iso3"], world.geometry, strict=True)
    return {code: shape for code, shape in pairs if code != "ATA"}


def choose_projection(shapes: dict[str, BaseGeometry], states: Sequence[str]) -> str:
    """Return the projection for a map of states, as a PROJ string.

    Lambert azimuthal equal-area on the middle of the region; Equal Earth for a region that
    spans much of the globe. Both keep areas true.
    """
    spheres = [_on_sphere(shapely.get_coordinates(_largest(shapes[code]))) for code in states]
    if not spheres:
        return _EQUAL_EARTH
    middle = _unit(np.mean([_unit(points.mean(axis=0)) for points in spheres], axis=0))
    for _ in range(3):
        # Towards the middle of what the region spans, rather than where most states lie.
        laea = _azimuthal(middle)
        bounds = _bounds_of(shapes, states, laea)
        centre = ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
        back = Transformer.from_crs(laea, "EPSG:4326", always_xy=True)
        middle = _on_sphere(np.array([back.transform(*centre)]))[0]
    farthest = min(float((points @ middle).min()) for points in spheres)
    if np.degrees(np.arccos(np.clip(farthest, -1, 1))) > _WIDEST:
        return _EQUAL_EARTH
    return _azimuthal(middle)


def frame_of(
    shapes: dict[str, BaseGeometry], states: Sequence[str], projection: str
) -> tuple[float, float, float, float]:
    """Return the bounds of a region in metres, with a margin; without states, of the world."""
    wanted = states if projection != _EQUAL_EARTH else list(shapes)
    left, bottom, right, top = _bounds_of(shapes, wanted, projection)
    margin = 0.05 * max(right - left, top - bottom)
    return left - margin, bottom - margin, right + margin, top + margin


def make_sheet(
    shapes: dict[str, BaseGeometry],
    projection: str,
    frame: tuple[float, float, float, float],
    *,
    width: float,
) -> Sheet:
    """Project, simplify and cut shapes to a frame that is ``width`` millimetres wide."""
    scale = (frame[2] - frame[0]) / width
    near = {code: _project(shape, projection) for code, shape in shapes.items()}
    box = shapely.box(*frame)
    near = {code: shape for code, shape in near.items() if shape.intersects(box.envelope)}
    codes = sorted(near)
    simple = shapely.coverage_simplify([near[code] for code in codes], _DETAIL * scale)
    cut = {
        code: shapely.union_all(shapely.get_parts(shapely.make_valid(shape))).intersection(box)
        for code, shape in zip(codes, cast(Any, simple), strict=True)
    }
    return Sheet({code: shape for code, shape in cut.items() if not shape.is_empty}, frame, scale)


def shared_border(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    """Return the line that two neighbouring shapes share, empty if there is none."""
    common = shapely.get_parts(first.boundary.intersection(second.boundary))
    lines = [part for part in common if part.length > 0]
    return shapely.line_merge(shapely.union_all(lines)) if lines else shapely.LineString()


def _project(shape: BaseGeometry, projection: str) -> BaseGeometry:
    """Project a shape; long straight borders get points on their way, and all whole metres."""
    forward = Transformer.from_crs("EPSG:4326", projection, always_xy=True)

    def project(points: Points) -> Points:
        x, y = forward.transform(points[:, 0], points[:, 1])
        return np.round(np.column_stack([x, y]))

    return shapely.transform(shapely.segmentize(shape, 1.0), project)


def _bounds_of(
    shapes: dict[str, BaseGeometry], states: Sequence[str], projection: str
) -> tuple[float, float, float, float]:
    """Return the bounds of the states' main parts in metres."""
    bounds = [_main_parts(_project(shapes[code], projection)).bounds for code in states]
    left, bottom = (min(box[side] for box in bounds) for side in (0, 1))
    right, top = (max(box[side] for box in bounds) for side in (2, 3))
    return left, bottom, right, top


def _main_parts(shape: BaseGeometry) -> BaseGeometry:
    largest = _largest(shape)
    parts = [
        part
        for part in shapely.get_parts(shape)
        if (apart := part.distance(largest)) <= _NEAR
        or (apart <= _LARGE_NEAR and part.area >= _LARGE_SHARE * largest.area)
    ]
    return shapely.GeometryCollection(parts)


def _largest(shape: BaseGeometry) -> BaseGeometry:
    return max(shapely.get_parts(shape), key=lambda part: cast(float, part.area))


def _azimuthal(middle: Points) -> str:
    latitude = np.degrees(np.arcsin(np.clip(middle[2], -1, 1)))
    longitude = np.degrees(np.arctan2(middle[1], middle[0]))
    # Rounded, so that the text and with it the map are the same on every machine.
    return f"+proj=laea +lat_0={latitude:.2f} +lon_0={longitude:.2f} +units=m +type=crs"


def _on_sphere(points: Points) -> Points:
    longitude, latitude = np.radians(points[:, 0]), np.radians(points[:, 1])
    ring = np.cos(latitude)
    columns = [ring * np.cos(longitude), ring * np.sin(longitude), np.sin(latitude)]
    return np.column_stack(columns)


def _unit(vector: Points) -> Points:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)
