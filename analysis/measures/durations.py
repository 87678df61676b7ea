"""Durations: how long memberships last, from entry into force to exit.

The frame is what survival analysis takes: one row per membership under observation, how long it
was observed, and whether a withdrawal ended it. Who has not left is censored on the as-of day,
so that a frame as of a past day is what an analyst of that day could have made.
"""

from __future__ import annotations

import pandas as pd

from analysis.measures.observed import in_force_observed
from analysis.measures.scope import PAIR, Treaties, spells_inside, treaty_codes
from analysis.store.loading import Tables

COLUMNS = [*PAIR, "origin", "entry_days", "exit_days", "event", "ended_by"]


def time_to_exit(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: Treaties = None,
    region: str | None = None,
) -> pd.DataFrame:
    """Return how long each membership lasted, from entry into force to exit.

    One row per unbroken time in force (a state that came back has two). Columns ``treaty``,
    ``state``; ``origin`` (day of entry into force); ``entry_days`` and ``exit_days`` (days from
    origin to the start and the end of observation); ``event`` (bool: a withdrawal took effect);
    ``ended_by``: ``withdrawal``, a competing end (``treaty``, ``state``, ``succession``,
    ``revocation``, ``other``), or ``""`` (censored). A membership that begins on the last observed
    day itself has not been observed yet and has no row.

    In a region a state is observed while it belongs to it: ``entry_days`` is above 0 for one
    that joined later (delayed entry), and one that left is censored. Raises ``UnknownName``.
    """
    codes = treaty_codes(known, treaty)
    held = in_force_observed(known, spells[spells["treaty"].isin(codes)], day)
    whole = held.assign(origin=held["start"], last=held["end"].fillna(held["last"]))
    seen = spells_inside(known, whole.assign(end=whole["last"]), region)
    exit_day = seen[["end", "last"]].min(axis=1)
    reason = seen["ended_by"].where(exit_day == seen["last"], "")
    table = seen.assign(
        entry_days=_days(seen["start"] - seen["origin"]),
        exit_days=_days(exit_day - seen["origin"]),
        event=reason == "withdrawal",
        ended_by=reason,
    )
    table = table[table["exit_days"] > table["entry_days"]]
    return table.sort_values([*PAIR, "origin", "entry_days"], ignore_index=True)[COLUMNS]


def _days(spans: pd.Series) -> pd.Series:
    days: pd.Series = spans.dt.days.astype("float64")
    return days
