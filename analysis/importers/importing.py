"""The door of the importers: a source in; out a table of differences and, if asked, rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.checks import check_tables
from analysis.importers.protocol import Importer, Proposal
from analysis.importers.registry import find_importer
from analysis.importers.writing import add_rows
from analysis.language.english import format_list
from analysis.language.numbers import counted
from analysis.store.loading import RawTables, read_tables, rows_of
from analysis.terms.errors import DataFaults, RollbackError


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import found, and what it did.

    ``proposal`` is what the importer made of the source; ``added`` counts the rows written to
    ``events.csv``.
    """

    proposal: Proposal
    added: int = 0

    @property
    def table(self) -> pd.DataFrame:
        """The differences between source and register, one row each."""
        return self.proposal.table

    @property
    def totals(self) -> pd.DataFrame:
        """The source's own numbers: ``measure``, ``page`` (as printed), ``found`` (counted)."""
        return self.proposal.totals

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is left for a human to read."""
        return self.proposal.remarks

    def report(self) -> list[str]:
        """Say line by line what was found and done, and what is left for a human."""
        counts = Counter(self.table["change"])
        found = format_list([f"{counts[word]} {word}" for word in self.proposal.counted])
        return [
            f"{self.proposal.subject}: {found}; {counted(self.added, 'row')} added",
            *said_of_totals(self.totals),
            *self.remarks,
        ]


def said_of_totals(totals: pd.DataFrame) -> list[str]:
    """Say of each total what the source prints and what was found, one line each."""
    return [
        f"{row.measure}: {row.page or 'none'} printed, {row.found or 'none'} found"
        for row in rows_of(totals)
    ]


def import_from(
    importer: str | Importer,
    source: Path,
    *,
    data: Path | None = None,
    apply: bool = False,
    options: Mapping[str, str] | None = None,
) -> Imported:
    """Read a source with an importer, by its name, against the register.

    ``data`` is the data folder, ``options`` what the importer has to be told. With ``apply`` the
    rows that it proposes are added, if every rule on the data allows them. Raises
    ``RollbackError`` of the kind that fits; then nothing has been written.
    """
    found = find_importer(importer) if isinstance(importer, str) else importer
    given = _given(found, options or {})
    raw = sound_tables(data)
    proposal = found.propose(source, raw, given)
    if apply and any(proposal.rows.values()):
        add_rows(raw, proposal.rows)
        return Imported(proposal, len(proposal.rows.get("events", ())))
    return Imported(proposal)


def import_untc(
    file: Path, treaty: str, *, data: Path | None = None, apply: bool = False
) -> Imported:
    """Compare a saved status page of the UN Treaty Collection with the register.

    ``treaty`` is a code of ``treaties.csv`` whose ``untc_number`` is that of the page; ``data``
    is the data folder. With ``apply`` the new acts of every state about which nothing needs a
    human are added to ``events.csv``, with the page as their source. Raises
    :class:`~analysis.importers.acts.PageFault`, ``UnknownName`` and
    ``DataFaults``; then nothing has been written.
    """
    return import_from("untc", file, data=data, apply=apply, options={"treaty": treaty})


def sound_tables(data: Path | None) -> RawTables:
    """Return the tables of a data folder; raises ``DataFaults`` if they break a rule."""
    raw = read_tables(data)
    if faults := check_tables(raw):
        raise DataFaults(raw.folder, faults)
    return raw


def _given(importer: Importer, options: Mapping[str, str]) -> dict[str, str]:
    known = {option.name: option for option in importer.options}
    wrong = [f"{name!r} is no option of it" for name in options if name not in known]
    wrong += [
        f"it has to be told its {name} ({option.help})"
        for name, option in known.items()
        if option.required and not options.get(name)
    ]
    if wrong:
        raise RollbackError(f"the importer cannot start: {'; '.join(wrong)}")
    return {name: options.get(name, "") for name in known}
