"""Attempts as they were known on a day, and how many of them led where.

An attempt is seen from the day on which it started, its outcome from the day on which it came.
Of an outcome without a day it is told what it was only from the day up to which the treaty is
covered; before, nobody could know whether it had come yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.inference.exact import binomial_bounds
from analysis.store.loading import Tables, end_of_date, rows_of
from analysis.terms.attempts import (
    FORMALITIES,
    PROPOSERS,
    RESULT_OF,
    RESULTS,
    TOWARDS_LEAVING,
    Result,
)

COLUMNS = [
    "attempt", "treaty", "state", "started", "actor", "formality", "proposed", "furthest",
    "outcome", "outcome_date", "days", "summary", "sources", "confidence",
]  # fmt: skip
COUNT_COLUMNS = [
    "actor", "formality", "attempts", *RESULTS, "timed", "days_min", "days_max", "ended", "low",
    "high", "pairs", "pairs_notice", "pairs_low", "pairs_high", "decisions", "decisions_notice",
    "decisions_low", "decisions_high",
]  # fmt: skip
#: What stands with every number that is counted from the attempts.
LIMITS = (
    "The attempts were coded with their results known, and weak steps are under-recorded: a share"
    " of weak steps is a ceiling, and one near 1 for decisions says little, because decisions"
    " are found through what came of them."
)
#: Texts that may tell what came later: not shown before the outcome is known.
_HINDSIGHT = ["furthest", "summary"]


@dataclass(frozen=True, slots=True)
class Led:
    """How many of some cases led to a notice, with the exact interval of the share."""

    notices: int
    cases: int

    @property
    def bounds(self) -> tuple[float, float]:
        """The exact 95 per cent interval of the share; 0 to 1 without cases."""
        return binomial_bounds(self.notices, self.cases)


def attempts_known(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return the attempts that had started by a day, with what was known of them on it.

    ``tables`` is the whole data. Columns: :data:`COLUMNS`; ``days`` from the start to the outcome
    where both days are known. An outcome that came later is ``open``, one without a day is
    ``unknown`` before the treaty's last covered day; then ``furthest`` and ``summary`` are empty.
    An attempt without the day of its start is seen from that last day on.
    """
    rows = tables.attempts
    started, ended = end_of_date(rows["started"]), end_of_date(rows["outcome_date"])
    covered = rows["treaty"].map(tables.treaties.set_index("code")["covered_to"])
    covered = covered.fillna(tables.vintage)
    seen = started.fillna(covered) <= day
    later, undated = ended > day, ended.isna() & (covered > day)
    # Coded as open or unknown, it was so on every day before as well.
    settled = ~rows["outcome"].isin(("open", "unknown"))
    outcome = rows["outcome"].mask(later, "open").mask(undated & settled, "unknown")
    shown = rows.assign(
        outcome=outcome,
        outcome_date=rows["outcome_date"].mask(later, ""),
        days=_days_between(rows).mask(later),
    )
    for column in _HINDSIGHT:
        shown[column] = shown[column].mask(later | undated, "")
    return shown.loc[seen, COLUMNS].reset_index(drop=True)


def count_attempts(attempts: pd.DataFrame) -> pd.DataFrame:
    """Return how many attempts to leave, suspend or review led where, by actor and formality.

    ``attempts`` has the columns of :func:`attempts_known`. Columns: :data:`COUNT_COLUMNS`, one row
    for each actor and formality there is and one ``all`` of both. ``notice`` also counts acts
    without a notice clause. ``ended`` are the attempts that are not open: ``low`` and ``high`` are
    the exact 95 per cent interval of ``notice`` among them, the ``pairs_`` and ``decisions_``
    columns the same by pair of treaty and state and by decision (a joint act counts once).
    ``days_min`` and ``days_max`` are the range of the ``timed`` ones that led to a notice.
    """
    rows = _counted(attempts)
    groups: list[tuple[str, str, pd.DataFrame]] = [
        (actor, formality, found)
        for actor in PROPOSERS
        for formality in FORMALITIES
        if len(found := rows[(rows["actor"] == actor) & (rows["formality"] == formality)])
    ]
    counts = [
        {"actor": actor, "formality": formality, **_count(found)}
        for actor, formality, found in [*groups, ("all", "all", rows)]
    ]
    return pd.DataFrame(counts, columns=COUNT_COLUMNS).astype(
        {"days_min": "Int64", "days_max": "Int64"}
    )


