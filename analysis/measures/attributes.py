"""Attributes: what was known of each party on a day that may tell who leaves next."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.loading import Tables
from analysis.measures.episodes import in_force_on
from analysis.measures.scope import PAIR
from analysis.model import STAGES
from analysis.regions import DERIVED, find_state, find_treaty, land_borders, members
from analysis.rollback import stages
from analysis.spells import status_on

#: Statuses of a state that has given notice or left.
GOING = ("withdrawing", "withdrawn")
#: Statuses that count as leaving or suspending another treaty.
_GIVEN_UP = ("withdrawn", "suspended")
ADVERSARIES = DERIVED["eastern-flank"].bordering
COLUMNS = [
    "treaty",
    "state",
    "name",
    "status",
    "borders_adversary",
    "adversary_km",
    "allied",
    "stage",
    "stage_rank",
    "neighbours",
    "neighbours_going",
    "neighbours_going_share",
    "others_given_up",
    "days_bound",
]


def attributes_of_parties(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: str,
    adversaries: Sequence[str] = ADVERSARIES,
    alliance: str = "nato",
) -> pd.DataFrame:
    """Return one row per state for which a treaty is in force on a day, as known on that day.

    Columns ``treaty``, ``state``, ``name`` (short), ``status``; ``borders_adversary`` (bool:
    land border with one of the ``adversaries``) and ``adversary_km`` (length of that border in
    kilometres, as it runs today); ``allied`` (bool: member of the ``alliance`` on the day);
    ``stage`` (furthest step towards leaving, ``""`` = none) and ``stage_rank`` (0 = none,
    1 = announced ... 7 = effective); ``neighbours`` (number of land neighbours),
    ``neighbours_going`` (of those, how many have given notice or left) and
    ``neighbours_going_share`` (the quotient, 0 without a land neighbour);
    ``others_given_up`` (number of other treaties that the state has ever left or suspended);
    ``days_bound`` (days since the treaty entered into force for it). Raises ``UnknownName``.
    """
    code = find_treaty(known, treaty)
    held = in_force_on(known, spells[spells["treaty"] == code], day)
    table = held[held["end"].isna()].set_index("state").sort_index()
    status = status_on(spells[spells["treaty"] == code], day).set_index("state")["status"]
    km = _border_with(known, adversaries).reindex(table.index, fill_value=0.0)
    stage = _stage_under(known, spells, day, code).reindex(table.index, fill_value="")
    ranks = {name: rank for rank, name in enumerate(("", *STAGES))}
    number, going = _neighbours(known, status)
    columns = {
        "treaty": code,
        "name": known.states.set_index("state")["short_name"].reindex(table.index),
        "status": status.reindex(table.index),
        "borders_adversary": km > 0,
        "adversary_km": km,
        "allied": table.index.isin(members(known, alliance, day)),
        "stage": stage,
        "stage_rank": stage.map(ranks).astype("int64"),
        "neighbours": number.reindex(table.index, fill_value=0),
        "neighbours_going": going.reindex(table.index, fill_value=0),
        "others_given_up": _given_up(spells, day, code).reindex(table.index, fill_value=0),
        "days_bound": (day - table["start"]).dt.days,
    }
    rows = pd.DataFrame(columns, index=table.index)
    share = rows["neighbours_going"] / rows["neighbours"].clip(lower=1)
    rows = rows.assign(neighbours_going_share=share).rename_axis("state").reset_index()
    return rows[COLUMNS]


def _border_with(known: Tables, adversaries: Sequence[str]) -> pd.Series:
    """Return the kilometres of border with any of the named states, by state."""
    for adversary in adversaries:
        find_state(known, adversary)
    return land_borders(known, adversaries).groupby("state")["km"].sum()


def _stage_under(known: Tables, spells: pd.DataFrame, day: pd.Timestamp, code: str) -> pd.Series:
    """Return the furthest stage of each state on its way out of one treaty."""
    own = known.with_events(known.events[known.events["treaty"] == code])
    steps = stages(own, spells[spells["treaty"] == code], day)
    return steps.set_index("state")["stage"]


def _neighbours(known: Tables, status: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the number of each state's land neighbours, and of those that are going or gone."""
    borders = known.borders[["state_a", "state_b"]].to_numpy()
    pairs = pd.DataFrame([*borders, *borders[:, ::-1]], columns=["state", "neighbour"])
    pairs = pairs[pairs["neighbour"].isin(known.states["state"])]
    going = pairs["neighbour"].map(status).isin(GOING)
    by_state = going.groupby(pairs["state"])
    return by_state.size(), by_state.sum()


def _given_up(spells: pd.DataFrame, day: pd.Timestamp, code: str) -> pd.Series:
    """Return how many other treaties each state has left or suspended by the day."""
    by_then = (spells["start"] <= day) & (spells["treaty"] != code)
    given_up = spells[by_then & spells["status"].isin(_GIVEN_UP)]
    return given_up.drop_duplicates(PAIR).groupby("state").size()
