"""Counts: how many states stand where, on a day and over time.

Two readings that the press mixes are kept apart. *Contracting States* have consented to be
bound; *parties* are those for which the treaty is also in force (VCLT Art. 2(1)(f) and (g)).
*Signatories* have ever signed, whatever came after; *signatories not party* have signed and
done nothing more.
"""

from __future__ import annotations

import pandas as pd

from analysis.law.regions import memberships, within
from analysis.law.spells import COLUMNS as SPELL_COLUMNS
from analysis.law.spells import status_on
from analysis.law.steps import running_totals
from analysis.store.loading import Tables
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
    signed = _signed(tables, treaty)
    if region is not None:
        membership = memberships(tables, region)
        held, signed = within(held, membership), within(signed, membership)
    parts = {"signatories": signed}
    parts |= {name: held[held["status"].isin(own)] for name, own in _COUNTED.items()}
    totals = running_totals(parts, until)
    # The first row is the first day on which anything holds.
    moved = totals.ne(totals.shift(fill_value=0)).any(axis=1)
    return totals[moved].reset_index().assign(treaty=treaty)[COLUMNS]


def count_on(
    tables: Tables, spells: pd.DataFrame, treaty: str, day: pd.Timestamp, region: str | None = None
) -> pd.DataFrame:
    """Return one row: the counts under a treaty on a day, in the columns of ``count_over_time``."""
    held = status_on(spells[spells["treaty"] == treaty], day)
    signed = status_on(_signed(tables, treaty), day)
    if region is not None:
        inside = status_on(memberships(tables, region), day)["state"]
        held, signed = held[held["state"].isin(inside)], signed[signed["state"].isin(inside)]
    numbers = {name: int(held["status"].isin(own).sum()) for name, own in _COUNTED.items()}
    row = {"treaty": treaty, "day": day, "signatories": len(signed), **numbers}
    return pd.DataFrame([row], columns=COLUMNS)


def _signed(tables: Tables, treaty: str) -> pd.DataFrame:
    """Return signatures as spells that end with their state alone: leaving undoes no signature."""
    events = tables.events
    kinds = ["signature", "definitive_signature"]
    chosen = events[(events["treaty"] == treaty) & events["kind"].isin(kinds)]
    first = chosen.sort_values("day").drop_duplicates("state").rename(columns={"day": "start"})
    ends = first["state"].map(tables.states.set_index("state")["end"])
    return first.assign(status="signatory", end=ends, operates=False)[SPELL_COLUMNS]
