"""Durations: time from signature to consent, and from entry into force to exit.

The frames are what survival analysis takes: one row per state and treaty under observation, how
long it was observed, and whether what was waited for happened. Who has not yet consented, or
not yet left, is censored on the as-of day, so that a frame as of a past day is what an analyst
of that day could have made.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.episodes import in_force_on, state_ends
from analysis.measures.scope import PAIR, Treaties, spells_inside, treaty_codes
from analysis.store.loading import Tables
from analysis.terms.acts import CONSENT_KINDS

COLUMNS = [
    "treaty",
    "state",
    "origin",
    "decade",
    "entry_days",
    "exit_days",
    "event",
    "ended_by",
    "exact",
]
_OPEN = ""
_SAME_DAY = 0.5


def time_to_consent(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: Treaties = None,
    region: str | None = None,
) -> pd.DataFrame:
    """Return how long each signature waited for consent to be bound.

    One row per treaty and state that signed subject to ratification. Columns ``treaty``,
    ``state``; ``origin`` (day of the first signature) and its ``decade`` (1990, 2000, ...);
    ``entry_days`` and ``exit_days`` (days from origin to the start and the end of observation);
    ``event`` (bool: consent was given); ``ended_by`` (``consent``, ``treaty`` or ``state`` if
    that ended first, ``""`` = censored); ``exact`` (bool: no date of month or year precision).
    A state that consents on the day of its signature is counted with half a day, since
    survival analysis knows no case without time; one that signed on the as-of day itself has
    not been observed yet and has no row.

    In a region a state is observed while it belongs to it: ``entry_days`` is above 0 for one
    that joined later (delayed entry), and one that left is censored. ``spells`` is there for
    the sake of one form of call: the acts alone decide. Raises ``UnknownName``.
    """
    events = known.events[known.events["treaty"].isin(treaty_codes(known, treaty))]
    events = events[events["day"] <= day].sort_values("day", kind="stable")
    signed = events[events["kind"] == "signature"].drop_duplicates(PAIR)
    consents = events[events["kind"].isin(CONSENT_KINDS)].drop_duplicates(PAIR)
    rows = signed.merge(consents[[*PAIR, "day", "date"]], on=PAIR, how="left", suffixes=("", "_c"))
    rows = rows[rows["day_c"].isna() | (rows["day_c"] >= rows["day"])]
    ends = {
        "consent": rows["day_c"],
        "treaty": rows["treaty"].map(known.treaties.set_index("code")["ended"]),
        "state": rows["state"].map(state_ends(known)),
    }
    ends = {name: days.where(days <= day) for name, days in ends.items()}
    end = pd.DataFrame(ends).min(axis=1).astype("datetime64[s]")
    reasons = np.select([days == end for days in ends.values()], list(ends), default=_OPEN)
    reason = pd.Series(reasons, rows.index, dtype="str")
    exact = _is_exact(rows["date"]) & _is_exact(rows["date_c"].fillna(_FULL))
    spans = rows[PAIR].assign(start=rows["day"], end=end, ended_by=reason, exact=exact)
    spans = spans[spans["end"].isna() | (spans["end"] >= spans["start"])]
    return _observed(known, spans, day, region, event="consent")


def time_to_exit(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    treaty: Treaties = None,
    region: str | None = None,
) -> pd.DataFrame:
    """Return how long each membership lasted, from entry into force to exit.

    One row per unbroken time in force (a state that came back has two), in the columns of
    :func:`time_to_consent`: ``origin`` is the entry into force, ``event`` says that a
    withdrawal took effect, and ``ended_by`` is ``withdrawal``, a competing end (``treaty``,
    ``state``, ``revocation``, ``other``) or ``""`` (censored). ``exact`` concerns the
    consent and the notice.
    """
    codes = treaty_codes(known, treaty)
    held = in_force_on(known, spells[spells["treaty"].isin(codes)], day)
    events = known.events
    vague = events[events["kind"].isin([*CONSENT_KINDS, "withdrawal_notified"])]
    vague = vague[~_is_exact(vague["date"])]
    keys = pd.MultiIndex.from_frame(held[PAIR])
    exact = ~keys.isin(pd.MultiIndex.from_frame(vague[PAIR]))
    return _observed(known, held.assign(exact=exact), day, region, event="withdrawal")


_FULL = "2025-04-16"


def _is_exact(dates: pd.Series) -> pd.Series:
    return dates.str.len() == len(_FULL)


def _observed(
    known: Tables, spans: pd.DataFrame, day: pd.Timestamp, region: str | None, *, event: str
) -> pd.DataFrame:
    """Return the time under observation of each span, censored on the day or on leaving a region.

    ``spans`` has ``treaty``, ``state``, ``start``, ``end``, ``ended_by``, ``exact``.
    """
    whole = spans.assign(origin=spans["start"], last=spans["end"].fillna(day))
    # A span of no length is one day wide here, so that membership on that day keeps it.
    wide = whole.assign(end=whole["last"].clip(lower=whole["start"] + pd.Timedelta(days=1)))
    seen = spells_inside(known, wide, region)
    exit_day = seen[["end", "last"]].min(axis=1)
    exit_day = exit_day.where(exit_day <= day, day)
    complete = exit_day == seen["last"]
    reason = seen["ended_by"].where(complete, _OPEN)
    days = (exit_day - seen["origin"]).dt.days.astype("float64")
    entry_days = (seen["start"] - seen["origin"]).dt.days.astype("float64")
    at_once = (days == 0) & (reason != _OPEN)
    table = seen.assign(
        decade=seen["origin"].dt.year // 10 * 10,
        entry_days=entry_days,
        exit_days=days.where(~at_once, _SAME_DAY),
        event=reason == event,
        ended_by=reason,
    )
    table = table[table["exit_days"] > table["entry_days"]]
    return table.sort_values([*PAIR, "origin", "entry_days"], ignore_index=True)[COLUMNS]
