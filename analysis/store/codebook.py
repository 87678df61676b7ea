"""What the data package says of itself: every column with its meaning and unit, and the licences.

For whatever is written out of the register, so that it explains itself wherever it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.store.loading import TABLES

CODEBOOK_COLUMNS = ["table", "column", "type", "description", "unit"]
#: Columns that the package adds to a table when it is loaded.
ADDED = {
    "event": "Readable key of the event: treaty, state, date and kind; unique.",
    "day": "The date as a day: the last one that it can mean, if it lacks its day or month.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """Tables that go out together, with all that a reader needs to understand them.

    ``tables`` are typed frames by name; ``codebook`` has the columns :data:`CODEBOOK_COLUMNS`;
    ``about`` are names and texts as of :func:`about`; ``day`` is that on which the data stand, the
    only day that the files bear.
    """

    tables: Mapping[str, pd.DataFrame]
    codebook: pd.DataFrame
    about: list[tuple[str, str]]
    day: pd.Timestamp


def codebook(package: dict[str, Any]) -> pd.DataFrame:
    """Return one row per column of every table, with its type, what it means and its unit.

    ``package`` is the content of ``datapackage.json``. Columns: :data:`CODEBOOK_COLUMNS`.
    """
    rows = [
        (resource["name"], field["name"], field.get("type", ""), *meaning_and_unit(field))
        for resource in package.get("resources", [])
        for field in resource.get("schema", {}).get("fields", [])
    ]
    return pd.DataFrame(rows, columns=CODEBOOK_COLUMNS, dtype="str")


def meaning_and_unit(field: dict[str, Any]) -> tuple[str, str]:
    """Part the meaning of a column from its unit, where the description ends with one.

    >>> meaning_and_unit({"description": "Length of the border. Unit: kilometres."})
    ('Length of the border.', 'kilometres')
    """
    told = field.get("description", "")
    found = re.fullmatch(r"(.*?)\s*Unit: ([^.]+)\.", told, re.DOTALL)
    return (found[1], found[2]) if found else (told, field.get("unit", ""))


def columns_explained(table: str, frame: pd.DataFrame, package: dict[str, Any]) -> pd.DataFrame:
    """Return the rows of the codebook for the columns of a typed table, in their order.

    ``type`` is that of the typed column (:func:`type_word`), not that of the file.
    """
    book = codebook(package)
    own = book[book["table"] == table].set_index("column")
    rows = [
        (
            table,
            str(name),
            type_word(column),
            own["description"].get(name, ADDED.get(str(name), "")),
            own["unit"].get(name, ""),
        )
        for name, column in frame.items()
    ]
    return pd.DataFrame(rows, columns=CODEBOOK_COLUMNS, dtype="str")


def type_word(column: pd.Series) -> str:
    """Return the type of a column in a word: ``day``, ``whole number``, ``number`` or ``text``."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return "day"
    if pd.api.types.is_bool_dtype(column):
        return "true or false"
    if pd.api.types.is_integer_dtype(column):
        return "whole number"
    return "number" if pd.api.types.is_float_dtype(column) else "text"


def about(package: dict[str, Any], tables: Iterable[str] = TABLES) -> list[tuple[str, str]]:
    """Return what whoever is handed rows of some tables must know: data, version, licences.

    Each is a name and a text; a licence that holds for some of the tables alone names them.
    """
    told = [(name, str(package.get(name) or "")) for name in ("title", "version", "vintage")]
    authors = [one.get("title", "") for one in package.get("contributors", [])]
    told.append(("authors", ", ".join(filter(None, authors))))
    told += [("licence", text) for text in _licences(package, list(tables))]
    return [(name, text) for name, text in told if text]


def _licences(package: dict[str, Any], tables: list[str]) -> Iterator[str]:
    """Yield each licence once, that of the whole first, with the tables of one that has few."""
    whole = [_licence(one) for one in package.get("licenses", [])]
    yield from whole
    found: dict[str, list[str]] = {}
    for resource in package.get("resources", []):
        for one in resource.get("licenses", []) if resource.get("name") in tables else []:
            found.setdefault(_licence(one), []).append(resource["name"])
    for licence, names in found.items():
        if licence not in whole:
            yield f"{licence}; for {', '.join(names)}"


def _licence(one: dict[str, str]) -> str:
    """Return a licence by its name, title and address, as far as it has them."""
    told = [one.get("name", ""), one.get("title", ""), one.get("path", "")]
    return ": ".join(filter(None, told))
