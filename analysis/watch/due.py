"""What is due: effects that the law has scheduled, terms that end, and days of the calendar.

As known on a day: an effect follows from acts up to that day, a row of the calendar is seen once
one of its sources had been published.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.law.changes import changes_between
from analysis.store.known import known_since
from analysis.store.loading import Tables, end_of_date, rows_of

COLUMNS = ["day", "what", "treaty", "state", "basis", "source", "last_day", "note"]
#: By what a day is fixed, besides the occasions of the calendar.
CLAUSE, TERM = "clause", "term"
#: Days that the law fixes: the register says them itself where it holds the act.
_OF_LAW = ("effect", "end")
_FAR = pd.Timestamp("2200-01-01")
_EFFECTS = {
    "party": "Enters into force",
    "withdrawn": "Withdrawal takes effect",
    "suspended": "Suspension takes effect",
}
#: The acts from which an effect follows.
_ACTS = {
    "withdrawn": ("withdrawal_notified", "withdrawal_effective", "ratification_revoked"),
    "suspended": ("suspension_notified", "suspension_effective"),
}


def due(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    since: pd.Timestamp | None = None,
    until: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return what is due from one day to another, as known on a day, in order.

    ``known`` are the tables and ``spells`` the spells as of the day; from the day after it if
    ``since`` is left out, without end if ``until`` is. Columns ``day`` (as precise as it is known:
    a month stands for some day in it), ``what``, ``treaty``, ``state`` (codes joined by ``;``,
    empty for the treaty as such), ``basis`` (``clause``, ``term``, or the occasion of the
    calendar), ``source`` (keys), ``last_day`` (where it lasts longer), ``note``.
    """
    first = day + pd.Timedelta(days=1) if since is None else since
    law = pd.concat([_effects(known, spells, day), _terms(known, day)], ignore_index=True)
    rows = pd.concat([law, _calendar(known, day, law)], ignore_index=True)
    begins, ends = _begin(rows["day"]), end_of_date(rows["last_day"].where(
        rows["last_day"] != "", rows["day"]
    ))  # fmt: skip
    rows = rows[(ends >= first) & (begins <= (_FAR if until is None else until))]
    order = ["day", "treaty", "state", "what"]
    return rows.sort_values(order, kind="stable")[COLUMNS].reset_index(drop=True)


def _effects(known: Tables, spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the changes of status that the clauses have scheduled."""
    changes = changes_between(known, spells, day, _FAR)
    changes = changes[(changes["change"] == "status") & changes["after"].isin(_EFFECTS)]
    rows = [
        {
            "day": change.date,
            "what": _what(change),
            "treaty": change.treaty,
            "state": change.state,
            "basis": CLAUSE,
            "source": _source(known.events, change),
        }
        for change in rows_of(changes)
    ]
    return _filled(rows)


def _what(change: Any) -> str:
    if change.after == "party" and change.before == "suspended":
        return "Suspension ends"
    return _EFFECTS[change.after]


def _source(events: pd.DataFrame, change: Any) -> str:
    """Return the sources of the last act from which a change can follow."""
    own = events[(events["treaty"] == change.treaty) & (events["state"] == change.state)]
    kinds = _ACTS.get(change.after)
    acts = own[own["kind"].isin(kinds)] if kinds else own
    acts = acts if len(acts) else own
    return str(acts.sort_values("day", kind="stable")["sources"].iloc[-1]) if len(acts) else ""


def _terms(known: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return the treaties whose term is known to end."""
    treaties = known.treaties[known.treaties["ended"] > day]
    rows = [
        {
            "day": f"{row.ended:%Y-%m-%d}",
            "what": "The term of the treaty ends",
            "treaty": row.code,
            "state": "",
            "basis": TERM,
            "source": row.sources,
        }
        for row in rows_of(treaties)
    ]
    return _filled(rows)


def _calendar(known: Tables, day: pd.Timestamp, law: pd.DataFrame) -> pd.DataFrame:
    """Return the days of the calendar that could be known, but those that the law gave already."""
    rows = known.calendar
    rows = rows[known_since(known, rows["sources"]) <= day]
    said = set(zip(law["treaty"], law["day"], strict=True))
    twice = [row.occasion in _OF_LAW and (row.treaty, row.day) in said for row in rows_of(rows)]
    rows = rows[~pd.Series(twice, index=rows.index, dtype=bool)]
    named = {"states": "state", "occasion": "basis", "sources": "source"}
    rows = rows.rename(columns=named)
    # What came of a day is told by later sources.
    over = end_of_date(rows["day"]) <= day
    covered = rows["note"].where(over | (known.vintage <= day), "")
    return rows.assign(note=covered)[COLUMNS]


def _begin(days: pd.Series) -> pd.Series:
    """Return the first day that a date of year, month or day precision can mean."""
    return pd.to_datetime((days + "-01-01").str[:10], format="%Y-%m-%d")


def _filled(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS).astype("str").fillna("").replace("nan", "")
