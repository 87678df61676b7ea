"""The watchlist: the parties to a treaty by the chance that they give notice, as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disputes import disputes
from analysis.loading import Tables
from analysis.measures.attributes import ADVERSARIES, attributes_of_parties
from analysis.model import RollbackError
from analysis.regions import find_region, find_treaty, members
from analysis.register import Register
from analysis.rollback import leaving_steps
from analysis.watchlist.history import TRAITS, past_years
from analysis.watchlist.leaving import (
    DEEDS,
    Leaving,
    notices,
    read_as_leaving,
    treaties_to_learn_from,
)
from analysis.watchlist.model import ALIKE, BORDER, Learnt, cells_of, learn
from analysis.watchlist.steps import LEVEL_OF_STAGE, past_ways_out

COLUMNS = [
    "rank",
    "state",
    "name",
    "cell",
    "chance",
    "low",
    "high",
    "evidence",
    "stage",
    "last_step",
    "borders_adversary",
    "adversary_km",
    "allied",
    "neighbours_going",
    "others_given_up",
]
#: Chances that differ by less come from the same rate and are a tie.
_TIE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """The parties to a treaty by the chance of a notice within ``horizon`` years.

    ``table`` has one row per party that has not given notice: ``rank`` (1 = highest; those that
    tie share the middle of their places and stand by length of border with an adversary, then
    by name), ``state``, ``name``, ``cell`` (the row of the model), ``chance`` with its interval
    ``low`` to ``high``, ``evidence`` (notices and party-years of that row), ``stage``,
    ``last_step`` (day of the last step towards leaving, ``NaT`` without one),
    ``borders_adversary``, ``adversary_km``, ``allied``, ``neighbours_going`` and
    ``others_given_up`` (counts). ``cells``, ``baselines`` and ``shared`` are those of
    :class:`~analysis.watchlist.model.Learnt`; ``cells`` also says how many parties of the list
    stand in each row (``parties``). ``among`` names the region's states in words.
    """

    treaty: str
    noun: str
    day: pd.Timestamp
    horizon: float
    region: str | None
    among: str
    leaving: Leaving
    adversaries: tuple[str, ...]
    alliance: str
    table: pd.DataFrame
    cells: pd.DataFrame
    baselines: pd.DataFrame
    shared: pd.DataFrame
    notices: int
    party_years: float
    method: str


def watchlist(
    register: Register,
    *,
    treaty: str,
    region: str | None = None,
    horizon: float = 1.0,
    adversaries: Sequence[str] = ADVERSARIES,
    alliance: str = "nato",
    leaving: Leaving = "withdrawal",
) -> Watchlist:
    """Rank the parties to a treaty by the chance that they give notice of withdrawal.

    The chance of each party is that of its row in a table counted from the past of all
    multilateral treaties with a withdrawal clause (:mod:`analysis.watchlist.model`,
    :mod:`analysis.watchlist.history`), as known on the register's day. ``region`` limits the
    list, not what is learnt. ``horizon`` is in years. ``adversaries`` are neighbours whose
    border counts as a trait (they do not count as neighbours of each other), ``alliance`` is a
    region. ``leaving`` says what counts as a notice (:mod:`analysis.watchlist.leaving`).

    Raises ``UnknownName``, and :class:`~analysis.model.RollbackError` for a treaty that is
    bilateral or has no withdrawal clause, or where there is no past to learn from.
    """
    known, spells = read_as_leaving(register.known, register.spells, leaving)
    code, day = _leavable(known, treaty), register.day
    parties = attributes_of_parties(
        known, spells, day, treaty=code, adversaries=adversaries, alliance=alliance
    )
    past = past_years(known, spells, day, adversaries=adversaries, alliance=alliance)
    learnt = learn(past, past_ways_out(known, spells, day), horizon)
    last = leaving_steps(known.events[known.events["treaty"] == code]).groupby("state")["day"].max()
    parties = parties.assign(last_step=last.reindex(parties["state"]).to_numpy("datetime64[s]"))
    table = _ranked(_with_cells(_listed(known, parties, day, region)), learnt.cells)
    return Watchlist(
        treaty=code,
        noun=str(known.treaty(code)["noun"]),
        day=day,
        horizon=horizon,
        region=region,
        among="" if region is None else find_region(known, region).states,
        leaving=leaving,
        adversaries=tuple(adversaries),
        alliance=alliance,
        table=table,
        cells=learnt.cells.assign(parties=_parties_by_cell(learnt, table)),
        baselines=learnt.baselines,
        shared=learnt.shared,
        notices=learnt.notices,
        party_years=learnt.party_years,
        method=_method(learnt, leaving),
    )


def chances_by_model(ranking: Watchlist) -> pd.DataFrame:
    """Return the chance that the model and each baseline give to each party of the list.

    Columns ``state``, ``name``, ``model``, ``everyone alike``, ``borders an adversary``.
    """
    chance = ranking.baselines.set_index("cell")["chance"]
    borders = ranking.table["borders_adversary"].to_numpy(dtype=bool)
    rows = ranking.table[["state", "name"]].assign(model=ranking.table["chance"])
    rows[ALIKE] = chance[ALIKE]
    rows[BORDER] = np.where(borders, chance[BORDER], chance[f"not: {BORDER}"])
    return rows


def _leavable(known: Tables, treaty: str) -> str:
    code = find_treaty(known, treaty)
    if code not in treaties_to_learn_from(known):
        raise RollbackError(
            f"{code} is no multilateral treaty with a withdrawal clause; what is learnt from those"
            " says nothing about it"
        )
    return code


def _listed(
    known: Tables, parties: pd.DataFrame, day: pd.Timestamp, region: str | None
) -> pd.DataFrame:
    """Keep the parties whose next word is open, and those of a region if one is named.

    Left out are those that have given notice, and those whose standing is contested: Ukraine
    has chosen to suspend the mine ban, so that its earlier step towards leaving says nothing.
    """
    given = notices(known)
    standing = given[given["treaty"].isin(parties["treaty"]) & given["end"].isna()]["state"]
    rows = disputes(known, day)
    contested = rows[rows["treaty"].isin(parties["treaty"])]["state"]
    listed = parties[~parties["state"].isin([*standing, *contested])]
    return listed if region is None else listed[listed["state"].isin(members(known, region, day))]


def _parties_by_cell(learnt: Learnt, table: pd.DataFrame) -> pd.Series:
    number = learnt.cells["cell"].map(table["cell"].value_counts())
    return number.fillna(0).astype("int64")


def _with_cells(parties: pd.DataFrame) -> pd.DataFrame:
    """Say of each party in which row of the model it stands."""
    level = parties["stage"].map(LEVEL_OF_STAGE).astype("int64")
    traits = {trait: parties[trait] > 0 for trait in TRAITS}
    return parties.assign(cell=cells_of(parties.assign(level=level, **traits)))


def _ranked(parties: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    rows = parties.merge(
        cells[["cell", "notices", "party_years", "chance", "chance_low", "chance_high"]], on="cell"
    ).rename(columns={"chance_low": "low", "chance_high": "high"})
    rows["evidence"] = [
        f"{notices} in {years:.{0 if years >= 10 else 1}f} party-years"
        for notices, years in zip(rows["notices"], rows["party_years"], strict=True)
    ]
    rows["rank"] = rows["chance"].round(_TIE).rank(ascending=False, method="average")
    ordered = rows.sort_values(["rank", "adversary_km", "name"], ascending=[True, False, True])
    return ordered[COLUMNS].reset_index(drop=True)


def _method(learnt: Learnt, leaving: Leaving) -> str:
    return (
        f"Chance that a party {DEEDS[leaving]} within {learnt.horizon:g}"
        f" {'year' if learnt.horizon == 1 else 'years'}, from {learnt.notices} notices in"
        f" {learnt.party_years:,.0f} party-years under multilateral treaties with a withdrawal"
        f" clause; five rows, rates pooled ({learnt.method}); intervals of 95 per cent"
    )
