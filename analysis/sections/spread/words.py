"""Why a region has nothing of its own to say under a treaty, and where it stands in one line."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.language.english import format_list
from analysis.language.numbers import agree
from analysis.sections.spread.facts import APART, LEAST, Says, Spot
from analysis.terms.statuses import TERMS, Status

#: Why there is nothing to say, by what there is; the rest has something.
WHY: Mapping[Says, str] = {
    "whole": "the briefing of the treaty tells of the whole world",
    "unopened": "the treaty was not yet open on the day",
    "ended": "the treaty has ended, and its own briefing tells of it",
    "few": f"the treaty could bind fewer than {LEAST} of its states",
    "alike": (
        "nobody there is leaving, has left or taken a step, none is about to be bound, and the"
        f" share that is bound lies within {APART * 100:.0f} points of that elsewhere"
    ),
}
_MOVED: tuple[Status, ...] = ("withdrawn", "withdrawing", "suspended")


def where_it_stands(spot: Spot) -> str:
    """Say where a region stands: "1 of 32 withdrawn, 5 withdrawing; 31 bound"."""
    moved = [
        f"{number} {TERMS[status].word}" for status in _MOVED if (number := spot.counts.get(status))
    ]
    if spot.steps and not moved:
        moved = [f"{spot.steps} with a step towards leaving"]
    bound = f"{spot.bound} of {spot.possible} {agree(spot.possible, 'state', 'states')} bound"
    return f"{bound}; {format_list(moved)}" if moved else bound
