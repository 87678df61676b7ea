"""Status on a day: one row per treaty and state, with the acts and the law behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.law import annexed, disputes, pipeline, regions
from analysis.law.names import Names, find_states, find_treaties
from analysis.law.possible import uncounted_states
from analysis.law.spells import status_on
from analysis.store.loading import Tables
from analysis.terms.acts import CONSENT_KINDS, SIGNATURE_KINDS
from analysis.terms.statuses import IN_FORCE

COLUMNS = [
    "treaty",
    "state",
    "name",
    "status",
    "since",
    "until",
    "stage",
    "signed",
    "deposited",
    "deposit_kind",
    "bound_from",
    "notified",
    "bound_until",
    "disputed",
    "bound",
]
#: Columns of :func:`two_days`: where a state stood on the earlier day, and on the later one.
TWO_DAYS = [
    "treaty",
    "state",
    "name",
    "status_before",
    "status",
    "stage_before",
    "stage",
    "bound_before",
    "bound",
]
_PAIR = ["treaty", "state"]


def status_table(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: Names = None,
    region: str | None = None,
    state: Names = None,
    everyone: bool = False,
) -> pd.DataFrame:
    """Return the status of states under treaties on a day.

    ``known`` holds the events up to the day. Columns: :data:`COLUMNS`. ``since`` and
    ``until`` bound the present spell; ``signed``, ``deposited`` and ``notified`` are dates as
    precise as the sources (text); ``bound_from`` and ``bound_until`` may lie after the day, as
    the clause schedules them. Raises ``UnknownName``.
    """
    pairs = _Pairs(known)
    asked = _asked_for(known, spells, day, treaty, region, state, everyone)
    rows = np.sort(pairs.numbers(asked))
    acts = _notices(known, spells)

    def of(frame: pd.DataFrame, column: str, fill: Any = None) -> pd.Series:
        found = frame.set_index(pairs.numbers(frame))[column]
        return found.reindex(rows) if fill is None else found.reindex(rows, fill_value=fill)

    held = status_on(spells, day)
    consent = pairs.last(known.events, CONSENT_KINDS)
    treaties, states = pairs.of(rows)
    columns = {
        "treaty": treaties,
        "state": states,
        "name": states.map(known.states.set_index("state")["short_name"]),
        "status": of(held, "status", "none"),
        "since": of(held, "start"),
        "until": of(held, "end"),
        "stage": of(pipeline.stages(known, spells, day), "stage", ""),
        "signed": of(pairs.last(known.events, SIGNATURE_KINDS), "date", ""),
        "deposited": of(consent, "date", ""),
        "deposit_kind": of(consent, "kind", ""),
        "bound_from": of(_bound_from(pairs, spells), "start"),
        "notified": of(pairs.last(acts, ["withdrawal_notified"]), "date", ""),
        "bound_until": of(_bound_until(pairs, spells), "end"),
        "disputed": of(disputes.disputes(known, day), "disputed", ""),
    }
    columns["bound"] = columns["status"].isin(IN_FORCE).map({True: "yes", False: "no"})
    return pd.DataFrame({name: column.to_numpy() for name, column in columns.items()})[COLUMNS]


class _Pairs:
    """Numbers for pairs of a treaty and a state, in the register's order of both.

    Tables are joined by them: one number is found a hundred times faster than two words.
    """

    def __init__(self, known: Tables) -> None:
        self.treaties, self.states = known.treaties["code"], known.states["state"]
        self._treaty = {code: place for place, code in enumerate(self.treaties)}
        self._state = {code: place for place, code in enumerate(self.states)}

    def numbers(self, frame: pd.DataFrame) -> npt.NDArray[np.int64]:
        """Return the number of the pair in each row; below none for what is in no register."""
        treaty = frame["treaty"].map(self._treaty).to_numpy(np.float64, na_value=np.nan)
        state = frame["state"].map(self._state).to_numpy(np.float64, na_value=np.nan)
        found = treaty * len(self.states) + state
        return np.where(np.isnan(found), -1, found).astype(np.int64)

    def of(self, numbers: npt.NDArray[np.int64]) -> tuple[pd.Series, pd.Series]:
        """Return the treaties and the states of numbered pairs."""
        treaty, state = np.divmod(numbers, max(len(self.states), 1))
        return (
            self.treaties.take(treaty).reset_index(drop=True),
            self.states.take(state).reset_index(drop=True),
        )

    def last(self, events: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
        """Return the last act of some kinds by each state under each treaty."""
        chosen = events[events["kind"].isin(list(kinds))].sort_values("day", kind="stable")
        again = pd.Series(self.numbers(chosen)).duplicated(keep="last")
        return chosen[~again.to_numpy()]


def two_days(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Lay the status of two days side by side, one row for each treaty and state of either.

    Both are tables of :func:`status_table`. Columns: :data:`TWO_DAYS`; where a state stood nowhere
    on one of the days its status is ``none``.
    """
    both = before.merge(after, on=_PAIR, how="outer", suffixes=("_before", ""))
    both = both.assign(name=both["name"].fillna(both["name_before"]))
    for column, nothing in (("status", "none"), ("stage", ""), ("bound", "no")):
        for name in (f"{column}_before", column):
            both[name] = both[name].fillna(nothing)
    return both[TWO_DAYS]


