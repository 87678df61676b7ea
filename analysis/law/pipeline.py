"""Rollback: which states are on their way out of a treaty, how far, and what is disputed.

Two tracks are kept apart. The *status* (:mod:`analysis.law.spells`) says what the law says; the
*stage* is the furthest step a state has taken towards leaving, political or legal. A step is
one of the state itself: a bill of single members of parliament, a citizens' initiative or a
campaign is in the register but moves no stage, and neither does a step towards suspension.
A decision not to leave, or a notice taken back, ends the way out; later steps begin a new one.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.law.disputes import disputes
from analysis.law.spells import last_day_withdrawals
from analysis.store.loading import Tables, rows_of
from analysis.terms.acts import CONSENT_KINDS, STATE_ACTORS
from analysis.terms.stages import STAGE_OF_KIND, STAGES

PIPELINE_COLUMNS = [
    "treaty",
    "state",
    "name",
    "status",
    "stage",
    *STAGES[:-1],
    "vote",
    "effective",
    "effect",
    "effect_basis",
]
_PAIR = ["treaty", "state"]


def leaving_steps(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events that count as steps of a state's present way out of a treaty.

    The columns are those of ``events`` with ``stage``. Steps before the state's last decision
    not to leave, before a notice was revoked, or before it (re)joined are left out.
    """
    states = events[events["state"] != "INT"]
    stage = states["kind"].map(STAGE_OF_KIND)
    own = stage.notna() & states["actor"].isin(STATE_ACTORS) & (states["aim"] != "suspension")
    steps = states.assign(stage=stage)[own]
    legal = steps["kind"].isin(["withdrawal_notified", "withdrawal_effective"])
    rejected = states["kind"].isin(["withdrawal_rejected"]) & states["actor"].isin(STATE_ACTORS)
    begun_anew = states["kind"].isin([*CONSENT_KINDS, "notice_revoked"])
    steps = steps[_after_last(steps, states[begun_anew])]
    return steps[_after_last(steps, states[rejected]) | legal.loc[steps.index]]


def stages(tables: Tables, spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return when each state on its way out reached each stage, up to a day.

    One row per treaty and state with at least one step. Columns ``treaty``, ``state``,
    ``stage`` (the furthest), one column per stage (the date it was first reached on the
    present way out, as precise as the sources: text, ``""`` if not reached), ``last`` (day of
    the last step) and ``vote`` ("66-14", the last recorded vote in parliament). The effect is
    dated by the law, recorded or not.
    """
    steps = leaving_steps(tables.events)
    steps = steps[steps["day"] <= day].sort_values("day")
    table = steps.groupby([*_PAIR, "stage"])["date"].first().unstack("stage")
    table = table.reindex(columns=list(STAGES), fill_value="").fillna("")
    effect = _present_effect(tables, spells, steps)
    reached = effect[effect <= day].dt.strftime("%Y-%m-%d")
    table["effective"] = reached.reindex(table.index).fillna(table["effective"])
    furthest = [_furthest(row) for row in (table[list(STAGES)] != "").to_numpy()]
    table["stage"] = pd.Series(furthest, table.index, dtype="str")
    table["last"] = steps.groupby(_PAIR)["day"].max()
    votes = _votes(steps)
    found = [votes.get(pair, "") for pair in table.index]
    table["vote"] = pd.Series(found, table.index, dtype="str")
    return table.reset_index()


def pipeline(
    tables: Tables, spells: pd.DataFrame, held: pd.DataFrame, day: pd.Timestamp
) -> pd.DataFrame:
    """Return one row per state on its way out, with the dates of its steps and of the effect.

    ``held`` are the statuses on the day. Columns: :data:`PIPELINE_COLUMNS`; steps are text
    as in :func:`stages`. ``effect`` is the day of effect of the withdrawal (datetime64, ``NaT``
    without one, while a conflict keeps it open, or where the treaty ends before it),
    ``effect_basis`` says whether it is ``recorded``, follows from the ``clause``, is ``open``, or
    is ``disputed`` where the depositary knows no withdrawal. Furthest stage first.
    """
    table = stages(tables, spells, day)
    names = tables.states.set_index("state")["short_name"]
    status = held.set_index(_PAIR)["status"]
    keys = pd.MultiIndex.from_frame(table[_PAIR])
    table["name"] = table["state"].map(names)
    table["status"] = status.reindex(keys).astype("str").fillna("none").to_numpy()
    effect = _present_effect(tables, spells, leaving_steps(tables.events))
    table["effect"] = effect.reindex(keys).to_numpy()
    table["effect_basis"] = _basis(tables, table, day)
    table["rank"] = table["stage"].map({stage: -place for place, stage in enumerate(STAGES)})
    ordered = table.sort_values(["treaty", "rank", "notified", "last", "state"])
    return ordered[PIPELINE_COLUMNS].reset_index(drop=True)


def scheduled_effect(tables: Tables, spells: pd.DataFrame) -> pd.Series:
    """Return the day of effect of each state's last withdrawal, by treaty and state.

    A withdrawal that takes effect on the day on which the treaty itself ends leaves no spell
    behind it, but has taken effect; a notice that still runs when the treaty expires never does.
    """
    out = spells[spells["status"] == "withdrawn"].groupby(_PAIR)["start"].max()
    last = last_day_withdrawals(tables).set_index(_PAIR)["day"]
    effect: pd.Series = pd.concat([out, last]).groupby(level=_PAIR).max()
    return effect


def _present_effect(tables: Tables, spells: pd.DataFrame, steps: pd.DataFrame) -> pd.Series:
    """Return the effect of the present way out; that of an earlier one is history."""
    effect, begun = scheduled_effect(tables, spells), steps.groupby(_PAIR)["day"].min()
    own: pd.Series = effect[effect >= begun.reindex(effect.index)]
    return own


def _after_last(steps: pd.DataFrame, resets: pd.DataFrame) -> pd.Series:
    """Say which steps came after the last of the given events of the same state and treaty."""
    # Every consent is one, and few states are on their way out.
    near = resets["treaty"].isin(steps["treaty"]) & resets["state"].isin(steps["state"])
    last = resets[near].groupby(_PAIR)["day"].max()
    keys = pd.MultiIndex.from_frame(steps[_PAIR])
    day = pd.Series(last.reindex(keys).to_numpy(), index=steps.index)
    return day.isna() | (steps["day"] > day)


def _furthest(reached: Iterable[bool]) -> str:
    return [stage for stage, there in zip(STAGES, reached, strict=True) if there][-1]


def _votes(steps: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return the last recorded vote in parliament by treaty and state."""
    votes = steps[(steps["kind"] == "parliament_approved") & steps["votes_for"].notna()]
    return {
        (vote.treaty, vote.state): f"{vote.votes_for}-{vote.votes_against}"
        for vote in rows_of(votes)
    }


def _basis(tables: Tables, table: pd.DataFrame, day: pd.Timestamp) -> list[str]:
    events, contested = tables.events, disputes(tables, day)
    disputed = set(zip(contested["treaty"], contested["state"], strict=True))
    effective = events[events["kind"] == "withdrawal_effective"]
    recorded = set(zip(effective["treaty"], effective["state"], effective["day"], strict=True))
    bases = []
    for row in rows_of(table):
        if not row.notified and pd.isna(row.effect):
            bases.append("")
        elif pd.isna(row.effect):
            bases.append("disputed" if (row.treaty, row.state) in disputed else "open")
        else:
            known = (row.treaty, row.state, row.effect) in recorded
            bases.append("recorded" if known else "clause")
    return bases
