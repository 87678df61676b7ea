"""Exposure: exits per 100 party-years at risk, in any grouping.

Counting exits alone makes large regimes look shaky and long periods worse than short ones. The
rate divides the exits by the time in which they could have happened: the sum, over states, of
the time in which the treaty was in force for them and its events are known
(:mod:`analysis.measures.observed`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.law.regions import memberships, within
from analysis.measures.observed import in_force_observed
from analysis.measures.scope import (
    DAY,
    PAIR,
    Treaties,
    acts_inside,
    outside,
    spells_inside,
    treaty_codes,
)
from analysis.store.loading import Tables

#: ``treaty``, ``family``, ``year``, ``decade``, a region (it and the rest of the world), or a
#: day (before it and from it on).
Grouping = str | pd.Timestamp
#: The first day of a window and the day after its last; ``None`` = no limit.
Window = tuple[pd.Timestamp | None, pd.Timestamp | None]

COLUMNS = ["group", "exits", "party_years", "rate"]
DAYS_PER_YEAR = 365.25
_TIME = [*PAIR, "start", "end"]


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Time at risk and the exits that ended it.

    ``time`` has the columns ``treaty``, ``state``, ``start``, ``end`` (half-open, never open),
    ``exits`` the columns ``treaty``, ``state``, ``day`` (of effect).
    """

    time: pd.DataFrame
    exits: pd.DataFrame


def at_risk(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: Treaties = None,
    region: str | None = None,
    window: Window = (None, None),
) -> AtRisk:
    """Return the time in which states were bound and could leave, and the exits.

    Time runs up to the last observed day of each treaty, that day included: the as-of day, or
    the one up to which its events were gathered. An exit counts on its day of effect up to then,
    and in a region if the state belonged to it on its last day as a party. ``window`` limits
    both to [since, until). Raises ``UnknownName``.
    """
    codes = treaty_codes(known, treaty)
    held = in_force_observed(known, spells[spells["treaty"].isin(codes)], day)
    time = held.assign(end=held["end"].fillna(held["last"] + DAY))[_TIME]
    exits = held[held["ended_by"] == "withdrawal"].rename(columns={"end": "day"})
    risk = AtRisk(
        spells_inside(known, time, region), _left_from(known, exits[[*PAIR, "day"]], region)
    )
    since, until = window
    return _between(risk, since, until)


def exit_rates(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: Treaties = None,
    region: str | None = None,
    window: Window = (None, None),
    by: Grouping | Sequence[Grouping] = (),
) -> pd.DataFrame:
    """Return exits, exposure and rate of each group.

    Columns ``group``; ``exits`` (withdrawals that took effect); ``party_years`` = observed days
    in force / 365.25; ``rate`` = 100 x exits / party_years, exits per 100 party-years (``NaN``
    without exposure). ``by`` names one grouping or several, which are then crossed: ``treaty``,
    ``family``, ``year``, ``decade``, a region such as ``nato`` (it and ``rest``), or a day
    (``before 2022-02-24`` and ``from 2022-02-24``). Groups without exits are listed. For
    ``treaty``, ``region`` and ``window`` see :func:`at_risk`. Raises ``UnknownName``.
    """
    risk = at_risk(known, spells, day, treaty=treaty, region=region, window=window)
    groupings = [by] if isinstance(by, (str, pd.Timestamp)) else list(by)
    codes = treaty_codes(known, treaty)
    cells = [("all", risk)] if not groupings else [("", risk)]
    for grouping in groupings:
        cells = [
            (f"{label}, {own}" if label else own, part)
            for label, whole in cells
            for own, part in _split(known, whole, grouping, codes)
        ]
    return pd.DataFrame([_rate(label, part) for label, part in cells], columns=COLUMNS)


def _rate(label: str, risk: AtRisk) -> tuple[str, int, float, float]:
    days = (risk.time["end"] - risk.time["start"]).dt.days.sum()
    years, exits = float(days) / DAYS_PER_YEAR, len(risk.exits)
    return label, exits, years, 100 * exits / years if years else float("nan")


def _split(
    known: Tables, risk: AtRisk, grouping: Grouping, codes: list[str]
) -> list[tuple[str, AtRisk]]:
    """Return the parts of a grouping that lie apart and add up to the whole, with their names."""
    if isinstance(grouping, pd.Timestamp):
        return _at_days(risk, [grouping], [f"before {grouping:%F}", f"from {grouping:%F}"])
    if grouping in ("treaty", "family"):
        column = "code" if grouping == "treaty" else "family"
        return _by_treaties(risk, known.treaties[known.treaties["code"].isin(codes)], column)
    if grouping in ("year", "decade"):
        return _by_calendar(risk, 1 if grouping == "year" else 10)
    return _by_region(known, risk, grouping)


def _by_treaties(risk: AtRisk, treaties: pd.DataFrame, column: str) -> list[tuple[str, AtRisk]]:
    codes = {name: own.tolist() for name, own in treaties.groupby(column, sort=False)["code"]}
    return [
        (str(name), AtRisk(_under(risk.time, own), _under(risk.exits, own)))
        for name, own in codes.items()
    ]


def _by_region(known: Tables, risk: AtRisk, region: str) -> list[tuple[str, AtRisk]]:
    membership = memberships(known, region)
    rest = outside(membership, risk.time["state"])
    inside = _left_from(known, risk.exits, region)
    keys = pd.MultiIndex.from_frame(risk.exits)
    others = risk.exits[~keys.isin(pd.MultiIndex.from_frame(inside))]
    return [
        (region, AtRisk(within(risk.time, membership), inside)),
        ("rest", AtRisk(within(risk.time, rest), others)),
    ]


def _by_calendar(risk: AtRisk, years: int) -> list[tuple[str, AtRisk]]:
    if risk.time.empty:
        return []
    first = risk.time["start"].min().year // years * years
    last = (risk.time["end"].max() - DAY).year
    begins = list(range(first, last + 1, years))
    labels = [f"{begin}s" if years == 10 else str(begin) for begin in begins]
    return _at_days(risk, [pd.Timestamp(begin, 1, 1) for begin in begins[1:]], labels)


def _at_days(
    risk: AtRisk, days: Sequence[pd.Timestamp], labels: Sequence[str]
) -> list[tuple[str, AtRisk]]:
    edges = [None, *days, None]
    windows = itertools.pairwise(edges)
    return [
        (label, _between(risk, since, until))
        for label, (since, until) in zip(labels, windows, strict=True)
    ]


def _between(risk: AtRisk, since: pd.Timestamp | None, until: pd.Timestamp | None) -> AtRisk:
    """Cut time and exits down to [since, until)."""
    time, exits = risk.time, risk.exits
    if since is not None:
        time = time.assign(start=time["start"].where(time["start"] > since, since))
        exits = exits[exits["day"] >= since]
    if until is not None:
        time = time.assign(end=time["end"].where(time["end"] < until, until))
        exits = exits[exits["day"] < until]
    return AtRisk(time[time["end"] > time["start"]], exits)


def _left_from(known: Tables, exits: pd.DataFrame, region: str | None) -> pd.DataFrame:
    """Keep the exits of states that belonged to a region on their last day as a party."""
    last_day = exits.assign(day=exits["day"] - DAY)
    inside = acts_inside(known, last_day, region)
    return inside.assign(day=inside["day"] + DAY)


def _under(frame: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    return frame[frame["treaty"].isin(codes)]
