"""The words of the backtest: where the leavers had stood, and whether a baseline did as well."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.figures.captions import name_or_count
from analysis.figures.exits import plain_day
from analysis.loading import rows_of
from analysis.model import UnknownName
from analysis.style import Caption
from analysis.wording import (
    NO_BREAK_SPACE,
    agree,
    counted,
    format_day,
    format_list,
    format_number,
    number_word,
    plural,
    sentence_case,
)

Area = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Scores:
    """The area under the curve of each model on each day, with its interval.

    ``table`` has ``day``, ``model``, ``auc``, ``auc_low`` and ``auc_high``.
    """

    table: pd.DataFrame

    def of(self, day: date, model: str) -> Area:
        """Return area, low and high; NaN where there is no such score."""
        same = (self.table["day"] == pd.Timestamp(day)) & (self.table["model"] == model)
        for row in rows_of(self.table[same]):
            return float(row.auc), float(row.auc_low), float(row.auc_high)
        return math.nan, math.nan, math.nan


def rank_parties(chances: pd.DataFrame, day: date, left: Collection[str]) -> pd.DataFrame:
    """Return one row per party and model, ranked by the chance that the model gave it.

    ``chances`` has ``state``, ``name`` and a column of chances for each model, as
    :func:`analysis.watchlist.ranking.chances_by_model` returns them; ``left`` are the states
    that then gave notice. Columns ``day``, ``model``, ``state``, ``name``, ``rank`` (1 = highest
    chance, ties share the middle of their places), ``chance``, ``left``.
    """
    rows = chances.melt(["state", "name"], var_name="model", value_name="chance")
    rank = rows["chance"].round(12).groupby(rows["model"]).rank(ascending=False)
    return rows.assign(day=pd.Timestamp(day), rank=rank, left=rows["state"].isin(list(left)))


def models_of(ranks: pd.DataFrame, model: str = "") -> list[str]:
    """Return the models, the one that is tested first.

    Raises :class:`~analysis.model.UnknownName` if it is not among them.
    """
    names = list(dict.fromkeys(ranks["model"]))
    if not model:
        return names
    if model not in names:
        raise UnknownName(f"there is no model {model!r} in the backtest; {format_list(names)} are")
    return [model, *(other for other in names if other != model)]


def format_area(area: float, low: float, high: float) -> str:
    """Write an area under the curve with its interval, or why there is none.

    >>> format_area(0.981, 0.9, 0.996), format_area(math.nan, math.nan, math.nan)
    ('0.981 (0.900 to 0.996)', 'no notice followed')
    """
    if math.isnan(area):
        return "no notice followed"
    interval = "" if math.isnan(low) else f" ({_share(low)} to {_share(high)})"
    return f"{_share(area)}{interval}"


def _share(area: float) -> str:
    """Write an area so that 1 stands only for 1."""
    told = f"{area:.3f}"
    return "over 0.999" if told == "1.000" and area < 1 else told


def caption_backtest(
    ranks: pd.DataFrame, scores: pd.DataFrame, *, as_of: date, treaty: str, model: str = ""
) -> Caption:
    """Say on how many days the model beat its best baseline, and where the leavers had stood."""
    day = format_day(plain_day(as_of))
    order = models_of(ranks, model)
    days = [pd.Timestamp(one).date() for one in sorted(ranks["day"].unique())]
    areas = Scores(scores)
    told = [_tell(ranks, areas, one, order) for one in days]
    return Caption(
        title=sentence_case(_finding(ranks, areas, days, order)),
        subtitle=(
            f"Parties to the {treaty} by rank on each cut-off day; dark: those that gave notice"
            f" by {day}; area under the ROC curve (AUC) with 95{NO_BREAK_SPACE}% interval"
        ),
        alt=(
            f"Strips of the parties to the {treaty} in the order in which each model ranked them"
            f" on what was known on the day. {' '.join(told)}"
        ),
    )


def _finding(ranks: pd.DataFrame, areas: Scores, days: list[date], order: list[str]) -> str:
    judged = [day for day in days if not math.isnan(areas.of(day, order[0])[0])]
    if not judged:
        return "no party gave notice after any of the days, so that no ranking can be judged"
    stood = _stood(ranks, judged[0], order[0])
    if len(order) == 1:
        return stood
    wins = sum(_beats(areas, day, order) for day in judged)
    won = "none" if not wins else "all" if wins == len(judged) else number_word(wins)
    days_told = f"{won} of {number_word(len(judged))} days"
    if len(judged) == 1:
        days_told = "that day" if wins else "no day"
    elif won == "all":
        days_told = f"all {number_word(len(judged))} days"
    return f"{stood}; the model's AUC was above every baseline's on {days_told}"


def _beats(areas: Scores, day: date, order: list[str]) -> bool:
    own, *others = (areas.of(day, model)[0] for model in order)
    known = [other for other in others if not math.isnan(other)]
    return all(own > other + 1e-9 for other in known)


def _stood(ranks: pd.DataFrame, day: date, model: str) -> str:
    """Say among how many the leavers had been ranked; those who share a rank count in full."""
    own = ranks[(ranks["day"] == pd.Timestamp(day)) & (ranks["model"] == model)]
    left = own[own["left"]]
    within = int((own["rank"] <= left["rank"].max()).sum())
    count = len(left)
    who = "the one party" if count == 1 else "both parties" if count == 2 else (
        f"all {number_word(count)} parties"
    )  # fmt: skip
    verb, size = agree(count, "was", "were"), format_number(len(own))
    if within * 2 > len(own):
        place = f"stood as low as {format_number(within)} of {size}"
        return f"on {format_day(day)}, {who} that gave notice later {place}"
    place = f"among the first {format_number(within)} of {size}"
    return f"on {format_day(day)}, {who} that gave notice later {verb} {place}"


def _tell(ranks: pd.DataFrame, areas: Scores, day: date, order: list[str]) -> str:
    own = ranks[(ranks["day"] == pd.Timestamp(day)) & (ranks["model"] == order[0])]
    left = own[own["left"]].sort_values(["rank", "name"])
    stood = [f"{row.name} {format_number(row.rank)}" for row in rows_of(left)]
    ranked = format_list(stood) if len(stood) <= 12 else name_or_count(stood)
    told = f"{format_day(day)}: {counted(len(left), 'party', 'parties')} then gave notice"
    if len(left):
        told += f", {plural(len(left), 'rank', 'ranks')} of {format_number(len(own))}: {ranked}"
    scores = [f"{model} AUC {format_area(*areas.of(day, model))}" for model in order]
    return f"{told}; {'; '.join(scores)}."
