"""Whether events crowd in time more than chance would have it: the scan statistic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.inference.results import DRAWS, SEED, Flags, Floats, Simulated, simulated_p
from analysis.terms.errors import RollbackError


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The fullest window, and how often chance fills one as much.

    ``most`` of ``events`` fall within ``window`` days of each other, ``first`` and ``last`` of
    them on these days (the earliest such window). ``chance`` holds the p-value.
    """

    most: int
    events: int
    window: float
    first: float
    last: float
    chance: Simulated
    method: str

    @property
    def p_value(self) -> float:
        """How probable it is that chance alone fills some window as much."""
        return self.chance.p_value

    def __str__(self) -> str:
        return f"{self.most} of {self.events} events within {self.window:g} days: {self.chance}"


def scan_statistic(
    times: npt.ArrayLike,
    *,
    window: float,
    start: float,
    end: float,
    at_risk: pd.Series | None = None,
    whole_days: bool = True,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Scan:
    """Test the largest number of events within any window of so many days.

    ``times`` are days counted from some origin, in the period from ``start`` to before
    ``end``; a window of 30 days holds days d to d + 29. The statistic is that of Naus 1965;
    its p-value comes from as many events thrown over the period, all days alike. With
    ``at_risk``, the number of cases at risk by the day from which it holds, a day is as
    probable as there are cases to have an event on it (Weinstock 1981): a period in which more
    are in sees more leave. Events on one day count as together, also among the simulated ones
    unless ``whole_days`` is off, for times that are not days.

    The window is to be chosen before one looks at the data. Raises
    ``RollbackError`` without events, for an event outside the period or
    while nobody is at risk, and for times that are not whole days.

    >>> scan_statistic([3, 40, 41, 43, 90], window=7, start=0, end=100).most
    3
    """
    days = np.sort(np.asarray(times, dtype=np.float64))
    _check_days(days, window, start, end, whole_days)
    edges, weight = _exposure(at_risk, start, end)
    _check_at_risk(days, edges, weight)
    most, place = _fullest(days, window)
    drawn = _draw(edges, weight, (draws, len(days)), seed)
    drawn = np.sort(np.floor(drawn) if whole_days else drawn, axis=1)
    return Scan(
        most=most,
        events=len(days),
        window=window,
        first=float(days[place]),
        last=float(days[place + most - 1]),
        chance=simulated_p(_fills(drawn, window, most)),
        method="scan statistic, " + ("uniform" if at_risk is None else "by numbers at risk"),
    )


def _fullest(days: Floats, window: float) -> tuple[int, int]:
    """Return the largest number of events in a window, and the first event of the earliest one."""
    counts = np.searchsorted(days, days + window, side="left") - np.arange(len(days))
    place = int(counts.argmax())
    return int(counts[place]), place


def _fills(drawn: Floats, window: float, most: int) -> Flags:
    """Return which rows of sorted times have so many events within one window.

    It has them just when some event and the one ``most - 1`` places on are close enough.
    """
    spans = drawn[:, most - 1 :] - drawn[:, : drawn.shape[1] - most + 1]
    return np.asarray((spans < window).any(axis=1))


def _exposure(at_risk: pd.Series | None, start: float, end: float) -> tuple[Floats, Floats]:
    """Return the days on which the number at risk changes, and the exposure gathered by each."""
    if at_risk is None:
        return np.array([start, end]), np.array([0.0, end - start])
    steps = at_risk.sort_index()
    since, number = steps.index.to_numpy(np.float64), steps.to_numpy(np.float64)
    if since[0] > start or not (number >= 0).all():
        raise RollbackError(
            f"the numbers at risk begin on day {since[0]:g} or fall below 0;"
            f" give one of 0 or more from day {start:g} on"
        )
    edges = np.unique(np.concatenate(([start, end], since[(start < since) & (since < end)])))
    held = number[np.searchsorted(since, edges[:-1], side="right") - 1]
    return edges, np.append(0.0, np.cumsum(held * np.diff(edges)))


def _draw(edges: Floats, weight: Floats, shape: tuple[int, int], seed: int) -> Floats:
    """Throw times over the period, as densely as there is exposure."""
    uniform = np.random.default_rng(seed).random(shape)
    # Where nobody is at risk, `weight` stands still, and no time falls there.
    return np.asarray(np.interp(uniform * weight[-1], weight, edges))


def _check_at_risk(days: Floats, edges: Floats, weight: Floats) -> None:
    piece = np.searchsorted(edges, days, side="right") - 1
    alone = days[np.diff(weight)[piece] == 0]
    if len(alone):
        raise RollbackError(
            f"an event on day {alone[0]:g}, when nobody was at risk; correct the numbers at risk"
        )


def _check_days(days: Floats, window: float, start: float, end: float, whole: bool) -> None:
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
    if whole and not np.array_equal([*days, start, end], np.floor([*days, start, end])):
        raise RollbackError("not all times are whole days; pass whole_days=False for such times")
