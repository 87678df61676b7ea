"""The sections on what changed: page one, the rows before and after, and the corrections."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Items
from analysis.language.english import sentence_case
from analysis.sections.news.facts import corrections, news
from analysis.sections.news.table import news_table
from analysis.sections.news.words import correction_lines, news_findings, news_title, period
from analysis.sections.registry import Section, find_section
from analysis.subject.coverage import coverage_cautions, page_one
from analysis.subject.scope import scope
from analysis.subject.subject import Subject


def front(subject: Subject, cite: Citations) -> list[Block]:
    """Return the head of page one: what changed, what is due next, how far that is known."""
    own, now = news(subject), scope(subject)
    about = now.single.name if now.single else "All treaties"
    return page_one(
        now,
        cite,
        overline=f"{subject.series} · What changed · {sentence_case(now.region.name)} · {about}",
        title=news_title(now, own),
        about=sentence_case(f"what changed from {period(own)}, {now.region.said}"),
        findings=news_findings(now, own, cite),
        aside=("Due next", find_section("agenda").sentences(subject, cite)),
        cautions=coverage_cautions(now),
    )


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the rows before and after; nothing where no state changed."""
    own = news(subject)
    return [news_table(scope(subject), own, cite)] if own.items else []


def corrected(subject: Subject, _: Citations) -> list[Block]:
    """Return what this version of the data tells otherwise; nothing where it corrects nothing."""
    own = corrections(subject)
    lines = correction_lines(own)
    return [Items(tuple(lines), sources=own.sources)] if lines else []


FRONT = Section("news.front", "", front)
CORRECTED = Section("news.corrected", "Corrections", corrected)
SECTION = Section("news", "", compose)
