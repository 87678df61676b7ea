"""Where everything of the exit timeline stands: rows, lanes and labels, reckoned in points.

Marks of days that lie close together are stacked, never moved sideways: that would misstate
the day. Nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.drawing import marks, style
from analysis.language.days import format_date_short
from analysis.language.numbers import format_votes
from analysis.sections.exits.facts import Exit
from analysis.terms.stages import STAGES, TERMS, Stage

MARK = 5.6
"""Room of a mark in points."""
LANE = 8.0
FOOT = 9.0
"""From the centre line of a row down to the next row, in points."""
SHORTEST_AXIS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Mark:
    """A step at ``x`` points from the left, in the ``lane``-th lane above the centre line.

    ``spread`` is the width in points of the days that its date can mean, 0 for a known day.
    """

    step: Stage
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
    """One state on its way out, laid out."""

    exit_: Exit
    steps: tuple[Mark, ...]
    labels: tuple[Label, ...]

    @property
    def height(self) -> float:
        """Height of the row in points."""
        lanes = [mark.lane for mark in self.steps] + [label.lane for label in self.labels]
        return LANE * (max(lanes, default=0) + 1) + FOOT


def order_exits(exits: Sequence[Exit]) -> list[Exit]:
    """Order states on their way out by notice, then by how far they have come, and since when."""

    def place(own: Exit) -> tuple[date, date, int, date, str]:
        notice = own.notice.first if own.notice else date.max
        since = max((step.first for step in own.political), default=date.max)
        return notice, own.effect or date.max, -STAGES.index(own.stage), since, own.state.name

    return sorted(exits, key=place)


def span_of_exits(exits: Sequence[Exit], as_of: date) -> tuple[date, date]:
    """Return the first and the last day of the axis: steps, notices, effects, the as-of day."""
    days = [day for own in exits for step in own.steps.values() for day in (step.first, step.last)]
    days += [own.effect for own in exits if own.effect]
    first = min([*days, as_of - SHORTEST_AXIS])
    open_ended = any(own.outcome == "open" for own in exits)
    last = max([*days, as_of + SHORTEST_AXIS if open_ended else as_of])
    room = max((last - first) * 0.02, timedelta(days=1))
    return first - room, last + room


def lay_out(exits: Sequence[Exit], as_of: date, width: float) -> list[Row]:
    """Place the marks and labels of every row on an axis ``width`` points wide."""
    start, end = (marks.day_number(day) for day in span_of_exits(exits, as_of))

    def place(day: date) -> float:
        return (marks.day_number(day) - start) * width / (end - start)

    rows = []
    for own in order_exits(exits):
        notice = place(own.notice.first) if own.notice else None
        steps = stack(
            [(step.stage, place(step.first), place(step.last)) for step in own.political], notice
        )
        labels = _label(own, steps, notice, today=place(as_of), width=width)
        rows.append(Row(own, steps, labels))
    return rows


def stack(
    steps: Sequence[tuple[Stage, float, float]], notice: float | None = None
) -> tuple[Mark, ...]:
    """Put each mark in the lowest lane in which it touches none before it, nor the bar.

    ``steps`` are (step, place of the first day it can mean, place of the last), in points;
    the bar begins at ``notice``.
    """
    bar = float("inf") if notice is None else notice - MARK / 2
    last: list[float] = []
    placed = []
    middles = ((name, (first + end) / 2, end - first) for name, first, end in steps)
    for step, x, wide in sorted(middles, key=lambda one: one[1]):
        lane = next((at for at, other in enumerate(last) if x - other >= MARK), len(last))
        if x > bar and lane == 0:
            lane = 1
            last = last or [x - MARK]
        last[lane : lane + 1] = [x]
        placed.append(Mark(step, x, lane, wide))
    return tuple(placed)


def _label(
    own: Exit, steps: tuple[Mark, ...], notice: float | None, *, today: float, width: float
) -> tuple[Label, ...]:
    """Place the vote above its mark and the day of notice above its bar, clear of each other."""
    labels = []
    taken = 0.0
    voted = next((mark for mark in steps if mark.step == "parliament_approved"), None)
    if voted and own.vote:
        words = format_votes(own.vote)
        room = marks.text_width(words, size=style.SMALL_SIZE, weight="bold")
        left = _off(today, min(max(voted.x - room / 2, 0), width - room), room, rightmost=0)
        labels.append(Label(words, left, _above(steps, left, room, voted.lane), strong=True))
        taken = left + room + 5
    if own.notice and notice is not None:
        words = f"{TERMS['notified'].head.lower()} {format_date_short(own.notice.written)}"
        room = marks.text_width(words, size=style.SMALL_SIZE)
        before = today - room - 3 >= taken
        left = _off(today, max(notice, taken), room, rightmost=0 if before else width)
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
