"""The section that tests whether exits are a wave: what was found, and the tests."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Items
from analysis.sections.registry import Section
from analysis.sections.wave.facts import wave
from analysis.sections.wave.table import table_tests
from analysis.sections.wave.words import wave_sentences
from analysis.subject.gaps import withheld
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the sentences and the tests; nothing where no test found anything to tell."""
    now = setting(subject)
    if now.silent or not now.treaty.in_force or withheld(subject, "tests", worldwide=True):
        return []
    own = wave(subject)
    told = wave_sentences(now, own)
    if not told:
        return []
    items = Items(tuple(told), columns=2, events=own.events, sources=own.sources)
    return [items, table_tests(now, own, cite)]


SECTION = Section("wave", "Is it a wave?", compose, folded=True)
