"""Disputed territories that a map may show: the note on boundaries names those within its frame.

The names are those of the notes that maps of the United Nations carry, or neutral ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.drawing.projection import View, projected


@dataclass(frozen=True, slots=True)
class Disputed:
    """A territory whose status or boundary is disputed, and a place in it, in degrees."""

    name: str
    longitude: float
    latitude: float


#: From west to east.
DISPUTED = (
    Disputed("the Essequibo region", -59.5, 6.0),
    Disputed("the Falkland Islands (Malvinas)", -59.0, -51.7),
    Disputed("Western Sahara", -13.0, 24.5),
    Disputed("Kosovo", 20.9, 42.6),
    Disputed("Abyei", 28.6, 9.7),
    Disputed("the north of Cyprus", 33.4, 35.3),
    Disputed("Crimea", 34.2, 45.2),
    Disputed("the Halaib Triangle", 35.5, 22.4),
    Disputed("the Golan", 35.8, 33.0),
    Disputed("Abkhazia and South Ossetia", 42.5, 42.7),
    Disputed("Kashmir", 75.5, 34.3),
    Disputed("the southern Kurils", 147.0, 44.5),
)


def disputed_within(frames: Sequence[tuple[View, float, float]]) -> tuple[str, ...]:
    """Return the names of the territories that lie within any frame: a view, its width and height.

    The sides are those of the paper, in any unit: a frame shows what its view does, widened to
    their shape.
    """
    places = np.array([(one.longitude, one.latitude) for one in DISPUTED])
    seen = np.zeros(len(places), dtype=bool)
    for view, width, height in frames:
        scale = max(view.width / width, view.height / height)
        middle = np.array([view.left + view.right, view.bottom + view.top]) / 2
        away = np.abs(projected(places, view.middle) - middle)
        seen |= (away <= np.array([width, height]) * scale / 2).all(axis=1)
    return tuple(one.name for one, shown in zip(DISPUTED, seen, strict=True) if shown)
