"""Is it a wave, in sentences that can be quoted and claim no more than the numbers carry."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.blocks.telling import capital, given, say, together
from analysis.language.days import format_period
from analysis.language.english import format_list
from analysis.language.numbers import agree, plural
from analysis.sections.exits.facts import Exits
from analysis.sections.wave.facts import ByBorder, Crowding, Joined, Wave
from analysis.sections.wave.rate_words import against_rest_sentence, change_sentence, verdict
from analysis.subject import telling as tell
from analysis.subject.naming import names_or
from analysis.subject.setting import Setting
from analysis.subject.unanswered import SIGNIFICANT, Unanswered


def wave_sentences(setting: Setting, wave: Wave, underway: Exits, cite: Citations) -> list[Text]:
    """Return what the tests found; one or two sentences where nobody left or gave notice.

    ``underway`` are the exits worldwide.
    """
    if wave.nobody:
        return [_no_wave(setting, wave, underway, cite)]
    return given(
        change_sentence(setting, wave),
        against_rest_sentence(wave),
        together([_border(wave), _claimed(wave, cite)]),
        _crowding(wave),
        _neighbours(wave),
    )


def caveat(wave: Wave) -> Text:
    """Say what the tests do not tell; empty where nothing was tested or there is no wave."""
    if wave.nobody or not wave.tested:
        return ()
    if min(test.p_value for test in wave.tested) >= SIGNIFICANT:
        return say("Few exits can hide a pattern: a large p is no proof that there is none.")
    same_day = isinstance(wave.border, ByBorder) and wave.border.same_day
    return say(
        "{same_day}The tests do not tell contagion from a common cause: neighbours share a border,"
        " and often an alliance and a threat. A day and a border chosen with the exits in view make"
        " a small p look stronger than it is.",
        same_day=_SAME_DAY if same_day else "",
    )


_SAME_DAY = (
    "Notices given on the same day are one decision; that is why they are also counted once. "
)


def _no_wave(setting: Setting, wave: Wave, underway: Exits, cite: Citations) -> Text:
    none = say(
        "By {day} no state had left the {treaty}, and no notice was running: there is no wave to"
        " test for.",
        day=tell.day(setting, "day"),
        treaty=setting.treaty.noun,
    )
    steps = say(
        "{states} {have} taken political steps towards leaving; the tests count notices and exits"
        " alone.",
        states=capital(tell.counted(underway, "underway", "state")),
        have=agree(underway.underway, "has", "have"),
    )
    return together([none, steps if underway.underway else "", _claimed(wave, cite)])


def _border(wave: Wave) -> Text:
    found = wave.border
    if isinstance(found, Unanswered):
        return say(
            "Exits cannot be compared by border with {named}: {reason}.",
            named=named_or(wave),
            reason=found.reason,
        )
    near = (
        "Of the {near} states ever bound that border on {named}, {near_gone} {have} left or given"
        " notice"
    )
    if found.near == 1:
        near = "The one state ever bound that borders on {named} {have} left or given notice"
    have = "has" if found.near_gone else "has not"
    return say(
        near + ", of the {far} {others} {far_gone} (Fisher’s exact test {p}, Boschloo’s"
        " {boschloo}{once}).",
        near=tell.count(found, "near"),
        named=named_or(wave),
        near_gone=tell.none_or(found, "near_gone"),
        have=have if found.near == 1 else agree(found.near_gone, "has", "have"),
        far=tell.count(found, "far"),
        others=plural(found.far, "other"),
        far_gone=tell.none_or(found, "far_gone"),
        p=tell.p_value(found, "p_value"),
        boschloo=tell.p_value(found, "boschloo"),
        once=_fisher_once(found),
    )


def named_or(wave: Wave) -> str:
    """Name the states on whose border exits may crowd: "Russia or Belarus"."""
    return format_list((state.said for state in wave.named), "or")


def _fisher_once(found: ByBorder) -> Text:
    if not found.same_day:
        return ()
    return say(
        "; with same-day notices counted once, Fisher’s {p}",
        p=tell.p_value(found, "once_p_value"),
    )


def _claimed(wave: Wave, cite: Citations) -> Text:
    """Say what becomes of the comparison with what states claim, such as a suspension."""
    found = wave.claimed
    if found is None:
        return ()
    return say(
        "Counting suspensions and contested exits too, as the states that acted claim them"
        " ({claiming}), it is {near_gone} of {near} that {border} on {named} against {far_gone} of"
        " {far} {others} ({p}){stop}",
        claiming=names_or(found.claiming, tell.counted(found, "claims", "state")),
        near_gone=tell.none_or(found, "near_gone"),
        near=_the(tell.count(found, "near"), found.near),
        border=plural(found.near, "borders", "border"),
        named=named_or(wave),
        far_gone=tell.none_or(found, "far_gone"),
        far=_the(tell.count(found, "far"), found.far),
        others=plural(found.far, "other"),
        p=tell.p_value(found, "p_value"),
        stop=Span(".", cite=cite.events(found.events, most=1)),
    )


def _the(number: Span, count: int) -> Text:
    """Write of how many: "of the seven", but "of one"."""
    return text(number) if count == 1 else text("the ", number)


def _crowding(wave: Wave) -> Text:
    found = wave.crowding
    if isinstance(found, Unanswered):
        both = isinstance(wave.neighbours, Unanswered)
        what = "in time or among neighbours" if both else "in time"
        return say(
            "Whether exits crowd {what} cannot be tested: {reason}.", what=what, reason=found.reason
        )
    again = say(
        "; as {days} of notice {p}",
        days=tell.counted(found, "days", "day"),
        p=tell.p_value(found, "once_p_value", found.once_p_error),
    )
    several = 1 < found.days < found.notices
    return say(
        "{crowd} (scan statistic with a window of one year, {p}{again}): {verdict}.",
        crowd=_crowd(found),
        p=tell.p_value(found, "p_value", found.p_error),
        again=again if several else "",
        verdict=verdict(found.p_value, found.once_p_value if found.days > 1 else 1.0),
    )


def _crowd(found: Crowding) -> Text:
    """Say how many notices fell within a year."""
    span, notices = tell.span(found, "watched"), tell.count(found, "notices")
    if found.most == 1:
        words = "No two of the {notices} notices in {span} fell within one year"
        two = "The two notices in {span} fell more than a year apart"
        return say(two if found.notices == 2 else words, notices=notices, span=span)
    words = "{most} of the {notices} notices in {span} fell {within}"
    if found.most == found.notices:
        words = "All {notices} notices in {span} fell {within}"
        if found.notices == 2:
            words = "Both notices in {span} fell {within}"
    most = capital(tell.count(found, "most"))
    return say(words, most=most, notices=notices, span=span, within=_within(found))


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
    if isinstance(found, Unanswered):
        if isinstance(wave.crowding, Unanswered):
            return ()
        return say("Whether neighbours leave together cannot be tested: {why}.", why=found.reason)
    return say(
        "The {leaving} states that left or gave notice share {shared} with each other, where chance"
        " would give {expected} on average ({p}{once}): {verdict}.",
        leaving=tell.count(found, "leaving"),
        shared=tell.counted(found, "shared", "land border"),
        expected=tell.figure(found, "expected"),
        p=tell.p_value(found, "p_value", found.p_error),
        once=_joins_once(found),
        verdict=verdict(found.p_value, 1.0 if found.once_p_value is None else found.once_p_value),
    )


def _joins_once(found: Joined) -> Text:
    if not found.same_day:
        return ()
    return say(
        "; with same-day notices drawn together {shared} against {expected}, {p}",
        shared=tell.none_or(found, "once_shared"),
        expected=tell.figure(found, "once_expected"),
        p=tell.p_value(found, "once_p_value", found.once_p_error),
    )
