"""What an index says beside its briefings: what is due, where regions stand, what is left out.

All of it follows from the register and the catalogue, on the last day of the data or on the day
that a build was given; it is the same whatever of the catalogue was built. A page takes it as plain
data.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.language.days import format_date, format_day
from analysis.language.english import sentence_case
from analysis.law.regions import REGION_COLUMNS, list_regions
from analysis.law.regions import slug as plain
from analysis.publish.catalogue import Catalogue
from analysis.publish.matrix import Left, write_out
from analysis.register import Register
from analysis.sections.agenda.facts import agenda
from analysis.sections.agenda.words import due_words
from analysis.sections.news.facts import Item, news
from analysis.sections.spread.facts import LEAST, Spot, Spread, spread
from analysis.sections.spread.words import where_it_stands
from analysis.subject.changing import HEADS
from analysis.subject.subject import Subject
from analysis.terms.days import FIRST_DAY
from analysis.terms.families import family_word

#: Plain data, as JSON has it.
Data = dict[str, Any]
#: So many things that are due stand in the strip; changes of so many years in the feed.
_NEXT, _YEARS = 6, 1
#: A longer name does not stand over a column; its treaty is called by its noun there.
_LONG_NAME = 44
#: The parts of the matrix.
_WORLD, _GROUPS, _PARTS = "The world", "Groups of states", "Parts of the world"


def overview_of(register: Register, catalogue: Catalogue, *, as_of: str | None = None) -> Data:
    """Return the overview of a register on the last day of its data, or on another day.

    Keys: ``version`` and ``vintage`` of the data, ``day`` on which it stands (both ISO 8601);
    ``due`` what comes next; ``families`` the treaties of the matrix and ``groups`` the regions with
    a cell for each; ``few`` the other treaties; ``left`` what the matrices of the catalogue leave
    out, by reason; ``news`` the changes of the year up to the day; ``states`` the regions of each.
    """
    tables = register.tables
    seen = register.as_of(as_of or tables.vintage)
    asked = (
        (code, register.as_of(as_of or register.default_day(code))) for code in register.codes()
    )
    spreads = {code: (day, spread(Subject.of(day, treaty=code))) for code, day in asked}
    grid = {code: one for code, one in spreads.items() if _is_wide(one[1])}
    return {
        "version": tables.version,
        "vintage": f"{tables.vintage:%Y-%m-%d}",
        "day": f"{seen.day:%Y-%m-%d}",
        "due": list(_due(seen)),
        "families": list(_families(grid)),
        "groups": list(_groups(register, grid)),
        "few": [_few(own) for code, (_, own) in spreads.items() if code not in grid],
        "left": list(reasons_of(register, write_out(catalogue, register, as_of=as_of).left)),
        "news": list(_news(seen)),
        "states": list(_states(seen)),
    }


_Days = dict[str, tuple[Register, Spread]]


def _is_wide(own: Spread) -> bool:
    """Say whether a treaty has regions to compare: it is open, lasts, and could bind enough."""
    regions = [spot for spot in own.spots if spot.region != "world"]
    return any(spot.says not in ("few", "ended", "unopened") for spot in regions)


def _due(seen: Register) -> Iterable[Data]:
    # What is known to a year alone is no date to count the days to.
    rows = [row for row in agenda(Subject.of(seen)).rows if len(row.written) > 4]
    for row in rows[:_NEXT]:
        when, treaty, what = due_words(row)
        yield {
            "when": when,
            "written": row.written,
            "days": row.days if row.days and row.days > 0 else None,
            "treaty": treaty,
            "what": what,
            "treaties": list(row.treaties),
            "lawful": row.effect,
        }


def _families(grid: _Days) -> Iterable[Data]:
    """Yield the treaties of the matrix, family by family, in the order of the register."""
    for family in dict.fromkeys(own.of.family for _, own in grid.values()):
        yield {
            "name": sentence_case(family_word(family)),
            "treaties": [
                {
                    "code": code,
                    "name": own.of.name,
                    "short": own.of.name
                    if len(own.of.name) <= _LONG_NAME
                    else sentence_case(own.of.noun),
                    "day": f"{seen.day:%Y-%m-%d}",
                    "told": format_day(seen.day.date()),
                }
                for code, (seen, own) in grid.items()
                if own.of.family == family
            ],
        }


def _groups(register: Register, grid: _Days) -> Iterable[Data]:
    """Yield the rows of the matrix: groups of states, parts of the world, the world itself."""
    tables = register.tables
    areas = {plain(name) for column in REGION_COLUMNS for name in tables.states[column] if name}
    order = [one["code"] for family in _families(grid) for one in family["treaties"]]
    spots = {code: {spot.region: spot for spot in own.spots} for code, (_, own) in grid.items()}
    kinds: dict[str, list[Data]] = {
        "The world": [],
        "Groups of states": [],
        "Parts of the world": [],
    }
    for region in list_regions(tables):
        cells = [_cell(spots[code].get(region.slug)) for code in order]
        if any(cells):
            kind = _PARTS if region.slug in areas else _GROUPS
            kind = _WORLD if region.slug == "world" else kind
            name = sentence_case(region.name)
            kinds[kind].append({"region": region.slug, "name": name, "cells": cells})
    for name, rows in kinds.items():
        if rows:
            yield {"name": name, "rows": rows}


def _cell(spot: Spot | None) -> Data | None:
    """Return one region under one treaty; nothing where it could not bind enough of its states."""
    if spot is None or spot.possible < LEAST or spot.says in ("few", "unopened"):
        return None
    return {"status": spot.status, "steps": bool(spot.steps), "words": where_it_stands(spot)}


def _few(own: Spread) -> Data:
    world = next(spot for spot in own.spots if spot.region == "world")
    state = where_it_stands(world) if own.of.entered else "never in force"
    if own.of.ended:
        state = f"ended {format_day(own.of.ended)}"
    return {"code": own.of.code, "name": own.of.name, "state": state}


def reasons_of(register: Register, left: Iterable[Left]) -> Iterable[Data]:
    """Yield the reasons for which briefings are left out, with what each leaves out, by treaty."""
    tables = register.tables
    regions = {region.slug: region.name for region in list_regions(tables)}
    states = dict(zip(tables.states["state"], tables.states["short_name"], strict=True))
    treaties = dict(zip(tables.treaties["code"], tables.treaties["name"], strict=True))
    found: dict[str, dict[str, list[str]]] = {}
    for one in left:
        treaty = treaties.get(one.about.get("treaty", ""), "")
        whom = regions.get(one.about.get("region", ""), "") or states.get(
            one.about.get("state", ""), ""
        )
        # A treaty alone is what is left out; beside others it is what they stand under.
        head, name = (treaty, whom) if whom else ("", treaty)
        found.setdefault(one.why, {}).setdefault(head, []).append(sentence_case(name))
    for why, heads in found.items():
        yield {
            "why": why,
            "count": sum(map(len, heads.values())),
            "about": [{"head": head, "names": names} for head, names in heads.items()],
        }


def _news(seen: Register) -> Iterable[Data]:
    since = max(seen.day - pd.DateOffset(years=_YEARS), FIRST_DAY)
    told = news(Subject.of(seen, compare_to=since))
    for one in told.ended:
        how = "expired" if one.how == "expired" else "ended"
        yield {
            "key": f"{one.treaty.code}/end/{one.day}",
            "day": f"{one.day}",
            "title": f"{one.treaty.name}: the treaty {how}",
            "words": f"{sentence_case(one.treaty.said)} {how} on {format_day(one.day)}.",
            "treaty": one.treaty.code,
            "state": "",
        }
    for item in told.items:
        yield _changed(item)


def _changed(item: Item) -> Data:
    head = HEADS[item.kind]
    return {
        "key": f"{item.treaty.code}/{item.state.code}/{item.kind}/{item.written}",
        "day": item.written,
        "title": f"{item.state.name}, {item.treaty.name}: {head[:1].lower()}{head[1:]}",
        "words": f"{head}: {item.state.name} ({item.treaty.name}), {format_date(item.written)}.",
        "treaty": item.treaty.code,
        "state": item.state.code,
    }


def _states(seen: Register) -> Iterable[Data]:
    """Yield every state of the day, by name, with the regions that it belongs to."""
    tables = seen.tables
    inside: dict[str, list[str]] = {}
    for region in list_regions(tables):
        if region.slug != "world":
            for code in seen.members(region.slug):
                inside.setdefault(code, []).append(region.slug)
    names = dict(zip(tables.states["state"], tables.states["short_name"], strict=True))
    for code in sorted(seen.members("world"), key=lambda code: names[code]):
        yield {"code": code, "name": names[code], "regions": inside.get(code, [])}
