"""Known gaps on a day: what the data lack of a treaty, for whom, and whether it matters then."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.store.loading import Tables


def gaps_on(tables: Tables, treaty: str, day: pd.Timestamp) -> pd.DataFrame:
    """Return the gaps of a treaty that have begun by a day, as rows of ``gaps.csv``.

    ``open`` (bool) is added: whether the gap still matters on the day, from its ``start`` to the
    day before its ``end``. A gap is told of a past day also where it became known later, for what
    is missing was missing then. Sorted by kind, start and states.
    """
    rows = tables.gaps[(tables.gaps["treaty"] == treaty) & (tables.gaps["start"] <= day)]
    rows = rows.assign(open=rows["end"].isna() | (rows["end"] > day))
    return rows.sort_values(["missing", "start", "states"], kind="stable").reset_index(drop=True)


def gap_cautions(tables: Tables, day: pd.Timestamp, codes: Sequence[str]) -> list[str]:
    """Say which states of some treaties stand as parties although their suspension is documented.

    A count, a border or a status cannot show what has no day.
    """
    told = []
    for code in codes:
        rows = gaps_on(tables, code, day)
        if lacking := states_lacking(rows[rows["open"]], "suspension_day"):
            states = ", ".join(sorted(lacking))
            told.append(
                f"{code}: {states} stand as parties although their suspension is documented;"
                " its day is not on record"
            )
    return told


def states_lacking(rows: pd.DataFrame, missing: str) -> frozenset[str]:
    """Return the codes of the states that gaps of one kind concern."""
    cells = rows.loc[rows["missing"] == missing, "states"]
    return frozenset(code for cell in cells for code in cell.split(";") if code)
