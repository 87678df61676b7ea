"""The words of the watchlist: who leads it, who is shown, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from analysis.figures.estimates import format_percent, format_range
from analysis.figures.exits import plain_day
from analysis.loading import rows_of
from analysis.style import Caption
from analysis.wording import (
    NO_BREAK_SPACE,
    format_day,
    format_list,
    format_number,
    number_word,
    plural,
    sentence_case,
)

#: More parties than this are told in one line.
ROWS = 12
_STAGE_WORDS = {
    "announced": "exit announced",
    "recommended": "exit recommended",
    "government_approved": "government for exit",
    "parliament_approved": "parliament for exit",
    "promulgated": "exit law promulgated",
    "notified": "notice given",
    "effective": "withdrawn",
}


def caption_watchlist(
    watchlist: pd.DataFrame, *, as_of: date, treaty: str, within: str = "a year"
) -> Caption:
    """Say who stands first with what chance, and whether the interval sets it apart."""
    day = format_day(plain_day(as_of))
    shown = shown_of(watchlist)
    rows = [_tell(row) for row in rows_of(shown)]
    if rest := rest_of(watchlist):
        rows.append(rest)
    return Caption(
        title=sentence_case(_finding(watchlist, treaty, within)),
        subtitle=(
            f"Chance that a party to the {treaty} gives notice within {within}, with"
            f" 95{NO_BREAK_SPACE}% interval, and what it shares with those that left; as of {day}"
        ),
        alt=f"Dots with intervals for parties to the {treaty} as of {day}. {'. '.join(rows)}.",
    )


def format_chance(chance: float) -> str:
    """Write a chance in per cent; what a model gives is never certain.

    >>> format_chance(0.003), format_chance(1.0)
    ('0.3\\xa0%', 'over 99.9\\xa0%')
    """
    return format_percent(min(chance, 0.9999))


def format_interval(row: Any) -> str:
    """Write the interval of a row's chance."""
    return format_range(format_chance(row.low), format_chance(row.high))


def _finding(watchlist: pd.DataFrame, treaty: str, within: str) -> str:
    if watchlist.empty:
        return f"no party to the {treaty} is left to watch"
    top = watchlist["chance"].max()
    first = watchlist[watchlist["chance"] == top]
    chance = format_chance(float(top))
    if len(first) == len(watchlist) > 1:
        return f"no party to the {treaty} stands out: {chance} each within {within}"
    interval = format_interval(rows_of(first)[0])
    if len(first) > 1:
        names = list(first["name"])
        named = format_list(names) if len(names) <= 3 else f"{number_word(len(names))} parties"
        lead = f"{named} lead the watchlist of the {treaty}"
        return f"{lead}: {chance} each within {within} ({interval})"
    lead = f"{first['name'].iloc[0]} leads the watchlist of the {treaty}"
    return f"{lead}: {chance} within {within} ({interval})"


def _tell(row: Any) -> str:
    reasons = "; ".join(reasons_of(row))
    told = f"{row.name}: {format_chance(row.chance)} ({format_interval(row)})"
    return f"{told}, {reasons}" if reasons else told


def reasons_of(row: Any) -> list[str]:
    """Return what speaks for an exit of one party: the step it has taken, and what it shares.

    A list without ``why`` gives the row of its model and the evidence for it.
    """
    stage = _STAGE_WORDS.get(row.stage, row.stage)
    if not hasattr(row, "why"):
        return [stage or row.cell, row.evidence]
    return [words for words in (stage, *row.why.split("; ")) if words]


def shown_of(watchlist: pd.DataFrame) -> pd.DataFrame:
    """Return the parties to draw: the first twelve, but no part of those that share a chance."""
    if len(watchlist) <= ROWS:
        return watchlist
    chances = watchlist["chance"]
    apart = int((chances > chances.iloc[ROWS]).head(ROWS).sum())
    return watchlist.head(apart or ROWS)


def places_of(watchlist: pd.DataFrame) -> list[int]:
    """Return the place of each party; those who share a rank share the first of their places.

    >>> places_of(pd.DataFrame({"rank": [1.0, 2.5, 2.5, 4.0]}))
    [1, 2, 2, 4]
    """
    return [int((watchlist["rank"] < rank).sum()) + 1 for rank in watchlist["rank"]]


def rest_of(watchlist: pd.DataFrame) -> str:
    """Sum up the parties that are not drawn.

    >>> rest_of(pd.DataFrame({"chance": [0.5] * 12 + [0.003, 0.001]}))
    'and 2 more parties with 0.3\\xa0% or less'
    """
    left = watchlist.iloc[len(shown_of(watchlist)) :]
    if left.empty:
        return ""
    highest = float(left["chance"].max())
    most = format_chance(highest)
    low = most if most.startswith("under") else f"{most} or less"
    if highest == watchlist["chance"].iloc[len(watchlist) - len(left) - 1]:
        low = "the same chance or less"
    count = f"{format_number(len(left))} more {plural(len(left), 'party', 'parties')}"
    return f"and {count} with {low}"
