"""When states leave: do notices crowd within a year, beyond what chance brings together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.inference.clustering import Scan, scan_statistic
from analysis.measures.decisions import notices_given
from analysis.measures.exposure import at_risk
from analysis.measures.scope import DAY
from analysis.measures.steps import running_totals
from analysis.register import Register
from analysis.subject.unanswered import Unanswered

#: Length of the window in which notices may crowd, in days; chosen before looking.
WINDOW = 365
_ORIGIN = pd.Timestamp("1900-01-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowding:
    """The fullest year of notices: by notices (``test``) and by days of notice (``once``).

    ``first`` and ``last`` are days of notice in that window, ``inside`` is how many of its
    notices states of the region gave, ``since`` when the treaty first bound anyone.
    """

    test: Scan
    once: Scan
    first: pd.Timestamp
    last: pd.Timestamp
    inside: int
    since: pd.Timestamp


def notices_in_time(register: Register, *, treaty: str, region: str) -> Crowding | Unanswered:
    """Test whether the notices of the world crowd in time while the treaty binds anyone.

    The scan statistic of :func:`analysis.inference.clustering.scan_statistic` with a window of
    a year, each day as probable as there are parties on it. Raises ``UnknownName``.
    """
    notices = notices_given(register, treaty=treaty)
    if len(notices) < 2:
        word = "only one notice has" if len(notices) else "no notice of withdrawal has"
        return Unanswered(f"{word} been given")
    risk = at_risk(register.known, register.spells, register.day, treaty=treaty, region="world")
    period = risk.time["start"].min(), risk.time["end"].max()
    if (period[1] - period[0]).days <= WINDOW:
        return Unanswered("the treaty has bound anyone for less than a year")
    bound = running_totals({"bound": risk.time}, register.day + DAY)["bound"]
    test = _scan(notices["day"], period, bound)
    first, last = (_ORIGIN + pd.Timedelta(days=day) for day in (test.first, test.last))
    own = notices_given(register, treaty=treaty, region=region)
    return Crowding(
        test=test,
        once=_scan(notices["day"].drop_duplicates(), period, bound),
        first=first,
        last=last,
        inside=int(own["day"].between(first, last).sum()),
        since=period[0],
    )


def _scan(days: pd.Series, period: tuple[pd.Timestamp, pd.Timestamp], bound: pd.Series) -> Scan:
    start, end = ((day - _ORIGIN).days for day in period)
    places = pd.Index((bound.index.to_series() - _ORIGIN).dt.days)
    return scan_statistic(
        (days - _ORIGIN).dt.days,
        window=WINDOW,
        start=start,
        end=end,
        at_risk=bound.set_axis(places),
    )
