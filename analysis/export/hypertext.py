"""HTML from a notebook, read as blocks of plain text: words, tables, lists and pictures, in order.

No tag passes through. What runs or loads is left out, and the account of the export says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from analysis.blocks.stored import complete
from analysis.export import spans as parts
from analysis.export.account import Account

Data = dict[str, Any]
_NUMBER = re.compile(r"[-+−–]?[\d.,\s]*(?:e[-+]?\d+)?%?|nan|NaN|NaT|None|<NA>")
#: The line in which pandas says how long a shortened frame is.
_SIZE = re.compile(r"\d+ rows × \d+ columns")
_RUNNING = frozenset(
    ("script", "iframe", "canvas", "video", "audio", "object", "embed", "form", "input", "button")
)
_SILENT = frozenset(("style", "template", "head", "link", "meta", "noscript", "title"))
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "hr"),
        *("blockquote", "figure", "figcaption", "details", "summary", "dl", "dt", "dd"),
        *("fieldset", "center", "address", "html", "body"),
    )
)
_HEADS = {f"h{level}": level for level in range(1, 7)}
#: Tags in a line: those that change the style, and those that only change the look.
_STYLES: dict[str, Data] = {
    "b": {"strong": True},
    "strong": {"strong": True},
    "sub": {"shift": "sub"},
    "sup": {"shift": "sup"},
}
_LOOKS = frozenset(
    (
        *("i", "em", "u", "s", "del", "ins", "small", "big", "code", "kbd", "samp", "var"),
        *("mark", "span", "font", "q", "cite", "abbr"),
    )
)
_CODE = frozenset(("code", "kbd", "samp"))
_CASED = {
    name.lower(): name
    for name in (
        *("viewBox", "preserveAspectRatio", "gradientUnits", "gradientTransform", "refX", "refY"),
        *("patternUnits", "patternTransform", "clipPath", "clipPathUnits", "linearGradient"),
        *("radialGradient", "textLength", "markerWidth", "markerHeight", "spreadMethod"),
    )
}
_CAMELS = re.compile(r"(?<=[\s</])(?:" + "|".join(_CASED) + r")(?=[\s=>])")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^>]*)>")


def read_tag(raw: str, style: Data) -> str | None:
    """Apply one tag of a line to a style, in place, and return the text it stands for.

    Returns nothing for a tag that is not known.
    """
    found = _TAG.fullmatch(raw)
    name = found["name"].lower() if found else ""
    if name == "br":
        return " "
    if found and name in _STYLES:
        for key, value in _STYLES[name].items():
            style[key] = type(value)() if found["end"] else value
        return ""
    if found and name == "a":
        address = re.search(r"""href\s*=\s*["']?([^"'\s>]+)""", found["rest"])
        style["href"] = address.group(1) if address and not found["end"] else ""
        return ""
    return "" if name in _LOOKS else None


def blocks_of_html(source: str, account: Account | None = None) -> list[Data]:
    """Return the words, tables, lists and pictures of an HTML output as blocks, in order."""
    walker = _Walker(account or Account())
    walker.walk(BeautifulSoup(source, "html.parser"), {})
    walker.close()
    return walker.found


class _Walker:
    """Walks through a page: text gathers in a paragraph until a block ends it."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.found: list[Data] = []
        self.line: list[Data] = []

    def close(self) -> None:
        """End the paragraph; the size that pandas tells becomes the foot of its table."""
        words = parts.words_of(self.line)
        if _SIZE.fullmatch(words) and self.found and self.found[-1]["kind"] == "table":
            self.found[-1]["foot"] = [parts.span(words)]
        else:
            self.found += parts.prose(_trimmed(self.line))
        self.line = []

    def walk(self, parent: Tag, style: Data) -> None:
        for child in parent.children:
            if isinstance(child, Tag):
                self.element(child, style)
            else:
                self.text(child, style)

    def text(self, child: PageElement, style: Data) -> None:
        # Comments, declarations and instructions are strings of a kind of their own.
        if isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            self.line.append(parts.span(re.sub(r"\s+", " ", str(child)), **style))

    def element(self, child: Tag, style: Data) -> None:
        name = child.name.lower()
        if name in _SILENT or _is_hidden(child):
            return
        if name in _RUNNING:
            why = "a page runs and loads nothing"
            self.account.left_out(f"<{name}> of HTML", why, loss=name != "script")
        elif name == "br":
            self.line.append(parts.span(" ", **style))
        elif name in ("img", "svg"):
            self.picture(child)
        elif name in _HEADS or name in ("table", "ul", "ol", "pre"):
            self.close()
            self.found += self.whole(child, name)
        elif name in _BLOCKS:
            self.close()
            self.walk(child, style)
            self.close()
        else:
            own: Data = {"href": str(child.get("href") or "")} if name == "a" else {}
            own |= {"code": True} if name in _CODE else {}
            self.walk(child, {**style, **own, **_STYLES.get(name, {})})

    def whole(self, child: Tag, name: str) -> list[Data]:
        """Return what is one block: a heading, a table, a list or preformatted text."""
        if name in _HEADS:
            title = _words(child)
            level = _HEADS[name]
            return [complete({"kind": "heading", "title": title, "level": level})] * bool(title)
        if name == "table":
            return [_table(child), *self.pictures(child)]
        if name == "pre":
            return parts.verbatim(child.get_text().strip("\n"))
        return [complete({"kind": "items", **_items(child)}), *self.pictures(child)]

    def pictures(self, parent: Tag) -> list[Data]:
        """Return the pictures inside a table or a list, which are set after it."""
        drawn = [self.drawing(one) for one in parent(["img", "svg"])]
        return [one for one in drawn if one is not None]

    def picture(self, child: Tag) -> None:
        drawn = self.drawing(child)
        if drawn is not None:
            self.close()
            self.found.append(drawn)

    def drawing(self, child: Tag) -> Data | None:
        if child.name == "img":
            alt, title = (str(child.get(key) or "") for key in ("alt", "title"))
            return parts.picture(str(child.get("src") or ""), alt, title, self.account)
        label = child.find("title")
        alt = str(child.get("aria-label") or (label and label.get_text(strip=True)) or "")
        name = f"cell {self.account.cell}, <svg> of HTML"
        if not child.get("xmlns"):
            child["xmlns"] = "http://www.w3.org/2000/svg"
        # The parser writes all names small; a drawing tells them apart.
        image = _CAMELS.sub(lambda found: _CASED[found.group().lower()], str(child))
        return complete({"kind": "figure", "name": name, "image": image, "title": "", "alt": alt})


def _is_hidden(element: Tag) -> bool:
    style = str(element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.has_attr("hidden")


def _trimmed(spans: list[Data]) -> list[Data]:
    """Take the white space from both ends of a paragraph."""
    kept = [dict(one) for one in spans]
    while kept and not kept[0]["text"].strip():
        del kept[0]
    while kept and not kept[-1]["text"].strip():
        del kept[-1]
    if kept:
        kept[0]["text"] = kept[0]["text"].lstrip()
        kept[-1]["text"] = kept[-1]["text"].rstrip()
    return kept


def _items(element: Tag) -> Data:
    """Return the entries of a list, and the lists that stand under them."""
    items: list[list[Data]] = []
    below: list[tuple[int, Data]] = []
    for item in element.find_all("li", recursive=False):
        for inner in item.find_all(["ul", "ol"]):
            if inner.find_parent("li") is item:
                list_below = complete({"kind": "items", **_items(inner.extract())})
                below.append((len(items), list_below))
        items.append([parts.span(_words(item))])
    start = _extent(element, "start")
    return {"items": items, "ordered": element.name == "ol", "start": start, "below": below}


def _table(table: Tag) -> Data:
    """Return a table of pandas; the rows of its head are joined into one label a column."""
    rows_of = table("tr")
    head = [row for row in rows_of if row.find_parent("thead")]
    if not head and rows_of and not rows_of[0]("td"):
        head = rows_of[:1]
    body = rows_of[len(head) :]
    labels = [
        " ".join(filter(None, column)) for column in zip(*_grid(head, repeat=True), strict=True)
    ]
    rows = _grid(body)
    width = max([len(labels), *(len(row) for row in rows)], default=0)
    labels += [""] * (width - len(labels))
    columns = [[row[place] for row in rows if place < len(row)] for place in range(width)]
    aligns = [
        "right" if place and _numeric(column) else "left" for place, column in enumerate(columns)
    ]
    caption = table.find("caption")
    title = _words(caption) if isinstance(caption, Tag) else ""
    cells = [[[parts.span(cell)] for cell in row] for row in rows]
    return parts.table(labels, aligns, cells, title=title)


def _grid(rows: Sequence[Tag], *, repeat: bool = False) -> list[list[str]]:
    """Return the texts of rows; a cell that spans several places fills the first, or each."""
    grid: dict[tuple[int, int], str] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row(["th", "td"]):
            while (y, x) in grid:
                x += 1
            wide, high = (_extent(cell, name) for name in ("colspan", "rowspan"))
            places = product(range(y, min(y + high, len(rows))), range(x, x + wide))
            grid.update(
                (place, _words(cell) if repeat or place == (y, x) else "") for place in places
            )
            x += wide
    width = max((x + 1 for _, x in grid), default=0)
    return [[grid.get((y, x), "") for x in range(width)] for y in range(len(rows))]


def _extent(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(int(value), 1), 100) if value.isdecimal() else 1


def _words(element: Tag) -> str:
    return re.sub(r"\s+", " ", element.get_text(" ", strip=True))


def _numeric(column: Sequence[str]) -> bool:
    return any(column) and all(_NUMBER.fullmatch(cell) for cell in column)
