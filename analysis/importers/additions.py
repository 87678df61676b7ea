"""Which new acts can go into the register without a human, and the rows they become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.importers.claims import Claim
from analysis.importers.difference import Difference
from analysis.importers.untc import StatusPage
from analysis.importers.writing import Row

_DEPOSITARY = "UN Secretary-General (depositary)"
#: The rules of the data ask for a second source of these.
_NEED_A_SECOND_SOURCE = ("withdrawal_notified", "withdrawal_effective")


def needs_a_human(differences: Iterable[Difference]) -> dict[str, str]:
    """Return the states whose new acts are not added by themselves, each with the reason.

    Where page and register contradict each other, or a state is leaving or has left, a single
    act out of its history would say something wrong about the rest.
    """
    reasons: dict[str, str] = {}
    for one in differences:
        if one.change in ("changed", "missing"):
            reasons[one.act.state] = "page and register differ about it"
        elif one.change == "new" and one.act.kind in _NEED_A_SECOND_SOURCE:
            reasons.setdefault(one.act.state, "a withdrawal needs a second source")
        elif one.change == "new" and isinstance(one.act, Claim) and one.act.bracketed:
            reasons.setdefault(one.act.state, "it has left")
    return reasons


def addable(differences: Sequence[Difference]) -> list[Claim]:
    """Return the new acts of all states about which nothing needs a human."""
    held = needs_a_human(differences)
    new = (one.act for one in differences if one.change == "new")
    return [act for act in new if isinstance(act, Claim) and act.state not in held]


def source_key(page: StatusPage) -> str:
    """Return the key under which the pages of one day stand in ``sources.csv``."""
    return f"untc_{page.day.replace('-', '_')}"


def event_rows(claims: Iterable[Claim], treaty: str, page: StatusPage) -> list[Row]:
    """Return acts as rows of ``events.csv``.

    A day that the page prints has ``high`` confidence, as the depositary's own; one that
    follows from another act of the state has ``medium``.
    """
    return [
        {
            "treaty": treaty,
            "state": claim.state,
            "date": claim.date,
            "kind": claim.kind,
            "effect": claim.effect,
            "actor": "state",
            "body": "" if claim.kind == "signature" else _DEPOSITARY,
            "reference": claim.reference,
            "sources": source_key(page),
            "confidence": "high" if claim.printed else "medium",
            "note": claim.note,
        }
        for claim in claims
    ]
