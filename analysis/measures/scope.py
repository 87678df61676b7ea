"""What a measure covers: which treaties, and the time in which a state belongs to a region."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import pandas as pd

from analysis.law.names import Names, each, look_up, near_codes, unknown
from analysis.law.regions import BEGINNING, memberships, within
from analysis.store.loading import Tables
from analysis.terms.acts import Reading

#: A treaty or family by any of its names, several of them, or ``None`` for all treaties.
Treaties = Names


class Seen(Protocol):
    """What a measure needs of a register: the known tables and spells, the day and the reading."""

    @property
    def known(self) -> Tables:
        """The tables as known on the day."""

    @property
    def spells(self) -> pd.DataFrame:
        """The spells that follow from them."""

    @property
    def day(self) -> pd.Timestamp:
        """The day."""

    @property
    def reading(self) -> Reading:
        """How contested acts are read."""


PAIR = ["treaty", "state"]
DAY = pd.Timedelta(days=1)


def treaty_codes(tables: Tables, treaty: Treaties = None) -> list[str]:
    """Return the codes of the treaties asked for, in the order of the register.

    A name is any of a treaty's, or a family, whose treaties it stands for. Raises ``UnknownName``
    with the nearest valid one, or with all that bear the name.
    """
    treaties = tables.treaties
    if treaty is None:
        return treaties["code"].tolist()
    families, names = set(treaties["family"]), []
    for name in each(tables, "treaty", treaty):
        code = name if name in families else look_up(tables, "treaty", name)
        if code is None:
            near = near_codes(tables, "treaty", name)
            raise unknown("treaty or family", name, {*treaties["code"], *families}, near)
        names.append(code)
    chosen = treaties["code"].isin(names) | treaties["family"].isin(names)
    return treaties.loc[chosen, "code"].tolist()


def spells_inside(tables: Tables, spells: pd.DataFrame, region: Names) -> pd.DataFrame:
    """Cut spells down to the time in which their state belongs to a region, if one is named."""
    return spells if region is None else within(spells, memberships(tables, region))


def acts_inside(tables: Tables, acts: pd.DataFrame, region: Names) -> pd.DataFrame:
    """Keep the acts (``state``, ``day``) of states that belonged to the region on the day."""
    if region is None:
        return acts
    dated = acts[acts["day"].notna()]
    one_day = dated.assign(start=dated["day"], end=dated["day"] + DAY)
    return within(one_day, memberships(tables, region))[acts.columns]


def outside(membership: pd.DataFrame, states: Iterable[str]) -> pd.DataFrame:
    """Return the time outside a region, as :func:`analysis.law.regions.memberships` does inside.

    ``states`` are those to tell of; one that never was a member was always outside.
    """
    codes = pd.Series(sorted(set(states)), dtype="str")
    inside = membership[membership["state"].isin(codes)].sort_values(["state", "start"])
    never = codes[~codes.isin(inside["state"])]
    first = inside.drop_duplicates("state")
    gaps = [
        pd.DataFrame({"state": never, "start": BEGINNING, "end": pd.NaT}),
        pd.DataFrame({"state": first["state"], "start": BEGINNING, "end": first["start"]}),
        inside.assign(start=inside["end"], end=inside.groupby("state")["start"].shift(-1)),
    ]
    days = {"start": "datetime64[s]", "end": "datetime64[s]"}
    spells = pd.concat([gap.astype(days) for gap in gaps], ignore_index=True)
    held = spells["start"].notna() & (spells["end"].isna() | (spells["end"] > spells["start"]))
    return spells.loc[held, ["state", "start", "end"]].reset_index(drop=True)
