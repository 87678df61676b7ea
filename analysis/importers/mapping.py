"""A map: which column of another's table is which column of ``events.csv``.

It is a TOML file; docs/importing.md shows one. ``columns`` says where each column of an event comes
from; where a row of the table holds several acts, side by side, each ``event`` says what is its
own. ``sources`` are rows for ``sources.csv``, ``skip`` names rows that are no events.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.importers.faults import SourceFaults
from analysis.store.loading import RawTables
from analysis.terms.errors import Fault

#: Columns of ``events.csv`` that hold days.
DAYS = ("date", "effect")
#: Columns without which nothing is an event with a source, whatever the register declares.
KEY = ("treaty", "state", "date", "kind", "sources")


class Shape(BaseModel):
    """What all parts of a map share: a word that is not known is a fault, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Origin(Shape):
    """Where a column of an event comes from: a column of the table, or one value for all rows.

    ``names`` reads states or treaties by any of their names, ``words`` other people's words,
    ``formats`` their days (as in Python's strptime; one without a day gives a month or a year).
    """

    column: str | None = Field(default=None, alias="from")
    value: str | None = None
    names: Literal["state", "treaty"] | None = None
    words: dict[str, str] | None = None
    formats: list[str] | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Origin:
        if (self.column is None) == (self.value is None):
            raise ValueError("it needs either from (a column of the table) or value, not both")
        if sum(how is not None for how in (self.names, self.words, self.formats)) > 1:
            raise ValueError("it takes one of names, words and formats")
        if self.value is not None and (self.words or self.formats):
            raise ValueError("words and formats read a column: with value they do nothing")
        for form in self.formats or ():
            if not _is_form(form):
                raise ValueError(f"{form!r} is no form of a day, such as %d/%m/%Y")
        return self


def _is_form(form: str) -> bool:
    """Whether a form writes days and reads them again, and holds a year."""
    day = datetime(2001, 2, 3)
    try:
        return datetime.strptime(day.strftime(form), form).year == day.year
    except ValueError:
        return False


class Skip(Shape):
    """Rows that are no events: those that have one of these words in a column."""

    column: str = Field(alias="from")
    words: list[str]


class TableMap(Shape):
    """A whole map."""

    encoding: str = "utf-8"
    delimiter: Literal[",", ";", "\t", "|", ":"] = ","
    columns: dict[str, Origin]
    event: list[dict[str, Origin]] = Field(default=[{}], min_length=1)
    sources: list[dict[str, str]] = Field(default_factory=list)
    skip: list[Skip] = Field(default_factory=list)

    def events(self) -> list[dict[str, Origin]]:
        """Return the origins of each event that a row holds."""
        return [{**self.columns, **own} for own in self.event]

    def named(self) -> list[tuple[str, str]]:
        """Return the columns of the table that the map names, each with where it does."""
        named = [
            (f"{place}.{column}.from", origin.column)
            for place, origins in self._places()
            for column, origin in origins.items()
            if origin.column is not None
        ]
        return [*named, *((f"skip.{n}.from", one.column) for n, one in enumerate(self.skip))]

    def _places(self) -> list[tuple[str, Mapping[str, Origin]]]:
        return [("columns", self.columns), *((f"event.{n}", e) for n, e in enumerate(self.event))]

    def faults(self, file: Path, raw: RawTables) -> Iterator[Fault]:
        """Yield what is wrong with the map, by the columns that the register declares."""
        fields = {field["name"]: field for field in raw.fields("events")}
        for place, origins in self._places():
            for column, origin in origins.items():
                where = f"{place}.{column}"
                if column not in fields:
                    yield _unknown(file, where, column, fields)
                    continue
                allowed = fields[column].get("constraints", {}).get("enum")
                given = list((origin.words or {}).values())
                for word in [*given, *([origin.value] if origin.value else [])]:
                    if allowed and word and word not in allowed:
                        yield _unknown(file, where, word, allowed)
                if origin.formats and column not in DAYS:
                    rule = "formats read days, and this column holds none"
                    yield Fault(file.name, None, where, "formats", rule, "Delete formats.")
        needed = [
            name
            for name, field in fields.items()
            if name in KEY or field.get("constraints", {}).get("required")
        ]
        for number, origins in enumerate(self.events()):
            for column in (name for name in needed if name not in origins):
                rule = f"every event needs {column}, and event {number} has none"
                remedy = f'Add [columns.{column}] with from = "a column" or value = "a word".'
                yield Fault(file.name, None, f"columns.{column}", "", rule, remedy)
        yield from self._of_sources(file, raw)

    def _of_sources(self, file: Path, raw: RawTables) -> Iterator[Fault]:
        fields = [field["name"] for field in raw.fields("sources")]
        for number, row in enumerate(self.sources):
            for column in (name for name in row if name not in fields):
                yield _unknown(file, f"sources.{number}", column, fields)
            if not row.get("source"):
                rule = "a source needs its key"
                remedy = 'Add source = "a_key" in small letters.'
                yield Fault(file.name, None, f"sources.{number}.source", "", rule, remedy)


def read_map(file: Path, raw: RawTables) -> TableMap:
    """Read a map; raises :class:`~analysis.importers.faults.SourceFaults` with all its faults."""
    try:
        written = tomllib.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise _unreadable(file, f"it cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unreadable(file, f"it is no TOML: {error}") from None
    try:
        table_map = TableMap.model_validate(written)
    except ValidationError as error:
        raise SourceFaults(file, [_of_shape(file, one) for one in error.errors()]) from None
    if faults := list(table_map.faults(file, raw)):
        raise SourceFaults(file, faults)
    return table_map


def _unreadable(file: Path, rule: str) -> SourceFaults:
    remedy = "Name a map as docs/importing.md describes it."
    return SourceFaults(file, [Fault(file.name, None, "", "", rule, remedy)])


def _of_shape(file: Path, error: Any) -> Fault:
    where = ".".join(str(part) for part in error["loc"])
    value = error["input"] if isinstance(error["input"], str) else ""
    rule = str(error["msg"]).removeprefix("Value error, ")
    remedy = "See the map in docs/importing.md."
    if error["type"] == "extra_forbidden":
        known = [*Origin.model_fields, *TableMap.model_fields, "from"]
        near = difflib.get_close_matches(str(error["loc"][-1]), known, n=1)
        rule = "a map has no such word"
        remedy = f"Write {near[0]!r}, or delete it." if near else "Delete it."
    elif error["type"] == "missing":
        rule, remedy = "it is missing", "Add it; see the map in docs/importing.md."
    return Fault(file.name, None, where, value, rule, remedy)


def _unknown(file: Path, where: str, word: str, known: Iterable[str]) -> Fault:
    choices = list(known)
    near = difflib.get_close_matches(word, choices, n=1)
    remedy = f"Write {near[0]!r}." if near else f"Write one of {', '.join(choices)}."
    return Fault(file.name, None, where, word, "the register has no such word here", remedy)
