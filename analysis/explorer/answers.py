"""What the register answers on every day at once: each answer with the days on which it holds.

The answer of a day rests on the acts known by then and on nothing later. So each treaty is laid
out once for each day on which something becomes known of it, as if every one of these were a
treaty of its own; the law dates all of them in one go. A day gets the answer of its last layout:
what :meth:`analysis.register.Register.status` says as of that day, for each of 40,000 days.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.law.known import treaties_as_known
from analysis.law.pipeline import stages
from analysis.law.spells import build_spells
from analysis.store.loading import Tables, end_of_date
from analysis.terms.acts import CONSENT_KINDS, Reading
from analysis.terms.stages import STAGES

COLUMNS = ["treaty", "state", "day", "status", "since", "until", "stage"]
#: The columns of an event that say where its state stands, and how far it has gone.
_READ = ["treaty", "state", "date", "kind", "effect", "actor", "aim", "day"]
_READ += ["votes_for", "votes_against"]
_LEAVING = ["withdrawal_notified", "withdrawal_effective", "notice_revoked"]
_PAIR = ["layout", "state"]
_ANSWER = ["status", "since", "until", "stage"]


def answers(tables: Tables, reading: Reading = "depositary") -> pd.DataFrame:
    """Return each answer on where a state stands under a treaty, with the day from which it holds.

    Columns ``treaty``, ``state``, ``day`` (the first day on which this is the answer; it holds up
    to the next row of the pair), ``status``, ``since`` and ``until`` (the spell as then known,
    ``NaT`` where there is none) and ``stage``. Before its first row a state has neither signed nor
    joined. Sorted by treaty, state and day.
    """
    layouts = _layouts(tables)
    laid = _laid_out(tables, layouts)
    spells = build_spells(laid, reading).rename(columns={"treaty": "layout"})
    steps = _steps(laid, spells)
    points = _points(layouts, spells, steps)
    held = points.merge(spells, on=_PAIR, how="left")
    holds = (held["start"] <= held["day"]) & ~(held["end"] <= held["day"])
    held = held[holds][[*_PAIR, "day", "status", "start", "end"]]
    told = points.merge(held, on=[*_PAIR, "day"], how="left").merge(steps, on=_PAIR, how="left")
    told = told.rename(columns={"start": "since", "end": "until"})
    told["status"] = told["status"].astype("object").fillna("none").astype("str")
    gone = told["effect"] <= told["day"]
    told["stage"] = told["reached"].fillna("").where(~gone, STAGES[-1])
    return _changes(told)


def _layouts(tables: Tables) -> pd.DataFrame:
    """Return the days on which something becomes known of each treaty.

    Columns ``treaty``, ``known`` (that day), ``layout`` (its name) and ``next`` (the day of the
    next one, ``NaT`` for the last).
    """
    treaties = tables.treaties
    found = [tables.events[["treaty", "day"]]]
    ties = treaties.loc[treaties["withdrawal_with"] != "", ["code", "withdrawal_with"]]
    # A notice under a convention counts for what is annexed to it, on the same days.
    events = tables.events[tables.events["kind"].isin(_LEAVING)]
    annexed = ties.merge(events, left_on="withdrawal_with", right_on="treaty")
    found.append(annexed[["code", "day"]].set_axis(["treaty", "day"], axis=1))
    for column in ("ended", "entered_into_force"):
        found.append(treaties[["code", column]].set_axis(["treaty", "day"], axis=1))
    terms = treaties[["code", "terms"]].set_axis(["treaty", "day"], axis=1)
    terms = terms.assign(day=terms["day"].str.split(";")).explode("day")
    told = pd.to_datetime(terms["day"].str.partition("/")[0], errors="coerce")
    found.append(terms.assign(day=told.astype("datetime64[s]")))
    found += _without_an_act(tables)
    days = pd.concat(found, ignore_index=True).dropna()
    conventions = days.merge(ties, left_on="treaty", right_on="code")
    conventions = conventions[["withdrawal_with", "day"]].set_axis(["treaty", "day"], axis=1)
    days = pd.concat([days, conventions]).drop_duplicates()
    days = days.sort_values(["treaty", "day"], ignore_index=True)
    named = days.assign(layout=days["treaty"] + "@" + days["day"].dt.strftime("%Y-%m-%d"))
    named["next"] = named.groupby("treaty")["day"].shift(-1)
    return named.rename(columns={"day": "known"})


def _without_an_act(tables: Tables) -> list[pd.DataFrame]:
    """Return the days on which something came that no act under the treaty had settled.

    Effects that were given later, ends of states, objections, and conflicts that keep notices open.
    """
    events, treaties = tables.events, tables.treaties
    given = events.loc[events["kind"].isin(CONSENT_KINDS), ["treaty", "effect"]]
    acted = events[["treaty", "state"]].drop_duplicates()
    ends = acted.merge(tables.states[["state", "end"]], on="state")[["treaty", "end"]]
    tails = treaties.loc[treaties["withdrawal_conflict_tail"] == "yes", ["code"]]
    wars = [tails.merge(tables.conflicts[[one]], how="cross") for one in ("start", "end")]
    parts = [given, ends, tables.disputes[["treaty", "start"]], *wars]
    return [part.set_axis(["treaty", "day"], axis=1) for part in parts]


def _laid_out(tables: Tables, layouts: pd.DataFrame) -> Tables:
    """Return the tables with each layout as a treaty of its own, and what was known by its day."""
    events = tables.events[_READ].merge(layouts[["treaty", "known", "layout"]], on="treaty")
    events = events[events["day"] <= events["known"]]
    rows = tables.treaties.merge(layouts, left_on="code", right_on="treaty")
    known = treaties_as_known(rows, rows["known"])
    convention = known["withdrawal_with"] + "@" + known["known"].dt.strftime("%Y-%m-%d")
    known["withdrawal_with"] = convention.where(known["withdrawal_with"] != "", "")
    disputes = tables.disputes.merge(layouts[["treaty", "layout"]], on="treaty")
    return replace(
        tables,
        events=_renamed(events).reset_index(drop=True),
        treaties=known.assign(code=known["layout"])[[*tables.treaties.columns, "known_on"]],
        disputes=_renamed(disputes),
    )


def _renamed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(treaty=frame["layout"]).drop(columns="layout")


def _steps(laid: Tables, spells: pd.DataFrame) -> pd.DataFrame:
    """Return how far each state had gone in each layout.

    Columns ``layout``, ``state``, ``reached`` (the furthest step before the effect) and ``effect``
    (the day of effect, ``NaT`` if there is none).
    """
    last = laid.vintage + pd.DateOffset(years=100)
    table = stages(laid, spells.rename(columns={"layout": "treaty"}), last)
    steps = STAGES[:-1]
    rank = np.arange(1, len(STAGES)) * (table[list(steps)] != "").to_numpy()
    reached = np.array(["", *steps], dtype=object)[rank.max(axis=1, initial=0)]
    effect = end_of_date(table["effective"].astype("str"))
    told = table.assign(reached=pd.Series(reached, table.index, dtype="str"), effect=effect)
    return told.rename(columns={"treaty": "layout"})[[*_PAIR, "reached", "effect"]]


def _points(layouts: pd.DataFrame, spells: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Return the days on which the answer for a pair may change: columns of a pair and ``day``."""
    pairs = pd.concat([spells[_PAIR], steps[_PAIR]]).drop_duplicates()
    pairs = pairs.merge(layouts, on="layout")
    parts = [pairs.assign(day=pairs["known"])]
    for frame, column in ((spells, "start"), (spells, "end"), (steps, "effect")):
        days = frame[[*_PAIR, column]].dropna().merge(pairs, on=_PAIR)
        inside = (days[column] > days["known"]) & ~(days[column] >= days["next"])
        parts.append(days[inside].assign(day=days[column]))
    columns = ["treaty", *_PAIR, "day"]
    return pd.concat([part[columns] for part in parts]).drop_duplicates(ignore_index=True)


def _changes(told: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows that differ from the one before, and none that says nothing at first."""
    told = told.sort_values(["treaty", "state", "day"], ignore_index=True)
    pair = told["treaty"] + "." + told["state"]
    before = told[_ANSWER].shift()
    same = (told[_ANSWER] == before) | (told[_ANSWER].isna() & before.isna())
    first = pair != pair.shift()
    empty = first & (told["status"] == "none") & (told["stage"] == "")
    kept = told[(first | ~same.all(axis=1)) & ~empty]
    return kept[COLUMNS].reset_index(drop=True)
