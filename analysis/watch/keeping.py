"""The boards that were shipped: kept with the data, so that they can be judged later."""

from __future__ import annotations

import pandas as pd

from analysis.store.loading import Tables
from analysis.watch.board import BOARD_COLUMNS, framed_board

#: Not kept: the name follows from the code, the days from the dates, the stage from the events,
#: who holds office from its table.
_OFFICE = ("office", "holder", "holds", "holds_since", "holds_until", "office_sources")
_LEFT_OUT = ("name", "days", "stage", *_OFFICE)
KEPT_COLUMNS = ["version", "day", *(name for name in BOARD_COLUMNS if name not in _LEFT_OUT)]
#: The command that writes the board of the present version.
REMEDY = "rollback watch --keep"


def kept_board(tables: Tables) -> pd.DataFrame:
    """Return the board of the data's vintage as ``boards.csv`` keeps it, all of it text.

    Columns :data:`KEPT_COLUMNS`, sorted by treaty and state.
    """
    rows = framed_board(tables, tables.vintage)
    rows.insert(0, "day", f"{tables.vintage:%Y-%m-%d}")
    rows.insert(0, "version", tables.version)
    return rows[KEPT_COLUMNS].astype("str").sort_values(["treaty", "state"], ignore_index=True)


def with_board(kept: pd.DataFrame, board: pd.DataFrame) -> pd.DataFrame:
    """Return the kept boards with that of one version in its place; those of others stay."""
    others = kept.loc[~kept["version"].isin(board["version"]), KEPT_COLUMNS]
    return pd.concat([others, board], ignore_index=True)
