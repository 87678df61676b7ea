"""The tables while they are being checked, and what has been found wrong with them so far.

A rule asks for the rows whose own cells are sound, so that one broken cell is reported once
and does not set off every rule that would have used it. Rules that rest on something being
*absent* (no consent before a notice, no source of that key) also ask for what is *doubtful*:
a broken cell may be the very one that is missed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pandas as pd

from analysis.checks.schema import Field
from analysis.store.loading import RawTables
from analysis.terms.errors import Fault

#: Nothing, a formula, an error of a spreadsheet, or a program's word for nothing.
_ILLEGIBLE = re.compile(r"^\W*$|^[=+@#]|^(nan|null|none|n/a)$", re.I)
#: What a rule has to say about a value: the rule it breaks, and what to do about it.
Finding = tuple[str, str]
#: The cells with a fault: number of the row, and column.
Broken = frozenset[tuple[int | None, str]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TreatyRow:
    """One treaty: its row number, and its cells but for those that are broken."""

    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """Return a cell, ``""`` where it is empty, broken, or not there."""
        return self.cells.get(column, "")

    def has(self, *columns: str) -> bool:
        """Whether all these cells are sound and filled."""
        return all(self.get(column) for column in columns)


@dataclass(frozen=True, slots=True)
class Sheets:
    """Tables of text with their fields, and the faults found so far.

    The index of each frame is the row number that a spreadsheet shows. ``created`` is the day
    on which the data were made, ``""`` if ``datapackage.json`` does not say.
    """

    raw: RawTables
    frames: dict[str, pd.DataFrame]
    fields: dict[str, tuple[Field, ...]]
    keys: dict[str, tuple[tuple[str, ...], ...]]
    created: str
    faults: tuple[Fault, ...]
    #: What several rules ask for, by table and by what is broken of it: few cells are.
    known: dict[tuple[str, Broken], Any] = field(default_factory=dict, compare=False, repr=False)

    def with_faults(self, found: Iterable[Fault]) -> Sheets:
        """Return the same tables with more found wrong with them."""
        return replace(self, faults=(*self.faults, *found))

    def has(self, table: str, *columns: str) -> bool:
        """Whether a table could be read and has these columns."""
        return table in self.frames and set(columns) <= set(self.frames[table].columns)

    def sound(self, table: str, *columns: str) -> pd.DataFrame:
        """Return the rows without a fault in the given columns, or in any if none is given."""
        frame = self.frames[table]
        wanted = set(columns or frame.columns)
        broken = {
            fault.row
            for fault in self.faults_in(table)
            if not fault.column or wanted & set(fault.column.split(", "))
        }
        return frame[~frame.index.isin(broken)] if broken else frame

    def rows(
        self, table: str, *columns: str, among: Mapping[str, Collection[str]] | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the row number and the given cells of each row in which these cells are sound.

        ``among`` keeps the rows in which a column has one of some values: most rules are about
        few rows, and to look at each of them in Python is what takes the time of a check.
        """
        frame = self.sound(table, *columns)
        for column, values in (among or {}).items():
            frame = frame[frame[column].isin(list(values))]
        cells = [frame[column].tolist() for column in columns]
        return zip(frame.index.tolist(), *cells, strict=True)

    def cells(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield what :meth:`rows` does, without the row numbers."""
        frame = self.sound(table, *columns)
        return zip(*(frame[column].tolist() for column in columns), strict=True)

    def at_fault(self, table: str) -> bool:
        """Say whether a table has any fault so far, its header and what it lacks among them."""
        return any(fault.file == f"{table}.csv" for fault in self.faults)

    def faults_in(self, table: str) -> list[Fault]:
        """Return the faults that concern a row of a table, its header aside."""
        name = f"{table}.csv"
        return [fault for fault in self.faults if fault.file == name and (fault.row or 0) > 1]

    def faults_but(self, table: str) -> list[Fault]:
        """Return the faults of all other files."""
        return [fault for fault in self.faults if fault.file != f"{table}.csv"]

    def doubtful(self, table: str, column: str) -> list[str]:
        """Return what stands in the broken cells of a column, ``""`` where nothing legible does.

        A row that could not be split into cells counts with its whole text.
        """
        return [
            "" if _ILLEGIBLE.search(fault.value) else fault.value
            for fault in self.faults_in(table)
            if not fault.column or column in fault.column.split(", ")
        ]

    def treaties(self) -> dict[str, TreatyRow]:
        """Return the treaties by their code, each with its sound cells."""
        if not self.has("treaties", "code"):
            return {}
        return self.once("treaties", self._treaties)

    def once(self, table: str, compute: Callable[[Broken], T]) -> T:
        """Return what follows from a table, computed again only when more is wrong with it.

        ``compute`` is given the broken cells; for each table there is one thing to compute.
        """
        broken = frozenset(
            (fault.row, column)
            for fault in self.faults_in(table)
            for column in fault.column.split(", ")
        )
        if (table, broken) not in self.known:
            self.known[table, broken] = compute(broken)
        found: T = self.known[table, broken]
        return found

    def _treaties(self, broken: Broken) -> dict[str, TreatyRow]:
        frame = self.sound("treaties", "code")
        columns = [str(name) for name in frame.columns]
        found: dict[str, TreatyRow] = {}
        cells = [frame[name].astype("str").tolist() for name in columns]
        for number, *row in zip(frame.index.tolist(), *cells, strict=True):
            whole = dict(zip(columns, row, strict=True))
            sound = {name: cell for name, cell in whole.items() if (number, name) not in broken}
            found[whole["code"]] = TreatyRow(int(number), sound)
        return found


def resembles(value: str, texts: Iterable[str]) -> bool:
    """Whether a value could be what one of the broken texts was meant to be.

    >>> resembles("LVA", ["lva "]), resembles("LVA", ["FIN,FI,246"]), resembles("LVA", [""])
    (True, False, True)
    """
    plain = _plain(value)
    return any(
        not text
        or plain in _plain(text)
        or difflib.SequenceMatcher(None, plain, _plain(text)).ratio() >= 0.6
        for text in texts
    )


def did_you_mean(value: str, valid: Iterable[str]) -> str:
    """Return the advice for a word that does not exist: the nearest that does, or all of them.

    >>> did_you_mean("ratificaton", ["ratification", "accession"])
    "Did you mean 'ratification'?"
    >>> did_you_mean("maybe", ["yes", "no"])
    'Write one of: yes, no.'
    """
    choices = list(valid)
    if near := nearest(value, choices):
        return f"Did you mean {near!r}?"
    shown = ", ".join(choices[:30]) + (", ..." if len(choices) > 30 else "")
    return f"Write one of: {shown}."


def nearest(value: str, valid: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the valid word that is nearest in spelling, if one is near enough."""
    folded = {choice.lower(): choice for choice in valid}
    near = difflib.get_close_matches(value.strip().lower(), folded, n=1, cutoff=cutoff)
    return folded[near[0]] if near else None


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
