"""The section on what to watch: the board, who stays, and what earlier pushes had come to."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Prose
from analysis.blocks.telling import given
from analysis.sections.method.facts import clause
from analysis.sections.registry import Section
from analysis.sections.watch.facts import watch
from analysis.sections.watch.table import board_table
from analysis.sections.watch.table_past import past_table
from analysis.sections.watch.words import staying_sentence
from analysis.subject.setting import setting
from analysis.subject.subject import Subject
from analysis.watch.attempts import LIMITS


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the board and the counts beside it; nothing where nothing is on record."""
    now, own = setting(subject), watch(subject)
    if now.silent or not own.rows:
        return []
    board = [board_table(now, own, clause(subject), cite)] if own.moving else []
    told = given(staying_sentence(own, cite))
    past = [past_table(own, LIMITS)] if own.past else []
    return [*board, *([Prose(tuple(told))] if told else []), *past]


SECTION = Section("watch", "What to watch", compose)
