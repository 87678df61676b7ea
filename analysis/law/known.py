"""The tables as they were known on a day: what nobody could know by then is not in them.

An act is seen from its day on, and so is what followed from no act: the end of a treaty, of a state
or of a membership, an entry into force that no clause computes. What the law had scheduled by the
day is not stored anywhere: it follows from the acts that are seen (:mod:`analysis.law.spells`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from analysis.language.days import MONTHS
from analysis.law.clauses import end_of_term, terms_set, to_days
from analysis.store.kept import kept_with_tables
from analysis.store.loading import Tables
from analysis.terms.acts import CONSENT_KINDS

#: Where a sentence about a clause ends, and the dates that it may name.
_STOP = re.compile(r"(?<=\.)(?<!\bArt\.)\s+(?=[A-Z])")
_DATE = re.compile(rf"(?:(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) )?\b((?:19|20)\d\d)\b")


def tables_as_known(tables: Tables, day: pd.Timestamp) -> Tables:
    """Return the tables without the events after a day, and without what was not settled by then.

    A state or a membership that has not ended by the day has no ``end``. What a list prints under
    a state that came later is not seen before it did: it was the act of another.
    """
    return replace(
        tables,
        events=tables.events[seen_from(tables) <= day].reset_index(drop=True),
        treaties=treaties_as_known(tables.treaties, day),
        states=_states_as_known(tables.states, day),
        groups=_still_open(tables.groups, day),
    )


@kept_with_tables
def seen_from(tables: Tables) -> pd.Series:
    """Return the day from which each event is its state's own: its day, or later a predecessor's.

    What a list prints under a state that came later is seen from that state's first day on.
    """
    born = tables.events["state"].map(tables.states.set_index("state")["start"])
    return pd.concat([own_from(tables.events), born], axis=1).max(axis=1)


def own_from(acts: pd.DataFrame) -> pd.Series:
    """Return the day of each act; of a predecessor's signature that which stands as its effect."""
    inherited: pd.Series = acts["effect"].where(acts["kind"] == "signature")
    return inherited.fillna(acts["day"])


def treaties_as_known(treaties: pd.DataFrame, day: pd.Timestamp | pd.Series) -> pd.DataFrame:
    """Return the treaties without what was not yet settled on a day, or on a day for each.

    ``ended`` holds an end that has come or, before it, the end of the treaty's term as it was
    then set; ``entered_into_force`` is empty until it comes. ``known_on`` is added: the day as of
    which acts under the treaty are read, so that nothing later dates them.
    """
    days = pd.Series(day, index=treaties.index).astype("datetime64[s]")
    seen = [
        terms_set(terms, today)
        for terms, today in zip(treaties["terms"], to_days(days), strict=True)
    ]
    ends = [end_of_term(terms, today) for terms, today in zip(seen, to_days(days), strict=True)]
    entered, ended = treaties["entered_into_force"], treaties["ended"]
    return treaties.assign(
        terms=pd.Series(seen, index=treaties.index, dtype="str"),
        ended=ended.where(ended <= days, np.array(ends, "datetime64[s]")),
        entered_into_force=entered.where(entered <= days),
        known_on=days,
    )


def events_as_known(events: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the events up to a day without the printed effects of consents that lie after it.

    Such an effect may follow from a later act. That of a notice is named in the notice.
    """
    later = events["kind"].isin(CONSENT_KINDS) & (events["effect"] > day)
    return events.assign(effect=events["effect"].mask(later))


def told_by(text: str, day: pd.Timestamp, *, always: int = 0) -> str:
    """Return the sentences about a clause that name no day after one; the first few ``always``.

    >>> told_by("In force on 1 March 1999. Open to all.", pd.Timestamp("1999-02-28"))
    'Open to all.'
    """
    sentences = _sentences(text)
    kept = [one for at, (one, last) in enumerate(sentences) if at < always or last <= day.date()]
    return " ".join(kept)


def _states_as_known(states: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the states without what came later, each by the name that it then had.

    A state that continues another has the other's name while that lasted: Russia, under whose code
    lists of today print the acts of the Soviet Union.
    """
    seen = _still_open(states, day)
    if "annexed" in seen.columns:
        begun = [terms_set(cell, to_days([day])[0]) for cell in seen["annexed"]]
        seen = seen.assign(annexed=pd.Series(begun, index=seen.index, dtype="str"))
    if "continues" not in seen.columns:
        return seen
    there = seen[seen["end"].isna() & ~(seen["start"] > day)].set_index("state")
    older = seen["continues"].isin(there.index)
    names = {
        column: seen[column].where(~older, seen["continues"].map(there[column]))
        for column in ("name", "short_name")
    }
    return seen.assign(**names)


def _still_open(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    return rows.assign(end=rows["end"].where(rows["end"] <= day))


@cache
def _sentences(text: str) -> tuple[tuple[str, date], ...]:
    """Return each sentence with the last day that it names; a month or a year by its first."""
    found = []
    for sentence in _STOP.split(text):
        days = [
            date(int(year), MONTHS.index(month) + 1 if month else 1, int(number or 1))
            for number, month, year in _DATE.findall(sentence)
        ]
        found.append((sentence, max(days, default=date.min)))
    return tuple(found)
