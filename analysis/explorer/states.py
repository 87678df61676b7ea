"""The states in the record of the page: their names, whom a treaty could bind, and since when."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.export.apostrophes import curve
from analysis.language.english import with_article
from analysis.law.possible import possible_members
from analysis.law.regions import BEGINNING
from analysis.store.loading import Tables, rows_of


def number(day: Any) -> int | None:
    """Return a day as days since 1 January 1970, ``None`` where there is none.

    >>> number(pd.Timestamp("1970-01-02")), number(pd.Timestamp("1969-12-31")), number(pd.NaT)
    (1, -1, None)
    """
    return None if pd.isna(day) else (pd.Timestamp(day) - pd.Timestamp(0)).days


def state_names(code: str, name: str) -> list[str]:
    """Return a state's code and its name, and what a sentence calls it if that differs."""
    said = with_article(name)
    return [code, name] if said == name else [code, name, said]


def older_names(tables: Tables, place: dict[str, int]) -> list[list[Any]]:
    """Return the states that continue another: until when they had its name, and which."""
    if "continues" not in tables.states.columns:
        return []
    ended = tables.states.set_index("state")
    return [
        [
            place[row.state],
            number(ended.at[row.continues, "end"]),
            *state_names("", curve(str(ended.at[row.continues, "short_name"])))[1:],
        ]
        for row in rows_of(tables.states)
        if row.continues
    ]


def could_bind(tables: Tables, treaty: str, place: dict[str, int]) -> list[list[int | None]] | None:
    """Return since which day a treaty could bind each state, ``None`` where it is made for all."""
    if possible_members(tables, treaty) is None:
        return None
    events = tables.events[tables.events["treaty"] == treaty]
    # The states of the day count: what a list prints under a later one is not its own act yet.
    born = events["state"].map(tables.states.set_index("state")["start"])
    inherited = events["effect"].where(events["kind"] == "signature")
    begun = pd.concat([events["day"], born, inherited], axis=1).max(axis=1)
    seen: dict[str, int | None] = {}
    for day in sorted(set(begun)):
        for state in possible_members(tables.with_events(events[begun <= day]), treaty) or ():
            seen.setdefault(state, number(day))
    return sorted([place[state], day] for state, day in seen.items() if state in place)


def unknown(tables: Tables, treaty: str, place: dict[str, int]) -> list[list[int | None]]:
    """Return of whom nothing is known under a treaty, from when, and until when.

    The same as :func:`analysis.law.possible.uncounted_states` says of each day.
    """
    events = tables.events[tables.events["treaty"] == treaty]
    first = events.groupby("state")["day"].min()
    times: list[tuple[str, Any, Any]] = []
    for row in rows_of(tables.states[tables.states["un_status"] == "former"]):
        times.append((row.state, row.start, row.end))
    for row in rows_of(tables.states):
        for term in filter(None, getattr(row, "annexed", "").split(";")):
            begun, over = map(pd.Timestamp, term.split("/"))
            times.append((row.state, begun, over))
        if (other := getattr(row, "continues", "")) and other in first.index:
            end = tables.states.set_index("state").at[other, "end"]
            times.append((row.state, first[other], end))
    found = []
    for state, begun, over in times:
        begun = BEGINNING if pd.isna(begun) else begun
        over = min(over, first.get(state, over))
        if begun < over:
            found.append([place[state], number(begun), number(over)])
    return sorted(found)
