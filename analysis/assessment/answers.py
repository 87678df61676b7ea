"""What an assessment answers with, and how its numbers are written in a sentence."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from analysis.inference.results import Simulated
from analysis.measures.exposure import DAYS_PER_YEAR
from analysis.wording import NO_BREAK_SPACE, counted, format_number, number_word

#: The first day of the full-scale Russian invasion of Ukraine, the break that is asked about
#: unless another day is named.
INVASION = pd.Timestamp("2022-02-24").as_unit("s")
#: Below this p-value a sentence says that chance is a poor explanation.
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the data leave open, and why: a clause that follows a colon."""

    reason: str


def format_figure(value: float) -> str:
    """Write a rate or a ratio with as many digits as a reader can use.

    >>> [format_figure(value) for value in (0, 0.0936, 3.456, 22.46, 141.7, math.inf)]
    ['0', '0.094', '3.5', '22.5', '142', '∞']
    """
    if math.isinf(value):
        return "∞"
    # What rounds to the next power of ten is written as one of its numbers.
    if value >= 99.95:
        return format_number(value)
    if value == 0 or value >= 0.995:
        return f"{value:.1f}" if value else "0"
    return f"{value:#.2g}" if value >= 0.0001 else f"{value:.1g}"


def format_interval(low: float, high: float) -> str:
    """Write an interval of 95 % as a sentence does.

    >>> format_interval(1.02, 7.4).replace("\\u00a0", " ")
    '95 % interval 1.0 to 7.4'
    """
    bounds = f"{format_figure(low)} to {format_figure(high)}"
    return f"95{NO_BREAK_SPACE}% interval {bounds}"


def format_p(p_value: float) -> str:
    """Write a p-value.

    >>> format_p(0.0423), format_p(0.00001), format_p(1.0)
    ('p\xa0=\xa00.042', 'p\xa0<\xa00.001', 'p\xa0=\xa01')
    """
    told = "p < 0.001" if p_value < 0.001 else f"p = {p_value:.2g}"
    return told.replace(" ", NO_BREAK_SPACE)


def format_simulated(chance: Simulated) -> str:
    """Write the p-value of a simulation with its Monte-Carlo error.

    >>> format_simulated(Simulated(p_value=0.0123, p_error=0.0011, draws=9999))
    'p\xa0=\xa00.012\xa0±\xa00.001'
    """
    error = f" ± {chance.p_error:.1g}" if chance.p_error else ""
    return f"p = {chance.p_value:.2g}{error}".replace(" ", NO_BREAK_SPACE)


def format_percent(share: float) -> str:
    """Write a share between 0 and 1; what is not nothing, or not all, is never rounded to it.

    >>> [format_percent(share).replace("\\u00a0", " ") for share in (0.834, 0.004, 0.998, 1)]
    ['83 %', 'under 1 %', 'over 99 %', '100 %']
    """
    if 0 < share < 0.01:
        return f"under 1{NO_BREAK_SPACE}%"
    if 0.99 < share < 1:
        return f"over 99{NO_BREAK_SPACE}%"
    return f"{100 * share:.0f}{NO_BREAK_SPACE}%"


def format_years(party_years: float) -> str:
    """Write time at risk in party-years; a short time with its first decimal.

    >>> format_years(3276.7), format_years(0.62)
    ('3277 party-years', '0.6 party-years')
    """
    number = format_number(party_years) if party_years >= 9.95 else f"{party_years:.1f}"
    return f"{number} party-years"


def format_span(days: float) -> str:
    """Write a length of time in days, from two years on in years.

    >>> format_span(1), format_span(55), format_span(2105), format_span(5921)
    ('one day', '55 days', '5.8 years', '16 years')
    """
    years = days / DAYS_PER_YEAR
    if years < 2:
        return counted(round(days), "day")
    return f"{years:.0f} years" if years >= 9.95 else f"{years:.1f} years"


def none_or(count: int) -> str:
    """Write a count that stands for its noun: "none of them", "five of them".

    >>> none_or(0), none_or(5)
    ('none', 'five')
    """
    return number_word(count) if count else "none"
