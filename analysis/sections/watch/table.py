"""The board as a table: the tier of each state, its last step with its source, and what is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, text
from analysis.language.days import format_date_short, format_day
from analysis.language.english import sentence_case
from analysis.language.numbers import counted
from analysis.sections.method.facts import Clause
from analysis.sections.watch.facts import OnBoard, Watch
from analysis.sections.watch.words import behind_words
from analysis.subject.naming import before_colon
from analysis.subject.setting import Setting
from analysis.terms.stages import Stage
from analysis.terms.tiers import FORM_WORDS, TERMS, TIERS, body_word

#: What is asked for, as a noun.
_ASKED = {"leave": "leaving", "suspend": "a suspension", "review": "a review"}
#: What follows the furthest step of a way out.
_NEXT: Mapping[Stage, str] = {
    "announced": "a decision or a bill of the executive",
    "recommended": "a decision of the government",
    "government_approved": "a vote of parliament",
    "parliament_approved": "the promulgation",
    "promulgated": "",
}


def board_table(setting: Setting, watch: Watch, clause: Clause, cite: Citations) -> Table:
    """Return one row for each state with a push, or each joint act, the gravest tier first."""
    return Table(
        name="watch",
        title="What is on record short of a notice",
        subtitle=f"As it was known on {format_day(setting.day)}; the last step of each state",
        columns=(
            Column("State", share=0.9),
            Column("How far", share=1.15),
            Column("Last step", share=1.9),
            Column("Since then", share=0.75),
            Column("Would be confirmed by", share=2.1),
        ),
        rows=tuple(_row(own, clause, cite) for own in _together(watch.moving)),
        foot=text(_foot(watch)),
        sources=watch.sources,
    )


def _together(rows: Sequence[OnBoard]) -> list[list[OnBoard]]:
    """Put states together that took one step on one day, whoever holds office in each."""
    found: dict[OnBoard, list[OnBoard]] = {}
    for row in rows:
        found.setdefault(replace(row, state=rows[0].state, behind=None, keys=()), []).append(row)
    return list(found.values())


def _row(own: list[OnBoard], clause: Clause, cite: Citations) -> tuple[Cell, ...]:
    row, own = own[0], sorted(own, key=lambda one: one.state.name)
    since = counted(row.days, "day") if row.days else "the same day"
    return (
        Cell(text(before_colon([one.state for one in own]))),
        Cell(text(f"{sentence_case(TERMS[row.tier].word)}: {_ASKED[row.asked]}")),
        Cell(_step(own, cite)),
        Cell(text(since if row.exact or not row.days else f"{since} or more")),
        Cell(text(_confirmed(row, clause))),
    )


def _step(own: list[OnBoard], cite: Citations) -> Text:
    row = own[0]
    most = 2 if len(own) == 1 else 1
    numbers = {number for one in own for number in cite.best(one.keys, most=most)}
    told = f"{FORM_WORDS[row.form]} ({body_word(row.by)}, {format_date_short(row.written)})"
    step = text(sentence_case(told), Span("", cite=tuple(sorted(numbers))))
    behind = behind_words([(one.state.said, one.behind) for one in own])
    if not behind:
        return step
    keys = [key for one in own if one.behind for key in cite.best(one.behind.keys, most=1)]
    return text(*step, f"; {behind}", Span("", cite=tuple(sorted(set(keys)))))


def _confirmed(row: OnBoard, clause: Clause) -> str:
    """Say which step would confirm a push: the next one at home, then the notice by the clause."""
    notice = "the notice" if row.asked != "suspend" else "the notice of suspension"
    if row.asked == "leave" and clause.article:
        notice += f" ({clause.article})"
    step = TERMS[row.tier].confirm
    if row.asked == "suspend" and row.strength == "decision":
        step = ""
    elif row.asked != "suspend" and row.stage is not None:
        # The stages are those of leaving.
        step = _NEXT[row.stage]
    return sentence_case(f"{step}, then {notice}" if step else notice)


def _foot(watch: Watch) -> str:
    """Say what would reverse each tier on the board, and when a push is taken off."""
    there = {row.tier for row in watch.moving}
    ends = [
        f"{sentence_case(term.word)}: {term.means}; reversed by {term.reverse}."
        for term in map(TERMS.__getitem__, TIERS)
        if term.tier in there
    ]
    return " ".join(
        [
            *ends,
            "A push is taken off on its recorded end, when the governments or the parliament behind"
            " its steps have left office, or after a year without a further step.",
        ]
    )
