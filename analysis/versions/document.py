"""The difference between two versions as a section of ``data/CHANGES.md``.

The section names every correction and every removal by its key, so that a test can tell
whether one has been passed over in silence (:func:`undocumented`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd
from pandas.api.types import is_numeric_dtype

from analysis.language.days import format_day
from analysis.language.harmless import printable
from analysis.store.frames import as_text
from analysis.store.loading import TABLES, rows_of
from analysis.versions.difference import VersionDifference
from analysis.versions.opening import Version

#: Columns that say where a fact comes from or explain it: told after the facts themselves.
APPARATUS = ("sources", "summary", "note", "coverage_note", "covers", "confidence", "reference")


def changes_markdown(difference: VersionDifference) -> str:
    """Return the section of ``data/CHANGES.md`` that tells a difference, to stand at its top.

    What was added is told in numbers, each correction and removal in a row of its own with
    the cell before and after, then the statuses and counts that read otherwise.
    """
    old, new = difference.old, difference.new
    corrected = difference.of("corrected")
    apparatus = corrected["column"].isin(APPARATUS)
    parts = [
        f"## {_plain(new.number)}",
        f"Vintage {format_day(new.vintage)}. Compared with {_plain(old.title)}.",
        *_list("Not compared", difference.cautions),
        *_table("Treaties whose events changed", _numbers(difference, "treaty")),
        *_table("Tables whose rows changed", _numbers(difference, "table")),
        *_table("Corrected", corrected[~apparatus][_CELL]),
        *_table("Corrected: sources, summaries and notes", corrected[apparatus][_CELL]),
        *_table("Removed", difference.of("removed")[["key", "before"]]),
        *_table("Statuses that read otherwise", difference.statuses),
        *_table("Counts that read otherwise", difference.counts),
        *_table("Stages and tiers that read otherwise", difference.standings),
    ]
    return "\n\n".join(parts) + "\n"


def undocumented(difference: VersionDifference, text: str) -> list[str]:
    """Return the keys of corrected and removed rows that a ``CHANGES.md`` does not name.

    A key is named where it stands between backquotes in a section above that of the older
    version: a correction told once does not excuse the next one of the same row.
    """
    named = set(re.findall(r"`([^`\n]+)`", _told_since(difference, text)))
    rows = difference.rows
    keys = rows.loc[rows["change"].isin(["corrected", "removed"]), "key"].drop_duplicates()
    return [key for key in keys if _in_code(key) not in named]


def _told_since(difference: VersionDifference, text: str) -> str:
    """Return the sections above that of the older version; what the file is tells nothing."""
    old, new = difference.old.number, difference.new.number
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    numbers = [section.partition("\n")[0].strip() for section in sections]
    # While a version is being made its rows change without its number: its own section counts.
    end = numbers.index(old) + (old == new) if old in numbers else len(numbers)
    return "\n".join(sections[:end])


_CELL = ["key", "column", "before", "after"]


def _numbers(difference: VersionDifference, by: str) -> pd.DataFrame:
    """Count the rows of both versions and those of each change, by treaty or table."""
    rows = difference.rows
    rows = rows[rows["table"] == "events"] if by == "treaty" else rows
    sizes = [_sizes(version, by) for version in (difference.old, difference.new)]
    order = TABLES if by == "table" else dict.fromkeys([*sizes[1], *sizes[0]])
    once = rows.drop_duplicates(["change", "table", "key"])
    count = once.groupby([by, "change"]).size().to_dict()
    numbers = [
        [name, sizes[0].get(name, 0)]
        + [count.get((name, change), 0) for change in ("added", "corrected", "removed")]
        + [sizes[1].get(name, 0)]
        for name in order
        if (rows[by] == name).any()
    ]
    columns = [by, "before", "added", "corrected", "removed", "now"]
    return pd.DataFrame(numbers, columns=columns)


def _sizes(version: Version, by: str) -> dict[str, int]:
    """Return how many events a version has under each treaty, or rows in each table."""
    if by == "table":
        return {table: len(frame) for table, frame in version.cells.items()}
    sizes = version.cells["events"].groupby("treaty").size()
    return {str(treaty): int(size) for treaty, size in sizes.items()}


def _list(title: str, items: Iterable[str]) -> list[str]:
    lines = [f"- {_plain(item)}." for item in items]
    return [f"### {title}", "\n".join(lines)] if lines else []


def _table(title: str, table: pd.DataFrame) -> list[str]:
    """Return a heading and a table, or that there is nothing to tell."""
    if table.empty:
        return [f"### {title}", "None."]
    rule = ["---:" if is_numeric_dtype(table[name]) else "---" for name in table.columns]
    plain = as_text(table)
    text = plain.map(_plain)
    if "key" in text:
        text["key"] = "`" + plain["key"].map(_in_code) + "`"
    lines = [_line(table.columns), _line(rule), *(_line(row) for row in rows_of(text))]
    return [f"### {title}", "\n".join(lines)]


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


#: Signs that Markdown or HTML would read as more than themselves. Brackets are written as
#: entities, since no reader of Markdown makes a link, a picture or a tag of those.
_SIGNS = str.maketrans(
    {"\\": "\\\\", "|": "\\|", "*": "\\*", "`": "'", "<": "&lt;", ">": "&gt;"}
    | {"[": "&#91;", "]": "&#93;"}
)
#: Between backquotes an entity would be read as it is written.
_SIGNS_IN_CODE = str.maketrans({"\\": "/", "|": "\\|", "`": "'", "<": "\u2039", ">": "\u203a"})
_ENTITY = re.compile(r"&(?=#?\w+;)")


def _plain(cell: str) -> str:
    """Return a cell as it can stand in a table: one line of text and nothing but text."""
    return _ENTITY.sub("&amp;", _one_line(cell)).translate(_SIGNS)


def _in_code(key: str) -> str:
    """Return a key as it can stand in a table between backquotes."""
    return _one_line(key).translate(_SIGNS_IN_CODE)


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()))
