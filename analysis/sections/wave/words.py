"""Is it a wave, in sentences that can be quoted and claim no more than the numbers carry."""

from __future__ import annotations

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, plain, text
from analysis.language.days import format_day, format_period
from analysis.language.english import format_list, sentence_case, with_article
from analysis.language.numbers import (
    agree,
    counted,
    format_figure,
    format_p,
    format_span,
    none_or,
    number_word,
    plural,
)
from analysis.sections.endurance.words import endurance_sentence
from analysis.sections.wave.contagion import NOBODY, ByBorder
from analysis.sections.wave.contrast import (
    against_rest_sentence,
    change_sentence,
    verdict,
)
from analysis.sections.wave.crowding import Crowding
from analysis.sections.wave.facts import Wave, wave_of
from analysis.subject.phrases import names_of, never_in_force
from analysis.subject.situation import Situation
from analysis.subject.unanswered import INVASION, SIGNIFICANT, Unanswered


def wave_sentences(
    situation: Situation,
    cite: Citations,
    since: pd.Timestamp = INVASION,
    adversaries: tuple[str, ...] = (),
) -> list[Text]:
    """Return four to seven sentences on whether the exits are a wave.

    Fewer where nobody was ever bound, or nobody left or gave notice. For ``adversaries`` see
    :func:`analysis.sections.wave.facts.wave_of`.
    """
    wave = wave_of(situation, since, adversaries)
    if not wave.depth.peaks["world"].peak:
        return [text(f"{never_in_force(situation)}, so that there is no wave to test for.")]
    if wave.neighbours == NOBODY:
        return _given(_no_wave(wave, cite), endurance_sentence(wave))
    return _given(
        change_sentence(wave),
        against_rest_sentence(wave),
        _border(wave, cite),
        _crowding(wave),
        _neighbours(wave),
        endurance_sentence(wave),
        _caveat(wave),
    )


def _given(*sentences: Text) -> list[Text]:
    return [sentence for sentence in sentences if plain(sentence)]


def _no_wave(wave: Wave, cite: Citations) -> Text:
    day, noun = format_day(wave.situation.day), wave.situation.treaty["noun"]
    return text(
        f"By {day} no state had left the {noun}, and no notice was running: there is no wave to"
        " test for.",
        _steps(wave),
        _claimed(wave, cite),
    )


def _steps(wave: Wave) -> str:
    """Say how many states are on their way to a notice, which no test counts."""
    table = wave.situation.register.pipeline(treaty=wave.situation.code)
    early = table[~table["stage"].isin(["notified", "effective"])]
    if early.empty:
        return ""
    verb = agree(len(early), "has", "have")
    return (
        f" {sentence_case(counted(len(early), 'state'))} {verb} taken political steps towards"
        " leaving; the tests count notices and exits alone."
    )


def _border(wave: Wave, cite: Citations) -> Text:
    near, found = _adversaries(wave), wave.border
    if isinstance(found, Unanswered):
        why = f"Exits cannot be compared by border with {near}: {found.reason}."
        return text(why, _claimed(wave, cite))
    return text(
        f"Of the {counted(found.near, 'state')} ever bound that"
        f" {plural(found.near, 'borders', 'border')} on {near}, {none_or(found.near_gone)}"
        f" {agree(found.near_gone, 'has', 'have')} left or given notice, of the"
        f" {number_word(found.far)} others {none_or(found.far_gone)} ({_exact_tests(found)}).",
        _claimed(wave, cite),
    )


def _adversaries(wave: Wave) -> str:
    names = (with_article(str(wave.situation.names[code])) for code in wave.adversaries)
    return format_list(names, "or")


def _exact_tests(found: ByBorder) -> str:
    test = found.test
    words = f"Fisher’s exact test {format_p(test.fisher)}, Boschloo’s {format_p(test.boschloo)}"
    if found.once_units == found.near + found.far:
        return words
    return f"{words}; with same-day notices counted once, Fisher’s {format_p(found.once.fisher)}"


