"""The importer of another's table of events: a CSV file, and the map that says what it means."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from analysis.importers.faults import SourceFaults
from analysis.importers.mapping import DAYS, Origin, TableMap, read_map
from analysis.importers.matching import Event, compare_events
from analysis.importers.protocol import Option, Proposal
from analysis.importers.tabular import Sheet, read_sheet
from analysis.importers.writing import Row, faults_of_rows
from analysis.law.names import find_state, find_treaty
from analysis.store.loading import RawTables, type_tables
from analysis.terms.errors import Fault, UnknownName

#: How days are written where a map does not say.
_ISO = ("%Y-%m-%d", "%Y-%m", "%Y")


class MappedCsv:
    """Reads a CSV file of events by a map."""

    summary = "Read a table of events, by a map of its columns."
    source = "FILE"
    details = (
        "The map is a TOML file that says which column is which, what other words and days mean,"
        " and from which source the rows come; docs/importing.md shows one. Every fault of file"
        " and map is told at once, and the rows are tried against all rules, with or without"
        " --apply."
    )
    options = (Option("map", "The map of its columns (TOML).", metavar="FILE", kind="file"),)

    def propose(self, source: Path, raw: RawTables, options: Mapping[str, str]) -> Proposal:
        """Return which events of the table the register lacks, or has otherwise."""
        table_map = read_map(Path(options["map"]), raw)
        sheet = read_sheet(source, table_map.encoding, table_map.delimiter)
        events = _events(sheet, table_map, Path(options["map"]), raw)
        compared = compare_events(events, raw)
        rows = _rows(compared.new, table_map, raw)
        faults = _faults(rows, compared.new, sheet, raw)
        if own := [fault for fault in faults if fault.file == sheet.file.name]:
            raise SourceFaults(source, own)
        known = len(events) - len(compared.table)
        return Proposal(
            subject=f"{source.name}, acts read {len(events)}, of them known {known}",
            table=compared.table,
            rows=rows,
            remarks=(*compared.remarks, *(f"--apply would bring a fault: {one}" for one in faults)),
            counted=("new", "changed"),
        )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads cells by a map, and gathers what is wrong with them."""

    sheet: Sheet
    raw: RawTables
    faults: list[Fault]

    def cell(self, number: int, row: dict[str, str], column: str, origin: Origin) -> str:
        """Return a cell of an event, ``""`` where it is empty or wrong."""
        if origin.column is None:
            found = origin.value or ""
            return self._named(number, column, found, origin) if origin.names else found
        written = row[origin.column]
        if not written:
            return ""
        if origin.names:
            return self._named(number, origin.column, written, origin)
        if origin.words is not None:
            return self._word(number, origin.column, written, origin.words)
        if column in DAYS:
            return self._day(number, origin.column, written, origin.formats or _ISO)
        return written

    def fault(self, number: int, column: str, value: str, rule: str, remedy: str) -> str:
        """Note a fault once, however many acts a row holds; return an empty cell."""
        fault = Fault(self.sheet.file.name, number, column, value, rule, remedy)
        if fault not in self.faults:
            self.faults.append(fault)
        return ""

    def _named(self, number: int, column: str, written: str, origin: Origin) -> str:
        find = find_state if origin.names == "state" else find_treaty
        try:
            return find(type_tables(self.raw), written)
        except UnknownName as error:
            rule, _, hint = str(error).partition("; ")
            end = "" if hint.endswith(("?", ".")) or not hint else "."
            remedy = "Correct it, add the name to aliases.csv of the data, or skip the row."
            told = f"{hint[:1].upper()}{hint[1:]}{end} {remedy}".strip()
            return self.fault(number, column, written, rule, told)

    def _word(self, number: int, column: str, written: str, words: Mapping[str, str]) -> str:
        folded = {word.casefold(): meant for word, meant in words.items()}
        if written.casefold() in folded:
            return folded[written.casefold()]
        near = difflib.get_close_matches(written, words, n=1)
        hint = f" The nearest is {near[0]!r}." if near else ""
        rule = "the map does not say what this word means"
        return self.fault(number, column, written, rule, f"Add it to words, or skip it.{hint}")

    def _day(self, number: int, column: str, written: str, formats: Sequence[str]) -> str:
        for form in formats:
            try:
                day = datetime.strptime(written, form)
            except ValueError:
                continue
            precision = "%Y-%m-%d" if "%d" in form or "%j" in form else "%Y-%m"
            return day.strftime(precision if "%m" in form or "%b" in form.lower() else "%Y")
        rule = f"no day in the form {' or '.join(formats)}"
        return self.fault(number, column, written, rule, "Correct it, or add its form to formats.")


