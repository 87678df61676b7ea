"""Statuses: where a state can stand under a treaty, one record each.

A status has its word, its noun, its place in every order and its look in one record. Loading
fails where a status lacks its record or its tokens in ``look.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from analysis.terms.look import StatusLook, look

Status = Literal[
    "none", "signatory", "contracting", "party", "withdrawing", "suspended", "withdrawn"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTerm:
    """One status in words and in looks.

    ``word`` stands beside the sign; ``one`` and ``many`` follow a number ("three signatories");
    ``heading`` is that of a group of states; ``telling`` is its place when statuses are told,
    the farthest from the treaty first. ``in_force``: the treaty is in force for the state (VCLT
    Art. 2(1)(g)); ``consented``: it is a contracting State, in force or not (Art. 2(1)(f));
    ``operates``: the rules of the treaty operate for it (Art. 72).
    """

    status: Status
    word: str
    one: str
    many: str
    heading: str
    telling: int
    in_force: bool
    consented: bool
    operates: bool
    look: StatusLook


def _term(
    status: Status,
    word: str,
    nouns: tuple[str, str],
    heading: str,
    telling: int,
    *,
    in_force: bool = False,
    consented: bool = False,
    operates: bool = False,
) -> StatusTerm:
    return StatusTerm(
        status=status,
        word=word,
        one=nouns[0],
        many=nouns[1],
        heading=heading,
        telling=telling,
        in_force=in_force,
        consented=consented or in_force,
        operates=operates,
        look=look().statuses[status],
    )


_TERMS = (
    _term("none", "not a party", ("not a party", "not parties"), "Neither signed nor joined", 7),
    _term("signatory", "signatory", ("signatory", "signatories"), "Signed only", 6),
    _term(
        "contracting",
        "contracting, not yet bound",
        ("contracting", "contracting"),
        "Has consented, not yet bound",
        5,
        consented=True,
    ),
    _term(
        "party",
        "party",
        ("party", "parties"),
        "Bound, no step towards leaving",
        4,
        in_force=True,
        operates=True,
    ),
    _term(
        "withdrawing",
        "withdrawing",
        ("withdrawing", "withdrawing"),
        "Notice running",
        2,
        in_force=True,
        operates=True,
    ),
    _term(
        "suspended",
        "suspended",
        ("suspended", "suspended"),
        "Operation suspended",
        3,
        in_force=True,
    ),
    _term("withdrawn", "withdrawn", ("withdrawn", "withdrawn"), "Withdrawal in effect", 1),
)

STATUSES: tuple[Status, ...] = get_args(Status)
#: The record of each status.
TERMS: Mapping[Status, StatusTerm] = {term.status: term for term in _TERMS}
if tuple(TERMS) != STATUSES or set(look().statuses) != set(STATUSES):
    raise ImportError("every status needs its record in statuses.py and its tokens in look.json")

#: Statuses in which the treaty is in force for the state (VCLT Art. 2(1)(g)).
IN_FORCE: tuple[Status, ...] = ("party", "withdrawing", "suspended")
#: Statuses of a contracting State, whether or not the treaty is in force (VCLT Art. 2(1)(f)).
CONTRACTING: tuple[Status, ...] = (*IN_FORCE, "contracting")
#: Statuses in which the rules of the treaty actually operate for the state.
OPERATING: tuple[Status, ...] = ("party", "withdrawing")
#: Statuses of a state that has given notice or left.
GOING: tuple[Status, ...] = ("withdrawing", "withdrawn")
#: The order of telling: the farthest from the treaty first.
TOLD: tuple[Status, ...] = tuple(sorted(STATUSES, key=lambda status: TERMS[status].telling))
#: The order of stacking: parties at the foot, those that never acted on top.
STACKED: tuple[Status, ...] = (
    "party",
    "suspended",
    "withdrawing",
    "withdrawn",
    "contracting",
    "signatory",
    "none",
)
