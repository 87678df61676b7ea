"""The kept boards: that of the data's own version must be the one that follows from the data.

Those of earlier versions are history. Nothing is compared while anything else is wrong: a board
that rests on faulty rows would be blamed for them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.checks.sheets import Sheets
from analysis.store.loading import type_tables
from analysis.terms.errors import Fault
from analysis.watch.keeping import KEPT_COLUMNS, REMEDY, kept_board

_KEY = ["treaty", "state"]
_FILE = "boards.csv"


def check_boards(sheets: Sheets) -> Iterator[Fault]:
    """Yield each difference between the board of this version and the one that is computed."""
    if sheets.faults or not sheets.has("boards", *KEPT_COLUMNS):
        return
    tables = type_tables(sheets.raw)
    kept, now = sheets.frames["boards"], kept_board(tables)
    own = kept[kept["version"] == tables.version]
    lines = {
        (str(treaty), str(state)): (int(number), dict(zip(KEPT_COLUMNS, cells, strict=True)))
        for number, treaty, state, *cells in zip(
            own.index, *(own[name] for name in (*_KEY, *KEPT_COLUMNS)), strict=True
        )
    }
    cells = _by_pair(now)
    for pair in [pair for pair in cells if pair not in lines]:
        rule = f"the board of version {tables.version} has no row of {pair[1]} under {pair[0]}"
        yield Fault(_FILE, None, "treaty, state", ", ".join(pair), rule, _remedy())
    for pair, (number, written) in lines.items():
        if pair not in cells:
            rule = "no such row follows from the data of this version"
            yield Fault(_FILE, number, "treaty, state", ", ".join(pair), rule, _remedy())
            continue
        for column, value in cells[pair].items():
            if written[column] != value:
                rule = f"from the data of this version follows {value!r}"
                yield Fault(_FILE, number, column, written[column], rule, _remedy())


def is_stale(fault: Fault) -> bool:
    """Return whether a fault says that a kept board does not follow from the data any more."""
    return fault.file == _FILE and fault.remedy == _remedy()


def _by_pair(board: pd.DataFrame) -> dict[tuple[str, str], dict[str, str]]:
    rows = board.to_dict("records")
    return {
        (str(row["treaty"]), str(row["state"])): {str(k): str(v) for k, v in row.items()}
        for row in rows
    }


def _remedy() -> str:
    return f"Write the board anew with `{REMEDY}`, once the data are as they should be."
