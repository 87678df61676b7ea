"""The section on the land border: one figure, where the region has such a border."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Text
from analysis.blocks.telling import given
from analysis.drawing.picture import Picture
from analysis.sections.border.facts import Border, border
from analysis.sections.border.words import border_caption, border_finding, border_foot
from analysis.sections.registry import Section
from analysis.subject.setting import Setting, setting
from analysis.subject.subject import Subject


def picture_of(now: Setting, own: Border, cite: Citations) -> Picture:
    """Return the border over time, and by state on the day, as a picture."""
    from analysis.sections.border.picture import draw_border

    return Picture(
        name="border-coverage",
        caption=border_caption(now, own),
        draw=partial(draw_border, now, own),
        frame=lambda: pd.DataFrame(own.over_time),
        foot=border_foot(own, now.day, cite),
        sources=own.sources,
    )


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the figure; nothing where no border is shared, or where a gap withholds it."""
    now, own = setting(subject), border(subject)
    if now.silent or not own.sides or not own.most or own.undated:
        return []
    return [picture_of(now, own, cite)]


def findings(subject: Subject, cite: Citations) -> list[Text]:
    """Return what page one says of the border."""
    now, own = setting(subject), border(subject)
    return given(border_finding(now, own, cite))


SECTION = Section("border", "The land border", compose, findings)
