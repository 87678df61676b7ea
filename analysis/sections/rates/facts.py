"""How often states leave: exits per 100 party-years with exact intervals, before and since a day.

A rate is told twice: by states, and by decisions (:mod:`analysis.measures.decisions`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

import pandas as pd

from analysis.inference.rates import poisson_rate
from analysis.language.days import format_day_short
from analysis.language.english import sentence_case
from analysis.law.regions import find_region
from analysis.measures.decisions import count_decisions, exits_with_decisions, shared_decisions
from analysis.measures.exposure import DAYS_PER_YEAR, AtRisk, Window, at_risk
from analysis.measures.observed import observed_until
from analysis.measures.scope import Treaties, treaty_codes
from analysis.register import Register
from analysis.subject.facts import TODAY, WORLD, Fact, fact
from analysis.subject.setting import State, by_name, states
from analysis.subject.subject import Subject
from analysis.subject.unanswered import INVASION

Part = Literal["region", "rest"]
Period = Literal["before", "since"]
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
#: Upper bounds further apart than this, as a ratio, cannot be read on one linear scale.
_FAR_APART = 30.0


@dataclass(frozen=True, kw_only=True)
class Together(Fact):
    """States whose exits are one decision: what they did together, and on which ``day``.

    ``act`` is the kind of their joint step (``announced``, ``recommended``), ``mixed`` where not
    all of them took it; else ``notified`` or, without notices, ``effective``.
    """

    day: date
    states: tuple[State, ...]
    act: str

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.states)


@dataclass(frozen=True, kw_only=True)
class Rate(Fact):
    """Exits and time at risk of one part of the world in one period.

    ``part`` is the region or the rest of the world, ``period`` lies before the day that divides
    (the whole time while that day lies ahead) or from it on; ``label`` names both. ``exits`` are
    withdrawals that took effect, ``decisions`` how many decisions these are;
    ``rate`` is exits per 100 ``party_years``, ``low`` to ``high`` its exact interval of 95 %
    (Garwood 1936); ``rate_once`` and its bounds are those of the decisions. ``together`` are those
    of several states, ``decided`` names the decision of each exit.
    """

    part: Part
    period: Period
    label: str
    exits: int
    decisions: int
    party_years: float
    rate: float
    low: float
    high: float
    rate_once: float
    low_once: float
    high_once: float
    together: tuple[Together, ...] = ()
    decided: tuple[str, ...] = ()

    @property
    def spread(self) -> int:
        """How many times its lower bound the upper bound of the interval is; 0 without exits."""
        return round(self.high / self.low) if self.low else 0


@dataclass(frozen=True, kw_only=True)
class Rates(Fact):
    """The rates of the region and of the rest of the world, before and since a day.

    ``day`` is the last observed day, and ``until`` the same where the as-of day lies after it, else
    ``None``; ``divided`` the day that divides, ``None`` while it lies ahead of that. A part that
    was never at risk in a period has no rate there, and the world has no rest.
    """

    day: date
    until: date | None
    divided: date | None
    before: Rate | None
    since: Rate | None
    rest_before: Rate | None
    rest_since: Rate | None

    @property
    def rows(self) -> tuple[Rate, ...]:
        """The rates that there are, the region before the rest in each period."""
        every = (self.before, self.rest_before, self.since, self.rest_since)
        return tuple(row for row in every if row is not None)

    @property
    def own(self) -> tuple[Rate, ...]:
        """The rates of the region itself; none if it was never at risk."""
        return tuple(row for row in self.rows if row.part == "region")

    @property
    def groups(self) -> int:
        """How many rates there are."""
        return len(self.rows)

    @property
    def seen(self) -> tuple[Rate, ...]:
        """The rates with an exit, the highest first."""
        return tuple(sorted((r for r in self.rows if r.exits), key=lambda r: -r.rate))

    @property
    def overlapping(self) -> tuple[Rate, ...]:
        """The rates whose interval overlaps with that of the highest."""
        return tuple(
            row
            for top in self.seen[:1]
            for row in self.rows
            if row is not top and row.high >= top.low
        )

    @property
    def overlaps(self) -> int:
        """How many they are."""
        return len(self.overlapping)

    @property
    def far_apart(self) -> bool:
        """Whether the upper bounds drawn lie too far apart to be read on a linear scale."""
        bounds = [row.high for row in self.seen]
        return len(bounds) > 1 and max(bounds) / min(bounds) > _FAR_APART


@fact("treaty", "region")
def rates(subject: Subject) -> Rates:
    """Return how often the region's members of the day, and all other states, left the treaty."""
    register, region = subject.register, subject.members_of_today
    rows = measure_rates(register, treaty=subject.treaty, region=region)
    last = register.observed_until(subject.treaty)
    found = {(row.part, row.period): row for row in rows}
    return Rates(
        basis=WORLD if region == "world" else TODAY,
        day=last.date(),
        until=last.date() if last < register.day else None,
        divided=INVASION.date() if last >= INVASION else None,
        before=found.get(("region", "before")),
        since=found.get(("region", "since")),
        rest_before=found.get(("rest", "before")),
        rest_since=found.get(("rest", "since")),
        events=tuple(key for row in rows for key in row.events),
        sources=tuple(register.tables.treaty(subject.treaty)["sources"].split(";")),
    )


