"""Documents about the data, written from the data: coverage, codebook, law, status and more."""

from __future__ import annotations

from pathlib import Path

from analysis.documents.attempts import attempts_page
from analysis.documents.claims import claims_page
from analysis.documents.codebook import codebook
from analysis.documents.coverage import coverage_report
from analysis.documents.derivation import status_page
from analysis.documents.law_table import law_table
from analysis.documents.ledger import ledger_page
from analysis.documents.replication import replication_page
from analysis.register import Register
from analysis.versions.datacite import DATACITE, datacite_record

__all__ = [
    "attempts_page",
    "claims_page",
    "codebook",
    "coverage_report",
    "documents",
    "law_table",
    "ledger_page",
    "status_page",
    "write_documents",
]


def documents(register: Register) -> dict[Path, str]:
    """Return every generated document by its path below the root of the project.

    Equal data give equal text; the register should stand on its vintage.
    """
    return {
        Path("data/COVERAGE.md"): coverage_report(register),
        Path("data", DATACITE): datacite_record(register.tables.package),
        Path("docs/attempts.md"): attempts_page(register),
        Path("docs/claims.md"): claims_page(register),
        Path("docs/codebook.md"): codebook(register.tables.package),
        Path("docs/law.md"): law_table(register),
        Path("docs/ledger.md"): ledger_page(register),
        Path("docs/replication.md"): replication_page(register, register.tables.published),
        Path("docs/status.md"): status_page(register),
    }


def write_documents(register: Register, root: Path) -> list[Path]:
    """Write the generated documents below a root folder and return their paths."""
    paths = []
    for place, text in documents(register).items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        paths.append(path)
    return paths
