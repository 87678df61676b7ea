"""Claims of a story: the questions by which they are checked, and the verdicts, one record each.

A claim names a question and gives its arguments as ``name=value`` joined by ``;``. Nothing of it is
run as a program: a question that is not listed here, or an argument that it does not take, is a
fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

#: What an argument can be: one state or several, a treaty, words of the field, a group, a date,
#: a number, words of a title, yes or no.
Type = Literal[
    "state", "states", "treaty", "status", "stage", "kind", "group", "day", "number", "words",
    "answer",
]  # fmt: skip
Verdict = Literal["supported", "contradicted", "outdated", "not_checkable"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what it asks, its arguments with their types, and those that may be left out.

    ``{name}`` in ``asks`` stands for an argument.
    """

    name: str
    asks: str
    arguments: Mapping[str, Type]
    optional: tuple[str, ...] = ()


_QUESTIONS = (
    Question(
        "status",
        "Does the state have this status under the treaty on the day?",
        {"state": "state", "treaty": "treaty", "status": "status"},
    ),
    Question(
        "bound",
        "Is the treaty in force for the state on the day, or is it not?",
        {"state": "state", "treaty": "treaty", "answer": "answer"},
    ),
    Question(
        "stage",
        "Is this the furthest step that the state has taken towards leaving?",
        {"state": "state", "treaty": "treaty", "stage": "stage"},
    ),
    Question(
        "act",
        "Did each of the states do this within these days?",
        {"states": "states", "treaty": "treaty", "kind": "kind", "from": "day", "until": "day"},
    ),
    Question(
        "first",
        "Was the state the first to do this since a day?",
        {"state": "state", "treaty": "treaty", "kind": "kind", "from": "day"},
    ),
    Question(
        "acts",
        "Did so many states do this within these days?",
        {"treaty": "treaty", "kind": "kind", "from": "day", "until": "day", "number": "number"},
    ),
    Question(
        "withdrawals",
        "Are so many withdrawals in effect on the day?",
        {"treaty": "treaty", "number": "number"},
    ),
    Question(
        "parties",
        "Is the treaty in force for so many states on the day?",
        {"treaty": "treaty", "number": "number"},
    ),
    Question(
        "never_consented",
        "Has the state never consented to be bound?",
        {"state": "state", "treaty": "treaty"},
    ),
    Question(
        "members",
        "Are all the states members of the group on the day?",
        {"states": "states", "group": "group"},
    ),
    Question(
        "borders",
        "Does each of the states have a land border with one of the others, or with all of them?",
        {"states": "states", "towards": "states", "all": "answer"},
        ("all",),
    ),
    Question(
        "adopted",
        "Was the treaty adopted within these days?",
        {"treaty": "treaty", "from": "day", "until": "day"},
    ),
    Question(
        "title",
        "Does the title of the treaty name all of this?",
        {"treaty": "treaty", "words": "words"},
    ),
    Question(
        "begun_after",
        "Did none of the states try to leave before the day?",
        {"states": "states", "treaty": "treaty", "from": "day"},
    ),
    Question(
        "documented",
        "Do the sources named say so? A judgement of whoever entered the claim.",
        {"answer": "answer"},
    ),
)
#: The record of each question.
QUESTIONS: Mapping[str, Question] = {one.name: one for one in _QUESTIONS}

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
#: What a verdict is called.
VERDICT_WORDS: Mapping[Verdict, str] = {
    "supported": "supported",
    "contradicted": "contradicted",
    "outdated": "outdated",
    "not_checkable": "not checkable",
}


def split_arguments(written: str) -> dict[str, str]:
    """Return the arguments of a claim by name, as text; empty where none are written.

    Raises ``ValueError`` for a part that is no pair, and for a name that stands twice.

    >>> split_arguments("state=LVA; treaty=apmbc")
    {'state': 'LVA', 'treaty': 'apmbc'}
    """
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in written.split(";"))):
        name, sign, value = (one.strip() for one in part.partition("="))
        if not (name and sign and value):
            raise ValueError(f"{part!r} is not name=value")
        if name in found:
            raise ValueError(f"{name} stands twice")
        found[name] = value
    return found
