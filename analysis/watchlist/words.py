"""Words for a watchlist: short sentences, every number computed, doubts included."""

from __future__ import annotations

import math

import pandas as pd

from analysis.loading import rows_of
from analysis.watchlist.model import ALIKE, TRAIT_WORDS
from analysis.watchlist.ranking import Watchlist
from analysis.wording import (
    NO_BREAK_SPACE,
    counted,
    format_day,
    format_list,
    format_number,
    number_word,
    sentence_case,
)

#: Names that one sentence can carry.
_MOST_NAMES = 6
#: The traits as a sentence tells them, by the words of the table.
_WITH_TRAIT = {
    TRAIT_WORDS["borders_adversary"]: "bordering an adversary",
    TRAIT_WORDS["allied"]: "in the alliance",
    TRAIT_WORDS["neighbours_going"]: "with a land neighbour going or gone",
    TRAIT_WORDS["others_given_up"]: "that had given up another treaty",
}
INTENT = (
    "The ranking says who stands where earlier leavers stood; it is not a forecast of what a"
    " government intends."
)


def watchlist_sentences(ranking: Watchlist) -> list[str]:
    """Return what a watchlist says: who stands highest, on what evidence, and how sure it is."""
    if ranking.table.empty:
        return [
            f"On {format_day(ranking.day)} there is no party to the {ranking.noun} to list"
            f"{_among(ranking)}."
        ]
    groups = [rows for _, rows in ranking.table.groupby("rank")]
    head = [_group_sentence(ranking, rows) for rows in groups[:2]]
    shared = [_shared_sentence(ranking)] if ranking.notices else []
    doubts = [_step_sentence(ranking), _evidence_sentence(ranking), INTENT]
    return [*head, _alike_sentence(ranking), *shared, *filter(None, doubts)]


def percent(chance: float) -> str:
    """Write a chance in per cent, with two figures below ten per cent.

    >>> percent(0.936), percent(0.0107), percent(0.00000213)
    ('94\xa0%', '1.1\xa0%', 'under 0.01\xa0%')
    """
    if chance < 0.0001:
        return f"under 0.01{NO_BREAK_SPACE}%"
    if chance < 0.1:
        return f"{100 * chance:.2g}{NO_BREAK_SPACE}%"
    told = f"{100 * chance:.0f}" if chance < 0.995 else "over 99"
    return f"{told}{NO_BREAK_SPACE}%"


def figure(value: float) -> str:
    """Write a score so that 1 stands only for 1.

    >>> figure(0.9784), figure(0.9999), figure(1), figure(0.0123), figure(float("nan"))
    ('0.978', 'over 0.999', '1', '0.012', 'undefined')
    """
    if math.isnan(value):
        return "undefined"
    digits = 3 if value > 0.1 else 2
    text = f"{value:.{digits}f}" if value > 0.1 else f"{value:.{digits}g}"
    return "over 0.999" if text == "1.000" and value < 1 else text.rstrip("0").rstrip(".") or "0"


def _group_sentence(ranking: Watchlist, rows: pd.DataFrame) -> str:
    first, number = rows_of(rows)[0], len(rows)
    names = format_list(rows["name"]) if number <= _MOST_NAMES else f"{number} parties"
    place = "highest" if first.rank == (number + 1) / 2 else "next"
    cells = ranking.cells[ranking.cells["cell"].isin(rows["cell"])]
    seen = counted(int(cells["notices"].sum()), "notice")
    return (
        f"{sentence_case(place)} on the list for the {ranking.noun}{_among(ranking)} on"
        f" {format_day(ranking.day)}: {names}{', each' if number > 1 else ','} with a chance of"
        f" {_with_interval(first.chance, first.low, first.high)} within {_span(ranking.horizon)}"
        f" ({' / '.join(cells['cell'])}: {seen} in {_years(cells['party_years'].sum())})."
    )


def _alike_sentence(ranking: Watchlist) -> str:
    alike = rows_of(ranking.baselines[ranking.baselines["cell"] == ALIKE])[0]
    return (
        "If all parties were alike, each would have a chance of"
        f" {_with_interval(alike.chance, alike.chance_low, alike.chance_high)}."
    )


def _shared_sentence(ranking: Watchlist) -> str:
    """Say how many notices came from parties with each trait, and how common the trait is."""
    traits = [
        f"{number_word(row.notices_with) if row.notices_with else 'none'} came from parties"
        f" {_WITH_TRAIT[row.trait]} ({percent(row.years_with / row.party_years)})"
        for row in rows_of(ranking.shared)
    ]
    return (
        f"Of {counted(ranking.notices, 'earlier notice')} {format_list(traits)};"
        " in brackets, the share of such parties in all party-years. A party counts as it stood"
        " when the year of its notice began, up to twelve months before it."
    )


def _step_sentence(ranking: Watchlist) -> str:
    """Say of the parties on their way how old their last step is; empty if none is."""
    rows = ranking.table[ranking.table["last_step"].notna()].head(_MOST_NAMES)
    if rows.empty:
        return ""
    ages = [f"{row.name} {_ago((ranking.day - row.last_step).days)}" for row in rows_of(rows)]
    return (
        f"A step counts alike whether it was a law or a remark, and does not fade; the last one was"
        f" taken by {format_list(ages)}."
    )


def _ago(days: int) -> str:
    return f"{counted(days, 'day')} ago" if days else "on that very day"


def _evidence_sentence(ranking: Watchlist) -> str:
    number = ranking.notices
    return (
        f"All of this rests on {counted(number, 'notice')} in"
        f" {_years(ranking.party_years)} under the multilateral treaties that can be left; with"
        " so few, one more or less moves the chances a lot."
    )


def _with_interval(chance: float, low: float, high: float) -> str:
    """Write a chance with its interval, which says nothing more where all is next to nothing."""
    told = percent(chance)
    return told if percent(high) == told else f"{told} ({percent(low)} to {percent(high)})"


def _years(years: float) -> str:
    return f"{format_number(years) if years >= 10 else f'{years:.1f}'} party-years"


def _span(horizon: float) -> str:
    return {1.0: "a year", 0.5: "half a year"}.get(horizon, f"{horizon:.3g} years")


def _among(ranking: Watchlist) -> str:
    return f" among {ranking.among}" if ranking.among else ""
