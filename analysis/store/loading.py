"""From the CSV files of a data folder to typed, checked tables.

Two steps, with the check (:mod:`analysis.checks`) in between: :func:`read_tables` takes the
files as text and keeps every cell as it stands; :func:`type_tables` gives the columns of sound
tables their types. :func:`analysis.register.load_register` takes all three.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import namedtuple
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from analysis.store.folder import default_folder
from analysis.store.reading import read_csv, read_package
from analysis.store.resting import no_search_for_circles
from analysis.terms.errors import Fault

TABLES = (
    "events",
    "treaties",
    "states",
    "groups",
    "borders",
    "conflicts",
    "disputes",
    "gaps",
    "attempts",
    "offices",
    "searches",
    "calendar",
    "casualties",
    "stockpiles",
    "resolutions",
    "literature",
    "boards",
    "totals",
    "published",
    "claims",
    "corrections",
    "aliases",
    "sources",
)
#: A day, a month or a year.
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
#: How the name of a data package begins that comes from this project.
PROJECT = "disarmament-rollback"
#: Dates that stay as they are written: what is said of them is as precise as the source.
_AS_WRITTEN = (
    ("disputes", "date"),
    ("attempts", "started"),
    ("attempts", "outcome_date"),
    ("calendar", "day"),
    ("calendar", "last_day"),
    ("stockpiles", "day"),
    ("resolutions", "day"),
    ("boards", "last_step"),
)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class RawTables:
    """The files of a data folder as text, before any rule has been applied.

    ``frames`` maps a table's name to a frame of strings; its index is the row number that a
    spreadsheet shows. ``faults`` holds what made a file unreadable.
    """

    folder: Path
    package: dict[str, Any]
    frames: dict[str, pd.DataFrame]
    faults: tuple[Fault, ...] = ()

    def fields(self, table: str) -> list[dict[str, Any]]:
        """Return the fields of a table as ``datapackage.json`` declares them."""
        for resource in self.package.get("resources", []):
            if resource.get("name") == table:
                return list(resource.get("schema", {}).get("fields", []))
        return []


@dataclass(frozen=True, slots=True, repr=False, eq=False, weakref_slot=True)
class Tables:
    """The register's tables with their types.

    Text columns hold ``""`` where nothing is known, day columns ``NaT``, counts ``<NA>``.
    ``events`` gains ``event`` (a readable key, unique) and ``day`` (datetime64: the date, or
    the last day of a month or year when no source gives the day); its ``date``, and that of
    ``disputes``, is the text as written.
    """

    folder: Path
    version: str
    vintage: pd.Timestamp
    events: pd.DataFrame
    treaties: pd.DataFrame
    states: pd.DataFrame
    groups: pd.DataFrame
    borders: pd.DataFrame
    conflicts: pd.DataFrame
    disputes: pd.DataFrame
    gaps: pd.DataFrame
    totals: pd.DataFrame
    published: pd.DataFrame
    sources: pd.DataFrame
    attempts: pd.DataFrame = field(default_factory=pd.DataFrame)
    offices: pd.DataFrame = field(default_factory=pd.DataFrame)
    searches: pd.DataFrame = field(default_factory=pd.DataFrame)
    calendar: pd.DataFrame = field(default_factory=pd.DataFrame)
    casualties: pd.DataFrame = field(default_factory=pd.DataFrame)
    stockpiles: pd.DataFrame = field(default_factory=pd.DataFrame)
    resolutions: pd.DataFrame = field(default_factory=pd.DataFrame)
    literature: pd.DataFrame = field(default_factory=pd.DataFrame)
    boards: pd.DataFrame = field(default_factory=pd.DataFrame)
    claims: pd.DataFrame = field(default_factory=pd.DataFrame)
    corrections: pd.DataFrame = field(default_factory=pd.DataFrame)
    aliases: pd.DataFrame = field(default_factory=pd.DataFrame)
    package: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def with_events(self, events: pd.DataFrame) -> Tables:
        """Return the same tables with other events."""
        return replace(self, events=events)

    @property
    def is_shipped(self) -> bool:
        """Whether these are data of this project, and not a register of somebody's own."""
        return str(self.package.get("name") or PROJECT).startswith(PROJECT)

    def treaty(self, code: str) -> pd.Series:
        """Return the row of one treaty."""
        return self.treaties[self.treaties["code"] == code].iloc[0]


@no_search_for_circles()
def read_tables(folder: str | Path | None = None) -> RawTables:
    """Read every file of a data folder as text; what cannot be read becomes a fault."""
    base = Path(folder) if folder is not None else default_folder()
    faults: list[Fault] = []
    package = read_package(base, faults)
    frames = {name: read_csv(base, f"{name}.csv", faults) for name in TABLES}
    known = {name: frame for name, frame in frames.items() if frame is not None}
    return RawTables(base, package, known, tuple(faults))


