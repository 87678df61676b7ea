"""The register: who is bound by what on any day, and who is leaving.

>>> register = load_register().as_of("2025-04-16")
>>> register.status(treaty="apmbc", state="LVA")[["status", "stage"]].values.tolist()
[['party', 'parliament_approved']]
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pandas as pd

from analysis.checks import check_tables
from analysis.checks.geography import is_unmapped
from analysis.law import counts, names, regions, spells, status
from analysis.law.border import coverage_by_state, coverage_on, coverage_over_time
from analysis.law.changes import changes_between, changes_of_kind
from analysis.law.events import events_asked, history, kinds_asked
from analysis.law.explaining import Explanation, explain
from analysis.law.known import events_as_known, tables_as_known
from analysis.law.names import Names
from analysis.law.pipeline import pipeline
from analysis.measures.measured import Measured
from analysis.measures.scenario import read_exits, with_hypothetical
from analysis.store.handed import find_handed
from analysis.store.kept import Kept
from analysis.store.loading import Tables, read_tables, type_tables
from analysis.terms.acts import READINGS, Reading
from analysis.terms.days import Day, possible_day, to_day
from analysis.terms.errors import DataFaults

T = TypeVar("T")
Answer = TypeVar("Answer", covariant=True)


class Question(Protocol[Answer]):
    """What can be asked of a register: a fact about a treaty, a region, a state."""

    def ask(self, register: Register, **about: Any) -> Answer:
        """Return the answer as of the register's day."""
        ...


def load_register(folder: str | Path | None = None) -> Register:
    """Load the register from a data folder, checked, as of the data's vintage.

    ``folder`` defaults to the data that come with the package. Raises
    ``DataFaults`` with every fault of the data at once. A process that was handed the register
    of the folder (:mod:`analysis.store.handed`) has that one.
    """
    if isinstance(known := find_handed(folder), Register):
        return known
    raw = read_tables(folder)
    # A state that the map lacks is a fault of the data, but no number rests on it.
    if faults := [fault for fault in check_tables(raw) if not is_unmapped(fault)]:
        raise DataFaults(raw.folder, faults)
    tables = type_tables(raw)
    return Register(tables, tables.vintage)


