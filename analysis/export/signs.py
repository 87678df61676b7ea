"""The look as the templates take it: colours for light and dark screens, signs as drawings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from analysis.terms.claims import VERDICT_WORDS, Verdict
from analysis.terms.look import SIGN_BOX, Stroke
from analysis.terms.look import look as tokens
from analysis.terms.stages import STAGES
from analysis.terms.stages import TERMS as STAGE_TERMS
from analysis.terms.statuses import TERMS, Status


@cache
def look() -> dict[str, Any]:
    """Return the tokens of a page as JSON-safe values.

    Keys: ``colours`` and ``dark`` by use, ``sizes`` (points), ``screen`` (rem) and ``widths``
    (millimetres), and
    ``marks``: for each status its ``word``, its ``colour`` on paper and on a ``dark`` screen, and
    its sign as SVG elements (``drawing``) in a square of 12 units; the same for each verdict on a
    claim, and for each step towards leaving as a strip, whose ``width`` is given in units.
    """
    own = tokens()
    marks: dict[str, dict[str, Any]] = {
        status: {
            "word": term.word,
            "colour": term.look.ink,
            "dark": term.look.dark,
            "drawing": "".join(map(_element, term.look.symbol)),
            "width": SIGN_BOX,
        }
        for status, term in TERMS.items()
    }
    marks |= _verdicts() | _steps()
    return {
        "colours": dict(own.colours),
        "dark": dict(own.dark),
        "sizes": dict(own.page_sizes),
        "screen": dict(own.screen_sizes),
        "widths": dict(own.widths),
        "marks": marks,
    }


#: The sign of a verdict: its strokes, and the status whose colour it borrows.
_VERDICT_SIGNS: Mapping[Verdict, tuple[Status, str]] = {
    "supported": ("party", "M1.5 6.5L4.8 10L10.5 2"),
    "contradicted": ("withdrawn", "M1.8 1.8L10.2 10.2M10.2 1.8L1.8 10.2"),
    "outdated": ("withdrawing", "M6 1.2A4.8 4.8 0 1 0 10.8 6M6 3V6H9"),
    "not_checkable": ("none", "M2 6H10"),
}
#: From the middle of one pip of a strip to the next, and the radius of each.
_PIP, _RADIUS = 11.0, 4.2


def _verdicts() -> dict[str, dict[str, Any]]:
    """Return a sign for each verdict: a tick, a cross, a hand turned back, a dash."""
    found = {}
    for verdict, words in VERDICT_WORDS.items():
        status, path = _VERDICT_SIGNS[verdict]
        pen = "fill='none' stroke='currentColor' stroke-width='2'"
        found[f"verdict-{verdict}"] = {
            "word": words,
            **_colours(status),
            "drawing": f"<path d='{path}' {pen}/>",
            "width": SIGN_BOX,
        }
    return found


def _steps() -> dict[str, dict[str, Any]]:
    """Return a strip of pips for each step towards leaving: filled up to the step."""
    found = {}
    words = {"none": "no step"}
    words |= {stage: STAGE_TERMS[stage].word for stage in STAGES}
    for count, (reached, word) in enumerate(words.items()):
        pips = "".join(_pip(at, filled=at < count) for at in range(len(STAGES)))
        status: Status = "none" if not count else "withdrawing"
        status = "withdrawn" if reached == "effective" else status
        width = _PIP * (len(STAGES) - 1) + SIGN_BOX
        found[f"step-{reached}"] = {
            "word": word, **_colours(status), "drawing": pips, "width": width,
        }  # fmt: skip
    return found


def _pip(at: int, *, filled: bool) -> str:
    x = SIGN_BOX / 2 + at * _PIP
    pen = "fill='currentColor'" if filled else "fill='none' stroke='currentColor' stroke-width='1'"
    return f"<circle cx='{x:g}' cy='6' r='{_RADIUS:g}' {pen}/>"


def _colours(status: Status) -> dict[str, str]:
    own = TERMS[status].look
    return {"colour": own.ink, "dark": own.dark}


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
