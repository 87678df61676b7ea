"""How deep, how fast: the fall from the peak, and how long leaving takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

import pandas as pd

from analysis.law.regions import memberships
from analysis.measures.commitments import commitments_over_time, depth_of_rollback
from analysis.measures.decisions import exits_with_decisions
from analysis.measures.exposure import at_risk
from analysis.measures.flows import flows_by_year
from analysis.measures.lags import lags_of_leaving
from analysis.measures.scope import Treaties
from analysis.register import Register
from analysis.sections.rates.facts import rates
from analysis.store.loading import rows_of
from analysis.subject.situation import Situation
from analysis.subject.unanswered import INVASION
from analysis.terms.acts import CONSENT_KINDS, STATE_ACTORS
from analysis.terms.statuses import GOING

#: The steps of leaving whose length is told: name, first step, second step.
STEPS = (
    ("announcement to vote in parliament", "announced", "voted"),
    ("vote in parliament to notice", "voted", "notified"),
    ("first step to notice", "begun", "notified"),
    ("notice to effect", "notified", "effect"),
)
#: The counter-movement: acts by which states come in, stay, or stand up against an exit.
MOVES = {
    **dict.fromkeys(CONSENT_KINDS, "joined"),
    "withdrawal_rejected": "stayed",
    "objection": "objected",
}
LAG_COLUMNS = ["step", "states", "median", "shortest", "longest", "legal_low", "legal_high"]


def depth(
    register: Register,
    *,
    treaty: Treaties = None,
    region: str = "world",
    by: Literal["treaty", "family", "all"] = "treaty",
) -> pd.DataFrame:
    """Return how far commitments have fallen from their peak, in a region and in the world.

    The rows of :func:`analysis.measures.commitments.depth_of_rollback`, in its columns: first
    the region, then the world, each by treaty, by family or taken together. Raises
    ``UnknownName``.
    """
    regions = list(dict.fromkeys((region, "world")))
    parts = [
        depth_of_rollback(
            register.known, register.spells, register.day, treaty=treaty, region=one, by=by
        )
        for one in regions
    ]
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True, repr=False, eq=False)
class Depth:
    """The depth and the speed of rollback in a situation; each part is computed once.

    ``since`` is the day before and after which rates are told.
    """

    situation: Situation
    since: pd.Timestamp = INVASION

    @cached_property
    def peaks(self) -> dict[str, Any]:
        """The peak and the fall under the treaty, by region: its own and ``world``.

        Rows of :func:`depth`, with its columns as attributes.
        """
        now = self.situation
        table = depth(now.register, treaty=now.code, region=now.region.slug)
        return {row.region: row for row in rows_of(table)}

    @cached_property
    def rates(self) -> pd.DataFrame:
        """Exits per 100 party-years; columns of :func:`analysis.sections.rates.facts.rates`."""
        now = self.situation
        return rates(now.register, treaty=now.code, region=now.region.slug, since=self.since)

    @cached_property
    def suspended(self) -> dict[str, int]:
        """How many states have suspended the treaty on the day, by region as in ``peaks``."""
        now, status = self.situation, self.situation.register.status(treaty=self.situation.code)
        states = status[status["status"] == "suspended"]["state"]
        return {now.region.slug: int(states.isin(now.members).sum())} | {"world": len(states)}

    @cached_property
    def commitments(self) -> pd.DataFrame:
        """The commitments of the region under all treaties, on each day of a change."""
        register = self.situation.register
        return commitments_over_time(
            register.known, register.spells, register.day, region=self.situation.region.slug
        )

    @cached_property
    def withdrawn_since_peak(self) -> int:
        """Withdrawals of members from any treaty since commitments per member were highest."""
        register, table = self.situation.register, self.commitments.dropna(subset=["per_member"])
        if table.empty:
            return 0
        highest = table[table["per_member"] == table["per_member"].max()]["day"].iloc[-1]
        risk = at_risk(
            register.known,
            register.spells,
            register.day,
            region=self.situation.region.slug,
            window=(highest + pd.Timedelta(days=1), None),
        )
        return len(risk.exits)

    @cached_property
    def lags(self) -> pd.DataFrame:
        """The days between the steps of each state of the region on its way out.

        Columns of :func:`analysis.measures.lags.lags_of_leaving`. A state whose notice the
        register's reading does not recognise is not on its way out.
        """
        register, now = self.situation.register, self.situation
        table = lags_of_leaving(
            register.known, register.spells, register.day, treaty=now.code, region=now.region.slug
        )
        unread = (now.pipeline["effect_basis"] == "disputed") & ~now.pipeline["status"].isin(GOING)
        return table[~table["state"].isin(now.pipeline.loc[unread, "state"])]

    @cached_property
    def lag_summary(self) -> pd.DataFrame:
        """Median and range of each step in days, where at least one state has dated both ends.

        Columns ``step``, ``states``, ``median``, ``shortest``, ``longest``, and for notice to
        effect ``legal_low`` to ``legal_high``, the least that the clause asks of these notices.
        """
        rows = [_lag_row(self.lags, *step) for step in STEPS]
        table = pd.DataFrame([row for row in rows if row[1]], columns=LAG_COLUMNS)
        return table.astype({name: "Int64" for name in ("states", *LAG_COLUMNS[3:])})

    @cached_property
    def memberships(self) -> pd.Series:
        """How long those of the region that left had been bound, in days."""
        left = self.lags[self.lags["effect"] <= self.situation.day]
        return left["membership"].dropna().astype("float64")

    @cached_property
    def exits(self) -> pd.DataFrame:
        """The exits from the region with the notices behind them.

        Columns of :func:`analysis.measures.decisions.exits_with_decisions`.
        """
        return self._exits_from(self.situation.region.slug)

    def withdrawn_since(self, region: str, day: pd.Timestamp) -> int:
        """Return how many states of a region left the treaty on a day or after it."""
        return int((self._exits_from(region)["day"] >= day).sum())

    def _exits_from(self, region: str) -> pd.DataFrame:
        return _exits_under(self.situation.register, self.situation.code, region)

    @property
    def first_recent_year(self) -> int:
        """The year of ``since``, or four years back while that day lies ahead."""
        day = self.situation.day
        return int(self.since.year if day >= self.since else day.year - 4)

    @cached_property
    def flows(self) -> pd.Series:
        """What came and went worldwide from the first recent year on, added up.

        The columns of :func:`analysis.measures.flows.flows_by_year` that count.
        """
        register = self.situation.register
        table = flows_by_year(
            register.known,
            register.spells,
            register.day,
            treaty=self.situation.code,
            region="world",
        )
        recent = table[table["year"] >= self.first_recent_year]
        totals: pd.Series = recent.drop(columns=["treaty", "year"]).sum()
        return totals

    @cached_property
    def countermoves(self) -> pd.DataFrame:
        """Acts against the exits worldwide in the recent years, one of each state and move.

        Rows of the events with ``move``: ``joined`` (consent to be bound), ``objected`` and
        ``stayed`` (a decision not to leave, by a state that is not on its way out).
        """
        register, code = self.situation.register, self.situation.code
        events = register.events
        states = memberships(register.known, "world")["state"]
        own = events[(events["treaty"] == code) & events["state"].isin(states)]
        recent = own[own["day"] >= pd.Timestamp(self.first_recent_year, 1, 1)]
        moves = recent.assign(move=recent["kind"].map(MOVES))
        moves = moves[moves["move"].notna() & moves["actor"].isin(STATE_ACTORS)]
        leaving = register.pipeline(treaty=code)["state"]
        went = (moves["move"] == "stayed") & moves["state"].isin(leaving)
        first = moves[~went].sort_values("day").drop_duplicates(["state", "move"])
        return first.reset_index(drop=True)


@lru_cache(maxsize=16)
def _exits_under(register: Register, treaty: str, region: str) -> pd.DataFrame:
    risk = at_risk(register.known, register.spells, register.day, treaty=treaty, region=region)
    return exits_with_decisions(register, risk.exits)


def depth_of(situation: Situation, since: pd.Timestamp = INVASION) -> Depth:
    """Return the depth of a situation; asked again, the same one with what it has computed."""
    return _depth_of(situation, since)


# Defaults would make two keys of one question, so the cache has none.
_depth_of = lru_cache(maxsize=8)(Depth)


def _lag_row(lags: pd.DataFrame, step: str, first: str, second: str) -> tuple[object, ...]:
    days = (lags[second] - lags[first]).dt.days
    # Where the notice is the first step on record, nothing led up to it.
    known = days[days > 0] if first == "begun" else days[days >= 0]
    if known.empty:
        return step, 0, None, None, None, None, None
    least = lags.loc[known.index, "legal_minimum"] if second == "effect" else known.iloc[:0]
    legal = (least.min(), least.max()) if least.notna().any() else (None, None)
    return step, len(known), known.median(), known.min(), known.max(), *legal
