"""The tables of the context: casualties by year, votes by day."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Table, Text, text
from analysis.language.days import format_date_short
from analysis.sections.context.facts import Casualties, Toll, Vote, Votes
from analysis.sections.context.words import bounded, casualties_foot, votes_foot
from analysis.subject import telling as tell
from analysis.subject.facts import Fact
from analysis.terms.context import ORGAN_WORDS

#: So many years, and so many votes, are listed.
_YEARS, _VOTES = 10, 10
_NOTHING = "–"


def casualties_table(own: Casualties, cite: Citations, most: int = _YEARS) -> Table:
    """Return one row for each of the last years: the first number, and the last revised one."""
    return Table(
        name="casualties",
        title="Casualties of mines and explosive remnants of war",
        subtitle="People recorded as killed or injured in the world, by year",
        columns=(
            Column("Year"),
            Column("First published", align="right", share=1.3),
            Column("Killed", align="right"),
            Column("Injured", align="right"),
            Column("Last revised", align="right", share=1.3),
            Column("Edition", align="right"),
        ),
        rows=tuple(
            _year(year, own.first_of(year), own.revised_of(year)) for year in own.years[-most:]
        ),
        foot=casualties_foot(own, cite),
        sources=own.sources,
    )


def _year(year: int, first: Toll | None, revised: Toll | None) -> tuple[Cell, ...]:
    return (
        Cell(text(str(year))),
        Cell(bounded(first, "total", first.bound) if first else text(_NOTHING)),
        Cell(_number(first, "killed")),
        Cell(_number(first, "injured")),
        Cell(bounded(revised, "total", revised.bound) if revised else text(_NOTHING)),
        Cell(text(str(revised.edition) if revised else _NOTHING)),
    )


def votes_table(own: Votes, cite: Citations, most: int = _VOTES) -> Table:
    """Return one row for each of the last votes, of the committee and of the whole Assembly."""
    shown: Sequence[Vote] = own.cast[-most:]
    return Table(
        name="votes",
        title="The yearly vote in the General Assembly",
        subtitle="Votes on the resolution on the treaty, and on its draft in the First Committee",
        columns=(
            Column("Vote"),
            Column("Organ", share=1.2),
            Column("Symbol", share=1.2),
            Column("For", align="right", share=0.7),
            Column("Against", align="right", share=0.7),
            Column("Abstained", align="right", share=0.8),
        ),
        rows=tuple(_vote(vote) for vote in shown),
        foot=votes_foot(len(own.cast) - len(shown), own.cast[0].day, cite, own.sources),
        sources=own.sources,
    )


def _vote(vote: Vote) -> tuple[Cell, ...]:
    return (
        Cell(text(format_date_short(vote.day))),
        Cell(text(ORGAN_WORDS[vote.organ])),
        Cell(text(vote.symbol or _NOTHING)),
        *(Cell(_number(vote, field)) for field in ("yes", "no", "abstain")),
    )


def _number(fact: Fact | None, field: str) -> Text:
    """Write a number where there is one."""
    known = fact is not None and getattr(fact, field) is not None
    return text(tell.number(fact, field) if fact is not None and known else _NOTHING)
