"""The other treaties of the family: who of the region is leaving them, and the closest of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis.law.disputes import disputes
from analysis.law.spells import status_on
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.setting import State, states, treaty
from analysis.subject.subject import Subject
from analysis.terms.days import date_or_none
from analysis.terms.statuses import GOING, IN_FORCE, Status


@dataclass(frozen=True, slots=True)
class Leaving:
    """A member that has left or is leaving a related treaty; ``effect`` is ``None`` while open."""

    state: State
    treaty: str
    in_effect: bool
    effect: date | None


@dataclass(frozen=True, kw_only=True)
class Kin(Fact):
    """The other treaties of the same family, as far as the region's members are concerned.

    ``leaving`` are the withdrawals from them that run or are in effect, by treaty and name.
    ``closest`` is the name of the one that says most, the one most members are leaving or have
    suspended, then the one most are bound by (empty: nobody has acted under any); ``statuses``
    are those under it by code of the state, ``contested`` those whose standing is disputed.
    """

    leaving: tuple[Leaving, ...]
    closest: str
    statuses: Mapping[str, Status]
    contested: tuple[str, ...]


@fact("treaty", "region")
def kin(subject: Subject) -> Kin:
    """Return who of the region is leaving treaties of the same family."""
    register, code, named = subject.register, subject.treaty, states(subject)
    table = register.known.treaties
    related = table[(table["family"] == treaty(subject).family) & (table["code"] != code)]
    titles = dict(zip(related["code"], related["name"], strict=True))
    held = status_on(register.spells, register.day)
    held = held[held["treaty"].isin(titles) & held["state"].isin(subject.members)]
    gone = [row for row in rows_of(held) if row.status in GOING]
    leaving = [
        Leaving(named[row.state], titles[row.treaty], row.status == "withdrawn", _effect(row))
        for row in gone
    ]
    closest = _closest(held, list(titles))
    own = held[held["treaty"] == closest]
    contested = disputes(register.known, register.day)
    return Kin(
        basis=TODAY,
        leaving=tuple(sorted(leaving, key=lambda one: (one.treaty, one.state.name))),
        closest=titles.get(closest, ""),
        statuses=dict(zip(own["state"], own["status"], strict=True)),
        contested=tuple(contested[contested["treaty"] == closest]["state"]),
        events=tuple(_notices(register.events, {(row.treaty, row.state) for row in gone})),
    )


def _effect(row: Any) -> date | None:
    return date_or_none(row.start if row.status == "withdrawn" else row.end)


def _closest(held: pd.DataFrame, codes: list[str]) -> str:
    """Return the treaty that members are leaving or suspending most, then the best kept."""
    found: dict[str, tuple[int, int]] = {}
    for code, status in zip(held["treaty"], held["status"], strict=True):
        going, bound = found.get(code, (0, 0))
        out = status in GOING or status == "suspended"
        found[code] = going + out, bound + (status in IN_FORCE)
    return max(sorted(found, key=codes.index), key=found.__getitem__, default="")


def _notices(events: pd.DataFrame, pairs: set[tuple[str, str]]) -> list[str]:
    """Return the keys of the notices behind the withdrawals from related treaties."""
    notices = events[events["kind"] == "withdrawal_notified"]
    return [row.event for row in rows_of(notices) if (row.treaty, row.state) in pairs]
