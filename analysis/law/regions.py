"""Regions: named groups of states with their membership on a day, and land borders.

A region is a group of ``groups.csv`` (membership with days), a region of the United Nations
geoscheme (M49, from ``states.csv``), ``world``, or a derived group such as ``eastern-flank``,
which follows from another group and from the land borders.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.language.english import with_article
from analysis.language.folding import fold
from analysis.language.regions import one_of, words_of_area, words_of_group, words_of_several
from analysis.law.names import find_state, look_up, near_codes, unknown
from analysis.law.possible import without_continued
from analysis.store.kept import kept_with_tables
from analysis.store.loading import Tables, rows_of
from analysis.terms.days import to_day

#: Standings in ``groups.csv`` that make a state a member.
MEMBER = ("member", "former", "founding_state", "successor")
#: Groups that are names of a part of the world: nobody joins them, so that no day is missing.
_LANDS = ("baltic", "nordic")
#: Before every treaty of the register: the start of what has always been so.
BEGINNING = pd.Timestamp("1800-01-01").as_unit("s")


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
    held, known = set(tables.groups["group"]), set(tables.states["state"])
    derived = [
        Region(key, group.name, group.states, one_of(group.states), group.name)
        for key, group in DERIVED.items()
        # A register of other treaties may know neither the group nor those on its border.
        if group.group in held and known.intersection(group.bordering)
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


def find_region(tables: Tables, name: str | Iterable[str]) -> Region:
    """Return a region by any of its names, or one made of states and regions joined by commas.

    ``DEU,FRA,POL`` are these three; its short name are its parts in the order given. Raises
    ``UnknownName`` with the nearest valid one, or with all that bear the name.
    """
    written, _ = split_pinned(name if isinstance(name, str) else ",".join(name))
    regions = _regions(tables)
    if written in regions:
        return regions[written]
    if (known := _called(tables, written)) is not None:
        return regions[known]
    named = [part.strip() for part in written.split(",") if part.strip()]
    if len(named) == 1 and (state := look_up(tables, "state", named[0])) is None:
        raise unknown("region", written, regions, near_codes(tables, "region", written))
    parts = [state] if len(named) == 1 else [_part(tables, part) for part in named]
    return _together(tables, list(dict.fromkeys(map(str, parts))))


def short_name(tables: Tables, name: str | Iterable[str]) -> str:
    """Return the name by which a region is kept, with the day at which its members are pinned."""
    written = name if isinstance(name, str) else ",".join(name)
    _, sign, day = written.partition("@")
    return f"{find_region(tables, written).slug}{sign}{day}"


@kept_with_tables
def _regions(tables: Tables) -> dict[str, Region]:
    return {region.slug: region for region in list_regions(tables)}


def _called(tables: Tables, written: str) -> str | None:
    """Return the short name of a region that is called so."""
    regions, short = _regions(tables), slug(written)
    if short in regions:
        return short
    folded = {fold(region.name): key for key, region in regions.items()}
    return folded.get(fold(written)) or look_up(tables, "region", written)


def _part(tables: Tables, written: str) -> str:
    """Return the state or the region that is part of one made of several."""
    called = _called(tables, written)
    return called if called is not None else find_state(tables, written)


def _together(tables: Tables, parts: list[str]) -> Region:
    """Return the region made of states and regions, with its words."""
    if len(parts) == 1 and parts[0] in _regions(tables):
        return _regions(tables)[parts[0]]
    regions, states = _regions(tables), tables.states.set_index("state")["short_name"]
    bare = [regions[part].name if part in regions else states[part] for part in parts]
    said = [regions[part].said if part in regions else with_article(states[part]) for part in parts]
    words = words_of_several(bare, said, only_states=not any(part in regions for part in parts))
    return Region(",".join(parts), words.name, words.states, words.state, words.said)


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


@kept_with_tables
def memberships(tables: Tables, region: str) -> pd.DataFrame:
    """Return the spells of membership of a region.

    Columns ``state``, ``start``, ``end`` (half-open; ``NaT`` end = still a member). A start
    that no source gives counts as having always been. Membership by M49 region changes with
    the life of a state alone. ``nato@2025-04-16`` are the members of that day, on every day:
    what becomes of them is then told apart from what becomes of the group.
    """
    region, day = split_pinned(region)
    region = find_region(tables, region).slug
    if day is not None:
        codes = members(tables, region, day)
        return pd.DataFrame({"state": pd.Series(codes, dtype="str")}).assign(
            start=BEGINNING, end=pd.Series(pd.NaT, dtype="datetime64[s]")
        )
    if "," in region:
        return _united(memberships(tables, part) for part in region.split(","))
    if region in DERIVED:
        return _derived(tables, DERIVED[region])
    named = tables.groups[tables.groups["group"] == region]
    if len(named):
        rows = named[named["standing"].isin(MEMBER)]
        spells = rows[["state", "start", "end"]].assign(start=rows["start"].fillna(BEGINNING))
        return spells.reset_index(drop=True)
    states = tables.states[tables.states["un_status"] != "organisation"]
    if region in set(tables.states["state"]):
        # A state asked for as a region is there even where it is an organisation.
        states = tables.states[tables.states["state"] == region]
    elif region != "world":
        short = {name: slug(name) for column in REGION_COLUMNS for name in states[column].unique()}
        inside = [states[column].map(short.__getitem__) == region for column in REGION_COLUMNS]
        states = states[inside[0] | inside[1] | inside[2]]
    spells = states[["state", "start", "end"]].reset_index(drop=True)
    return spells.assign(start=spells["start"].fillna(BEGINNING))


@kept_with_tables
def members(tables: Tables, region: str, day: pd.Timestamp) -> list[str]:
    """Return the states that belong to a region on a day and exist, in the order of their codes."""
    spells = memberships(tables, region)
    holds = (spells["start"] <= day) & (spells["end"].isna() | (spells["end"] > day))
    return sorted(set(spells.loc[holds, "state"]) & set(existing(tables, day)))


def member_table(tables: Tables, region: str, day: pd.Timestamp) -> pd.DataFrame:
    """Return the members on a day with the days of their membership.

    Columns ``state``, ``name``, ``since`` (``NaT`` where no source gives it), ``until``. Two codes
    of one legal person are one row: that of the state that goes on.
    """
    spells = memberships(tables, region)
    holds = (spells["start"] <= day) & (spells["end"].isna() | (spells["end"] > day))
    held = spells[holds & spells["state"].isin(members(tables, region, day))]
    held = held[without_continued(tables, held["state"])]
    names = tables.states.set_index("state")["short_name"]
    told = pd.DataFrame(
        {
            "state": held["state"],
            "name": held["state"].map(names),
            "since": held["start"].where(held["start"] > BEGINNING),
            "until": held["end"],
        }
    )
    return told.sort_values("state", ignore_index=True)


@kept_with_tables
def undated_members(tables: Tables, region: str, day: pd.Timestamp) -> list[str]:
    """Return the members on a day of which no source gives the day of joining.

    They count as having always been members (:func:`memberships`). A region of the geoscheme is
    not joined, nor is a group that only names a part of the world.
    """
    slug = find_region(tables, region).slug
    if "," in slug:
        parts = [undated_members(tables, part, day) for part in slug.split(",")]
        return sorted({state for part in parts for state in part})
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


def _united(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the time in any of several memberships; what overlaps or touches is one spell."""
    spells = pd.concat(list(parts)).sort_values(["state", "start"], kind="stable")
    open_end = pd.Timestamp.max.normalize().as_unit("s")
    ends = spells["end"].fillna(open_end)
    before = ends.groupby(spells["state"]).cummax().groupby(spells["state"]).shift()
    begins = before.isna() | (spells["start"] > before)
    grouped = spells.assign(end=ends, spell=begins.cumsum().to_numpy()).groupby("spell")
    merged = grouped.agg(state=("state", "first"), start=("start", "min"), end=("end", "max"))
    merged["end"] = merged["end"].where(merged["end"] < open_end)
    return merged.reset_index(drop=True)


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
