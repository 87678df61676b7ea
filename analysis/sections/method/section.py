"""The section on the method; and the cautions that page one takes from it."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Prose, Text
from analysis.blocks.telling import given
from analysis.sections.border.facts import border
from analysis.sections.method.facts import clause, suspending, wars
from analysis.sections.method.words import cautions, method_paragraphs
from analysis.sections.method.words_clause import law_cautions
from analysis.sections.method.words_gaps import gap_cautions, gap_paragraph, withheld_words
from analysis.sections.method.words_short import short_method
from analysis.sections.registry import Section
from analysis.subject.gaps import gaps, withheld
from analysis.subject.setting import setting
from analysis.subject.subject import Subject
from analysis.terms.gaps import Question


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return how the numbers were computed, their limits, and how to make the briefing again."""
    now, own = setting(subject), clause(subject)
    paragraphs = method_paragraphs(now, own, cite, subject.again)
    missing = given(gap_paragraph(gaps(subject), _withheld(subject), cite))
    told = (*paragraphs[:-1], *missing, paragraphs[-1])
    return [Prose(told, sources=own.sources)]


def compose_short(subject: Subject, cite: Citations) -> list[Block]:
    """Return the method in one paragraph; the annex has the rest."""
    missing = withheld_words(gaps(subject), _withheld(subject))
    return _short(subject, cite, missing, annex=True)


def compose_alone(subject: Subject, cite: Citations) -> list[Block]:
    """Return the method in one paragraph, of a briefing that has no annex and tests nothing."""
    return _short(subject, cite, (), annex=False)


def _short(subject: Subject, cite: Citations, missing: Text, *, annex: bool) -> list[Block]:
    own = clause(subject)
    told = short_method(setting(subject), own, cite, missing, annex=annex)
    return [Prose((told,), sources=own.sources, small=True)]


def _withheld(subject: Subject) -> list[Question]:
    """Return the questions that a briefing asks and a gap keeps from being answered."""
    if setting(subject).silent or not setting(subject).treaty.in_force:
        return []
    found: list[Question] = ["border"] if border(subject).undated else []
    return [*found, "tests"] if withheld(subject, "tests", worldwide=True) else found


def findings(subject: Subject, cite: Citations) -> list[Text]:
    """Return what a reader of page one must mind."""
    return [
        *cautions(setting(subject), suspending(subject), cite),
        *law_cautions(clause(subject), wars(subject)),
        *gap_cautions(gaps(subject), gaps(subject.worldwide), cite),
    ]


ALONE = Section("method.alone", "Method", compose_alone, folded=True)
SHORT = Section("method.short", "Method", compose_short, folded=True)
SECTION = Section("method", "Method", compose, findings, folded=True)
