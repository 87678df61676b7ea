"""Ways of leaving: which acts count, with the tables read so that each counts as a notice.

A watchlist asks for notices of withdrawal. On request it also counts a suspension, or the taking
back of a consent under a treaty that may not be in force yet. Reading the tables anew keeps the
rest free of cases: from here on there are parties, notices, and states going or gone.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analysis.law import Days
from analysis.loading import Tables
from analysis.measures.exposure import DAYS_PER_YEAR
from analysis.measures.scope import PAIR
from analysis.model import CONSENT_KINDS
from analysis.regions import unknown

Leaving = Literal["withdrawal", "suspension", "revocation"]
WAYS: tuple[Leaving, ...] = get_args(Leaving)
#: What a party does, in each way of leaving, as a sentence says it.
DEEDS = {
    "withdrawal": "gives notice of withdrawal",
    "suspension": "gives notice of withdrawal or suspends",
    "revocation": "gives notice of withdrawal or takes back its consent",
}

#: Acts after which an earlier notice stands no more.
RESETS = (*CONSENT_KINDS, "notice_revoked")
_NOTICE = "withdrawal_notified"
#: Stands for an end that is not known.
NEVER = np.datetime64("9999-01-01", "D")
#: A year with a leap day is a year.
_LEAP = 1 / DAYS_PER_YEAR
_BILATERAL = "bilateral-strategic"
_KINDS = {
    "withdrawal": {},
    "suspension": {
        "suspension_announced": "announced",
        "suspension_notified": _NOTICE,
        "suspension_effective": _NOTICE,
        "suspension_ended": "notice_revoked",
    },
    "revocation": {"ratification_revoked": _NOTICE},
}


def read_as_leaving(
    known: Tables, spells: pd.DataFrame, leaving: Leaving
) -> tuple[Tables, pd.DataFrame]:
    """Return the tables and spells in which the acts of a way of leaving are notices.

    ``withdrawal`` changes nothing. ``suspension`` reads the steps towards a suspension as steps
    towards leaving, its notice or start as a notice and its end as a notice taken back.
    ``revocation`` counts States that have consented as parties, in force or not, and a consent
    taken back as a notice. Raises ``UnknownName``.
    """
    if leaving not in WAYS:
        raise unknown("way of leaving", leaving, WAYS)
    if leaving == "withdrawal":
        return known, spells
    kinds = known.events["kind"].replace(_KINDS[leaving])
    events = known.events.assign(kind=kinds)
    if leaving == "suspension":
        events = events.assign(aim=events["aim"].replace("suspension", "withdrawal"))
        status = spells["status"].replace("suspended", "withdrawn")
    else:
        status = spells["status"].mask(_taken_back(known.events, spells), "withdrawn")
        status = status.replace("contracting", "party")
    return known.with_events(events), spells.assign(status=status)


def treaties_to_learn_from(known: Tables) -> list[str]:
    """Return the codes of the multilateral treaties with a clause on withdrawal."""
    rows = known.treaties
    multilateral = (rows["family"] != _BILATERAL) & (rows["nature"] == "treaty")
    codes: list[str] = rows.loc[multilateral & (rows["withdrawal_period"] != ""), "code"].tolist()
    return codes


def notices(known: Tables) -> pd.DataFrame:
    """Return every notice and how long it stood.

    Columns ``treaty``, ``state``, ``start`` (day of the act) and ``end`` (day on which it was
    taken back or the state consented anew, ``NaT`` = it stands). It is the act that counts,
    whether or not its effect is contested.
    """
    events = known.events[known.events["state"] != "INT"]
    acts = events[events["kind"] == _NOTICE].drop_duplicates([*PAIR, "day"])
    return until_reset(acts, events[events["kind"].isin(RESETS)], same_day=False)


def until_reset(acts: pd.DataFrame, resets: pd.DataFrame, *, same_day: bool) -> pd.DataFrame:
    """Return the columns of acts with ``start`` for ``day``, and the next reset as ``end``.

    ``same_day`` says whether a reset on the day of the act undoes it.
    """
    days = resets[[*PAIR, "day"]].assign(end=resets["day"]).sort_values("day")
    spans = pd.merge_asof(
        acts.sort_values("day", kind="stable"),
        days,
        on="day",
        by=PAIR,
        direction="forward",
        allow_exact_matches=same_day,
    )
    return spans.rename(columns={"day": "start"})


def followed(start: Days, last: Days, notice: Days) -> dict[str, Any]:
    """Return for each case whether the notice came by its last day, and the years it counts for.

    A case with a notice counts for whole years, as if watched to the end of the year in which
    the notice came: one that gave notice in a week is one case in one year, not fifty a year.
    """
    noticed = notice <= last
    days = (np.where(noticed, notice, last) - start).astype("int64").clip(0) / DAYS_PER_YEAR
    return {"noticed": noticed, "years": np.where(noticed, np.ceil(days - _LEAP).clip(1), days)}


def _taken_back(events: pd.DataFrame, spells: pd.DataFrame) -> pd.Series:
    """Say which spells began with a consent taken back."""
    acts = events.loc[events["kind"] == "ratification_revoked", [*PAIR, "day"]]
    keys = pd.MultiIndex.from_frame(spells[[*PAIR, "start"]])
    begun = keys.isin(pd.MultiIndex.from_frame(acts))
    return pd.Series(begun, spells.index) & (spells["status"] == "signatory")
