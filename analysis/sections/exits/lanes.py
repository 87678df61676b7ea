"""Where everything of the exit timeline stands: rows, lanes and labels, reckoned in points.

Marks of days that lie close together are stacked, never moved sideways: that would misstate
the day. Nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype

from analysis.drawing import marks, style
from analysis.language.days import format_date_short, format_day_short
from analysis.language.numbers import format_votes
from analysis.store.loading import rows_of
from analysis.terms.stages import STAGES
from analysis.terms.statuses import Status

#: The political steps in their order: the columns of a pipeline that get a mark.
STEPS = (
    "announced",
    "recommended",
    "government_approved",
    "parliament_approved",
    "promulgated",
)
MARK = 5.6
"""Room of a mark in points."""
LANE = 8.0
FOOT = 9.0
"""From the centre line of a row down to the next row, in points."""
SHORTEST_AXIS = timedelta(days=60)
#: The precision of a date, by the length of its text.
_PRECISION = {4: "Y", 7: "M", 10: "D"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A step at ``x`` points from the left, in the ``lane``-th lane above the centre line.

    ``spread`` is the width in points of the days that its date can mean, 0 for a known day.
    """

    step: str
    x: float
    lane: int
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """Words above the centre line; ``left`` is their left edge in points."""

    words: str
    left: float
    lane: int
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One state on its way out, laid out; ``exit_`` is its row of the pipeline."""

    exit_: Any
    steps: tuple[Mark, ...]
    labels: tuple[Label, ...]

    @property
    def height(self) -> float:
        """Height of the row in points."""
        lanes = [mark.lane for mark in self.steps] + [label.lane for label in self.labels]
        return LANE * (max(lanes, default=0) + 1) + FOOT


def dated(pipeline: pd.DataFrame) -> pd.DataFrame:
    """Return a pipeline with each step and notice as a day, and the date as it is known.

    Steps may be days (datetime64) or ISO 8601 text of day, month or year precision. Added to
    each step: ``<step>_date`` (that text, ``""`` if not reached) and ``<step>_last``, the last
    day that it can mean; the step itself becomes the first.
    """
    frame = pipeline.copy()
    for step in (*STEPS, "notified"):
        if f"{step}_date" in frame:
            continue
        known = pipeline[step]
        if is_datetime64_any_dtype(known):
            known = known.dt.strftime("%Y-%m-%d")
        known = known.fillna("").astype("str")
        spans = [pd.Period(text, freq=_PRECISION[len(text)]) if text else None for text in known]
        frame[f"{step}_date"] = known
        first, last = _first_day(spans), _last_day(spans)
        frame[step] = pd.Series(first, index=frame.index, dtype="datetime64[s]")
        frame[f"{step}_last"] = pd.Series(last, index=frame.index, dtype="datetime64[s]")
    return frame


def _first_day(spans: Sequence[pd.Period | None]) -> list[Any]:
    return [pd.NaT if span is None else span.start_time.normalize() for span in spans]


def _last_day(spans: Sequence[pd.Period | None]) -> list[Any]:
    return [pd.NaT if span is None else span.end_time.normalize() for span in spans]


def order_exits(pipeline: pd.DataFrame) -> pd.DataFrame:
    """Order states on their way out by notice, then by how far they have come, and since when."""
    keys = pipeline.assign(
        _reached=-pipeline["stage"].map(STAGES.index).astype(int),
        _since=pipeline[list(STEPS)].max(axis=1),
    )
    by = ["notified", "effect", "_reached", "_since", "name"]
    return keys.sort_values(by, na_position="last", kind="stable")[pipeline.columns]


def span_of_exits(pipeline: pd.DataFrame, as_of: date) -> tuple[date, date]:
    """Return the first and the last day of the axis: steps, notices, effects, the as-of day."""
    days = [
        day.date()
        for column in (*STEPS, *(f"{step}_last" for step in STEPS), "notified", "effect")
        for day in pipeline[column].dropna()
    ]
    first = min([*days, as_of - SHORTEST_AXIS])
    open_ended = (pipeline["notified"].notna() & pipeline["effect"].isna()).any()
    last = max([*days, as_of + SHORTEST_AXIS if open_ended else as_of])
    room = max((last - first) * 0.02, timedelta(days=1))
    return first - room, last + room


def without_notice(pipeline: pd.DataFrame) -> pd.Series:
    """Return the day from which each exit that needs no notice has effect, as text, else empty.

    A consent taken back before the treaty is in force is one: ``effective`` has a day, and
    ``notified`` has none.
    """
    if "effective" not in pipeline:
        return pd.Series("", index=pipeline.index, dtype="str")
    return pipeline["effective"].where(pipeline["notified"].isna(), "")


def outcome(effect: Any, notified: Any, as_of: date, done: str = "") -> tuple[str, Status]:
    """Say where an exit stands on the as-of day, and which status its bar shows.

    ``done`` is the date of an exit that needed no notice.
    """
    if done:
        return f"in effect {format_date_short(done)}", "none"
    if pd.isna(notified):
        return "no notice yet", "none"
    if pd.isna(effect):
        return "day of effect open", "withdrawing"
    if effect.date() <= as_of:
        return f"in effect {format_day_short(effect)}", "withdrawn"
    return f"due {format_day_short(effect)}", "withdrawing"


def outcomes(pipeline: pd.DataFrame, as_of: date) -> list[tuple[str, Status]]:
    """Say where each exit stands on the as-of day."""
    done = without_notice(pipeline)
    rows = zip(pipeline["effect"], pipeline["notified"], done, strict=True)
    return [outcome(effect, notified, as_of, day) for effect, notified, day in rows]


def lay_out(pipeline: pd.DataFrame, as_of: date, width: float) -> list[Row]:
    """Place the marks and labels of every row on an axis ``width`` points wide."""
    start, end = (marks.day_number(day) for day in span_of_exits(pipeline, as_of))

    def place(day: date) -> float:
        return (marks.day_number(day) - start) * width / (end - start)

    rows = []
    for exit_ in rows_of(order_exits(pipeline)):
        spans = {step: (getattr(exit_, step), getattr(exit_, f"{step}_last")) for step in STEPS}
        notice = None if pd.isna(exit_.notified) else place(exit_.notified)
        steps = stack(
            [
                (step, place(first), place(last))
                for step, (first, last) in spans.items()
                if not pd.isna(first)
            ],
            notice,
        )
        labels = _label(exit_, steps, notice, today=place(as_of), width=width)
        rows.append(Row(exit_, steps, labels))
    return rows


def stack(
    steps: Sequence[tuple[str, float, float]], notice: float | None = None
) -> tuple[Mark, ...]:
    """Put each mark in the lowest lane in which it touches none before it, nor the bar.

    ``steps`` are (step, place of the first day it can mean, place of the last), in points;
    the bar begins at ``notice``.
    """
    bar = float("inf") if notice is None else notice - MARK / 2
    last: list[float] = []
    placed = []
    for step, x, wide in sorted(((name, (a + b) / 2, b - a) for name, a, b in steps), key=_place):
        lane = next((at for at, other in enumerate(last) if x - other >= MARK), len(last))
        if x > bar and lane == 0:
            lane = 1
            last = last or [x - MARK]
        last[lane : lane + 1] = [x]
        placed.append(Mark(step, x, lane, wide))
    return tuple(placed)


def _place(step: tuple[str, float, float]) -> float:
    return step[1]


def _label(
    exit_: Any, steps: tuple[Mark, ...], notice: float | None, *, today: float, width: float
) -> tuple[Label, ...]:
    """Place the vote above its mark and the day of notice above its bar, clear of each other."""
    labels = []
    taken = 0.0
    voted = next((mark for mark in steps if mark.step == "parliament_approved"), None)
    if voted and isinstance(exit_.vote, str) and exit_.vote:
        words = format_votes(exit_.vote)
        room = marks.text_width(words, size=style.SMALL_SIZE, weight="bold")
        left = _off(today, min(max(voted.x - room / 2, 0), width - room), room, rightmost=0)
        labels.append(Label(words, left, _above(steps, left, room, voted.lane), strong=True))
        taken = left + room + 5
    if notice is not None:
        words = f"notice {format_day_short(exit_.notified)}"
        room = marks.text_width(words, size=style.SMALL_SIZE)
        left = _off(today, max(notice, taken), room, rightmost=width)
        if left >= taken and left + room <= width:
            labels.append(Label(words, left, _above(steps, left, room, 0)))
    return tuple(labels)


def _above(steps: tuple[Mark, ...], left: float, room: float, lane: int) -> int:
    """Return the lane above all marks that a label would cover."""
    return 1 + max([lane, *(mark.lane for mark in steps if left - 4 < mark.x < left + room + 4)])


def _off(line: float, left: float, room: float, *, rightmost: float) -> float:
    """Move a label off a vertical line: to its right where that ends before ``rightmost``."""
    if not left - 3 < line < left + room + 3:
        return left
    return line + 3 if line + 3 + room <= rightmost or line - room - 3 < 0 else line - room - 3
