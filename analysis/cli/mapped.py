"""Rows about states as a map: GeoJSON (RFC 7946), with the shapes of the data folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.checks.geography import GEOGRAPHY_FILE
from analysis.store.frames import as_records
from analysis.store.reading import Unreadable, read_json, read_octets
from analysis.terms.errors import RollbackError


def as_geojson(table: pd.DataFrame, folder: Path) -> str:
    """Return a feature for each row, with the shape of its state and the cells as properties.

    ``table`` has a column ``state``. A state that the map lacks or does not draw has no geometry
    (``null``). Raises ``RollbackError`` where the register has no map.
    """
    shapes = _shapes(folder / GEOGRAPHY_FILE)
    features = [
        {"type": "Feature", "properties": row, "geometry": shapes.get(str(row["state"]))}
        for row in as_records(table)
    ]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _shapes(path: Path) -> Mapping[str, Any]:
    try:
        written = read_json(read_octets(path))
    except FileNotFoundError:
        raise RollbackError(
            f"this register has no map ({path}); ask for --format json, or add one"
        ) from None
    except Unreadable as error:
        raise RollbackError(f"{path} cannot be read: {error}") from None
    return {
        str(one["properties"]["iso3"]): _drawn(one.get("geometry")) for one in written["features"]
    }


def _drawn(geometry: Any) -> Any:
    """Return a geometry, ``None`` for a collection of nothing: a state too small to be drawn."""
    return None if geometry and geometry.get("geometries") == [] else geometry