def _events(sheet: Sheet, table_map: TableMap, file: Path, raw: RawTables) -> list[Event]:
    """Return the events of a table; raises with every fault of its header and cells."""
    if faults := list(_missing(sheet, table_map, file)):
        raise SourceFaults(sheet.file, faults)
    reader = _Reader(sheet, raw, [])
    events = [
        event
        for number, row in sheet.rows
        if not any(row[skip.column] in skip.words for skip in table_map.skip)
        for event in _of_row(reader, number, row, table_map)
    ]
    if not reader.faults:
        _note_twice(reader, events)
    if reader.faults:
        raise SourceFaults(sheet.file, reader.faults)
    return events


def _of_row(
    reader: _Reader, number: int, row: dict[str, str], table_map: TableMap
) -> Iterator[Event]:
    several = len(table_map.event) > 1
    for origins in table_map.events():
        date = origins["date"].column
        # Where acts stand side by side, a state has those whose day is filled in.
        if several and date is not None and not row[date]:
            continue
        cells = {name: reader.cell(number, row, name, one) for name, one in origins.items()}
        # Where a cell is wrong no event is kept at all: see the end of _events.
        yield Event(number, cells, {name: one.column or "" for name, one in origins.items()})


def _missing(sheet: Sheet, table_map: TableMap, file: Path) -> Iterator[Fault]:
    for where, column in table_map.named():
        if column not in sheet.header:
            near = difflib.get_close_matches(column, sheet.header, n=1)
            known = near[0] if near else ", ".join(sheet.header)
            rule = f"{sheet.file.name} has no such column"
            yield Fault(file.name, None, where, column, rule, f"It has {known}.")


def _note_twice(reader: _Reader, events: list[Event]) -> None:
    first: dict[tuple[str, ...], int] = {}
    for event in events:
        if (place := first.setdefault(event.key, event.row)) != event.row:
            rule = f"row {place} holds the same act"
            reader.fault(event.row, "", " ".join(event.key), rule, "Delete one of the two rows.")


def _rows(new: list[Event], table_map: TableMap, raw: RawTables) -> dict[str, list[Row]]:
    cited = {key for event in new for key in event.cells["sources"].split(";")}
    known = set(raw.frames["sources"]["source"])
    own = [row for row in table_map.sources if row["source"] in cited - known]
    return {"sources": list(own), "events": [event.cells for event in new]}


def _faults(
    rows: Mapping[str, list[Row]], new: list[Event], sheet: Sheet, raw: RawTables
) -> list[Fault]:
    """Return which rules new rows would break, each at the row of the table it comes from."""
    if not new:
        return []
    faults, events = faults_of_rows(raw, rows)
    from_row = {event.key: event for event in new}
    columns = events[["treaty", "state", "date", "kind"]].itertuples(index=False, name=None)
    keys = dict(zip(events.index, columns, strict=True))
    at_home = []
    for fault in faults:
        own = fault.file == "events.csv" and fault.row is not None
        event = from_row.get(keys.get(fault.row, ())) if own else None
        if event is not None:
            column = event.origins.get(fault.column) or fault.column
            fault = replace(fault, file=sheet.file.name, row=event.row, column=column)
        at_home.append(fault)
    return at_home
