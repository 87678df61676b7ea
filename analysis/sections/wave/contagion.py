"""Who leaves: neighbours of named states, neighbours of each other, or anyone.

Both tests look at all states that were ever bound by the treaty. They are told by states and
by decisions: states that gave notice on the same day are then drawn together into one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.inference.association import TwoGroups, compare_groups
from analysis.inference.joins import JoinCounts, join_counts
from analysis.law.regions import land_borders
from analysis.measures.decisions import gone, shared_days
from analysis.measures.exposure import AtRisk, at_risk
from analysis.register import Register
from analysis.subject.unanswered import Unanswered

NEVER = Unanswered("the treaty has never been in force for any state")
NOBODY = Unanswered("no state has left, and no notice is running")


@dataclass(frozen=True, slots=True, kw_only=True)
class ByBorder:
    """Who has left or given notice, by land border with named states.

    Of ``near`` states with such a border ``near_gone`` are going or gone, of ``far`` without
    one ``far_gone``. ``once`` compares the ``once_units`` that are left when states that decided
    on one day are drawn together. The named states are left out of both groups.
    """

    near: int
    near_gone: int
    far: int
    far_gone: int
    test: TwoGroups
    once: TwoGroups
    once_units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The same with suspensions counted too, each as the state that acted claims it.

    ``states`` are those that count in addition, ``by_border`` the comparison with them.
    """

    states: tuple[str, ...]
    by_border: ByBorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Land borders between two states that are both going or gone; ``once`` by decisions."""

    test: JoinCounts
    once: JoinCounts | None


def exits_by_border(
    register: Register, *, treaty: str, adversaries: Sequence[str], suspended: bool = False
) -> ByBorder | Unanswered:
    """Compare the states that border on named ones with the others: how many go.

    Exact tests of :func:`analysis.inference.association.compare_groups`. With ``suspended``
    states that have suspended the treaty count as going. Borders as they run today. Raises
    ``UnknownName``.
    """
    risk = _world(register, treaty)
    states = sorted(set(risk.time["state"]) - set(adversaries))
    if not states:
        return NEVER
    everyone = gone(register, risk, suspended=suspended)
    going = everyone[everyone["state"].isin(states)]
    if going.empty:
        alone = Unanswered("nobody but the states named has left or given notice")
        return NOBODY if everyone.empty else alone
    borders = land_borders(register.known, adversaries)["state"]
    table = pd.DataFrame({"state": states})
    table["near"], table["gone"] = table["state"].isin(borders), table["state"].isin(going["state"])
    if table["near"].nunique() < 2:
        none = "no state" if not table["near"].any() else "every state"
        return Unanswered(f"{none} ever bound by the treaty has such a border")
    table["unit"] = table["state"].map(_units(states, going))
    once = table.groupby("unit")[["near", "gone"]].any()
    near, far = table[table["near"]], table[~table["near"]]
    return ByBorder(
        near=len(near),
        near_gone=int(near["gone"].sum()),
        far=len(far),
        far_gone=int(far["gone"].sum()),
        test=_compare(table),
        once=_compare(once),
        once_units=len(once),
    )


def claimed_by_border(
    register: Register, *, treaty: str, adversaries: Sequence[str]
) -> Claimed | None:
    """Return :func:`exits_by_border` with every suspension and exit that a state claims.

    ``None`` where that adds no state, or leaves nothing to compare.
    """
    claims = register.read_as("state")
    wide = gone(claims, _world(claims, treaty), suspended=True)
    plain = gone(register, _world(register, treaty))
    added = sorted(set(wide["state"]) - set(plain["state"]) - set(adversaries))
    if not added:
        return None
    found = exits_by_border(claims, treaty=treaty, adversaries=adversaries, suspended=True)
    return None if isinstance(found, Unanswered) else Claimed(states=tuple(added), by_border=found)


def exits_side_by_side(register: Register, *, treaty: str) -> Joined | Unanswered:
    """Test whether states that go border on each other more than chance would have it.

    Join counts on the graph of land borders among all states ever bound by the treaty
    (:func:`analysis.inference.joins.join_counts`). Raises ``UnknownName``.
    """
    risk = _world(register, treaty)
    states = sorted(set(risk.time["state"]))
    if not states:
        return NEVER
    going = gone(register, risk)
    if len(going) < 2:
        return NOBODY if going.empty else Unanswered("only one state has left or given notice")
    test = _joins(register, pd.Series(states, index=states), going["state"])
    if test is None:
        return Unanswered("no two of the states ever bound by the treaty share a land border")
    return Joined(
        test=test, once=_joins(register, pd.Series(_units(states, going)), going["state"])
    )


@lru_cache(maxsize=8)
def _world(register: Register, treaty: str) -> AtRisk:
    return at_risk(register.known, register.spells, register.day, treaty=treaty, region="world")


def _units(states: Sequence[str], going: pd.DataFrame) -> dict[str, str]:
    """Return for each state the one that stands for its decision: the first of the same day."""
    units = {state: state for state in states}
    for together in shared_days(going):
        units |= dict.fromkeys(together["state"], together["state"].min())
    return units


def _compare(table: pd.DataFrame) -> TwoGroups:
    near, far = table[table["near"]], table[~table["near"]]
    return compare_groups(int(near["gone"].sum()), len(near), int(far["gone"].sum()), len(far))


def _edges(register: Register, units: pd.Series) -> pd.DataFrame:
    """Return the land borders between units, each once."""
    borders = register.known.borders
    both = pd.DataFrame(
        {"a": borders["state_a"].map(units), "b": borders["state_b"].map(units)}
    ).dropna()
    both = both[both["a"] != both["b"]]
    ordered = pd.DataFrame(np.sort(both.to_numpy(), axis=1), columns=["a", "b"])
    return ordered.drop_duplicates(ignore_index=True)


def _joins(register: Register, unit_of: pd.Series, going: pd.Series) -> JoinCounts | None:
    """Test the borders between units that go; ``None`` with one such unit or without a border."""
    units = sorted(set(unit_of))
    marked = np.isin(units, unit_of[going])
    edges = _edges(register, unit_of)
    if marked.sum() < 2 or edges.empty:
        return None
    return join_counts(np.searchsorted(units, edges.to_numpy().astype(np.str_)), marked)
