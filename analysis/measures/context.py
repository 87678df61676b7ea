"""The context of a treaty as it was known on a day: casualties, stocks, votes, studies.

A number is known once one of its sources was out, a vote once it was cast.
"""

from __future__ import annotations

import pandas as pd

from analysis.store.known import known_since
from analysis.store.loading import Tables, end_of_date

COLUMNS = [
    "treaty", "topic", "period", "state", "measure", "number", "bound", "edition", "act",
    "source", "note",
]  # fmt: skip
#: What is said wherever the numbers are shown.
LIMITS = (
    "casualties are those recorded; a number of the edition that follows the year is a first one,"
    " and first and revised numbers are not of one series."
)
#: What a row of casualties and a vote count, in the order in which they are told.
_TOLLS = ("total", "killed", "injured", "unknown")
_VOTES = ("yes", "no", "abstain")


def casualties_known(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return the rows of ``casualties.csv`` of which a source was out on a day."""
    return _known(tables, tables.casualties, day)


def stocks_known(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return the rows of ``stockpiles.csv`` of which a source was out on a day."""
    return _known(tables, tables.stockpiles, day)


def votes_known(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return the votes of ``resolutions.csv`` that had been cast by a day, in order.

    One of which only the year is known counts from the end of it.
    """
    rows = tables.resolutions
    cast = end_of_date(rows["day"])
    seen = rows.assign(cast=cast)[cast <= day].sort_values(["cast", "organ"], kind="stable")
    return seen.drop(columns="cast").reset_index(drop=True)


def studies_known(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return the rows of ``literature.csv`` that were published by a day."""
    return _known(tables, tables.literature, day)


def context_table(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return casualties, stocks and votes as known on a day, one row per number.

    Columns :data:`COLUMNS`: ``topic`` is ``casualties``, ``stocks`` or ``vote``; ``period`` the
    year, or the day as precise as it is known; ``state`` a code, empty for the world or all
    parties; ``measure`` what ``number`` counts; ``bound`` how exact it is; ``edition`` that of the
    Landmine Monitor; ``act`` organ and symbol of a vote; ``source`` keys joined by ``;``.
    """
    tolls = casualties_known(tables, day).rename(columns={"year": "period"})
    stocks = stocks_known(tables, day).rename(columns={"day": "period", "stock": "measure"})
    votes = votes_known(tables, day).rename(columns={"day": "period"})
    acts = (votes["organ"] + " " + votes["symbol"]).str.strip()
    parts = {
        "casualties": _melted(tolls, _TOLLS),
        "stocks": stocks,
        "vote": _melted(votes.assign(act=acts, bound="exact"), _VOTES),
    }
    table = pd.concat(
        [
            part.rename(columns={"sources": "source"})
            .assign(topic=topic)
            .reindex(columns=COLUMNS)
            .astype("object")
            for topic, part in parts.items()
        ],
        ignore_index=True,
    )
    numbers = {"number": "Int64", "edition": "Int64"}
    words = {name: table[name].fillna("").astype("str") for name in COLUMNS if name not in numbers}
    return table.assign(**words).astype(numbers)


def _known(tables: Tables, rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    return rows[known_since(tables, rows["sources"]) <= day].reset_index(drop=True)


def _melted(rows: pd.DataFrame, measures: tuple[str, ...]) -> pd.DataFrame:
    """Return one row for each number of a row, where there is one."""
    kept = [name for name in rows.columns if name not in measures]
    found = rows.melt(kept, list(measures), "measure", "number", ignore_index=False)
    return found[found["number"].notna()].sort_index(kind="stable")
