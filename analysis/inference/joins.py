"""Whether those that left border on each other more than chance would have it: join counts."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.inference.results import (
    DRAWS,
    SEED,
    Chance,
    Counts,
    Flags,
    check_lengths,
    exact_p,
    simulated_p,
)
from analysis.terms.errors import RollbackError

#: Up to so many ways to deal out the marks all are looked at, and the p-value is exact.
_ALL_WAYS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCount:
    """One kind of border: how many there are, how many chance gives, and how often as many.

    ``more`` tests for at least as many as seen, ``fewer`` for at most as many.
    """

    observed: int
    expected: float
    more: Chance
    fewer: Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCounts:
    """Borders by how many of their two sides have the attribute: both, one or none.

    ``nodes`` of which ``marked`` have it, joined by ``edges``; the marks can be dealt out in so
    many ``ways``.
    """

    both: JoinCount
    one: JoinCount
    none: JoinCount
    nodes: int
    marked: int
    edges: int
    ways: int
    method: str

    @property
    def p_value(self) -> float:
        """How probable it is that chance alone joins as many marked nodes with each other."""
        return self.both.more.p_value

    def __str__(self) -> str:
        both = self.both
        return f"{both.observed} joins against {both.expected:.2f} expected: {both.more}"


def join_counts(
    edges: npt.ArrayLike,
    marked: npt.ArrayLike,
    *,
    at_risk: npt.ArrayLike | None = None,
    strata: npt.ArrayLike | None = None,
    permutations: int = DRAWS,
    seed: int = SEED,
) -> JoinCounts:
    """Count the edges between two marked nodes, and test whether chance would join as many.

    ``edges`` has two columns, the places of the nodes in ``marked``; each edge stands once, in
    either direction. Join counts of Moran 1948 under permutation (Cliff and Ord 1981): the
    marks are dealt out anew among the nodes ``at_risk`` (all unless given; the others and
    their edges are left out), with ``strata`` only among nodes of one stratum, which holds
    fixed how many are marked in each. Where there are few ways to deal them out (up to 50 000),
    all are looked at and the p-value is exact; otherwise so many ``permutations`` are drawn.
    Raises ``RollbackError`` for edges that lead nowhere, to their own start or stand twice, for a
    marked node that was not at risk, and when no edge is left.

    >>> square = [(0, 1), (1, 2), (2, 3), (3, 0)]
    >>> join_counts(square, [True, True, False, False]).both.observed
    1
    """
    flags = np.asarray(marked, dtype=bool)
    kept = np.ones(len(flags), dtype=bool) if at_risk is None else np.asarray(at_risk, dtype=bool)
    groups = np.zeros(len(flags)) if strata is None else np.asarray(strata)
    check_lengths(marked=flags, at_risk=kept, strata=groups)
    if (flags & ~kept).any():
        place = int(np.flatnonzero(flags & ~kept)[0])
        raise RollbackError(f"node {place} is marked but was not at risk; correct one of the two")
    pairs = _edges_between(edges, kept)
    flags, labels = flags[kept], np.unique(groups[kept], return_inverse=True)[1]
    seen = (int(counts[0]) for counts in _count(flags[None, :], pairs))
    expected = _expected(flags, labels, pairs)
    ways = _ways(flags, labels)
    exact = ways <= _ALL_WAYS
    dealt = _every_deal(flags, labels) if exact else _deal(flags, labels, permutations, seed)
    drawn = _count(dealt, pairs)
    both, one, none = (_against(*kind, exact) for kind in zip(seen, expected, drawn, strict=True))
    return JoinCounts(
        both=both,
        one=one,
        none=none,
        nodes=len(flags),
        marked=int(flags.sum()),
        edges=len(pairs),
        ways=ways,
        method="join counts" + ("" if strata is None else ", permuted within strata"),
    )


def _edges_between(edges: npt.ArrayLike, kept: Flags) -> Counts:
    """Return the edges among the nodes that are kept, by their places among these."""
    pairs = np.asarray(edges, dtype=np.int64)
    if not pairs.size or pairs.ndim != 2 or pairs.shape[1] != 2:
        raise RollbackError("edges are a table of two columns, one row each; give at least one")
    if pairs.min() < 0 or pairs.max() >= len(kept):
        raise RollbackError(f"an edge leads to no node; nodes are numbered 0 to {len(kept) - 1}")
    pairs = np.sort(pairs, axis=1)
    if (pairs[:, 0] == pairs[:, 1]).any() or len(np.unique(pairs, axis=0)) < len(pairs):
        raise RollbackError("an edge stands twice or joins a node with itself; give each once")
    pairs = pairs[kept[pairs].all(axis=1)]
    if not len(pairs):
        raise RollbackError("no edge joins two nodes at risk; there is nothing to count")
    return np.asarray(np.cumsum(kept)[pairs] - 1, dtype=np.int64)


def _ways(marked: Flags, labels: npt.NDArray[np.intp]) -> int:
    """Return in how many ways the marks can be dealt out, each stratum keeping its number."""
    sizes = np.bincount(labels).tolist()
    chosen = np.bincount(labels[marked], minlength=len(sizes)).tolist()
    return math.prod(math.comb(size, some) for size, some in zip(sizes, chosen, strict=True))


def _every_deal(marked: Flags, labels: npt.NDArray[np.intp]) -> Flags:
    """Return one row of marks for each way to deal them out."""
    strata = [np.flatnonzero(labels == label) for label in range(int(labels.max()) + 1)]
    parts = [itertools.combinations(nodes, int(marked[nodes].sum())) for nodes in strata]
    every = [list(itertools.chain(*choice)) for choice in itertools.product(*parts)]
    dealt = np.zeros((len(every), len(marked)), dtype=bool)
    dealt[np.arange(len(every))[:, None], np.array(every, dtype=np.int64)] = True
    return dealt


def _deal(marked: Flags, labels: npt.NDArray[np.intp], permutations: int, seed: int) -> Flags:
    """Return one row of marks per permutation, each stratum with as many as it had."""
    rng = np.random.default_rng(seed)
    drawn = np.empty((permutations, len(marked)), dtype=bool)
    for label in range(int(labels.max()) + 1):
        members = np.flatnonzero(labels == label)
        drawn[:, members] = rng.permuted(np.tile(marked[members], (permutations, 1)), axis=1)
    return drawn


def _expected(
    marked: Flags, labels: npt.NDArray[np.intp], pairs: Counts
) -> tuple[float, float, float]:
    """Return how many edges of each kind all permutations bring on average."""
    sizes, chosen = np.bincount(labels), np.bincount(labels, weights=marked)
    share = (chosen / sizes)[labels]
    # One mark dealt out, a second falls on another node of the stratum a little less often.
    second = ((chosen - 1) / np.maximum(sizes - 1, 1))[labels]
    first, other = pairs.T
    together = np.where(labels[first] == labels[other], second[other], share[other])
    both = float((share[first] * together).sum())
    one = float((share[first] + share[other]).sum()) - 2 * both
    return both, one, len(pairs) - both - one


def _count(marked: Flags, pairs: Counts) -> tuple[Counts, Counts, Counts]:
    """Return, for each row of marks, the edges with two, one and no end marked."""
    sides = [np.ascontiguousarray(marked.T)[pairs[:, side]] for side in (0, 1)]
    both, one = (sides[0] & sides[1]).sum(axis=0), (sides[0] ^ sides[1]).sum(axis=0)
    return both, one, len(pairs) - both - one


def _against(observed: int, expected: float, drawn: Counts, exact: bool) -> JoinCount:
    p_of = exact_p if exact else simulated_p
    return JoinCount(
        observed=observed,
        expected=expected,
        more=p_of(drawn >= observed),
        fewer=p_of(drawn <= observed),
    )
