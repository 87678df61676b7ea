"""The look, read once: colours, type sizes and the sign of each status, for every medium.

``look.json`` is the one place where a colour or a size stands. Matplotlib, Typst and the style
sheets take theirs from here, and so does the test that prints the statuses in grey.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

#: Side of the square in whose units a sign is drawn.
SIGN_BOX = 12.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """One part of a sign: a ``disc``, a ``ring``, the left ``half`` of a disc, or a ``line``.

    ``places`` is the radius, or for a line x and y of both ends, in a square of
    :data:`SIGN_BOX`; ``width`` is that of the pen, 0 where an area is filled.
    """

    shape: str
    places: tuple[float, ...]
    width: float = 0.0

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Stroke:
        """Return the stroke that a token describes; raises ``ValueError`` for any other."""
        for shape in ("disc", "ring", "half", "line"):
            if shape in given:
                places = given[shape]
                numbers = tuple(places) if isinstance(places, list) else (places,)
                return cls(shape, tuple(map(float, numbers)), float(given.get("width", 0)))
        raise ValueError(f"look.json describes no stroke by {sorted(given)}")


@dataclass(frozen=True, slots=True)
class StatusLook:
    """How a status looks: ``area`` for fills and bars, ``ink`` for text and thin lines on white,
    ``tint`` under text, ``dark`` on a dark screen, hatches of bars and of maps, and its sign.
    """

    area: str
    ink: str
    tint: str
    dark: str
    hatch: str
    map_hatch: str
    map_lines: str
    symbol: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """All tokens: ``colours`` and ``dark`` by use, sizes, ``widths`` in millimetres.

    Sizes of figures and pages are in points, those of screens in units of the browser's own type.
    """

    colours: Mapping[str, str]
    dark: Mapping[str, str]
    figure_sizes: Mapping[str, float]
    page_sizes: Mapping[str, float]
    screen_sizes: Mapping[str, float]
    widths: Mapping[str, float]
    statuses: Mapping[str, StatusLook]


@cache
def look() -> Look:
    """Return the look of the package; raises ``TypeError`` or ``KeyError`` for a missing token."""
    tokens = json.loads((files("analysis.terms") / "look.json").read_text("utf-8"))
    statuses = {
        name: StatusLook(**{**one, "symbol": tuple(map(Stroke.read, one["symbol"]))})
        for name, one in tokens["statuses"].items()
    }
    return Look(
        colours={name: one["light"] for name, one in tokens["colours"].items()},
        dark={name: one["dark"] for name, one in tokens["colours"].items()},
        figure_sizes=tokens["sizes"]["figure"],
        page_sizes=tokens["sizes"]["page"],
        screen_sizes=tokens["sizes"]["screen"],
        widths=tokens["widths"],
        statuses=statuses,
    )
