"""What an export did with each cell of a notebook: set, converted, or left out.

Nothing vanishes silently. Whatever cannot be set as it stands is written down here with its
reason; what a reader loses by it is a loss, and a strict export refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from analysis.terms.errors import BriefingFailed

Fate = Literal["set", "converted", "left out"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one thing in a cell, and why; ``loss`` if a reader misses something."""

    cell: int
    what: str
    fate: Fate
    why: str = ""
    loss: bool = False

    def __str__(self) -> str:
        reason = f" ({self.why})" if self.why else ""
        return f"cell {self.cell}: {self.what}: {self.fate}{reason}"


@dataclass(frozen=True)
class Account:
    """The list of an export, and what its readers need to know of the cell that they read.

    ``folder`` holds the notebook and its pictures, if it is a file; ``attachments`` are those of
    the cell.
    """

    cell: int = 1
    folder: Path | None = None
    attachments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def at(self, cell: int, attachments: Mapping[str, Mapping[str, Any]] | None = None) -> Account:
        """Return the same list, opened at a cell."""
        return replace(self, cell=cell, attachments=attachments or {})

    def was_set(self, kinds: Iterable[str]) -> None:
        """Note the kinds of blocks that were set as they stand."""
        words = ", ".join(dict.fromkeys(kinds))
        if words:
            self.entries.append(Entry(self.cell, words, "set"))

    def converted(self, what: str, why: str, *, loss: bool = False) -> None:
        """Note what was set in another form."""
        self._note(Entry(self.cell, what, "converted", why, loss))

    def left_out(self, what: str, why: str, *, loss: bool = True) -> None:
        """Note what was not set."""
        self._note(Entry(self.cell, what, "left out", why, loss))

    def _note(self, entry: Entry) -> None:
        if entry not in self.entries:
            self.entries.append(entry)


def losses_of(entries: Sequence[Entry]) -> list[Entry]:
    """Return what a reader of the export misses."""
    return [entry for entry in entries if entry.loss]


def refuse_losses(entries: Sequence[Entry]) -> None:
    """Raise ``BriefingFailed`` that lists every loss, if there is one."""
    if lost := losses_of(entries):
        listed = "\n".join(f"- {entry}" for entry in lost)
        raise BriefingFailed(
            f"A strict export loses nothing, and this one would lose:\n{listed}\n"
            "Change these cells, or tag a cell remove-cell or remove-output to leave it out."
        )
