"""The day of a briefing on several treaties in words: as of when, and how far each is known."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Front, Span, Text, flat, notes_of, text
from analysis.blocks.telling import capital, cited, given, say
from analysis.language.numbers import agree
from analysis.subject import telling as tell
from analysis.subject.scope import Scope

#: A reader has thirty seconds.
_MOST = 5


def day_words(scope: Scope) -> Text:
    """Write the as-of day, beyond the vintage with the day on which it was scheduled."""
    day = tell.day(scope, "day")
    if not scope.ahead:
        return text(day)
    return say("{day}, as scheduled on {vintage}", day=day, vintage=tell.day(scope, "vintage"))


def scope_line(scope: Scope, cite: Citations, events: Iterable[str] = ()) -> Text:
    """Return the line under an exhibit: the sources of the acts it shows, and the as-of day.

    Nothing where each row names its own: the day stands at the foot of every page.
    """
    numbers = cite.events(events, most=1)
    day = day_words(scope)
    if not numbers:
        return ()
    return say("Sources {numbers}. As of {day}.", numbers=Span("", cite=numbers), day=day)


def coverage_cautions(scope: Scope) -> list[Text]:
    """Say up to which days events are known, where that is not the day itself; nothing if it is."""
    if not scope.unseen:
        return []
    if scope.single:
        known = tell.day(scope.unseen[0], "day")
        return [say("Nothing is known of the treaty after {day}.", day=known)]
    most, rest = scope.unseen[0], scope.unseen[1:]
    told = say(
        "Of {all}, {covered} {are} known up to the day, {most} up to {day}{rest}; later events may"
        " be missing",
        all=tell.counted(scope, "count", "treaty", "treaties"),
        covered=tell.none_or(scope, "covered"),
        are=agree(scope.covered, "is", "are"),
        most=tell.count(most, "count"),
        day=tell.day(most, "day"),
        rest=_rest(scope) if rest else "",
    )
    return [cited(told, ())]


def _rest(scope: Scope) -> Text:
    """Say of the other treaties how many they are, and how far back the least known one lies."""
    if scope.elsewhere == 1:
        return say(" and one up to {day}", day=tell.day(scope, "earliest"))
    return say(
        " and {count} up to other days, the earliest {day}",
        count=tell.count(scope, "elsewhere"),
        day=tell.day(scope, "earliest"),
    )


def page_one(
    scope: Scope,
    cite: Citations,
    *,
    overline: str,
    title: Text,
    about: str,
    findings: Iterable[Text] = (),
    aside: tuple[str, list[Text]] = ("", []),
    cautions: Iterable[Text] = (),
) -> list[Block]:
    """Return the head of page one; ``about`` names the subject in a file's metadata.

    ``aside`` is what stands beside the findings, with its heading.
    """
    day, title = day_words(scope), capital(title)
    heading, lines = aside
    return [
        Front(
            overline=overline,
            title=flat(title),
            as_of=flat(day),
            findings=tuple(given(*findings)[:_MOST]),
            since_title=heading if lines else "",
            since=tuple(lines),
            cautions=tuple(cautions),
            data_version=scope.data_version,
            subject=about,
            events=cite.cited_events,
            sources=cite.cited_sources,
            told=notes_of(title, day),
        )
    ]
