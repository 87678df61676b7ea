"""The importer of a saved status page of the UN Treaty Collection."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.importers.comparing import compare_page, treaty_row
from analysis.importers.protocol import Option, Proposal
from analysis.importers.rows import rows_of_pages
from analysis.importers.untc import read_page
from analysis.store.loading import RawTables

TREATY = Option("treaty", "A treaty, such as apmbc.", metavar="CODE")


class SavedStatusPage:
    """Reads a status page, saved as HTML, about one treaty."""

    summary = "Compare a status page of the UN Treaty Collection, saved as HTML."
    source = "FILE"
    details = (
        "The page is the English one, as the browser or a web archive saved it, whole. What is"
        " new is added with --apply; what differs, is missing or tells of a withdrawal is shown"
        " and left to you."
    )
    options = (TREATY,)

    def propose(self, source: Path, raw: RawTables, options: Mapping[str, str]) -> Proposal:
        """Return the differences between page and register, and the rows of what is new."""
        treaty_row(raw, options["treaty"])
        compared = compare_page(read_page(source), options["treaty"], raw)
        return Proposal(
            subject=f"{compared.code} on {compared.page.day}",
            table=compared.table,
            rows=rows_of_pages([compared], raw),
            totals=compared.totals,
            remarks=compared.remarks,
        )
