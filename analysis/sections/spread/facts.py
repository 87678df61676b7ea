"""Where every region stands under a treaty on the day, and which of them have something to say.

A region has something to say under a treaty if, of at least :data:`LEAST` members whom the treaty
could bind, one is leaving, has left, has suspended it or has taken a step; or if one has consented
and is not bound yet, of a treaty in force; or if the share that is bound lies at least
:data:`APART` away from that of all other states. What a treaty that has ended has come to, and
what holds in the whole world, is told by the briefing of the treaty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from analysis.law.pipeline import leaving_steps
from analysis.law.possible import possible_members
from analysis.law.regions import list_regions
from analysis.law.spells import status_on
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.gaps import gaps
from analysis.subject.setting import Treaty, treaty
from analysis.subject.subject import Subject
from analysis.terms.statuses import CONTRACTING, IN_FORCE, Status

#: A region in which a treaty could bind fewer states than these is told state by state.
LEAST = 3
#: A share that differs by so much is worth a page, among at least so many states.
APART, AMONG = 0.5, 5
#: What can be said of a region, the gravest first; from ``whole`` on it is nothing of its own.
Says = Literal[
    "leaving", "steps", "pending", "apart", "whole", "unopened", "ended", "few", "alike"
]  # fmt: skip
SILENT: tuple[Says, ...] = ("whole", "unopened", "ended", "few", "alike")


@dataclass(frozen=True, slots=True)
class Spot:
    """One region under the treaty on the day.

    ``counts`` has how many of the members that the treaty could bind stand in each status;
    ``steps`` how many have taken a step towards leaving; ``others`` and ``others_bound`` are the
    states outside the region, of whom the treaty could bind the first and binds the second. Of a
    treaty that never entered into force those who have consented stand for those it binds.
    """

    region: str
    name: str
    says: Says
    counts: Mapping[Status, int]
    steps: int
    bound: int
    others: int
    others_bound: int

    @property
    def possible(self) -> int:
        """How many members the treaty could bind."""
        return sum(self.counts.values())

    @property
    def silent(self) -> bool:
        """Whether there is nothing to say of it that another briefing does not."""
        return self.says in SILENT

    @property
    def status(self) -> Status:
        """The status that stands for the region: the gravest of any member, else the nearest."""
        order: tuple[Status, ...] = (
            *("withdrawn", "withdrawing", "suspended"),
            *("party", "contracting", "signatory"),
        )
        return next((one for one in order if self.counts.get(one)), "none")


@dataclass(frozen=True, kw_only=True)
class Spread(Fact):
    """Every region under the treaty, in the order of the register; none that has no members."""

    of: Treaty
    spots: tuple[Spot, ...]


@fact("treaty")
def spread(subject: Subject) -> Spread:
    """Return where every region stands under the treaty on the day."""
    register, own = subject.register, treaty(subject)
    could = possible_members(register.known, subject.treaty)
    regions = [(region.slug, region.name) for region in list_regions(register.tables)]
    within = {slug: subject.within(slug).members for slug, _ in regions}
    there = [(*region, codes) for region in regions if (codes := within[region[0]])]
    everyone = _possible(within["world"], could)
    # Nothing is learnt of regions under a treaty that has ended.
    statuses, steps = ({}, frozenset()) if own.ended else _statuses(subject)
    count = IN_FORCE if own.entered else CONTRACTING
    bound = {code for code in everyone if statuses.get(code) in count}
    spots = []
    for slug, name, codes in there:
        members = _possible(codes, could)
        rest = everyone - members
        counts = Counter(statuses.get(code, "none") for code in sorted(members))
        moved = {code for code in members & steps if statuses.get(code) != "withdrawn"}
        here = (counts, len(moved), len(members & bound), len(rest), len(rest & bound))
        spot = Spot(slug, name, "alike", *here)
        before = subject.day.date() < own.opened
        spots.append(replace(spot, says=_says(spot, own, before=before)))
    return Spread(basis=TODAY, of=own, spots=tuple(spots), sources=own.sources)


def _possible(members: Collection[str], could: frozenset[str] | None) -> frozenset[str]:
    return frozenset(members) if could is None else frozenset(members) & could


def _statuses(subject: Subject) -> tuple[dict[str, Status], frozenset[str]]:
    """Return the status of each state under the treaty, and who has taken a step to leave it."""
    register, code = subject.register, subject.treaty
    held = status_on(register.spells, subject.day)
    held = held[held["treaty"] == code]
    found = {row.state: cast(Status, row.status) for row in rows_of(held)}
    # A suspension that is documented without its day counts as one.
    for state in gaps(subject).suspended:
        if found.get(state.code) == "party":
            found[state.code] = "suspended"
    events = register.events
    steps = leaving_steps(events[events["treaty"] == code])
    return found, frozenset(steps["state"])


def _says(spot: Spot, own: Treaty, *, before: bool) -> Says:
    """Say what there is to say of a region, the gravest first."""
    if before:
        return "unopened"
    if own.ended is not None:
        return "ended"
    if spot.possible < LEAST:
        return "few"
    if spot.region == "world":
        return "whole"
    if any(spot.counts.get(status) for status in ("withdrawn", "withdrawing", "suspended")):
        return "leaving"
    if spot.steps:
        return "steps"
    if own.entered and spot.counts.get("contracting"):
        return "pending"
    return "apart" if _apart(spot) else "alike"


def _apart(spot: Spot) -> bool:
    if not spot.others or spot.possible < AMONG:
        return False
    difference = spot.bound / spot.possible - spot.others_bound / spot.others
    return abs(difference) >= APART
