"""Is it a wave, in sentences that can be quoted and claim no more than the numbers carry."""

from __future__ import annotations

from analysis.blocks.model import Text
from analysis.blocks.telling import given, say
from analysis.language.days import format_period
from analysis.language.english import format_list
from analysis.language.numbers import agree, plural
from analysis.sections.wave.facts import Crowding, Joined, Wave
from analysis.sections.wave.rate_words import (
    POOR,
    against_rest_sentence,
    change_sentence,
    p_values,
    verdict_on,
)
from analysis.subject import telling as tell
from analysis.subject.setting import Setting
from analysis.subject.unanswered import Unanswered


def wave_sentences(setting: Setting, wave: Wave) -> list[Text]:
    """Return what the tests found, the primary one first, the others where they carry anything.

    What could not be tested, or rests on one decision, stands in the table alone.
    """
    return given(
        change_sentence(setting, wave),
        against_rest_sentence(wave),
        _border(wave),
        _crowding(wave),
        _neighbours(wave),
    )


def _border(wave: Wave) -> Text:
    found = wave.border
    if isinstance(found, Unanswered) or found.decided < 2:
        return ()
    near = (
        "Exploratory: of the {near} states ever bound that border on {named}, {near_gone} {have}"
        " left or given notice"
    )
    if found.near == 1:
        near = "Exploratory: the one state ever bound that borders on {named} {have} left or given"
        near += " notice"
    have = "has" if found.near_gone else "has not"
    return say(
        near + ", of the {far} {others} {far_gone} ({p}): {verdict}.",
        near=tell.count(found, "near"),
        named=named_or(wave),
        near_gone=tell.none_or(found, "near_gone", found.near),
        have=have if found.near == 1 else agree(found.near_gone, "has", "have"),
        far=tell.count(found, "far"),
        others=plural(found.far, "other"),
        far_gone=tell.none_or(found, "far_gone", found.far),
        p=p_values(found, "Fisher’s exact test"),
        verdict=verdict_on(found),
    )


def named_or(wave: Wave) -> str:
    """Name the states on whose border exits may crowd: "Russia or Belarus"; empty without any."""
    return format_list((state.said for state in wave.named), "or")


def _crowding(wave: Wave) -> Text:
    found = wave.crowding
    if isinstance(found, Unanswered) or found.decided < 2:
        return ()
    return say(
        "Exploratory: {crowd} (scan statistic with a window of one year, {p}): {verdict}.",
        crowd=_crowd(found),
        p=p_values(found),
        verdict=verdict_on(found),
    )


def _crowd(found: Crowding) -> Text:
    """Say how many notices fell within a year."""
    span, notices = tell.span(found, "watched"), tell.count(found, "moved")
    if found.most == 1:
        words = "no two of the {notices} notices in {span} fell within one year"
        two = "the two notices in {span} fell more than a year apart"
        return say(two if found.moved == 2 else words, notices=notices, span=span)
    words = "{most} of the {notices} notices in {span} fell {within}"
    if found.most == found.moved:
        words = "all {notices} notices in {span} fell {within}"
        if found.moved == 2:
            words = "both notices in {span} fell {within}"
    return say(
        words, most=tell.count(found, "most"), notices=notices, span=span, within=_within(found)
    )


def _within(found: Crowding) -> Text:
    last = tell.day(found, "last")
    if found.first == found.last:
        return say("on one day, {day}", day=last)
    # The first day is written without the month or year that both share.
    first, _, _ = format_period(found.first, found.last).partition(" to ")
    days = tell.counted(found, "within", "day")
    return say("within {days}, {first} to {last}", days=days, first=first, last=last)


def _neighbours(wave: Wave) -> Text:
    found = wave.neighbours
    if isinstance(found, Unanswered) or found.decided < 2:
        return ()
    among = "among the states bordering on {named}, and among the others,"
    return say(
        "Exploratory: those that left or gave notice share {shared}; dealt out by chance"
        f" {among if wave.named else 'among all states ever bound,'} as many exits would share"
        " {expected} ({p}): {verdict}.",
        named=named_or(wave),
        shared=tell.counted(found, "shared", "land border"),
        expected=tell.figure(found, "expected"),
        p=p_values(found),
        verdict=_beyond(found, bordered=bool(wave.named)),
    )


def _beyond(found: Joined, *, bordered: bool) -> str:
    """Say whether being neighbours of each other tells more than that border does, if any."""
    together = verdict_on(found) == POOR
    if not bordered:
        return f"{'' if together else 'nothing shows that '}neighbours leave together"
    if together:
        return "neighbours leave together beyond what that border explains"
    return "nothing beyond that border shows that neighbours leave together"
