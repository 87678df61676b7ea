"""Why nothing is known of a state under a treaty on a day, not even that it is outside."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.language.days import format_day
from analysis.law.possible import (
    annexed_states,
    left_out,
    one_person,
    uncounted_states,
)
from analysis.store.loading import Tables


def acting_code(known: Tables, state: str, treaty: str, day: pd.Timestamp) -> str:
    """Return the code under which the acts of a state under a treaty stand on a day.

    It is the state's own, but of the Soviet Union and Russia, which continues it: what the one
    did up to its end stands under either code.
    """
    both = one_person(known, day)
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


def silent_cautions(
    known: Tables, day: pd.Timestamp, treaty: str, states: Sequence[str]
) -> list[str]:
    """Say of states that are asked about why nothing is known of them under a treaty."""
    told = []
    for state in states:
        other = acting_code(known, state, treaty, day)
        elsewhere = "" if other == state else f"its acts stand under {other}"
        if why := elsewhere or why_silent(known, state, treaty, day):
            told.append(f"{treaty}: {state} on {day:%Y-%m-%d}: {why}")
    return told


def uncounted_cautions(known: Tables, day: pd.Timestamp, treaty: str) -> list[str]:
    """Say which states of a day are not counted under a treaty, one clause for each reason."""
    found: dict[str, list[str]] = {}
    for state in sorted(left_out(known, treaty, day)):
        found.setdefault(why_silent(known, state, treaty, day), []).append(state)
    return [
        f"{treaty}: {', '.join(codes)} not counted on {day:%Y-%m-%d} ({why})"
        for why, codes in found.items()
    ]
