"""Offices: who stands behind a step, and when it lapses because they left office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

#: Offices that ``offices.csv`` holds: a person who leads, or the term of a parliament.
Office = Literal["head_of_state", "head_of_government", "legislature"]
#: What is known of the holder on a day: ``last_seen`` in office on an earlier day, and no more.
Holds = Literal["in_office", "last_seen", "left", "unknown"]

OFFICES: tuple[Office, ...] = get_args(Office)
HOLDS: tuple[Holds, ...] = get_args(Holds)

#: A government is led by its head; where the table names none, the head of state leads it.
_GOVERNMENT: tuple[Office, ...] = ("head_of_government", "head_of_state")
_BEHIND: Mapping[str, tuple[Office, ...]] = {
    **dict.fromkeys(
        ("government", "minister", "head_of_government", "coalition_members", "military"),
        _GOVERNMENT,
    ),
    "head_of_state": ("head_of_state",),
    **dict.fromkeys(("parliament", "committee", "members"), ("legislature",)),
}
#: What an opposition puts to parliament ends with its term; what it merely says does not.
_TABLED = ("motion", "bill")
#: A law stands, whoever sits or governs; so does a vote on it.
_OUTLASTING = ("law", "parliament_approved", "promulgated", "vote")


def offices_behind(actor: str, form: str) -> tuple[Office, ...]:
    """Return the offices that a step stands or falls with, the first that is known counting.

    Empty for what no office carries: a law, and pushes of citizens, organisations and oppositions.

    >>> offices_behind("minister", "remark"), offices_behind("parliament", "law")
    (('head_of_government', 'head_of_state'), ())
    >>> offices_behind("opposition_members", "bill"), offices_behind("citizens", "motion")
    (('legislature',), ())
    """
    if form in _OUTLASTING:
        return ()
    if actor == "opposition_members":
        return ("legislature",) if form in _TABLED else ()
    return _BEHIND.get(actor, ())
