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
from analysis.sections.endurance.facts import Endurance
from analysis.sections.wave.facts import ByBorder, Contrast, Crowding, Joined, Wave
from analysis.sections.wave.words import named_or
from analysis.subject import telling as tell
from analysis.subject.facts import Fact
from analysis.subject.naming import names_or
from analysis.subject.setting import Setting
from analysis.subject.unanswered import Unanswered

#: Memberships whose endurance is told, by where they are: "of the region", "worldwide".
Places = dict[str, Endurance | Unanswered]


@dataclass(frozen=True, slots=True)
class _Row:
    """One test: question, data, estimate, interval, p-value, and p-value by decisions."""

    question: Part
    data: Part
    estimate: Part = ""
    interval: Part = ""
    p: Part = ""
    once: Part = ""


def table_tests(setting: Setting, wave: Wave, places: Places, cite: Citations) -> Table:
    """Return every test of a wave with what it compares; what cannot be tested says why."""
    about = say(
        "{region}, {treaty}, as of {day}",
        region=capital(setting.region.name),
        treaty=setting.treaty.name,
        day=tell.day_short(setting, "day"),
    )
    rows = [*_tests(wave), *(_endurance(where, found) for where, found in places.items())]
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
            Column("p", share=1.2),
            Column("p, same-day notices once", share=1.2),
        ),
        rows=tuple(_cells(row) for row in rows),
        foot=_foot(setting, wave, cite),
        events=wave.events,
        sources=wave.sources,
    )


def _tests(wave: Wave) -> list[_Row]:
    border = f"Exit by land border with {named_or(wave)}"
    rows = []
    if wave.change is not None:
        question = f"Rate since {format_day_short(wave.since)} against before"
        rows.append(_contrast(question, wave.change))
    if wave.against_rest is not None:
        question = "Rate of the region against the rest of the world"
        rows.append(_contrast(question, wave.against_rest))
    rows.append(_by_border(border, wave.border))
    if wave.claimed is not None:
        who = names_or(wave.claimed.claiming, tell.counted(wave.claimed, "claims", "state"))
        as_claimed = say("{border}, as claimed ({who})", border=border, who=who)
        rows.append(_by_border(as_claimed, wave.claimed))
    return [*rows, _crowding(wave.crowding), _neighbours(wave.neighbours)]


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
    p, once = _p(found, "p_value"), _p(found, "once_p_value")
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
    once = _p(found, "once_p_value")
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
        "{most} of {notices}, {first} to {last}; {days} of notice",
        most=tell.number(found, "most"),
        notices=tell.number(found, "notices"),
        first=tell.day_short(found, "first"),
        last=tell.day_short(found, "last"),
        days=tell.counted(found, "days", "day"),
    )
    once = _p(found, "once_p_value", found.once_p_error) if found.days > 1 else ""
    return _Row(question, data, p=_p(found, "p_value", found.p_error), once=once)


def _neighbours(found: Joined | Unanswered) -> _Row:
    question = "Borders among those that go"
    if isinstance(found, Unanswered):
        return _open(question, found)
    number = partial(tell.number, found)
    data = say(
        "{leaving} of {bound} states, {borders} borders",
        leaving=number("leaving"),
        bound=number("bound"),
        borders=number("borders"),
    )
    estimate = say(
        "{shared} against {expected} expected",
        shared=number("shared"),
        expected=tell.figure(found, "expected"),
    )
    tested = found.once_p_value is not None
    once = _p(found, "once_p_value", found.once_p_error) if tested else ""
    return _Row(question, data, estimate, "", _p(found, "p_value", found.p_error), once)


def _endurance(where: str, found: Endurance | Unanswered) -> _Row:
    question = f"Memberships {where} that last"
    if isinstance(found, Unanswered):
        return _open(question, found)
    data = say(
        "{ended} of {all} ended by withdrawal",
        ended=tell.number(found, "withdrawals"),
        all=tell.number(found, "memberships"),
    )
    kept, years = tell.percent(found, "kept"), tell.number(found, "years")
    estimate = say("{kept} after {years} years", kept=kept, years=years)
    return _Row(question, data, estimate, _kept_between(found))


def _kept_between(found: Endurance) -> Text:
    if found.kept_low is None:
        return ()
    low, high = tell.percent(found, "kept_low"), tell.percent(found, "kept_high")
    return say("{low} to {high}", low=low, high=high)


def _open(question: Part, found: Unanswered) -> _Row:
    return _Row(question, f"Not tested: {found.reason}")


def _p(fact: Fact, field: str, error: float = 0.0) -> Span:
    """Write a p-value that may be broken into lines, which in a sentence it may not."""
    told = tell.p_value(fact, field, error)
    return replace(told, text=told.text.replace(NO_BREAK_SPACE, " "))


def _cells(row: _Row) -> tuple[Cell, ...]:
    parts = (row.question, row.data, row.estimate, row.interval, row.p, row.once)
    return tuple(Cell(as_text(part)) for part in parts)


def _foot(setting: Setting, wave: Wave, cite: Citations) -> Text:
    draws = next((test for test in wave.tested if isinstance(test, Crowding | Joined)), None)
    simulated = draws and say(_SIMULATED, draws=tell.number(draws, "draws"))
    members = say(
        "The region’s members of {day}, also before they joined it.", day=tell.day(setting, "day")
    )
    numbers = cite.sources(wave.sources, most=1)
    return together(
        [
            _METHODS,
            simulated or "",
            _MEMBERSHIPS,
            "" if setting.worldwide else members,
            text(_EVERYONE, Span(".", cite=numbers)),
        ]
    )


_METHODS = (
    "Ratio of rates: conditional binomial test (Przyborowski and Wilenski 1940), interval of"
    " Clopper and Pearson 1934. Border: Fisher 1935 and Boschloo 1970, odds ratio with exact"
    " interval (Cornfield 1956). Time: scan statistic (Naus 1965) by numbers at risk. Neighbours:"
    " join counts (Moran 1948; Cliff and Ord 1981)."
)
_SIMULATED = (
    "Simulated p-values carry their Monte-Carlo error ({draws} draws, fixed seed); where fewer than"
    " ten draws were as extreme as the data, only the upper end of the interval is told."
)
_MEMBERSHIPS = (
    "Memberships: Kaplan and Meier 1958; other ends, such as that of the treaty, count as no longer"
    " observed."
)
_EVERYONE = (
    "Borders, time and neighbours are those of all states ever bound, borders as they run today"
)
