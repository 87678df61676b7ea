"""The method in words: law, counting and limits; and what a reader of page one must know."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text
from analysis.blocks.telling import as_text, capital, cited, given, say
from analysis.language.numbers import agree
from analysis.sections.method.facts import Clause, Suspending
from analysis.sections.method.words_clause import clause_sentence
from analysis.subject import telling as tell
from analysis.subject.assumption import HYPOTHETICAL, assumption
from analysis.subject.naming import names_or
from analysis.subject.setting import Setting, State

#: So many states and fewer, and a share or a rate says less than the names.
FEW = 20


def cautions(setting: Setting, suspending: Suspending, cite: Citations) -> list[Text]:
    """Return what a reader of page one must know about what is assumed and what is not known."""
    own = (_assumed(setting), _unobserved(setting), _political(setting))
    return given(*own, *_suspensions(suspending, cite))


def _political(setting: Setting) -> Text:
    """Say that a political commitment is no treaty: who is bound by it is not bound in law."""
    if not setting.treaty.political:
        return ()
    return say(
        "{name} is a political commitment and no treaty: it binds in politics, not in law.",
        name=capital(as_text(setting.treaty.said)),
    )


def _assumed(setting: Setting) -> Text:
    assumed = assumption(setting)
    if not assumed:
        return ()
    return say(
        "{mark}: this assumes that {assumed}. Nothing in the register says so, and it is no"
        " forecast.",
        mark=HYPOTHETICAL,
        assumed=assumed,
    )


def _unobserved(setting: Setting) -> Text:
    """Say from which day on nothing is known, or nothing but what the law had scheduled."""
    day, covered = tell.day(setting, "day"), tell.day(setting.treaty, "observed_to")
    if setting.ahead:
        earlier = setting.treaty.observed_to < setting.vintage
        return say(
            "{day} lies after {vintage}, the last day of the data: only what the law had scheduled"
            " by then is told{covered}.",
            day=day,
            vintage=tell.day(setting, "vintage"),
            covered=say("; events are complete up to {covered}", covered=covered)
            if earlier
            else "",
        )
    if not setting.late:
        return ()
    return say(
        "Events are complete up to {covered}; what happened between then and {day} may be missing.",
        covered=covered,
        day=day,
    )


def _suspensions(suspending: Suspending, cite: Citations) -> list[Text]:
    """Name the parties whose suspension has not taken effect, or on a day that is not known."""

    def told(states: Sequence[State], field: str, end: str) -> Text:
        if not states:
            return ()
        acts = [key for state in states for key in suspending.acts[state.code]]
        sentence = say(
            "{states} {has} announced, approved or notified a suspension {end}",
            states=names_or(states, tell.counted(suspending, field, "state")),
            has=agree(len(states), "has", "have"),
            end=end,
        )
        return cited(capital(sentence), cite.events(acts, most=1))

    return [
        told(suspending.awaited, "awaited_count", "that has not taken effect"),
        told(suspending.undated, "undated_count", "whose day of effect was not found"),
    ]


def method_paragraphs(setting: Setting, clause: Clause, cite: Citations, again: str) -> list[Text]:
    """Return the method, the limits, and ``again``: the command that makes the briefing again."""
    return given(
        _law(setting, clause, cite), _counting(setting), _few(setting), _again(setting, again)
    )


def _law(setting: Setting, clause: Clause, cite: Citations) -> Text:
    return say(
        "Every figure follows from dated events in a register in which each row names its sources."
        " Deposits and notices are dated by their receipt; when they bind and when they take effect"
        " is computed from the treaty. {entry} {clause} A recorded day that contradicts the clause"
        " stops the build.{sources}",
        entry=entry_sentence(setting, clause),
        clause=clause_sentence(clause),
        sources=Span("", cite=cite.sources(setting.treaty.sources)),
    )


def entry_sentence(setting: Setting, clause: Clause) -> Text:
    """Say when the treaty entered into force, or that it had not."""
    article = clause.entry_article and f" ({clause.entry_article})"
    if setting.treaty.entered is None:
        day = tell.day(setting, "day")
        return say("On {day} the treaty was not in force{article}.", day=day, article=article)
    day = tell.day(setting.treaty, "entered")
    return say("The treaty entered into force on {day}{article}.", day=day, article=article)


def _counting(setting: Setting) -> Text:
    return say(
        "Parties are states for which the treaty is in force, also while a notice of withdrawal"
        " runs; contracting States have consented to be bound, in force or not. Political steps and"
        " legal status are kept apart: until notice has been given and its period has run, a state"
        " is bound, whatever its parliament has voted. {basis}",
        basis=_basis(setting),
    )


def _basis(setting: Setting) -> Text:
    """Say which states the numbers count: those of the as-of day, at every time."""
    day = tell.day(setting, "day")
    if setting.worldwide:
        return say(
            "The world has the states that there were on each day; what happened after {day} is not"
            " seen here.",
            day=day,
        )
    return say(
        "The region has the members it had on {day}: they are counted at every time, also before"
        " they joined it.{undated} What happened later is not seen here.",
        day=day,
        undated=_undated_members(setting),
    )


def _undated_members(setting: Setting) -> Text:
    """Say of how many members it is not known whether they belonged to the region by the day."""
    if not setting.undated:
        return ()
    return say(
        " Since when {count} of them {belong} to it is not on record: {they} on any day.",
        count=tell.count(setting, "undated"),
        belong=agree(setting.undated, "belongs", "belong"),
        they=agree(setting.undated, "it counts", "they count"),
    )


def _few(setting: Setting) -> Text:
    if not 0 < setting.members < FEW:
        return ()
    return say(
        "The region has {states}: names and days say more than shares, rates stand with their exact"
        " intervals, and one exit more or less moves them.",
        states=tell.counted(setting, "members", "state"),
    )


def _again(setting: Setting, again: str) -> Text:
    return say(
        "Data version {version}, which covers this treaty up to {covered}. {note} To make this"
        " briefing again: {again}",
        version=setting.data_version,
        covered=tell.day(setting.treaty, "covered_to"),
        note=setting.treaty.coverage_note,
        again=again,
    )
