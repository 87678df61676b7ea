"""Observed time: up to which day the acts under a treaty are known, as of a day.

Events were gathered treaty by treaty, up to the day ``covered_to``. What lies between then and the
as-of day is no time without exits: nobody looked. Whatever counts time at risk, or says that
nothing happened, therefore ends on :func:`observed_until`, and says so where that lies before the
as-of day. What the law had scheduled for later days stands in the status of each state, not here.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.law.gaps import gap_cautions
from analysis.law.known import tables_as_known
from analysis.law.silence import uncounted_cautions
from analysis.measures.episodes import episodes_by, in_force
from analysis.store.loading import Tables


def observed_days(known: Tables, day: pd.Timestamp) -> pd.Series:
    """Return the last observed day of every treaty by its code, as of a day.

    The day itself, or ``covered_to`` where that comes first. Under a treaty that had ended by
    ``covered_to`` nothing more can happen: it is observed up to any later day.
    """
    treaties = known.treaties.set_index("code")
    covered, ended = treaties["covered_to"], treaties["ended"]
    complete = (covered >= day) | (ended <= covered)
    days: pd.Series = covered.where(~complete, day.as_unit("s"))
    return days


def observed_until(known: Tables, day: pd.Timestamp, codes: Sequence[str]) -> pd.Timestamp:
    """Return the last day on which one of several treaties is observed, as of a day.

    Of one treaty it is the end of all time at risk; without any treaty the day itself.
    """
    last = observed_days(known, day)[list(codes)].max()
    return day if pd.isna(last) else last


def cautions(tables: Tables, day: pd.Timestamp, codes: Sequence[str]) -> list[str]:
    """Say what is not known of treaties on a day: one clause for each day up to which some are.

    The first, on a day after the vintage, is that only what the law had scheduled is told; the
    last are known gaps that hide where states stand (:mod:`analysis.law.gaps`).
    """
    told = []
    if day > tables.vintage:
        told.append(
            f"{day:%Y-%m-%d} lies after {tables.vintage:%Y-%m-%d}, the vintage of the data:"
            " the answer holds only what the law had scheduled by then"
        )
    last = observed_days(tables, day)[list(codes)]
    # What is covered up to the vintage is told by the first clause already.
    for covered, own in last[last < min(day, tables.vintage)].groupby(last, sort=False):
        told.append(
            f"{', '.join(own.index)}: events are complete up to {covered:%Y-%m-%d};"
            f" what happened between then and {day:%Y-%m-%d} may be missing"
        )
    told += gap_cautions(tables, day, codes)
    if len(codes) == 1:
        told += uncounted_cautions(tables_as_known(tables, day), day, codes[0])
    return told


def in_force_observed(known: Tables, spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the episodes as of the last observed day of each treaty.

    Columns as in :func:`analysis.measures.episodes.in_force`, and ``last``, that day. An end that
    the law dates after it is still open.
    """
    episodes = in_force(known, spells)
    last = episodes["treaty"].map(observed_days(known, day)).astype("datetime64[s]")
    return episodes_by(episodes.assign(last=last), last)
