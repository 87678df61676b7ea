"""Printing a table for eyes, as CSV, JSON or Markdown: the same rows and values in all of them.

Cells are the text of others: none can steer a terminal or run in a spreadsheet.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click
import numpy as np
import pandas as pd

from analysis.cli.terminal import print_rows, wrapped
from analysis.language.harmless import printable
from analysis.store.frames import as_records, as_sheet, as_text, columns_of


def print_table(
    table: pd.DataFrame, form: str, *, wide: bool = False, brief: Sequence[str] = ()
) -> None:
    """Print a table on stdout: days as ISO 8601, nothing known as an empty cell (JSON: null).

    Only the table for eyes rounds numbers, to four significant digits, and shows characters that
    would steer the terminal by their codes. CSV writes an apostrophe before text that a
    spreadsheet would take for a formula. JSON holds every text as it is. On a terminal one row is
    a card, and columns for which there is no room are left out, and named on stderr, unless
    ``wide``: those in ``brief`` last. A file or a pipe gets them all.
    """
    if form == "table" and sys.stdout.isatty():
        for note in print_rows(for_eyes(table), wide=wide, brief=brief):
            click.echo(wrapped(note) if sys.stderr.isatty() else note, err=True)
    else:
        click.echo(written(table, form), nl=False)


def written(table: pd.DataFrame, form: str) -> str:
    """Return a table as the text of a file in a format, with every row and column."""
    if form == "csv":
        return str(as_sheet(table).to_csv(index=False, lineterminator="\n"))
    if form == "json":
        return json.dumps(as_records(table), ensure_ascii=False, indent=1) + "\n"
    plain = for_eyes(table)
    return _markdown(plain) if form == "md" else _in_line(plain)


def for_eyes(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as harmless text, with numbers of four significant digits."""
    plain = as_text(_rounded(table))
    shown = {name: _harmless(column) for name, column in columns_of(plain)}
    return pd.DataFrame(shown, columns=plain.columns)


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


def _markdown(plain: pd.DataFrame) -> str:
    """Return a table in Markdown; a bar inside a cell does not part it."""
    rows = [list(plain.columns), ["---"] * len(plain.columns), *plain.to_numpy().tolist()]
    lines = (" | ".join(str(cell).replace("|", "\\|") for cell in row) for row in rows)
    return "".join(f"| {line} |\n" for line in lines)


def _in_line(plain: pd.DataFrame) -> str:
    """Return a table for a file or a pipe: columns in line, no row folded."""
    columns = [[str(name), *map(str, plain[name])] for name in plain.columns]
    widths = [max(map(len, column)) for column in columns]
    form = "  ".join(f"{{:<{width}}}" for width in widths)
    return "".join(form.format(*row).rstrip() + "\n" for row in zip(*columns, strict=True))
