"""The section that tests whether exits are a wave: what was found, and the tests."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Items
from analysis.blocks.telling import given
from analysis.sections.endurance.facts import endurance
from analysis.sections.exits.facts import exits
from analysis.sections.registry import Section, find_section
from analysis.sections.wave.facts import wave
from analysis.sections.wave.table import Places, table_tests
from analysis.sections.wave.words import caveat, wave_sentences
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the sentences and, if anything was tested, the tests; nothing when not in force."""
    now = setting(subject)
    if now.silent or not now.treaty.in_force:
        return []
    own = wave(subject)
    if own.never:
        return []
    told = wave_sentences(now, own, exits(subject.worldwide), cite)
    lasting = find_section("endurance").sentences(subject, cite)
    items = (*told, *lasting, *given(caveat(own)))
    blocks: list[Block] = [Items(items, columns=2, events=own.events, sources=own.sources)]
    if own.tested or own.claimed:
        blocks.append(table_tests(now, own, _places(subject), cite))
    return blocks


def _places(subject: Subject) -> Places:
    """Return how long memberships last, in the region and worldwide."""
    world = {"worldwide": endurance(subject.worldwide)}
    if subject.region == "world":
        return dict(world)
    return {"of the region": endurance(subject), **world}


SECTION = Section("wave", "Is it a wave?", compose)
