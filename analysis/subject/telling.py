"""The one writer of numbers and days: what a fact holds, in words that note where it comes from.

Every function takes a fact and the name of one of its fields (or properties), and returns a run
of text that carries a note of both. That is what tells "why this number", and what lets a test
read a whole briefing and find two forms of one fact that differ.

>>> from analysis import facts, load_register
>>> peak = load_register().as_of("2026-02-20").fact(facts.participation, treaty="apmbc")
>>> counted(peak, "now", "party", "parties").text, number(peak, "now").told.field
('161 parties', 'now')
"""

from __future__ import annotations

from datetime import date
from typing import Any

from analysis.blocks.model import Span, Told
from analysis.language import days, numbers
from analysis.subject.facts import Fact


def number(fact: Fact, field: str) -> Span:
    """Write a count in digits, as tables and figures do."""
    return _told(fact, field, numbers.format_number(_value(fact, field)))


def count(fact: Fact, field: str) -> Span:
    """Write a count as a sentence does: in words up to twelve."""
    return _told(fact, field, numbers.number_word(_value(fact, field)))


def none_or(fact: Fact, field: str, whole: int = 0) -> Span:
    """Write a count that stands for its noun: "none", "five"; of a ``whole`` of two "neither"."""
    return _told(fact, field, numbers.none_or(_value(fact, field), whole))


def counted(fact: Fact, field: str, singular: str, many: str = "") -> Span:
    """Write a count with its noun: "no state", "one state", "five states"."""
    return _told(fact, field, numbers.counted(_value(fact, field), singular, many))


def percent(fact: Fact, field: str) -> Span:
    """Write a share between 0 and 1 in per cent."""
    return _told(fact, field, numbers.format_percent(_value(fact, field)))


def figure(fact: Fact, field: str) -> Span:
    """Write a rate or a ratio with as many digits as a reader can use."""
    return _told(fact, field, numbers.format_figure(_value(fact, field)))


def decimal(fact: Fact, field: str) -> Span:
    """Write a mean with one decimal."""
    return _told(fact, field, f"{_value(fact, field):.1f}")


def km(fact: Fact, field: str) -> Span:
    """Write a length in kilometres."""
    return _told(fact, field, numbers.format_km(_value(fact, field)))


def party_years(fact: Fact, field: str) -> Span:
    """Write time at risk in party-years."""
    return _told(fact, field, numbers.format_party_years(_value(fact, field)))


def span(fact: Fact, field: str) -> Span:
    """Write a length of time given in days: in days, from two years on in years."""
    return _told(fact, field, numbers.format_span(_value(fact, field)))


def day(fact: Fact, field: str) -> Span:
    """Write a day as a sentence does: "27 December 2025"."""
    return _told(fact, field, days.format_day(_value(fact, field)))


def day_short(fact: Fact, field: str) -> Span:
    """Write a day as a figure or a table does: "27 Dec 2025"."""
    return _told(fact, field, days.format_day_short(_value(fact, field)))


def date_known(fact: Fact, field: str) -> Span:
    """Write a date as precisely as it is known: a day, a month or a year."""
    return _told(fact, field, days.format_date(_value(fact, field)))


def p_value(fact: Fact, field: str, error: float = 0.0) -> Span:
    """Write a p-value; that of a simulation with its Monte-Carlo ``error``."""
    return _told(fact, field, numbers.format_p(_value(fact, field), error))


def _value(fact: Fact, field: str) -> Any:
    return getattr(fact, field)


def _told(fact: Fact, field: str, words: str) -> Span:
    value = _value(fact, field)
    written = value.isoformat() if isinstance(value, date) else repr(value)
    return Span(words, told=Told(str(fact.origin), field, written))
