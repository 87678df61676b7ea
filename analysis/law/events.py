"""The acts themselves: those asked for, with their sources; and one state's spells over time."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pandas as pd

from analysis.law.names import words_asked
from analysis.store.kept import kept_with_tables
from analysis.store.loading import Tables
from analysis.terms.acts import KINDS
from analysis.terms.ranks import PLACE

EVENT_COLUMNS = [
    "event",
    "day",
    "date",
    "treaty",
    "state",
    "name",
    "kind",
    "actor",
    "body",
    "summary",
    "sources",
    "source",
    "confidence",
]
HISTORY_COLUMNS = ["treaty", "name", "status", "start", "end"]


def kinds_asked(kinds: str | Iterable[str]) -> list[str]:
    """Return kinds of act, joined by commas or in a list; raises ``UnknownName`` for another."""
    return words_asked("kind of act", kinds, KINDS)


def events_asked(
    known: Tables,
    *,
    treaties: Collection[str] | None = None,
    states: Collection[str] | None = None,
    inside: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    since: pd.Timestamp | None = None,
    until: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return the events that meet every condition, oldest first, with what they rest on.

    Columns: :data:`EVENT_COLUMNS`. ``states`` and ``inside`` both limit the states; an event of
    which only the month or the year is known counts on the last day that it can mean.
    """
    events = known.events
    for column, wanted in (
        ("treaty", treaties),
        ("state", states),
        ("state", inside),
        ("kind", kinds),
    ):
        events = events if wanted is None else events[events[column].isin(list(wanted))]
    if since is not None:
        events = events[events["day"] >= since]
    if until is not None:
        events = events[events["day"] <= until]
    return _with_sources(known, events)


def _with_sources(known: Tables, events: pd.DataFrame) -> pd.DataFrame:
    ordered = events.sort_values(["day", "treaty", "state"], kind="stable")
    cited = _cited(known)
    ranked = ordered["sources"].map(lambda cell: _ranked(cell, cited))
    names = known.states.set_index("state")["short_name"]
    told = ordered.assign(
        name=ordered["state"].map(names).fillna(""),
        sources=ranked.map(";".join),
        source=ranked.map(lambda keys: "; ".join(cited[key][1] for key in keys if key in cited)),
    )
    return told[EVENT_COLUMNS].reset_index(drop=True)


def _ranked(cell: str, cited: dict[str, tuple[int, str]]) -> list[str]:
    """Return the keys of a cell, the best rank first, and otherwise as they stand."""
    keys = [key for key in cell.split(";") if key]
    return sorted(keys, key=lambda key: cited.get(key, (len(PLACE), ""))[0])


@kept_with_tables
def _cited(known: Tables) -> dict[str, tuple[int, str]]:
    """Return, for each source, the place of its rank, and its title with its publisher."""
    sources = known.sources
    columns = (sources[name] for name in ("source", "title", "publisher", "rank"))
    return {
        key: (PLACE.get(rank, len(PLACE)), f"{title} ({publisher})")
        for key, title, publisher, rank in zip(*columns, strict=True)
    }


def history(
    known: Tables, spells: pd.DataFrame, state: str, treaties: Collection[str], day: pd.Timestamp
) -> pd.DataFrame:
    """Return a state's spells that have begun by a day, by treaty and time.

    Columns: :data:`HISTORY_COLUMNS`; ``end`` may lie after the day, as the clause schedules it.
    """
    own = spells[(spells["state"] == state) & spells["treaty"].isin(list(treaties))]
    own = own[own["start"] <= day]
    names = known.treaties.set_index("code")["name"]
    places = {code: place for place, code in enumerate(known.treaties["code"])}
    told = own.assign(name=own["treaty"].map(names), place=own["treaty"].map(places))
    return told.sort_values(["place", "start"])[HISTORY_COLUMNS].reset_index(drop=True)
