"""The section on the context: what is at stake under a treaty, as far as numbers are held."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Items, Prose, Text
from analysis.sections.context.facts import casualties, stocks, studies, votes
from analysis.sections.context.table import casualties_table, votes_table
from analysis.sections.context.words import (
    casualties_sentences,
    stocks_sentences,
    studies_items,
    votes_sentences,
)
from analysis.sections.registry import Section
from analysis.subject.setting import setting
from analysis.subject.subject import Subject

#: So many years, and so many votes, are listed where there is little room.
_LAST = 6


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return what is held of casualties, stocks and votes; nothing where there is none of it."""
    hurt, held, cast = casualties(subject), stocks(subject), votes(subject)
    told = [
        *casualties_sentences(hurt, cite),
        *stocks_sentences(held, cite),
        *votes_sentences(setting(subject), cast.plenary, cast.since, cite),
    ]
    if not told:
        return []
    sources = tuple(dict.fromkeys((*hurt.sources, *held.sources, *cast.sources)))
    blocks: list[Block] = [Prose(tuple(told), sources=sources)]
    if hurt.world:
        blocks.append(casualties_table(hurt, cite))
    if cast.cast:
        blocks.append(votes_table(cast, cite))
    return blocks


def compose_brief(subject: Subject, cite: Citations) -> list[Block]:
    """Return the same in less than a page: a list of sentences, and tables of the last years.

    How votes went is left to their table.
    """
    hurt, held, cast = casualties(subject), stocks(subject), votes(subject)
    told = [*casualties_sentences(hurt, cite), *stocks_sentences(held, cite)]
    sources = tuple(dict.fromkeys((*hurt.sources, *held.sources)))
    blocks: list[Block] = [Items(tuple(told), columns=2, sources=sources)] if told else []
    if hurt.world:
        blocks.append(casualties_table(hurt, cite, most=_LAST))
    if cast.cast:
        blocks.append(votes_table(cast, cite, most=_LAST))
    return blocks


def findings(subject: Subject, cite: Citations) -> list[Text]:
    """Return what page one says of the context: how many people mines hurt, against before."""
    return casualties_sentences(casualties(subject), cite)[:1]


def compose_studies(subject: Subject, cite: Citations) -> list[Block]:
    """Return what studies of the treaty and of treaties in general found."""
    own = studies(subject)
    items = studies_items(own, cite)
    return [Items(tuple(items), sources=own.sources)] if items else []


SECTION = Section("context", "Context", compose, findings, folded=True)
BRIEF = Section("context.brief", "Context", compose_brief, folded=True)
STUDIES = Section("context.studies", "What studies found", compose_studies, folded=True)
