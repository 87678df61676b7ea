"""The door of the importers: a saved page in; out a table of differences and, if asked, rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.checks import check_tables
from analysis.importers import additions
from analysis.importers.acts import PageFault
from analysis.importers.claims import Claim, read_claims
from analysis.importers.difference import Difference, as_table, compare
from analysis.importers.names import StateNames, read_names
from analysis.importers.untc import StatusPage, read_page
from analysis.importers.writing import add_rows
from analysis.language.english import format_list
from analysis.language.numbers import counted
from analysis.law.names import unknown
from analysis.store.loading import RawTables, read_tables, rows_of
from analysis.terms.errors import DataFaults


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import found, and what it did.

    ``table`` holds the differences (:data:`analysis.importers.difference.COLUMNS`), ``totals``
    the page's own numbers: ``measure``, ``page`` (as printed) and ``found`` (in its table; for
    entry into force, in ``treaties.csv``). ``day`` is that of the status (ISO 8601), ``added``
    counts the rows written to ``events.csv``, ``remarks`` are for a human to read.
    """

    treaty: str
    day: str
    table: pd.DataFrame
    totals: pd.DataFrame
    added: int = 0
    remarks: tuple[str, ...] = ()

    def report(self) -> list[str]:
        """Say line by line what was found and done, and what is left for a human."""
        counts = Counter(self.table["change"])
        found = format_list([f"{counts[word]} {word}" for word in ("new", "changed", "missing")])
        added = counted(self.added, "row")
        return [
            f"{self.treaty} on {self.day}: {found}; {added} added",
            *(
                f"{row.measure}: {row.page or 'none'} printed, {row.found or 'none'} found"
                for row in rows_of(self.totals)
            ),
            *self.remarks,
        ]


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
    raw = read_tables(data)
    if faults := check_tables(raw):
        raise DataFaults(raw.folder, faults)
    row = _treaty_row(raw, treaty)
    page = read_page(file)
    _check_number(page, row)
    names = read_names(raw.frames["states"], raw.frames["aliases"])
    claims = read_claims(page, names, treaty)
    differences = _differences(raw, claims.claims, treaty, page.day)
    new = additions.addable(differences) if apply else []
    if new:
        _add(raw, new, row, page)
    return Imported(
        treaty=treaty,
        day=page.day,
        table=as_table(differences, treaty, names.labels),
        totals=_totals(page, row),
        added=len(new),
        remarks=(*claims.remarks, *_held(differences, names)),
    )


def _treaty_row(raw: RawTables, treaty: str) -> pd.Series:
    treaties = raw.frames["treaties"]
    found = treaties[treaties["code"] == treaty]
    if found.empty:
        raise unknown("treaty", treaty, treaties["code"])
    return found.iloc[0]


def _check_number(page: StatusPage, row: pd.Series) -> None:
    if page.number == row["untc_number"]:
        return
    own = f"is {row['untc_number']}" if row["untc_number"] else "has no number there"
    raise PageFault(
        f"the page is about treaty {page.number} of the UN Treaty Collection, and {row['code']}"
        f" {own}. Name the treaty of the page, or open another page."
    )


def _differences(
    raw: RawTables, claims: tuple[Claim, ...], treaty: str, day: str
) -> list[Difference]:
    events, states = raw.frames["events"], raw.frames["states"]
    former = states.loc[states["un_status"] == "former", "state"]
    return compare(claims, events[events["treaty"] == treaty], day, former)


def _add(raw: RawTables, new: list[Claim], row: pd.Series, page: StatusPage) -> None:
    labels = read_names(raw.frames["states"], raw.frames["aliases"]).labels
    known = additions.source_key(page) in set(raw.frames["sources"]["source"])
    sources = [] if known else [additions.source_row(new, row, page, labels)]
    events = additions.event_rows(new, row["code"], page)
    add_rows(raw, {"sources": sources, "events": events})


def _totals(page: StatusPage, row: pd.Series) -> pd.DataFrame:
    found = page.counted()
    rows = [
        (measure, str(printed), str(found[measure])) for measure, printed in page.totals.items()
    ]
    rows.append(("entry_into_force", page.entry_into_force, row["entered_into_force"]))
    return pd.DataFrame(rows, columns=["measure", "page", "found"], dtype="str")


def _held(differences: list[Difference], names: StateNames) -> list[str]:
    held = additions.needs_a_human(differences)
    new = {one.act.state for one in differences if one.change == "new"}
    return [
        f"{names.labels[state]}: not added by itself, {reason}"
        for state, reason in sorted(held.items())
        if state in new
    ]
