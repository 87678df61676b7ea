"""Tables too wide for a sheet of paper, divided into parts that fit.

The type is never smaller than 7.5 points: a table whose columns need more room than the page is
wide goes on in a further part, which begins with the first column again. On a screen it scrolls.
"""

from __future__ import annotations

import re
from typing import Any

Data = dict[str, Any]
#: Points of the page, and what a letter and the space between two columns take of it.
PAGE, LETTER, GAP = 481.0, 4.1, 9.0
#: Letters of a word after which it may be broken, and those that a column is given at least.
LONGEST, SHORTEST = 14, 3


def parts_of(table: Data) -> list[Data]:
    """Return a table as the parts that fit on a page, itself if it does.

    Each part keeps the first column and says which of the others it shows.
    """
    needed = [_needed(table, place) for place in range(len(table["columns"]))]
    if sum(needed) <= PAGE or len(needed) < 3:
        return [table]
    parts = _divided(needed)
    # A foot and its notes are printed once, under the last part.
    return [
        _part(table, places, number, len(parts), last=number == len(parts))
        for number, places in enumerate(parts, start=1)
    ]


def _needed(table: Data, place: int) -> float:
    """Return the points that the longest word of a column asks for."""
    words = re.split(r"[\s/–-]+", table["columns"][place]["label"])
    for row in table["rows"]:
        if place < len(row):
            for span in row[place]["text"]:
                words += span["text"].split()
    longest = max((len(word) for word in words), default=0)
    return LETTER * min(max(longest, SHORTEST), LONGEST) + GAP


def _divided(needed: list[float]) -> list[list[int]]:
    """Return the places of the columns of each part, about equally many, the first left out."""
    room = PAGE - needed[0]
    count = 1
    while True:
        size = -(-(len(needed) - 1) // count)
        parts = [
            list(range(start, min(start + size, len(needed))))
            for start in range(1, len(needed), size)
        ]
        if size == 1 or all(sum(needed[place] for place in part) <= room for part in parts):
            return parts
        count += 1


def _part(table: Data, places: list[int], number: int, count: int, *, last: bool) -> Data:
    kept = [0, *places]
    rows = [[row[place] for place in kept if place < len(row)] for row in table["rows"]]
    where = f"Part {number} of {count}"
    subtitle = f"{table['subtitle']} ({where})" if table["subtitle"] else where
    return {
        **table,
        "columns": [table["columns"][place] for place in kept],
        "rows": rows if number == 1 else _without_marks(rows),
        "subtitle": subtitle,
        "foot": table["foot"] if last else [],
    }


def _without_marks(rows: list[list[Data]]) -> list[list[Data]]:
    """Leave the notes and citations of the first column to the first part."""
    bare = []
    for first, *others in rows:
        spans = [{**span, "cites": [], "note": ""} for span in first["text"]]
        bare.append([{**first, "text": spans}, *others])
    return bare
