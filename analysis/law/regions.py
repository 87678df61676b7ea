"""Regions: named groups of states with their membership on a day, and land borders.

A region is a group of ``groups.csv`` (membership with days), a region of the United Nations
geoscheme (M49, from ``states.csv``), ``world``, or a derived group such as ``eastern-flank``,
which follows from another group and from the land borders.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.language.regions import one_of, words_of_area, words_of_group
from analysis.store.kept import kept_with_tables
from analysis.store.loading import Tables, rows_of
from analysis.terms.days import to_day
from analysis.terms.errors import UnknownName

#: Standings in ``groups.csv`` that make a state a member.
MEMBER = ("member", "former", "founding_state", "successor")
#: Groups that are names of a part of the world: nobody joins them, so that no day is missing.
_LANDS = ("baltic", "nordic")
_BEGINNING = pd.Timestamp("1800-01-01")


@dataclass(frozen=True, slots=True)
class Region:
    """A region by its short name, with the words that a sentence needs.

    ``name`` stands alone ("African Union"), ``said`` within a sentence ("the African Union"),
    ``states`` follows a number ("African Union states"), ``state`` names one ("African Union
    state").
    """

    slug: str
    name: str
    states: str
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class DerivedGroup:
    """Members of a group that share a land border with one of the named states."""

    group: str
    bordering: tuple[str, ...]
    name: str
    states: str


DERIVED = {
    "eastern-flank": DerivedGroup(
        group="nato",
        bordering=("RUS", "BLR"),
        name="NATO’s eastern flank",
        states="NATO states bordering Russia or Belarus",
    )
}


def slug(name: str) -> str:
    """Return the short name of a region: lower case, ASCII, words joined by hyphens.

    >>> slug("Latin America and the Caribbean")
    'latin-america-and-the-caribbean'
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")


@kept_with_tables
def list_regions(tables: Tables) -> list[Region]:
    """Return every region that can be asked for: derived, named groups, M49, the world."""
    derived = [
        Region(key, group.name, group.states, one_of(group.states), group.name)
        for key, group in DERIVED.items()
    ]
    named = tables.groups.drop_duplicates("group").sort_values("group")
    groups = [
        Region(row.group, row.group_name, *words_of_group(row.group, row.group_name))
        for row in rows_of(named)
    ]
    names = sorted({name for column in REGION_COLUMNS for name in tables.states[column] if name})
    taken = {region.slug for region in derived + groups}
    areas = [(slug(name), name) for name in names if slug(name) not in taken]
    m49 = [Region(key, name, *words_of_area(key, name)) for key, name in areas]
    return [*derived, *groups, *m49, Region("world", "the world", *words_of_area("", "the world"))]


def find_region(tables: Tables, name: str) -> Region:
    """Return a region by its short name.

    Raises ``UnknownName`` with the nearest valid one.
    """
    regions = {region.slug: region for region in list_regions(tables)}
    slug, _ = split_pinned(name)
    if slug in regions:
        return regions[slug]
    raise unknown("region", name, regions)


def pinned(region: str, day: pd.Timestamp) -> str:
    """Return the name under which a region has the members of one day, on every day.

    The world is never pinned: its states are those that there were.

    >>> pinned("nato", pd.Timestamp("2025-04-16")), pinned("world", pd.Timestamp("2025-04-16"))
    ('nato@2025-04-16', 'world')
    """
    return region if region == "world" else f"{region}@{day:%Y-%m-%d}"


def split_pinned(region: str) -> tuple[str, pd.Timestamp | None]:
    """Return a region's short name and the day whose members it has, ``None`` if each day's own.

    Raises ``RollbackError`` for what is not a day behind the sign.
    """
    slug, sign, day = region.partition("@")
    return slug, to_day(day) if sign else None


def find_treaty(tables: Tables, code: str) -> str:
    """Return a treaty code, or raise ``UnknownName`` with the nearest valid one."""
    codes = tables.treaties["code"].tolist()
    if code in codes:
        return code
    raise unknown("treaty", code, codes)


def find_state(tables: Tables, iso3: str) -> str:
    """Return a state's ISO 3166-1 alpha-3 code, or raise ``UnknownName``.

    A state's name is no code, but the message then gives its code.
    """
    codes = tables.states["state"].tolist()
    if iso3 in codes:
        return iso3
    for column in ("short_name", "name"):
        names = dict(zip(tables.states[column].str.lower(), codes, strict=True))
        near = difflib.get_close_matches(iso3.lower(), names, n=1, cutoff=0.8)
        if near:
            raise UnknownName(f"unknown state {iso3!r}; did you mean {names[near[0]]!r}?")
    raise unknown("state", iso3, codes)


def unknown(what: str, name: str, valid: Iterable[str]) -> UnknownName:
    """Return the error for a name that does not exist, with the nearest one that does."""
    choices = sorted(valid)
    folded = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.5)
    if near:
        return UnknownName(f"unknown {what} {name!r}; did you mean {folded[near[0]]!r}?")
    shown = ", ".join(choices[:12]) + (", ..." if len(choices) > 12 else "")
    return UnknownName(f"unknown {what} {name!r}; known: {shown}")


