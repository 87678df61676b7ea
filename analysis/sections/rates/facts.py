"""Exits per 100 party-years with exact intervals: before and after a day, here and elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.inference.rates import poisson_rate
from analysis.language.days import format_day_short
from analysis.language.english import sentence_case
from analysis.law.regions import find_region
from analysis.measures.decisions import count_decisions, exits_with_decisions
from analysis.measures.exposure import DAYS_PER_YEAR, AtRisk, Window, at_risk
from analysis.measures.scope import Treaties
from analysis.register import Register
from analysis.subject.situation import Situation
from analysis.subject.unanswered import INVASION

COLUMNS = [
    "label",
    "part",
    "period",
    "exits",
    "decisions",
    "party_years",
    "rate",
    "low",
    "high",
    "rate_once",
    "low_once",
    "high_once",
]
FIGURE_COLUMNS = ["label", "events", "party_years", "rate", "low", "high"]
FAMILY_WORDS = {
    "humanitarian": "humanitarian treaties",
    "nuclear": "nuclear treaties",
    "chemical-biological": "chemical and biological weapons",
    "zone": "nuclear-weapon-free zones",
    "european-conventional": "conventional forces in Europe",
    "bilateral-strategic": "bilateral strategic treaties",
}
REGION, REST, FAMILY = "region", "rest", "family"


@dataclass(frozen=True, slots=True)
class _Cell:
    """Exits and days at risk of one part in one period."""

    part: str
    name: str
    period: str
    exits: pd.DataFrame
    days: float


def rates(
    register: Register,
    *,
    treaty: Treaties = None,
    region: str = "world",
    since: pd.Timestamp = INVASION,
) -> pd.DataFrame:
    """Return exits per 100 party-years before and from a day on, in a region and elsewhere.

    One row per part and period with time at risk. Columns ``label`` (in words); ``part``:
    ``region``, ``rest`` (of the world; left out for the world itself) and ``family:NAME``, all
    treaties of one family in the region over the whole time; ``period``: ``before``, ``since``
    or ``all``; ``exits`` (withdrawals that took effect); ``decisions`` (notices under one
    treaty on one day counted once); ``party_years``; ``rate``, ``low``, ``high``: exits per 100
    party-years with the exact interval of 95 % (Garwood 1936); ``rate_once`` and its bounds:
    the same for decisions. Raises ``UnknownName``.
    """
    cells = [
        *_by_period(register, treaty, region, since),
        *_by_family(register, region),
    ]
    rows = [_row(register, cell) for cell in cells if cell.days]
    return pd.DataFrame(rows, columns=COLUMNS)


def rates_frame(
    situation: Situation, since: pd.Timestamp = INVASION, *, by_family: bool = False
) -> pd.DataFrame:
    """Return what a figure of rates draws: the periods under the treaty, or the families.

    Columns ``label``, ``events`` (exits), ``party_years``, ``rate``, ``low``, ``high`` (exits
    per 100 party-years with the exact interval of 95 %). With ``by_family`` one row for each
    family of treaties in the region over the whole time, otherwise the region and the rest of
    the world before and since the day.
    """
    table = rates(
        situation.register, treaty=situation.code, region=situation.region.slug, since=since
    )
    chosen = table[table["part"].str.startswith(FAMILY) == by_family]
    return chosen.rename(columns={"exits": "events"})[FIGURE_COLUMNS].reset_index(drop=True)


def _by_period(
    register: Register, treaty: Treaties, region: str, since: pd.Timestamp
) -> Iterator[_Cell]:
    """Yield the region and the rest of the world in each period."""
    words = find_region(register.known, region).name
    for period, label, window in _periods(register.day, since):
        inside = _risk(register, treaty, region, window)
        yield _Cell(REGION, f"{words}, {label}", period, inside.exits, _days(inside))
        if region != "world":
            world = _risk(register, treaty, "world", window)
            name = f"rest of the world, {label}"
            days = _days(world) - _days(inside)
            yield _Cell(REST, name, period, _without(world.exits, inside.exits), days)


def _by_family(register: Register, region: str) -> Iterator[_Cell]:
    """Yield each family of treaties in the region, over the whole time."""
    words = find_region(register.known, region).name
    families = register.known.treaties.set_index("code")["family"]
    whole = _risk(register, None, region, (None, None))
    time_of, exits_of = whole.time["treaty"].map(families), whole.exits["treaty"].map(families)
    for family in families.unique():
        part = AtRisk(whole.time[time_of == family], whole.exits[exits_of == family])
        name = f"{words}, {FAMILY_WORDS.get(family, family)}"
        yield _Cell(f"{FAMILY}:{family}", name, "all", part.exits, _days(part))


def _periods(day: pd.Timestamp, since: pd.Timestamp) -> list[tuple[str, str, Window]]:
    if day < since:
        return [("before", f"up to {format_day_short(day)}", (None, None))]
    written = format_day_short(since)
    return [
        ("before", f"before {written}", (None, since)),
        ("since", f"since {written}", (since, None)),
    ]


def _risk(register: Register, treaty: Treaties, region: str, window: Window) -> AtRisk:
    return at_risk(
        register.known,
        register.spells,
        register.day,
        treaty=treaty,
        region=region,
        window=window,
    )


def _days(risk: AtRisk) -> float:
    return float((risk.time["end"] - risk.time["start"]).dt.days.sum())


def _without(exits: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    return exits[~pd.MultiIndex.from_frame(exits).isin(pd.MultiIndex.from_frame(others))]


def _row(register: Register, cell: _Cell) -> tuple[object, ...]:
    years, exits = cell.days / DAYS_PER_YEAR, len(cell.exits)
    decisions = count_decisions(exits_with_decisions(register, cell.exits)) if exits else 0
    by_state, once = poisson_rate(exits, years), poisson_rate(decisions, years)
    numbers = [v for rate in (by_state, once) for v in (rate.estimate, rate.low, rate.high)]
    label = sentence_case(cell.name)
    return label, cell.part, cell.period, exits, decisions, years, *numbers
