"""Printing a table on a terminal, as CSV or as JSON: the same rows and values in all three.

Cells are the text of others: none can steer a terminal or run in a spreadsheet.
"""

from __future__ import annotations

import json
import sys
from itertools import islice

import click
import numpy as np
import pandas as pd

from analysis.language.harmless import printable
from analysis.store.frames import as_records, as_sheet, as_text, columns_of

#: How many lines are written at once.
_AT_ONCE = 10_000


def print_table(table: pd.DataFrame, form: str) -> None:
    """Print a table on stdout: days as ISO 8601, nothing known as an empty cell (JSON: null).

    Only the table for eyes rounds numbers, to four significant digits, and shows characters that
    would steer the terminal by their codes. CSV writes an apostrophe before text that a
    spreadsheet would take for a formula. JSON holds every text as it is.
    """
    if form == "csv":
        click.echo(as_sheet(table).to_csv(index=False, lineterminator="\n"), nl=False)
    elif form == "json":
        click.echo(json.dumps(as_records(table), ensure_ascii=False, indent=1))
    else:
        plain = as_text(_rounded(table))
        shown = {name: _harmless(column) for name, column in columns_of(plain)}
        _print_for_eyes(pd.DataFrame(shown, columns=plain.columns))


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    floats = [name for name, column in columns_of(table) if pd.api.types.is_float_dtype(column)]
    return table.assign(**{name: table[name].map(_significant) for name in floats})


def _harmless(texts: pd.Series) -> pd.Series:
    """Show what would steer the terminal by its code; texts that stand often are read once."""
    return texts.map({text: printable(text) for text in texts.unique()})


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


def _print_for_eyes(plain: pd.DataFrame) -> None:
    if not sys.stdout.isatty():
        _print_unfolded(plain)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in plain.columns:
        shown.add_column(str(name), overflow="fold")
    for row in plain.itertuples(index=False):
        # Text, not markup: a name in square brackets is printed as it stands.
        shown.add_row(*(Text(str(value)) for value in row))
    Console(highlight=False).print(shown)


def _print_unfolded(plain: pd.DataFrame) -> None:
    """Print a table for a file or a pipe: columns in line, no row folded."""
    columns = [[str(name), *map(str, plain[name])] for name in plain.columns]
    widths = [max(map(len, column)) for column in columns]
    form = "  ".join(f"{{:<{width}}}" for width in widths)
    lines = (form.format(*row).rstrip() for row in zip(*columns, strict=True))
    while part := list(islice(lines, _AT_ONCE)):
        click.echo("\n".join(part))
