"""What was corrected, removed and added between two versions, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.store.loading import TABLES, end_of_date, rows_of

COLUMNS = ["change", "table", "key", "treaty", "state", "column", "before", "after"]
#: In the order in which they are told: what was quoted before comes first.
CHANGES = ("corrected", "removed", "added")


@dataclass(frozen=True, slots=True)
class Identity:
    """By which columns a row of one version is found again in another.

    ``exact`` names a row. What has no counterpart by it is matched by ``loose``, the nearest
    ``day`` first; without a day there is no second look. ``named`` makes the readable key.
    """

    exact: tuple[str, ...]
    loose: tuple[str, ...] = ()
    day: str = ""
    named: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the readable key."""
        return self.named or self.exact


IDENTITIES = {
    "events": Identity(
        ("treaty", "state", "date", "kind", "body"),
        ("treaty", "state", "kind"),
        "date",
        named=("treaty", "state", "date", "kind"),
    ),
    "treaties": Identity(("code",)),
    "states": Identity(("state",)),
    "groups": Identity(("group", "state", "start"), ("group", "state"), "start"),
    "borders": Identity(("state_a", "state_b")),
    "conflicts": Identity(
        ("state", "start", "conflict"), ("state",), "start", named=("state", "start")
    ),
    "disputes": Identity(("treaty", "state", "act", "date"), ("treaty", "state", "act"), "date"),
    "gaps": Identity(
        ("treaty", "states", "missing", "start"), ("treaty", "states", "missing"), "start"
    ),
    "attempts": Identity(("attempt",)),
    "offices": Identity(("state", "office", "start"), ("state", "office"), "start"),
    "searches": Identity(("treaty", "state", "from_year")),
    "calendar": Identity(("treaty", "day", "what")),
    "casualties": Identity(("treaty", "state", "year", "edition")),
    "stockpiles": Identity(("treaty", "state", "day", "stock")),
    "resolutions": Identity(("treaty", "day", "organ")),
    "literature": Identity(("study",)),
    "boards": Identity(("version", "treaty", "state")),
    # A total that another day's source printed is another total, not a correction of it.
    "totals": Identity(("treaty", "day", "measure")),
    "published": Identity(("treaty", "period", "counted")),
    "claims": Identity(("story", "claim")),
    "corrections": Identity(("version", "treaty", "state", "start")),
    "aliases": Identity(("what", "name", "code")),
    "sources": Identity(("source",)),
}