def type_tables(raw: RawTables) -> Tables:
    """Give the columns of checked tables their types, as ``datapackage.json`` declares them.

    What was typed for one rule is there for the next, and for whoever loads the register.
    """
    if raw not in _TYPED:
        _TYPED[raw] = _type_all(raw)
    return _TYPED[raw]


def _type_all(raw: RawTables) -> Tables:
    typed = {name: _typed(raw.frames[name], raw.fields(name)) for name in TABLES}
    typed["events"] = _keyed(typed["events"], raw.frames["events"])
    for table, column in _AS_WRITTEN:
        typed[table][column] = raw.frames[table][column].reset_index(drop=True)
    # When a source was published is said, never computed with.
    typed["sources"] = raw.frames["sources"].reset_index(drop=True)
    return Tables(
        folder=raw.folder,
        version=str(raw.package["version"]),
        vintage=pd.Timestamp(raw.package["vintage"]),
        package=raw.package,
        **typed,
    )


# Files that were read never change: what is read again is another set of tables.
_TYPED: WeakKeyDictionary[RawTables, Tables] = WeakKeyDictionary()


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """Return the rows of a frame, each with its columns as attributes."""
    # A column read as a whole costs a third of what pandas takes cell by cell.
    cells = [column.tolist() for _, column in frame.items()]
    return list(map(_row_of(tuple(frame.columns)), zip(*cells, strict=True)))


@cache
def _row_of(columns: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    row = cast(Any, namedtuple)("Row", columns, rename=True)
    return cast(Callable[[Iterable[Any]], Any], row._make)


def end_of_date(dates: pd.Series) -> pd.Series:
    """Return the last day that a date of year, month or day precision can mean.

    ``dates`` is text (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``); anything else becomes ``NaT``.

    >>> end_of_date(pd.Series(["2026", "2024-02", "2025-04-16", ""])).dt.strftime("%F").tolist()
    ['2026-12-31', '2024-02-29', '2025-04-16', nan]
    """
    # A day stands in many rows and is read once; the tables are too many for pandas to read each.
    places, distinct = pd.factorize(dates, use_na_sentinel=False)
    last = np.array([_last_day(date) for date in distinct], dtype="datetime64[s]")
    return pd.Series(last[places], index=dates.index, name=dates.name)


@cache
def _last_day(date: object) -> str:
    """Return the last day that a date can mean, ``"NaT"`` where it means none."""
    found = _DATE.fullmatch(date) if isinstance(date, str) else None
    if found is None:
        return "NaT"
    year, month, day = int(found[1]), int(found[2] or 12), found[3]
    if not 1 <= month <= 12 or not year:
        return "NaT"
    length = monthrange(year, month)[1]
    if day and not 1 <= int(day) <= length:
        return "NaT"
    return f"{year:04d}-{month:02d}-{int(day or length):02d}"


def _typed(frame: pd.DataFrame, fields: list[dict[str, Any]]) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for spec in fields:
        cells = frame[spec["name"]]
        if spec.get("type") == "date" or spec.get("partialDate"):
            columns[spec["name"]] = end_of_date(cells)
        elif spec.get("type") == "integer":
            columns[spec["name"]] = pd.to_numeric(cells.where(cells != "")).astype("Int64")
        elif spec.get("type") == "number":
            columns[spec["name"]] = pd.to_numeric(cells.where(cells != "")).astype("float64")
        else:
            columns[spec["name"]] = cells
    return pd.DataFrame(columns).reset_index(drop=True)


def _keyed(events: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Keep the date as it was written beside the day it counts from, and add a readable key."""
    written = raw["date"].reset_index(drop=True)
    keyed = events.rename(columns={"date": "day"})
    keyed.insert(0, "event", raw_key(keyed.assign(date=written)))
    keyed.insert(4, "date", written)
    return keyed


def raw_key(events: pd.DataFrame) -> pd.Series:
    """Return the key of each event: treaty, state, date and kind, joined by dots.

    A second act of the same kind on the same day gets ``.2`` after its key.
    """
    key = events["treaty"] + "." + events["state"] + "." + events["date"] + "." + events["kind"]
    twice = key[key.duplicated(keep=False)]
    again = twice.groupby(twice).cumcount() + 1
    named = twice.where(again == 1, twice + "." + again.astype("str"))
    return key.mask(key.index.isin(twice.index), named) if len(twice) else key
