"""How sure a row may be of itself: no surer than the best of its sources."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.checks.sheets import Sheets
from analysis.terms.acts import LEGAL_KINDS
from analysis.terms.errors import Fault

#: Ranks on which alone nothing is sure; an act of law not on those of ``_UNOFFICIAL`` either.
_PRIVATE = {"blog"}
_UNOFFICIAL = {"blog", "press", "state_media"}


def check_confidence(sheets: Sheets) -> Iterator[Fault]:
    """Yield events of high confidence that rest on private pages, or unofficial ones, alone."""
    if not sheets.has("events", "kind", "sources", "confidence"):
        return
    if not sheets.has("sources", "source", "rank") or sheets.faults_in("sources"):
        return
    ranks = {key: rank for _, key, rank in sheets.rows("sources", "source", "rank")}
    sure = {"confidence": ["high"]}
    for number, kind, keys, confidence in sheets.rows(
        "events", "kind", "sources", "confidence", among=sure
    ):
        found = {ranks[key] for key in keys.split(";") if key in ranks}
        if found and found <= (_UNOFFICIAL if kind in LEGAL_KINDS else _PRIVATE):
            told = " and ".join(sorted(found)).replace("_", " ")
            rule = f"sources of this rank alone ({told}) make nothing sure"
            remedy = "Add a source that is official or of record, or write medium or low."
            yield Fault("events.csv", number, "confidence", confidence, rule, remedy)
