"""Who left or gave notice, and how many decisions that is.

States that move together are one decision, and a test that counts them as many overstates what
is known. Two acts under one treaty are one decision

- when both notices (or, without a notice, both exits) are of one day, or
- when before them both states took one step towards leaving jointly: the register has the same
  announcement or recommendation, of the same body in the same words, for both on one day. The
  four defence ministers who recommended leaving the mine ban on 18 March 2025 are one decision,
  although the notice of one of the four came later.

What is one decision with a third is one decision with both. Every rate and every test is told
twice, by states and by decisions.
"""

from __future__ import annotations

import pandas as pd

from analysis.law.disputes import acts_as_read
from analysis.law.pipeline import leaving_steps
from analysis.law.spells import status_on
from analysis.measures.exposure import AtRisk, at_risk
from analysis.measures.scope import PAIR, Seen, Treaties, acts_inside, treaty_codes

COLUMNS = [*PAIR, "day", "notified", "decided", "decision", "agreed", "step", "event"]
#: Steps that states take jointly; later ones are those of each state's own organs.
_JOINT = ("announced", "recommended")
_SAME_STEP = ["treaty", "date", "kind", "body", "summary"]


def exits_with_decisions(seen: Seen, exits: pd.DataFrame) -> pd.DataFrame:
    """Return exits (``treaty``, ``state``, ``day`` of effect) with the notices behind them.

    Columns: those three, ``notified`` (day of the last notice by then, ``NaT`` if none is on
    record), ``decided`` (that day, or the day of effect), ``decision`` (a name that acts of one
    decision share), ``agreed`` and ``step`` (day and key of the state's joint step before it,
    ``NaT`` and empty if none is on record) and ``event`` (key of the notice).
    """
    return _as_decisions(seen, _with_notices(seen, exits))


def notices_given(seen: Seen, *, treaty: Treaties = None, region: str = "world") -> pd.DataFrame:
    """Return the notices of withdrawal that states of a region gave while they were bound.

    Columns ``treaty``, ``state``, ``day``, ``event``, ``decided`` (the day), ``decision``,
    ``agreed`` and ``step`` as in :func:`exits_with_decisions`, by day. A notice that was taken
    back was given nevertheless; one that the reading does not recognise is left out. Raises
    ``UnknownName``.
    """
    codes = treaty_codes(seen.known, treaty)
    given = _notices(seen)
    given = acts_inside(seen.known, given[given["treaty"].isin(codes)], region)
    risk = at_risk(seen.known, seen.spells, seen.day, treaty=treaty)
    both = given.merge(risk.time, on=PAIR)
    bound = (both["start"] <= both["day"]) & (both["day"] <= both["end"])
    kept = both.loc[bound, given.columns].drop_duplicates()
    kept = kept.sort_values(["day", *PAIR], ignore_index=True)
    return _as_decisions(seen, kept.assign(decided=kept["day"]))


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
    left, going = _with_notices(seen, risk.exits), _with_notices(seen, pending)
    going["day"] = going["day"].where(going["day"].isna())
    table = pd.concat([left, going], ignore_index=True)
    return _as_decisions(seen, table.drop_duplicates(PAIR, keep="last", ignore_index=True))


def count_decisions(acts: pd.DataFrame) -> int:
    """Return how many decisions the acts are."""
    return int(acts["decision"].nunique())


def shared_decisions(acts: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the acts of each decision that two states or more share, the earliest first."""
    return [own for _, own in acts.groupby("decision", sort=False) if len(own) > 1]


def _with_notices(seen: Seen, exits: pd.DataFrame) -> pd.DataFrame:
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
    return table.sort_values(["decided", *PAIR], ignore_index=True)


def _notices(seen: Seen) -> pd.DataFrame:
    acts = acts_as_read(seen.known, seen.reading)
    given = acts[(acts["kind"] == "withdrawal_notified") & (acts["state"] != "INT")]
    return given[[*PAIR, "day", "event"]]


def _as_decisions(seen: Seen, acts: pd.DataFrame) -> pd.DataFrame:
    """Add to acts the name of the decision that each belongs to, and the joint step before it."""
    label = acts["treaty"] + " " + acts["decided"].dt.strftime("%Y-%m-%d")
    table = acts.assign(decision=label.astype("str"), step="")
    table["agreed"] = pd.Series(pd.NaT, index=table.index, dtype="datetime64[s]")
    for together in _joint_steps(seen):
        keys = together.set_index(PAIR)["event"]
        day = together["day"].iloc[0]
        pairs = pd.MultiIndex.from_frame(table[PAIR])
        own = pairs.isin(keys.index) & (table["decided"] >= day) & table["agreed"].isna()
        if own.sum() > 1:
            table.loc[own, "agreed"] = day
            table.loc[own, "step"] = keys.reindex(pairs[own]).to_numpy()
            shared = table.loc[own, "decision"]
            merged = table["decision"].isin(shared)
            table.loc[merged, "decision"] = shared.min()
    columns = COLUMNS if "notified" in table else [c for c in COLUMNS if c != "notified"]
    return table[columns]


def _joint_steps(seen: Seen) -> list[pd.DataFrame]:
    """Return the steps towards leaving that several states took jointly, the earliest first."""
    steps = leaving_steps(seen.known.events)
    told = (steps["body"] != "") & (steps["summary"] != "") & (steps["date"].str.len() == 10)
    steps = steps[steps["kind"].isin(_JOINT) & told & (steps["day"] <= seen.day)]
    steps = steps.sort_values(["day", *PAIR]).drop_duplicates([*_SAME_STEP, "state"])
    return [own for _, own in steps.groupby(_SAME_STEP) if len(own) > 1]
