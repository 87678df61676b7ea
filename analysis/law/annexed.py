"""Annexed instruments: who leaves a convention leaves its protocols with it.

Under Art. 9(3) of the Convention on Certain Conventional Weapons a denunciation of the convention
counts for every annexed protocol by which the state is bound; the amendment of Article 1 cannot
be left in any other way. ``withdrawal_with`` in ``treaties.csv`` names the convention.
"""

from __future__ import annotations

import pandas as pd

from analysis.terms.statuses import CONTRACTING

_PAIR = ["treaty", "state"]
#: Acts under the convention that count for what is annexed to it.
_KINDS = ("withdrawal_notified", "withdrawal_effective", "notice_revoked")


def annexed_acts(treaties: pd.DataFrame, acts: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Return the acts under a convention once more, for each annexed treaty that binds the state.

    ``acts`` has the columns ``treaty``, ``state``, ``kind`` and ``day``; ``spells`` are those
    without these acts. The result has the columns of ``acts`` and ``start``: the day from which
    the act changes the status, that of the act or, later, of entry into force for the state.
    """
    ties = treaties.loc[treaties["withdrawal_with"] != "", ["code", "withdrawal_with"]]
    own = acts[acts["kind"].isin(_KINDS) & acts["treaty"].isin(ties["withdrawal_with"])]
    own = own.merge(ties, left_on="treaty", right_on="withdrawal_with")
    own = own.assign(treaty=own["code"])[list(acts.columns)]
    notices = _bound(own[own["kind"] == "withdrawal_notified"], spells)
    told = pd.MultiIndex.from_frame(notices[_PAIR])
    after = own[(own["kind"] != "withdrawal_notified").to_numpy()]
    after = after[pd.MultiIndex.from_frame(after[_PAIR]).isin(told)]
    return pd.concat([notices, after.assign(start=after["day"])], ignore_index=True)


def _bound(notices: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Keep the notices of states that have consented, with the day from which they are bound."""
    held = spells[spells["status"].isin(CONTRACTING)]
    held = held.rename(columns={"start": "since", "end": "until"})
    found = notices.merge(held, on=_PAIR)
    holds = (found["since"] <= found["day"]) & ~(found["until"] <= found["day"])
    found = found[holds]
    waiting = found["status"] == "contracting"
    found = found.assign(start=found["day"].where(~waiting, found["until"]))
    return found[[*notices.columns, "start"]].dropna(subset=["start"])
