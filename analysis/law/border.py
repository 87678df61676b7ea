"""Border coverage: how much of a region's land border a treaty covers.

For each member of a region, the kilometres of land border towards named neighbours count as
*bound* while the treaty operates for that member (in force, also while a notice runs, and not
suspended), and as *unbound* otherwise. What the neighbours have accepted does not enter: the
measure is what the region's own side of the border is bound by.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.law.clauses import opening
from analysis.law.names import find_state
from analysis.law.regions import land_borders, memberships, within
from analysis.law.spells import status_on
from analysis.store.loading import Tables

COLUMNS = ["treaty", "region", "towards", "day", "km", "km_bound", "km_unbound", "states_bound"]


def coverage_by_state(
    tables: Tables,
    spells: pd.DataFrame,
    treaty: str,
    region: str,
    towards: Sequence[str],
    day: pd.Timestamp,
) -> pd.DataFrame:
    """Return the region's bordering members on a day, longest border first.

    Columns ``state``, ``name`` (short), ``km`` (towards all named neighbours), ``status``,
    ``bound`` (bool): whether the treaty operates for the state, in force and not suspended.
    """
    borders = _km_by_state(tables, towards)
    inside = status_on(within(borders, memberships(tables, region)), day)
    under = spells[spells["treaty"] == treaty]
    held = status_on(under, day).set_index("state")[["status", "operates"]]
    names = tables.states.set_index("state")["short_name"]
    rows = inside[["state", "km"]].assign(
        name=inside["state"].map(names),
        status=inside["state"].map(held["status"]).astype("str").fillna("none"),
        bound=inside["state"].isin(held.index[held["operates"]]),
    )
    ordered = rows.sort_values(["km", "state"], ascending=[False, True])
    return ordered[["state", "name", "km", "status", "bound"]].reset_index(drop=True)


def coverage_on(
    tables: Tables,
    spells: pd.DataFrame,
    treaty: str,
    region: str,
    towards: Sequence[str],
    day: pd.Timestamp,
) -> pd.DataFrame:
    """Return one row: the region's border on a day, bound and unbound, in kilometres.

    Columns ``treaty``, ``region``, ``towards``, ``day``, ``km``, ``km_bound``, ``km_unbound``,
    ``states_bound`` (codes joined by ``;``). Raises ``UnknownName``.
    """
    rows = coverage_by_state(tables, spells, treaty, region, towards, day)
    row = _row(treaty, region, towards, day, rows, rows[rows["bound"]])
    return pd.DataFrame([row], columns=COLUMNS)


def coverage_over_time(
    tables: Tables,
    spells: pd.DataFrame,
    treaty: str,
    region: str,
    towards: Sequence[str],
    until: pd.Timestamp,
) -> pd.DataFrame:
    """Return the columns of :func:`coverage_on`, one row per day on which a length changes.

    It starts on the day the treaty was opened for signature. As of an earlier day it is that day
    alone: there is a border, and no treaty that covers any of it.
    """
    opened = min(opening(tables.treaty(treaty)), until)
    joined = within(_km_by_state(tables, towards), memberships(tables, region))
    binding = spells[(spells["treaty"] == treaty) & spells["operates"]]
    bound = within(joined, binding[["state", "start", "end"]])
    moments = pd.concat([joined["start"], joined["end"], bound["start"], bound["end"]]).dropna()
    days = sorted({opened, *moments[moments > opened]})
    rows = [
        _row(treaty, region, towards, day, status_on(joined, day), status_on(bound, day))
        for day in days
        if day <= until
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    measured = table[["km", "km_bound", "states_bound"]]
    changed = measured.ne(measured.shift()).any(axis=1)
    kept: pd.DataFrame = table[changed].reset_index(drop=True)
    return kept


def _row(
    treaty: str,
    region: str,
    towards: Sequence[str],
    day: pd.Timestamp,
    inside: pd.DataFrame,
    bound: pd.DataFrame,
) -> tuple[object, ...]:
    """Return the measure of a day from the members with such a border and those bound."""
    total, km = round(inside["km"].sum()), round(bound["km"].sum())
    states = ";".join(sorted(bound["state"]))
    return treaty, region, ";".join(towards), day, total, km, total - km, states


def _km_by_state(tables: Tables, towards: Sequence[str]) -> pd.DataFrame:
    """Return each state's total border towards the neighbours, as a spell without limits."""
    for neighbour in towards:
        find_state(tables, neighbour)
    borders = land_borders(tables, towards)
    total = borders.groupby("state", as_index=False)["km"].sum()
    always = pd.Timestamp("1800-01-01").as_unit("s")
    never = pd.Series(pd.NaT, index=total.index, dtype="datetime64[s]")
    spells: pd.DataFrame = total.assign(start=always, end=never)
    return spells