def results_of(attempts: pd.DataFrame) -> dict[Result, int]:
    """Return how many attempts to leave, suspend or review led to each result.

    >>> columns = {"proposed": ["leave", "stay"], "outcome": ["lapsed", "held"]}
    >>> results_of(pd.DataFrame(columns))["lapse"]
    1
    """
    found = _counted(attempts)["result"].value_counts()
    return {result: int(found.get(result, 0)) for result in RESULTS}


def led_of(attempts: pd.DataFrame) -> Led:
    """Return how many attempts that ended led to a notice."""
    ended = _counted(attempts).query("result != 'open'")
    return Led(int((ended["result"] == "notice").sum()), len(ended))


def led_by_pair(attempts: pd.DataFrame) -> Led:
    """Return how many pairs of treaty and state with an attempt that ended came to a notice."""
    return _led(_counted(attempts), lambda row: (row.treaty, row.state))


def led_by_decision(attempts: pd.DataFrame) -> Led:
    """Return how many decisions led to a notice; a joint act is one, whatever states joined it."""
    rows = _counted(attempts)
    place = {row.attempt: number for number, joint in enumerate(decisions(rows)) for row in joint}
    return _led(rows, lambda row: place[row.attempt])


def decisions(attempts: pd.DataFrame) -> list[list[Any]]:
    """Return the attempts in decisions, in the order of their first one.

    One decision are the rows of one day with the same actor, formality and proposal that share the
    treaty or the state: a joint act of several states, or an act about several treaties.
    Without its day a row stands alone.
    """
    acts: dict[object, list[_Joint]] = {}
    for place, row in enumerate(rows_of(attempts)):
        dated = len(row.started) == len("2025-03-18")
        act = (row.started, row.actor, row.formality, row.proposed) if dated else place
        acts[act] = _joined(
            acts.get(act, []), _Joint(place, [row], frozenset((row.treaty, row.state)))
        )
    found = sorted((joint for own in acts.values() for joint in own), key=lambda joint: joint.first)
    return [joint.rows for joint in found]


@dataclass(frozen=True, slots=True)
class _Joint:
    """A decision as far as it is known: its rows, and the treaties and states they are about."""

    first: int
    rows: list[Any]
    about: frozenset[str]


def _joined(others: list[_Joint], new: _Joint) -> list[_Joint]:
    """Return decisions of one day and kind with a new row, which may make one of several."""
    apart = [joint for joint in others if joint.about.isdisjoint(new.about)]
    parts = [joint for joint in others if not joint.about.isdisjoint(new.about)]
    rows = [row for joint in (*parts, new) for row in joint.rows]
    about = new.about.union(*(joint.about for joint in parts))
    whole = _Joint(min(joint.first for joint in (*parts, new)), rows, about)
    return sorted([*apart, whole], key=lambda joint: joint.first)


def _counted(attempts: pd.DataFrame) -> pd.DataFrame:
    """Return the attempts that are counted, with the result of each."""
    rows = attempts[attempts["proposed"].isin(TOWARDS_LEAVING)]
    return rows.assign(result=rows["outcome"].map(RESULT_OF))


def _count(rows: pd.DataFrame) -> dict[str, Any]:
    days = rows.loc[rows["result"] == "notice", "days"].dropna()
    led = led_of(rows)
    counted: dict[str, Any] = {
        "attempts": len(rows),
        **{str(result): number for result, number in results_of(rows).items()},
        "timed": len(days),
        "days_min": days.min() if len(days) else pd.NA,
        "days_max": days.max() if len(days) else pd.NA,
        "ended": led.cases,
    }
    counted |= dict(zip(("low", "high"), led.bounds, strict=True))
    for name, found in (("pairs", led_by_pair(rows)), ("decisions", led_by_decision(rows))):
        low, high = found.bounds
        counted |= {name: found.cases, f"{name}_notice": found.notices}
        counted |= {f"{name}_low": low, f"{name}_high": high}
    return counted


def _led(rows: pd.DataFrame, case_of: Any) -> Led:
    cases: dict[Any, bool] = {}
    for row in _ended(rows):
        case = case_of(row)
        cases[case] = cases.get(case, False) or row.result == "notice"
    return Led(sum(cases.values()), len(cases))


def _ended(rows: pd.DataFrame) -> Iterator[Any]:
    yield from (row for row in rows_of(rows) if row.result != "open")


def _days_between(rows: pd.DataFrame) -> pd.Series:
    """Return the days from start to outcome where both are known to the day."""
    exact: Iterable[pd.Series] = (
        pd.to_datetime(rows[column].where(rows[column].str.len() == 10), format="%Y-%m-%d")
        for column in ("started", "outcome_date")
    )
    started, ended = exact
    return (ended - started).dt.days.astype("Int64")