@kept_with_tables
def memberships(tables: Tables, region: str) -> pd.DataFrame:
    """Return the spells of membership of a region.

    Columns ``state``, ``start``, ``end`` (half-open; ``NaT`` end = still a member). A start
    that no source gives counts as having always been. Membership by M49 region changes with
    the life of a state alone. ``nato@2025-04-16`` are the members of that day, on every day:
    what becomes of them is then told apart from what becomes of the group.
    """
    region, day = split_pinned(region)
    if day is not None:
        codes = members(tables, region, day)
        return pd.DataFrame({"state": pd.Series(codes, dtype="str")}).assign(
            start=_BEGINNING.as_unit("s"), end=pd.Series(pd.NaT, dtype="datetime64[s]")
        )
    if region in DERIVED:
        return _derived(tables, DERIVED[region])
    named = tables.groups[tables.groups["group"] == region]
    if len(named):
        rows = named[named["standing"].isin(MEMBER)]
        spells = rows[["state", "start", "end"]].assign(start=rows["start"].fillna(_BEGINNING))
        return spells.reset_index(drop=True)
    states = tables.states[tables.states["un_status"] != "organisation"]
    if region != "world":
        find_region(tables, region)
        inside = [states[column].map(slug) == region for column in REGION_COLUMNS]
        states = states[inside[0] | inside[1] | inside[2]]
    spells = states[["state", "start", "end"]].reset_index(drop=True)
    return spells.assign(start=spells["start"].fillna(_BEGINNING))


@kept_with_tables
def members(tables: Tables, region: str, day: pd.Timestamp) -> list[str]:
    """Return the states that belong to a region on a day and exist, in the order of their codes."""
    spells = memberships(tables, region)
    holds = (spells["start"] <= day) & (spells["end"].isna() | (spells["end"] > day))
    return sorted(set(spells.loc[holds, "state"]) & set(existing(tables, day)))


@kept_with_tables
def undated_members(tables: Tables, region: str, day: pd.Timestamp) -> list[str]:
    """Return the members on a day of which no source gives the day of joining.

    They count as having always been members (:func:`memberships`). A region of the geoscheme is
    not joined, nor is a group that only names a part of the world.
    """
    slug, _ = split_pinned(region)
    group = DERIVED[slug].group if slug in DERIVED else slug
    groups = tables.groups
    own = groups[(groups["group"] == group) & groups["standing"].isin(MEMBER)]
    undated = set(own.loc[own["start"].isna(), "state"]) if group not in _LANDS else set()
    return [state for state in members(tables, region, day) if state in undated]


@kept_with_tables
def existing(tables: Tables, day: pd.Timestamp) -> list[str]:
    """Return the states that exist on a day, in the order of ``states.csv``; no organisations."""
    states = tables.states
    begun = states["start"].isna() | (states["start"] <= day)
    there = begun & (states["end"].isna() | (states["end"] > day))
    return states.loc[there & (states["un_status"] != "organisation"), "state"].tolist()


def land_borders(tables: Tables, towards: Sequence[str]) -> pd.DataFrame:
    """Return the land borders of every state towards the named ones, as they run today.

    Columns ``state``, ``neighbour``, ``km`` (length in kilometres as side a states it).
    Borders between two of the named states are left out.
    """
    borders = tables.borders
    pairs = pd.concat(
        [
            borders.rename(columns={"state_a": "state", "state_b": "neighbour"}),
            borders.rename(columns={"state_b": "state", "state_a": "neighbour"}),
        ]
    )
    chosen = pairs["neighbour"].isin(list(towards)) & ~pairs["state"].isin(list(towards))
    ordered = pairs[chosen].sort_values(["state", "neighbour"])
    return ordered[["state", "neighbour", "km"]].reset_index(drop=True)


def within(spells: pd.DataFrame, membership: pd.DataFrame) -> pd.DataFrame:
    """Cut spells down to the time in which their state belongs to a region.

    Both frames have ``state``, ``start``, ``end``; the result has the columns of ``spells``.
    """
    both = spells.merge(membership, on="state", suffixes=("", "_member"))
    start = both[["start", "start_member"]].max(axis=1)
    end = both[["end", "end_member"]].min(axis=1)
    cut = both.assign(start=start, end=end)[spells.columns]
    return cut[cut["end"].isna() | (cut["end"] > cut["start"])].reset_index(drop=True)


#: The columns of ``states.csv`` with the regions of the United Nations geoscheme (M49).
REGION_COLUMNS = ("region", "sub_region", "intermediate_region")


def _derived(tables: Tables, group: DerivedGroup) -> pd.DataFrame:
    bordering = land_borders(tables, group.bordering)["state"].unique()
    spells = memberships(tables, group.group)
    return spells[spells["state"].isin(bordering)].reset_index(drop=True)
