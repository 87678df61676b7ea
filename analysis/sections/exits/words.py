"""The way out in words: ends, effects, suspensions, notices, and the steps before them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.blocks.telling import Part, capital, cited, listed, merged, say
from analysis.language.days import format_date
from analysis.language.numbers import agree, format_votes, number_word
from analysis.sections.exits.facts import Exit, Exits
from analysis.sections.standing.facts import Standing
from analysis.subject import telling as tell
from analysis.subject.naming import names, names_by_date, names_or, states_of
from analysis.subject.setting import Setting, State
from analysis.terms.stages import POLITICAL_STAGES, TERMS, Stage


def ended_sentence(setting: Setting, exits: Exits, cite: Citations) -> Text:
    """Say when and how the treaty ended; empty while it lasts."""
    if setting.treaty.ended is None:
        return ()
    entered = setting.treaty.entered is not None
    told = say(
        "The treaty {ended} on {day} {after}",
        ended="expired" if exits.ended_by == "expired" else "was terminated",
        day=tell.day(setting.treaty, "ended"),
        after="and has bound nobody since" if entered else "without having been in force",
    )
    return cited(told, cite.events(exits.ended_events))


def effects_sentence(setting: Setting, exits: Exits, cite: Citations) -> Text:
    """Say whose withdrawals have taken effect, and when; empty if nobody's."""
    gone = exits.gone
    if not gone:
        return ()
    when = names_by_date(
        [(row.effect.isoformat(), row.state) for row in gone if row.effect], _many(setting)
    )
    # That it took effect rests on reports of the day; without one, on the notice and the clause.
    keys = [row.effective_event or (row.notice.event if row.notice else "") for row in gone]
    return cited(say("Withdrawal took effect for {when}", when=when), _numbers(cite, keys))


def revoked_sentence(setting: Setting, exits: Exits, cite: Citations) -> Text:
    """Say who took a ratification back, and when; empty if nobody did."""
    gone = exits.revoked
    if not gone:
        return ()
    told = say(
        "{back}: {when}; {remains}",
        back=agree(len(gone), "A ratification was taken back", "Ratifications were taken back"),
        when=names_by_date([(row.without_notice, row.state) for row in gone], _many(setting)),
        remains=agree(len(gone), "the signature remains", "the signatures remain"),
    )
    return cited(told, _numbers(cite, [row.effective_event for row in gone]))


def suspended_sentence(setting: Setting, standing: Standing, cite: Citations) -> Text:
    """Say who has suspended the treaty, and since when; empty if nobody has."""
    held = sorted(standing.halted, key=lambda own: own.suspended_since or date.max)
    if not held:
        return ()
    days = [(own.suspended_since, own.state) for own in held if own.suspended_since]
    when = names_by_date([(day.isoformat(), state) for day, state in days], _many(setting))
    # A notice given since is another act than the suspension.
    keys = [key for own in held for key in own.suspensions[-1:] or own.acts[-1:]]
    return cited(say("Suspension took effect for {when}", when=when), _numbers(cite, keys))


def notices_sentence(setting: Setting, exits: Exits, cite: Citations) -> Text:
    """Say whose notices are running and when the clause makes them effective."""
    running = exits.running
    if not running:
        return ()
    dated = [(row.effect.isoformat(), row.state) for row in running if row.effect]
    held = [row.state for row in running if row.effect is None]
    parts: list[Part] = []
    if dated:
        parts.append(say("for {when}", when=names_by_date(dated, _many(setting))))
    if held:
        when = (
            "when the armed conflict ends"
            if setting.treaty.conflict_tail
            else "on a day still open"
        )
        parts.append(say("for {who} {when}", who=names(held), when=when))
    told = say(
        "{count} of withdrawal {are} running; by the treaty’s clause {they} effect {parts}",
        count=tell.counted(exits, "notices_running", "notice"),
        are=agree(exits.notices_running, "is", "are"),
        they=agree(exits.notices_running, "it takes", "they take"),
        parts=listed(parts),
    )
    keys = [row.notice.event for row in running if row.notice]
    return cited(capital(told), _numbers(cite, keys))


def furthest_sentence(exits: Exits, cite: Citations) -> Text:
    """Say which states have taken steps short of a notice, the furthest first."""
    parts: list[Part] = []
    for stage in reversed(POLITICAL_STAGES):
        rows = [row for row in exits.early if row.stage == stage]
        if rows:
            acts = [row.steps[stage].event for row in rows]
            acts += [row.turned.event for row in rows if row.turned]
            numbers = _numbers(cite, acts)
            told = say("{word} in {who}", word=TERMS[stage].word, who=_reached(rows, stage))
            parts += ["; " if parts else "Short of a notice: ", told, Span("", cite=numbers)]
    return merged(text(*parts, ".")) if parts else ()


def _reached(rows: Sequence[Exit], stage: Stage) -> Text:
    """Tell who has reached a stage and when: "Estonia and Poland (18 March 2025)"."""

    def when(row: Exit) -> tuple[str, str, str]:
        vote = row.vote if stage == "parliament_approved" else ""
        return row.steps[stage].written, vote, row.turned.written if row.turned else ""

    groups = []
    for (written, vote, turned), own in groupby(sorted(rows, key=when), key=when):
        group = [row.state for row in own]
        groups.append(
            say(
                "{who} ({date}{vote}{turned})",
                who=names_or(group, f"{number_word(len(group))} states"),
                date=format_date(written),
                vote=f", {format_votes(vote)}" if vote else "",
                turned=f"; a suspension notified on {format_date(turned)}" if turned else "",
            )
        )
    return listed(groups)


def _many(setting: Setting) -> Callable[[Sequence[State]], Part]:
    """Return how states are told that are too many to be named on one day."""
    return lambda group: say(
        "{count} of {all}", count=number_word(len(group)), all=states_of(setting)
    )


def _numbers(cite: Citations, keys: Sequence[str]) -> tuple[int, ...]:
    return cite.events(key for key in keys if key)
