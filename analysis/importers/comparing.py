"""A status page against the register: one treaty, its differences, its totals, and the rest."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.importers import additions
from analysis.importers.acts import PageFault
from analysis.importers.claims import PROTOCOL_COLUMNS, Claim, read_claims
from analysis.importers.difference import Difference, as_table, compare
from analysis.importers.names import StateNames, read_names
from analysis.importers.untc import StatusPage
from analysis.law.names import find_treaty
from analysis.store.loading import RawTables, type_tables


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a page says about one treaty, against the register.

    ``treaty`` is the row of ``treaties.csv``; ``remarks`` are for a human to read. ``claims`` are
    the acts that the page shows.
    """

    treaty: pd.Series
    page: StatusPage
    names: StateNames
    claims: tuple[Claim, ...]
    differences: tuple[Difference, ...]
    left_over: tuple[str, ...]

    @property
    def code(self) -> str:
        """The code of the treaty."""
        return str(self.treaty["code"])

    @property
    def new(self) -> list[Claim]:
        """The new acts of every state about which nothing needs a human."""
        return additions.addable(self.differences)

    @property
    def table(self) -> pd.DataFrame:
        """The differences; columns :data:`analysis.importers.difference.COLUMNS`."""
        return as_table(self.differences, self.code, self.names.labels)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What could not be read, and what is left to a human, each with its reason."""
        held = additions.needs_a_human(self.differences)
        new = {one.act.state for one in self.differences if one.change == "new"}
        labels = self.names.labels
        return (
            *self.left_over,
            *(
                f"{labels[state]}: not added by itself, {reason}"
                for state, reason in sorted(held.items())
                if state in new
            ),
        )

    @property
    def totals(self) -> pd.DataFrame:
        """The page's own numbers: ``measure``, ``page`` (as printed), ``found`` (in its table).

        For entry into force ``found`` is what ``treaties.csv`` has. Of a protocol that shares the
        page of its convention none are printed: ``found`` are those the page marks for it.
        """
        if self.code in PROTOCOL_COLUMNS:
            marked = sum(not claim.bracketed for claim in self.claims)
            rows = [("parties", "", str(marked))]
            entry = ""
        else:
            found, entry = self.page.counted(), self.page.entry_into_force
            rows = [(one, str(said), str(found[one])) for one, said in self.page.totals.items()]
        rows.append(("entry_into_force", entry, self.treaty["entered_into_force"]))
        return pd.DataFrame(rows, columns=["measure", "page", "found"], dtype="str")


def treaty_row(raw: RawTables, treaty: str) -> pd.Series:
    """Return the row of ``treaties.csv`` of a code or another name; raises ``UnknownName``."""
    treaties = raw.frames["treaties"]
    code = find_treaty(type_tables(raw), treaty)
    return treaties[treaties["code"] == code].iloc[0]


def compare_page(page: StatusPage, treaty: str, raw: RawTables) -> Comparison:
    """Compare what a page says about one treaty with the register.

    Raises :class:`~analysis.importers.acts.PageFault` where the page is about another treaty, has
    rows that cannot be, or names that the register does not know.
    """
    row = treaty_row(raw, treaty)
    _check_number(page, row)
    names = read_names(raw.frames["states"], raw.frames["aliases"])
    code = str(row["code"])
    claims = read_claims(page, names, code)
    events, states = raw.frames["events"], raw.frames["states"]
    former = states.loc[states["un_status"] == "former", "state"]
    differences = compare(claims.claims, events[events["treaty"] == code], page.day, former)
    return Comparison(row, page, names, claims.claims, tuple(differences), claims.remarks)


def _check_number(page: StatusPage, row: pd.Series) -> None:
    if page.number == row["untc_number"]:
        return
    about = f"the page is about treaty {page.number} of the UN Treaty Collection, and {row['code']}"
    if row["untc_number"]:
        own = f"is {row['untc_number']}. Name the treaty of the page, or open another page."
    else:
        own = (
            "has no number there. If it is that treaty, write the number as its untc_number in"
            " treaties.csv; if not, name the treaty of the page."
        )
    raise PageFault(f"{about} {own}")
