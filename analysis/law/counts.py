"""Counts: how many states stand where, on a day and over time.

Two readings that the press mixes are kept apart. *Contracting States* have consented to be
bound; *parties* are those for which the treaty is also in force (VCLT Art. 2(1)(f) and (g)).
*Signatories* have ever signed, whatever came after; *signatories not party* have signed and
done nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.law.known import seen_from
from analysis.law.regions import memberships, within
from analysis.law.spells import COLUMNS as SPELL_COLUMNS
from analysis.law.steps import totals_of
from analysis.store.kept import kept_with_tables
from analysis.store.loading import Tables
from analysis.terms.acts import SIGNATURE_KINDS
from analysis.terms.statuses import CONTRACTING, IN_FORCE

COLUMNS = [
    "treaty",
    "day",
    "signatories",
    "signatories_not_party",
    "contracting_states",
    "parties",
    "withdrawing",
    "withdrawn",
]
#: Which statuses each number counts.
_COUNTED = {
    "signatories_not_party": ("signatory",),
    "contracting_states": CONTRACTING,
    "parties": IN_FORCE,
    "withdrawing": ("withdrawing",),
    "withdrawn": ("withdrawn",),
}


def count_over_time(
    tables: Tables,
    spells: pd.DataFrame,
    treaty: str,
    until: pd.Timestamp,
    region: str | None = None,
) -> pd.DataFrame:
    """Return the counts under a treaty, one row per day on which a number changes.

    Columns ``treaty``, ``day`` and six numbers of states. With a region, a state counts on
    the days on which it belongs to the region. Days after ``until`` are left out.
    """
    held = spells[spells["treaty"] == treaty]
    by_treaty = _signatures_by_treaty(tables)
    signed = by_treaty[treaty] if treaty in by_treaty else signatures(tables).iloc[:0]
    if region is not None:
        membership = memberships(tables, region)
        held, signed = within(held, membership), within(signed, membership)
    days, totals = totals_of(_spans(held, signed), until)
    # The first row is the first day on which anything holds.
    moved = np.diff(np.array([*totals.values()]), axis=1, prepend=0).any(axis=0)
    numbers = {name: held_then[moved] for name, held_then in totals.items()}
    return pd.DataFrame({"treaty": treaty, "day": days[moved].astype("datetime64[s]"), **numbers})


def _spans(held: pd.DataFrame, signed: pd.DataFrame) -> dict[str, Any]:
    """Return starts and ends of the spells that each number counts, in the order of the columns."""
    status = held["status"].to_numpy(object)
    start, end = held["start"].to_numpy(), held["end"].to_numpy()
    spans: dict[str, Any] = {
        "signatories": (signed["start"].to_numpy(), signed["end"].to_numpy(), None)
    }
    for name, these in _COUNTED.items():
        chosen = np.isin(status, these)
        spans[name] = start[chosen], end[chosen], None
    return spans


def count_on(
    tables: Tables, spells: pd.DataFrame, treaty: str, day: pd.Timestamp, region: str | None = None
) -> pd.DataFrame:
    """Return one row: the counts under a treaty on a day, in the columns of ``count_over_time``."""
    return count_each(tables, spells[spells["treaty"] == treaty], [(treaty, day)], region)


def count_each(
    tables: Tables,
    spells: pd.DataFrame,
    asked: Sequence[tuple[str, pd.Timestamp]],
    region: str | None = None,
) -> pd.DataFrame:
    """Return one row of counts for each pair of a treaty and a day, in the order asked for.

    Columns as in :func:`count_over_time`. With a region, the states count that belong to it on
    the day. All pairs are counted in one go, however many treaties there are.
    """
    rows = pd.DataFrame(asked, columns=["treaty", "day"]).astype({"day": "datetime64[s]"})
    numbered = rows.reset_index(names="row")
    held = _holding(numbered, spells)
    signed = _holding(numbered, signatures(tables))
    if region is not None:
        belongs = memberships(tables, region)
        held, signed = (_inside(found, belongs) for found in (held, signed))
    parts = {"signatories": signed}
    parts |= {name: held[held["status"].isin(these)] for name, these in _COUNTED.items()}
    numbers = {
        name: np.bincount(part["row"].to_numpy(), minlength=len(rows))
        for name, part in parts.items()
    }
    return rows.assign(**numbers)[COLUMNS]


def _holding(asked: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Return the spells that hold under each treaty on the day for which it is asked about."""
    found = asked.merge(spells[["treaty", "state", "status", "start", "end"]], on="treaty")
    return found[(found["start"] <= found["day"]) & ~(found["end"] <= found["day"])]


def _inside(held: pd.DataFrame, belongs: pd.DataFrame) -> pd.DataFrame:
    """Keep the states that belong to a region on the day."""
    days = held[["day"]].drop_duplicates()
    members = days.merge(belongs, how="cross")
    members = members[(members["start"] <= members["day"]) & ~(members["end"] <= members["day"])]
    return held.merge(members[["day", "state"]].drop_duplicates(), on=["day", "state"])


@kept_with_tables
def signatures(tables: Tables) -> pd.DataFrame:
    """Return signatures as spells in the life of their state: leaving undoes no signature.

    Columns: :data:`analysis.law.spells.COLUMNS`.
    """
    events = tables.events
    chosen = events[events["kind"].isin(SIGNATURE_KINDS)].assign(start=seen_from(tables))
    first = chosen.sort_values("day", kind="stable").drop_duplicates(["treaty", "state"])
    first["end"] = first["state"].map(tables.states.set_index("state")["end"])
    return first.assign(status="signatory", operates=False)[SPELL_COLUMNS]


@kept_with_tables
def _signatures_by_treaty(tables: Tables) -> dict[str, pd.DataFrame]:
    return {str(code): own for code, own in signatures(tables).groupby("treaty")}
