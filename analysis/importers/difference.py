"""A page against the register: what is new, what is different, what is missing.

Only acts that a status page shows are compared, and only up to its day. A date known to the
month or year alone agrees with every day that it can mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.checks.dates import first_of, last_of
from analysis.importers.claims import Claim
from analysis.terms.acts import CONSENT_KINDS

Change = Literal["new", "changed", "missing", "explained"]
COLUMNS = ["change", "treaty", "state", "name", "kind", "page", "register", "note"]
_RANK = {"new": 0, "changed": 1, "missing": 2, "explained": 3}
#: Acts of one slot stand for each other: whatever its kind, a consent is a consent.
SLOTS = {
    "signature": "signature",
    **dict.fromkeys(CONSENT_KINDS, "consent"),
    "withdrawal_notified": "notice",
    "withdrawal_effective": "effect",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the register holds it."""

    state: str
    kind: str
    date: str
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where page and register part.

    ``act`` is the act as the page has it, or else as the register has it; ``page`` and
    ``register`` are the dates that each gives, ``""`` where it has no such act. ``explained``
    is no contradiction: they look different, and the note says why.
    """

    change: Change
    act: Claim | Entry
    page: str = ""
    register: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Context:
    """What explains a difference: the page's day, who has left, whose predecessor it is."""

    day: str
    gone: dict[str, str]
    revoked: dict[str, str]
    former: frozenset[str]


def compare(
    claims: Iterable[Claim], events: pd.DataFrame, day: str, former: Iterable[str] = ()
) -> list[Difference]:
    """Return where the claims of a page and the events of the same treaty part.

    ``events`` are rows of ``events.csv`` as text, ``day`` is that of the page (ISO 8601),
    ``former`` are the codes of states that no longer exist. Sorted by change and state.
    """
    claims = list(claims)
    entries = [
        Entry(*cells)
        for cells in events[["state", "kind", "date", "effect"]].itertuples(index=False, name=None)
    ]
    known = [entry for entry in entries if first_of(entry.date) <= day]
    context = _Context(
        day=day,
        gone=_days("withdrawal_effective", [*known, *claims]),
        revoked=_days("ratification_revoked", known),
        former=frozenset(former),
    )
    slots: dict[tuple[str, str], tuple[list[Claim], list[Entry]]] = defaultdict(lambda: ([], []))
    for claim in claims:
        slots[claim.state, SLOTS[claim.kind]][0].append(claim)
    for entry in known:
        if entry.kind in SLOTS:
            slots[entry.state, SLOTS[entry.kind]][1].append(entry)
    found = [one for pair in slots.values() for one in _compare_slot(*pair, context)]
    return sorted(found, key=lambda one: (_RANK[one.change], one.act.state, one.act.date))


def as_table(differences: Iterable[Difference], treaty: str, names: dict[str, str]) -> pd.DataFrame:
    """Return differences as a table with the columns :data:`COLUMNS`.

    ``page`` and ``register`` are the dates that each gives; ``kind`` is the page's, or the
    register's where the page has nothing.
    """
    rows = [
        (
            one.change,
            treaty,
            one.act.state,
            names.get(one.act.state, ""),
            one.act.kind,
            one.page,
            one.register,
            one.note,
        )
        for one in differences
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _days(kind: str, acts: Iterable[Claim | Entry]) -> dict[str, str]:
    return {act.state: act.date for act in acts if act.kind == kind}


def _compare_slot(claims: list[Claim], entries: list[Entry], context: _Context) -> list[Difference]:
    pairs: list[tuple[Claim, Entry]] = []
    # The closest fit first, so that an act is not held against its neighbour.
    for fits in (_same_act, _same_date, _anything):
        for claim in list(claims):
            if match := next((entry for entry in entries if fits(claim, entry)), None):
                pairs.append((claim, match))
                claims.remove(claim)
                entries.remove(match)
    found = [_compare_pair(claim, entry, context) for claim, entry in pairs]
    found += [
        Difference("new", claim, claim.date, note=_why_new(claim, context)) for claim in claims
    ]
    found += [_not_on_page(entry, context) for entry in entries]
    return [one for one in found if one]


def _same_date(claim: Claim, entry: Entry) -> bool:
    return first_of(entry.date) <= last_of(claim.date) and first_of(claim.date) <= last_of(
        entry.date
    )


def _same_act(claim: Claim, entry: Entry) -> bool:
    return claim.kind == entry.kind and _same_date(claim, entry)


def _anything(_claim: Claim, _entry: Entry) -> bool:
    return True


def _compare_pair(claim: Claim, entry: Entry, context: _Context) -> Difference | None:
    notes = []
    if claim.kind != entry.kind:
        notes.append(f"the register says {entry.kind}")
    if claim.effect and entry.effect and claim.effect != entry.effect:
        notes.append(f"effect: {claim.effect} on the page, {entry.effect} in the register")
    if claim.bracketed and claim.state not in context.gone:
        notes.append("in brackets on the page, and the register does not know that it left")
    if notes or not _same_date(claim, entry):
        return Difference("changed", claim, claim.date, entry.date, "; ".join(notes))
    why = "the page gives the day" if len(claim.date) > len(entry.date) else ""
    why = _in_brackets(claim, context) if claim.bracketed else why
    return Difference("explained", claim, claim.date, entry.date, why) if why else None


def _in_brackets(claim: Claim, context: _Context) -> str:
    left = context.gone[claim.state]
    return f"in brackets since the withdrawal of {left}: no longer counted by the depositary"


def _why_new(claim: Claim, context: _Context) -> str:
    if claim.bracketed and claim.state in context.gone:
        return _in_brackets(claim, context)
    effect = f"with effect on {claim.effect}" if claim.effect else ""
    return "; ".join(part for part in (claim.reference, effect, claim.note) if part)


def _not_on_page(entry: Entry, context: _Context) -> Difference:
    why = ""
    if last_of(entry.date) > context.day:
        why = "its day may lie after that of the page"
    elif entry.state in context.former:
        why = "a former state: the page lists its successors"
    elif SLOTS[entry.kind] == "consent" and entry.state in context.revoked:
        why = f"taken back on {context.revoked[entry.state]}: no longer shown by the depositary"
    return Difference("explained" if why else "missing", entry, register=entry.date, note=why)
