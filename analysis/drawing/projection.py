"""Shapes for the map: projected, simplified and cut to the frame, the same way every time.

Borders stay shared: neighbours are simplified together (a coverage), so that a common border
is one line, and can be drawn as one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

if TYPE_CHECKING:
    import geopandas as gpd

Points = npt.NDArray[np.float64]
#: Left, bottom, right and top in metres.
Frame = tuple[float, float, float, float]

#: A region that reaches further than this from its middle is drawn on a map of the world.
_WIDEST = 70.0
#: Parts of a state that count for the frame: within 300 km of its largest part, or at least
#: 18 per cent of it in area and within 2000 km. That keeps Alaska, and leaves out Svalbard and
#: the overseas departments.
_NEAR, _LARGE_SHARE, _LARGE_NEAR = 300e3, 0.18, 2000e3
#: Detail that is drawn, in millimetres of the map; a map of the world has more of it.
_DETAIL, _WORLD_DETAIL = 0.25, 0.35
_EARTH = 6_371_007.0
_EQUAL_EARTH = "+proj=eqearth +lon_0=0 +units=m +type=crs"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Projected shapes in a frame: ``shapes`` by state code, in metres, cut to the frame."""

    shapes: dict[str, BaseGeometry]
    frame: Frame
    #: Metres on the ground for a millimetre of the map.
    scale: float


@cache
def load_world(folder: str | Path) -> gpd.GeoDataFrame:
    """Load the shapes of states from ``geography/world.geojson`` of a data folder.

    Columns ``iso3``, ``name``, ``geometry`` (WGS 84, cut at 180 degrees).
    """
    # Only here: it takes longer to import than a map to draw.
    import geopandas as gpd

    return gpd.read_file(Path(folder) / "geography" / "world.geojson")


def shapes_of(world: gpd.GeoDataFrame) -> dict[str, BaseGeometry]:
    """Return the shape of each state by its code, without Antarctica and empty shapes."""
    pairs = zip(world["iso3"], world.geometry, strict=True)
    areas = {code: areas_of(shape) for code, shape in pairs if code != "ATA"}
    return {code: shape for code, shape in areas.items() if not shape.is_empty}


def choose_projection(shapes: dict[str, BaseGeometry], states: Sequence[str]) -> str:
    """Return the projection for a map of states, as a PROJ string.

    Lambert azimuthal equal-area on the middle of the region; Equal Earth for a region that
    spans much of the globe. Both keep areas true.
    """
    largest = [_on_sphere(_points(_largest(shapes[code]))) for code in states]
    if not largest:
        return _EQUAL_EARTH
    middle = _unit(np.mean([_unit(points.mean(axis=0)) for points in largest], axis=0))
    if _reach(largest, middle) > 1.5 * _WIDEST:
        return _EQUAL_EARTH
    main = _main_points(shapes, states, _azimuthal(middle))
    for _ in range(3):
        # Towards the middle of what the region spans, rather than where most states lie.
        left, bottom, right, top = _bounds(main, _azimuthal(middle))
        back = _transformer(_azimuthal(middle)).transform
        centre = back((left + right) / 2, (bottom + top) / 2, direction="INVERSE")
        middle = _on_sphere(np.array([centre]))[0]
    return _azimuthal(middle) if _reach(largest, middle) <= _WIDEST else _EQUAL_EARTH


def frame_of(shapes: dict[str, BaseGeometry], states: Sequence[str], projection: str) -> Frame:
    """Return the bounds of a region in metres, with a margin; on Equal Earth, the world's."""
    world = projection == _EQUAL_EARTH
    everything = [_points(shape) for shape in shapes.values()] if world else []
    main = everything or [_main_points(shapes, states, projection)]
    left, bottom, right, top = _bounds(np.concatenate(main), projection)
    margin = (0.02 if world else 0.07) * min(right - left, top - bottom)
    return left - margin, bottom - margin, right + margin, top + margin


