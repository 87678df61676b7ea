"""Claims of stories: each names a question that there is, with the arguments that it takes.

And the corrections of earlier versions: statuses of real intervals that did change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.checks.dates import first_of, last_of
from analysis.checks.sheets import Finding, Sheets, did_you_mean
from analysis.law.regions import DERIVED, slug
from analysis.terms.acts import KINDS
from analysis.terms.claims import QUESTIONS, Question, split_arguments
from analysis.terms.errors import Fault
from analysis.terms.stages import STAGES
from analysis.terms.statuses import STATUSES

_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def check_claims(sheets: Sheets) -> Iterator[Fault]:
    """Yield claims whose question or arguments do not hold together, and stories told twice."""
    tables = ("states", "treaties", "groups")
    if any(sheets.at_fault(one) or not len(sheets.frames.get(one, ())) for one in tables):
        # What is broken or missing there may be the very row that a claim is about.
        return
    if not sheets.has("claims", "question", "arguments", "note", "sources"):
        return
    valid = _names(sheets)
    for number, *cells in sheets.rows("claims", "question", "arguments", "note", "sources"):
        question, arguments, note, sources = cells
        for column, value, (rule, remedy) in _wrong(question, arguments, note, sources, valid):
            yield Fault("claims.csv", number, column, value, rule, remedy)


def check_corrections(sheets: Sheets) -> Iterator[Fault]:
    """Yield corrections that correct nothing, or end before they begin."""
    if not sheets.has("corrections", "start", "end", "before", "after"):
        return
    for number, start, end, before, after in sheets.rows(
        "corrections", "start", "end", "before", "after"
    ):
        if before == after:
            rule, remedy = "before and after are the same", "Delete the row."
            yield Fault("corrections.csv", number, "after", after, rule, remedy)
        if end and end <= start:
            rule, remedy = f"it ends before it begins ({start})", "Correct one of the two days."
            yield Fault("corrections.csv", number, "end", end, rule, remedy)


Wrong = tuple[str, str, Finding]


def _wrong(
    question: str, arguments: str, note: str, sources: str, valid: dict[str, set[str]]
) -> Iterator[Wrong]:
    if not question:
        if arguments:
            rule = "arguments stand without a question"
            yield "arguments", arguments, (rule, "Name the question, or leave the cell empty.")
        if not note:
            rule = "a claim that is not checked must say why not"
            yield "note", note, (rule, "Say why, or name a question.")
        return
    known = QUESTIONS.get(question)
    if known is None:
        remedy = did_you_mean(question, QUESTIONS)
        yield "question", question, ("there is no such question", remedy)
        return
    if question == "documented" and not sources:
        rule = "a claim judged by its sources must name them"
        yield "sources", sources, (rule, "Name the sources that say so, or that deny it.")
    yield from (("arguments", arguments, one) for one in _arguments(known, arguments, valid))


def _arguments(known: Question, written: str, valid: dict[str, set[str]]) -> Iterator[Finding]:
    try:
        given = split_arguments(written)
    except ValueError as error:
        yield str(error), "Write name=value, joined by semicolons."
        return
    for name in given.keys() - known.arguments.keys():
        yield f"the question {known.name} takes no {name}", did_you_mean(name, known.arguments)
    for name in known.arguments.keys() - given.keys() - set(known.optional):
        yield f"the question {known.name} needs its {name}", f"Add {name}=..."
    for name in known.arguments.keys() & given.keys():
        yield from _value(name, known.arguments[name], given[name], valid)
    first, last = given.get("from", ""), given.get("until", "")
    if _DAY.fullmatch(first) and _DAY.fullmatch(last) and last_of(last) < first_of(first):
        yield "the last day lies before the first", "Change them round."


def _value(name: str, kind: str, value: str, valid: dict[str, set[str]]) -> Iterator[Finding]:
    """Yield what is wrong with one argument."""
    if kind == "day":
        if not _DAY.fullmatch(value):
            yield f"{name}={value} is no date", "Write it as 2025-04-16, 2025-04 or 2025."
    elif kind == "number":
        if not value.isdecimal():
            yield f"{name}={value} is no number", "Write it in digits."
    elif kind != "words":
        what = "state" if kind == "states" else kind
        for one in map(str.strip, value.split(",") if kind == "states" else [value]):
            if one not in valid[what]:
                yield f"{name}={one} is no {what}", did_you_mean(one, sorted(valid[what]))


def _names(sheets: Sheets) -> dict[str, set[str]]:
    """Return the valid values of each type of argument; what a broken cell may mean counts too."""
    columns = {"state": ("states", "state"), "treaty": ("treaties", "code")}
    found = {
        kind: set(sheets.frames[table][column]) | set(sheets.doubtful(table, column))
        if sheets.has(table, column)
        else set()
        for kind, (table, column) in columns.items()
    }
    groups = set(sheets.frames["groups"]["group"]) if sheets.has("groups", "group") else set()
    if sheets.has("states", "region", "sub_region", "intermediate_region"):
        areas = sheets.frames["states"][["region", "sub_region", "intermediate_region"]]
        groups |= {slug(name) for column in areas for name in areas[column] if name}
    return {
        **found,
        "status": set(STATUSES),
        "stage": set(STAGES),
        "kind": set(KINDS),
        "group": groups | set(DERIVED) | {"world"},
        "answer": {"yes", "no"},
    }
