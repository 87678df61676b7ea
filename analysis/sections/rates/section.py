"""The section on rates: one figure; its sentences stand in "How deep, how fast"."""

from __future__ import annotations

from functools import partial

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Text
from analysis.blocks.telling import given
from analysis.drawing.picture import Picture
from analysis.sections.rates.facts import rates, rates_frame
from analysis.sections.rates.words import few_sentence, rates_caption, rates_foot, rates_sentence
from analysis.sections.registry import Section
from analysis.sections.standing.facts import standing
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the figure, or nothing where nobody has left: a rate of nothing is no figure."""
    from analysis.sections.rates.picture import draw_rates

    now, found = setting(subject), rates(subject)
    if now.silent or not now.treaty.in_force or not found.own or not found.seen:
        return []
    return [
        Picture(
            name="rates",
            caption=rates_caption(now, found),
            draw=partial(draw_rates, found),
            frame=partial(rates_frame, found.rows),
            foot=rates_foot(now, cite),
            events=found.events,
            sources=found.sources,
        )
    ]


def sentences(subject: Subject, cite: Citations) -> list[Text]:
    """Return how often states left, and what so few exits carry."""
    own = rates(subject)
    return given(rates_sentence(setting(subject), own), few_sentence(own, standing(subject), cite))


SECTION = Section("rates", "", compose, sentences=sentences)
