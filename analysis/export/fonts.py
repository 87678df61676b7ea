"""The typefaces of the briefings, from the wheels that carry them: no font of the machine is used.

Source Sans and Source Serif set everything; DejaVu and Last Resort, which come with matplotlib,
step in for letters these lack, so that no name ever breaks a PDF. Noto, for scripts outside
Europe and for emoji, joins them where its wheels are installed (SIL Open Font License). What none
of them has is replaced letter by letter (:mod:`analysis.export.lettering`).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Set
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import matplotlib as mpl
import typst
from fontTools import subset
from fontTools.ttLib import TTFont

#: Family, weight and file of each face that a page embeds.
FACES = (
    ("Source Sans Pro", 400, "font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    ("Source Sans Pro", 600, "font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    ("Source Serif Pro", 400, "font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    ("Source Serif Pro", 600, "font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
)
#: The face that steps in, in text and in the labels of drawings.
FALLBACK, FALLBACK_FILE = "DejaVu Sans", "DejaVuSans.ttf"
#: Packages that carry more faces in their folder; each is used if it is installed.
MORE = ("manimgx_fonts", "manimgx_fonts_cjk")
#: The letters of European languages, quotation marks, dashes and arrows. A page that uses no
#: others shares one subset with every such page: cutting it takes longer than all the rest.
LATIN = frozenset(
    (
        *range(0x20, 0x7F),
        *range(0xA0, 0x180),
        *range(0x2009, 0x2027),
        0x202F,
        *range(0x2190, 0x2194),
    )
)
_FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum"]


@cache
def typst_fonts() -> typst.Fonts:
    """Return the fonts that the PDF may use."""
    folders = sorted({_folder(package) for _, _, package, _ in FACES})
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[*map(str, folders), str(_fallback_folder()), *map(str, more_folders())],
    )


@cache
def more_folders() -> tuple[Path, ...]:
    """Return the folders of the faces that need not be there."""
    found = [find_spec(package) for package in MORE]
    return tuple(Path(spec.origin).parent for spec in found if spec and spec.origin)


@cache
def letters_of_more() -> frozenset[int]:
    """Return the characters that the faces hold which need not be there."""
    held: set[int] = set()
    for path in (path for folder in more_folders() for path in sorted(folder.glob("*.tt[fc]"))):
        # The faces of a collection differ in shapes, not in characters.
        with TTFont(path, lazy=True, fontNumber=0) as font:
            held |= set(font.getBestCmap())
    return frozenset(held)


@cache
def letters_of_text() -> frozenset[int]:
    """Return the characters that every face of the text holds."""
    return frozenset.intersection(*(_held(package, name) for _, _, package, name in FACES))


@cache
def letters_of_fallback() -> frozenset[int]:
    """Return the characters that the face behind them holds."""
    with TTFont(_fallback_folder() / FALLBACK_FILE, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _fallback_folder() -> Path:
    return Path(mpl.get_data_path()) / "fonts" / "ttf"


def face_rules(page: str) -> str:
    """Return the ``@font-face`` rules with the faces cut down to the characters of a page."""
    used = LATIN | {ord(character) for character in page}
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:block;'
        f'src:url(data:font/woff2;base64,{_woff2(package, name, used)}) format("woff2")}}'
        for family, weight, package, name in FACES
    )


def _woff2(package: str, name: str, used: Set[int]) -> str:
    # Only what the face holds, so that an emoji does not make a page need its own cut.
    return _subset(package, name, _held(package, name) & used)


@cache
def _held(package: str, name: str) -> frozenset[int]:
    """Return the characters that a face holds."""
    with TTFont(_folder(package) / name, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=64)
def _subset(package: str, name: str, unicodes: frozenset[int]) -> str:
    """Return one face, cut down to some characters, as base64; equal input, equal bytes."""
    options = subset.Options(
        flavor="woff2", layout_features=_FEATURES, hinting=False, recalc_timestamp=False
    )
    font = subset.load_font(str(_folder(package) / name), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=sorted(unicodes))
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _folder(package: str) -> Path:
    return Path(str(files(package))) / "files"