def measure_rates(
    register: Register,
    *,
    treaty: Treaties = None,
    region: str = "world",
    since: pd.Timestamp = INVASION,
) -> list[Rate]:
    """Return the rates in a region and in the rest of the world, before and from a day on.

    ``treaty`` is a code, a family or all; the members of ``region`` are those of the register's
    day, at every time. Raises ``UnknownName``.
    """
    words, inside = find_region(register.known, region), set(register.members(region))
    found = []
    last = observed_until(register.known, register.day, treaty_codes(register.known, treaty))
    for period, label, window in _periods(last, since, observed=last >= register.day):
        seen = _seen_worldwide(register, treaty, window)
        if words.slug == "world":
            parts: list[tuple[Part, str, _Seen]] = [("region", words.said, seen)]
        else:
            own, rest = _split(seen, inside)
            parts = [("region", words.said, own), ("rest", "rest of the world", rest)]
        found += [
            _rate(register, part, period, f"{name}, {label}", own)
            for part, name, own in parts
            if len(own.time)
        ]
    return found


def rates_frame(rows: Iterable[Rate]) -> pd.DataFrame:
    """Return rates as a table, one row each: the fields of :class:`Rate` in ``COLUMNS``."""
    values = [[getattr(row, name) for name in COLUMNS] for row in rows]
    table = pd.DataFrame(values, columns=COLUMNS)
    return table.assign(label=table["label"].map(sentence_case))


class _Seen(NamedTuple):
    """Time at risk, and the exits with the notices behind them."""

    time: pd.DataFrame
    exits: pd.DataFrame


def _seen_worldwide(register: Register, treaty: Treaties, window: Window) -> _Seen:
    """Return what was at risk worldwide; all regions share it."""

    def seen() -> _Seen:
        known, spells, day = register.known, register.spells, register.day
        risk: AtRisk = at_risk(known, spells, day, treaty=treaty, region="world", window=window)
        return _Seen(risk.time, exits_with_decisions(register, risk.exits))

    named = treaty if treaty is None or isinstance(treaty, str) else tuple(treaty)
    return register.keep(("exits and time at risk", named, window), seen)


def _split(seen: _Seen, inside: set[str]) -> tuple[_Seen, _Seen]:
    own = [frame["state"].isin(inside) for frame in seen]
    return (
        _Seen(*(frame[held] for frame, held in zip(seen, own, strict=True))),
        _Seen(*(frame[~held] for frame, held in zip(seen, own, strict=True))),
    )


def _periods(
    last: pd.Timestamp, since: pd.Timestamp, *, observed: bool
) -> Sequence[tuple[Period, str, Window]]:
    """Return the periods up to the last day; it is named unless all is ``observed`` to the day."""
    end, written = format_day_short(last), format_day_short(since)
    if last < since:
        return [("before", f"up to {end}", (None, None))]
    after = f"since {written}" if observed else f"{written} to {end}"
    return [("before", f"before {written}", (None, since)), ("since", after, (since, None))]


def _rate(register: Register, part: Part, period: Period, label: str, seen: _Seen) -> Rate:
    time, acts = seen
    years = float((time["end"] - time["start"]).dt.days.sum()) / DAYS_PER_YEAR
    decisions = count_decisions(acts)
    together = tuple(_together(register, own) for own in shared_decisions(acts))
    by_state, once = poisson_rate(len(acts), years), poisson_rate(decisions, years)
    return Rate(
        part=part,
        period=period,
        label=label,
        exits=len(acts),
        decisions=decisions,
        party_years=years,
        rate=by_state.estimate,
        low=by_state.low,
        high=by_state.high,
        rate_once=once.estimate,
        low_once=once.low,
        high_once=once.high,
        together=together,
        decided=tuple(acts["decision"]),
        events=_keys(acts["event"], *(one.events for one in together)),
    )


def _together(register: Register, acts: pd.DataFrame) -> Together:
    named, first = states.ask(register), acts.iloc[0]
    day, act = first["decided"], "notified" if acts["notified"].notna().all() else "effective"
    steps = acts.loc[acts["step"] != "", "step"]
    if len(steps):
        kinds = register.events.set_index("event")["kind"]
        joint = str(kinds[steps.iloc[0]]) if len(steps) == len(acts) else "mixed"
        day, act = acts["agreed"].min(), joint
    return Together(
        day=day.date(),
        states=by_name(acts["state"], named),
        act=act,
        events=_keys(steps, acts["event"]),
    )


def _keys(*columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for column in columns for key in column if key))
