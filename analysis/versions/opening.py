"""Opening a version of the data, also one from before the tables had their present columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.checks.schema import NEEDED, PARTIAL
from analysis.language.days import format_day
from analysis.register import Register
from analysis.store.loading import TABLES, RawTables, read_tables, type_tables
from analysis.terms.errors import Fault, RollbackError
from analysis.versions.revisions import lent_folder

#: Tables without which there is nothing to compare.
INDISPENSABLE = ("events", "treaties", "states")
#: What a column meant before it existed: how the law was read when every treaty was like this.
BEFORE = {
    ("treaties", "nature"): "treaty",
    ("treaties", "entry_later_after"): "trigger",
    ("treaties", "withdrawal_day"): "fixed",
    ("treaties", "withdrawal_tail_until"): "that_conflict",
}


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Version:
    """One version of the data: the register that it makes, and its cells as they were written.

    ``name`` is what it was opened by. ``cells`` has the tables that the version has, as text,
    with the columns that it has; ``register`` has all that today's law reads, columns of a
    later time filled. ``cautions`` says what of the version could not be read. The folder that
    the tables of a git revision name is gone once they are read.
    """

    name: str
    register: Register
    cells: Mapping[str, pd.DataFrame]
    cautions: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Version {self.number} of {self.name}: {self.register!r}>"

    @property
    def number(self) -> str:
        """The version number that the data give themselves, such as 2026.11.0."""
        return self.register.tables.version

    @property
    def vintage(self) -> pd.Timestamp:
        """The day on which the version stands."""
        return self.register.tables.vintage

    @property
    def title(self) -> str:
        """The number and the vintage in words."""
        return f"{self.number} (vintage {format_day(self.vintage)})"


def open_version(name: str | Path, *, repository: Path | None = None) -> Version:
    """Open a version of the data: a data folder, or what git has of it at a revision.

    ``name`` is a folder, a revision (``HEAD~3``, a tag, a commit) or ``REVISION:PATH``. A
    folder comes before a revision of the same name. The data are not checked, since an older
    version need not keep today's rules. Raises ``RollbackError``.
    """
    if Path(name).is_dir():
        return read_version(Path(name), str(name))
    with lent_folder(str(name), repository) as folder:
        return read_version(folder, str(name))


def read_version(folder: Path, name: str) -> Version:
    """Read a version from a data folder, filling the tables and columns of a later time."""
    raw = read_tables(folder)
    if gone := [table for table in INDISPENSABLE if table not in raw.frames]:
        raise RollbackError(f"{name} is no data folder: it has no readable {gone[0]}.csv")
    if missing := [key for key in ("version", "vintage") if not raw.package.get(key)]:
        raise RollbackError(f"{name}: datapackage.json does not say the {missing[0]} of the data")
    try:
        tables = type_tables(_filled(raw))
    except (KeyError, TypeError, ValueError) as error:
        raise RollbackError(
            f"{name} cannot be read: {error}; `rollback check --data` says where, for a folder"
        ) from error
    cautions = tuple(f"{name}: {_told(fault)}" for fault in raw.faults if _tells(fault))
    return Version(name, Register(tables, tables.vintage), raw.frames, cautions)


def _filled(raw: RawTables) -> RawTables:
    """Return tables that have every table and column which the package reads."""
    frames, resources = {}, []
    for table in TABLES:
        needed = NEEDED.get(table, {})
        frame = raw.frames.get(table, pd.DataFrame(columns=list(needed), dtype="str"))
        new = [column for column in needed if column not in frame.columns]
        frames[table] = frame.assign(**{column: BEFORE.get((table, column), "") for column in new})
        resources.append({"name": table, "schema": {"fields": _fields(raw, table)}})
    return replace(raw, frames=frames, package={**raw.package, "resources": resources})


def _fields(raw: RawTables, table: str) -> list[dict[str, Any]]:
    """Return the fields that a version declares and has, then those that it does not declare."""
    needed = NEEDED.get(table, {})
    held = set(raw.frames[table].columns) if table in raw.frames else set()
    declared = [field for field in raw.fields(table) if field.get("name") in held | set(needed)]
    known = {field["name"] for field in declared}
    more = [
        {"name": name, "partialDate": True} if kind == PARTIAL else {"name": name, "type": kind}
        for name, kind in needed.items()
        if name not in known
    ]
    return declared + more


def _tells(fault: Fault) -> bool:
    """Whether a fault means more than that a table did not exist yet."""
    return fault.rule != "the file is missing"


def _told(fault: Fault) -> str:
    where = fault.file if fault.row is None else f"{fault.file}, row {fault.row}"
    return f"{where} was left out: {fault.rule}"