def _claimed(wave: Wave, cite: Citations) -> Text:
    """Say what becomes of the comparison with what states claim, such as a suspension."""
    found, now = wave.claimed, wave.situation
    if found is None:
        return ()
    counts, events = found.by_border, now.register.events
    own = (events["treaty"] == now.code) & events["state"].isin(found.states)
    acts = events[own & events["kind"].isin(_CLAIMS)]["event"]
    who = names_of(now, pd.Series(found.states))
    return text(
        f" Counting suspensions and contested exits too, as the states that acted claim them"
        f" ({who}), it is {none_or(counts.near_gone)} of the {number_word(counts.near)} that border"
        f" on {_adversaries(wave)} against {none_or(counts.far_gone)} of the"
        f" {number_word(counts.far)} others"
        f" ({format_p(counts.test.fisher)})",
        Span(".", cite=cite.events(acts, most=1)),
    )


_CLAIMS = ("suspension_notified", "suspension_effective", "withdrawal_notified")


def _crowding(wave: Wave) -> Text:
    found = wave.crowding
    if isinstance(found, Unanswered):
        both = isinstance(wave.neighbours, Unanswered)
        what = "in time or among neighbours" if both else "in time"
        return text(f"Whether exits crowd {what} cannot be tested: {found.reason}.")
    test, days = found.test, found.once.events
    last = wave.situation.day if wave.situation.treaty["ended"] is pd.NaT else found.last
    whole = format_span((max(last, found.last) - found.since).days)
    if test.most == 1 and test.events == 2:
        words = f"The two notices in {whole} fell more than a year apart"
    elif test.most == 1:
        words = f"No two of the {number_word(test.events)} notices in {whole} fell within one year"
    else:
        words = f"{_share(test.most, test.events)} in {whole} fell {_within(found)}"
    chance = format_p(test.chance.p_value, test.chance.p_error)
    words += f" (scan statistic with a window of one year, {chance}"
    if days != test.events and days > 1:
        again = format_p(found.once.chance.p_value, found.once.chance.p_error)
        words += f"; as {counted(days, 'day')} of notice {again}"
    once = found.once.p_value if days > 1 else 1.0
    return text(f"{words}): {verdict(test.p_value, once)}.")


def _share(part: int, whole: int) -> str:
    if part == whole:
        return "Both notices" if whole == 2 else f"All {number_word(whole)} notices"
    return f"{sentence_case(number_word(part))} of the {number_word(whole)} notices"


def _within(found: Crowding) -> str:
    if found.first == found.last:
        return f"on one day, {format_day(found.first)}"
    days = (found.last - found.first).days + 1
    return f"within {counted(days, 'day')}, {format_period(found.first, found.last)}"


def _neighbours(wave: Wave) -> Text:
    found = wave.neighbours
    if isinstance(found, Unanswered):
        if isinstance(wave.crowding, Unanswered):
            return ()
        return text(f"Whether neighbours leave together cannot be tested: {found.reason}.")
    both, once = found.test.both, found.once
    chance = format_p(both.more.p_value, both.more.p_error)
    words = (
        f"The {number_word(found.test.marked)} states that left or gave notice share"
        f" {counted(both.observed, 'land border')} with each other, where chance would give"
        f" {format_figure(both.expected)} on average ({chance}"
    )
    if once is not None and once.marked != found.test.marked:
        again = format_p(once.both.more.p_value, once.both.more.p_error)
        words += (
            f"; with same-day notices drawn together {none_or(once.both.observed)} against"
            f" {format_figure(once.both.expected)}, {again}"
        )
    return text(f"{words}): {verdict(found.test.p_value, 1.0 if once is None else once.p_value)}.")


def _caveat(wave: Wave) -> Text:
    p_values = wave.p_values
    if not p_values:
        return ()
    if min(p_values) >= SIGNIFICANT:
        return text("Few exits can hide a pattern: a large p is no proof that there is none.")
    return text(
        _same_day(wave),
        "The tests do not tell contagion from a common cause: neighbours share a border, and often"
        " an alliance and a threat. A day and a border chosen with the exits in view make a small p"
        " look stronger than it is.",
    )


def _same_day(wave: Wave) -> str:
    found = wave.border
    if isinstance(found, Unanswered) or found.once_units == found.near + found.far:
        return ""
    return (
        "Notices given on the same day are one decision; that is why they are also counted once. "
    )
