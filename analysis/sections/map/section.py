"""The map section: one figure, where any state of the region has signed, joined or left."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.drawing.picture import Picture
from analysis.sections.border.facts import Border, border
from analysis.sections.map.words import map_caption, map_foot
from analysis.sections.registry import Section
from analysis.sections.standing.facts import Standing, standing
from analysis.subject.setting import Setting, setting
from analysis.subject.subject import Subject

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the map, or nothing where every state of the region would have the same grey.

    Nor where the register has no map of them.
    """
    from analysis.drawing.views import is_mapped

    now, own = setting(subject), standing(subject)
    if now.silent or set(own.counts) <= {"none"}:
        return []
    folder = subject.register.tables.folder
    if not is_mapped(str(folder), [one.state.code for one in own.positions]):
        return []
    older = bool((subject.register.tables.states["start"] > subject.day).any())
    return [picture_of(now, own, border(subject).told, folder, older=older)]


def picture_of(
    now: Setting, own: Standing, sides: Border, folder: Path, *, older: bool = False
) -> Picture:
    """Return the map of the region, with the shapes of a data folder.

    ``older``: states have come since the day, while the boundaries are those of today.
    """
    # Only here: whoever asks for other sections does without the libraries of maps.
    from analysis.drawing.disputed import disputed_within
    from analysis.drawing.views import find_views, width_of
    from analysis.sections.map.picture import frames_of

    states = tuple(one.state.code for one in own.positions)
    return Picture(
        name="map",
        caption=map_caption(now, own, sides),
        draw=partial(_draw, own, sides, str(folder)),
        frame=partial(_frame, own),
        foot=map_foot(disputed_within(frames_of(own, str(folder))), older=older),
        loose=True,
        width=width_of(find_views(str(folder), states)),
        events=own.events,
        sources=sides.sources,
    )


def _draw(own: Standing, sides: Border, folder: str) -> Figure:
    from analysis.sections.map.picture import draw_map

    return draw_map(own, sides, folder)


def _frame(own: Standing) -> pd.DataFrame:
    rows = [(one.state.code, one.state.name, one.status) for one in own.could]
    return pd.DataFrame(rows, columns=["state", "name", "status"])


SECTION = Section("map", "", compose)
