"""Frames as text and as JSON: the same rows and values wherever a table is written."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.language.harmless import harmless_cell


def as_text(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with every cell as text: days as ISO 8601, nothing known as empty."""
    columns = {}
    for name, column in columns_of(table):
        if pd.api.types.is_datetime64_any_dtype(column):
            columns[name] = _written(column)
        else:
            columns[name] = column.astype("string").fillna("")
    return pd.DataFrame(columns, columns=table.columns)


def _written(days: pd.Series) -> pd.Series:
    """Return days as ISO 8601, each written once however often it stands."""
    places, known = pd.factorize(days)
    texts = np.array([*(f"{day:%Y-%m-%d}" for day in pd.DatetimeIndex(known)), ""], dtype=object)
    return pd.Series(texts[places], index=days.index, dtype="string")


def as_sheet(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as text that a spreadsheet shows and never runs.

    Numbers and days are written as :func:`as_text` does; text that would be a formula gets an
    apostrophe before it, the sign by which a spreadsheet knows text.
    """
    plain = as_text(table)
    columns = {}
    for name, column in columns_of(table):
        reckons = pd.api.types.is_numeric_dtype(column)
        days = pd.api.types.is_datetime64_any_dtype(column)
        columns[name] = plain[name] if reckons or days else plain[name].map(harmless_cell)
    return pd.DataFrame(columns, columns=table.columns)


def as_records(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return a table as JSON-safe rows: numbers stay numbers, empty cells become null."""
    days = {
        name: column.dt.strftime("%Y-%m-%d")
        for name, column in columns_of(table)
        if pd.api.types.is_datetime64_any_dtype(column)
    }
    plain = table.assign(**days).astype("object")
    # JSON has no word for infinity, the open end of an interval.
    plain = plain.where(plain.notna() & ~plain.isin(["", np.inf, -np.inf]), None)
    return [
        {str(key): getattr(value, "item", lambda v=value: v)() for key, value in row.items()}
        for row in plain.to_dict("records")
    ]


def columns_of(table: pd.DataFrame) -> list[tuple[str, pd.Series]]:
    """Return the columns of a table with their names as text."""
    return [(str(name), column) for name, column in table.items()]
