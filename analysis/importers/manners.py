"""How a site is asked: one page at a time, slowly, under a name, and no more than needed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from time import monotonic, sleep

from analysis.importers.page import MOST_BYTES

PROJECT = "disarmament-rollback"
#: Answers after which asking again may help (RFC 9110, 15.5 and 15.6; RFC 6585).
PASSING = (408, 425, 429, 500, 502, 503, 504)
#: Answers that send elsewhere.
MOVED = (301, 302, 303, 307, 308)


def user_agent() -> str:
    """Return the name under which sites are asked, with the version of the package."""
    try:
        return f"{PROJECT}/{version(PROJECT)} (rollback update; status of disarmament treaties)"
    except PackageNotFoundError:
        return f"{PROJECT} (rollback update; status of disarmament treaties)"


@dataclass(frozen=True, slots=True)
class Manners:
    """The limits within which a site is asked; all times in seconds.

    ``delay`` lies between two pages, ``tries`` counts how often one page is asked for, ``back_off``
    is the first wait before asking again and doubles each time; ``longest_wait`` is the most that a
    site may ask for. ``silence`` is how long it may say nothing, ``whole`` how long one answer may
    take, ``most_bytes`` its size. ``pause`` and ``clock`` wait and measure.
    """

    delay: float = 2.0
    tries: int = 4
    back_off: float = 2.0
    longest_wait: float = 120.0
    silence: float = 30.0
    whole: float = 120.0
    most_bytes: int = MOST_BYTES
    most_redirects: int = 5
    pause: Callable[[float], None] = sleep
    clock: Callable[[], float] = monotonic

    def wait_before(self, attempt: int, asked: float | None) -> float:
        """Return how long to wait before asking again: what the site asked for, or longer."""
        return max(asked or 0.0, self.back_off * 2.0 ** (attempt - 1))


def retry_after(value: str, date: str) -> float | None:
    """Return the seconds that a ``Retry-After`` asks for, ``None`` if it says nothing.

    A day is measured from the ``date`` of the same answer, by the site's own clock.

    >>> retry_after("30", ""), retry_after("soon", "")
    (30.0, None)
    >>> retry_after("Fri, 27 Nov 2026 10:00:30 GMT", "Fri, 27 Nov 2026 10:00:00 GMT")
    30.0
    """
    if re.fullmatch(r"\d{1,9}", value.strip(), re.ASCII):
        return float(value)
    try:
        seconds = (parsedate_to_datetime(value) - parsedate_to_datetime(date)).total_seconds()
    except (ValueError, TypeError):
        return None
    return max(0.0, float(seconds))
