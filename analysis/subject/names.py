"""How sentences name states, dates and steps, and which acts they rest on."""

from __future__ import annotations

import pandas as pd

from analysis.language.days import format_date
from analysis.language.english import format_list
from analysis.language.numbers import number_word
from analysis.subject.situation import Situation

#: The stage as a label, in tables and lists.
STAGE_WORDS = {
    "": "no step",
    "announced": "announced",
    "recommended": "recommended",
    "government_approved": "government approved",
    "parliament_approved": "parliament approved",
    "promulgated": "promulgated",
    "notified": "notice given",
    "effective": "in effect",
}


def states_of(situation: Situation) -> str:
    """Name the states of the region with their number: "six NATO states bordering ..."."""
    count = len(situation.status)
    return f"{number_word(count)} {situation.region.states}"


def none_of(situation: Situation) -> str:
    """Name the absence of any state of the region: "none of the 32 NATO states"."""
    return f"none of the {states_of(situation)}"


def list_names(situation: Situation, rows: pd.DataFrame) -> str:
    """List the names of states, or count them when there are more than a sentence bears."""
    if len(rows) > 6:
        return f"{number_word(len(rows))} of {states_of(situation)}"
    ordered = rows["state"].map(situation.names).sort_values()
    return format_list(situation.said[rows.loc[ordered.index, "state"]])


def names_by_date(situation: Situation, rows: pd.DataFrame, dates: pd.Series) -> str:
    """List states grouped by a date as precise as it is known, the earliest first.

    "Estonia and Latvia on 27 December 2025, and Finland in May 2026".
    """
    groups = []
    for date, group in sorted(rows.groupby(dates), key=lambda pair: str(pair[0])):
        word = "on" if len(str(date)) == 10 else "in"
        groups.append(f"{list_names(situation, group)} {word} {format_date(str(date))}")
    return format_list(groups)


def iso_days(days: pd.Series) -> pd.Series:
    """Return days as ISO 8601 text."""
    written: pd.Series = days.dt.strftime("%Y-%m-%d")
    return written


def acts_of(situation: Situation, states: pd.Series, kinds: list[str]) -> list[str]:
    """Return the keys of the acts of given kinds by given states under the treaty, in order."""
    events = situation.register.events
    chosen = (events["treaty"] == situation.code) & events["kind"].isin(kinds)
    return events[chosen & events["state"].isin(list(states))].sort_values("day")["event"].tolist()
