"""What changed since another day, for page one; and what is pending or disputed, as a list."""

from __future__ import annotations

from dataclasses import replace

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Items, Text
from analysis.sections.changes.facts import changes, pending
from analysis.sections.changes.words import pending_lines, since_lines
from analysis.sections.changes.words_gaps import missing_lines, since_with_gaps
from analysis.sections.registry import Section
from analysis.subject.gaps import gaps
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(_: Subject, __: Citations) -> list[Block]:
    """Return nothing: what changed stands on page one, which asks for the sentences."""
    return []


def since(subject: Subject, cite: Citations) -> list[Text]:
    """Return what happened since the day compared with; nothing where none is given."""
    own = changes(subject)
    lines = since_lines(setting(subject), own, cite)
    return since_with_gaps(lines, own, gaps(subject), cite)


def compose_pending(subject: Subject, cite: Citations) -> list[Block]:
    """Return the list of what is pending or disputed, or nothing where nothing is."""
    return list(_open(subject, cite))


def _open(subject: Subject, cite: Citations) -> list[Items]:
    now, own = setting(subject), pending(subject)
    missing = [] if now.silent or now.treaty.ended else missing_lines(gaps(subject), cite)
    lines = () if now.silent else (*pending_lines(now, own, cite), *missing)
    return [Items(lines, events=own.events)] if lines else []


def disputed(subject: Subject, cite: Citations) -> list[Text]:
    """Return the contested claims alone, which page one of a treaty tells where nobody has left."""
    now, own = setting(subject), pending(subject)
    if now.silent:
        return []
    return pending_lines(now, replace(own, running=(), refusals=()), cite)


def compose_open(subject: Subject, cite: Citations) -> list[Block]:
    """Return the same list across the page, for all states of the world."""
    return [replace(one, columns=2) for one in _open(subject, cite)]


OPEN = Section("changes.open", "Pending and disputed", compose_open, disputed)
PENDING = Section("changes.pending", "Pending and disputed", compose_pending)
SECTION = Section("changes", "", compose, sentences=since)
