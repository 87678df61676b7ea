"""The section on what to watch: the board, who stays, and what earlier pushes had come to."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Prose
from analysis.blocks.telling import given
from analysis.sections.changes.facts import pending
from analysis.sections.method.facts import clause
from analysis.sections.registry import Section
from analysis.sections.watch.facts import watch
from analysis.sections.watch.table import board_table
from analysis.sections.watch.table_past import past_table
from analysis.sections.watch.words import past_sentence, staying_sentence
from analysis.subject.setting import setting
from analysis.subject.subject import Subject
from analysis.watch.attempts import LIMITS


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return the board, and in sentences who stays and what earlier pushes had come to.

    Nothing where nothing is on record. Who stays by what is listed as pending is not told twice.
    """
    now, own = setting(subject), watch(subject)
    if now.silent or not own.rows:
        return []
    board = [board_table(now, own, clause(subject), cite)] if own.moving else []
    told = {one.state.code for one in pending(subject).refusals}
    lines = given(staying_sentence(own, cite, told), past_sentence(own))
    return [*board, *([Prose(tuple(lines))] if lines else [])]


def compose_past(subject: Subject, _: Citations) -> list[Block]:
    """Return the counts of earlier pushes in full: by push, by pair and by decision."""
    now, own = setting(subject), watch(subject)
    return [past_table(own, LIMITS)] if own.past and not now.silent else []


SECTION = Section("watch", "What to watch", compose)
PAST = Section("watch.past", "What earlier pushes had come to", compose_past)
