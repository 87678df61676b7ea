"""All status pages against the register: what they show that it has not, and the rows of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.importers.comparing import Comparison, compare_page
from analysis.importers.difference import COLUMNS
from analysis.importers.gathering import Gathered
from analysis.importers.importing import said_of_totals
from analysis.importers.rows import rows_of_pages
from analysis.importers.writing import Row
from analysis.language.english import format_list
from analysis.law.names import find_treaties
from analysis.store.loading import RawTables, type_tables
from analysis.terms.errors import RollbackError, UnknownName

#: What a page shows otherwise than the register, and what it explains itself.
NEWS = ("new", "changed", "missing")
_NUMBER = (
    "A treaty deposited with the Secretary-General of the United Nations has one: write its number"
    " in the collection, such as XXVI-5, as untc_number in treaties.csv."
)


@dataclass(frozen=True, slots=True)
class Update:
    """What the pages say against the register.

    ``refused`` are the pages that could not be fetched, read or compared, each with its reason.
    """

    compared: tuple[Comparison, ...]
    refused: tuple[str, ...]
    remarks: tuple[str, ...]
    rows: Mapping[str, Sequence[Row]]

    @property
    def table(self) -> pd.DataFrame:
        """What is new, changed or missing; columns as those of an import."""
        tables = [pd.DataFrame(columns=COLUMNS, dtype="str"), *(c.table for c in self.compared)]
        table = pd.concat(tables, ignore_index=True)
        return table[table["change"].isin(NEWS)].reset_index(drop=True)

    @property
    def totals(self) -> pd.DataFrame:
        """The numbers of every page: ``treaty``, ``day``, ``measure``, ``page``, ``found``."""
        tables = [
            one.totals.assign(treaty=one.code, day=one.page.day)[
                ["treaty", "day", "measure", "page", "found"]
            ]
            for one in self.compared
        ]
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()

    @property
    def events(self) -> Sequence[Row]:
        """The rows that would go into ``events.csv``."""
        return self.rows.get("events", ())

    def report(self) -> list[str]:
        """Say line by line what each page shows, and what is left for a human."""
        lines = []
        for one in self.compared:
            counts = Counter(one.table["change"])
            found = format_list([f"{counts[word]} {word}" for word in NEWS])
            lines.append(f"{one.code} on {one.page.day}: {found}")
            lines += [f"{one.code}: {remark}" for remark in one.remarks]
            lines += [f"{one.code}: {said}" for said in said_of_totals(_apart(one.totals))]
        return [*lines, *self.remarks]

    def covered(self) -> list[str]:
        """Say of which treaties a page shows nothing else after the day they are covered to."""
        return [
            f"{one.code}: covered to {one.treaty['covered_to']}, and the page of {one.page.day}"
            " shows nothing else: covered_to in treaties.csv can be set to that day"
            for one in self.compared
            if not set(one.table["change"]) & set(NEWS) and one.treaty["covered_to"] < one.page.day
        ]


def _apart(totals: pd.DataFrame) -> pd.DataFrame:
    """Return the totals of which page and table, or page and register, differ."""
    return totals[(totals["page"] != totals["found"]) & (totals["page"] != "")]


def updatable(raw: RawTables, treaties: Sequence[str] | None = None) -> dict[str, list[str]]:
    """Return the treaties that have a status page: their codes by the number of the page.

    ``treaties`` are codes or other names, all that have a page if left out. Raises ``UnknownName``
    for one without, and ``RollbackError`` where none has one.
    """
    table = raw.frames["treaties"]
    numbers = dict(zip(table["code"], table["untc_number"], strict=True))
    if treaties is None:
        codes = [code for code, number in numbers.items() if number]
    else:
        codes = find_treaties(type_tables(raw), treaties)
    if without := [code for code in codes if not numbers[code]]:
        depositaries = table.set_index("code")["depositary"]
        told = [f"{code} (depositary: {depositaries[code] or 'none given'})" for code in without]
        raise UnknownName(
            f"no status page of the UN Treaty Collection is known of {'; '.join(told)}. Name others"
            f" with --treaty. {_NUMBER}"
        )
    if not codes:
        raise RollbackError(f"no treaty in {raw.folder} has such a page. {_NUMBER}")
    pages: dict[str, list[str]] = {}
    for code in codes:
        pages.setdefault(numbers[code], []).append(code)
    return pages


def compare_all(wanted: Mapping[str, Sequence[str]], gathered: Gathered, raw: RawTables) -> Update:
    """Compare the pages that were gathered with the register, under each treaty they are about."""
    compared: list[Comparison] = []
    refused = list(gathered.refused.values())
    for number, codes in wanted.items():
        for code in codes if number in gathered.pages else ():
            try:
                compared.append(compare_page(gathered.pages[number], code, raw))
            except RollbackError as error:
                refused.append(f"{number} ({code}), {gathered.came[number]}: {error}")
    rows = rows_of_pages(compared, raw)
    return Update(tuple(compared), tuple(refused), tuple(gathered.remarks), rows)
