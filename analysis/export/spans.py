"""The parts that Markdown and HTML are read into: spans, tables and figures as JSON-safe values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from analysis.blocks.stored import complete
from analysis.export.account import Account
from analysis.export.maths import read_maths
from analysis.export.stills import Unreadable, find_picture

Data = dict[str, Any]
#: The lines that give a picture of Markdown its alternative text.
_ALT_HINT = "Say what it shows between the brackets: ![what it shows]({address})"


def span(
    text: str,
    *,
    strong: bool = False,
    href: str = "",
    note: str = "",
    shift: str = "",
    code: bool = False,
) -> Data:
    """Return a run of text; an address is checked where the blocks are set.

    ``code`` is set to the letter: its quotes are not turned into those of type.
    """
    empty: Data = {"cite": [], "note": note, "href": href, "shift": shift}
    return {"text": text, "strong": strong, **empty, **({"code": True} if code else {})}


def words_of(spans: Sequence[Data]) -> str:
    """Return the words of spans, with single spaces."""
    return re.sub(r"\s+", " ", "".join(one["text"] for one in spans)).strip()


def prose(spans: Sequence[Data]) -> list[Data]:
    """Return a paragraph, or nothing if it has neither words nor notes."""
    if not words_of(spans) and not any(one["note"] for one in spans):
        return []
    return [complete({"kind": "prose", "paragraphs": [list(spans)]})]


def verbatim(content: str) -> list[Data]:
    """Return plain output, or nothing if it is empty."""
    return [complete({"kind": "verbatim", "content": content})] if content.strip() else []


def maths(source: str, account: Account, **style: Any) -> list[Data]:
    """Return LaTeX as spans: as letters where these can say it, else as its source."""
    pieces = read_maths(source)
    if pieces is None:
        account.converted(f"maths {source!r}", "as its source: letters in a line cannot say it")
        return [span(source, **style)]
    account.converted(f"maths {source!r}", "as plain letters")
    return [span(text, **{**style, "shift": shift}) for text, shift in pieces]


def picture(address: str, alt: str, title: str, account: Account) -> Data | None:
    """Return a picture of the notebook as a figure, or nothing and a line in the account."""
    what = f"picture {address[:60]}"
    try:
        image = find_picture(address, account)
    except Unreadable as error:
        account.left_out(what, str(error))
        return None
    remedy = _ALT_HINT.format(address=address[:60])
    name = f"cell {account.cell}, {what}"
    words = {"name": name, "image": image, "title": title, "alt": alt, "remedy": remedy}
    return complete({"kind": "figure", "width": "text", **words})


def table(
    labels: Sequence[str],
    aligns: Sequence[str],
    rows: Sequence[Sequence[list[Data]]],
    *,
    foot: str = "",
    title: str = "",
) -> Data:
    """Return a table whose columns are as wide as their longest texts ask for."""
    columns = []
    for place, (label, align) in enumerate(zip(labels, aligns, strict=True)):
        texts = ["".join(one["text"] for one in row[place]) for row in rows if place < len(row)]
        longest = max(len(text) for text in [label, *texts])
        columns.append({"label": label, "align": align, "share": 3.0 + min(longest, 40)})
    cells = [[{"text": text, "mark": ""} for text in row] for row in rows]
    words = {"name": title, "title": title, "foot": [span(foot)] if foot else []}
    return complete({"kind": "table", "columns": columns, "rows": cells, **words})
