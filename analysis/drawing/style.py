"""One look for every figure: palette, type, sizes in millimetres, and deterministic SVG.

Nothing here touches the global state of matplotlib on import; ``house_style`` sets it for the
length of a ``with`` block.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from analysis.terms.look import look

_LOOK = look()
INK = _LOOK.colours["text"]
SECONDARY = _LOOK.colours["secondary"]
RULE = _LOOK.colours["rule"]
CONTEXT = _LOOK.colours["context"]
UNBOUND = _LOOK.colours["unbound"]
PAPER = _LOOK.colours["paper"]

MM = 72 / 25.4
"""Points in a millimetre."""
FULL_WIDTH = float(_LOOK.widths["full"])
"""Width of a figure across the page, in millimetres."""
COLUMN_WIDTH = float(_LOOK.widths["column"])
"""Width of a figure in the text column, in millimetres."""
SIDE_WIDTH = float(_LOOK.widths["side"])
"""Width of a figure beside one in the text column, in millimetres."""
PHONE_WIDTH = float(_LOOK.widths["phone"])
"""Width of a figure drawn for a phone, in millimetres: its type is then as large as the page's."""
TEXT_SIZE = _LOOK.figure_sizes["text"]
SMALL_SIZE = _LOOK.figure_sizes["small"]
LARGE_SIZE = _LOOK.figure_sizes["large"]

#: Source Sans under a name of our own, so that an installed copy is never taken instead.
FONT = "Briefing Sans"
_FACES = (("Regular", "normal", 400), ("It", "italic", 400), ("Semibold", "normal", 700))
#: The same faces by the names that pages and Typst know them by; semibold stands in for bold.
_FAMILIES = "'Source Sans Pro', 'DejaVu Sans', sans-serif"
_SEMIBOLD = 600
_SVG_SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "disarmament-rollback"}


@cache
def register_fonts() -> str:
    """Make the typeface of the package known to matplotlib, once, and return its family.

    The semibold face stands in for bold: the briefings use two weights.
    """
    folder = files("font_source_sans_pro") / "files"
    for face, slant, weight in _FACES:
        with as_file(folder / f"SourceSansPro-{face}.otf") as path:
            entry = FontEntry(fname=str(path), name=FONT, style=slant, weight=weight)
        fontManager.ttflist.append(entry)
    return FONT


_full_width: ContextVar[float] = ContextVar("full width", default=FULL_WIDTH)


def full_width() -> float:
    """Return the width of a figure across the page, in millimetres: less while one for a phone."""
    return _full_width.get()


def is_narrow() -> bool:
    """Say whether the drawing of the moment is for a phone."""
    return full_width() < FULL_WIDTH


def is_phone_sized(fig: Figure) -> bool:
    """Say whether a drawing is no wider than a phone: one of a user's own may know no phone."""
    return bool(fig.get_figwidth() * 25.4 <= PHONE_WIDTH + 0.1)


@contextmanager
def for_phone() -> Iterator[None]:
    """Draw figures across the page as wide as a phone, for the length of a ``with`` block."""
    token = _full_width.set(PHONE_WIDTH)
    try:
        yield
    finally:
        _full_width.reset(token)


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the one look of the package: its type, greys and lines, and no frame.

    Text is never read as mathematics, so that a dollar sign in a name stays one.
    """
    settings: Any = {
        **_SVG_SETTINGS,
        "text.parse_math": False,
        "text.hinting": "no_hinting",
        "text.color": INK,
        # DejaVu comes with matplotlib and has the letters that Source Sans lacks.
        "font.family": [register_fonts(), "DejaVu Sans"],
        "font.size": TEXT_SIZE,
        "figure.dpi": 72,
        "figure.facecolor": PAPER,
        "savefig.facecolor": PAPER,
        "savefig.bbox": None,
        "axes.facecolor": "none",
        "axes.edgecolor": RULE,
        "axes.linewidth": 0.5,
        "axes.labelcolor": SECONDARY,
        "axes.labelsize": SMALL_SIZE,
        "axes.axisbelow": True,
        "axes.xmargin": 0.0,
        **{f"axes.spines.{side}": False for side in ("left", "right", "top", "bottom")},
        **{f"{axis}tick.{key}": value for axis in "xy" for key, value in _TICKS.items()},
        "grid.color": RULE,
        "grid.linewidth": 0.4,
        "hatch.linewidth": 0.9,
        "lines.solid_capstyle": "butt",
        "lines.linewidth": 1.5,
        "path.simplify": False,
    }
    with mpl.rc_context(settings):
        yield


_TICKS = {
    "color": RULE,
    "labelcolor": SECONDARY,
    "labelsize": SMALL_SIZE,
    "major.size": 2.5,
    "major.width": 0.5,
    "major.pad": 2.5,
}


def blank_figure(width: float, height: float) -> Figure:
    """Return an empty figure of a size in millimetres."""
    return Figure(figsize=(width / 25.4, height / 25.4))


def add_axes(fig: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Add axes at a place in millimetres, counted from the left and from the top."""
    full_width, full_height = (side * 25.4 for side in fig.get_size_inches())
    return fig.add_axes(
        (
            left / full_width,
            1 - (top + height) / full_height,
            width / full_width,
            height / full_height,
        )
    )