def compare_rows(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per corrected cell, and one per removed and per added row.

    ``old`` and ``new`` map tables to frames of text. Columns ``change`` (``corrected``,
    ``removed``, ``added``), ``table``, ``key`` (the event's key; for other tables the table and
    its key columns, joined by dots; of a corrected row the key it had before), ``treaty`` and
    ``state`` (empty where there is none), ``column``, ``before``, ``after``. A removed row
    keeps its other cells in ``before``, because the newer data no longer have them. Only
    columns that both versions have are compared.
    """
    parts = [_compare(table, *_both(table, old, new)) for table in TABLES]
    rows = pd.concat(parts, ignore_index=True)
    rank = rows["change"].map({change: place for place, change in enumerate(CHANGES)})
    return rows.iloc[np.argsort(rank.to_numpy(), kind="stable")].reset_index(drop=True)


def row_keys(table: str, frame: pd.DataFrame) -> pd.Series:
    """Return a readable key for each row, unique in its table; a repeated one gets ``.2``.

    >>> row_keys("borders", pd.DataFrame({"state_a": ["EST"], "state_b": ["RUS"]})).tolist()
    ['borders.EST.RUS']
    """
    columns = [frame[name] for name in IDENTITIES[table].key if name in frame]
    prefix = [] if table == "events" else [table]
    cells = zip(*columns, strict=True)
    joined = [".".join([*prefix, *(cell for cell in row if cell)]) for row in cells]
    key = pd.Series(joined, index=frame.index, dtype="str")
    again = key.groupby(key).cumcount() + 1
    return key.where(again == 1, key + "." + again.astype("str"))


def _both(
    table: str, old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a table of both versions; one that a version lacks has the columns and no rows."""
    columns = pd.DataFrame(columns=list(IDENTITIES[table].exact), dtype="str")
    none = old.get(table, new.get(table, columns)).iloc[:0]
    before, after = old.get(table, none), new.get(table, none)
    return before.reset_index(drop=True), after.reset_index(drop=True)


def _compare(table: str, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    pairs = _match(IDENTITIES[table], old, new)
    gone, come = _without(old, pairs["before"]), _without(new, pairs["after"])
    parts = [
        _corrected(table, old, new, pairs),
        _named("removed", table, gone, row_keys(table, old)).assign(
            before=_other_cells(IDENTITIES[table], gone)
        ),
        _named("added", table, come, row_keys(table, new)),
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _match(identity: Identity, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return the places of the rows that are the same one, in the order of the older version."""
    exact = _candidates(identity.exact, old, new, numbered=True)
    if identity.day not in old or identity.day not in new:
        return exact
    gone, come = _without(old, exact["before"]), _without(new, exact["after"])
    rest = _candidates(identity.loose, gone, come)
    near = _nearest(rest, end_of_date(old[identity.day]), end_of_date(new[identity.day]))
    return pd.concat([exact, near]).sort_values("before", ignore_index=True)


def _without(rows: pd.DataFrame, places: pd.Series) -> pd.DataFrame:
    return rows[~rows.index.isin(places)]


def _candidates(
    columns: tuple[str, ...], old: pd.DataFrame, new: pd.DataFrame, *, numbered: bool = False
) -> pd.DataFrame:
    """Return every pair of rows that agree in the columns; numbered, the nth with the nth."""
    keys = [name for name in columns if name in old and name in new]
    before, after = (
        frame[keys].assign(row=frame.index, turn=frame.groupby(keys).cumcount() if numbered else 0)
        for frame in (old, new)
    )
    pairs = before.merge(after, on=[*keys, "turn"], suffixes=("_before", "_after"))
    return pairs.rename(columns={"row_before": "before", "row_after": "after"})[["before", "after"]]


def _nearest(pairs: pd.DataFrame, old: pd.Series, new: pd.Series) -> pd.DataFrame:
    """Let each row have one counterpart: the pairs that lie nearest in time come first."""
    gap = (new.loc[pairs["after"]].to_numpy() - old.loc[pairs["before"]].to_numpy()).astype("m8[s]")
    ordered = pairs.assign(gap=np.abs(gap)).sort_values("gap", kind="stable")
    left, right, kept = set(), set(), []
    for pair in rows_of(ordered):
        if pair.before not in left and pair.after not in right:
            left.add(pair.before)
            right.add(pair.after)
            kept.append((pair.before, pair.after))
    return pd.DataFrame(kept, columns=["before", "after"], dtype="int64")


def _corrected(
    table: str, old: pd.DataFrame, new: pd.DataFrame, pairs: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per cell that differs, in the order of rows and columns."""
    shared = [name for name in old.columns if name in new.columns]
    before = old.loc[pairs["before"], shared].to_numpy(dtype=object)
    after = new.loc[pairs["after"], shared].to_numpy(dtype=object)
    row, column = np.nonzero(before != after)
    place = pairs["before"].to_numpy()[row]
    rows = _named("corrected", table, old.loc[place], row_keys(table, old))
    return rows.assign(
        column=np.asarray(shared, dtype=object)[column],
        before=before[row, column],
        after=after[row, column],
    )


def _named(change: str, table: str, rows: pd.DataFrame, keys: pd.Series) -> pd.DataFrame:
    """Return the change of each row, with the row's key, treaty and state."""
    empty = pd.Series("", index=rows.index)
    treaty = rows["code"] if table == "treaties" else rows.get("treaty", empty)
    names = {"key": keys.loc[rows.index], "treaty": treaty, "state": rows.get("state", empty)}
    frame = pd.DataFrame({name: cells.to_numpy() for name, cells in names.items()}, dtype="str")
    return frame.assign(change=change, table=table, column="", before="", after="")


def _other_cells(identity: Identity, rows: pd.DataFrame) -> list[str]:
    """Return the cells of each row that its key does not tell, in one line."""
    rest = rows.drop(columns=[name for name in identity.key if name in rows])
    return [
        "; ".join(f"{name}: {cell}" for name, cell in zip(rest.columns, row, strict=True) if cell)
        for row in rest.itertuples(index=False, name=None)
    ]
