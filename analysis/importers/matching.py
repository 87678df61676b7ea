"""Events of another's table against the register: which are new, and which it has otherwise.

A table need not be whole, so nothing is missing from it. Signatures, consents and withdrawals are
held against the act that stands in their place; any other act is there on its day or it is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.checks.dates import first_of, last_of
from analysis.importers.claims import Claim
from analysis.importers.difference import COLUMNS, SLOTS, Difference, as_table, compare
from analysis.store.loading import RawTables

#: Later than any event: a table has no day of its own.
_ALWAYS = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Event:
    """An event as a row of another's table has it.

    ``cells`` are those of ``events.csv`` by column, ``origins`` the columns of the table from which
    they come (``""`` for a value of the map).
    """

    row: int
    cells: dict[str, str]
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """Treaty, state, date and kind."""
        return tuple(self.cells.get(name, "") for name in ("treaty", "state", "date", "kind"))


@dataclass(frozen=True, slots=True)
class Matched:
    """The events of a table that the register lacks (``new``), and all differences as a table."""

    new: list[Event]
    table: pd.DataFrame
    remarks: tuple[str, ...]


def compare_events(events: Iterable[Event], raw: RawTables) -> Matched:
    """Return which events the register lacks or has otherwise.

    The table has the columns :data:`analysis.importers.difference.COLUMNS` and ``row``, the row of
    the other's table. A state about which something differs is left to a human.
    """
    held = raw.frames["events"]
    of_treaty: dict[str, list[Event]] = {}
    for event in events:
        of_treaty.setdefault(event.cells["treaty"], []).append(event)
    names = dict(
        zip(raw.frames["states"]["state"], raw.frames["states"]["short_name"], strict=True)
    )
    new: list[Event] = []
    tables = [pd.DataFrame(columns=[*COLUMNS, "row"])]
    remarks: list[str] = []
    for treaty, own in sorted(of_treaty.items()):
        pairs = _differences(own, held[held["treaty"] == treaty])
        table = as_table([one for one, _ in pairs], treaty, names)
        tables.append(table.assign(row=[event.row for _, event in pairs]))
        differing = {one.act.state for one, _ in pairs if one.change == "changed"}
        added = [event for one, event in pairs if one.change == "new"]
        new += [event for event in added if event.cells["state"] not in differing]
        for state in sorted({event.cells["state"] for event in added} & differing):
            remarks.append(
                f"{names.get(state, state)} ({treaty}): not added by itself, table and register"
                " differ about it"
            )
    return Matched(new, pd.concat(tables, ignore_index=True), tuple(remarks))


def _differences(events: list[Event], held: pd.DataFrame) -> list[tuple[Difference, Event]]:
    claims = {_claim(event): event for event in events}
    placed = [claim for claim in claims if claim.kind in SLOTS]
    found = [
        (one, claims[one.act])
        for one in compare(placed, held, _ALWAYS)
        if isinstance(one.act, Claim) and one.change in ("new", "changed")
    ]
    found += [
        (Difference("new", claim, claim.date), event)
        for claim, event in claims.items()
        if claim.kind not in SLOTS and not _is_held(claim, held)
    ]
    return sorted(found, key=lambda pair: pair[1].row)


def _claim(event: Event) -> Claim:
    cells = event.cells
    return Claim(cells["state"], cells["kind"], cells["date"], cells.get("effect", ""))


def _is_held(claim: Claim, held: pd.DataFrame) -> bool:
    own = held[(held["state"] == claim.state) & (held["kind"] == claim.kind)]
    return any(
        first_of(date) <= last_of(claim.date) and first_of(claim.date) <= last_of(date)
        for date in own["date"]
    )