def to_svg(fig: Figure, *, name: str = "") -> str:
    """Return a figure as one ``<svg>`` element; equal figures give equal text.

    Labels are text in the faces that the page brings, so that they can be searched and
    translated; every id begins with ``name`` (or a digest of the drawing), so that several figures
    can stand in one page; and no style element is left that would reach beyond the figure.
    """
    buffer = io.StringIO()
    empty = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with mpl.rc_context(_SVG_SETTINGS), _without_beds(fig):
        fig.savefig(buffer, format="svg", metadata=empty)
    svg = _with_text(buffer.getvalue())
    svg = svg[svg.index("<svg") :].strip()
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<defs>\s*<style.*?</style>\s*</defs>", "", svg, flags=re.DOTALL)
    svg = svg.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
    svg = _with_short_numbers(svg)
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    return _own_ids(svg, name or hashlib.sha256(svg.encode()).hexdigest()[:8])


def lay_bed(label: Text, colour: str, width: float) -> None:
    """Lay a bed of a colour (such as ``#ffffff``) and a width in points under a label."""
    label.set(
        gid=f"bed-{colour.lstrip('#')}-{width:g}",
        path_effects=[withStroke(linewidth=width, foreground=colour)],
    )


@contextmanager
def _without_beds(fig: Figure) -> Iterator[None]:
    """Draw without the beds of labels: they turn labels into outlines."""
    labels = [label for axes in fig.axes for label in axes.texts]
    laid = [(one, effects) for one in labels if (effects := one.get_path_effects())]
    for one, _ in laid:
        one.set_path_effects([])
    try:
        yield
    finally:
        for one, effects in laid:
            one.set_path_effects(effects)


def _with_text(svg: str) -> str:
    """Return a drawing of matplotlib with its labels, and their beds, as a page can set them."""
    svg = svg.replace(f"'{FONT}', 'DejaVu Sans'", _FAMILIES)
    svg = svg.replace("font-weight: 700", f"font-weight: {_SEMIBOLD}")
    svg = re.sub(r'(<text [^>]*?) transform="rotate\(-0 [^)]*\)"', r"\1", svg)
    return re.sub(
        r'<g id="bed-(\w+)-([\d.]+)">(\s*<text style=")',
        r"<g>\3paint-order: stroke; stroke: #\1; stroke-width: \2; ",
        svg,
    )


def write_figure(fig: Figure, path: Path, *, name: str) -> None:
    """Write a figure to a file as SVG, PNG or PDF; equal figures give equal bytes."""
    if path.suffix.lower() == ".svg":
        path.write_text(to_svg(fig, name=name), encoding="utf-8")
        return
    empty = {"CreationDate": None} if path.suffix.lower() == ".pdf" else {"Software": None}
    with house_style():
        fig.savefig(path, dpi=300, metadata=empty)


def _with_short_numbers(svg: str) -> str:
    """Round the long numbers of a drawing to hundredths of a point."""
    parts = re.split(r"(-?\d+\.\d{3,})", svg)
    parts[1::2] = [_rounded(number) for number in parts[1::2]]
    return "".join(parts)


def _rounded(number: str) -> str:
    # Glyphs are scaled down by small factors, which need their digits.
    value = float(number)
    if -0.1 < value < 0.1:
        return number
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _own_ids(svg: str, name: str) -> str:
    """Drop the ids that nothing refers to and put the figure's name before the others."""
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', svg))

    def rename(found: re.Match[str]) -> str:
        return f' id="{name}-{found.group(1)}"' if found.group(1) in used else ""

    svg = re.sub(r' id="([^"]*)"', rename, svg)
    return re.sub(r'(href="|url\()#', rf"\g<1>#{name}-", svg)
