"""The section on who is outside: a line for each part of the world."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Items, Text
from analysis.blocks.telling import given
from analysis.sections.outside.facts import outside
from analysis.sections.outside.words import outside_finding, outside_lines
from analysis.sections.registry import Section
from analysis.sections.standing.facts import FEW
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the lines; nothing where nobody is outside, or nobody can join any more.

    Nor of a treaty between a few states, each of which has a line of its own.
    """
    now, own = setting(subject), outside(subject)
    if not _asked(subject) or not own.count:
        return []
    lines = outside_lines(now, own, cite)
    return [Items(tuple(lines), columns=2, events=own.events, sources=now.treaty.sources[:1])]


def findings(subject: Subject, cite: Citations) -> list[Text]:
    """Return what page one says of those outside."""
    if not _asked(subject):
        return []
    return given(outside_finding(setting(subject), outside(subject), cite))


def _asked(subject: Subject) -> bool:
    now = setting(subject)
    return not now.silent and not now.treaty.ended and outside(subject).total >= FEW


SECTION = Section("outside", "Who is outside", compose, findings, folded=True)
