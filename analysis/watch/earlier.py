"""How many earlier pushes of each strength led to a notice, as far as was known on a day.

Counts, with the exact interval as a count: of so few cases no chance can be told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from analysis.store.loading import Tables, end_of_date, rows_of
from analysis.terms.attempts import DONE, TOWARDS_LEAVING
from analysis.terms.tiers import STRENGTHS, Strength
from analysis.watch.attempts import (
    Led,
    attempts_known,
    led_by_decision,
    led_by_pair,
    led_of,
)
from analysis.watch.pushes import strength_of

EARLIER_COLUMNS = [
    "strength",
    *(
        f"{what}{which}"
        for what in ("pushes", "pairs", "decisions")
        for which in ("", "_notice", "_low", "_high")
    ),
    "timed",
    "days_min",
    "days_max",
]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier pushes of one strength had come to by a day.

    ``pushes``, ``pairs`` (of treaty and state) and ``decisions`` (a joint act is one) are counted
    each by itself; ``timed`` notices are dated to the day, ``days_min`` to ``days_max`` after
    their first step (0 without any).
    """

    strength: Strength
    pushes: Led
    pairs: Led
    decisions: Led
    timed: int
    days_min: int
    days_max: int

    @property
    def days(self) -> tuple[int, int]:
        """The shortest and the longest time to a notice, in days."""
        return self.days_min, self.days_max


def earlier_pushes(tables: Tables, day: pd.Timestamp) -> dict[Strength, Earlier]:
    """Return what the pushes of each strength had led to by a day.

    Counted are those that had ended by then, as known, and those on which a year had passed: what
    began later may still lead somewhere.
    """
    rows = attempts_known(tables, day)
    rows = rows[rows["proposed"].isin(TOWARDS_LEAVING)]
    over = end_of_date(rows["started"]) + pd.DateOffset(years=1) <= day
    dated = rows["outcome_date"] != ""
    settled = ~rows["outcome"].isin(("open", "unknown"))
    counted = rows[over | dated | settled]
    # Still open after a year, it has led to no notice so far.
    counted = counted.assign(outcome=counted["outcome"].replace("open", "unknown"))
    strengths = pd.Series(
        [strength_of(row.actor, row.formality, row.proposed) for row in rows_of(counted)],
        index=counted.index,
        dtype="str",
    )
    return {one: _earlier(one, counted[strengths == one]) for one in STRENGTHS}


def earlier_table(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return :func:`earlier_pushes` as a table, the strongest first.

    Columns :data:`EARLIER_COLUMNS`: for pushes, pairs and decisions how many there were, how many
    led to a notice, and the exact 95 per cent interval as counts of the same whole; the notices
    dated to the day and after how many days they came.
    """
    rows = []
    for strength, own in earlier_pushes(tables, day).items():
        leds = (own.pushes, own.pairs, own.decisions)
        counts = [n for led in leds for n in (led.cases, led.notices, *interval_of(led))]
        rows.append([strength, *counts, own.timed, *(own.days if own.timed else (pd.NA, pd.NA))])
    table = pd.DataFrame(rows, columns=EARLIER_COLUMNS)
    return table.astype({"days_min": "Int64", "days_max": "Int64"})


def _earlier(strength: Strength, rows: pd.DataFrame) -> Earlier:
    led = led_of(rows)
    days = rows.loc[rows["outcome"].isin(DONE), "days"].dropna()
    return Earlier(
        strength=strength,
        pushes=led,
        pairs=led_by_pair(rows),
        decisions=led_by_decision(rows),
        timed=len(days),
        days_min=int(days.min()) if len(days) else 0,
        days_max=int(days.max()) if len(days) else 0,
    )


def interval_of(led: Led) -> tuple[int, int]:
    """Return the exact 95 per cent interval as counts of the same whole, rounded outwards.

    >>> interval_of(Led(4, 21)), interval_of(Led(0, 11)), interval_of(Led(0, 0))
    ((1, 9), (0, 4), (0, 0))
    """
    low, high = led.bounds
    return math.floor(low * led.cases), math.ceil(high * led.cases)
