"""The table of steps: the way out of each state on it, each step with its source."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, text
from analysis.language.days import format_date_short
from analysis.language.numbers import NO_BREAK_SPACE, format_votes
from analysis.sections.exits.facts import Exit, Exits
from analysis.terms.stages import STAGES, TERMS, Stage

#: The columns: every step but the effect, which the table of who stands where has.
_STEPS = STAGES[:-1]
_SHARES = {"parliament_approved": 1.4}


def steps_table(exits: Exits, cite: Citations) -> Table:
    """Return one row for each state on its way out and one column for each step."""
    columns = [Column(TERMS[stage].head, share=_SHARES.get(stage, 1.0)) for stage in _STEPS]
    return Table(
        name="steps",
        title="Steps towards leaving",
        subtitle="Date on which each step was first taken on the present way out",
        columns=(Column("State", share=1.15), *columns),
        rows=tuple(_row(row, cite) for row in exits.rows),
        foot=text(
            "Steps of the state only: a bill of single members of parliament or a citizens’"
            " initiative is in the register but is not a step of the state. A month stands where"
            " no source gives the day."
        ),
        events=exits.events,
    )


def _row(row: Exit, cite: Citations) -> tuple[Cell, ...]:
    steps = (Cell(_step(row, stage, cite)) for stage in _STEPS)
    return (Cell(text(row.state.name)), *steps)


def _step(row: Exit, stage: Stage, cite: Citations) -> Text:
    step = row.steps.get(stage)
    if step is None:
        return text("–")
    shown = format_date_short(step.written).replace(" ", NO_BREAK_SPACE)
    if stage == "parliament_approved" and row.vote:
        shown += f", {format_votes(row.vote)}"
    return text(shown, Span("", cite=cite.events([step.event] if step.event else [], most=1)))
