"""Pictures from a notebook, made safe to stand inside a page.

An SVG document can carry scripts, styles that reach beyond it and addresses that load. What is
kept here draws, inside its own frame, and nothing else; every id gets a prefix, so that many
figures share one page.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any
from xml.etree import ElementTree

from analysis.blocks.telling import ALT
from analysis.terms.errors import BriefingFailed

#: The first bytes of each kind of picture made of dots.
_DOTS = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}
_ADDRESS = re.compile(r"data:image/(?P<kind>png|jpeg);base64,")
_SVG = "http://www.w3.org/2000/svg"
_LINK = "http://www.w3.org/1999/xlink"
_DRAWING = frozenset(
    (
        "svg",
        "g",
        "defs",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "use",
        "clipPath",
        "mask",
        "pattern",
        "linearGradient",
        "radialGradient",
        "stop",
        "marker",
        "symbol",
        "image",
    )
)
_PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]+")
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)", re.I)
#: What loads or runs, in whatever case; an escape or a comment would hide either.
_HARM = re.compile(
    r"url\s*\((?!#)|src\s*\(|image(-set)?\s*\(|@|expression\s*\(|script\s*:|\\|/\*", re.I
)
#: What a style attribute may set: paint and type. Nothing that moves, sizes, lays over or loads.
_STYLES = frozenset((
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
    "stroke-dashoffset", "paint-order", "vector-effect", "opacity", "color", "stop-color",
    "stop-opacity", "clip-path", "clip-rule", "mask", "marker", "marker-start", "marker-mid",
    "marker-end", "font", "font-family", "font-size", "font-style", "font-variant", "font-weight",
    "font-stretch", "letter-spacing", "word-spacing", "text-anchor", "text-decoration",
    "dominant-baseline", "alignment-baseline", "baseline-shift", "writing-mode", "white-space",
    "display", "visibility", "mix-blend-mode", "isolation", "shape-rendering", "text-rendering",
    "image-rendering",
))  # fmt: skip
#: What would let a drawing paint beyond the frame that the page gives it.
_BEYOND = frozenset(("overflow", "transform", "x", "y"))
#: Points in each unit of length; a bare number counts as a point, as in Typst.
_UNITS = {"": 1.0, "px": 1.0, "pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}


def check_alt(figure: dict[str, Any]) -> None:
    """Refuse a figure without alternative text, or with more than is listened to at one go."""
    if not figure["alt"].strip():
        raise BriefingFailed(
            f"Figure {figure['name'] or figure['title']!r} has no alternative text. Say in one "
            "or two sentences what it shows: readers who cannot see it depend on that, and "
            f"PDF/UA-1 requires it. {figure.get('remedy', '')}".strip()
        )
    if len(figure["alt"]) >= ALT:
        raise BriefingFailed(
            f"Figure {figure['name'] or figure['title']!r} has an alternative text of "
            f"{len(figure['alt'])} letters; readers who hear it get it at one go, so that it has "
            f"fewer than {ALT}. Say there what the picture shows, and the rest in the text."
        )


def load_picture(figure: dict[str, Any], prefix: str) -> None:
    """Turn the image of a figure into ``svg`` with its size in ``points``, or into ``dots``.

    ``dots`` is PNG or JPEG as base64, and ``format`` says which.

    Raises ``BriefingFailed``, naming the figure, for an image that is neither.
    """
    image = figure.pop("image")
    try:
        if found := _ADDRESS.match(image):
            figure["format"] = found["kind"]
            figure["dots"] = _checked(image[found.end() :], found["kind"])
        else:
            figure["svg"] = clean_svg(image, prefix)
            figure["points"] = size_of(figure["svg"])
    except ValueError as error:
        raise BriefingFailed(f"Figure {figure['name']!r} cannot be read: {error}.") from error


def load_narrow(figure: dict[str, Any], prefix: str) -> None:
    """Turn the drawing of a figure for a phone into ``narrow``, where there is one.

    Raises ``BriefingFailed``, naming the figure, for one that is no SVG.
    """
    drawing = figure.pop("phone", "")
    if not drawing:
        return
    try:
        figure["narrow"] = clean_svg(drawing, prefix)
    except ValueError as error:
        what = f"The drawing for a phone of figure {figure['name']!r}"
        raise BriefingFailed(f"{what} cannot be read: {error}.") from error


def _checked(data: str, kind: str) -> str:
    content = "".join(data.split())
    try:
        head = base64.b64decode(content, validate=True)[:8]
    except binascii.Error as error:
        raise ValueError(f"its base64 is broken ({error})") from error
    if not head.startswith(_DOTS[kind]):
        raise ValueError(f"it is not a {kind.upper()}")
    return content


def clean_svg(source: str, prefix: str) -> str:
    """Return one ``<svg>`` element with nothing in it but drawing.

    Scripts, event handlers, foreign content, outside addresses and style sheets are left out.
    Raises ``ValueError`` for text that is not SVG.

    >>> clean_svg('<svg viewBox="0 0 1 1" onload="alert(1)"><script>1</script></svg>', "a-")
    '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg" width="1pt" height="1pt" />'
    """
    if "<!ENTITY" in source:
        raise ValueError("it declares entities")
    try:
        root = ElementTree.fromstring(source)
    except ElementTree.ParseError as error:
        raise ValueError(f"it is not SVG ({error})") from error
    if _tag(root) != "svg":
        raise ValueError("it is not SVG (its root is another element)")
    cleaned = _cleaned(root, prefix)
    cleaned.set("xmlns", _SVG)
    _frame(cleaned)
    return ElementTree.tostring(cleaned, encoding="unicode")


def size_of(svg: str) -> tuple[float, float]:
    """Return the width and height of a clean SVG in points.

    >>> size_of('<svg width="20mm" height="10mm"/>')
    (56.7, 28.3)
    """
    root = ElementTree.fromstring(svg)
    return _points(root.get("width", "")), _points(root.get("height", ""))


def _tag(element: ElementTree.Element) -> str:
    """Return the name of an SVG element; empty for any other."""
    namespace, _, name = str(element.tag).rpartition("}")
    return name if namespace in ("", "{" + _SVG) and name in _DRAWING else ""


def _cleaned(element: ElementTree.Element, prefix: str) -> ElementTree.Element:
    name = _tag(element)
    kept = ElementTree.Element(name, _attributes(element, name, prefix))
    is_text = name in ("text", "tspan")
    kept.text = element.text if is_text else None
    for child in element:
        if not _tag(child):
            continue
        below = _cleaned(child, prefix)
        below.tail = child.tail if is_text else None
        kept.append(below)
    return kept


def _attributes(element: ElementTree.Element, name: str, prefix: str) -> dict[str, str]:
    kept = {}
    for full_key, value in element.attrib.items():
        key = full_key.replace("{" + _LINK + "}", "")
        if "}" in key or key.lower().startswith("on") or key == "class":
            continue
        if key == "href":
            value = _target(value, name, prefix)
        elif key == "id":
            value = prefix + value
        else:
            value = _REFERENCE.sub(rf"url(#{prefix}\1)", value)
        value = _style(value) if key.lower() == "style" else value
        if value and not _HARM.search(value):
            kept[key] = value
    return kept


def _style(value: str) -> str:
    """Return the declarations of a style attribute that paint, as one list."""
    kept = []
    for declaration in value.split(";"):
        name, _, setting = (part.strip() for part in declaration.partition(":"))
        if name.lower() in _STYLES and setting and not _HARM.search(setting):
            kept.append(f"{name.lower()}: {setting}")
    return "; ".join(kept)


def _target(href: str, name: str, prefix: str) -> str:
    """Return where a reference inside the drawing leads, or the data of a picture in it."""
    if href.startswith("#") and name != "image":
        return f"#{prefix}{href[1:]}"
    return href if name == "image" and _PICTURE.fullmatch(href) else ""


def _frame(root: ElementTree.Element) -> None:
    """Give the drawing a size in points and a view box, so that it can be scaled."""
    for side in _BEYOND.intersection(root.keys()):
        del root.attrib[side]
    box = [float(number) for number in re.findall(r"-?[\d.]+", root.get("viewBox", ""))]
    width, height = (_points(root.get(side, "")) for side in ("width", "height"))
    if len(box) == 4 and not (width and height):
        width, height = box[2], box[3]
    elif not box and re.fullmatch(r"[\d.]+(?:px)?", root.get("width", "")):
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    if width and height:
        root.set("width", f"{width:g}pt")
        root.set("height", f"{height:g}pt")


def _points(length: str) -> float:
    found = re.fullmatch(r"\s*([\d.]+)\s*([a-z]*)\s*", length)
    if not found or found.group(2) not in _UNITS:
        return 0.0
    return round(float(found.group(1)) * _UNITS[found.group(2)], 1)
