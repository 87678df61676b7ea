"""The table of claims: what is said, the verdict, how far the state had come, and the record."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Table, text
from analysis.blocks.telling import say
from analysis.language.days import format_day_short
from analysis.sections.claims.facts import Claim, Claims
from analysis.sections.claims.words import record
from analysis.terms.claims import VERDICT_WORDS
from analysis.terms.stages import TERMS


def claims_table(own: Claims, cite: Citations) -> Table:
    """Return the claims in the order of the story, those that cannot be checked last."""
    strip = any(row.stage is not None for row in own.rows)
    columns = (
        Column("No.", share=0.5),
        Column("Claim", share=3.65),
        Column("Verdict", share=1.22),
        Column("The record", share=4.12),
    )
    order = sorted(own.rows, key=lambda row: row.verdict == "not_checkable")
    rows = tuple(
        (
            Cell(text(row.number)),
            Cell(text(row.said)),
            Cell(text(VERDICT_WORDS[row.verdict]), mark=f"verdict-{row.verdict}"),
            _record(own, row, cite),
        )
        for row in order
    )
    days = {row.day for row in own.rows}
    day = format_day_short(min(days)) if len(days) == 1 else "the day that it speaks of"
    steps = ", ".join(term.word for term in TERMS.values())
    return Table(
        "claims",
        f"Each claim, as of {day}",
        columns,
        rows,
        foot=say(
            "Dots before a record: steps towards leaving by the day of the claim, from the left:"
            " {steps}.",
            steps=steps,
        )
        if strip
        else (),
        dense=True,
        folded=columns[-1].label,
        events=own.events,
    )


def _record(own: Claims, row: Claim, cite: Citations) -> Cell:
    """Return what is held of a claim, behind the strip of steps of the state that it is about."""
    told = record(own, row, cite)
    if row.stage is None:
        return Cell(told)
    mark = f"step-{row.stage or 'none'}"
    if not row.stage or (row.answer and row.answer.acts):
        # What the record tells next is the step itself, or that there was none.
        return Cell(told, mark=mark)
    return Cell(say("{step}. {told}", step=TERMS[row.stage].head, told=told), mark=mark)
