"""Withdrawals and suspensions against the clauses: what was notified, computed and recorded.

A notice is paired with the effect that follows it. The day that the clause gives is computed
anew (:func:`analysis.law.clauses.withdrawal_effect`) and never copied from the register, so that a
recorded day which departs from it shows. Such a day needs its reason in the note of the event
or in the table of disputes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.documents.clauses import Day, as_day, short_day
from analysis.law import clauses
from analysis.register import Register
from analysis.store.loading import Tables, rows_of

#: Withdrawals before this day are left out: the register does not trace them.
SINCE = pd.Timestamp("1990-01-01")
AGREES, EXPLAINED, CONTESTED, FLAGGED = "agrees", "explained", "contested", "flagged"
_ENDINGS = ("withdrawal_notified", "withdrawal_effective", "ratification_revoked", "notice_revoked")


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a treaty: the days, and how the recorded one compares with the clause.

    ``verdict`` is ``agrees``, ``explained`` (it differs, and ``reason`` says why),
    ``contested`` (its effect is in dispute) or ``flagged`` (it differs without a reason). Days
    are ``NaT`` where there is none.
    """

    treaty: str
    state: str
    notice: Day
    computed: Day
    recorded: Day
    verdict: str
    reason: str

    @property
    def first(self) -> Day:
        """Return the day of the notice or, without one, of the effect."""
        return self.recorded if pd.isna(self.notice) else self.notice


def exits(register: Register) -> list[Exit]:
    """Return every withdrawal since 1990, by treaty in the register's order, then by day."""
    tables, events = register.known, register.events
    chosen = events[events["kind"].isin(_ENDINGS) & (events["state"] != "INT")]
    chosen = chosen[chosen["day"] >= SINCE].sort_values(["state", "day"], kind="stable")
    found: list[Exit] = []
    for _, treaty in tables.treaties.iterrows():
        acts = chosen[chosen["treaty"] == treaty["code"]]
        ways = [
            one
            for _, own in acts.groupby("state", sort=False)
            for one in _ways_out(register, treaty, own)
        ]
        found.extend(sorted(ways, key=lambda one: (one.first, one.state)))
    return found


def recorded_effects(acts: pd.DataFrame, notice: str, effect: str) -> list[tuple[Any, Any]]:
    """Pair each notice of one state with the effect recorded after it; either may be ``None``."""
    pairs: list[tuple[Any, Any]] = []
    # Of two acts on one day the notice comes first.
    ordered = acts[acts["kind"].isin([notice, effect])]
    ordered = ordered.sort_values("kind", key=lambda kind: kind == effect, kind="stable")
    for act in rows_of(ordered.sort_values("day", kind="stable")):
        if act.kind == effect and pairs and pairs[-1][1] is None:
            pairs[-1] = (pairs[-1][0], act)
        else:
            pairs.append((act, None) if act.kind == notice else (None, act))
    return pairs


def dispute_of(tables: Tables, *acts: Any) -> str:
    """Return why the effect of an act is contested, empty if it is not; ``None`` is no act."""
    keys = [(act.treaty, act.state, act.kind, act.date) for act in acts if act is not None]
    contested = rows_of(tables.disputes)
    reasons = [
        row.reason for row in contested if (row.treaty, row.state, row.act, row.date) in keys
    ]
    return "; ".join(dict.fromkeys(reasons))


def _ways_out(register: Register, treaty: pd.Series, acts: pd.DataFrame) -> Iterator[Exit]:
    revoked = acts[acts["kind"] == "notice_revoked"]
    for notice, effect in recorded_effects(acts, "withdrawal_notified", "withdrawal_effective"):
        if notice is None:
            yield _without_notice(register.known, treaty, effect)
        else:
            yield _noticed(register, treaty, notice, effect, revoked)
    for act in rows_of(acts[acts["kind"] == "ratification_revoked"]):
        yield _withdrawn_instrument(treaty, act)


