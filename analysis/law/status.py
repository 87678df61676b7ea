"""Status on a day: one row per treaty and state, with the acts and the law behind it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import pandas as pd

from analysis.law import annexed, disputes, pipeline, regions
from analysis.law.names import Names, find_states, find_treaties
from analysis.law.spells import status_on
from analysis.store.loading import Tables
from analysis.terms.acts import CONSENT_KINDS
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
    rows = _asked_for(known, spells, day, treaty, region, state, everyone)
    held = status_on(spells, day).set_index(_PAIR)
    signed = _last_act(known.events, ["signature", "definitive_signature"])
    consent = _last_act(known.events, CONSENT_KINDS)
    notice = _last_act(_notices(known, spells), ["withdrawal_notified"])
    stage = pipeline.stages(known, spells, day).set_index(_PAIR)["stage"]
    names = known.states.set_index("state")["name"]
    columns = {
        "name": names.reindex(rows.get_level_values("state")),
        "status": held["status"].reindex(rows, fill_value="none"),
        "since": held["start"].reindex(rows),
        "until": held["end"].reindex(rows),
        "stage": stage.reindex(rows, fill_value=""),
        "signed": signed["date"].reindex(rows, fill_value=""),
        "deposited": consent["date"].reindex(rows, fill_value=""),
        "deposit_kind": consent["kind"].reindex(rows, fill_value=""),
        "bound_from": _bound_from(spells).reindex(rows),
        "notified": notice["date"].reindex(rows, fill_value=""),
        "bound_until": _bound_until(spells).reindex(rows),
        "disputed": _disputed(known, day).reindex(rows, fill_value=""),
    }
    in_force = columns["status"].isin(IN_FORCE).map({True: "yes", False: "no"})
    columns["bound"] = in_force
    table = pd.DataFrame({name: column.to_numpy() for name, column in columns.items()}, index=rows)
    return table.reset_index()[COLUMNS]


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
) -> pd.MultiIndex:
    """Return the pairs of treaty and state to list, in the register's order of both."""
    codes = known.treaties["code"].tolist()
    codes = codes if treaty is None else find_treaties(known, treaty)
    listed = regions.existing(known, day) if state is None else find_states(known, state)
    if region is not None:
        inside = regions.members(known, region, day)
        listed = [code for code in listed if code in inside]
    pairs = list(itertools.product(codes, listed))
    if region is None and state is None:
        held = status_on(spells, day)[_PAIR]
        acted = set(held[held["treaty"].isin(codes)].itertuples(index=False, name=None))
        pairs = sorted({*pairs, *acted} if everyone else acted, key=_place(known))
    return pd.MultiIndex.from_tuples(pairs, names=_PAIR)


def _place(known: Tables) -> Callable[[tuple[str, str]], tuple[int, int]]:
    treaties = {code: place for place, code in enumerate(known.treaties["code"])}
    states = {code: place for place, code in enumerate(known.states["state"])}
    return lambda pair: (treaties[pair[0]], states[pair[1]])


def _last_act(events: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    chosen = events[events["kind"].isin(list(kinds))].sort_values("day", kind="stable")
    last = chosen.drop_duplicates(_PAIR, keep="last")
    return last.set_index(_PAIR)[["date", "kind"]]


def _disputed(known: Tables, day: pd.Timestamp) -> pd.Series:
    return disputes.disputes(known, day).set_index(_PAIR)["disputed"]


def _bound_from(spells: pd.DataFrame) -> pd.Series:
    """Return the first day of the last time in which the treaty is in force for each state."""
    in_force = spells[spells["status"].isin(IN_FORCE)]
    before = spells.groupby(_PAIR)["status"].shift()
    begins = in_force[~before.loc[in_force.index].isin(IN_FORCE)]
    return begins.groupby(_PAIR)["start"].max()


def _bound_until(spells: pd.DataFrame) -> pd.Series:
    """Return the first day on which the treaty is no longer in force, recorded or scheduled."""
    in_force = spells[spells["status"].isin(IN_FORCE)].sort_values("start")
    return in_force.drop_duplicates(_PAIR, keep="last").set_index(_PAIR)["end"]
