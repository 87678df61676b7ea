"""What an importer is: a reader of one kind of source, and what it hands back.

An importer proposes and never writes. :mod:`analysis.importers.importing` writes what was proposed,
all of it or nothing, after every rule on the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

import pandas as pd

from analysis.importers.writing import Row
from analysis.store.loading import RawTables

#: The entry points under which importers are found, the package's own among them.
GROUP = "rollback.importers"


@dataclass(frozen=True, slots=True)
class Option:
    """Something an importer has to be told: ``--name`` on the command line.

    ``kind`` is ``text`` or ``file``; a flag that is not ``required`` and left out is ``""``.
    """

    name: str
    help: str
    metavar: str = "TEXT"
    kind: Literal["text", "file"] = "text"
    required: bool = True


def no_totals() -> pd.DataFrame:
    """Return the totals of a source that prints none."""
    return pd.DataFrame(columns=["measure", "page", "found"], dtype="str")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a source says against the register, and the rows that it would add.

    ``subject`` names the source in a report. ``table`` has one row for each difference, in its
    column ``change`` a word such as those of ``counted``, which the report counts. ``rows`` are
    new rows by table (``events``, ``sources``) and column. ``totals`` are the source's own
    numbers: ``measure``, ``page`` (as printed) and ``found`` (counted in it). ``remarks`` are for
    a human to read.
    """

    subject: str
    table: pd.DataFrame
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    totals: pd.DataFrame = field(default_factory=no_totals)
    remarks: tuple[str, ...] = ()
    counted: tuple[str, ...] = ("new", "changed", "missing")


@runtime_checkable
class Importer(Protocol):
    """Reads one kind of source against the register.

    ``summary`` is one sentence, ``source`` what the command line calls the source (``FILE``,
    ``DIR``), and ``details`` what somebody has to know to use it.
    """

    @property
    def summary(self) -> str:
        """What is imported, in one sentence."""

    @property
    def source(self) -> str:
        """What the source is on the command line, such as FILE."""

    @property
    def options(self) -> Sequence[Option]:
        """What else it has to be told."""

    @property
    def details(self) -> str:
        """What somebody has to know to use it, as further lines of its help."""

    def propose(self, source: Path, raw: RawTables, options: Mapping[str, str]) -> Proposal:
        """Return what a source says against the register, and the rows it would add.

        ``raw`` are the tables of a sound register, ``options`` the values of :attr:`options` by
        name. Raises ``RollbackError`` in words a user can act on.
        """
