"""Markdown and HTML from a notebook, read as blocks of plain text.

Only the structure is kept. Raw HTML inside Markdown stays visible as the text it is; no tag
ever passes through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import product
from typing import Any, cast

import mistune
from bs4 import BeautifulSoup, Tag

from analysis.blocks.model import complete

Data = dict[str, Any]
_NUMBER = re.compile(r"[-+−–]?[\d.,\s]*(?:e[-+]?\d+)?%?|nan|NaN|NaT|None|<NA>")
_parse = mistune.create_markdown(renderer=None, plugins=["table", "strikethrough"])


def blocks_of_markdown(source: str) -> list[Data]:
    """Return the headings, paragraphs, lists, tables and code of a Markdown text as blocks."""
    # Without a renderer mistune returns the tokens of the text.
    blocks: list[Data] = []
    for token in cast("list[Data]", _parse(source)):
        blocks.extend(_block(token))
    return blocks


def blocks_of_html(source: str) -> list[Data]:
    """Return the tables of an HTML output as blocks, or else its text."""
    soup = BeautifulSoup(source, "html.parser")
    for hidden in soup(["script", "style", "template", "head"]):
        hidden.decompose()
    tables = [table for table in soup("table") if table.find_parent("table") is None]
    if not tables:
        text = soup.get_text("\n", strip=True)
        return [complete({"kind": "verbatim", "content": text})] if text else []
    rest = [_words(paragraph) for paragraph in soup("p") if not paragraph.find_parent("table")]
    return [_html_table(table, rest) for table in tables]


def _block(token: Data) -> list[Data]:
    kind, children = token["type"], token.get("children", [])
    if kind == "heading":
        title = "".join(span["text"] for span in _spans(children))
        return [complete({"kind": "heading", "title": title, "level": token["attrs"]["level"]})]
    if kind == "paragraph":
        return [complete({"kind": "prose", "paragraphs": [_spans(children)]})]
    if kind == "list":
        return [
            complete(
                {
                    "kind": "items",
                    "items": list(_items(token, "")),
                    "ordered": token["attrs"]["ordered"],
                }
            )
        ]
    if kind == "table":
        return [_markdown_table(token)]
    if kind == "block_quote":
        return [block for child in children for block in _block(child)]
    content = token.get("raw", "").strip("\n")
    if kind == "block_html":
        return [complete({"kind": "prose", "paragraphs": [[_span(content)]]})]
    return [complete({"kind": "verbatim", "content": content})] if content else []


def _items(token: Data, indent: str) -> Iterable[list[Data]]:
    """Yield the entries of a list; those of a list inside it follow, led by a dash."""
    for item in token["children"]:
        spans: list[Data] = [_span(indent)] if indent else []
        below: list[Data] = []
        for child in item["children"]:
            if child["type"] == "list":
                below.append(child)
            elif child["type"] in ("block_text", "paragraph"):
                spans += [_span(" ")] * bool(spans and not indent) + _spans(child["children"])
            else:
                spans.append(_span(child.get("raw", "")))
        yield spans
        for child in below:
            yield from _items(child, indent + "– ")


def _span(text: str, *, strong: bool = False, href: str = "") -> Data:
    return {"text": text, "strong": strong, "cite": [], "note": "", "href": href}


def _spans(tokens: Sequence[Data], *, strong: bool = False, href: str = "") -> list[Data]:
    """Return inline tokens as spans; an address is checked where the blocks are set."""
    spans: list[Data] = []
    for token in tokens:
        kind = token["type"]
        if kind in ("softbreak", "linebreak"):
            spans.append(_span(" ", strong=strong, href=href))
        elif "children" in token:
            target = token["attrs"]["url"] if kind == "link" else href
            bold = strong or kind == "strong"
            spans.extend(_spans(token["children"], strong=bold, href=target))
        else:
            # Entities are letters in running text, and stand for themselves in code and HTML.
            words = token.get("raw", "")
            words = unescape(words) if kind == "text" else words
            spans.append(_span(words, strong=strong, href=href))
    return spans


def _markdown_table(token: Data) -> Data:
    head = next(part["children"] for part in token["children"] if part["type"] == "table_head")
    bodies = (part["children"] for part in token["children"] if part["type"] == "table_body")
    rows = [[_spans(cell["children"]) for cell in row["children"]] for row in next(bodies, [])]
    labels = ["".join(span["text"] for span in _spans(cell["children"])) for cell in head]
    aligns = [cell["attrs"].get("align") or "left" for cell in head]
    return _table(labels, aligns, rows, foot="")


def _html_table(table: Tag, rest: Sequence[str]) -> Data:
    """Return a table of pandas; the rows of its head are joined into one label a column."""
    head = [row for row in table("tr") if row.find_parent("thead")]
    body = [row for row in table("tr") if not row.find_parent("thead")]
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
    return _table(labels, aligns, [[[_span(cell)] for cell in row] for row in rows], " ".join(rest))


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


def _table(labels: list[str], aligns: list[str], rows: list[list[list[Data]]], foot: str) -> Data:
    """Return a table whose columns are as wide as their longest texts ask for."""
    columns = []
    for place, (label, align) in enumerate(zip(labels, aligns, strict=True)):
        texts = ["".join(span["text"] for span in row[place]) for row in rows if place < len(row)]
        longest = max(len(text) for text in [label, *texts])
        columns.append({"label": label, "align": align, "share": 3.0 + min(longest, 40)})
    cells = [[{"text": text, "mark": ""} for text in row] for row in rows]
    words = [_span(foot)] if foot else []
    return complete(
        {"kind": "table", "name": "", "title": "", "columns": columns, "rows": cells, "foot": words}
    )
