"""The section on the way out: the timeline, the table of steps, and what page one says of it."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Text
from analysis.blocks.telling import given
from analysis.drawing.picture import Picture
from analysis.sections.exits import words
from analysis.sections.exits.caption import timeline_caption
from analysis.sections.exits.facts import Exits, exits
from analysis.sections.exits.table import steps_table
from analysis.sections.registry import Section
from analysis.sections.standing.facts import standing
from analysis.subject.footing import source_line
from analysis.subject.setting import Setting, setting
from analysis.subject.subject import Subject
from analysis.terms.stages import STAGES, Stage

#: The steps that the foot of the timeline names the sources of.
_CITED: tuple[Stage, ...] = ("parliament_approved", "notified")


def timeline(now: Setting, own: Exits, cite: Citations) -> Picture:
    """Return the exit timeline: steps, notice and day of effect by state."""
    from analysis.sections.exits.picture import draw_timeline

    shown = [row.steps[stage].event for row in own.rows for stage in _CITED if stage in row.steps]
    return Picture(
        name="exit-timeline",
        caption=timeline_caption(now, own),
        draw=partial(draw_timeline, now, own),
        frame=partial(_frame, own),
        foot=source_line(now, cite, filter(None, shown)),
        events=own.events,
        sources=now.treaty.sources[:1],
    )


def _frame(own: Exits) -> pd.DataFrame:
    """Return one row for each state on its way out: its steps as written, its day of effect."""
    columns = ["state", "name", "status", "stage", *STAGES[:-1], "vote", "effect"]
    rows = [
        [row.state.code, row.state.name, row.status, row.stage]
        + [row.steps[stage].written if stage in row.steps else "" for stage in STAGES[:-1]]
        + [row.vote, row.effect.isoformat() if row.effect else row.without_notice]
        for row in own.rows
    ]
    return pd.DataFrame(rows, columns=columns)


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the timeline, or nothing where nobody is on the way out."""
    now, own = setting(subject), exits(subject)
    return [timeline(now, own, cite)] if own.rows and not now.silent else []


def compose_steps(subject: Subject, cite: Citations) -> list[Block]:
    """Return the table of steps, or nothing where nobody has taken one."""
    own = exits(subject)
    return [steps_table(own, cite)] if own.rows else []


def findings(subject: Subject, cite: Citations) -> list[Text]:
    """Return what page one says of the way out, the gravest first."""
    now, own = setting(subject), exits(subject)
    return given(
        words.ended_sentence(now, own, cite),
        words.effects_sentence(now, own, cite),
        words.revoked_sentence(now, own, cite),
        words.suspended_sentence(now, standing(subject), cite),
        words.notices_sentence(now, own, cite),
        words.furthest_sentence(own, cite),
    )


TIMELINE = Section("exits.timeline", "", compose)
STEPS = Section("exits.steps", "", compose_steps)
SECTION = Section("exits", "", compose, findings)
