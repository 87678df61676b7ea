"""Who left or gave notice, and how many decisions that is.

Notices of one treaty that reach the depositary on one day were agreed between their states:
they are one decision, and a test that counts them as many overstates what is known. Every rate
and every test is therefore told twice, by states and with same-day notices counted once.
"""

from __future__ import annotations

import pandas as pd

from analysis.law.disputes import acts_as_read
from analysis.law.spells import status_on
from analysis.measures.exposure import AtRisk, at_risk
from analysis.measures.scope import PAIR, Seen, Treaties, acts_inside, treaty_codes

COLUMNS = [*PAIR, "day", "notified", "decided", "event"]


def exits_with_decisions(seen: Seen, exits: pd.DataFrame) -> pd.DataFrame:
    """Return exits (``treaty``, ``state``, ``day`` of effect) with the notices behind them.

    Columns: those three, ``notified`` (day of the last notice by then, ``NaT`` if none is on
    record), ``decided`` (that day, or the day of effect) and ``event`` (key of the notice).
    """
    given = _notices(seen).rename(columns={"day": "notified"})
    acts = exits[[*PAIR, "day"]].astype({"day": "datetime64[s]"})
    found = pd.merge_asof(
        acts.sort_values("day"),
        given.sort_values("notified"),
        left_on="day",
        right_on="notified",
        by=PAIR,
    )
    table = found.assign(decided=found["notified"].fillna(found["day"]))
    table["event"] = table["event"].fillna("")
    return table.sort_values(["decided", *PAIR], ignore_index=True)[COLUMNS]


def notices_given(seen: Seen, *, treaty: Treaties = None, region: str = "world") -> pd.DataFrame:
    """Return the notices of withdrawal that states of a region gave while they were bound.

    Columns ``treaty``, ``state``, ``day``, ``event``, by day. A notice that was taken back was
    given nevertheless; one that the reading does not recognise is left out. Raises
    ``UnknownName``.
    """
    codes = treaty_codes(seen.known, treaty)
    given = _notices(seen)
    given = acts_inside(seen.known, given[given["treaty"].isin(codes)], region)
    risk = at_risk(seen.known, seen.spells, seen.day, treaty=treaty)
    both = given.merge(risk.time, on=PAIR)
    bound = (both["start"] <= both["day"]) & (both["day"] <= both["end"])
    kept = both.loc[bound, given.columns].drop_duplicates()
    return kept.sort_values(["day", *PAIR], ignore_index=True)


def gone(seen: Seen, risk: AtRisk, *, suspended: bool = False) -> pd.DataFrame:
    """Return the states that have left or whose notice is running, once each.

    ``risk`` is time and exits under one treaty. Columns as :func:`exits_with_decisions`;
    ``day`` is that of effect or, while the notice runs, ``NaT``. With ``suspended`` also those
    that have suspended the treaty on the day.
    """
    wanted = ("withdrawing", "suspended") if suspended else ("withdrawing",)
    held = status_on(seen.spells, seen.day)
    pairs = pd.MultiIndex.from_frame(risk.time[PAIR])
    held = held[held["status"].isin(wanted) & pd.MultiIndex.from_frame(held[PAIR]).isin(pairs)]
    pending = held.assign(day=held["start"])[[*PAIR, "day"]]
    left = exits_with_decisions(seen, risk.exits)
    going = exits_with_decisions(seen, pending)
    going["day"] = going["day"].where(going["day"].isna())
    table = pd.concat([left, going], ignore_index=True)
    return table.drop_duplicates(PAIR, keep="last", ignore_index=True)


def count_decisions(acts: pd.DataFrame, day: str = "decided") -> int:
    """Return the number of acts, those under one treaty on one day counted once."""
    return len(acts.drop_duplicates(["treaty", day]))


def shared_days(acts: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the acts of each day on which two states or more decided, the earliest first."""
    return [own for _, own in acts.groupby(["decided", "treaty"]) if len(own) > 1]


def _notices(seen: Seen) -> pd.DataFrame:
    acts = acts_as_read(seen.known, seen.reading)
    given = acts[(acts["kind"] == "withdrawal_notified") & (acts["state"] != "INT")]
    return given[[*PAIR, "day", "event"]]
