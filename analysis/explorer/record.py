"""The record behind the page: answers, regions, treaties and shapes as small JSON-safe values.

Days are whole numbers, counted from 1 January 1970 and negative before; a day that there is not is
``None``. States, statuses and steps are given by their place in a list.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.blocks.model import flat
from analysis.drawing.disputed import disputed_within
from analysis.explorer.answers import answers
from analysis.explorer.shapes import UNIT, bounds_of, shapes_of, view_of
from analysis.explorer.states import could_bind, number, older_names, state_names, unknown
from analysis.export.apostrophes import curve
from analysis.language.english import sentence_case
from analysis.language.numbers import NUMBER_WORDS
from analysis.law.clauses import opening
from analysis.law.regions import DERIVED, Region, list_regions, memberships
from analysis.register import Register
from analysis.sections.map.words import map_foot
from analysis.store.loading import Tables, rows_of
from analysis.terms.acts import READING_WORDS
from analysis.terms.families import family_word
from analysis.terms.gaps import Missing
from analysis.terms.stages import STAGES
from analysis.terms.stages import TERMS as STAGE_TERMS
from analysis.terms.statuses import IN_FORCE, STATUSES, TERMS, TOLD

#: The least and the most height of a map, as parts of its width; the script has the same.
_FLAT, _TALL = 0.28, 0.72
_UNDATED: Missing = "suspension_day"
_STEPS = ["", *(STAGE_TERMS[stage].word for stage in STAGES)]


def record(register: Register) -> dict[str, Any]:
    """Return all that the page asks: what the register answers for any treaty, state and day."""
    tables = register.tables
    told = answers(tables)
    place = {state: at for at, state in enumerate(tables.states["state"])}
    days = pd.concat([told["day"], told["until"]])
    return {
        "version": tables.version,
        "vintage": number(tables.vintage),
        "first": number(told["day"].min()),
        "last": number(max(days.max(), tables.vintage)),
        "unit": UNIT,
        "statuses": [_status(status) for status in STATUSES],
        "stages": _STEPS,
        "counts": list(NUMBER_WORDS),
        "readings": {str(key): words for key, words in READING_WORDS.items()},
        "states": [state_names(row.state, curve(row.short_name)) for row in rows_of(tables.states)],
        "older": older_names(tables, place),
        "treaties": _treaties(register, told, place),
        "regions": _regions(tables, place),
        "frame": [_FLAT, _TALL],
        "shapes": shapes_of(str(tables.folder)),
    }


def _status(status: Any) -> dict[str, Any]:
    term = TERMS[status]
    return {
        "code": status,
        "word": term.word,
        "force": status in IN_FORCE,
        "order": TOLD.index(status),
    }


def _treaties(
    register: Register, told: pd.DataFrame, place: dict[str, int]
) -> dict[str, dict[str, Any]]:
    tables = register.tables
    others = {reading: _read_otherwise(tables, told, reading) for reading in ("state", "objectors")}
    found = {}
    for row in rows_of(tables.treaties):
        own = {
            "name": row.name,
            "noun": row.noun,
            "family": sentence_case(family_word(row.family)),
            "opened": number(opening(tables.treaty(row.code))),
            "entered": number(row.entered_into_force),
            "ended": number(row.ended),
            "covered": number(register.default_day(row.code)),
            "answers": _rows(told, row.code, place),
            "readings": {
                reading: _rows(other, row.code, place)
                for reading, other in others.items()
                if (other["treaty"] == row.code).any()
            },
            "could": could_bind(tables, row.code, place),
            "unknown": unknown(tables, row.code, place),
            "disputes": _disputes(tables, row.code, place),
            "undated": _undated(tables, row.code, place),
        }
        found[row.code] = own
    return found


def _rows(told: pd.DataFrame, treaty: str, place: dict[str, int]) -> list[list[int | None]]:
    """Return the answers of a treaty: state, day, status, since, until, stage.

    ``since`` is told as the days before ``day``, most often none; ``until`` as those after it.
    """
    rows = []
    for row in rows_of(told[told["treaty"] == treaty]):
        since = None if pd.isna(row.since) else (row.day - row.since).days
        until = None if pd.isna(row.until) else (row.until - row.day).days
        stage = ["", *STAGES].index(row.stage)
        status = STATUSES.index(row.status)
        rows.append([place[row.state], number(row.day), status, since, until, stage])
    return rows


def _read_otherwise(tables: Tables, told: pd.DataFrame, reading: Any) -> pd.DataFrame:
    """Return the answers on those pairs that another reading of contested acts answers otherwise.

    All answers on such a pair are there, so that they take the place of the others.
    """
    contested = tables.disputes[["treaty", "state"]].drop_duplicates()
    codes = contested["treaty"]
    few = replace(
        tables,
        treaties=tables.treaties[tables.treaties["code"].isin(codes)].reset_index(drop=True),
        events=tables.events[tables.events["treaty"].isin(codes)].reset_index(drop=True),
    )
    other = answers(few, reading) if len(contested) else told
    parts = []
    for pair in rows_of(contested):
        ours, theirs = (
            frame[(frame["treaty"] == pair.treaty) & (frame["state"] == pair.state)]
            for frame in (told, other)
        )
        if not ours.reset_index(drop=True).equals(theirs.reset_index(drop=True)):
            parts.append(theirs)
    return pd.concat(parts) if parts else told.iloc[:0]


def _disputes(tables: Tables, treaty: str, place: dict[str, int]) -> list[list[Any]]:
    rows = tables.disputes[tables.disputes["treaty"] == treaty].sort_values("start", kind="stable")
    return [
        [place[row.state], number(row.start), number(row.end), row.reason] for row in rows_of(rows)
    ]


def _undated(tables: Tables, treaty: str, place: dict[str, int]) -> list[list[int | None]]:
    """Return whose suspension is documented without its day, from when, and until when."""
    rows = tables.gaps[(tables.gaps["treaty"] == treaty) & (tables.gaps["missing"] == _UNDATED)]
    return [
        [place[state], number(row.start), number(row.end)]
        for row in rows_of(rows)
        for state in row.states.split(";")
        if state
    ]


def _regions(tables: Tables, place: dict[str, int]) -> dict[str, dict[str, Any]]:
    shown = {}
    for region in list_regions(tables):
        own = _members(tables, region.slug)
        last = own[own["end"].isna()]["state"]
        view, foot = _map(str(tables.folder), set(last if len(last) else own["state"]))
        shown[region.slug] = {
            **_words(region, tables),
            "members": [
                [place[row.state], number(row.start), number(row.end)] for row in rows_of(own)
            ],
            "view": view,
            "foot": foot,
        }
    return shown


def _members(tables: Tables, region: str) -> pd.DataFrame:
    """Return the spells of membership, each within the life of its state; no organisations."""
    own = memberships(tables, region)
    lives = tables.states[["state", "un_status", "start", "end"]]
    both = own.merge(lives, on="state", suffixes=("", "_life"))
    both = both[both["un_status"] != "organisation"]
    start = both[["start", "start_life"]].max(axis=1)
    end = both[["end", "end_life"]].min(axis=1)
    return both.assign(start=start, end=end)[["state", "start", "end"]]


def _map(folder: str, states: set[str]) -> tuple[dict[str, Any], str]:
    """Return the frame of a region's map and the note on the boundaries within it."""
    view = view_of(folder, states)
    tall = min(max(view.tall, _FLAT), _TALL)
    note = flat(map_foot(disputed_within([(view, 1.0, tall)])))
    return {"bounds": bounds_of(view), "middle": view.middle and list(view.middle)}, note


def _words(region: Region, tables: Tables) -> dict[str, str]:
    named = region.slug in DERIVED or region.slug in set(tables.groups["group"])
    kind = "The world" if region.slug == "world" else "Groups" if named else "Parts of the world"
    name = sentence_case(region.name)
    return {"name": name, "one": region.state, "many": region.states, "kind": kind}
