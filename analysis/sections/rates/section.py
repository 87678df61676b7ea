"""The section on rates: one figure, and the short one on how often and how fast states leave."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Prose, Text
from analysis.blocks.telling import given, together
from analysis.drawing.picture import Picture
from analysis.sections.exits.facts import exits
from analysis.sections.rates.facts import rates, rates_frame
from analysis.sections.rates.facts_pace import Pace, pace
from analysis.sections.rates.words import (
    few_sentence,
    own_sentence,
    rates_caption,
    rates_foot,
    rates_sentence,
)
from analysis.sections.rates.words_pace import pace_caption
from analysis.sections.registry import Section, find_section
from analysis.sections.standing.facts import standing
from analysis.subject.footing import source_line
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


def compose_pace(subject: Subject, cite: Citations) -> list[Block]:
    """Return how often and how fast in two sentences, and every withdrawal on a strip.

    Nothing where nobody has ever left the treaty, or nobody of a region that does not move; and no
    strip where the timeline of page one shows most withdrawals already.
    """
    from analysis.sections.rates.picture_pace import draw_pace

    now, own = setting(subject), pace(subject)
    if now.silent or not own.count or not (own.inside or standing(subject).moving):
        return []
    often = given(own_sentence(now, rates(subject)))
    fast = find_section("fall.speed").sentences(subject, cite)
    told = together([*often, *fast])
    blocks: list[Block] = [Prose((told,), events=own.events)] if told else []
    drawn = {row.state.code for row in exits(subject).rows}
    # Most of them twice on four pages is the same picture twice.
    if 2 * sum(row.state.code in drawn for row in own.rows) >= own.count:
        return blocks
    strip = Picture(
        name="withdrawals",
        caption=pace_caption(now, own),
        draw=partial(draw_pace, now, own),
        frame=partial(_frame, own),
        foot=source_line(now, cite),
        events=own.events,
        sources=own.sources,
    )
    return [*blocks, strip]


def _frame(own: Pace) -> pd.DataFrame:
    rows = [(row.day, row.state.code, row.state.name, row.inside) for row in own.rows]
    return pd.DataFrame(rows, columns=["day", "state", "name", "inside"])


def sentences(subject: Subject, cite: Citations) -> list[Text]:
    """Return how often states left, and what so few exits carry."""
    own = rates(subject)
    return given(rates_sentence(setting(subject), own), few_sentence(own, standing(subject), cite))


PACE = Section("rates.pace", "How often and how fast", compose_pace)
SECTION = Section("rates", "", compose, sentences=sentences)
