"""Flows: who came, who went and who stood up against it, year by year and treaty by treaty.

They end on the last day on which a treaty is observed (:mod:`analysis.measures.observed`): a year
of which nothing is known is no year without a flow.
"""

from __future__ import annotations

import pandas as pd

from analysis.measures.observed import in_force_observed, observed_days
from analysis.measures.scope import Treaties, acts_inside, spells_inside, treaty_codes
from analysis.store.loading import Tables, rows_of
from analysis.terms.acts import CONSENT_KINDS, STATE_ACTORS

#: Counts that follow from the acts themselves, by the kinds they count.
_OF_ACTS = {
    "deposits": CONSENT_KINDS,
    "notices": ("withdrawal_notified",),
    "ratifications_revoked": ("ratification_revoked",),
    "accessions": ("accession",),
    "notices_revoked": ("notice_revoked",),
}
#: Declarations, often repeated: each state counts once a year.
_ONCE_A_YEAR = {"objections": "objection", "exits_rejected": "withdrawal_rejected"}
COLUMNS = [
    "treaty",
    "year",
    "deposits",
    "entries",
    "notices",
    "exits",
    "ratifications_revoked",
    "suspensions",
    "ended",
    "net",
    "arrivals",
    "departures",
    "accessions",
    "objections",
    "exits_rejected",
    "notices_revoked",
]
_LONG = ["treaty", "state", "day", "flow"]


def flows_by_year(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: Treaties = None,
    region: str | None = None,
) -> pd.DataFrame:
    """Return what came and went under each treaty in each year, years without a flow included.

    Columns ``treaty``, ``year``, then numbers of states: ``deposits`` of consent, ``entries``
    into force, ``notices`` of withdrawal, ``exits`` (withdrawals on their day of effect),
    ``ratifications_revoked``, ``suspensions`` (in effect), ``ended`` (parties for which the
    treaty ceased otherwise, as when it or the state ended); ``net`` = entries - exits - ended,
    the change in the number of parties. The counter-movement: ``accessions`` (part of the
    deposits), ``objections`` and ``exits_rejected`` (each state once a year), and
    ``notices_revoked``.

    In a region an act counts if the state belonged to it on the day of the act, an exit if it
    did on its last day as a party. ``arrivals`` and ``departures`` are parties that joined or
    left the region itself; net + arrivals - departures is the change of its parties. The last
    year runs up to the last observed day. Raises ``UnknownName``.
    """
    codes = treaty_codes(known, treaty)
    last = observed_days(known, day)
    flows = pd.concat(
        [_acts(known, codes, region), _changes(known, spells, day, codes, region)],
        ignore_index=True,
    )
    flows = flows[flows["day"] <= flows["treaty"].map(last)]
    counts = flows.assign(year=flows["day"].dt.year).groupby(["treaty", "year", "flow"]).size()
    table = counts.unstack("flow", fill_value=0)
    table = table.reindex(_years(known, codes, last)).reindex(columns=COLUMNS[2:])
    table = table.fillna(0).astype("int64")
    table.columns.name = None
    table["net"] = table["entries"] - table["exits"] - table["ended"]
    return table.reset_index().astype({"year": "int64"})[COLUMNS]


def _acts(known: Tables, codes: list[str], region: str | None) -> pd.DataFrame:
    """Return one row per act that counts: ``treaty``, ``state``, ``day``, ``flow``."""
    events = known.events[known.events["treaty"].isin(codes) & (known.events["state"] != "INT")]
    events = acts_inside(known, events[["treaty", "state", "day", "kind", "actor"]], region)
    parts = [events[events["kind"].isin(kinds)].assign(flow=f) for f, kinds in _OF_ACTS.items()]
    own = events[events["actor"].isin(STATE_ACTORS)]
    for flow, kind in _ONCE_A_YEAR.items():
        said = own[own["kind"] == kind]
        said = said.assign(flow=flow, year=said["day"].dt.year).sort_values("day")
        parts.append(said.drop_duplicates(["treaty", "state", "year"]))
    return pd.concat(parts)[_LONG]


def _changes(
    known: Tables, spells: pd.DataFrame, day: pd.Timestamp, codes: list[str], region: str | None
) -> pd.DataFrame:
    """Return one row per change that the law has dated, in the columns of acts."""
    under = spells[spells["treaty"].isin(codes)]
    suspended = under[under["status"] == "suspended"]
    suspended = suspended.assign(day=suspended["start"], flow="suspensions")[_LONG]
    whole = in_force_observed(known, under, day)
    parts = whole.assign(first=whole["start"], last=whole["end"])
    parts = spells_inside(known, parts, region)
    # A part begins or ends with the episode itself or with the state's time in the region.
    came = parts["start"] == parts["first"]
    entries = parts.assign(day=parts["start"], flow=came.map({True: "entries", False: "arrivals"}))
    over = parts[parts["end"].notna()]
    ends = over["ended_by"].map({"withdrawal": "exits"}).fillna("ended")
    went = over["end"] == over["last"]
    leaving = over.assign(day=over["end"], flow=ends.where(went, "departures"))
    return pd.concat([acts_inside(known, suspended, region), entries[_LONG], leaving[_LONG]])


def _years(known: Tables, codes: list[str], last: pd.Series) -> pd.MultiIndex:
    """Return treaty and year, from a treaty's opening or first act to its end or ``last``."""
    acts = known.events.groupby("treaty")["day"].agg(["min", "max"])
    pairs = []
    for row in rows_of(known.treaties[known.treaties["code"].isin(codes)]):
        day = last[row.code]
        first, latest = acts["min"].get(row.code, pd.NaT), acts["max"].get(row.code, pd.NaT)
        begun = min((d for d in (row.opened, first) if pd.notna(d)), default=day)
        ended = row.ended if pd.notna(row.ended) and row.ended <= day else day
        over = max((d for d in (ended, latest) if pd.notna(d)), default=day)
        pairs += [(row.code, year) for year in range(begun.year, min(over, day).year + 1)]
    return pd.MultiIndex.from_tuples(pairs, names=["treaty", "year"])
