"""What is wrong with a source that an importer reads, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analysis.terms.errors import Fault, RollbackError


class SourceFaults(RollbackError):
    """A source that cannot be imported; ``faults`` lists everything that is wrong with it."""

    def __init__(self, source: Path, faults: Iterable[Fault]) -> None:
        self.source = source
        self.faults = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        lines = "\n".join(f"- {_line(fault)}" for fault in self.faults)
        super().__init__(f"{count} in {source}; nothing was written:\n{lines}")


def _line(fault: Fault) -> str:
    """Return a fault in words; one of a whole file or row has no value to show."""
    if fault.value or fault.column:
        return str(fault)
    where = fault.file if fault.row is None else f"{fault.file}, row {fault.row}"
    return f"{where}: {fault.rule}. {fault.remedy}"
