"""The tests of a wave as a table: what was asked, of which data, with what answer."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, flat, notes_of, text
from analysis.blocks.telling import Part, as_text, capital, say, together
from analysis.language.days import format_day_short
from analysis.language.numbers import NO_BREAK_SPACE
from analysis.sections.wave.facts import ByBorder, Contrast, Crowding, Joined, Wave
from analysis.sections.wave.rate_words import Tested, decided, errors
from analysis.sections.wave.words import named_or
from analysis.subject import telling as tell
from analysis.subject.facts import Fact
from analysis.subject.naming import names_or
from analysis.subject.setting import Setting
from analysis.subject.unanswered import Unanswered

_PRIMARY, _EXPLORATORY = "Primary test", "Exploratory tests"


@dataclass(frozen=True, slots=True)
class _Row:
    """One test: question, data, estimate, interval, p-value by states, and by decisions."""

    question: Part
    data: Part
    estimate: Part = ""
    interval: Part = ""
    p: Part = ""
    once: Part = ""


def table_tests(setting: Setting, wave: Wave, cite: Citations) -> Table:
    """Return every test of a wave with what it compares; what cannot be tested says why.

    The primary test stands first; the others explore.
    """
    about = say(
        "{region}, {treaty}, as of {day}",
        region=capital(setting.region.name),
        treaty=setting.treaty.name,
        day=tell.day_short(setting, "day"),
    )
    primary = _primary(wave)
    rows = [*primary, *_explored(wave)]
    starts = ((0, _PRIMARY), (1, _EXPLORATORY)) if primary else ((0, _EXPLORATORY),)
    return Table(
        name="tests",
        title="Is it a wave? The tests",
        subtitle=flat(about),
        told=notes_of(about),
        columns=(
            Column("Question", share=1.7),
            Column("Data", share=2.1),
            Column("Estimate", share=1.1),
            Column(f"95{NO_BREAK_SPACE}% interval", share=0.9),
            Column("p by states", share=1.2),
            Column("p by decisions", share=1.2),
        ),
        rows=tuple(_cells(row) for row in rows),
        groups=starts,
        foot=_foot(setting, wave, cite),
        events=wave.events,
        sources=wave.sources,
    )


def _primary(wave: Wave) -> list[_Row]:
    if wave.change is None:
        return []
    return [_contrast(f"Rate since {format_day_short(wave.since)} against before", wave.change)]


def _explored(wave: Wave) -> list[_Row]:
    border = f"Exit by land border with {named_or(wave)}"
    rows = []
    if wave.against_rest is not None:
        question = "Rate of the region against the rest of the world"
        rows.append(_contrast(question, wave.against_rest))
    if wave.named:
        rows.append(_by_border(border, wave.border))
    if wave.claimed is not None:
        who = names_or(wave.claimed.claiming, tell.counted(wave.claimed, "claims", "state"))
        as_claimed = say("{border}, as claimed ({who})", border=border, who=who)
        rows.append(_by_border(as_claimed, wave.claimed))
    beyond = ", beyond the border above" if wave.named else ""
    return [*rows, _crowding(wave.crowding), _neighbours(wave.neighbours, beyond)]


def _contrast(question: Part, found: Contrast | Unanswered) -> _Row:
    if isinstance(found, Unanswered):
        return _open(question, found)
    data = say(
        "{exits} in {years}; {others} in {other_years}",
        exits=tell.number(found, "exits"),
        years=tell.party_years(found, "party_years"),
        others=tell.number(found, "other_exits"),
        other_years=tell.party_years(found, "other_years"),
    )
    p, once = _p(found, "p_value"), _once(found)
    return _Row(question, data, _ratio("rate ratio", found), _interval(found), p, once)


def _by_border(question: Part, found: ByBorder | Unanswered) -> _Row:
    if isinstance(found, Unanswered):
        return _open(question, found)
    number = partial(tell.number, found)
    data = say(
        "{near_gone} of {near} with, {far_gone} of {far} without",
        near_gone=number("near_gone"),
        near=number("near"),
        far_gone=number("far_gone"),
        far=number("far"),
    )
    p = say(
        "Fisher {fisher}, Boschloo {boschloo}",
        fisher=_p(found, "p_value"),
        boschloo=_p(found, "boschloo"),
    )
    once = _once(found)
    return _Row(question, data, _ratio("odds ratio", found), _interval(found), p, once)


def _ratio(name: str, found: Contrast | ByBorder) -> Text:
    if math.isnan(found.estimate):
        return text(f"{name} undefined")
    return say("{name} {ratio}", name=name, ratio=tell.figure(found, "estimate"))


def _interval(found: Contrast | ByBorder) -> Text:
    if math.isnan(found.estimate):
        return ()
    low, high = tell.figure(found, "low"), tell.figure(found, "high")
    return say("{low} to {high}", low=low, high=high)


def _crowding(found: Crowding | Unanswered) -> _Row:
    question = "Notices within one year"
    if isinstance(found, Unanswered):
        return _open(question, found)
    data = say(
        "{most} of {notices}, {first} to {last}",
        most=tell.number(found, "most"),
        notices=tell.number(found, "moved"),
        first=tell.day_short(found, "first"),
        last=tell.day_short(found, "last"),
    )
    return _Row(question, data, p=_p(found, "p_value", found.p_error), once=_once(found))


def _neighbours(found: Joined | Unanswered, beyond: str) -> _Row:
    question = f"Borders among those that go{beyond}"
    if isinstance(found, Unanswered):
        return _open(question, found)
    number = partial(tell.number, found)
    data = say(
        "{leaving} of {bound} states, {borders} borders",
        leaving=number("moved"),
        bound=number("bound"),
        borders=number("borders"),
    )
    estimate = say(
        "{shared} against {expected} expected",
        shared=number("shared"),
        expected=tell.figure(found, "expected"),
    )
    p = _p(found, "p_value", found.p_error)
    return _Row(question, data, estimate, "", p, _once(found))


def _open(question: Part, found: Unanswered) -> _Row:
    return _Row(question, f"Not tested: {found.reason}")


def _p(fact: Fact, field: str, error: float = 0.0) -> Span:
    """Write a p-value that may be broken into lines, which in a sentence it may not."""
    told = tell.p_value(fact, field, error)
    return replace(told, text=told.text.replace(NO_BREAK_SPACE, " "))


def _once(found: Tested) -> Part:
    """Write how many decisions there are, and the p-value by these."""
    if found.once_p_value is None:
        return say("{decisions}, no test", decisions=decided(found))
    p = _p(found, "once_p_value", errors(found)[1])
    return say("{decisions}: {p}", decisions=decided(found), p=p)


def _cells(row: _Row) -> tuple[Cell, ...]:
    parts = (row.question, row.data, row.estimate, row.interval, row.p, row.once)
    return tuple(Cell(as_text(part)) for part in parts)


def _foot(setting: Setting, wave: Wave, cite: Citations) -> Text:
    drawn = (test for test in wave.tested if isinstance(test, Crowding | Joined) and test.draws)
    first = next(drawn, None)
    simulated = first and say(_SIMULATED, draws=tell.number(first, "draws"))
    members = say(
        "The region’s members of {day}, also before they joined it.", day=tell.day(setting, "day")
    )
    numbers = cite.sources(wave.sources, most=1)
    return together(
        [
            _ROLES,
            _DECISIONS,
            _METHODS,
            simulated or "",
            _LIMITS,
            "" if setting.worldwide else members,
            text(_EVERYONE, Span(".", cite=numbers)),
        ]
    )


_ROLES = (
    "One test is primary in every briefing: the rate since the day against before, by decisions."
    " The others explore; their p-values are not corrected for their number."
)
_DECISIONS = (
    "States that gave notice on one day, or announced or recommended leaving jointly, are one"
    " decision."
)
_METHODS = (
    "Ratio of rates: conditional binomial test (Przyborowski and Wilenski 1940), interval of"
    " Clopper and Pearson 1934. Border: Fisher 1935 and Boschloo 1970, odds ratio with exact"
    " interval (Cornfield 1956). Time: scan statistic (Naus 1965) by numbers at risk. Neighbours:"
    " join counts (Moran 1948; Cliff and Ord 1981), exits dealt out anew among the states with that"
    " border, and among those without."
)
_SIMULATED = (
    "Simulated p-values carry their Monte-Carlo error ({draws} draws, fixed seed); where fewer than"
    " ten draws were as extreme as the data, only the upper end of the interval is told."
)
_LIMITS = (
    "No test tells contagion from a common cause; few exits can hide a pattern, and a day and a"
    " border chosen with the exits in view make a small p look stronger than it is."
)
_EVERYONE = (
    "Borders, time and neighbours are those of all states ever bound, borders as they run today"
)
