"""The look as the templates take it: colours for light and dark screens, signs as drawings."""

from __future__ import annotations

from functools import cache
from typing import Any

from analysis.terms.look import SIGN_BOX, Stroke
from analysis.terms.look import look as tokens
from analysis.terms.statuses import TERMS


@cache
def look() -> dict[str, Any]:
    """Return the tokens of a page as JSON-safe values.

    Keys: ``colours`` and ``dark`` by use, ``sizes`` (points), ``screen`` (rem) and ``widths``
    (millimetres), and
    ``marks``: for each status its ``word``, its ``colour`` on paper and on a ``dark`` screen, and
    its sign as SVG elements (``drawing``) in a square of 12 units.
    """
    own = tokens()
    marks = {
        status: {
            "word": term.word,
            "colour": term.look.ink,
            "dark": term.look.dark,
            "drawing": "".join(map(_element, term.look.symbol)),
        }
        for status, term in TERMS.items()
    }
    return {
        "colours": dict(own.colours),
        "dark": dict(own.dark),
        "sizes": dict(own.page_sizes),
        "screen": dict(own.screen_sizes),
        "widths": dict(own.widths),
        "marks": marks,
    }


def _element(stroke: Stroke) -> str:
    """Return one stroke of a sign as an SVG element in the colour of the text."""
    middle = SIGN_BOX / 2
    if stroke.shape == "line":
        x0, y0, x1, y1 = (f"{place:g}" for place in stroke.places)
        pen = f"stroke='currentColor' stroke-width='{stroke.width:g}'"
        return f"<path d='M{x0} {y0}L{x1} {y1}' {pen}/>"
    (radius,) = stroke.places
    if stroke.shape == "half":
        top, height = middle - radius, 2 * radius
        arc = f"M{middle:g} {top:g}a{radius:g} {radius:g} 0 0 0 0 {height:g}z"
        return f"<path d='{arc}' fill='currentColor'/>"
    pen = "fill='currentColor'"
    if stroke.shape == "ring":
        pen = f"fill='none' stroke='currentColor' stroke-width='{stroke.width:g}'"
    return f"<circle cx='{middle:g}' cy='{middle:g}' r='{radius:g}' {pen}/>"
