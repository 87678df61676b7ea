"""The section with the map: one figure, wherever something can be said of the day."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.drawing.picture import Picture
from analysis.sections.border.facts import border
from analysis.sections.map.words import map_caption, map_foot
from analysis.sections.registry import Section
from analysis.sections.standing.facts import Standing, standing
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the map, or nothing where nothing can be said of the day."""
    from analysis.sections.map.picture import draw_map, width_of

    now = setting(subject)
    if now.silent:
        return []
    own, sides = standing(subject), border(subject)
    folder = str(subject.register.tables.folder)
    return [
        Picture(
            name="map",
            caption=map_caption(now, own, sides),
            draw=partial(draw_map, own, sides, folder),
            frame=partial(_frame, own),
            foot=map_foot(),
            width=width_of(own, folder),
            events=own.events,
            sources=sides.sources,
        )
    ]


def _frame(own: Standing) -> pd.DataFrame:
    rows = [(one.state.code, one.state.name, one.status) for one in own.positions]
    return pd.DataFrame(rows, columns=["state", "name", "status"])


SECTION = Section("map", "On the map", compose)
