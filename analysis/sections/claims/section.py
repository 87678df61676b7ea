"""The sections on a story: page one, and its claims."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.sections.claims.facts import claims
from analysis.sections.claims.table import claims_table
from analysis.sections.claims.words import caution, story_findings, story_title
from analysis.sections.registry import Section
from analysis.subject.coverage import page_one
from analysis.subject.scope import scope
from analysis.subject.subject import Subject


def front(subject: Subject, cite: Citations) -> list[Block]:
    """Return the head of page one: how much of the story holds, and what does not."""
    own = claims(subject)
    return page_one(
        scope(subject),
        cite,
        overline=f"{subject.series} · Story audit · {own.publisher}",
        title=story_title(own),
        about=f"The claims of “{own.title}”",
        findings=story_findings(own, cite),
        cautions=caution(own),
    )


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return every claim with its verdict."""
    own = claims(subject)
    return [claims_table(own, cite)]


FRONT = Section("claims.front", "", front)
SECTION = Section("claims", "", compose)