def make_sheet(
    shapes: dict[str, BaseGeometry],
    projection: str,
    frame: Frame,
    *,
    width: float,
) -> Sheet:
    """Project, simplify and cut shapes to a frame that is ``width`` millimetres wide."""
    scale = (frame[2] - frame[0]) / width
    # A point half the diagonal from the middle lies at the corner of the frame.
    reach = float(np.hypot(frame[2] - frame[0], frame[3] - frame[1])) / 2
    near = {code: _within(shape, projection, reach) for code, shape in shapes.items()}
    codes = sorted(code for code, shape in near.items() if not shape.is_empty)
    whole = [_project(near[code], projection) for code in codes]
    detail = _WORLD_DETAIL if projection == _EQUAL_EARTH else _DETAIL
    simple = cast(Any, shapely.coverage_simplify(whole, detail * scale))
    cut = shapely.intersection(shapely.make_valid(simple), shapely.box(*frame))
    # Parts that 180 degrees divides become one again.
    joined = shapely.union_all(cut[:, None], axis=1)
    areas = {code: areas_of(shape) for code, shape in zip(codes, joined, strict=True)}
    return Sheet({code: area for code, area in areas.items() if area.area > 0}, frame, scale)


def _within(shape: BaseGeometry, projection: str, reach: float) -> BaseGeometry:
    """Return the parts of a shape that come within ``reach`` metres of the map's middle."""
    if projection == _EQUAL_EARTH:
        return shape
    latitude, longitude = (float(word) for word in re.findall(r"_0=(-?[\d.]+)", projection))
    middle = _on_sphere(np.array([[longitude, latitude]]))[0]
    # On this projection a point at the angle a from the middle lies 2 R sin(a / 2) from it.
    nearest = 1 - 2 * min(reach / (2 * _EARTH), 1.0) ** 2
    parts = shapely.get_parts(shape)
    angles = [(_on_sphere(shapely.get_coordinates(part)) @ middle).max() for part in parts]
    kept = [part for part, angle in zip(parts, angles, strict=True) if angle >= nearest]
    return shapely.MultiPolygon(kept)


def shared_border(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    """Return the line that two neighbouring shapes share, empty if there is none."""
    common = shapely.get_parts(first.boundary.intersection(second.boundary))
    lines = [part for part in common if part.length > 0]
    return shapely.line_merge(shapely.union_all(lines)) if lines else shapely.LineString()


def _project(shape: BaseGeometry, projection: str) -> BaseGeometry:
    """Project a shape; long straight borders get points on their way, and all whole metres."""
    forward = _transformer(projection).transform

    def project(points: Points) -> Points:
        x, y = forward(points[:, 0], points[:, 1])
        return np.round(np.column_stack([x, y]))

    return shapely.transform(shapely.segmentize(shape, 1.0), project)


@cache
def _transformer(projection: str) -> Transformer:
    return Transformer.from_crs("EPSG:4326", projection, always_xy=True)


def _points(shape: BaseGeometry) -> Points:
    return cast(Points, shapely.get_coordinates(shape))


def areas_of(shape: BaseGeometry) -> BaseGeometry:
    """Return the areas of a shape: cutting and rounding can leave lines and points beside them."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _bounds(points: Points, projection: str) -> Frame:
    x, y = _transformer(projection).transform(points[:, 0], points[:, 1])
    return float(np.min(x)), float(np.min(y)), float(np.max(x)), float(np.max(y))


def _main_points(shapes: dict[str, BaseGeometry], states: Sequence[str], laea: str) -> Points:
    """Return the points, in degrees, of the parts of states that count for the frame."""
    return np.concatenate(
        [_points(part) for code in states for part in _main_parts(shapes[code], laea)]
    )


def _main_parts(shape: BaseGeometry, laea: str) -> list[BaseGeometry]:
    parts = shapely.get_parts(shape)
    flat = shapely.get_parts(_project(shape, laea))
    areas = shapely.area(flat)
    largest = flat[int(np.argmax(areas))]
    shapely.prepare(largest)
    near = shapely.dwithin(largest, flat, _NEAR)
    sizeable = areas >= _LARGE_SHARE * largest.area
    sizeable &= shapely.dwithin(largest, flat, _LARGE_NEAR)
    return list(parts[near | sizeable])


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


def _reach(spheres: Sequence[Points], middle: Points) -> float:
    """Return how far, in degrees, the farthest of many points lies from the middle."""
    lowest = min(float((points @ middle).min()) for points in spheres)
    return float(np.degrees(np.arccos(np.clip(lowest, -1, 1))))


def _unit(vector: Points) -> Points:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)
