"""The tests of a wave as rows of words: what was asked, of which data, with what answer."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pandas as pd

from analysis.inference.results import Comparison
from analysis.language.days import format_day_short
from analysis.language.english import format_list, with_article
from analysis.language.numbers import (
    counted,
    format_figure,
    format_number,
    format_p,
    format_party_years,
    format_percent,
)
from analysis.sections.endurance.facts import Endurance
from analysis.sections.wave.contagion import ByBorder, Joined
from analysis.sections.wave.crowding import Crowding
from analysis.sections.wave.facts import Contrast, Wave
from analysis.subject.phrases import names_of
from analysis.subject.unanswered import Unanswered


@dataclass(frozen=True, slots=True)
class Row:
    """One test: question, data, estimate, interval, p-value, and p-value by decisions."""

    question: str
    data: str
    estimate: str = ""
    interval: str = ""
    p: str = ""
    once: str = ""

    @property
    def tested(self) -> bool:
        """Whether there was anything to test."""
        return bool(self.p)


def rows_of_tests(wave: Wave) -> list[Row]:
    """Return one row for each question; one that the data leave open says why."""
    day = format_day_short(wave.since)
    near = format_list((with_article(str(wave.situation.names[c])) for c in wave.adversaries), "or")
    whole, rest = wave.situation.region.slug == "world", wave.against_rest
    border = f"Exit by land border with {near}"
    rows = []
    if wave.situation.day >= wave.since:
        rows.append(_contrast(f"Rate since {day} against before", wave.change))
    if rest is not None:
        rows.append(_contrast("Rate of the region against the rest of the world", rest))
    rows.append(_by_border(border, wave.border))
    if wave.claimed is not None:
        who = names_of(wave.situation, pd.Series(wave.claimed.states))
        rows.append(_by_border(f"{border}, as claimed ({who})", wave.claimed.by_border))
    rows.append(_crowding(wave.crowding))
    rows.append(_neighbours(wave.neighbours))
    places = {"worldwide": wave.endurance_worldwide}
    places = places if whole else {"of the region": wave.endurance, **places}
    return rows + [_endurance(where, found) for where, found in places.items()]


def _contrast(question: str, found: Contrast | Unanswered) -> Row:
    if isinstance(found, Unanswered):
        return _open(question, found)
    now, then = (
        f"{row['exits']} in {format_party_years(float(row['party_years']))}"
        for row in (found.now, found.then)
    )
    data = f"{now}; {then}"
    return _ratio(question, data, "rate ratio", found.test, format_p(found.once.p_value))


def _by_border(question: str, found: ByBorder | Unanswered) -> Row:
    if isinstance(found, Unanswered):
        return _open(question, found)
    data = f"{found.near_gone} of {found.near} with, {found.far_gone} of {found.far} without"
    test, once = found.test, found.once
    row = _ratio(question, data, "odds ratio", test.odds_ratio, format_p(once.fisher))
    p = f"Fisher {format_p(test.fisher)}, Boschloo {format_p(test.boschloo)}"
    return replace(row, p=p)


def _ratio(question: str, data: str, name: str, test: Comparison, once: str) -> Row:
    if math.isnan(test.estimate):
        return Row(question, data, f"{name} undefined", "", format_p(test.p_value), once)
    interval = f"{format_figure(test.low)} to {format_figure(test.high)}"
    estimate = f"{name} {format_figure(test.estimate)}"
    return Row(question, data, estimate, interval, format_p(test.p_value), once)


def _crowding(found: Crowding | Unanswered) -> Row:
    question = "Notices within one year"
    if isinstance(found, Unanswered):
        return _open(question, found)
    test, once = found.test, found.once
    days = f"{format_day_short(found.first)} to {format_day_short(found.last)}"
    data = f"{test.most} of {test.events}, {days}; {counted(once.events, 'day')} of notice"
    of_days = format_p(once.chance.p_value, once.chance.p_error) if once.events > 1 else ""
    return Row(question, data, p=format_p(test.chance.p_value, test.chance.p_error), once=of_days)


def _neighbours(found: Joined | Unanswered) -> Row:
    question = "Borders among those that go"
    if isinstance(found, Unanswered):
        return _open(question, found)
    test, once = found.test, found.once
    data = f"{test.marked} of {test.nodes} states, {format_number(test.edges)} borders"
    both = test.both
    estimate = f"{both.observed} against {format_figure(both.expected)} expected"
    p = "" if once is None else format_p(once.both.more.p_value, once.both.more.p_error)
    return Row(question, data, estimate, "", format_p(both.more.p_value, both.more.p_error), p)


def _endurance(where: str, found: Endurance | Unanswered) -> Row:
    question = f"Memberships {where} that last"
    if isinstance(found, Unanswered):
        return _open(question, found)
    curve, kept = found.curve, found.kept
    data = f"{curve.events} of {curve.cases} ended by withdrawal"
    estimate = f"{format_percent(kept.estimate)} after {found.years} years"
    if math.isnan(kept.low):
        return Row(question, data, estimate)
    bounds = f"{format_percent(kept.low)} to {format_percent(kept.high)}"
    return Row(question, data, estimate, bounds)


def _open(question: str, found: Unanswered) -> Row:
    return Row(question, f"Not tested: {found.reason}")
