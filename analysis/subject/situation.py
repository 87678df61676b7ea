"""The situation a regional briefing describes: one region under one treaty on one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis.language.days import format_day
from analysis.language.english import with_article
from analysis.law import regions
from analysis.law.clauses import opening
from analysis.measures.scenario import hypothetical_events, read_exits, with_hypothetical
from analysis.register import Register
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.days import to_day
from analysis.terms.statuses import CONTRACTING, IN_FORCE, OPERATING


@dataclass(frozen=True, repr=False, eq=False)
class Situation:
    """What the register says about a region under a treaty on a day; everything else is derived.

    ``compare_to`` is the day of the last briefing, if there was one; ``towards`` names the
    states whose common border with the region is measured.
    """

    register: Register
    region: regions.Region
    treaty: pd.Series
    compare_to: pd.Timestamp | None
    towards: tuple[str, ...]

    @classmethod
    def of(
        cls,
        register: Register,
        *,
        region: str,
        treaty: str,
        compare_to: str = "",
        towards: str = "",
        scenario: str = "",
    ) -> Situation:
        """Return the situation as of the register's day.

        ``towards`` lists state codes joined by commas; ``scenario`` assumes further notices of
        withdrawal, as ``NOR:2026-09-01``, joined by commas. Raises ``UnknownName`` and, for
        notices that could not have been given, ``RollbackError``.
        """
        tables = register.tables
        if scenario:
            exits = read_exits(scenario, regions.find_treaty(tables, treaty))
            register = replace(register, tables=with_hypothetical(tables, exits))
        return cls(
            register=register,
            region=regions.find_region(tables, region),
            treaty=tables.treaty(regions.find_treaty(tables, treaty)),
            compare_to=to_day(compare_to) if compare_to else None,
            towards=tuple(
                regions.find_state(tables, code.strip())
                for code in towards.split(",")
                if code.strip()
            ),
        )

    @property
    def code(self) -> str:
        """The treaty's code."""
        return str(self.treaty["code"])

    @property
    def day(self) -> pd.Timestamp:
        """The as-of day."""
        return self.register.day

    @cached_property
    def assumed(self) -> pd.DataFrame:
        """The hypothetical notices that the situation assumes, by day: events, none as a rule."""
        return hypothetical_events(self.register.known).sort_values(["day", "state"])

    @property
    def opened(self) -> pd.Timestamp:
        """The day on which states could first act under the treaty."""
        return opening(self.treaty)

    @property
    def entered(self) -> pd.Timestamp | None:
        """The day on which the treaty entered into force, if it had by the as-of day."""
        day = self.treaty["entered_into_force"]
        return None if pd.isna(day) or day > self.day else day

    @property
    def ended(self) -> pd.Timestamp | None:
        """The day on which the treaty ended, if it had by the as-of day."""
        day = self.treaty["ended"]
        return None if pd.isna(day) or day > self.day else day

    @property
    def silent(self) -> str:
        """Why there is nothing to draw on this day; empty if there is."""
        if self.day < self.opened:
            verb = "adopted" if pd.isna(self.treaty["opened"]) else "open for signature"
            return f"the {self.treaty['noun']} was not {verb} before {format_day(self.opened)}"
        if self.status.empty:
            return f"there were no {self.region.states} on {format_day(self.day)}"
        return ""

    @cached_property
    def names(self) -> pd.Series:
        """The short name of each state by its code; those assumed to leave are marked."""
        names: pd.Series = self.register.tables.states.set_index("state")["short_name"]
        assumed = names.index.isin(self.assumed["state"])
        return names.where(~assumed, names + " (hypothetical)")

    @cached_property
    def said(self) -> pd.Series:
        """The name of each state as a sentence says it: "the United States"."""
        names: pd.Series = self.names.map(with_article)
        return names

    @cached_property
    def members(self) -> list[str]:
        """The states of the region on the day."""
        return self.register.members(self.region.slug)

    @cached_property
    def status(self) -> pd.DataFrame:
        """The status table of the region under the treaty, with short names."""
        table = self.register.status(treaty=self.code, region=self.region.slug)
        return table.assign(name=table["state"].map(self.names))

    @cached_property
    def related(self) -> pd.DataFrame:
        """The status table of the region under the other treaties of the same family."""
        treaties = self.register.tables.treaties
        kin = treaties[
            (treaties["family"] == self.treaty["family"]) & (treaties["code"] != self.code)
        ]
        tables = [
            self.register.status(treaty=code, region=self.region.slug) for code in kin["code"]
        ]
        table = pd.concat(tables, ignore_index=True) if tables else self.status.iloc[:0]
        return table.assign(name=table["state"].map(self.names))

    @cached_property
    def pipeline(self) -> pd.DataFrame:
        """The states of the region on their way out; steps as text."""
        table = self.register.pipeline(treaty=self.code, region=self.region.slug)
        return table.assign(name=table["state"].map(self.names))

    @cached_property
    def staying(self) -> pd.DataFrame:
        """The rows of :attr:`status` for states that have taken no step towards leaving."""
        return self.status[~self.status["state"].isin(self.pipeline["state"])].reset_index(
            drop=True
        )

    @cached_property
    def suspended(self) -> pd.DataFrame:
        """The rows of :attr:`status` for parties that have suspended the treaty."""
        return self.status[self.status["status"] == "suspended"].reset_index(drop=True)

    @cached_property
    def revoked(self) -> pd.DataFrame:
        """The rows of :attr:`pipeline` for states that have taken their consent back."""
        rows = self.pipeline
        gone = (rows["stage"] == "effective") & rows["effect"].isna()
        return rows[gone].reset_index(drop=True)

    @cached_property
    def bound(self) -> pd.DataFrame:
        """The rows of :attr:`status` for states the treaty binds."""
        return self.status[self.status["status"].isin(IN_FORCE)].reset_index(drop=True)

    @cached_property
    def consented(self) -> pd.DataFrame:
        """The rows of :attr:`status` for contracting States, in force for them or not."""
        return self.status[self.status["status"].isin(CONTRACTING)].reset_index(drop=True)

    @cached_property
    def counts(self) -> pd.DataFrame:
        """The worldwide counts over time, up to the day."""
        return self.register.counts(treaty=self.code, over_time=True)

    @cached_property
    def regional_counts(self) -> pd.DataFrame:
        """The counts of the region over time, by membership on each day."""
        return self.register.counts(treaty=self.code, region=self.region.slug, over_time=True)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """The border coverage over time; empty if the region does not border the named states."""
        if not self.towards or self.borderland.empty:
            return pd.DataFrame(columns=["day", "km", "km_bound", "km_unbound", "states_bound"])
        return self.register.coverage(
            treaty=self.code, region=self.region.slug, towards=self.towards, over_time=True
        )

    @cached_property
    def borderland(self) -> pd.DataFrame:
        """The bordering members on the day: ``state``, ``name``, ``km``, ``status``, ``bound``."""
        if not self.towards:
            return pd.DataFrame(columns=["state", "name", "km", "status", "bound"])
        return self.register.coverage_by_state(
            treaty=self.code, region=self.region.slug, towards=self.towards
        )

    @cached_property
    def scheduled_coverage(self) -> pd.DataFrame:
        """The coverage that running notices have already scheduled for days after the day.

        Columns ``day``, ``km_bound``, ``km_unbound``, ``states_bound`` (codes joined by ``;``).
        """
        rows = self.borderland
        spells = self.register.spells
        ends = spells[(spells["treaty"] == self.code) & (spells["status"] == "withdrawn")]
        due = ends[(ends["start"] > self.day) & ends["state"].isin(rows["state"])]
        table = []
        for day in sorted(due["start"].unique()):
            gone = due.loc[due["start"] <= day, "state"]
            left = rows[rows["status"].isin(OPERATING) & ~rows["state"].isin(gone)]
            km = round(left["km"].sum())
            unbound = round(rows["km"].sum()) - km
            table.append((day, km, unbound, ";".join(sorted(left["state"]))))
        return pd.DataFrame(table, columns=["day", "km_bound", "km_unbound", "states_bound"])

    @cached_property
    def changes(self) -> pd.DataFrame:
        """What happened in the region under the treaty since ``compare_to``."""
        since = self.compare_to if self.compare_to is not None else self.day
        return self.register.changes(since, treaty=self.code, region=self.region.slug)

    @cached_property
    def undated(self) -> pd.DataFrame:
        """Acts under the treaty that may have happened by the day, but whose day is not known.

        They are not counted yet: a date known to the month or year counts from its end.
        """
        events = self.register.tables.events
        rows = events[(events["treaty"] == self.code) & (events["day"] > self.day)]
        begins = (rows["date"] + "-01-01").str[:10]
        legal = rows["kind"].isin([*CONSENT_KINDS, "withdrawal_notified"])
        return rows[legal & (begins <= f"{self.day:%Y-%m-%d}") & (rows["date"].str.len() < 10)]
