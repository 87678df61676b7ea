"""The section on participation: one figure, and the sentences on the fall from the peak."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Text
from analysis.blocks.telling import given, together
from analysis.drawing.picture import Picture
from analysis.sections.participation.caption import participation_caption
from analysis.sections.participation.facts import Participation, participation
from analysis.sections.participation.words import fall_in_region, fall_worldwide, world_finding
from analysis.sections.registry import Section
from analysis.sections.standing.facts import FEW, standing
from analysis.subject.footing import source_line
from analysis.subject.gaps import gaps
from analysis.subject.missing import uncounted_foot
from analysis.subject.setting import setting
from analysis.subject.subject import Subject

#: The height of its panels on page one, in millimetres.
_LARGE = 44.0


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the figure, or nothing where nobody has consented to be bound by the day."""
    return list(_pictures(subject, cite))


def _pictures(subject: Subject, cite: Citations, **looks: float) -> list[Picture]:
    from analysis.sections.participation.picture import draw_participation

    now, world = setting(subject), participation(subject.worldwide)
    if now.silent or not world.consented:
        return []
    own = _own(subject, world)
    return [
        Picture(
            name="participation",
            caption=participation_caption(now, world, own, standing(subject.worldwide)),
            draw=partial(draw_participation, now, world, own, **looks),
            frame=partial(_frame, world, own, subject.region),
            foot=together([source_line(now, cite), uncounted_foot(gaps(subject.worldwide))]),
            events=world.events,
            sources=world.sources,
        )
    ]


def compose_moving(subject: Subject, cite: Citations) -> list[Block]:
    """Return the figure where anybody of the region moves; where nobody does it finds nothing."""
    moving = standing(subject).moving
    return [replace(one, loose=True) for one in _pictures(subject, cite)] if moving else []


def compose_large(subject: Subject, cite: Citations) -> list[Block]:
    """Return the figure at the height of the picture of page one.

    Nothing of a treaty between a few states: each of them has a line of its own.
    """
    if standing(subject).possible < FEW:
        return []
    return list(_pictures(subject, cite, tall=_LARGE))


def _own(subject: Subject, world: Participation) -> Participation | None:
    """Return the region's numbers where they make a line of their own."""
    own = participation(subject)
    return own if own.consented and not own.same_line(world) else None


def _frame(world: Participation, own: Participation | None, region: str) -> pd.DataFrame:
    parts = {"world": world.over_time} | ({region: own.over_time} if own else {})
    return pd.concat(
        [table.assign(region=name) for name, table in parts.items()], ignore_index=True
    )


def findings(subject: Subject, cite: Citations) -> list[Text]:
    """Return what page one says of the number of parties worldwide."""
    now, world = setting(subject), subject.worldwide
    if now.silent:
        return []
    return given(world_finding(now, participation(world), standing(world), cite))


def sentences(subject: Subject, cite: Citations) -> list[Text]:
    """Return the fall from the peak in the region and worldwide, for the section on the fall.

    None where the treaty never bound anybody.
    """
    now, world = setting(subject), participation(subject.worldwide)
    if now.silent or not world.peak:
        return []
    return given(
        fall_in_region(now, participation(subject), standing(subject)),
        fall_worldwide(now, world, standing(subject.worldwide)),
    )


LARGE = Section("participation.large", "", compose_large)
MOVING = Section("participation.moving", "", compose_moving)
SECTION = Section("participation", "Participation over time", compose, findings, sentences)
