"""A story checked: each claim as of its own day, with its verdict and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from analysis.sections.claims.questions import Act, Answer, Standing, answer
from analysis.store.loading import rows_of
from analysis.subject.facts import Fact, fact
from analysis.subject.setting import State, states
from analysis.subject.subject import Subject
from analysis.terms.claims import QUESTIONS, VERDICTS, Verdict, split_arguments
from analysis.terms.stages import Stage

__all__ = ["Act", "Answer", "Claim", "Claims", "Standing", "claims"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: what is said, the day as of which it is checked, its verdict, and the answer.

    ``stage`` is the furthest step of the state that it is about on that day, empty without one and
    ``None`` where it is not about one state; ``waiting``: its day had not come by the as-of day.
    ``later`` is the answer as of the as-of day, where the claim did not hold on its own.
    """

    number: str
    said: str
    day: date
    question: str
    given: Mapping[str, str]
    verdict: Verdict
    answer: Answer | None
    later: Answer | None
    stage: Stage | Literal[""] | None
    waiting: bool
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Count(Fact):
    """How many claims have one verdict."""

    verdict: Verdict
    count: int


@dataclass(frozen=True, kw_only=True)
class Claims(Fact):
    """The claims of a story, with what the story is: its title, publisher and day.

    ``published`` is as precise as known, ``told_by`` the key of the story among the sources.
    """

    story: str
    title: str
    publisher: str
    published: str
    told_by: str
    rows: tuple[Claim, ...]
    counts: tuple[Count, ...]
    named: Mapping[str, State]
    nouns: Mapping[str, str]

    def having(self, verdict: Verdict) -> tuple[Claim, ...]:
        """Return the claims with a verdict."""
        return tuple(row for row in self.rows if row.verdict == verdict)

    @property
    def total(self) -> int:
        """How many claims there are."""
        return len(self.rows)

    @property
    def checked(self) -> int:
        """How many could be checked."""
        return self.total - len(self.having("not_checkable"))


@fact("story")
def claims(subject: Subject) -> Claims:
    """Return the claims of a story with their verdicts, each as of its own day."""
    tables = subject.register.tables
    own = tables.claims[tables.claims["story"] == subject.story]
    rows = tuple(_claim(subject, row) for row in rows_of(own))
    key = own["told_by"].iloc[0]
    source = tables.sources.set_index("source").loc[key]
    acts = [act.event for row in rows if row.answer for act in row.answer.acts]
    return Claims(
        story=subject.story,
        title=source["title"],
        publisher=source["publisher"],
        published=source["published"],
        told_by=key,
        rows=rows,
        counts=tuple(
            Count(verdict=one, count=sum(row.verdict == one for row in rows)) for one in VERDICTS
        ),
        named=states(subject),
        nouns=dict(zip(tables.treaties["code"], tables.treaties["noun"], strict=True)),
        events=tuple(dict.fromkeys(acts)),
        sources=(key,),
    )


def _claim(subject: Subject, row: Any) -> Claim:
    given = split_arguments(row.arguments)
    waiting = row.day > subject.day
    found = later = None
    if row.question and not waiting:
        found = answer(subject.register.as_of(row.day), row.question, given)
        if not found.holds and row.day < subject.day:
            later = answer(subject.register, row.question, given)
    return Claim(
        number=row.claim,
        said=row.said,
        day=row.day.date(),
        question=row.question,
        given=given,
        verdict=_verdict(found),
        answer=found,
        later=later,
        stage=None if waiting else _stage(subject, row, given),
        waiting=waiting and bool(row.question),
        note=row.note,
        sources=tuple(key for key in row.sources.split(";") if key),
    )


def _verdict(found: Answer | None) -> Verdict:
    if found is None or found.holds is None:
        return "not_checkable"
    if found.holds:
        return "supported"
    return "outdated" if found.once else "contradicted"


def _stage(subject: Subject, row: Any, given: Mapping[str, str]) -> Stage | Literal[""] | None:
    """Return how far the one state of a claim had come on its day."""
    types = QUESTIONS[row.question].arguments if row.question else {}
    state = given.get("state", given.get("states", ""))
    if "treaty" not in types or not state or "," in state:
        return None
    seen = subject.register.as_of(row.day)
    found = rows_of(seen.status(treaty=given["treaty"], state=state))[0]
    return cast(Stage, found.stage)
