"""Who leaves: neighbours of named states, neighbours of each other, or anyone.

The tests look at all states that were ever bound by the treaty, for a wave does not end at the
edge of a region. They are told by states and by decisions: states that decided together are then
drawn together into one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.inference.association import TwoGroups, compare_groups
from analysis.inference.joins import JoinCounts, join_counts
from analysis.law.regions import land_borders
from analysis.measures.decisions import count_decisions, gone, shared_decisions
from analysis.measures.exposure import AtRisk, at_risk
from analysis.register import Register
from analysis.subject.facts import WORLD, Fact, fact
from analysis.subject.setting import State, by_name, states
from analysis.subject.subject import Subject
from analysis.subject.unanswered import Unanswered
from analysis.terms.acts import ADVERSARIES

NEVER = Unanswered("the treaty has never been in force for any state")
NOBODY = Unanswered("no state has left, and no notice is running")
NAMELESS = Unanswered("no neighbour is named on whose border exits could crowd")
_CLAIMS = ("suspension_notified", "suspension_effective", "withdrawal_notified")


@dataclass(frozen=True, kw_only=True)
class ByBorder(Fact):
    """Who has left or given notice, by land border with named states, as borders run today.

    Of ``near`` states with such a border ``near_gone`` are going or gone, of ``far`` without one
    ``far_gone``; the ``named`` states are in neither group. ``estimate`` is the odds ratio with its
    exact interval of 95 %, ``p_value`` Fisher's, ``boschloo`` Boschloo's. Those that go are so many
    ``decided``: with the states of each drawn together, ``once_p_value`` is Fisher's.
    ``claiming`` are the states that count only as they claim it themselves.
    """

    named: tuple[State, ...]
    near: int
    near_gone: int
    far: int
    far_gone: int
    estimate: float
    low: float
    high: float
    p_value: float
    boschloo: float
    decided: int
    once_p_value: float
    claiming: tuple[State, ...] = ()

    @property
    def moved(self) -> int:
        """How many states are going or gone."""
        return self.near_gone + self.far_gone

    @property
    def claims(self) -> int:
        """How many states count only as they claim it themselves."""
        return len(self.claiming)


@dataclass(frozen=True, kw_only=True)
class Joined(Fact):
    """Land borders between two states that are both going or gone, against those chance gives.

    Of ``bound`` states, joined by ``borders``, ``moved`` are going or gone; ``shared`` borders lie
    between two of these. Chance deals out the exits anew among the states that border on the
    ``named`` ones, among the others and among the named, each keeping its number: it gives
    ``expected`` borders, and as many as seen with ``p_value``; exact, or with the error
    ``p_error`` of ``draws`` simulations. ``decided`` and ``once_...`` are the same by decisions,
    ``None`` where these leave nothing to deal out.
    """

    named: tuple[State, ...]
    bound: int
    moved: int
    borders: int
    shared: int
    expected: float
    p_value: float
    p_error: float
    draws: int
    decided: int
    once_shared: int | None = None
    once_expected: float | None = None
    once_p_value: float | None = None
    once_p_error: float = 0.0


def named_states(subject: Subject) -> tuple[State, ...]:
    """Return the states on whose border exits may crowd: the neighbours, else the usual two.

    A register of other states may know neither.
    """
    found = states(subject)
    return tuple(found[code] for code in subject.towards or ADVERSARIES if code in found)


@fact("treaty", "towards")
def exits_by_border(subject: Subject) -> ByBorder | Unanswered:
    """Compare the states that border on the named ones with the others: how many go."""
    return _by_border(subject, subject.register)


@fact("treaty", "towards")
def claimed_by_border(subject: Subject) -> ByBorder | None:
    """Return the same with every suspension and exit that a state claims.

    ``None`` where that adds no state, or leaves nothing to compare.
    """
    register, code = subject.register, subject.treaty
    claims, named = register.read_as("state"), {state.code for state in named_states(subject)}
    wide = gone(claims, risk_worldwide(claims, code), suspended=True)["state"]
    plain = gone(register, risk_worldwide(register, code))["state"]
    added = set(wide) - set(plain) - named
    found = _by_border(subject, claims, suspended=True) if added else None
    if not isinstance(found, ByBorder):
        return None
    events = register.events
    acts = events[(events["treaty"] == code) & events["kind"].isin(_CLAIMS)]
    keys = tuple(acts[acts["state"].isin(added)]["event"])
    return replace(found, claiming=by_name(added, states(subject)), events=keys)


@fact("treaty", "towards")
def exits_side_by_side(subject: Subject) -> Joined | Unanswered:
    """Test whether states that go border on each other more than their border explains.

    Join counts on the graph of land borders among all states ever bound by the treaty, within
    strata: those that border on the named states, the others, the named. Leavers from one border
    region are neighbours of each other; only what exceeds that speaks of neighbours.
    """
    register, named = subject.register, named_states(subject)
    risk = risk_worldwide(register, subject.treaty)
    bound = sorted(set(risk.time["state"]))
    if not bound:
        return NEVER
    going = gone(register, risk)
    if len(going) < 2:
        return NOBODY if going.empty else Unanswered("only one state has left or given notice")
    codes = [state.code for state in named]
    strata = _strata(register, bound, codes)
    test = _joins(register, pd.Series(bound, index=bound), going["state"], strata)
    if test is None:
        return Unanswered("no two of the states ever bound by the treaty share a land border")
    if test.ways == 1 or not test.both.expected:
        return Unanswered("exits could not have fallen on more or fewer neighbours")
    once = _joins(register, pd.Series(_units(bound, going)), going["state"], strata)
    joined = _joined(register, named, test, going)
    if once is None or once.ways == 1:
        return joined
    return replace(
        joined,
        once_shared=once.both.observed,
        once_expected=once.both.expected,
        once_p_value=once.both.more.p_value,
        once_p_error=once.both.more.p_error,
    )


def _joined(
    register: Register, named: tuple[State, ...], test: JoinCounts, going: pd.DataFrame
) -> Joined:
    """Return the test by states; that by decisions is filled in where there is one."""
    both = test.both
    return Joined(
        basis=WORLD,
        named=named,
        bound=test.nodes,
        moved=test.marked,
        borders=test.edges,
        shared=both.observed,
        expected=both.expected,
        p_value=both.more.p_value,
        p_error=both.more.p_error,
        draws=both.more.draws,
        decided=count_decisions(going),
        events=_notices(going),
        sources=_border_sources(register),
    )


def _strata(register: Register, bound: Sequence[str], named: Sequence[str]) -> dict[str, int]:
    """Return for each state whether it is one of the named (2), borders on one (1) or not (0)."""
    near = set(land_borders(register.known, named)["state"])
    return {state: 2 if state in named else int(state in near) for state in bound}


def _by_border(
    subject: Subject, register: Register, *, suspended: bool = False
) -> ByBorder | Unanswered:
    named = named_states(subject)
    codes = [state.code for state in named]
    risk = risk_worldwide(register, subject.treaty)
    bound = sorted(set(risk.time["state"]) - set(codes))
    if not (named and bound):
        return NEVER if named else NAMELESS
    everyone = gone(register, risk, suspended=suspended)
    going = everyone[everyone["state"].isin(bound)]
    if going.empty:
        alone = Unanswered("nobody but the states named has left or given notice")
        return NOBODY if everyone.empty else alone
    table = pd.DataFrame({"unit": bound})
    table["near"] = table["unit"].isin(land_borders(register.known, codes)["state"])
    table["gone"] = table["unit"].isin(going["state"])
    if table["near"].nunique() < 2:
        none = "no state" if not table["near"].any() else "every state"
        return Unanswered(f"{none} ever bound by the treaty has such a border")
    table["unit"] = table["unit"].map(_units(bound, going))
    near, units = table[table["near"]], table.groupby("unit")[["near", "gone"]].any()
    test = _compare(table)
    return ByBorder(
        basis=WORLD,
        named=named,
        near=len(near),
        near_gone=int(near["gone"].sum()),
        far=len(table) - len(near),
        far_gone=int(table["gone"].sum() - near["gone"].sum()),
        estimate=test.odds_ratio.estimate,
        low=test.odds_ratio.low,
        high=test.odds_ratio.high,
        p_value=test.fisher,
        boschloo=test.boschloo,
        decided=count_decisions(going),
        once_p_value=_compare(units).fisher,
        events=_notices(going),
        sources=_border_sources(register),
    )


def risk_worldwide(register: Register, code: str) -> AtRisk:
    """Return the time at risk worldwide, and the exits."""
    return register.keep(
        ("at risk", code),
        lambda: at_risk(register.known, register.spells, register.day, treaty=code, region="world"),
    )


def _units(bound: Sequence[str], going: pd.DataFrame) -> dict[str, str]:
    """Return for each state the one that stands for its decision: the first by code."""
    units = {state: state for state in bound}
    for together in shared_decisions(going):
        units |= dict.fromkeys(together["state"], together["state"].min())
    return units


def _compare(table: pd.DataFrame) -> TwoGroups:
    near, far = table[table["near"]], table[~table["near"]]
    return compare_groups(int(near["gone"].sum()), len(near), int(far["gone"].sum()), len(far))


def _notices(going: pd.DataFrame) -> tuple[str, ...]:
    keys = [*going["step"], *going["event"]]
    return tuple(dict.fromkeys(key for key in keys if key))


def _border_sources(register: Register) -> tuple[str, ...]:
    return tuple(register.tables.borders["sources"].unique())


def _joins(
    register: Register, unit_of: pd.Series, going: pd.Series, strata: dict[str, int]
) -> JoinCounts | None:
    """Test the borders between units that go; ``None`` with one such unit or without a border.

    A unit belongs to the highest stratum of its states.
    """
    units = sorted(set(unit_of))
    marked = np.isin(units, unit_of[going])
    edges = _edges(register, unit_of)
    if marked.sum() < 2 or edges.empty:
        return None
    places = np.searchsorted(units, edges.to_numpy().astype(np.str_))
    own = pd.Series(strata).groupby(unit_of).max()
    return join_counts(places, marked, strata=own[units].to_numpy())


def _edges(register: Register, units: pd.Series) -> pd.DataFrame:
    """Return the land borders between units, each once."""
    borders = register.known.borders
    both = pd.DataFrame(
        {"a": borders["state_a"].map(units), "b": borders["state_b"].map(units)}
    ).dropna()
    both = both[both["a"] != both["b"]]
    ordered = pd.DataFrame(np.sort(both.to_numpy(), axis=1), columns=["a", "b"])
    return ordered.drop_duplicates(ignore_index=True)
