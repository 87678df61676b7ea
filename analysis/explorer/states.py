"""The states in the record of the page: their names, whom a treaty could bind, and since when."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from analysis.export.apostrophes import curve
from analysis.language.english import with_article
from analysis.law.known import seen_from
from analysis.law.possible import possible_members, uncounted_states
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
    begun = seen_from(tables).loc[events.index]
    seen: dict[str, int | None] = {}
    for day in sorted(set(begun)):
        for state in possible_members(tables.with_events(events[begun <= day]), treaty) or ():
            seen.setdefault(state, number(day))
    return sorted([place[state], day] for state, day in seen.items() if state in place)


def unknown(tables: Tables, treaty: str, place: dict[str, int]) -> list[list[int | None]]:
    """Return of whom nothing is known under a treaty, from when, and until when."""
    events = tables.events[tables.events["treaty"] == treaty]
    begun = seen_from(tables).loc[events.index]
    found: dict[str, list[list[int | None]]] = {}
    turns = _turns(tables, events.assign(day=begun))
    for day, after in zip(turns, [*turns[1:], None], strict=True):
        silent = uncounted_states(tables.with_events(events[begun <= day]), treaty, day)
        for state in silent:
            spells = found.setdefault(state, [])
            if spells and spells[-1][2] == number(day):
                spells[-1][2] = number(after)
            else:
                spells.append([place[state], number(day), number(after)])
    return sorted(spell for spells in found.values() for spell in spells)


def _turns(tables: Tables, events: pd.DataFrame) -> list[pd.Timestamp]:
    """Return the days on which it can change of which states nothing is known."""
    states = tables.states
    some = states["un_status"] == "former"
    for column in ("annexed", "continues"):
        if column in states.columns:
            some |= states[column] != ""
    few = states[some]
    times = ";".join(few["annexed"]) if "annexed" in states.columns else ""
    days = [pd.Timestamp(day) for day in re.split("[;/]", times) if day]
    acts = events.loc[events["state"].isin(few["state"]), "day"]
    return sorted({BEGINNING, *few["start"].dropna(), *few["end"].dropna(), *days, *acts})
