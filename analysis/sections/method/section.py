"""The section on the method; and the cautions that page one takes from it."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Prose, Text
from analysis.sections.method.facts import clause, gaps, suspending
from analysis.sections.method.words import cautions, method_paragraphs
from analysis.sections.registry import Section
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return how the numbers were computed, their limits, and how to make the briefing again."""
    now, own = setting(subject), clause(subject)
    paragraphs = method_paragraphs(now, own, cite, subject.again)
    return [Prose(tuple(paragraphs), sources=own.sources)]


def findings(subject: Subject, cite: Citations) -> list[Text]:
    """Return what a reader of page one must mind."""
    return cautions(setting(subject), gaps(subject), suspending(subject), cite)


SECTION = Section("method", "Method", compose, findings)