def _notices(known: Tables, spells: pd.DataFrame) -> pd.DataFrame:
    """Return the events, with the notices that count for an annexed treaty as well."""
    own = known.events[[*_PAIR, "kind", "date", "day"]]
    return pd.concat([own, annexed.annexed_acts(known.treaties, own, spells)], ignore_index=True)


def _asked_for(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    treaty: Names,
    region: str | None,
    state: Names,
    everyone: bool,
) -> pd.DataFrame:
    """Return the pairs of treaty and state to list, each once."""
    codes = known.treaties["code"].tolist()
    codes = codes if treaty is None else find_treaties(known, treaty)
    listed = regions.existing(known, day) if state is None else find_states(known, state)
    if region is not None:
        inside = regions.members(known, region, day)
        listed = [code for code in listed if code in inside]
    every = pd.MultiIndex.from_product([codes, listed], names=_PAIR).to_frame(index=False)
    if state is None:
        every = every[~_unknown(known, codes, day, every)]
    if region is not None or state is not None:
        return every
    held = status_on(spells, day)[_PAIR]
    acted = held[held["treaty"].isin(codes)]
    return pd.concat([acted, every]).drop_duplicates() if everyone else acted


def _unknown(
    known: Tables, codes: Sequence[str], day: pd.Timestamp, pairs: pd.DataFrame
) -> npt.NDArray[np.bool_]:
    """Say of which pairs nothing is known, not even that the state stands outside."""
    held = np.zeros(len(pairs), dtype=np.bool_)
    for code in codes:
        if states := uncounted_states(known, code, day):
            held |= ((pairs["treaty"] == code) & pairs["state"].isin(states)).to_numpy()
    return held


def _bound_from(pairs: _Pairs, spells: pd.DataFrame) -> pd.DataFrame:
    """Return the first day of the last time in which the treaty is in force for each state."""
    before = spells.groupby(pairs.numbers(spells))["status"].shift()
    begins = spells["status"].isin(IN_FORCE) & ~before.isin(IN_FORCE)
    return _last_spell(pairs, spells[begins])


def _bound_until(pairs: _Pairs, spells: pd.DataFrame) -> pd.DataFrame:
    """Return the first day on which the treaty is no longer in force, recorded or scheduled."""
    return _last_spell(pairs, spells[spells["status"].isin(IN_FORCE)])


def _last_spell(pairs: _Pairs, spells: pd.DataFrame) -> pd.DataFrame:
    ordered = spells.sort_values("start", kind="stable")
    again = pd.Series(pairs.numbers(ordered)).duplicated(keep="last")
    return ordered[~again.to_numpy()]
