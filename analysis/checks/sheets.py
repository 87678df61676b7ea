"""The tables while they are being checked, and what has been found wrong with them so far.

A rule asks for the rows whose own cells are sound, so that one broken cell is reported once
and does not set off every rule that would have used it. Rules that rest on something being
*absent* (no consent before a notice, no source of that key) also ask for what is *doubtful*:
a broken cell may be the very one that is missed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from analysis.checks.schema import Field
from analysis.store.loading import RawTables
from analysis.terms.errors import Fault

#: Nothing, a formula, an error of a spreadsheet, or a program's word for nothing.
_ILLEGIBLE = re.compile(r"^\W*$|^[=+@#]|^(nan|null|none|n/a)$", re.I)
#: What a rule has to say about a value: the rule it breaks, and what to do about it.
Finding = tuple[str, str]


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
    #: The treaties by what is broken of them: most rules ask for them, and few cells are broken.
    known: dict[frozenset[tuple[int | None, str]], dict[str, TreatyRow]] = field(
        default_factory=dict, compare=False, repr=False
    )

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

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield the row number and the given cells of each row in which these cells are sound."""
        frame = self.sound(table, *columns)
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
        broken = frozenset(
            (fault.row, column)
            for fault in self.faults_in("treaties")
            for column in fault.column.split(", ")
        )
        if broken not in self.known:
            self.known[broken] = self._treaties(broken)
        return self.known[broken]

    def _treaties(self, broken: frozenset[tuple[int | None, str]]) -> dict[str, TreatyRow]:
        rows = self.sound("treaties", "code").to_dict("index")
        return {
            str(cells["code"]): TreatyRow(
                int(str(number)),
                {str(c): str(v) for c, v in cells.items() if (number, c) not in broken},
            )
            for number, cells in rows.items()
        }


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