def _noticed(
    register: Register, treaty: pd.Series, notice: Any, effect: Any, revoked: pd.DataFrame
) -> Exit:
    """Compare the effect of a notice with the clause."""
    tables = register.known
    bare = pd.DataFrame({"state": [notice.state], "day": [notice.day], "effect": [pd.NaT]})
    computed = as_day(clauses.withdrawal_effect(treaty, bare, tables.conflicts)[0])
    recorded = notice.effect if effect is None else effect.day
    after = revoked[revoked["day"] >= notice.day]["day"]
    if len(after) and not after.iloc[0] > computed:
        reason = f"taken back on {short_day(after.iloc[0])}, before it had effect (VCLT Art. 68)"
        verdict = AGREES
    elif pd.isna(recorded) and _running(treaty, computed, register.day):
        verdict, reason = AGREES, "running, without effect yet"
    elif pd.notna(recorded) and _fits(treaty, computed, recorded, effect):
        later = recorded > computed and treaty["withdrawal_day"] == "at_least"
        verdict, reason = AGREES, "later than the minimum, as the clause allows" if later else ""
    else:
        verdict, reason = _explained(tables, notice, effect)
    return Exit(treaty["code"], notice.state, notice.day, computed, recorded, verdict, reason)


def _running(treaty: pd.Series, computed: Any, day: pd.Timestamp) -> bool:
    """Say whether a notice has no effect yet: its period runs, or a conflict keeps it open."""
    return bool(computed > day) or (bool(treaty["withdrawal_period"]) and pd.isna(computed))


def _fits(treaty: pd.Series, computed: Any, recorded: Any, effect: Any) -> bool:
    """Say whether a recorded day follows from the clause, as precisely as it is known."""
    if treaty["withdrawal_day"] == "at_least":
        return bool(recorded >= computed)
    written = f"{recorded:%Y-%m-%d}" if effect is None else effect.date
    return not pd.isna(computed) and f"{computed:%Y-%m-%d}".startswith(written)


def _without_notice(tables: Tables, treaty: pd.Series, effect: Any) -> Exit:
    verdict, reason = _explained(tables, effect)
    return Exit(treaty["code"], effect.state, pd.NaT, pd.NaT, effect.day, verdict, reason)


def _withdrawn_instrument(treaty: pd.Series, act: Any) -> Exit:
    """Tell of an instrument taken back before the treaty was in force; no clause dates it."""
    start = treaty["entered_into_force"]
    early = pd.isna(start) or act.day < start
    reason = "instrument taken back before the treaty was in force: no withdrawal from it"
    verdict = AGREES if early else FLAGGED
    return Exit(
        treaty["code"], act.state, act.day, pd.NaT, act.day, verdict, reason if early else act.note
    )


def _explained(tables: Tables, *acts: Any) -> tuple[str, str]:
    """Return the documented reason for a day that departs from the clause, or flag it."""
    given = [act for act in acts if act is not None]
    notes = [act.note for act in given if act.note]
    contested = dispute_of(tables, *given)
    if contested:
        return CONTESTED, " ".join([f"{contested}.", *notes])
    return (EXPLAINED, " ".join(notes)) if notes else (FLAGGED, "")


@dataclass(frozen=True, slots=True)
class Suspension:
    """One suspension: its days, and the three months of VCLT Art. 65(2) for comparison.

    ``contested`` is the reason of a dispute about it, empty if there is none.
    """

    treaty: str
    state: str
    notice: Day
    three_months: Day
    recorded: Day
    contested: str
    note: str


def suspensions(tables: Tables) -> list[Suspension]:
    """Return every suspension notified or in effect, by treaty in the register's order."""
    kinds = ("suspension_notified", "suspension_effective")
    chosen = tables.events[tables.events["kind"].isin(kinds) & (tables.events["state"] != "INT")]
    chosen = chosen.sort_values(["state", "day"], kind="stable")
    found: list[Suspension] = []
    for code in tables.treaties["code"]:
        for _, acts in chosen[chosen["treaty"] == code].groupby("state", sort=False):
            for notice, effect in recorded_effects(acts, *kinds):
                found.append(_suspension(tables, notice, effect))
    return found


def _suspension(tables: Tables, notice: Any, effect: Any) -> Suspension:
    either = effect if notice is None else notice
    received: Day = pd.NaT if notice is None else notice.day
    later = clauses.day_after(
        clauses.to_days(pd.Series([received], dtype="datetime64[s]")), clauses.Period(months=3)
    )[0]
    recorded = notice.effect if effect is None else effect.day
    notes = [act.note for act in (notice, effect) if act is not None and act.note]
    contested, note = dispute_of(tables, notice, effect), " ".join(dict.fromkeys(notes))
    days = (received, as_day(later), recorded)
    return Suspension(either.treaty, either.state, *days, contested, note)
