"""The table of those that move: the way out of each in one row, and all others by status."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, text
from analysis.blocks.telling import say, strong
from analysis.language.days import format_date_short, format_day_short
from analysis.language.numbers import counted, format_votes
from analysis.sections.exits.facts import Exit, Exits
from analysis.sections.standing.facts import Group, Kin, Position, Standing
from analysis.sections.standing.table import (
    COMPANIONS,
    HEADINGS,
    effect_words,
    footnote,
    rank,
    word_of,
)
from analysis.sections.standing.words import act_cited
from analysis.subject.naming import names
from analysis.subject.setting import Setting
from analysis.terms.stages import TERMS as STEPS
from analysis.terms.statuses import TERMS

#: A group of more states than this, none of which has taken a step, is told in a line.
_ALIKE = 8
#: So many states and fewer are named in a line.
_NAMED = 40
_COLUMNS = (
    Column("State", share=1.1),
    Column("Status", share=1.2),
    Column("Steps", share=3.4),
    Column("Notice", share=0.9),
    Column("Effect", share=0.9),
)
_STEPS, _NOTICE = 2, 3
#: Groups of states that have taken no step, and so make no row of their own.
_RESTING: tuple[Group, ...] = ("party", "ended", "contracting", "signatory", "none")
_SILENT = ("", TERMS["none"].word)


def leaving_table(
    setting: Setting, standing: Standing, exits: Exits, kin: Kin, cite: Citations
) -> Table:
    """Return one row for each state that has moved, with its best source; no rows if none has.

    Columns that say nothing of any of them are left out, that of the related treaty among them.
    """
    ways = {row.state.code: row for row in exits.rows}
    shown = [own for group in HEADINGS for own in sorted(_shown(standing, group), key=rank)]
    rows = [_row(own, ways.get(own.state.code), kin, cite) for own in shown]
    columns = (*_COLUMNS, Column(kin.closest, share=1.2))
    kept = [at for at in range(len(columns)) if at < 2 or any(_says(row[at]) for row in rows)]
    # A related treaty is a companion where one of them is leaving it too or has suspended it.
    if not any(row[-1].mark in COMPANIONS for row in rows):
        kept = [at for at in kept if at < len(_COLUMNS)]
    return Table(
        name="leaving",
        title=f"Steps and status under {setting.treaty.said}",
        columns=tuple(columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in rows),
        foot=_foot(rows, kept),
        # Where notices have been given, the steps before them can wait on a phone.
        folded=_COLUMNS[_STEPS].label if _NOTICE in kept else "",
        events=tuple(key for own in shown for key in own.acts[-1:]),
    )


def rest_lines(standing: Standing, *, moved: bool = False) -> list[Text]:
    """Return a line for each status with the states that the table does not show, by name.

    ``moved``: of those statuses alone that a state reaches by moving.
    """
    lines = []
    for group, heading in HEADINGS.items():
        # Suspensions without a day stand with what is pending, and with their sources.
        if group == "undated" or (moved and group in _RESTING):
            continue
        shown = {own.state.code for own in _shown(standing, group)}
        rest = [own.state for own in standing.in_group(group) if own.state.code not in shown]
        if rest:
            who = names(rest) if len(rest) <= _NAMED else counted(len(rest), "state")
            lines.append(say("{head}: {who}.", head=strong(heading), who=who))
    return lines


def _shown(standing: Standing, group: Group) -> list[Position]:
    """Return the states of a group that have rows: those that move, unless they are many alike."""
    own = [one for one in standing.in_group(group) if one in standing.moving]
    alike = [one for one in own if not one.stage and not one.disputed]
    return own if len(alike) <= _ALIKE else [one for one in own if one not in alike]


def _row(own: Position, way: Exit | None, kin: Kin, cite: Citations) -> tuple[Cell, ...]:
    marks = Span("", cite=_cited(own, way, cite), note=footnote(own))
    notice = format_date_short(way.notice.written) if way and way.notice else ""
    related = kin.statuses.get(own.state.code, "none")
    contested = " (disputed)" if own.state.code in kin.contested else ""
    return (
        Cell(text(own.state.name, marks)),
        Cell(text(word_of(own)), mark=own.status),
        Cell(text(_steps(own, way))),
        Cell(text(notice)),
        Cell(text(effect_words(way) if way else "")),
        Cell(text(TERMS[related].word + contested), mark=related),
    )


def _cited(own: Position, way: Exit | None, cite: Citations) -> tuple[int, ...]:
    """Return the best source of the last step; of the last legal act where there is none."""
    last = way.political[-1].event if way and way.short_of_notice else ""
    return cite.events([last], most=1) if last else act_cited(own, cite)


def _steps(own: Position, way: Exit | None) -> str:
    """Tell the steps in one line: "recommended 18 Mar 2025; parliament approved 16 Apr 2025"."""
    if way is None:
        since = own.suspended_since
        return f"suspended {format_day_short(since)}" if since else ""
    told = []
    for step in way.political:
        votes = f" ({format_votes(way.vote)})" if step.stage == "parliament_approved" else ""
        voted = votes if way.vote else ""
        told.append(f"{STEPS[step.stage].word} {format_date_short(step.written)}{voted}")
    if way.without_notice:
        told.append(f"consent taken back {format_date_short(way.without_notice)}")
    if way.turned:
        told.append(f"suspension notified {format_date_short(way.turned.written)}")
    return "; ".join(told)


def _says(cell: Cell) -> bool:
    return "".join(span.text for span in cell.text) not in _SILENT


def _foot(rows: list[tuple[Cell, ...]], kept: list[int]) -> Text:
    """Say what the days of effect mean, where there are any."""
    effect = [column.label for column in _COLUMNS].index("Effect")
    if not rows or effect not in kept:
        return ()
    return text("A state is bound up to the day of effect, whatever was voted or notified before.")
