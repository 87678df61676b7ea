"""The card of the clauses: what each asks for, and its article."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, flat, text
from analysis.blocks.telling import capital
from analysis.sections.clause.facts import Terms
from analysis.sections.clause.words import (
    binding_words,
    card_foot,
    entry_words,
    notice_words,
    suspension_words,
)
from analysis.sections.method.facts import Clause
from analysis.subject import telling as tell
from analysis.subject.setting import Treaty
from analysis.terms.clauses import CONDITIONS, TAILS

_NO_ARTICLE = "–"


def clause_card(treaty: Treaty, own: Terms, leaving: Clause, cite: Citations) -> Table:
    """Return one row for each rule of the treaty that says something, with its article."""
    rows = [
        (Cell(text(head)), Cell(capital(words)), Cell(text(article or _NO_ARTICLE)))
        for head, words, article in _rules(treaty, own, leaving)
        if flat(words)
    ]
    return Table(
        name="clause",
        title=f"What {treaty.said} asks for",
        columns=(
            Column("Rule", share=1.6),
            Column("What it says", share=4.4),
            Column("Article", share=1.3),
        ),
        rows=tuple(rows),
        width="wide",
        foot=text(card_foot(own), Span("", cite=cite.best(own.sources, most=1))),
        sources=own.sources,
    )


def _rules(treaty: Treaty, own: Terms, leaving: Clause) -> Iterator[tuple[str, Text, str]]:
    """Yield each rule by name, what it says (empty: nothing), and its article."""
    tail = next((words for key, words in TAILS.items() if key == leaving.tail), "")
    only_if = next((words for key, words in CONDITIONS.items() if key == leaving.condition), "")
    if treaty.political:
        yield "Nature", text("a political commitment: it binds in politics, not in law"), ""
    yield "In force", entry_words(treaty, own), leaving.entry_article
    yield "A later state", text(binding_words(own)), leaving.entry_article
    yield "Notice of leaving", notice_words(treaty, leaving), leaving.article
    if treaty.withdrawal_period:
        yield "Reasons", text(only_if), leaving.article
        yield "In armed conflict", text(tail), leaving.article
    yield "Suspension", suspension_words(own), own.suspension_article if own.claimed else ""
    if own.until and not treaty.ended:
        yield "Term", text("as it was set by then, it ends on ", tell.day(own, "until")), ""
    yield "Depositary", text(own.depositary), ""
