"""How days are written: in full in sentences, short in figures and tables, as known."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date as _format
from babel.dates import get_month_names

#: The names of the months, January first.
MONTHS: tuple[str, ...] = tuple(get_month_names("wide", locale="en").values())


def format_day(day: date) -> str:
    """Write a day as a sentence does.

    >>> format_day(date(2025, 12, 27))
    '27 December 2025'
    """
    return _format(day, "d MMMM y", locale="en")


def format_day_short(day: date) -> str:
    """Write a day as a figure or a table does.

    >>> format_day_short(date(2025, 12, 27))
    '27 Dec 2025'
    """
    return _format(day, "d MMM y", locale="en")


def format_date(written: str) -> str:
    """Write a date as precisely as it is known: a day, a month or a year (ISO 8601 text).

    >>> format_date("2025-04-16"), format_date("2025-05"), format_date("2026")
    ('16 April 2025', 'May 2025', '2026')
    """
    if len(written) == 10:
        return format_day(date.fromisoformat(written))
    if len(written) == 7:
        return f"{MONTHS[int(written[5:]) - 1]} {written[:4]}"
    return written


def format_date_short(written: str) -> str:
    """Write a date as precisely as it is known, in the short form of figures and tables.

    >>> format_date_short("2025-04-16"), format_date_short("2025-05"), format_date_short("")
    ('16 Apr 2025', 'May 2025', '')
    """
    if len(written) == 10:
        return format_day_short(date.fromisoformat(written))
    return f"{MONTHS[int(written[5:]) - 1][:3]} {written[:4]}" if len(written) == 7 else written


def format_period(start: date, end: date) -> str:
    """Write a span of days, naming a month or a year that both ends share only once.

    >>> format_period(date(2025, 3, 18), date(2025, 4, 16))
    '18 March to 16 April 2025'
    """
    if start == end:
        return format_day(end)
    opening = str(start.day)
    if (start.year, start.month) != (end.year, end.month):
        opening += f" {MONTHS[start.month - 1]}"
    if start.year != end.year:
        opening += f" {start.year}"
    return f"{opening} to {format_day(end)}"
