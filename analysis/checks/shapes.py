"""The shapes of the map as the checks see them: where each lies, and which of them touch.

Shapes that have a border share its points, so that the map tells which states are neighbours and
about how long their border is. It is drawn in few strokes: a border is longer than its drawing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from analysis.store.reading import read_json

Points = np.ndarray
Pair = tuple[str, str]
#: Kilometres of a degree of latitude, and of one of longitude on the equator.
_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: its code, name and number, its rings of points, and why it draws nothing."""

    code: str
    name: str
    number: str
    rings: tuple[Points, ...] = ()
    fault: str = ""

    @property
    def boxes(self) -> np.ndarray:
        """Return for each ring how far it goes west, south, east and north, in degrees."""
        return np.array([(*ring.min(axis=0), *ring.max(axis=0)) for ring in self.rings])


@dataclass(frozen=True, slots=True)
class Atlas:
    """All shapes of a map by their codes, and the drawn length in km of what each two share."""

    shapes: dict[str, Shape]
    shared: dict[Pair, float]
    #: Whether there is a collection at all, and shapes without a code, and codes that stand twice.
    whole: bool = True
    nameless: bool = False
    twice: tuple[str, ...] = ()
    boxes: dict[str, np.ndarray] = field(default_factory=dict)


@lru_cache(maxsize=2)
def read_atlas(octets: bytes) -> Atlas:
    """Return the shapes of a map in GeoJSON; raises ``Unreadable`` for what is no JSON.

    The same map is read once, however often the data around it are checked.
    """
    written = read_json(octets)
    features = written.get("features") if isinstance(written, dict) else None
    if not isinstance(features, list):
        return Atlas({}, {}, whole=False)
    read = [_shape_of(feature) for feature in features]
    shapes = {shape.code: shape for shape in read if shape}
    codes = [shape.code for shape in read if shape]
    twice = tuple(sorted({code for code in codes if codes.count(code) > 1}))
    boxes = {code: shape.boxes for code, shape in shapes.items() if shape.rings}
    return Atlas(shapes, _shared(shapes), True, None in read, twice, boxes)


def _shape_of(feature: Any) -> Shape | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("iso3") if isinstance(properties, dict) else None
    if not isinstance(properties, dict) or not isinstance(code, str) or not code:
        return None
    about = code, str(properties.get("name", "")), str(properties.get("iso_numeric", ""))
    try:
        rings = tuple(np.array(ring, dtype=float) for ring in _rings(feature.get("geometry")))
    except (TypeError, ValueError, AttributeError, RecursionError):
        return Shape(*about, fault="its coordinates are no pairs of numbers")
    if any(ring.ndim != 2 or ring.shape[1] < 2 or len(ring) < 4 for ring in rings):
        return Shape(*about, fault="a ring of it has no four points of two numbers")
    if not rings:
        # A collection of nothing says that the state is too small to be drawn at this scale.
        stated = feature["geometry"] == {"type": "GeometryCollection", "geometries": []}
        return Shape(*about, fault="" if stated else "it has no area")
    points = np.concatenate([ring[:, :2] for ring in rings])
    if not (np.abs(points) <= (180.001, 90.001)).all():
        return Shape(*about, fault="it lies off the globe")
    return Shape(*about, rings=tuple(ring[:, :2] for ring in rings))


def _rings(geometry: Any) -> Iterator[Any]:
    """Yield the rings of a geometry; of a collection those of its areas."""
    if not isinstance(geometry, dict):
        return
    if geometry.get("type") == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _rings(part)
    elif geometry.get("type") == "Polygon":
        yield from geometry["coordinates"]
    elif geometry.get("type") == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon


def _shared(shapes: dict[str, Shape]) -> dict[Pair, float]:
    """Return how many kilometres of their outlines each two shapes have in common."""
    owners: dict[complex, set[str]] = defaultdict(set)
    outlines = [
        (shape.code, ring, ring[:, 0] + 1j * ring[:, 1])
        for shape in shapes.values()
        for ring in shape.rings
    ]
    for code, _, points in outlines:
        for point in points.tolist():
            owners[point].add(code)
    lengths: dict[Pair, float] = defaultdict(float)
    for code, ring, points in outlines:
        held = [owners[point] for point in points.tolist()]
        steps = _steps(ring).tolist()
        for here, there, km in zip(held, held[1:], steps, strict=False):
            if len(here) > 1 and len(there) > 1:
                for pair in combinations(sorted(here & there), 2):
                    if code in pair:
                        # Each of the two shapes draws the border once.
                        lengths[pair] += km / 2
    return dict(lengths)


def _steps(ring: Points) -> np.ndarray:
    """Return the kilometres from each point of a ring to the next, as on a plane."""
    moved = np.diff(ring, axis=0)
    narrow = np.cos(np.radians(ring[:-1, 1]))
    return np.asarray(np.hypot(moved[:, 0] * narrow, moved[:, 1]) * _DEGREE)
