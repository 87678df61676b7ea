"""Why nothing is known of a state under a treaty on a day, not even that it is outside."""

from __future__ import annotations

import pandas as pd

from analysis.language.days import format_day
from analysis.law.possible import (
    annexed_states,
    continued_states,
    possible_members,
    uncounted_states,
)
from analysis.store.loading import Tables


def acting_code(known: Tables, state: str, treaty: str, day: pd.Timestamp) -> str:
    """Return the code under which the acts of a state under a treaty stand on a day.

    It is the state's own, but of the Soviet Union and Russia, which continues it: what the one
    did up to its end stands under either code.
    """
    pairs = continued_states(known, day)
    both = pairs | {other: own for own, other in pairs.items()}
    silent = uncounted_states(known, treaty, day)
    return both[state] if state in both and state in silent else state


def why_silent(known: Tables, state: str, treaty: str, day: pd.Timestamp) -> str:
    """Return the reason in words, ``""`` where what is known of a state is all that there was."""
    row = known.states.set_index("state").loc[state]
    if row["start"] > day:
        first = pd.Timestamp(str(row["start"]))
        return f"there was no such state before {format_day(first)}"
    acted = set(known.events.loc[known.events["treaty"] == treaty, "state"])
    if state in acted:
        return ""
    if state in annexed_states(known, day):
        return "annexed by another state, it could join nothing"
    return "no act is on record" if row["un_status"] == "former" else ""


def uncounted_cautions(known: Tables, day: pd.Timestamp, treaty: str) -> list[str]:
    """Say which states of a day are not counted under a treaty, one clause for each reason.

    None of a treaty that was made for others, nor of whose acts stand under another code.
    """
    silent, could = uncounted_states(known, treaty, day), possible_members(known, treaty)
    pairs = continued_states(known, day)
    silent -= frozenset(pairs) | frozenset(pairs.values())
    found: dict[str, list[str]] = {}
    for state in sorted(silent if could is None else silent & could):
        found.setdefault(why_silent(known, state, treaty, day), []).append(state)
    return [
        f"{treaty}: {', '.join(codes)} not counted on {day:%Y-%m-%d} ({why})"
        for why, codes in found.items()
    ]
