"""Who has stood where, and until when: the words and the counts of the status strip."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import cast

import pandas as pd

from analysis.drawing.style import Caption
from analysis.language.days import format_day
from analysis.language.english import sentence_case
from analysis.language.numbers import agree, counted, number_word, plural
from analysis.sections.exits.words import NAMED, name_or_count, share
from analysis.store.loading import rows_of
from analysis.terms.days import plain_day
from analysis.terms.statuses import IN_FORCE, STACKED, TERMS, Status


def caption_strip(
    spells: pd.DataFrame,
    states: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    region: str = "states",
) -> Caption:
    """Say what the status strip shows: how many are party now, and until when more were."""
    as_of = plain_day(as_of)
    names = names_of(states)
    own = spells[spells["state"].isin(list(names))]
    changes = count_parties(own, as_of)
    now = changes[-1][1] if changes else 0
    peak = max((count for _, count in changes), default=0)
    is_ = agree(now, "is", "are")
    groups = group_states(own, names, as_of)
    title = f"{share(now, len(names), region)} {is_} party to the {treaty}"
    title += _leaving(len(groups.get("withdrawing", [])), now)
    if now < peak:
        at = max(index for index, (_, count) in enumerate(changes) if count == peak)
        last = changes[at + 1][0] - timedelta(days=1)
        most = f"all {number_word(peak)}" if peak == len(names) > 2 else number_word(peak)
        title += f"; {most} {plural(peak, 'was', 'were')} until {format_day(last)}"
    first = format_day(min([*own["start"].dropna(), pd.Timestamp(as_of)]))
    told = [f"Status of {counted(len(names), 'state')} under the {treaty} over time."]
    if len(names) <= NAMED:
        for state in order_states(own, names):
            told.append(_tell(names[state], own[own["state"] == state], as_of))
    else:
        for status, found in groups.items():
            told.append(f"{sentence_case(TERMS[status].word)}: {name_or_count(found)}.")
    subtitle = f"Status under the {treaty} by state, {first} to {format_day(as_of)}"
    return Caption(sentence_case(title), subtitle, " ".join(told))


def names_of(states: pd.DataFrame) -> dict[str, str]:
    """Return the name of each state by its code."""
    return dict(zip(states["state"], states["name"], strict=True))


def count_parties(spells: pd.DataFrame, as_of: date) -> list[tuple[date, int]]:
    """Return each day up to the as-of day on which the number of parties changes, with it."""
    force = spells[spells["status"].isin(IN_FORCE)]
    days = sorted({*force["start"], *force["end"].dropna()})
    changes: list[tuple[date, int]] = []
    for day in days:
        over = force["end"].notna() & (force["end"] <= day)
        count = int(((force["start"] <= day) & ~over).sum())
        if day <= pd.Timestamp(as_of) and (not changes or changes[-1][1] != count):
            changes.append((day.date(), count))
    return changes


def order_states(spells: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """Order states by the day on which their notice began to run; those without one follow."""
    leaving = spells[spells["status"].isin(["withdrawing", "withdrawn"])]
    since = leaving.groupby("state")["start"].min()
    never = pd.Timestamp.max
    return sorted(names, key=lambda state: (since.get(state, never), names[state]))


def status_at(spells: pd.DataFrame, as_of: date) -> tuple[Status, pd.Timestamp | None]:
    """Return one state's status on a day, and since when it has had it."""
    today = pd.Timestamp(as_of)
    for row in rows_of(spells):
        if row.start <= today and (pd.isna(row.end) or row.end > today):
            return cast(Status, row.status), None if row.status == "none" else row.start
    return "none", None


def group_states(
    spells: pd.DataFrame, names: Mapping[str, str], as_of: date
) -> dict[Status, list[str]]:
    """Return the names of the states in each status on a day, in the order of telling."""
    held = dict(tuple(spells.groupby("state")))
    at = {state: status_at(held[state], as_of)[0] if state in held else "none" for state in names}
    return {
        status: sorted(names[code] for code in at if at[code] == status)
        for status in STACKED
        if status in at.values()
    }


def _leaving(leaving: int, parties: int) -> str:
    if leaving == 0:
        return ""
    if leaving == parties:
        return ", and withdrawing" if parties == 1 else ", all of them withdrawing"
    return f", {number_word(leaving)} of them withdrawing"


def _tell(name: str, spells: pd.DataFrame, as_of: date) -> str:
    """Tell one state's spells up to the as-of day in one sentence."""
    told = [
        f"{TERMS[cast(Status, row.status)].word} from {format_day(row.start)}"
        for row in rows_of(spells.sort_values("start"))
        if row.status != "none" and row.start <= pd.Timestamp(as_of)
    ]
    return f"{name}: {', '.join(told) or TERMS['none'].word}."
