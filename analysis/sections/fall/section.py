"""How deep, how fast: the sentences of several rooms in one list, and the commitments drawn."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Items, Text
from analysis.blocks.telling import given
from analysis.drawing.picture import Picture
from analysis.sections.fall.facts import Commitments, commitments, speed
from analysis.sections.fall.words import (
    commitments_caption,
    commitments_foot,
    commitments_sentence,
    fast_sentence,
    never_in_force,
    speed_sentence,
)
from analysis.sections.participation.facts import participation
from analysis.sections.registry import Section, find_section
from analysis.subject.setting import Setting, setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return how far participation has fallen, how often states leave, how long it takes."""
    now = setting(subject)
    if now.silent or not now.treaty.in_force:
        return []
    held = commitments(subject)
    items = Items(
        tuple(sentences(subject, cite)),
        columns=2,
        events=cite.cited_events,
        sources=cite.cited_sources,
    )
    return [items, picture_of(now, held, cite)] if held.peak else [items]


def sentences(subject: Subject, cite: Citations) -> list[Text]:
    """Return the sentences in the order of the page, each from the room of its question."""
    now, held = setting(subject), commitments(subject)
    deep = given(commitments_sentence(now, held))
    if not participation(subject.worldwide).peak:
        return [never_in_force(now), *deep, *_lent("flows", subject, cite)]
    return [
        *_lent("participation", subject, cite),
        *_lent("rates", subject, cite),
        *given(speed_sentence(speed(subject))),
        *deep,
        *_lent("flows", subject, cite),
    ]


def _lent(room: str, subject: Subject, cite: Citations) -> list[Text]:
    return find_section(room).sentences(subject, cite)


def picture_of(now: Setting, held: Commitments, cite: Citations) -> Picture:
    """Return the commitments over time as a picture."""
    from analysis.sections.fall.picture import draw_commitments

    return Picture(
        name="depth",
        caption=commitments_caption(now, held),
        draw=partial(draw_commitments, held),
        frame=lambda: pd.DataFrame(held.over_time),
        foot=commitments_foot(now, held, cite),
        sources=held.sources,
    )


def _speed(subject: Subject, _: Citations) -> list[Text]:
    return given(fast_sentence(speed(subject)))


def _unset(_: Subject, __: Citations) -> list[Block]:
    """Return nothing: the sentence stands in another section, which asks for it."""
    return []


SPEED = Section("fall.speed", "", _unset, sentences=_speed)
SECTION = Section("fall", "How deep, how fast", compose, folded=True)
