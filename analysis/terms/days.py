"""Days as people give them: ISO 8601 text, a date or a timestamp."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

from analysis.terms.errors import RollbackError

Day = str | dt.date | pd.Timestamp


def to_day(value: Day) -> pd.Timestamp:
    """Return a day given as ISO 8601 text, date or timestamp.

    Raises ``RollbackError`` for anything that is not a day.
    """
    if isinstance(value, str):
        try:
            # Only the full form: `fromisoformat` alone would take 20250416 and week dates too.
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                raise ValueError(value)
            return pd.Timestamp(dt.date.fromisoformat(value)).as_unit("s")
        except ValueError:
            raise RollbackError(f"{value!r} is not a day; write it as 2025-04-16") from None
    return pd.Timestamp(value).normalize().as_unit("s")


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
