"""A copy of the data that can be broken, and the folder in which the check finds it."""

from __future__ import annotations

import copy
import csv
import io
import json
import os
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from analysis.store.folder import PACKAGE_FILE, default_folder
from analysis.store.loading import TABLES

Row = dict[str, str]
MAP = "geography/world.geojson"
#: The treaties of the small world: all kinds of clauses, steps, gaps, disputes and ends.
FEW = ("apmbc", "ccm", "ccw", "ccw_p1", "cfe", "ctbt", "inf", "newstart", "jcpoa", "abm", "pmda")


class World:
    """The data as they are shipped, or the part of them that is about some treaties."""

    def __init__(self, treaties: Sequence[str] = ()) -> None:
        folder = default_folder()
        self.package = json.loads((folder / PACKAGE_FILE).read_text(encoding="utf-8"))
        self.map = json.loads((folder / MAP).read_text(encoding="utf-8"))
        self.tables = {name: _read(folder / f"{name}.csv") for name in TABLES}
        self.headers = {name: _header(folder / f"{name}.csv") for name in TABLES}
        if treaties:
            self._keep(treaties)

    def _keep(self, treaties: Sequence[str]) -> None:
        for table, header in self.headers.items():
            column = "code" if table == "treaties" else "treaty"
            if column in header:
                self.tables[table] = [row for row in self.tables[table] if row[column] in treaties]
        # A name that several treaties bear may be left to one, and is no doubtful name then.
        self.tables["aliases"] = [
            row
            for row in self.tables["aliases"]
            if row["what"] != "treaty" or (row["code"] in treaties and not row["ambiguous"])
        ]
        cells = [
            row.get(column, "")
            for rows in self.tables.values()
            for row in rows
            for column in ("sources", "clause_sources")
        ]
        named = {key for cell in cells for key in cell.split(";")}
        self.tables["sources"] = [row for row in self.tables["sources"] if row["source"] in named]
        for entry in self.package["resources"]:
            if entry["name"] in self.tables:
                entry["rows"] = len(self.tables[entry["name"]])
        # The vintage is the last day up to which a treaty is covered.
        self.package["vintage"] = max(row["covered_to"] for row in self.tables["treaties"])

    def write(self, folder: Path) -> Path:
        """Write the whole world as a data folder."""
        (folder / "geography").mkdir(parents=True)
        for name, rows in self.tables.items():
            (folder / f"{name}.csv").write_text(written(self.headers[name], rows), encoding="utf-8")
        (folder / PACKAGE_FILE).write_text(json.dumps(self.package), encoding="utf-8")
        (folder / MAP).write_text(json.dumps(self.map), encoding="utf-8")
        return folder


@dataclass
class Copy:
    """A copy of the world: what is asked for may be changed, and is written."""

    world: World
    folder: Path
    rng: random.Random
    #: What is written in place of a file: its bytes, or whatever a function does to its path.
    files: dict[str, bytes | Callable[[Path], None]] = field(default_factory=dict)
    changed: dict[str, list[Row]] = field(default_factory=dict)

    def __getitem__(self, table: str) -> list[Row]:
        """Return the rows of a table, ready to be changed."""
        if table not in self.changed:
            self.changed[table] = [dict(row) for row in self.world.tables[table]]
        return self.changed[table]

    @cached_property
    def package(self) -> dict:
        """Return the data package, ready to be changed."""
        return copy.deepcopy(self.world.package)

    @cached_property
    def map(self) -> dict:
        """Return the map, ready to be changed."""
        return copy.deepcopy(self.world.map)

    def text(self, file: str) -> bytes:
        """Return a file of the unbroken world."""
        return (self.folder / file).read_bytes()

    def pick(self, table: str, where: Callable[[Row], bool] | Mapping[str, str]) -> Row:
        """Return a row of a table at random, of those that are so."""
        holds = where if callable(where) else lambda row: where.items() <= row.items()
        return self.rng.choice([row for row in self[table] if holds(row)])

    def number(self, table: str, row: Row) -> int:
        """Return the number by which a spreadsheet shows a row of a table."""
        return next(place for place, other in enumerate(self[table]) if other is row) + 2

    def add(self, table: str, like: Row, **cells: str) -> Row:
        """Add a row that is like another but for some cells; return it."""
        self[table].append({**like, **cells})
        return self[table][-1]

    def field(self, table: str, name: str) -> dict:
        """Return the field of a table in the data package."""
        fields = self.resource(table)["schema"]["fields"]
        return next(spec for spec in fields if spec["name"] == name)

    def resource(self, table: str) -> dict:
        """Return the resource of a table in the data package."""
        return next(entry for entry in self.package["resources"] if entry["name"] == table)

    def shape(self, code: str) -> dict:
        """Return the shape of a state on the map."""
        return next(one for one in self.map["features"] if one["properties"]["iso3"] == code)

    def write(self, target: Path) -> Path:
        """Write a folder in which the changed files stand beside links to the others."""
        (target / "geography").mkdir(parents=True)
        new: dict[str, bytes | Callable[[Path], None]] = {
            f"{name}.csv": written(self.world.headers[name], rows).encode()
            for name, rows in self.changed.items()
        }
        for name, content in ((PACKAGE_FILE, "package"), (MAP, "map")):
            if content in vars(self):
                new[name] = json.dumps(vars(self)[content]).encode()
        new |= self.files
        for name in (*(f"{name}.csv" for name in TABLES), PACKAGE_FILE, MAP):
            made = new.get(name)
            if made is None:
                os.symlink(self.folder / name, target / name)
            elif callable(made):
                made(target / name)
            else:
                (target / name).write_bytes(made)
        return target


def written(header: Sequence[str], rows: Sequence[Row]) -> str:
    """Return rows as the text of a table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row[name] for name in header] for row in rows)
    return out.getvalue()


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as handle:
        return next(csv.reader(handle))