@dataclass(frozen=True, repr=False, eq=False)
class Register(Measured):
    """All that was known on a day: events after it are unseen, what the law had scheduled shows.

    ``tables`` holds the whole data; ``day`` is the day as of which every question is answered;
    ``reading`` says how acts whose effect is contested are read. What it measures, such as
    :meth:`flows` and :meth:`exit_rates`, stands in :class:`analysis.measures.measured.Measured`.
    """

    tables: Tables
    day: pd.Timestamp
    reading: Reading = "depositary"
    kept: Kept | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        # Answers belong to their tables: a register of other tables begins with none.
        if self.kept is None or self.kept.tables is not self.tables:
            object.__setattr__(self, "kept", Kept(self.tables))

    def keep(self, question: Hashable, compute: Callable[[], T]) -> T:
        """Return the answer to a question; computed once for the day and the reading.

        ``question`` names all else that the answer depends on. Registers of other days that
        were made from this one share what is kept.
        """
        if self.kept is None:  # pragma: no cover - set when the register is made
            return compute()
        return self.kept.answer((question, self.day, self.reading), compute)

    def fact(self, question: Question[T], **about: Any) -> T:
        """Return the fact that answers a question about a treaty, a region, a state.

        ``register.fact(facts.border, treaty="apmbc", region="nato", towards="RUS,BLR")``; the
        questions are listed in :mod:`analysis.facts`, and what they are asked about are the
        parameters of :meth:`analysis.subject.subject.Subject.of`. Raises ``UnknownName``.
        """
        return question.ask(self, **about)

    def __repr__(self) -> str:
        treaties, version = len(self.tables.treaties), self.tables.version
        return (
            f"<Register as of {self.day:%Y-%m-%d}: {treaties} treaties,"
            f" {len(self.events)} events, data {version}>"
        )

    def _repr_html_(self) -> str:
        """Show the register in a notebook: its day, its size, and what can be asked."""
        rows = {
            "as of": f"{self.day:%Y-%m-%d}",
            "treaties": len(self.tables.treaties),
            "events": len(self.events),
            "data": f"{self.tables.version}, to {self.tables.vintage:%Y-%m-%d}",
            "reading": self.reading,
            "ask": "status, counts, pipeline, changes, coverage, flows, depth, exit_rates, fact",
        }
        cells = "".join(
            f"<tr><th style='text-align:left'>{name}</th>"
            f"<td style='text-align:left'>{escape(str(value))}</td></tr>"
            for name, value in rows.items()
        )
        return f"<table><caption>Register</caption>{cells}</table>"

    def as_of(self, day: Day) -> Register:
        """Return the register as it stood on a day.

        On a day after the data's vintage it holds only what the law had scheduled by then. Raises
        ``ImpossibleDay`` before 1900 and more than ten years after the vintage.
        """
        moment = possible_day(day, self.tables.vintage)
        return self if moment == self.day else replace(self, day=moment)

    def read_as(self, reading: Reading) -> Register:
        """Return the register under another reading of the contested acts.

        ``depositary`` (as the depositary lists the state), ``state`` (as the state that acted
        claims) or ``objectors`` (no contested act takes effect). Raises ``UnknownName``.
        """
        if reading not in READINGS:
            raise names.unknown("reading", reading, READINGS)
        return self if reading == self.reading else replace(self, reading=reading)

    def assuming(self, notices: str, treaty: str) -> Register:
        """Return the register with notices of withdrawal that have not been given.

        ``notices`` are states with the day of their notice, as ``NOR:2026-09-01``, joined by
        commas. Raises ``RollbackError`` that says why one could not have been given.
        """
        exits = read_exits(notices, names.find_treaty(self.tables, treaty))
        return replace(self, tables=with_hypothetical(self.tables, exits))

    @property
    def known(self) -> Tables:
        """The tables without the events after the day, and without what was not settled by then."""
        return self.keep("known", lambda: tables_as_known(self.tables, self.day))

    @property
    def events(self) -> pd.DataFrame:
        """The events up to the day: the columns of ``events.csv``, ``event`` and ``day``.

        ``effect`` is empty where it lies after the day and no notice names it.
        """
        return self.keep("events", lambda: events_as_known(self.known.events, self.day))

    @property
    def spells(self) -> pd.DataFrame:
        """The spells that follow from what was known.

        Columns: :data:`analysis.law.spells.COLUMNS`.
        """
        return self.keep("spells", lambda: spells.build_spells(self.known, self.reading))

    def status(
        self, *, treaty: Names = None, region: Names = None, state: Names = None
    ) -> pd.DataFrame:
        """Return one row per treaty and state: status, stage and the days behind them.

        Columns ``treaty``, ``state``, ``name``, ``status``, ``since`` and ``until`` (the first day
        outside) of the present spell, ``stage``, the dates ``signed``, ``deposited`` (with its
        ``deposit_kind``) and ``notified``, ``bound_from`` and ``bound_until`` as the clause
        schedules them, ``disputed`` and ``bound`` (``yes`` if the treaty is in force for the state
        on the day). A name is any in the register; several are joined by commas or a list. States
        with status ``none`` are listed when a region or a state is asked for. Raises
        ``UnknownName``.
        """
        treaty = None if treaty is None else tuple(self.codes(treaty))
        region = None if region is None else regions.short_name(self.tables, region)
        state = None if state is None else tuple(names.find_states(self.tables, state))
        if treaty is not None and region is not None and state is None:
            # Many regions are asked about one treaty: its whole table is made once.
            everyone = self.status_of_all(treaty=treaty)
            return everyone[everyone["state"].isin(self.members(region))].reset_index(drop=True)
        table = self.keep(
            ("status", treaty, region, state),
            lambda: status.status_table(
                self.known, self.spells, self.day, treaty=treaty, region=region, state=state
            ),
        )
        return table.copy(deep=False)

    def status_of_all(self, *, treaty: Names = None) -> pd.DataFrame:
        """Return :meth:`status` for every state of the register, also those that never acted.

        All treaties together take the time of two: whoever goes through them asks for all first.
        """
        treaty = None if treaty is None else tuple(self.codes(treaty))
        if (
            treaty is not None
            and self.kept
            and self.kept.knows((("status of all", None), self.day, self.reading))
        ):
            whole = self.status_of_all()
            return whole[whole["treaty"].isin(treaty)].reset_index(drop=True)
        table = self.keep(
            ("status of all", treaty),
            lambda: status.status_table(
                self.known, self.spells, self.day, treaty=treaty, everyone=True
            ),
        )
        return table.copy(deep=False)

    def counts(
        self, *, treaty: Names = None, region: Names = None, over_time: bool = False
    ) -> pd.DataFrame:
        """Return the numbers of signatories, contracting States, parties and leavers.

        Columns: :data:`analysis.law.counts.COLUMNS`; one row per treaty, or with ``over_time`` one
        per treaty and day on which a number changes.
        """
        region = None if region is None else regions.short_name(self.tables, region)
        codes = self.codes(treaty)
        if not over_time:
            return self.keep(
                ("counts", tuple(codes), region), lambda: self._counts(codes, region)
            ).copy()
        return pd.concat([self._over_time(code, region) for code in codes], ignore_index=True)

    def _over_time(self, treaty: str, region: str | None) -> pd.DataFrame:
        return self.keep(
            ("counts over time", treaty, region),
            lambda: counts.count_over_time(
                self.known, self._spells_of(treaty), treaty, self.day, region
            ),
        )

    def _counts(self, codes: Sequence[str], region: str | None) -> pd.DataFrame:
        asked = [(code, self.day) for code in codes]
        return counts.count_each(self.known, self.spells, asked, region)

    def _spells_of(self, treaty: str) -> pd.DataFrame:
        """Return the spells under one treaty, cut once for all of them."""
        parts = self.keep("spells by treaty", lambda: dict(iter(self.spells.groupby("treaty"))))
        found: pd.DataFrame = parts.get(treaty, self.spells.iloc[:0])
        return found

    def pipeline(self, *, treaty: Names = None, region: Names = None) -> pd.DataFrame:
        """Return one row per state on its way out, furthest first.

        Columns: :data:`analysis.law.pipeline.PIPELINE_COLUMNS`.
        """
        table = self.keep("pipeline", self._pipeline)
        table = table[table["treaty"].isin(self.codes(treaty))]
        if region is not None:
            table = table[table["state"].isin(self.members(region))]
        return table.reset_index(drop=True)

    def _pipeline(self) -> pd.DataFrame:
        held = spells.status_on(self.spells, self.day)
        return pipeline(self.known, self.spells, held, self.day)

    def changes(
        self,
        since: Day,
        until: Day | None = None,
        *,
        treaty: Names = None,
        region: Names = None,
        kind: Names = None,
    ) -> pd.DataFrame:
        """Return what happened after one day and up to another, as known at its end.

        Columns: :data:`analysis.law.changes.COLUMNS`. ``until`` defaults to the register's day;
        ``kind`` names the acts or the statuses reached that are asked about, such as ``withdrawn``.
        """
        at_end = self if until is None else self.as_of(until)
        table = changes_between(
            at_end.known, at_end.spells, to_day(since), at_end.day, at_end.reading
        )
        table = table[table["treaty"].isin(self.codes(treaty))]
        if region is not None:
            table = table[table["state"].isin(at_end.members(region))]
        if kind is not None:
            table = changes_of_kind(table, kind)
        return table.reset_index(drop=True)

    def coverage(
        self, *, treaty: str, region: Names, towards: Names, over_time: bool = False
    ) -> pd.DataFrame:
        """Return the kilometres of land border towards named states, bound and unbound.

        Columns: :data:`analysis.law.border.COLUMNS`.
        """
        measure = coverage_over_time if over_time else coverage_on
        return measure(self.known, self.spells, *self._border(treaty, region, towards), self.day)

    def coverage_by_state(self, *, treaty: str, region: Names, towards: Names) -> pd.DataFrame:
        """Return the border and status of each bordering member on the day, longest first."""
        asked = self._border(treaty, region, towards)
        return coverage_by_state(self.known, self.spells, *asked, self.day)

    def _border(self, treaty: str, region: Names, towards: Names) -> tuple[str, str, list[str]]:
        return (
            names.find_treaty(self.tables, treaty),
            regions.short_name(self.tables, region or "world"),
            names.find_states(self.tables, towards or ()),
        )

    def explain(self, state: str, treaty: str, on: Day | None = None) -> Explanation:
        """Return whether a state is bound by a treaty on a day, and by what: law, acts, sources.

        ``on`` is the register's day if left out; of a later one it tells what the law had
        scheduled. ``.sentence`` says it, ``.frame`` lists the acts with their sources,
        ``.as_json()`` holds both; a notebook shows a card. Raises ``UnknownName``.
        """
        pair = names.find_state(self.tables, state), names.find_treaty(self.tables, treaty)
        day = self.day if on is None else possible_day(on, self.tables.vintage)
        return explain(self, *pair, day)

    def events_with_sources(
        self,
        *,
        treaty: Names = None,
        state: Names = None,
        region: Names = None,
        kind: Names = None,
        since: Day | None = None,
        until: Day | None = None,
    ) -> pd.DataFrame:
        """Return the events up to the day, each with the publications it rests on.

        Columns ``event``, ``day``, ``date`` (as precise as the source), ``treaty``, ``state``,
        ``name``, ``kind``, ``actor``, ``body``, ``summary``, ``sources`` (keys, best rank first),
        ``source`` (the titles with their publishers) and ``confidence``. ``since`` and ``until``
        are the first and the last day; ``region`` its members on the register's day.
        """
        inside = None if region is None else self.members(region)
        return events_asked(
            self.known,
            treaties=None if treaty is None else self.codes(treaty),
            states=None if state is None else names.find_states(self.tables, state),
            inside=inside,
            kinds=None if kind is None else kinds_asked(kind),
            since=None if since is None else to_day(since),
            until=None if until is None else to_day(until),
        )

    def history(self, state: str, *, treaty: Names = None) -> pd.DataFrame:
        """Return where a state stood under each treaty over time, one row per spell.

        Columns ``treaty``, ``name``, ``status``, ``start`` and ``end`` (the first day after it;
        ``NaT`` while it lasts). Raises ``UnknownName``.
        """
        code = names.find_state(self.tables, state)
        return history(self.known, self.spells, code, self.codes(treaty), self.day)

    def members(self, region: str | Iterable[str]) -> list[str]:
        """Return the codes of the states that belong to a region on the day."""
        region = regions.short_name(self.tables, region)
        found = self.keep(
            # Of the whole tables: who belongs to a region is known of all days alike.
            ("members", region),
            lambda: regions.members(self.tables, region, self.day),
        )
        return list(found)

    def member_table(self, region: str | Iterable[str]) -> pd.DataFrame:
        """Return the members of a region on the day, one row each.

        Columns ``state``, ``name``, ``since`` and ``until`` (the first day after it) of the
        membership; ``since`` is ``NaT`` where no source says it. Raises ``UnknownName``.
        """
        return regions.member_table(self.known, regions.short_name(self.tables, region), self.day)

    def undated_members(self, region: str) -> list[str]:
        """Return the members of a region on the day of which no source gives the day of joining."""
        found = self.keep(
            ("undated members", region),
            lambda: regions.undated_members(self.known, region, self.day),
        )
        return list(found)

    def codes(self, treaty: Names = None) -> list[str]:
        """Return the codes of all treaties, or of those asked for by any of their names."""
        if treaty is None:
            return self.tables.treaties["code"].tolist()
        return names.find_treaties(self.tables, treaty)
