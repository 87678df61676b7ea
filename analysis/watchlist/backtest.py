"""The backtest: watchlists of past days against who then left, beside two plain baselines.

Each list is made from what was known on its day. That alone does not make the test a fair one:
which traits the model looks at was chosen by people who knew who had left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.days import Day, to_day
from analysis.inference.calibration import calibration_table, score_forecast
from analysis.inference.discrimination import auc, ranks_of_events
from analysis.inference.exact import binomial_bounds
from analysis.inference.results import Flags, Floats
from analysis.measures.attributes import ADVERSARIES
from analysis.measures.exposure import DAYS_PER_YEAR
from analysis.model import RollbackError
from analysis.regions import find_treaty
from analysis.register import Register
from analysis.watchlist.leaving import Leaving, notices, read_as_leaving
from analysis.watchlist.model import ALIKE, BORDER, MODEL
from analysis.watchlist.ranking import Watchlist, chances_by_model, watchlist

DAYS = ("2023-12-31", "2024-06-30", "2024-12-31", "2025-03-31")
MODELS = (MODEL, ALIKE, BORDER)
LEAVER_COLUMNS = ["day", "state", "name", "notice", "model", "rank", "tied", "of", "chance"]
SCORE_COLUMNS = [
    "day",
    "model",
    "cases",
    "leavers",
    "auc",
    "auc_low",
    "auc_high",
    "auc_p",
    "brier",
    "log_score",
    "expected",
    "observed",
    "observed_low",
    "observed_high",
    "expected_p",
]
VERDICT_COLUMNS = [
    "day",
    "leavers",
    "auc_better",
    "brier_better",
    "log_better",
    "beats_baseline",
    "better_than_lot",
]
#: An AUC with a p-value above this could be that of a ranking by lot.
_BY_LOT = 0.05
#: Scores that differ by less are equal: a tie is no win.
_TIE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """How watchlists of past days fared up to the day ``until``, that day included.

    ``lists`` are the watchlists as they would have stood. ``leavers``: one row per day, later
    leaver and model (``model``, ``everyone alike``, ``borders an adversary``) with ``notice``
    (day), ``rank`` (middle of the places it shares with ``tied`` parties), ``of`` and
    ``chance``. ``scores``: one row per day and model with ``cases`` and ``leavers``, ``auc``
    with ``auc_low``, ``auc_high`` and exact one-sided ``auc_p`` (NaN unless there are parties
    that left and parties that stayed), ``brier`` and ``log_score`` (less is better),
    ``expected`` notices, those ``observed`` with their exact interval, and ``expected_p``.
    ``calibration``: expected against observed by height of the model's chances. ``verdicts``:
    one row per day; ``beats_baseline`` only if AUC, Brier and log score are all better than
    those of both baselines (a tie is not), ``better_than_lot`` if ``auc_p`` is below 0.05.
    """

    treaty: str
    noun: str
    until: pd.Timestamp
    leaving: Leaving
    lists: tuple[Watchlist, ...]
    leavers: pd.DataFrame
    scores: pd.DataFrame
    calibration: pd.DataFrame
    verdicts: pd.DataFrame


def backtest(
    register: Register,
    *,
    treaty: str,
    days: Sequence[Day] = DAYS,
    until: Day | None = None,
    adversaries: Sequence[str] = ADVERSARIES,
    alliance: str = "nato",
    leaving: Leaving = "withdrawal",
) -> Backtest:
    """Test the watchlists of past days on the notices given after them.

    ``days`` are the cut-off days; the outcome is a notice after the day and up to ``until``,
    and the chances are those for just that time. ``until`` defaults to the register's day, or
    the last day up to which the treaty's events have been gathered if that is earlier. Other
    names as in :func:`analysis.watchlist.ranking.watchlist`. Raises its errors, and
    :class:`~analysis.model.RollbackError` for no days, or one not before ``until``.
    """
    end = _last_day(register, treaty) if until is None else to_day(until)
    lists = tuple(
        watchlist(
            register.as_of(day),
            treaty=treaty,
            horizon=(end - day).days / DAYS_PER_YEAR,
            adversaries=adversaries,
            alliance=alliance,
            leaving=leaving,
        )
        for day in _cut_off_days(days, end)
    )
    given = _notices_under(register.as_of(end), lists[0].treaty, leaving)
    judged = [_judged(one, given) for one in lists]
    scores = _all_scores(lists, judged)
    verdicts = [_verdict(day, own) for day, own in scores.groupby("day")]
    return Backtest(
        treaty=lists[0].treaty,
        noun=lists[0].noun,
        until=end,
        leaving=leaving,
        lists=lists,
        leavers=_leavers(lists, judged),
        scores=scores,
        calibration=_calibration(lists, judged),
        verdicts=pd.DataFrame(verdicts, columns=VERDICT_COLUMNS),
    )


def _last_day(register: Register, treaty: str) -> pd.Timestamp:
    covered: pd.Timestamp = register.known.treaty(find_treaty(register.known, treaty))["covered_to"]
    return min(register.day, covered)


def _cut_off_days(days: Sequence[Day], end: pd.Timestamp) -> list[pd.Timestamp]:
    cuts = sorted({to_day(day) for day in days})
    if not cuts or cuts[-1] >= end:
        raise RollbackError(f"give at least one day, and only days before {end:%Y-%m-%d}")
    return cuts


def _all_scores(lists: tuple[Watchlist, ...], judged: list[pd.DataFrame]) -> pd.DataFrame:
    rows = [
        row for one, cases in zip(lists, judged, strict=True) for row in _scores(one.day, cases)
    ]
    return pd.DataFrame(rows, columns=SCORE_COLUMNS)


def _notices_under(register: Register, code: str, leaving: Leaving) -> pd.DataFrame:
    known, _ = read_as_leaving(register.known, register.spells, leaving)
    given = notices(known)
    return given[given["treaty"] == code].sort_values("start")


def _judged(ranking: Watchlist, given: pd.DataFrame) -> pd.DataFrame:
    """Return the chances of each party of a list with the day of its later notice."""
    later = given[given["start"] > ranking.day].drop_duplicates("state")
    cases = chances_by_model(ranking)
    cases["notice"] = later.set_index("state")["start"].reindex(cases["state"]).to_numpy()
    return cases.assign(left=cases["notice"].notna())


def _scores(day: pd.Timestamp, cases: pd.DataFrame) -> list[tuple[object, ...]]:
    left = cases["left"].to_numpy(dtype=bool)
    if cases.empty:
        return [(day, model, 0, 0, *[np.nan] * 7, 0, *[np.nan] * 3) for model in MODELS]
    return [(day, model, *_score(cases[model].to_numpy(), left)) for model in MODELS]


def _score(chances: Floats, left: Flags) -> tuple[object, ...]:
    number, total = int(left.sum()), len(left)
    area: tuple[float, ...] = (np.nan,) * 4
    if 0 < number < total:
        found = auc(chances.round(12), left)
        area = (found.estimate, found.low, found.high, found.p_value)
    score = score_forecast(chances, left)
    low, high = (bound * total for bound in binomial_bounds(number, total))
    sizes = (score.brier, score.log_score, score.expected)
    return (total, number, *area, *sizes, number, low, high, score.p_value)


def _leavers(lists: tuple[Watchlist, ...], judged: list[pd.DataFrame]) -> pd.DataFrame:
    rows = []
    for ranking, cases in zip(lists, judged, strict=True):
        known = cases.set_index("state")
        for model in MODELS:
            ranks = ranks_of_events(cases[model].round(12), cases["left"], names=cases["state"])
            # By place, not by `map`: an empty list has no type to map to.
            own = known.reindex(ranks["name"])
            values = {column: own[column].to_numpy() for column in ("name", "notice")}
            ranks = ranks.assign(state=ranks["name"], chance=own[model].to_numpy())
            rows.append(ranks.assign(day=ranking.day, model=model, **values))
    return pd.concat(rows, ignore_index=True)[LEAVER_COLUMNS]


def _calibration(lists: tuple[Watchlist, ...], judged: list[pd.DataFrame]) -> pd.DataFrame:
    """Return expected against observed notices by height of the model's chances."""
    tables = [
        calibration_table(cases[MODEL].round(12), cases["left"], bins=len(cases)).assign(
            day=ranking.day
        )
        for ranking, cases in zip(lists, judged, strict=True)
        if len(cases)
    ]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["day"])
    return table[["day", *table.columns.drop("day")]]


def _verdict(day: object, scores: pd.DataFrame) -> tuple[object, ...]:
    own = scores[scores["model"] == MODEL].iloc[0]
    others = scores[scores["model"] != MODEL]
    # Comparisons with NaN are false: without leavers nothing has been beaten.
    better = [bool((own["auc"] > others["auc"] + _TIE).all())]
    better += [bool((own[score] < others[score] - _TIE).all()) for score in ("brier", "log_score")]
    judged = 0 < own["leavers"] < own["cases"]
    beats = bool(judged and all(better))
    return day, own["leavers"], *better, beats, bool(own["auc_p"] < _BY_LOT)
