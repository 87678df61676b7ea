"""Words for a backtest: how lists of past days fared, and what that is worth."""

from __future__ import annotations

import pandas as pd

from analysis.loading import rows_of
from analysis.watchlist.backtest import Backtest
from analysis.watchlist.model import ALIKE, BORDER, MODEL
from analysis.watchlist.words import INTENT, figure, percent
from analysis.wording import agree, counted, format_day, format_list, number_word, sentence_case

HINDSIGHT = (
    "Each list uses only what was known on its day, but the traits it looks at were chosen by"
    " people who knew who had left."
)


def backtest_sentences(test: Backtest) -> list[str]:
    """Return how each list fared, whether it beat the baselines, and what that is worth."""
    days = [_day_sentences(test, day) for day in test.verdicts["day"]]
    told = [sentence for sentences in days for sentence in sentences]
    verdicts = verdict_sentences(test)
    return [*told, *verdicts, *([INTENT] if verdicts else [])]


def verdict_sentences(test: Backtest) -> list[str]:
    """Return what the lists expected against what came, and whether they beat the baselines."""
    own = test.scores[test.scores["model"] == MODEL]
    scores = own[own["auc"].notna()]
    judged = test.verdicts[test.verdicts["day"].isin(scores["day"])]
    if judged.empty:
        return [] if len(own) else ["No list of a past day can be judged."]
    most = max(int(row.leavers) for row in rows_of(judged))
    few = (
        f"With {counted(most, 'leaver')} the intervals are wide, and a small difference between"
        " two rankings is no evidence."
    )
    return [_sum_sentence(scores), _verdict_sentence(judged), few, HINDSIGHT]


def unjudged_sentence(test: Backtest) -> str:
    """Say that lists of past days cannot be judged, because nobody or everybody left after them.

    For a test of which no day can be judged.
    """
    first, number = test.verdicts["day"].min(), len(test.verdicts)
    tried = f"the list of {format_day(first)}"
    if number > 1:
        tried = f"the {number_word(number)} lists from {format_day(first)} on"
    who = "every party on it" if test.verdicts["leavers"].any() else "no party"
    return (
        f"How well such a list fares cannot be said yet: up to {format_day(test.until)} {who} gave"
        f" notice after {tried}."
    )


def _sum_sentence(scores: pd.DataFrame) -> str:
    low, high = (figure(float(bound)) for bound in scores["expected"].agg(["min", "max"]))
    expected = low if low == high else f"from {low} to {high}"
    came = int(scores["leavers"].max())
    return (
        f"In all, the lists expected {expected} notices; {number_word(came)}"
        f" {agree(came, 'party', 'parties')} gave one."
    )


def _day_sentences(test: Backtest, day: pd.Timestamp) -> list[str]:
    scores = {row.model: row for row in rows_of(test.scores[test.scores["day"] == day])}
    own = scores[MODEL]
    period = f"Between {format_day(day)} and {format_day(test.until)}"
    if own.leavers in (0, own.cases):
        return [
            f"{period} {'every' if own.leavers else 'no'} party to the {test.noun} on the list"
            " gave notice: the ranking of that day cannot be judged."
        ]
    ranks = test.leavers[(test.leavers["day"] == day) & (test.leavers["model"] == MODEL)]
    return [
        f"Among {own.cases} parties on {format_day(day)}, the list had {_places(ranks)}.",
        f"{period} it expected {figure(own.expected)} notices;"
        f" {counted(own.leavers, 'party', 'parties')} gave one{_surprise(own.expected_p)}.",
        f"The area under its curve is {figure(own.auc)} ({figure(own.auc_low)} to"
        f" {figure(own.auc_high)}), against {figure(scores[BORDER].auc)} by border with an"
        f" adversary and {figure(scores[ALIKE].auc)} for everyone alike.",
    ]


def _places(ranks: pd.DataFrame) -> str:
    """Name the later leavers by rank and chance, and how many parties share the rank."""
    parts = []
    for rank, rows in ranks.groupby("rank"):
        first = rows_of(rows)[0]
        tie = f", a tie of {first.tied}" if first.tied > 1 else ""
        names = format_list(sorted(rows["name"]))
        parts.append(f"{names} at rank {rank:g} ({percent(first.chance)}{tie})")
    return format_list(parts)


def _verdict_sentence(judged: pd.DataFrame) -> str:
    """Say plainly which lists beat both baselines, which did not, and which win means little."""
    won = judged[judged["beats_baseline"]]
    lost = judged[~judged["beats_baseline"]]
    parts = []
    if len(lost):
        parts.append(f"the model does not beat both baselines on {_days(lost)}")
    if len(won):
        parts.append(
            f"{'it' if parts else 'the model'} beats both baselines on every score on {_days(won)}"
        )
    if len(unsure := won[~won["better_than_lot"]]):
        parts.append(f"the ranking of {_days(unsure)} could be one by lot all the same")
    return sentence_case("; ".join(parts)) + "."


def _days(verdicts: pd.DataFrame) -> str:
    return format_list(format_day(day) for day in verdicts["day"])


def _surprise(p_value: float) -> str:
    return ", which its chances do not explain" if p_value < 0.05 else ""
