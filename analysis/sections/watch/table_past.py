"""What earlier pushes as strong had come to: counts with their intervals, and their limits."""

from __future__ import annotations

from analysis.blocks.model import Cell, Column, Table, Text, text
from analysis.blocks.telling import say
from analysis.language.english import sentence_case
from analysis.sections.watch.facts import Past, Watch
from analysis.subject import telling as tell
from analysis.terms.tiers import STRENGTH_TERMS


def past_table(watch: Watch, limits: str) -> Table:
    """Return one row for each strength on the board; ``limits`` stand right below the counts."""
    return Table(
        name="watch-past",
        title="What earlier pushes as strong had come to",
        subtitle="How many led to a notice or a suspension, of those that had ended or run a year;"
        " in brackets the exact 95 per cent interval, as counts of the same whole",
        columns=(
            Column("Pushed by", share=2.0),
            Column("Pushes", share=1.1),
            Column("By treaty and state", share=1.1),
            Column("By decision", share=1.1),
            Column("Days to the notice", share=1.3),
        ),
        rows=tuple(_row(own) for own in watch.past),
        foot=text(
            f"{limits} A joint act of several states is one decision. These are counts, and"
            " no chance of what comes next."
        ),
    )


def _row(own: Past) -> tuple[Cell, ...]:
    word = sentence_case(STRENGTH_TERMS[own.strength].word)
    return (
        Cell(text(word)),
        Cell(_of(own, "cases", "notices", ("low", "high"))),
        Cell(_of(own, "pairs", "pairs_notice", ("pairs_low", "pairs_high"))),
        Cell(_of(own, "decisions", "decisions_notice", ("decisions_low", "decisions_high"))),
        Cell(_days(own)),
    )


def _of(own: Past, whole: str, part: str, bounds: tuple[str, str]) -> Text:
    """Write how many of some cases led to a notice, with the exact interval as counts."""
    if not getattr(own, whole):
        return text("none yet")
    return say(
        "{part} of {whole} ({low} to {high})",
        part=tell.number(own, part),
        whole=tell.number(own, whole),
        low=tell.number(own, bounds[0]),
        high=tell.number(own, bounds[1]),
    )


def _days(own: Past) -> Text:
    """Write after how many days the notices came, and of how many that is known."""
    if not own.timed:
        return text("–")
    if own.days_min == own.days_max:
        return say("{days}, of {timed}", days=_most(own), timed=tell.number(own, "timed"))
    return say(
        "{least} to {most}, of {timed}",
        least=tell.number(own, "days_min"),
        most=_most(own),
        timed=tell.number(own, "timed"),
    )


def _most(own: Past) -> Text:
    return text(tell.number(own, "days_max"))
