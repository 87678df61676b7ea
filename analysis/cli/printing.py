"""Printing a table on a terminal, as CSV or as JSON: the same rows and values in all three."""

from __future__ import annotations

import json
import sys

import click
import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

FORMATS = ("table", "csv", "json")
#: Wide enough that a table sent to a file or a pipe is never folded.
_UNFOLDED = 10_000


def print_table(table: pd.DataFrame, form: str) -> None:
    """Print a table on stdout: days as ISO 8601, nothing known as an empty cell (JSON: null).

    Only the table for eyes rounds numbers, to four significant digits.
    """
    if form == "csv":
        click.echo(as_text(table).to_csv(index=False, lineterminator="\n"), nl=False)
    elif form == "json":
        click.echo(json.dumps(as_records(table), ensure_ascii=False, indent=1))
    else:
        _print_for_eyes(as_text(_rounded(table)))


def as_text(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with every cell as text."""
    columns = {}
    for name, column in _columns(table):
        if pd.api.types.is_datetime64_any_dtype(column):
            columns[name] = column.dt.strftime("%Y-%m-%d").fillna("")
        else:
            columns[name] = column.astype("string").fillna("")
    return pd.DataFrame(columns, columns=table.columns)


def as_records(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return a table as JSON-safe rows: numbers stay numbers, empty cells become null."""
    days = {
        name: column.dt.strftime("%Y-%m-%d")
        for name, column in _columns(table)
        if pd.api.types.is_datetime64_any_dtype(column)
    }
    plain = table.assign(**days).astype("object")
    # JSON has no word for infinity, the open end of an interval.
    plain = plain.where(plain.notna() & ~plain.isin(["", np.inf, -np.inf]), None)
    return [
        {str(key): getattr(value, "item", lambda v=value: v)() for key, value in row.items()}
        for row in plain.to_dict("records")
    ]


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    floats = [name for name, column in _columns(table) if pd.api.types.is_float_dtype(column)]
    return table.assign(**{name: table[name].map(_significant) for name in floats})


def _significant(number: float) -> str:
    """Write a number with four significant digits.

    >>> [_significant(number) for number in (12706.0, 0.98427676, 8.6e-09, float("nan"))]
    ['12706', '0.9843', '8.6e-09', '']
    """
    if not np.isfinite(number):
        return "" if np.isnan(number) else "∞"
    if number and abs(number) < 1e-5:
        return f"{number:.3g}"
    digits = max(0, 3 - int(np.floor(np.log10(abs(number))))) if number else 0
    return f"{number:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{number:.0f}"


def _columns(table: pd.DataFrame) -> list[tuple[str, pd.Series]]:
    return [(str(name), column) for name, column in table.items()]


def _print_for_eyes(plain: pd.DataFrame) -> None:
    width = None if sys.stdout.isatty() else _UNFOLDED
    console = Console(width=width, highlight=False)
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in plain.columns:
        shown.add_column(str(name), overflow="fold")
    for row in plain.itertuples(index=False):
        # Text, not markup: a name in square brackets is printed as it stands.
        shown.add_row(*(Text(str(value)) for value in row))
    console.print(shown)
