"""Terms in office: one holder at a time, known to an end or to the day last seen, from a source.

A board takes a push off when the government behind it has left: a term that runs on by mistake
keeps it there, and one that ends too early hides it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from analysis.checks.dates import last_of
from analysis.checks.sheets import Sheets
from analysis.terms.errors import Fault

_COLUMNS = ("state", "office", "holder", "start", "end", "seen", "sources")


@dataclass(frozen=True, slots=True)
class _Term:
    """A sound row of ``offices.csv``."""

    row: int
    state: str
    office: str
    holder: str
    start: str
    end: str
    seen: str
    sources: str


def check_offices(sheets: Sheets) -> Iterator[Fault]:
    """Yield terms whose days or order cannot be, that overlap, or that rest on too little."""
    if not sheets.has("offices", *_COLUMNS):
        return
    terms = [_Term(*cells) for cells in sheets.rows("offices", *_COLUMNS)]
    found = [fault for term in terms for fault in _check_days(sheets, term)]
    yield from found
    wrong = {fault.row for fault in found}
    own: dict[tuple[str, str], list[_Term]] = defaultdict(list)
    for term in terms:
        if term.row not in wrong:
            own[term.state, term.office].append(term)
    for held in own.values():
        yield from _check_succession(held)
    yield from _check_order(terms)
    yield from _check_sources(sheets, terms)


def _check_days(sheets: Sheets, term: _Term) -> Iterator[Fault]:
    if term.end and term.end <= term.start:
        rule = f"the first day outside comes after the first day in office ({term.start})"
        yield _fault(term, "end", term.end, rule, "Correct one of the two days.")
    elif bool(term.end) == bool(term.seen):
        rule = "a term has the day on which it ended, or the last day on which it is known"
        remedy = "Fill one of end and seen: a source shows the holder leaving, or still there."
        yield _fault(term, "end, seen", f"{term.end}, {term.seen}", rule, remedy)
    elif term.seen and term.seen < term.start:
        rule = f"nobody is seen in office before the first day there ({term.start})"
        yield _fault(term, "seen", term.seen, rule, "Correct one of the two days.")
    elif term.end and sheets.created and term.end > sheets.created and term.office != "legislature":
        rule = "only the term of a parliament ends on a day to come, by law"
        yield _fault(term, "end", term.end, rule, "Leave the cell empty, and fill seen.")


def _check_succession(held: list[_Term]) -> Iterator[Fault]:
    """Yield holders of one office who overlap, and one spell that stands in two rows."""
    ordered = sorted(held, key=lambda term: term.start)
    for before, after in pairwise(ordered):
        last, until = (before.end, "until") if before.end else (before.seen, "seen on")
        if after.start < last or (not before.end and after.start == last):
            rule = f"{before.holder} holds this office then (row {before.row}, {until} {last})"
            remedy = "Correct the days: an end is the first day outside."
            yield _fault(after, "start", after.start, rule, remedy)
        elif after.start == last and after.holder == before.holder:
            rule = f"one spell of one holder stands in one row (row {before.row} ends here)"
            yield _fault(after, "start", after.start, rule, "Join the two rows.")


def _check_order(terms: list[_Term]) -> Iterator[Fault]:
    keys = [(term.state, term.office, term.start) for term in terms]
    for term, (before, own) in zip(terms[1:], pairwise(keys), strict=True):
        if own < before:
            rule = "the rows stand by state, office and start"
            value = ", ".join(own)
            yield _fault(term, "state, office, start", value, rule, "Sort the file.")
            return


def _check_sources(sheets: Sheets, terms: list[_Term]) -> Iterator[Fault]:
    """Yield terms that rest on private pages alone, or on nothing as young as their start."""
    if not sheets.has("sources", "source", "published", "rank") or sheets.faults_in("sources"):
        return
    known = {key: cells for _, key, *cells in sheets.rows("sources", "source", "published", "rank")}
    for term in terms:
        cited = [known[key] for key in term.sources.split(";") if key in known]
        if cited and all(rank == "blog" for _, rank in cited):
            rule = "who holds an office is not taken from private pages alone"
            remedy = "Add an official page, or one of the press; or leave the row out."
            yield _fault(term, "sources", term.sources, rule, remedy)
        elif cited and all(day and last_of(day) < term.start for day, _ in cited):
            rule = f"each source was published before the first day in office ({term.start})"
            yield _fault(term, "sources", term.sources, rule, "Name a source that tells of it.")


def _fault(term: _Term, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("offices.csv", term.row, column, value, rule, remedy)
