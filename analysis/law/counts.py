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
    steps = [_steps(signed, "signatories")]
    for number, statuses in _COUNTED.items():
        steps.append(_steps(held[held["status"].isin(statuses)], number))
    table = _running_totals(pd.concat(steps), until)
    return table.assign(treaty=treaty)[COLUMNS]


def count_on(
    tables: Tables, spells: pd.DataFrame, treaty: str, day: pd.Timestamp, region: str | None = None
) -> pd.DataFrame:
    """Return one row: the counts under a treaty on a day, in the columns of ``count_over_time``."""
    series = count_over_time(tables, spells, treaty, day, region)
    if len(series):
        return series.tail(1).assign(day=day).reset_index(drop=True)
    numbers = dict.fromkeys(COLUMNS[2:], 0)
    return pd.DataFrame([{"treaty": treaty, "day": day, **numbers}], columns=COLUMNS)


def _signed(tables: Tables, treaty: str) -> pd.DataFrame:
    """Return signatures as spells that end with their state alone: leaving undoes no signature."""
    events = tables.events
    kinds = ["signature", "definitive_signature"]
    chosen = events[(events["treaty"] == treaty) & events["kind"].isin(kinds)]
    first = chosen.sort_values("day").drop_duplicates("state").rename(columns={"day": "start"})
    ends = first["state"].map(tables.states.set_index("state")["end"])
    return first.assign(status="signatory", end=ends)[SPELL_COLUMNS]


def _steps(spells: pd.DataFrame, number: str) -> pd.DataFrame:
    """Return +1 on the start and -1 on the end of every spell."""
    ends = spells["end"].dropna()
    days = pd.concat([spells["start"], ends], ignore_index=True)
    change = [1] * len(spells) + [-1] * len(ends)
    return pd.DataFrame({"day": days, "number": number, "change": change})


def _running_totals(steps: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    numbers = COLUMNS[2:]
    seen = steps[steps["day"] <= until]
    changes = seen.pivot_table("change", "day", "number", aggfunc="sum", fill_value=0)
    totals = changes.reindex(columns=numbers, fill_value=0).cumsum().astype("int64")
    moved = totals.ne(totals.shift(fill_value=0)).any(axis=1)
    table = totals[moved].reset_index()
    table.columns.name = None
    return table
