"""From a saved file to the tree of a page, or one clear reason why not.

A page that was cut off while it was saved looks like one with fewer states, so the end of the
document must be there. The size is limited, since nobody's status page is larger.
"""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from analysis.importers.acts import PageFault

#: Status pages have up to half a million bytes.
MOST_BYTES = 2_000_000
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
    if not re.search(r"</html\s*>\s*$", text[-200:], re.IGNORECASE):
        raise PageFault(f"{file} is cut off: its closing </html> is missing. {SAVE_AGAIN}")
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
