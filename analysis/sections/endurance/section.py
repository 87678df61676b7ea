"""The section on memberships and their ends: one figure, where withdrawals have ended any."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.drawing.picture import Picture
from analysis.sections.endurance.facts import endurance
from analysis.sections.endurance.words import Groups, endurance_caption, groups_of, scale_floor
from analysis.sections.registry import Section
from analysis.subject.footing import source_line
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the figure; nothing where the treaty is not in force or nobody has withdrawn.

    A group of which nobody has withdrawn has no curve: a share of 100 % is no figure.
    """
    now, own = setting(subject), endurance(subject)
    if now.silent or not now.treaty.in_force:
        return []
    groups = groups_of(now, own, endurance(subject.worldwide))
    if not groups:
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


SECTION = Section("endurance", "", compose)
