"""Lags: how long each leaver took from step to step, beside the least that the treaty requires."""

from __future__ import annotations

import pandas as pd

from analysis.law import clauses
from analysis.law.pipeline import leaving_steps
from analysis.measures.episodes import in_force
from analysis.measures.scope import PAIR, Treaties, acts_inside, treaty_codes
from analysis.store.loading import Tables
from analysis.terms.stages import STAGES

#: The lags in days, each from one dated step to another.
_LAGS = {
    "announced_to_vote": ("announced", "voted"),
    "announced_to_notice": ("announced", "notified"),
    "announced_to_effect": ("announced", "effect"),
    "begun_to_notice": ("begun", "notified"),
    "notice_to_effect": ("notified", "effect"),
    "membership": ("bound_from", "effect"),
}
COLUMNS = [
    "treaty",
    "state",
    "name",
    "begun",
    "begun_by",
    "announced",
    "voted",
    "notified",
    "effect",
    "bound_from",
    *list(_LAGS)[:-1],
    "legal_minimum",
    "beyond_minimum",
    "membership",
]


def lags_of_leaving(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: Treaties = None,
    region: str | None = None,
) -> pd.DataFrame:
    """Return the days between the steps of each state on its present or completed way out.

    Dates (datetime64): ``begun`` (first step of the state of any kind; ``begun_by`` names the
    stage it reached), ``announced``, ``voted`` (parliament's first approval), ``notified``,
    ``effect`` (may lie after the day, as scheduled) and ``bound_from`` (entry into force). A
    date of month or year precision is ``NaT`` here, and no lag rests on it.

    Days: ``announced_to_vote``, ``announced_to_notice``, ``announced_to_effect``,
    ``begun_to_notice``, ``notice_to_effect``; ``legal_minimum``, the withdrawal period of the
    treaty counted from this notice; ``beyond_minimum`` = notice_to_effect - legal_minimum
    (above 0 under a conflict clause or a later day of the state's own choice);
    ``membership`` = effect - bound_from. ``<NA>`` where a step is missing or has no day.

    A region keeps the states that belong to it on the day of their last step. Raises
    ``UnknownName``.
    """
    codes = treaty_codes(known, treaty)
    steps = leaving_steps(known.events[known.events["treaty"].isin(codes)])
    steps = steps[steps["day"] <= day].sort_values(["day", "kind"])
    last = steps.drop_duplicates(PAIR, keep="last")[[*PAIR, "day"]]
    last = acts_inside(known, last, region)
    pairs = pd.MultiIndex.from_frame(last[PAIR])
    table = _first_dates(steps).reindex(pairs)
    begun = steps.drop_duplicates(PAIR).set_index(PAIR).reindex(pairs)
    table["begun"], table["begun_by"] = _exact(begun), begun["stage"]
    ways = _ways_out(known, spells[spells["treaty"].isin(codes)], begun["day"])
    table["effect"] = _effect(known, table, ways, steps)
    table["bound_from"] = ways["start"].reindex(pairs)
    table["legal_minimum"] = _legal_minimum(known, table["notified"])
    for lag, (since, until) in _LAGS.items():
        table[lag] = (table[until] - table[since]).dt.days.astype("Int64")
    table["beyond_minimum"] = table["notice_to_effect"] - table["legal_minimum"]
    names = known.states.set_index("state")["short_name"]
    table["name"] = names.reindex(pairs.get_level_values("state")).to_numpy()
    return table.reset_index().sort_values(PAIR, ignore_index=True)[COLUMNS]


def _first_dates(steps: pd.DataFrame) -> pd.DataFrame:
    """Return when each stage was first reached, where the sources give the day."""
    first = steps.drop_duplicates([*PAIR, "stage"]).set_index([*PAIR, "stage"])
    days = _exact(first).unstack("stage").reindex(columns=list(STAGES))
    days.columns.name = None
    named = {"announced": "announced", "parliament_approved": "voted", "notified": "notified"}
    return days.rename(columns=named)[list(named.values())].astype("datetime64[s]")


def _exact(steps: pd.DataFrame) -> pd.Series:
    """Return the day of each step, ``NaT`` where its date gives only the month or the year."""
    return steps["day"].where(steps["date"].str.len() == len("2025-04-16"))


def _ways_out(known: Tables, spells: pd.DataFrame, begun: pd.Series) -> pd.DataFrame:
    """Return the last episode of each pair that was not over when its way out began.

    Columns ``start``, ``end`` (of a withdrawal only); the index is that of ``begun``.
    """
    episodes = in_force(known, spells).drop_duplicates(PAIR, keep="last").set_index(PAIR)
    ways = episodes.reindex(begun.index)
    ways = ways.where(ways["end"].isna() | (ways["end"] >= begun))
    left = ways["end"].where(ways["ended_by"] == "withdrawal")
    return ways[["start"]].assign(end=left).astype("datetime64[s]")


def _effect(
    known: Tables, table: pd.DataFrame, ways: pd.DataFrame, steps: pd.DataFrame
) -> pd.Series:
    """Return the day of effect, if it is recorded to the day or follows from a notice that is."""
    recorded = steps[steps["stage"] == "effective"].drop_duplicates(PAIR, keep="last")
    recorded_day = _exact(recorded.set_index(PAIR)).reindex(table.index)
    lawful = ways["end"].reindex(table.index).where(table["notified"].notna())
    return recorded_day.fillna(lawful).astype("datetime64[s]")


def _legal_minimum(known: Tables, notified: pd.Series) -> pd.Series:
    """Return the days from each notice to the end of the treaty's withdrawal period."""
    periods = known.treaties.set_index("code")["withdrawal_period"]
    ends = pd.Series(pd.NaT, index=notified.index, dtype="datetime64[s]")
    for code, own in notified.groupby(level="treaty"):
        if period := periods[code]:
            ends[own.index] = clauses.day_after(clauses.to_days(own), clauses.Period.parse(period))
    return (ends - notified).dt.days.astype("Int64")
