"""Letters on paper: those that a fallback face has are set in it, those that none has are replaced.

A PDF holds the faces that come with the package and no others. A letter that none of them has is
replaced, alone, by the sign for an unknown one, and the place is named. A label of a drawing is set
in one face: left to itself, one letter that no face has would turn all of it into boxes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from analysis.export.account import Entry
from analysis.export.fonts import (
    FALLBACK,
    letters_of_fallback,
    letters_of_more,
    letters_of_text,
)

Data = dict[str, Any]
#: Stands for a letter that no face has.
UNKNOWN = "\ufffd"
#: The same in a label: the face of the text has it, so that the label keeps its face.
UNKNOWN_LABEL = "\u2610"
_SVG = "http://www.w3.org/2000/svg"
#: Marks that choose between two looks of a letter; without the letter they say nothing.
_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
#: Parts of a document that are no words: addresses, pictures, names of things.
_UNPRINTED = frozenset(("dots", "href", "kind", "name", "format", "anchor", "remedy", "run", "alt"))


def missing_letters(words: str) -> list[str]:
    """Return the letters of a text that no face has, each once, in order.

    >>> missing_letters("Lātvija 拉脱维亚 ✓")
    ['拉', '脱', '维', '亚']
    """
    return [letter for letter in dict.fromkeys(words) if ord(letter) > 0x7E and not _held(letter)]


def for_paper(value: Any) -> Any:
    """Return a document, or any part of one, with every letter that no face has replaced."""
    if isinstance(value, Mapping):
        return {
            key: drawing_for_paper(item) if key == "svg" else for_paper(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [for_paper(item) for item in value]
    return _replaced(value) if isinstance(value, str) else value


def drawing_for_paper(svg: str) -> str:
    """Return a clean drawing whose labels hold only letters of the face that each is set in."""
    if svg.isascii():
        return svg
    root = ElementTree.fromstring(svg)
    for element in list(root.iter()):
        if element.tag.rpartition("}")[2] == "text":
            _spell(element)
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(root, encoding="unicode")


def lettering_of(placed: Sequence[tuple[int, Data]]) -> list[Entry]:
    """Return an entry of the account for each block with letters that no face has."""
    found = []
    for number, block in placed:
        missing = missing_letters("".join(_printed(block)))
        if missing:
            title = str(block.get("title") or "")[:40]
            what = f"{block['kind']} {title!r}" if title else str(block["kind"])
            why = f"no face of the PDF has {' '.join(missing)}; {UNKNOWN} stands for each"
            found.append(Entry(number, what, "converted", why, loss=True))
    return found


def _printed(value: Any, key: str = "") -> Iterator[str]:
    """Yield the words of a block, and those of the labels of its drawing."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name not in _UNPRINTED:
                yield from _printed(item, name)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _printed(item, key)
    elif isinstance(value, str) and not value.startswith("data:image/"):
        # Of a drawing only what stands between its tags.
        yield re.sub(r"<[^>]*>", "", value) if key == "image" else value


def _held(letter: str) -> bool:
    code = ord(letter)
    known = (letters_of_text, letters_of_fallback, letters_of_more)
    if code in _SELECTORS or any(code in letters() for letters in known):
        return True
    # Joiners, marks of direction, spaces and controls need no shape; others are dealt with before.
    return unicodedata.category(letter)[0] in "CZ"


def _replaced(words: str, sign: str = UNKNOWN) -> str:
    if words.isascii():
        return words
    kept = "".join(letter for letter in words if ord(letter) not in _SELECTORS)
    return kept.translate({ord(letter): sign for letter in missing_letters(kept)})


def _spell(label: ElementTree.Element) -> None:
    """Replace in a label what no face has, and name the face that has all the rest."""
    foreign = False
    for part in label.iter():
        for place in ("text", "tail"):
            words = getattr(part, place)
            if words and not (part is label and place == "tail"):
                setattr(part, place, _replaced(words, UNKNOWN_LABEL))
                foreign = foreign or any(map(_is_foreign, getattr(part, place)))
    if foreign:
        for part in label.iter():
            style = part.get("style")
            if style is not None:
                part.set("style", f"{style};font-family:'{FALLBACK}'")
        label.set("font-family", FALLBACK)


def _is_foreign(letter: str) -> bool:
    """Say whether the face behind that of the text has to be named for a letter."""
    code = ord(letter)
    return code > 0x7E and code not in letters_of_text() and code in letters_of_fallback()
