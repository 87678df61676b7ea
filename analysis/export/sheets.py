"""The numbers of an exhibit as a file inside the page: CSV in the address of a link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from urllib.parse import quote

from analysis.export.document import Data
from analysis.export.signs import look
from analysis.language.harmless import harmless_cell

#: What an address may hold as it is, beside letters and digits (RFC 3986, pchar and query).
_PLAIN = ",:;/@!$()*+=?-._~"


def sheet_of(block: Data, slug: str) -> dict[str, str] | None:
    """Return the ``name`` of the file and the ``address`` that holds it; nothing without rows.

    A figure brings what it draws; of a table it is what it shows, with the label of the group as
    a last column. Text that a spreadsheet would run gets an apostrophe before it.
    """
    content = block.get("data", "") if block["kind"] == "figure" else _written(block)
    if content.count("\n") < 2:
        return None
    # The sign at the start tells spreadsheets that the text is UTF-8.
    address = f"data:text/csv;charset=utf-8,%EF%BB%BF{quote(content, safe=_PLAIN)}"
    return {"name": f"{slug}-{block['name'] or block['kind']}.csv", "address": address}


def _written(table: Data) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(_lines(table))
    return file.getvalue()


def _lines(table: Data) -> Iterator[list[str]]:
    starts = dict(table["groups"])
    labels = [column["label"] for column in table["columns"]]
    yield [*map(harmless_cell, labels), *(["group"] if starts else [])]
    group = ""
    for at, row in enumerate(table["rows"]):
        group = starts.get(at, group)
        yield [harmless_cell(_words(cell)) for cell in row] + (
            [harmless_cell(group)] * bool(starts)
        )


def _words(cell: Data) -> str:
    words = "".join(span["text"] for span in cell["text"]).strip()
    sign = look()["marks"].get(cell["mark"])
    return words or (sign["word"] if sign else "")
