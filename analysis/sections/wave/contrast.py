"""Two rates against each other, in sentences: before and after a day, here and elsewhere."""

from __future__ import annotations

import math

import pandas as pd

from analysis.blocks.model import Text, text
from analysis.inference.results import Comparison
from analysis.language.days import format_day
from analysis.language.numbers import (
    format_figure,
    format_interval,
    format_p,
    format_party_years,
    none_or,
)
from analysis.sections.wave.facts import Contrast, Wave
from analysis.subject.unanswered import SIGNIFICANT, Unanswered

POOR = "chance alone is a poor explanation"
DOUBTFUL = "with same-day notices counted once, chance remains a possible explanation"
FAIR = "chance alone could bring this about"


def change_sentence(wave: Wave) -> Text:
    """Say whether exits became more frequent from the day on; empty before that day."""
    if wave.situation.day < wave.since:
        return ()
    day, found = format_day(wave.since), wave.change
    where = "worldwide" if wave.situation.region.slug == "world" else "from the region"
    if isinstance(found, Unanswered):
        question = f"Whether exits {where} became more or less frequent from {day} on"
        return text(f"{question} cannot be tested: {found.reason}.")
    if found.test.p_value >= SIGNIFICANT:
        return text(
            f"The numbers do not show that exits {where} became more or less frequent from {day}"
            f" on: {_record(found.now)} since, {_record(found.then)} before"
            f" ({format_p(found.test.p_value)})."
        )
    return text(f"Exits {where} have been {_ratio(found, f'since {day}', 'before')}.")


def against_rest_sentence(wave: Wave) -> Text:
    """Say whether the region differs from the rest of the world; empty for the world itself."""
    found = wave.against_rest
    if found is None or (isinstance(found, Unanswered) and found == wave.change):
        return ()
    if isinstance(found, Unanswered):
        return text(f"The region cannot be compared with the rest of the world: {found.reason}.")
    when = f"since {format_day(wave.since)}" if found.now["period"] == "since" else "so far"
    if found.test.p_value >= SIGNIFICANT:
        return text(
            "The numbers do not show that the region differs from the rest of the world:"
            f" {_record(found.now)} {when}, {_record(found.then)} elsewhere"
            f" ({format_p(found.test.p_value)})."
        )
    other = "in the rest of the world"
    return text(f"Exits from the region have been {_ratio(found, when, other)}.")


def times(ratio: Comparison) -> str:
    """Tell a ratio; where one side has no exit, only the end of its interval that exists."""
    if math.isinf(ratio.estimate):
        return f"at least {format_figure(ratio.low)} times"
    if ratio.estimate == 0:
        return f"at most {format_figure(ratio.high)} times"
    return f"{format_figure(ratio.estimate)} times"


def verdict(p_value: float, once: float) -> str:
    """Say what two p-values carry: by states, and with same-day notices counted once."""
    if p_value >= SIGNIFICANT:
        return FAIR
    return POOR if once < SIGNIFICANT else DOUBTFUL


def _ratio(found: Contrast, when: str, other: str) -> str:
    """Say how many times as frequent, and what is left of it with same-day notices once."""
    test, once = found.test, found.once
    bounds = format_interval(test.low, test.high)
    words = f"{times(test)} as frequent {when} as {other} ({bounds}, {format_p(test.p_value)})"
    if _decisions(found) == found.now["exits"] + found.then["exits"]:
        return f"{words}: {POOR}"
    if once.p_value >= SIGNIFICANT:
        return f"{words}; {DOUBTFUL} ({format_p(once.p_value)})"
    return f"{words}; with same-day notices counted once, {times(once)} ({format_p(once.p_value)})"


def _decisions(found: Contrast) -> int:
    return int(found.now["decisions"] + found.then["decisions"])


def _record(row: pd.Series) -> str:
    return f"{none_or(int(row['exits']))} in {format_party_years(float(row['party_years']))}"
