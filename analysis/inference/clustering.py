"""Whether events crowd in time more than chance would have it: the scan statistic."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from analysis.inference.results import DRAWS, SEED, Chance, Counts, Floats
from analysis.terms.errors import RollbackError


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The fullest window, and how often chance fills one as much.

    ``most`` of ``events`` fall within ``window`` days of each other, ``first`` and ``last`` of
    them on these days (the earliest such window). ``chance`` holds the p-value.
    """

    most: int
    events: int
    window: int
    first: int
    last: int
    chance: Chance
    method: str

    @property
    def p_value(self) -> float:
        """How probable it is that chance alone fills some window as much."""
        return self.chance.p_value

    def __str__(self) -> str:
        return f"{self.most} of {self.events} events within {self.window} days: {self.chance}"


def scan_statistic(
    times: npt.ArrayLike,
    *,
    window: int,
    start: int,
    end: int,
    at_risk: pd.Series | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Scan:
    """Test the largest number of events within any window of so many days.

    ``times`` are whole days counted from some origin, in the period from ``start`` to before
    ``end``; a window of 30 days holds days d to d + 29. The statistic is that of Naus 1965, given
    the number of events; under chance each falls on any day of the period, all days alike. With
    ``at_risk``, the number of cases at risk by the day from which it holds, a day is as probable
    as there are cases to have an event on it (Weinstock 1981): a period in which more are in sees
    more leave. Where all events fall into one window the p-value is exact, summed over the day of
    the first; where some do it is estimated by importance sampling (Naiman and Priebe 2001), whose
    error stays small beside a p-value however small. The window is to be chosen before one looks
    at the data.

    Raises ``RollbackError`` without events, for an event outside the period or while nobody is at
    risk, and for times that are not whole days.

    >>> print(scan_statistic([40, 41, 43], window=7, start=0, end=100))
    3 of 3 events within 7 days: p = 0.0122
    """
    _check_days(np.asarray(times, dtype=np.float64), window, start, end)
    days = np.sort(np.asarray(times, dtype=np.int64))
    gathered = _exposure(at_risk, start, end)
    _check_at_risk(days, gathered, start)
    most, place = _fullest(days, window)
    if most == 1:
        chance = Chance(p_value=1.0)
    elif most == len(days):
        chance = Chance(p_value=_all_in_one(gathered, len(days), window))
    else:
        chance = _some_in_one(gathered, (len(days), most), window, draws, seed)
    return Scan(
        most=most,
        events=len(days),
        window=window,
        first=int(days[place]),
        last=int(days[place + most - 1]),
        chance=chance,
        method="scan statistic, " + ("uniform" if at_risk is None else "by numbers at risk"),
    )


def _fullest(days: Counts, window: int) -> tuple[int, int]:
    """Return the largest number of events in a window, and the first event of the earliest one."""
    counts = np.searchsorted(days, days + window, side="left") - np.arange(len(days))
    place = int(counts.argmax())
    return int(counts[place]), place


def _all_in_one(gathered: Floats, events: int, window: int) -> float:
    """Return how probable it is that all events fall into one window: a sum over the first's day.

    The first falls on day d when all fall from d on, and not all from d + 1 on.
    """
    through = np.append(gathered[window:], np.full(window - 1, 1.0))
    since, after = through - gathered[:-1], through - gathered[1:]
    return min(1.0, math.fsum(since**events - after**events))


def _some_in_one(
    gathered: Floats, counts: tuple[int, int], window: int, draws: int, seed: int
) -> Chance:
    """Estimate how probable it is that some window holds so many of the events.

    Windows are drawn as probable as they are to hold so many, the events given that the window
    does; each draw counts as one over the number of windows that then do.
    """
    events, most = counts
    full = np.concatenate((np.zeros(window - 1), gathered, np.ones(window - 1)))
    before, share = full[:-window], full[window:] - full[:-window]
    odds = stats.binom.sf(most - 1, events, share)
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(odds), size=draws, p=odds / odds.sum())
    before, share = before[chosen, None], share[chosen, None]
    some = np.arange(most, events + 1)
    law = np.cumsum(stats.binom.pmf(some, events, share), axis=1)
    inside = most + (rng.random((draws, 1)) * law[:, -1:] > law).sum(axis=1, keepdims=True)
    uniform, within = rng.random((draws, events)), np.arange(events) < inside
    outside = uniform * (1 - share)
    outside += np.where(outside >= before, share, 0.0)
    placed = np.where(within, before + uniform * share, outside)
    days = np.sort(np.searchsorted(gathered, placed, side="right") - 1, axis=1)
    # A place rounded out of its window must not leave it without one.
    held = np.maximum(_windows(np.clip(days, 0, len(gathered) - 2), most, window), 1)
    weight = odds.sum() / held
    error = float(weight.std(ddof=1)) / math.sqrt(draws)
    p = min(1.0, float(weight.mean()))
    # Where all draws count the same, what is left of the error is rounding.
    return Chance(p_value=p, p_error=error if error > 1e-9 * p else 0.0, draws=draws)


def _windows(days: Counts, most: int, window: int) -> Counts:
    """Count, for each row of sorted days, the windows that hold so many of them or more.

    Events i to i + most - 1 lie in those that begin from the last of them less the window up to
    the first; what the events before have counted is not counted again.
    """
    ends = days[:, : days.shape[1] - most + 1]
    begins = days[:, most - 1 :] - window + 1
    past = np.concatenate((np.full((len(days), 1), -window), ends[:, :-1]), axis=1)
    return np.asarray(np.maximum(ends - np.maximum(begins, past + 1) + 1, 0).sum(axis=1))


def _exposure(at_risk: pd.Series | None, start: int, end: int) -> Floats:
    """Return the share of the exposure gathered by the beginning of each day, and by the end."""
    if at_risk is None:
        return np.linspace(0.0, 1.0, end - start + 1)
    steps = at_risk.sort_index()
    since, number = steps.index.to_numpy(np.int64), steps.to_numpy(np.float64)
    if since[0] > start or not (number >= 0).all():
        raise RollbackError(
            f"the numbers at risk begin on day {since[0]:g} or fall below 0;"
            f" give one of 0 or more from day {start:g} on"
        )
    held = number[np.searchsorted(since, np.arange(start, end), side="right") - 1]
    gathered = np.append(0.0, np.cumsum(held))
    return np.asarray(gathered / gathered[-1] if gathered[-1] else gathered)


def _check_at_risk(days: Counts, gathered: Floats, start: int) -> None:
    alone = days[np.diff(gathered)[days - start] == 0]
    if len(alone):
        raise RollbackError(
            f"an event on day {alone[0]:g}, when nobody was at risk; correct the numbers at risk"
        )


def _check_days(days: Floats, window: float, start: float, end: float) -> None:
    if not len(days):
        raise RollbackError("there are no events to scan; give at least one")
    if not 0 < window < end - start:
        raise RollbackError(
            f"a window of {window:g} days does not fit into the {end - start:g} days of the"
            " period; give a shorter one, above 0"
        )
    outside = days[~((start <= days) & (days < end))]
    if len(outside):
        raise RollbackError(
            f"an event on day {outside[0]:g} lies outside the period from {start:g} to"
            f" before {end:g}; leave it out or widen the period"
        )
    if not np.array_equal([*days, window, start, end], np.floor([*days, window, start, end])):
        raise RollbackError("not all times are whole days; round them down to days")
