"""The numbers behind the sentences as tables: rates, lengths of time, tests."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Prose, Span, Table, text
from analysis.inference.survival import SurvivalCurve
from analysis.language.days import format_day_short
from analysis.language.english import sentence_case
from analysis.language.numbers import NO_BREAK_SPACE, format_figure, format_number
from analysis.measures.exposure import DAYS_PER_YEAR
from analysis.sections.fall.facts import depth_of
from analysis.sections.wave.facts import wave_of
from analysis.sections.wave.tests import Row, rows_of_tests
from analysis.store.loading import rows_of
from analysis.subject.situation import Situation
from analysis.subject.unanswered import INVASION


def table_rates(
    situation: Situation, cite: Citations, since: pd.Timestamp = INVASION
) -> Table | Prose:
    """Return exits per 100 party-years by period and part of the world, and by family.

    A sentence if no treaty was in force for anyone.
    """
    table = depth_of(situation, since).rates
    if table.empty:
        return Prose((text("No treaty was in force for any of these states."),))
    families = table["part"].str.startswith("family").to_numpy()
    rows = [*rows_of(table[~families]), *rows_of(table[families])]
    groups = [(0, f"Under the {situation.treaty['name']}")] if (~families).any() else []
    if families.any():
        groups.append((int((~families).sum()), "Under all treaties of a family, whole time"))
    return Table(
        name="rates",
        title="Exits per 100 party-years",
        subtitle=_subtitle(situation),
        columns=(
            Column("Where and when", share=2.4),
            Column("Exits", align="right", share=0.6),
            Column("Party-years", align="right", share=0.8),
            Column("Exits per 100 party-years", align="right", share=0.9),
            Column("95\u00a0% interval", align="right", share=1.1),
            Column("Decisions", align="right", share=0.8),
            Column("Decisions per 100 party-years", align="right", share=0.9),
            Column("95\u00a0% interval", align="right", share=1.1),
        ),
        rows=tuple(_rate_row(row) for row in rows),
        groups=tuple(groups),
        foot=text(
            "An exit counts on the day on which the withdrawal takes effect. A party-year is a"
            " year in which the treaty is in force for a state. Decisions: notices under one treaty"
            " on one day counted once. Exact Poisson intervals (Garwood 1936). Source ",
            Span("", cite=cite.sources(situation.treaty["sources"].split(";"), most=1)),
            ".",
        ),
        events=cite.cited_events,
    )


def table_lags(situation: Situation, cite: Citations) -> Table | Prose:
    """Return how long leaving, membership and consent took in the region.

    A sentence if nobody signed or took a step towards leaving.
    """
    depth, wave = depth_of(situation), wave_of(situation)
    out = [_lag_row(row) for row in rows_of(depth.lag_summary)]
    if len(depth.memberships):
        out.append(_membership_row(depth.memberships))
    into = [_consent_row(label, curve) for label, curve in wave.consent.items()]
    if not (out or into):
        return Prose((text("No state of the region had signed or taken a step towards leaving."),))
    groups = [(0, "Way out")] if out else []
    groups += [(len(out), "Way in")] if into else []
    keys = [key for key in depth.exits["event"] if key]
    return Table(
        name="lags",
        title="How long leaving and joining take",
        subtitle=_subtitle(situation),
        columns=(
            Column("From, to", share=2.2),
            Column("States", align="right", share=0.6),
            Column("Median, days", align="right", share=0.9),
            Column("Shortest, days", align="right", share=0.9),
            Column("Longest, days", align="right", share=0.9),
            Column("Legal minimum, days", align="right", share=1.0),
        ),
        rows=tuple([*out, *into]),
        groups=tuple(groups),
        foot=text(
            "Only steps whose day is known. The legal minimum is counted from each notice",
            Span(".", cite=cite.events(keys, most=1)),
            " Way in: signatures of the present members; those that have not consented yet are"
            " counted as waiting (median by Kaplan and Meier 1958), and the range is that of those"
            " that have.",
        ),
        events=cite.cited_events,
    )


def table_tests(
    situation: Situation,
    cite: Citations,
    since: pd.Timestamp = INVASION,
    adversaries: tuple[str, ...] = (),
) -> Table:
    """Return every test of a wave with what it compares; what cannot be tested says why."""
    rows = rows_of_tests(wave_of(situation, since, adversaries))
    return Table(
        name="tests",
        title="Is it a wave? The tests",
        subtitle=_subtitle(situation),
        columns=(
            Column("Question", share=1.7),
            Column("Data", share=2.2),
            Column("Estimate", share=1.1),
            Column("95\u00a0% interval", share=1.0),
            Column("p", share=1.0),
            Column("p, same-day notices once", share=1.0),
        ),
        rows=tuple(_test_cells(row) for row in rows),
        foot=text(_METHODS, Span(".", cite=_border_sources(situation, cite))),
        events=cite.cited_events,
    )


_METHODS = (
    "Ratio of rates: conditional binomial test (Przyborowski and Wilenski 1940), interval of"
    " Clopper and Pearson 1934. Border: Fisher 1935 and Boschloo 1970, odds ratio with exact"
    " interval (Cornfield 1956). Time: scan statistic (Naus 1965) by numbers at risk. Neighbours:"
    " join counts (Moran 1948; Cliff and Ord 1981). Simulated p-values carry their Monte-Carlo"
    " error (9999 draws, fixed seed). Memberships: Kaplan and Meier 1958; other ends, as of the"
    " treaty, count as no longer observed. Borders, time and neighbours are those of all states"
    " ever bound, borders as they run today"
)


def _subtitle(situation: Situation) -> str:
    day = format_day_short(situation.day)
    return f"{sentence_case(situation.region.name)}, {situation.treaty['name']}, as of {day}"


def _cells(*values: str) -> tuple[Cell, ...]:
    return tuple(Cell(text(value)) for value in values)


def _rate_row(row: Any) -> tuple[Cell, ...]:
    years = row.party_years
    return _cells(
        row.label,
        format_number(row.exits),
        format_number(years) if years >= 9.95 else f"{years:.1f}",
        format_figure(row.rate),
        _bounds(row.low, row.high),
        format_number(row.decisions),
        format_figure(row.rate_once),
        _bounds(row.low_once, row.high_once),
    )


def _bounds(low: float, high: float) -> str:
    return f"{format_figure(low)} to {format_figure(high)}"


def _lag_row(row: Any) -> tuple[Cell, ...]:
    legal = ""
    if pd.notna(row.legal_low):
        legal = _range(row.legal_low, row.legal_high)
    first, last = format_number(row.shortest), format_number(row.longest)
    step = sentence_case(row.step)
    return _cells(step, format_number(row.states), f"{row.median:g}", first, last, legal)


def _range(low: int, high: int) -> str:
    return format_number(low) if low == high else f"{format_number(low)} to {format_number(high)}"


def _membership_row(days: pd.Series) -> tuple[Cell, ...]:
    numbers = (len(days), days.median(), days.min(), days.max())
    return _cells("Entry into force to exit", *(format_number(value) for value in numbers), "")


def _consent_row(label: str, curve: SurvivalCurve) -> tuple[Cell, ...]:
    which = "" if label == "all" else f", signed in the {label}"
    days = curve.table["time"] * DAYS_PER_YEAR
    median = curve.median.estimate * DAYS_PER_YEAR
    return _cells(
        f"Signature to consent{which}",
        format_number(curve.cases),
        "not reached" if math.isinf(median) else format_number(median),
        format_number(days.min()) if len(days) else "",
        format_number(days.max()) if len(days) else "",
        "",
    )


def _test_cells(row: Row) -> tuple[Cell, ...]:
    # The head of the column says p, and a cell may be broken where a sentence may not.
    p, once = (
        told.replace(NO_BREAK_SPACE, " ").replace("p = ", "").replace("p < ", "< ")
        for told in (row.p, row.once)
    )
    return _cells(row.question, row.data, row.estimate, row.interval, p, once)


def _border_sources(situation: Situation, cite: Citations) -> tuple[int, ...]:
    return cite.sources(situation.register.tables.borders["sources"].unique(), most=1)
