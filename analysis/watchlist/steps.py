"""Steps: who had moved towards leaving, how far, and from when until when.

:func:`analysis.rollback.stages` tells the present way out of each state. To learn from the past,
earlier ways out are needed too, also those that ended in staying.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.law import to_days
from analysis.loading import Tables
from analysis.measures.episodes import in_force_on
from analysis.measures.scope import PAIR
from analysis.model import STAGE_OF_KIND, STATE_ACTORS
from analysis.watchlist.leaving import (
    NEVER,
    RESETS,
    followed,
    notices,
    treaties_to_learn_from,
    until_reset,
)

WAY_COLUMNS = [*PAIR, "start", "level", "noticed", "years"]
#: How far a state has gone: a political step, or the consent of government or parliament.
LEVEL_OF_STAGE = {
    "": 0,
    "announced": 1,
    "recommended": 1,
    "government_approved": 2,
    "parliament_approved": 2,
    "promulgated": 2,
}


def steps_towards(known: Tables) -> pd.DataFrame:
    """Return every step of a state towards leaving and how long it counted.

    Columns ``treaty``, ``state``, ``level`` (1 = announced or recommended, 2 = approved by
    government or parliament, or further), ``start`` and ``end`` (half-open; the day of the
    decision to stay or of a new consent, ``NaT`` = it still counts). Steps towards a suspension
    and those of single members or citizens do not count.
    """
    events = known.events[known.events["state"] != "INT"]
    own = events["actor"].isin(STATE_ACTORS)
    level = events["kind"].map(STAGE_OF_KIND).map(LEVEL_OF_STAGE)
    moved = own & (level > 0) & (events["aim"] != "suspension")
    stayed = events["kind"].isin(RESETS) | (own & (events["kind"] == "withdrawal_rejected"))
    steps = events.assign(level=level)[moved][[*PAIR, "level", "day"]]
    spans = until_reset(steps, events[stayed], same_day=True).astype({"level": "int64"})
    return spans[spans["end"].isna() | (spans["end"] > spans["start"])].reset_index(drop=True)


def ways_out(known: Tables) -> pd.DataFrame:
    """Return when each way out of a treaty reached each level; columns as :func:`steps_towards`.

    One row per way out and level. A way out that began with an approval has no row of level 1.
    """
    steps = steps_towards(known).sort_values(["start", "level"], ascending=[True, False])
    first = steps.drop_duplicates([*PAIR, "end"])
    approved = steps[steps["level"] == 2].drop_duplicates([*PAIR, "end"])
    rows = pd.concat([first[first["level"] == 1], approved])
    return rows.sort_values([*PAIR, "start"]).reset_index(drop=True)


def past_ways_out(known: Tables, spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return one row per way out and level that a party had reached without notice.

    Columns ``treaty``, ``state``, ``start`` (day on which it reached the level), ``level`` (1
    or 2), ``noticed`` and ``years`` (time until the decision to stay, the day, or the end of
    membership or coverage; with a notice whole years, as
    :func:`~analysis.watchlist.leaving.followed` says). A way out that went from announcement
    to approval counts for both: a state that has announced may yet approve.
    """
    ways = ways_out(known)
    ways = ways[ways["treaty"].isin(treaties_to_learn_from(known))].reset_index(drop=True)
    given = notices(known)
    episodes = in_force_on(known, spells, day).rename(columns={"start": "since", "end": "until"})
    ways["stop"] = _first_after(ways, given)
    joined = ways.reset_index().merge(episodes, on=PAIR)
    inside = (joined["since"] <= joined["start"]) & ~(joined["until"] <= joined["start"])
    rows = joined[inside & ~joined["index"].isin(_running(ways, given))]
    ends = [to_days(rows[column]) for column in ("until", "end")]
    covered = to_days(rows["treaty"].map(known.treaties.set_index("code")["covered_to"]))
    last = np.fmin.reduce([*ends, covered, np.full(len(rows), np.datetime64(day, "D"))])
    seen = followed(to_days(rows["start"]), last, np.fmin(to_days(rows["stop"]), NEVER))
    return rows.assign(**seen)[WAY_COLUMNS].reset_index(drop=True)


def _first_after(ways: pd.DataFrame, given: pd.DataFrame) -> pd.Series:
    """Return the day of the first notice of the same state after each way out began."""
    both = ways.reset_index().merge(given, on=PAIR, suffixes=("", "_given"))
    after = both[both["start_given"] > both["start"]]
    return after.groupby("index")["start_given"].min().reindex(ways.index)


def _running(ways: pd.DataFrame, given: pd.DataFrame) -> list[int]:
    """Return which ways out began while a notice stood."""
    both = ways.reset_index().merge(given, on=PAIR, suffixes=("", "_given"))
    begun = both["start_given"] <= both["start"]
    standing = both["end_given"].isna() | (both["end_given"] > both["start"])
    found: list[int] = both.loc[begun & standing, "index"].tolist()
    return found
