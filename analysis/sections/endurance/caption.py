"""The words and the numbers of the membership curves: when to read them, and who was at risk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.drawing.style import Caption
from analysis.inference.survival import SurvivalCurve
from analysis.language.days import format_day
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import counted, format_number, format_percent, number_word
from analysis.terms.days import plain_day
from analysis.terms.errors import RollbackError

Curves = Mapping[str, SurvivalCurve]

#: More curves than this cannot be told apart.
MOST = 3
#: Shares of the axis may begin at one of these; the highest below all curves is taken.
_FLOORS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98)
#: Fewer at risk than this, or a smaller part of all, carry no finding.
_FEWEST, _PART = 5, 0.25
#: Of fewer cases than this no share is told.
_FEW = 20
#: Years between the times at which curves are read, the first that will do.
_STEPS = (5, 1)


def caption_membership(
    curves: Curves,
    cases: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    since: str = "entry into force",
) -> Caption:
    """Say what share of each group was still in after as many years as all can be followed."""
    check_curves(curves)
    day = format_day(plain_day(as_of))
    after = _common_time(curves, cases)
    told = [f"{label}: {_tell(curve, after)}" for label, curve in curves.items()]
    cut = scale_floor(curves)
    scale = f"; scale from {format_percent(cut)}" if cut else ""
    return Caption(
        title=sentence_case(_finding(curves, after, treaty)),
        subtitle=(
            f"Share of memberships of the {treaty} that had not ended in withdrawal, by years"
            f" since {since} (Kaplan-Meier), as of {day}{scale}"
        ),
        alt=f"Step curves of the share still in the {treaty}, as of {day}. {'. '.join(told)}.",
    )


def numbers_at_risk(cases: pd.DataFrame, years: list[float]) -> npt.NDArray[np.int64]:
    """Return how many cases were under observation after so many years.

    Those in at the start count at year 0; later, a case counts if it came under watch before
    and was seen up to then or longer.

    >>> cases = pd.DataFrame({"time": [1.0, 5.0, 9.0], "entry": [0.0, 0.0, 4.0]})
    >>> numbers_at_risk(cases, [0, 5]).tolist()
    [2, 2]
    """
    time, entry = _times(cases)
    at = np.asarray(years, dtype=np.float64)[:, None]
    watched = (entry < at) | ((at == 0) & (entry <= 0))
    return np.asarray((watched & (time >= at)).sum(axis=1), dtype=np.int64)


def _times(cases: pd.DataFrame) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    time = cases["time"].to_numpy(np.float64)
    entry = cases["entry"].to_numpy(np.float64) if "entry" in cases else np.zeros(len(time))
    return time, entry


def check_curves(curves: Curves) -> None:
    """Raise ``RollbackError`` unless the curves can be told apart."""
    if not 1 <= len(curves) <= MOST:
        raise RollbackError(
            f"{len(curves)} curves cannot be told apart; give one to {MOST}, the main one first"
        )


def scale_floor(curves: Curves) -> float:
    """Return where the scale of shares begins."""
    lows = [curve.table[["survival", "low"]].min().min() for curve in curves.values()]
    known = [low for low in lows if not np.isnan(low)]
    return max(floor for floor in _FLOORS if floor <= min(known, default=0.0) or floor == 0)


def _common_time(curves: Curves, cases: pd.DataFrame) -> float:
    """Return the longest round time at which enough of every group were still followed."""
    longest = float(cases["time"].max())
    groups = [cases[cases["group"] == label] for label in curves]
    for step in _STEPS:
        years = [float(year) for year in range(step, int(longest) + 1, step)]
        followed = np.array([numbers_at_risk(own, years) for own in groups])
        needed = np.array([[max(_FEWEST, _PART * len(own))] for own in groups])
        enough = np.flatnonzero((followed >= needed).all(axis=0))
        if len(enough):
            return years[int(enough[-1])]
    return longest


def _finding(curves: Curves, after: float, treaty: str) -> str:
    if not any(curve.events for curve in curves.values()):
        cases = sum(curve.cases for curve in curves.values())
        if cases == 1:
            return f"the one membership of the {treaty} has not ended in withdrawal"
        return f"none of {format_number(cases)} memberships of the {treaty} has ended in withdrawal"
    if min(curve.cases for curve in curves.values()) < _FEW:
        counts = [
            f"{number_word(curve.events) if curve.events else 'none'} in"
            f" {counted(curve.cases, 'membership')} of {label}"
            for label, curve in curves.items()
        ]
        return f"withdrawals from the {treaty}: {format_list(counts)}"
    shares = [
        f"{format_percent(curve.at(after).estimate)} of {label}" for label, curve in curves.items()
    ]
    return f"still in the {treaty} after {_years(after)}: {format_list(shares)}"


def _years(after: float) -> str:
    return "1 year" if after == 1 else f"{after:.0f} years" if after >= 1 else "less than a year"


def _tell(curve: SurvivalCurve, after: float) -> str:
    share = curve.at(after)
    told = f"{format_percent(share.estimate)} after {_years(after)}"
    if not np.isnan(share.low):
        low, high = (format_percent(bound) for bound in (share.low, share.high))
        told += f" (interval {low} to {high})"
    return f"{told}; {counted(curve.events, 'withdrawal')} in {curve.cases} memberships"
