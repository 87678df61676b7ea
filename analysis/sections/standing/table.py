"""The status table: one row for each state, grouped by how far it has gone."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, flat, notes_of, text
from analysis.blocks.telling import capital, listed, say, together
from analysis.language.days import format_date_short, format_day_short
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import format_votes, plural
from analysis.sections.exits.facts import Exit, Exits
from analysis.sections.standing.facts import Group, Kin, Position, Standing
from analysis.sections.standing.words import act_cited, place_word
from analysis.subject import telling as tell
from analysis.subject.gaps import Gaps
from analysis.subject.missing import UNDATED, UNDATED_SHORT, uncounted_note
from analysis.subject.setting import Setting
from analysis.terms.stages import POLITICAL_STAGES, STAGES
from analysis.terms.stages import TERMS as STEPS
from analysis.terms.statuses import GOING, TERMS, Status

#: A region with more states than this gets a table of those alone that stand out.
_MOST_ROWS = 40
#: The groups in their order, with their headings.
HEADINGS: dict[Group, str] = {
    "withdrawn": TERMS["withdrawn"].heading,
    "withdrawing": TERMS["withdrawing"].heading,
    "contested": "Withdrawal contested",
    "leaving": "On the way, no notice yet",
    "suspended": TERMS["suspended"].heading,
    "undated": sentence_case(UNDATED),
    "party": TERMS["party"].heading,
    "ended": "Was bound until the treaty ended",
    "contracting": TERMS["contracting"].heading,
    "signatory": TERMS["signatory"].heading,
    "none": TERMS["none"].heading,
}
#: What is left out of a long table, in this order: the number, and the words for one and many.
_QUIET: dict[Group, tuple[str, str, str]] = {
    "party": (
        "quiet_parties",
        "state that is bound and has taken no step",
        "states that are bound and have taken no step",
    ),
    "contracting": (
        "quiet_contracting",
        "state that has consented, is not bound yet and has taken no step",
        "states that have consented, are not bound yet and have taken no step",
    ),
    "none": (
        "quiet_outside",
        "state that has neither signed nor joined",
        "states that have neither signed nor joined",
    ),
}
_COLUMNS = (
    Column("State", share=1.5),
    Column("Status", share=1.35),
    Column("Bound from", share=1.05),
    Column("Step towards leaving", share=1.75),
    Column("Notice", share=1.05),
    Column("Effect", share=1.05),
)
#: Statuses under a related treaty that make it a companion: somebody is leaving it as well.
COMPANIONS: tuple[Status, ...] = (*GOING, "suspended")
_BOUND_FROM = "Bound from: the day the treaty entered into force for the state"
_EFFECT = "Effect: the day the withdrawal took or takes effect."
_NO_STEP = Cell(text("none"))


def status_table(
    setting: Setting, standing: Standing, exits: Exits, kin: Kin, gaps: Gaps, cite: Citations
) -> Table:
    """Return who stands where on the day; of a large region those that stand out.

    Columns that say nothing of any state shown are left out. A table without rows is one in which
    nobody stands out.
    """
    left_out = _left_out(standing)
    groups, shown = _grouped(standing, left_out)
    leaving = {row.state.code: row for row in exits.rows}
    rows = [_row(own, leaving.get(own.state.code), kin, cite) for own in shown]
    columns = [*_COLUMNS, Column(kin.closest, share=1.35)]
    kept = [at for at in range(len(columns)) if any(_says(at, row[at]) for row in rows)]
    if not any(row[-1].mark in COMPANIONS for row in rows):
        kept = [at for at in kept if at < len(_COLUMNS)]
    heads = [columns[at] for at in kept]
    subtitle = _subtitle(setting)
    return Table(
        name="status",
        title=f"Status under {setting.treaty.said}",
        subtitle=flat(subtitle),
        columns=tuple(heads),
        rows=tuple(tuple(row[at] for at in kept) for row in rows),
        groups=groups,
        foot=_foot(setting, standing, gaps, left_out, [head.label for head in heads]),
        events=tuple(key for own in shown for key in own.acts[-1:]),
        told=notes_of(subtitle),
    )


def _left_out(standing: Standing) -> tuple[Group, ...]:
    """Return the groups whose quiet members are left out, as many as a long table needs."""
    rows, found = standing.possible, []
    for group, (field, *_) in _QUIET.items():
        if rows > _MOST_ROWS:
            found.append(group)
            rows -= getattr(standing, field)
    return tuple(found)


def _grouped(
    standing: Standing, left_out: Sequence[Group]
) -> tuple[tuple[tuple[int, str], ...], list[Position]]:
    """Return the headings with the rows at which they start, and the rows in order."""
    heads: list[tuple[int, str]] = []
    shown: list[Position] = []
    for group, heading in HEADINGS.items():
        own = [one for one in standing.in_group(group) if group not in left_out or not one.quiet]
        if own:
            heads.append((len(shown), heading))
            shown += sorted(own, key=rank)
    return tuple(heads), shown


def rank(own: Position) -> tuple[int, str, str]:
    """Order states by the step they have reached, the furthest first, then by notice and name."""
    reached = STAGES.index(own.stage) if own.stage in STAGES else -1
    return -reached, own.notified, own.state.name


def _row(own: Position, leaving: Exit | None, kin: Kin, cite: Citations) -> tuple[Cell, ...]:
    marks = Span("", cite=act_cited(own, cite), note=footnote(own))
    disputed = " (disputed)" if own.disputed and own.status != "none" else ""
    effect = notice = ""
    if leaving is not None:
        notice = format_date_short(leaving.notice.written) if leaving.notice else ""
        effect = effect_words(leaving)
    related = kin.statuses.get(own.state.code, "none")
    contested = " (disputed)" if own.state.code in kin.contested else ""
    return (
        Cell(text(own.state.name, marks)),
        Cell(text(word_of(own) + disputed), mark=own.status),
        Cell(text(format_day_short(own.bound_from) if own.bound_from else "")),
        _step(leaving),
        Cell(text(notice)),
        Cell(text(effect)),
        Cell(text(TERMS[related].word + contested), mark=related),
    )


def word_of(own: Position) -> str:
    """Return where a state stands; a notice that runs under a suspension is told with it."""
    if own.place == "undated":
        return UNDATED_SHORT
    halted = own.status == "withdrawing" and not own.operates
    return place_word(own.place) + (", suspended" if halted else "")


def _says(at: int, cell: Cell) -> bool:
    """Return whether a cell says something of its state: every name and status does."""
    silent = ("", "none", TERMS["none"].word)
    return at < 2 or flat(cell.text) not in silent


def footnote(own: Position) -> str:
    """Say what is disputed about a state’s standing; empty where nothing is."""
    if not own.disputed:
        return ""
    listed_ = " The depositary lists the state as a party." if own.listed else ""
    return f"Disputed: {own.disputed}.{listed_}"


def _step(leaving: Exit | None) -> Cell:
    if leaving is None:
        return _NO_STEP
    if leaving.outcome == "taken back":
        return Cell(text(f"consent taken back, {format_date_short(leaving.without_notice)}"))
    told = STEPS[leaving.stage].word
    if leaving.stage in POLITICAL_STAGES:
        told += f", {format_date_short(leaving.steps[leaving.stage].written)}"
    if leaving.stage == "parliament_approved" and leaving.vote:
        told += f", {format_votes(leaving.vote)}"
    return Cell(text(told))


def effect_words(leaving: Exit) -> str:
    """Return the day of effect, or that it is open or disputed; empty without a notice."""
    if leaving.effect is not None:
        return format_day_short(leaving.effect)
    return leaving.outcome if leaving.outcome in ("open", "disputed") else ""


def _subtitle(setting: Setting) -> Text:
    return capital(
        say(
            "{region}, {count} {states}, as of {day}",
            region=setting.region.name,
            count=tell.number(setting, "members"),
            states=plural(setting.members, "state"),
            day=tell.day_short(setting, "day"),
        )
    )


def _foot(
    setting: Setting,
    standing: Standing,
    gaps: Gaps,
    left_out: Sequence[Group],
    heads: Sequence[str],
) -> Text:
    """Explain the columns shown, and say what is not shown or not known."""
    # Where there is no depositary, nothing is deposited and no day is computed from a deposit.
    computed = ", computed from its deposit" if setting.treaty.depositary else ""
    explained = {"Bound from": f"{_BOUND_FROM}{computed}.", "Effect": _EFFECT}
    told = [text(words) for head, words in explained.items() if head in heads]
    if standing.ended:
        told.append(say("The treaty ended on {day}.", day=tell.day(setting.treaty, "ended")))
    quiet = [_QUIET[group] for group in left_out if standing.in_group(group, quiet=True)]
    if quiet:
        counted = listed(tell.counted(standing, *words) for words in quiet)
        told.append(say("Not shown: {groups}.", groups=counted))
    if standing.apart:
        told.append(text("States that the treaty was not made for are not shown."))
    inside = {own.state.code for own in standing.positions}
    undated = [act.state.name for act in gaps.undated if act.state.code in inside]
    if undated:
        words = f"Day of deposit not known, not counted yet: {format_list(undated)}."
        told.append(text(words))
    if uncounted := uncounted_note(gaps):
        told.append(say("{note}.", note=uncounted))
    return together(told)
