"""The difference between two versions: the rows, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.language.english import format_list
from analysis.language.numbers import counted
from analysis.register import Register
from analysis.store.loading import TABLES, end_of_date
from analysis.terms.days import Day, to_day
from analysis.versions.consequences import (
    COUNT_COLUMNS,
    compare_counts,
    compare_standings,
    compare_statuses,
)
from analysis.versions.opening import Version
from analysis.versions.rows import compare_rows


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class VersionDifference:
    """What is otherwise in one version of the data than in an older one.

    ``rows``: columns :data:`analysis.versions.rows.COLUMNS`; ``statuses``, ``counts`` and
    ``standings`` (stages, and places on the board of who may leave):
    :data:`~analysis.versions.consequences.STATUS_COLUMNS`,
    :data:`~analysis.versions.consequences.COUNT_COLUMNS` and
    :data:`~analysis.versions.consequences.STANDING_COLUMNS`, as of ``day`` and for the treaties
    that both versions have. ``cautions`` says what could not be compared.
    """

    old: Version
    new: Version
    day: pd.Timestamp
    rows: pd.DataFrame
    statuses: pd.DataFrame
    counts: pd.DataFrame
    standings: pd.DataFrame
    cautions: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<VersionDifference {self.old.number} to {self.new.number}: {self.counted}>"

    @property
    def counted(self) -> str:
        """How many rows were corrected, removed and added: "one cell corrected, two rows added"."""
        told = [
            f"{counted(len(self.of(change)), what)} {change}"
            for change, what in (("corrected", "cell"), ("removed", "row"), ("added", "row"))
            if len(self.of(change))
        ]
        return ", ".join(told) or "no row differs"

    def of(self, change: str) -> pd.DataFrame:
        """Return the rows of one change: ``corrected``, ``removed`` or ``added``."""
        return self.rows[self.rows["change"] == change].reset_index(drop=True)


def compare_versions(old: Version, new: Version, day: Day | None = None) -> VersionDifference:
    """Return what was corrected, removed and added between two versions, and what follows.

    Statuses and counts are compared as known on ``day``, by default the later vintage: the
    statuses at any time up to it, the counts on it, on the days of published totals
    (``totals.csv``), and from each day on which the difference between the versions changes.
    """
    last = max(old.vintage, new.vintage) if day is None else to_day(day)
    rows = compare_rows(old.cells, new.cells)
    before, after = old.register.as_of(last), new.register.as_of(last)
    shared = [code for code in new.register.codes() if code in old.register.codes()]
    statuses = compare_statuses(_under(before, shared), _under(after, shared), last)
    moved = set(rows["treaty"]) | set(statuses["treaty"])
    parts = [
        compare_counts(before, after, code, _quoted(old, code) + _quoted(new, code))
        for code in shared
        if code in moved
    ]
    counts = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COUNT_COLUMNS)
    standings = compare_standings(before, after, shared)
    cautions = _cautions(old, new, shared)
    return VersionDifference(old, new, last, rows, statuses, counts, standings, cautions)


def _under(register: Register, treaties: list[str]) -> pd.DataFrame:
    return register.spells[register.spells["treaty"].isin(treaties)]


def _quoted(version: Version, treaty: str) -> list[pd.Timestamp]:
    """Return the days on which a source has printed a total of the treaty."""
    totals = version.cells.get("totals")
    if totals is None or not {"treaty", "day"} <= set(totals.columns):
        return []
    return list(end_of_date(totals.loc[totals["treaty"] == treaty, "day"]).dropna())


def _cautions(old: Version, new: Version, shared: list[str]) -> tuple[str, ...]:
    """Say what one of two versions lacks, so that it could not be compared."""
    told = [*old.cautions, *new.cautions]
    for here, there, change in ((old, new, "removed"), (new, old, "added")):
        name = here.number if here.number != there.number else here.name
        for table in TABLES:
            told += _table_cautions(table, name, here, there, change)
        if alone := [code for code in here.register.codes() if code not in shared]:
            told.append(
                f"only {name} has {format_list(alone)}:"
                " the statuses and counts of a treaty that one version lacks are not compared"
            )
    return tuple(told)


def _table_cautions(table: str, name: str, here: Version, there: Version, change: str) -> list[str]:
    """Say what of a table only one version has."""
    if table not in here.cells:
        return []
    if table not in there.cells:
        return [f"only {name} has {table}.csv: all its rows count as {change}"]
    known = there.cells[table].columns
    columns = [str(column) for column in here.cells[table].columns if column not in known]
    if not columns:
        return []
    return [f"only {name} has these columns of {table}.csv: {format_list(columns)}"]
