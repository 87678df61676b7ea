"""Days as people give them: ISO 8601 text, a date or a timestamp."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

from analysis.terms.errors import ImpossibleDay, RollbackError

Day = str | dt.date | pd.Timestamp

#: Before it nothing is asked about: the oldest act of the register is of 1925, and no state or
#: group is followed further back.
FIRST_DAY = pd.Timestamp("1900-01-01").as_unit("s")
#: So many years after the vintage and no further: whatever the law has scheduled, such as a notice
#: that runs a year or a treaty that ends, lies within; beyond, an answer would repeat the vintage.
YEARS_AHEAD = 10


def to_day(value: Day) -> pd.Timestamp:
    """Return a day given as ISO 8601 text, date or timestamp.

    Raises ``RollbackError`` for anything that is not a day: of a number it would have to be guessed
    what it counts.

    >>> to_day(20250820)
    Traceback (most recent call last):
    ...
    analysis.terms.errors.RollbackError: 20250820 is not a day; write it as '2025-08-20'
    """
    # A notebook may hand over anything.
    given: object = value
    if isinstance(given, dt.date) and not pd.isna(given):
        return pd.Timestamp(dt.date(given.year, given.month, given.day)).as_unit("s")
    try:
        # Only the full form: `fromisoformat` alone would take 20250416 and week dates too.
        if isinstance(given, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", given):
            return pd.Timestamp(dt.date.fromisoformat(given)).as_unit("s")
    except ValueError:
        pass
    raise RollbackError(f"{value!r} is not a day; write it as {_meant(value)}")


def _meant(value: object) -> str:
    """Return how a day is written: the one that digits alone seem to mean, else an example."""
    try:
        digits = "" if isinstance(value, bool) else f"{value}"
        day = dt.date.fromisoformat(digits if re.fullmatch(r"\d{8}", digits) else "")
    except ValueError:
        return "2025-04-16"
    return repr(day.isoformat())


def last_possible(vintage: pd.Timestamp) -> pd.Timestamp:
    """Return the last day that data of a vintage can be asked about.

    >>> last_possible(pd.Timestamp("2026-08-22"))
    Timestamp('2036-08-22 00:00:00')
    """
    return vintage + pd.DateOffset(years=YEARS_AHEAD)


def possible_day(value: Day, vintage: pd.Timestamp) -> pd.Timestamp:
    """Return a day that data of a vintage can be asked about.

    From :data:`FIRST_DAY` to :data:`YEARS_AHEAD` years after the vintage. Raises
    ``ImpossibleDay`` beyond, and ``RollbackError`` for what is not a day.
    """
    day, last = to_day(value), last_possible(vintage)
    if FIRST_DAY <= day <= last:
        return day
    if day < FIRST_DAY:
        reason = "nothing is held of the time before 1900"
    else:
        reason = f"nothing is scheduled more than {YEARS_AHEAD} years after {vintage:%Y-%m-%d}"
    raise ImpossibleDay(
        f"{day:%Y-%m-%d} cannot be asked about: {reason};"
        f" name a day from {FIRST_DAY:%Y-%m-%d} to {last:%Y-%m-%d}"
    )


def plain_day(day: dt.date) -> dt.date:
    """Return a day as a plain date; a timestamp, which is a date too, does not compare to one.

    >>> plain_day(pd.Timestamp("2025-04-16"))
    datetime.date(2025, 4, 16)
    """
    return pd.Timestamp(day).date()


def date_or_none(day: Any) -> dt.date | None:
    """Return a day as a plain date, ``None`` where there is none (``NaT``).

    >>> date_or_none(pd.Timestamp("2025-04-16")), date_or_none(pd.NaT)
    (datetime.date(2025, 4, 16), None)
    """
    return None if pd.isna(day) else pd.Timestamp(day).date()
