"""The section on the parts of the world: small multiples on one scale."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.blocks.telling import together
from analysis.drawing.picture import Picture
from analysis.sections.areas.facts import Areas, areas
from analysis.sections.areas.words import areas_caption, areas_foot
from analysis.sections.participation.facts import participation
from analysis.sections.registry import Section
from analysis.subject.footing import source_line
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the figure; nothing for a treaty of a few states, or one that binds nobody any more.

    Nor where nobody had consented by the day.
    """
    from analysis.sections.areas.picture import draw_areas

    now, own = setting(subject), areas(subject.worldwide)
    consented = participation(subject.worldwide).consented
    if now.silent or now.treaty.ended or not own.parts or not consented:
        return []
    return [
        Picture(
            name="areas",
            caption=areas_caption(now, own),
            draw=partial(draw_areas, own),
            frame=partial(_frame, own),
            foot=together([areas_foot(own), source_line(now, cite)]),
            events=own.events,
            sources=own.sources,
        )
    ]


def _frame(own: Areas) -> pd.DataFrame:
    """Return one row for each part and day on which its number changes."""
    parts = [area.over_time.assign(area=area.name, states=area.states) for area in own.parts]
    return pd.concat(parts, ignore_index=True)


SECTION = Section("areas", "", compose)
