"""The section on the land border: one figure, where the region has such a border."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Text
from analysis.blocks.telling import given
from analysis.drawing.picture import Picture
from analysis.sections.border.facts import Border, border
from analysis.sections.border.words import (
    beside_caption,
    beside_foot,
    border_caption,
    border_finding,
    border_foot,
)
from analysis.sections.registry import Section
from analysis.sections.standing.facts import standing
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


def compose_beside(subject: Subject, cite: Citations) -> list[Block]:
    """Return the number of the day and a bar for each state, to stand beside the map.

    Nothing where the map goes across the page: the figure over time stands in the annex. Where
    there is no map of the states, that figure stands here.
    """
    from analysis.drawing.views import find_views, is_mapped, width_of
    from analysis.sections.border.picture import draw_border_beside

    now, own = setting(subject), border(subject)
    if now.silent or not own.sides or not own.most or own.undated:
        return []
    states = tuple(one.state.code for one in standing(subject).positions)
    folder = str(subject.register.tables.folder)
    if not is_mapped(folder, states):
        return compose(subject, cite)
    if width_of(find_views(folder, states)) != "text":
        return []
    return [
        Picture(
            name="border",
            caption=beside_caption(now, own),
            draw=partial(draw_border_beside, own),
            frame=partial(_sides, own),
            foot=beside_foot(own, cite),
            width="side",
            sources=own.sources,
        )
    ]


def _sides(own: Border) -> pd.DataFrame:
    rows = [(one.state.code, one.state.name, one.km, one.status, one.bound) for one in own.sides]
    return pd.DataFrame(rows, columns=["state", "name", "km", "status", "bound"])


def findings(subject: Subject, cite: Citations) -> list[Text]:
    """Return what page one says of the border."""
    now, own = setting(subject), border(subject)
    return given(border_finding(now, own, cite))


BESIDE = Section("border.beside", "", compose_beside)
SECTION = Section("border", "The land border", compose, findings)
