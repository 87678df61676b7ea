"""The section on who stands where: the table, in full or of those that move, and the strip."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Items, Text
from analysis.blocks.telling import given
from analysis.drawing.picture import Picture
from analysis.sections.exits.facts import exits
from analysis.sections.participation.facts import participation
from analysis.sections.registry import Section
from analysis.sections.standing.facts import FEW, History, history, kin, standing
from analysis.sections.standing.table import status_table
from analysis.sections.standing.table_leaving import leaving_table, rest_lines
from analysis.sections.standing.words import (
    few_title,
    kin_finding,
    standing_finding,
    strip_caption,
)
from analysis.subject.footing import source_line
from analysis.subject.gaps import gaps
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def _strip(subject: Subject, cite: Citations) -> list[Picture]:
    """Return where each state has stood over time; nothing where nobody has ever acted."""
    from analysis.sections.standing.picture import draw_standing

    now, own, past = setting(subject), standing(subject), history(subject)
    if not past.acted:
        return []
    return [
        Picture(
            name="status-strip",
            caption=strip_caption(now, own, participation(subject), past),
            draw=partial(draw_standing, now, own, past),
            frame=partial(_frame, past),
            foot=source_line(now, cite),
            events=own.events,
            sources=now.treaty.sources[:1],
        )
    ]


def _frame(past: History) -> pd.DataFrame:
    """Return one row for each spell of each state drawn, or the counts by status over time."""
    if not past.rows:
        return pd.DataFrame(past.over_time)
    spells = [
        (course.state.code, course.state.name, one.status, one.start, one.end)
        for course in past.rows
        for one in course.spells
    ]
    return pd.DataFrame(spells, columns=["state", "name", "status", "start", "end"])


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the status table, and the strip where page one shows the way out instead."""
    now, own, leaving = setting(subject), standing(subject), exits(subject)
    if now.silent:
        return []
    table = status_table(now, own, leaving, kin(subject), gaps(subject), cite)
    blocks: list[Block] = [table] if table.rows else []
    return [*blocks, *_strip(subject, cite)] if leaving.rows else blocks


def compose_leaving(subject: Subject, cite: Citations) -> list[Block]:
    """Return the table of those that move, if any does, and all others in a line by status."""
    now, own = setting(subject), standing(subject)
    if now.silent:
        return []
    table = leaving_table(now, own, exits(subject), kin(subject), cite)
    lines = rest_lines(own)
    blocks: list[Block] = [table] if table.rows else []
    return [*blocks, Items(tuple(lines))] if lines else blocks


def compose_few(subject: Subject, cite: Citations) -> list[Block]:
    """Return where each state has stood over time, of a treaty between a few states."""
    now, own = setting(subject), standing(subject)
    if now.silent or own.possible >= FEW:
        return []
    strips = _strip(subject, cite)
    return [replace(one, caption=replace(one.caption, title=few_title(now, own))) for one in strips]


def compose_leavers(subject: Subject, cite: Citations) -> list[Block]:
    """Return the table of those that move, and in a line those that are too many alike for it."""
    now, own = setting(subject), standing(subject)
    if now.silent:
        return []
    table = leaving_table(now, own, exits(subject), kin(subject), cite)
    lines = rest_lines(own, moved=True)
    blocks: list[Block] = [table] if table.rows else []
    return [*blocks, Items(tuple(lines), events=own.events)] if lines else blocks


def lead(subject: Subject, cite: Citations) -> list[Block]:
    """Return the strip as the picture of page one, where nobody is on the way out."""
    if setting(subject).silent or exits(subject).rows:
        return []
    return list(_strip(subject, cite))


def findings(subject: Subject, cite: Citations) -> list[Text]:
    """Return whom the treaty binds, and who is leaving related ones."""
    now, own = setting(subject), standing(subject)
    return given(
        standing_finding(now, own, exits(subject), cite),
        kin_finding(kin(subject), cite),
    )


SECTION = Section("standing", "Who stands where", compose, findings)
LEAVING = Section("standing.leaving", "Who stands where", compose_leaving)
FEW_STATES = Section("standing.few_states", "", compose_few)
LEAVERS = Section("standing.leavers", "Who has left or is on the way", compose_leavers)
LEAD = Section("standing.lead", "", lead)
