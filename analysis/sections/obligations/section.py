"""The section on all obligations of a state: page one, and the figure of its spells."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.blocks.telling import together
from analysis.drawing.picture import Picture
from analysis.language.english import sentence_case
from analysis.sections.obligations.facts import Obligations, obligations
from analysis.sections.obligations.words import (
    state_caption,
    state_findings,
    state_foot,
    state_title,
)
from analysis.sections.registry import Section, find_section
from analysis.subject.coverage import coverage_cautions, page_one, scope_line
from analysis.subject.scope import scope
from analysis.subject.subject import Subject

#: So many of the next dates stand beside the findings.
_DUE = 2
_MANY = 24


def front(subject: Subject, cite: Citations) -> list[Block]:
    """Return the head of page one: the state's finding, what is due next, what is not known."""
    own, now = obligations(subject), scope(subject)
    # The figure of a state with many treaties needs the room.
    due = _DUE if len(own.drawn) <= _MANY else 1
    return page_one(
        now,
        cite,
        overline=f"{subject.series} · State · {own.state.name}",
        title=state_title(own),
        about=sentence_case(f"{own.state.said} and {now.count} treaties"),
        findings=state_findings(own, cite),
        aside=("Due next", find_section("agenda").sentences(subject, cite)[:due]),
        cautions=coverage_cautions(now),
    )


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the figure of all spells; nothing for a state that has never acted."""
    from analysis.sections.obligations.picture import draw_obligations

    own, now = obligations(subject), scope(subject)
    if not own.drawn:
        return []
    told = [row.position.acts[-1] for row in own.drawn if row.told and row.position.acts]
    return [
        Picture(
            name="obligations",
            caption=state_caption(own),
            draw=partial(draw_obligations, own),
            frame=partial(_frame, own),
            foot=together([state_foot(own), scope_line(now, cite, told)]),
            events=own.events,
        )
    ]


def _frame(own: Obligations) -> pd.DataFrame:
    """Return one row for each spell under each treaty."""
    rows = [
        (row.treaty.code, row.treaty.name, row.treaty.family, one.status, one.start, one.end)
        for row in own.drawn
        for one in row.spells
    ]
    return pd.DataFrame(rows, columns=["treaty", "name", "family", "status", "start", "end"])


FRONT = Section("obligations.front", "", front)
SECTION = Section("obligations", "", compose)
