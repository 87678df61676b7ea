"""From a saved file to the tree of a page, or one clear reason why not.

A page that was cut off while it was saved looks like one with fewer states, so the end of the
document must be there; behind it a web archive may have written comments of its own. Size, number
of tags and depth are limited, since nobody's status page has more: a page made to keep the parser
busy is refused before it is parsed.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from analysis.importers.acts import PageFault

#: Status pages have up to some million bytes: the declarations of all states stand on them.
MOST_BYTES = 8_000_000
#: A status page has some thousands of tags and of entities, a few dozen of them inside each other.
MOST_TAGS = 80_000
MOST_ENTITIES = 80_000
DEEPEST = 400
SAVE_AGAIN = "Open the status page again and save it as a web page (HTML only)."


def open_page(file: Path) -> BeautifulSoup:
    """Return a saved page as a tree; scripts in it are text and are never run.

    Raises :class:`~analysis.importers.acts.PageFault` for a file that cannot be read, is too
    large, is no complete HTML document or is not in UTF-8.
    """
    text = _decode(file, _read(file))
    if not re.search(r"<html[\s>]", text, re.IGNORECASE):
        raise PageFault(f"{file} is not a web page. {SAVE_AGAIN}")
    if "<!ENTITY" in text:
        raise PageFault(f"{file} declares entities of its own, which no status page does.")
    # Also what keeps the parser from going over unfinished markup again and again.
    end = _end_before_comments(text)
    if not re.search(r"</html\s*>$", text[max(0, end - 200) : end], re.IGNORECASE):
        raise PageFault(f"{file} is cut off: its closing </html> is missing. {SAVE_AGAIN}")
    _limit(file, text)
    return BeautifulSoup(text, "html.parser")


def text_of(tag: Tag | None) -> str:
    """Return the text of an element on one line; a line break counts as a space."""
    if tag is None:
        return ""
    pieces = (_written(piece) for piece in tag.descendants)
    return " ".join("".join(pieces).split())


def with_id(tree: Tag, ending: str) -> Tag:
    """Return the one element whose id ends with a name; the page's ids have long beginnings."""
    found = tree.find_all(id=re.compile(rf"(^|_){ending}$"))
    if len(found) != 1:
        many = "no element" if not found else f"{len(found)} elements"
        raise PageFault(
            f"the page has {many} '{ending}', so it is not a status page of the UN Treaty"
            f" Collection as this importer knows it. {SAVE_AGAIN}"
        )
    return found[0]


def rows_of_table(table: Tag) -> list[list[Tag]]:
    """Return the cells of each row of a table; a table inside a cell is a fault."""
    if table.find("table"):
        raise PageFault(f"a cell of the page holds a table of its own. {SAVE_AGAIN}")
    rows = [list(row.find_all(["td", "th"], recursive=False)) for row in table.find_all("tr")]
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        raise PageFault(f"the rows of the page's table are not of one width. {SAVE_AGAIN}")
    return rows


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as handle:
            content = handle.read(MOST_BYTES + 1)
    except OSError as error:
        raise PageFault(f"cannot read {file}: {error.strerror}") from None
    if not content.strip():
        raise PageFault(f"{file} is empty. {SAVE_AGAIN}")
    if len(content) > MOST_BYTES:
        raise PageFault(f"{file} is larger than {MOST_BYTES:,} bytes: not a status page.")
    return content


def _end_before_comments(text: str) -> int:
    """Return where the document ends: before the blanks and whole comments that stand last."""
    end = len(text)
    while True:
        while end and text[end - 1].isspace():
            end -= 1
        if not text.endswith("-->", 0, end) or (start := text.rfind("<!--", 0, end)) < 0:
            return end
        end = start


def _limit(file: Path, text: str) -> None:
    """Refuse a page that no status page resembles, each time with the limit that it passes."""
    for sign, most, what in (("<", MOST_TAGS, "tags"), ("&", MOST_ENTITIES, "entities")):
        if text.count(sign) > most:
            raise PageFault(f"{file} has more than {most:,} {what}: not a status page.")
    depth = _Depth()
    depth.feed(text)
    if depth.deepest > DEEPEST:
        raise PageFault(
            f"{file} has more than {DEEPEST:,} elements inside each other: not a status page."
        )


class _Depth(HTMLParser):
    """Counts how many elements stand open at once, and stops counting beyond the limit."""

    #: Elements that have no end.
    ENDLESS = frozenset((
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    ))  # fmt: skip

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.deepest = 0
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag not in self.ENDLESS and self.deepest <= DEEPEST:
            self._open.append(tag)
            self.deepest = max(self.deepest, len(self._open))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over an element that is closed where it opens."""

    def handle_endtag(self, tag: str) -> None:
        """Close an element and all that were left open inside it."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass


def _decode(file: Path, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PageFault(f"{file} is not in UTF-8, as the page is. {SAVE_AGAIN}") from None
    if "\0" in text:
        raise PageFault(f"{file} holds null bytes: it is no text. {SAVE_AGAIN}")
    return text


def _written(piece: PageElement) -> str:
    # Exactly this class: comments and scripts are strings of their own kinds.
    if type(piece) is NavigableString:
        return str(piece)
    return " " if isinstance(piece, Tag) and piece.name == "br" else ""
