"""Numbered sources: each one gets its number where a briefing first rests on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pandas as pd

from analysis.blocks.model import Reference, References, Text
from analysis.language.days import format_date
from analysis.store.kept import kept_with_tables
from analysis.store.loading import Tables, end_of_date
from analysis.terms.ranks import PLACE

#: Kinds that are named only where nothing else is held, and how the list of sources marks them.
WEAK: Mapping[str, str] = {"state_media": " (state media)", "blog": " (private page)"}


class Citations:
    """The sources and events a briefing has cited so far, in order of first mention.

    The numbers depend on the order of asking alone, and asking twice gives the same number,
    so running a notebook's cell again changes nothing.
    """

    def __init__(self, tables: Tables, day: pd.Timestamp | None = None) -> None:
        """Cite from the sources of a register; those published by the day come first."""
        self._tables = tables
        self._late = _late_sources(tables, tables.vintage if day is None else day)
        self._sources = _source_rows(tables)
        self._rank = {key: str(row.get("rank", "")) for key, row in self._sources.items()}
        self._numbers: dict[str, int] = {}
        self._events: dict[str, None] = {}

    def sources(self, keys: Iterable[str], *, most: int | None = None) -> tuple[int, ...]:
        """Return the numbers of sources by key, at most so many of them, in rising order."""
        wanted = list(dict.fromkeys(key for key in keys if key))[:most]
        for key in wanted:
            self._numbers.setdefault(key, len(self._numbers) + 1)
        return tuple(sorted(self._numbers[key] for key in wanted))

    def act(self, treaty: str, state: str, date: str, kind: str) -> str:
        """Return the key of an act of a state."""
        return _keys_of_acts(self._tables)[treaty, state, date, kind]

    def events(self, keys: Iterable[str], *, most: int = 2) -> tuple[int, ...]:
        """Return the numbers of the sources of events, at most so many for each event.

        The register holds all sources of an event; the text names the best ones: those published
        by the day first, then by who speaks. State media and private pages are named only where
        nothing else is held.
        """
        found: set[int] = set()
        for key in keys:
            self._events[key] = None
            found.update(self.best(_sources_of_events(self._tables)[key].split(";"), most=most))
        return tuple(sorted(found))

    def best(self, keys: Iterable[str], *, most: int = 2) -> tuple[int, ...]:
        """Return the numbers of the best of some sources, as :meth:`events` chooses them."""
        return self.sources(self._best(list(keys)), most=most)

    def behind(self, event: str) -> tuple[str, str]:
        """Return the publisher and the address of the best source of an event, without a number.

        Both are empty for an event that a scenario assumes: it has no source.
        """
        of_events = _sources_of_events(self._tables)
        keys = [key for key in of_events.get(event, "").split(";") if key]
        return self.page(self._best(keys)[0])[1:] if keys else ("", "")

    def page(self, key: str) -> tuple[str, str, str]:
        """Return the title, the publisher and the address of a source, without a number."""
        entry = self._entry(key, 0)
        return entry.title, entry.publisher, entry.url

    def _best(self, keys: list[str]) -> list[str]:
        """Return sources in the order in which to name them."""
        strong = [key for key in keys if self._rank.get(key) not in WEAK] or keys
        return sorted(
            strong, key=lambda key: (key in self._late, PLACE.get(self._rank.get(key, ""), 0))
        )

    def taken_over(self, content: Text, aside: Citations) -> Text:
        """Return a text that cites from another list with the numbers of its sources here."""
        keys = aside.cited_sources
        return tuple(
            replace(span, cite=self.sources(keys[number - 1] for number in span.cite))
            for span in content
        )

    @property
    def cited_events(self) -> tuple[str, ...]:
        """The keys of all events cited so far."""
        return tuple(self._events)

    @property
    def cited_sources(self) -> tuple[str, ...]:
        """The keys of all sources cited so far, in the order of their numbers."""
        return tuple(self._numbers)

    def references(self, *, compact: bool = False) -> References:
        """Return the list of the sources cited so far; a ``compact`` one has a line for each."""
        entries = tuple(self._entry(key, number) for key, number in self._numbers.items())
        return References(
            entries, compact=compact, events=self.cited_events, sources=self.cited_sources
        )

    def _entry(self, key: str, number: int) -> Reference:
        row = self._sources[key]
        url = row["url"].split(";")[0]
        return Reference(
            number=number,
            title=row["title"],
            publisher=row["publisher"] + WEAK.get(self._rank[key], ""),
            published=_published(row["published"]),
            url=_address(url),
        )


def _address(written: str) -> str:
    """Return the address of a page as it is sent (RFC 3986); empty for what is none.

    An address in letters that no face on paper has, such as one with Chinese characters, can be
    followed and copied all the same.

    >>> _address("https://ja.wikisource.org/wiki/\u6838?page=1%20a")
    'https://ja.wikisource.org/wiki/%E6%A0%B8?page=1%20a'
    """
    if not written.startswith(("http://", "https://")):
        return ""
    return quote(written, safe="%/:=&?~#+!$,;'@()*[]")


@kept_with_tables
def _source_rows(tables: Tables) -> dict[str, dict[str, Any]]:
    """Return the row of each source by its key."""
    rows = tables.sources.to_dict("records")
    return {str(row["source"]): {str(name): value for name, value in row.items()} for row in rows}


@kept_with_tables
def _late_sources(tables: Tables, day: pd.Timestamp) -> frozenset[str]:
    """Return the sources that were published after a day."""
    late = end_of_date(tables.sources["published"]) > day
    return frozenset(tables.sources["source"][late])


@kept_with_tables
def _sources_of_events(tables: Tables) -> dict[str, str]:
    """Return the sources of each event by its key, as the table has them."""
    return dict(zip(tables.events["event"], tables.events["sources"], strict=True))


@kept_with_tables
def _keys_of_acts(tables: Tables) -> dict[tuple[str, str, str, str], str]:
    """Return the key of each act by treaty, state, date and kind."""
    # Of several acts alike on one day the first is meant.
    acts = tables.events[["treaty", "state", "date", "kind", "event"]].iloc[::-1]
    columns = [acts[name] for name in ("treaty", "state", "date", "kind")]
    return dict(zip(zip(*columns, strict=True), acts["event"], strict=True))


def _published(written: str) -> str:
    """Write a date of publication; a few sources say it in words of their own."""
    return format_date(written) if re.fullmatch(r"\d{4}(-\d{2}){0,2}", written) else written
