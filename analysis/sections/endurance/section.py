"""The section on how long memberships last: one figure, where withdrawals have ended any."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Text
from analysis.blocks.telling import given
from analysis.drawing.picture import Picture
from analysis.sections.endurance.facts import endurance
from analysis.sections.endurance.words import (
    Groups,
    endurance_caption,
    endurance_sentence,
    groups_of,
    scale_floor,
)
from analysis.sections.registry import Section
from analysis.subject.footing import source_line
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the figure; nothing where the treaty is not in force or nobody has withdrawn."""
    now = setting(subject)
    if now.silent or not now.treaty.in_force:
        return []
    groups = groups_of(now, endurance(subject), endurance(subject.worldwide))
    if not any(found.withdrawals for found in groups.values()):
        return []
    from analysis.sections.endurance.picture import draw_endurance

    return [
        Picture(
            name="membership",
            caption=endurance_caption(now, groups),
            draw=partial(draw_endurance, groups, scale_floor(groups)),
            frame=partial(_frame, groups),
            foot=source_line(now, cite),
            events=tuple(dict.fromkeys(key for one in groups.values() for key in one.events)),
            sources=now.treaty.sources,
        )
    ]


def _frame(groups: Groups) -> pd.DataFrame:
    """Return the steps of all curves, the group last."""
    parts = [found.curve.assign(group=name) for name, found in groups.items()]
    return pd.concat(parts, ignore_index=True)


def sentences(subject: Subject, cite: Citations) -> list[Text]:
    """Return how long memberships last, in a sentence; none where the treaty is not in force."""
    now = setting(subject)
    if now.silent or not now.treaty.in_force:
        return []
    return given(endurance_sentence(now, endurance(subject), endurance(subject.worldwide)))


SECTION = Section("endurance", "", compose, sentences=sentences)
