"""Votes and those who act: whether a chamber can have cast them, and who takes such a step.

Where the law on the size of a chamber was not looked up, its other votes show it: a vote of many
more members than ever otherwise has a digit too many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analysis.checks.sheets import Sheets
from analysis.terms.errors import Fault

_VOTES = ("votes_for", "votes_against", "votes_abstain")
#: Seats of chambers whose votes the register holds, by the law that fixes their number. An article
#: is named where its text was read: that of Lithuania in the constitution as amended to 2022. Of
#: Finland the electoral authority says that the constitution fixes 200 (vaalit.fi, parliamentary
#: elections); the section was not read.
SEATS = {
    ("EST", "Riigikogu"): (101, "Constitution of Estonia, section 60"),
    ("FIN", "Eduskunta"): (200, "Constitution of Finland"),
    ("LTU", "Seimas"): (141, "Constitution of Lithuania, Article 55"),
    ("LVA", "Saeima"): (100, "Constitution of Latvia, Article 5"),
    ("RUS", "State Duma"): (450, "Constitution of Russia, Article 95"),
}
#: Who takes a step of a kind; the other kinds are open to several.
_ACTORS = {
    "announced": ("head_of_state", "government"),
    "government_approved": ("government", "head_of_state"),
    "committee_vote": ("parliament",),
    "parliament_reading": ("parliament",),
    "parliament_approved": ("parliament",),
    "promulgated": ("head_of_state", "government", "parliament"),
}
#: Votes in a chamber that is not in :data:`SEATS` may be this many times its most otherwise.
_GROWTH = 1.25


def check_votes(sheets: Sheets) -> Iterator[Fault]:
    """Yield votes without those for, more votes than seats, and steps by those who take none."""
    if sheets.has("events", "kind", "actor"):
        for number, kind, actor in sheets.rows("events", "kind", "actor"):
            if actor not in _ACTORS.get(kind, (actor,)):
                rule = f"a step of this kind ({kind}) is taken by {' or '.join(_ACTORS[kind])}"
                remedy = "Correct the actor, or write a kind that is open to it."
                yield _fault(number, "actor", actor, rule, remedy)
    columns = ("state", "body", *_VOTES)
    if sheets.has("events", *columns):
        yield from _check_counts(list(sheets.rows("events", *columns)))
    if sheets.has("events", "state", "body", "actor"):
        yield from _check_bodies(list(sheets.rows("events", "state", "body", "actor")))


def _check_counts(rows: list[tuple[int, str, str, str, str, str]]) -> Iterator[Fault]:
    cast: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, state, body, *votes in rows:
        if any(votes) and not votes[0]:
            column = next(name for name, cell in zip(_VOTES, votes, strict=True) if cell)
            rule = "votes against and abstentions are given beside the votes for"
            remedy = "Add votes_for, or move the number to the note."
            yield _fault(number, column, next(filter(None, votes)), rule, remedy)
        elif votes[0]:
            cast[state, body].append((number, sum(int(cell or 0) for cell in votes)))
    for chamber, totals in cast.items():
        for number, total in totals:
            others = [other for row, other in totals if row != number]
            rule = _too_many(chamber, total, others)
            if rule:
                remedy = "Look the votes up again: a digit may be one too many."
                yield _fault(number, "votes_for", str(total), rule, remedy)


def _too_many(chamber: tuple[str, str], total: int, others: list[int]) -> str:
    if chamber in SEATS:
        seats, law = SEATS[chamber]
        return f"{total} votes, and the chamber has {seats} seats ({law})" if total > seats else ""
    if others and total > _GROWTH * max(others):
        return f"{total} votes, and never more than {max(others)} in this chamber elsewhere"
    return ""


def _check_bodies(rows: list[tuple[int, str, str, str]]) -> Iterator[Fault]:
    """Yield parliaments that sit in another state by all other rows."""
    own = {body: state for state, body in SEATS}
    for number, state, body, actor in rows:
        if actor == "parliament" and own.get(body, state) != state:
            rule = f"this chamber is that of {own[body]}"
            yield _fault(number, "body", body, rule, "Correct the state or the body.")


def _fault(number: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("events.csv", number, column, value, rule, remedy)
