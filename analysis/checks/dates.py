"""Whether a cell holds a day, and if not, what has happened to it.

Spreadsheets rewrite days in the form of the reader's country, or as the number of days since
1900; the remedy names the likely cause and, where only one day can be meant, that day.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from analysis.checks.sheets import Finding
from analysis.language.days import MONTHS

_FULL = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UNPADDED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_SHORT = re.compile(r"\d{4}(-\d{2})?", re.ASCII)
_SERIAL = re.compile(r"([12345]\d{4})([.,]0+)?", re.ASCII)
#: Day one of the count is 1 January 1900, and the count has a 29 February 1900 that never was.
_SERIAL_ZERO = date(1899, 12, 30)
_LOCAL_FORMS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y",
    "%m-%d-%Y", "%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%B %d, %Y", "%b %d, %Y",
    "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d",
)  # fmt: skip
_MONTH_FORMS = ("%b-%y", "%b-%Y", "%B %Y", "%b %Y", "%m/%Y", "%Y/%m")


def check_date(value: str, *, partial: bool) -> Finding | None:
    """Return what is wrong with a date; ``partial`` allows ``YYYY`` and ``YYYY-MM``.

    >>> check_date("2025-02-30", partial=False)
    ('there is no such day', 'Look it up again: February 2025 has 28 days.')
    >>> check_date("45763", partial=True)[1]
    'A spreadsheet has turned the day into a number: write 2025-04-16.'
    """
    if _FULL.fullmatch(value):
        return _not_in_calendar(value)
    if _SHORT.fullmatch(value):
        return _short(value, partial=partial)
    form = "YYYY-MM-DD, YYYY-MM or YYYY" if partial else "YYYY-MM-DD"
    return f"a date is written as {form}", _what_happened(value)


def days_between(one: str, other: str) -> int:
    """Return how many days lie between two full days, negative if the second is the earlier."""
    return (date.fromisoformat(other) - date.fromisoformat(one)).days


def first_of(date: str) -> str:
    """Return the first day that a sound date of year, month or day precision can mean.

    >>> first_of("2026"), first_of("2024-02"), first_of("2025-04-16"), first_of("")
    ('2026-01-01', '2024-02-01', '2025-04-16', '')
    """
    return (date + "-01-01")[:10] if date and len(date) < 10 else date


def last_of(date: str) -> str:
    """Return the last day that a sound date of year, month or day precision can mean.

    >>> last_of("2026"), last_of("2024-02"), last_of("2025-04-16"), last_of("")
    ('2026-12-31', '2024-02-29', '2025-04-16', '')
    """
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]}"
    return date


def _not_in_calendar(value: str) -> Finding | None:
    year, month, day = (int(part) for part in value.split("-"))
    rule = "there is no such day"
    if not 1 <= month <= 12:
        return rule, _bad_month(month)
    if year < 1:
        return rule, "Write the year with four digits."
    days = calendar.monthrange(year, month)[1]
    if day == 0:
        return rule, f"Write {value[:7]} where the column allows it, if no source gives the day."
    if day > days:
        return rule, f"Look it up again: {MONTHS[month - 1]} {year} has {days} days."
    return None


def _short(value: str, *, partial: bool) -> Finding | None:
    if not partial:
        return "this column takes full days only", "Write YYYY-MM-DD, or nothing if it is unknown."
    month = int(value[5:] or 1)
    return None if 1 <= month <= 12 else ("there is no such month", _bad_month(month))


def _bad_month(month: int) -> str:
    if month == 0:
        return "Write the year alone, where the column allows it, if no source gives the month."
    return "Months run from 01 to 12: day and month may have changed places."


def _what_happened(value: str) -> str:
    if serial := _SERIAL.fullmatch(value):
        day = _SERIAL_ZERO + timedelta(days=int(serial.group(1)))
        return f"A spreadsheet has turned the day into a number: write {day}."
    if days := _readings(value, _LOCAL_FORMS):
        bare = _UNPADDED.fullmatch(value)
        cause = "zeros are missing" if bare else "a spreadsheet has rewritten it"
        choice = ", as the source has it" if len(days) > 1 else ""
        advice = f"write {' or '.join(days)}{choice}, and format the column as text"
        return f"It looks as if {cause}: {advice}."
    if months := _readings(value, _MONTH_FORMS):
        return f"It looks as if a spreadsheet has rewritten it: write {months[0][:7]}."
    return "Write it with four digits for the year and two each for month and day, as 2025-04-16."


def _readings(value: str, forms: tuple[str, ...]) -> list[str]:
    """Return every day that the text can mean, earliest first."""
    found: set[str] = set()
    for form in forms:
        try:
            found.add(datetime.strptime(value.replace("–", "-"), form).date().isoformat())
        except ValueError:
            continue
    return sorted(day for day in found if day >= "1900")
