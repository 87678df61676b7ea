"""Episodes: the unbroken times in which a treaty is in force for a state.

A notice that runs and a suspension change the status of a party, but the treaty stays in force
for it (VCLT Art. 2(1)(g), 57, 70): its spells are one episode, from entry into force to the day
on which the treaty ceases to be in force, with the reason for that end.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.law.spells import last_day_withdrawals
from analysis.measures.scope import PAIR
from analysis.store.loading import Tables
from analysis.terms.statuses import IN_FORCE

#: Why a treaty ceases to be in force for a state: it withdrew, it took back its consent, the
#: treaty ended, the state ended and another took its place under the treaty, the state ended, or
#: its status fell back for another reason.
EndedBy = Literal["withdrawal", "revocation", "treaty", "succession", "state", "other"]

ENDS: tuple[str, ...] = get_args(EndedBy)
COLUMNS = ["treaty", "state", "start", "end", "ended_by"]


def in_force(known: Tables, spells: pd.DataFrame) -> pd.DataFrame:
    """Return one row per unbroken time in which a treaty is in force for a state.

    Columns ``treaty``, ``state``, ``start``, ``end`` (half-open, ``NaT`` = open) and
    ``ended_by`` (:data:`ENDS`, ``""`` while open). Days may lie after the day of the tables, as
    the law schedules them; :func:`in_force_on` leaves those out.
    """
    ordered, pair = _ordered(spells)
    bound = ordered["status"].isin(IN_FORCE)
    follows = (pair == pair.shift()) & (ordered["start"] == ordered["end"].shift())
    goes_on = follows & bound & bound.shift(fill_value=False)
    after = ordered["status"].shift(-1).where(follows.shift(-1, fill_value=False), "")
    first = ordered[bound & ~goes_on]
    last = ordered.assign(after=after)[bound & ~goes_on.shift(-1, fill_value=False)]
    episodes = first[[*PAIR, "start"]].reset_index(drop=True)
    ends = last[["end", "status", "after"]].reset_index(drop=True)
    return _with_reason(known, episodes.join(ends))


def in_force_on(known: Tables, spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the episodes begun by a day; what ends only after it is still open.

    Columns as in :func:`in_force`.
    """
    return episodes_by(in_force(known, spells), day)


def episodes_by(episodes: pd.DataFrame, day: pd.Timestamp | pd.Series) -> pd.DataFrame:
    """Return the episodes begun by a day, or by a day of each; what ends after it is still open."""
    dated = episodes.assign(_by=day)
    begun = dated[dated["start"] <= dated["_by"]].reset_index(drop=True)
    over = begun["end"] <= begun["_by"]
    return begun.drop(columns="_by").assign(
        end=begun["end"].where(over), ended_by=begun["ended_by"].where(over, other="")
    )


def _ordered(spells: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Sort by treaty, state and start; return a number for each pair of treaty and state too."""
    treaty, state = (pd.factorize(spells[column], sort=True)[0] for column in PAIR)
    pair = treaty * (len(spells) + 1) + state
    order = np.lexsort((spells["start"].to_numpy(), pair))
    return spells.iloc[order].reset_index(drop=True), pd.Series(pair[order])


def _with_reason(known: Tables, episodes: pd.DataFrame) -> pd.DataFrame:
    end, after = episodes["end"], episodes["after"]
    gone = episodes["state"].map(state_ends(known)) == end
    cases = {
        "": end.isna(),
        "succession": gone & (after == "") & _passed_on(known, episodes),
        "state": gone & (after == ""),
        "withdrawal": (after == "withdrawn") | (after == "") & _on_last_day(known, episodes),
        "revocation": after == "signatory",
        "treaty": after == "",
    }
    reasons = np.select(list(cases.values()), list(cases), default="other")
    return episodes.assign(ended_by=pd.Series(reasons, episodes.index, dtype="str"))[COLUMNS]


def _on_last_day(known: Tables, episodes: pd.DataFrame) -> pd.Series:
    """Say whose withdrawal took effect as the treaty itself ended, and so left no spell after it.

    A notice that still runs when the treaty expires has taken no effect.
    """
    return _among(episodes[[*PAIR, "end"]], last_day_withdrawals(known)[[*PAIR, "day"]])


def _passed_on(known: Tables, episodes: pd.DataFrame) -> pd.Series:
    """Say whose membership another state took over, by succession, on the day on which it ended."""
    acts = known.events[known.events["kind"] == "succession"]
    heirs = episodes[_among(episodes[PAIR], acts[PAIR])]
    return _among(episodes[["treaty", "end"]], heirs[["treaty", "start"]])


def _among(rows: pd.DataFrame, listed: pd.DataFrame) -> pd.Series:
    """Say which rows stand among those listed, column by column; none without a day."""
    known = rows[rows.notna().all(axis=1)]
    wanted = pd.MultiIndex.from_frame(listed)
    found = pd.MultiIndex.from_frame(known).isin(wanted) if len(wanted) else False
    return pd.Series(found, index=known.index).reindex(rows.index, fill_value=False)


def state_ends(known: Tables) -> pd.Series:
    """Return the day on which each state ceased to exist (``NaT`` for those that exist)."""
    states = known.states.set_index("state")
    if "end" in states.columns:
        return states["end"]
    return pd.Series(pd.NaT, index=states.index, dtype="datetime64[s]")
