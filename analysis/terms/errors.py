"""What this package refuses, in words a user can act on; and what is wrong with data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the data: where it is, what was found, which rule it breaks.

    ``row`` is the line of the file as a spreadsheet shows it (the header is row 1); it is
    ``None`` when the fault concerns the whole file. ``remedy`` says what to do about it.
    """

    file: str
    row: int | None
    column: str
    value: str
    rule: str
    remedy: str

    def __str__(self) -> str:
        where = self.file if self.row is None else f"{self.file}, row {self.row}"
        where = f"{where}, column {self.column}" if self.column else where
        return f"{where}: {self.value!r}: {self.rule}. {self.remedy}"


class RollbackError(Exception):
    """Anything this package refuses to do, said in words a user can act on."""

    def _render_traceback_(self) -> list[str]:
        # Notebooks, and papermill with them, show these lines: the reason, not where it was found.
        return [f"{type(self).__name__}: {self}"]


class DataFaults(RollbackError):
    """The data break their own rules; ``faults`` lists every fault at once."""

    #: What a user is told after the faults.
    consequence = "Nothing was computed. `rollback check` lists the same."

    def __init__(self, folder: Path, faults: Sequence[Fault]) -> None:
        self.folder = folder
        self.faults = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        lines = "\n".join(f"- {fault}" for fault in self.faults)
        super().__init__(f"{count} in the data of {folder}:\n{lines}")


class RowFaults(DataFaults):
    """New rows that would break the rules of the data; nothing has been written.

    The row of a fault is that of the file as it would be.
    """

    consequence = "The new rows would bring these faults; nothing was written."


class UnknownName(RollbackError):
    """A name that is not in the register; the message offers the nearest valid one."""


class ImpossibleDay(RollbackError):
    """A day of which nothing can be said; the message names the first and the last possible one."""


class ParameterFaults(RollbackError):
    """Parameters of a briefing that cannot be used; the message lists every one."""


class BriefingFailed(RollbackError):
    """A briefing could not be built; the message names the cell, the cause and the remedy.

    ``executed`` is the notebook as far as it ran, where there is one.
    """

    executed: bytes | None = None
