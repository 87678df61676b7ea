"""The section on flows: one figure by year, and a sentence on the last years."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Text
from analysis.drawing.picture import Picture
from analysis.sections.flows.facts import Flows, flows, recent
from analysis.sections.flows.words import flows_caption, recent_sentence
from analysis.sections.registry import Section
from analysis.subject.footing import source_line
from analysis.subject.gaps import gaps
from analysis.subject.missing import beside, suspended_note
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def _told(subject: Subject) -> bool:
    """Say whether there is anything to tell: a treaty in force, which somebody has joined."""
    now = setting(subject)
    return not now.silent and now.treaty.in_force and flows(subject.worldwide).deposits > 0


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the figure, or nothing where the treaty is not in force, or not any more."""
    from analysis.sections.flows.picture import draw_flows

    if not _told(subject):
        return []
    now, world = setting(subject), flows(subject.worldwide)
    own = _own(subject, world)
    return [
        Picture(
            name="flows",
            caption=flows_caption(now, world, own),
            draw=partial(draw_flows, now, world, own),
            frame=partial(_frame, world, own, subject.region),
            foot=beside(source_line(now, cite), suspended_note(gaps(subject.worldwide))),
            events=world.events,
            sources=world.sources,
        )
    ]


def _own(subject: Subject, world: Flows) -> Flows | None:
    """Return the region's flows, where it has any and they are not those of all states."""
    own = flows(subject)
    return None if own.idle or own.by_year.equals(world.by_year) else own


def _frame(world: Flows, own: Flows | None, region: str) -> pd.DataFrame:
    parts = {"world": world.by_year} | ({region: own.by_year} if own else {})
    return pd.concat(
        [table.assign(region=name) for name, table in parts.items()], ignore_index=True
    )


def sentences(subject: Subject, cite: Citations) -> list[Text]:
    """Return who came and went in the last years, for the section on the fall."""
    missing = suspended_note(gaps(subject.worldwide))
    return [beside(recent_sentence(recent(subject), cite), missing)] if _told(subject) else []


SECTION = Section("flows", "", compose, sentences=sentences)
