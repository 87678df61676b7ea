"""The spells of one state on a day axis: a bar for each status, what is only scheduled apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from matplotlib.axes import Axes

from analysis.drawing import marks
from analysis.terms.statuses import Status

#: What the small cross of a withdrawal still to come is called in a drawing.
_SCHEDULED = "scheduled-withdrawn"


class Drawn(Protocol):
    """A time with one status, from ``start`` to the day before ``end`` (``None``: open)."""

    @property
    def status(self) -> Status:
        """The status."""

    @property
    def start(self) -> date:
        """Its first day."""

    @property
    def end(self) -> date | None:
        """The first day after it."""

    @property
    def halted(self) -> bool:
        """Whether a notice runs while the operation is suspended."""


def draw_spells(spells: Iterable[Drawn], y: float, height: float, as_of: date, *, ax: Axes) -> None:
    """Draw the spells of one state as bars at a height ``y``, ``height`` points tall.

    What the law has set for days after ``as_of`` is marked as scheduled: a notice to its end, and
    a small cross where it takes effect. An open spell goes on as it is.
    """
    last, tomorrow = ax.get_xlim()[1], marks.day_number(as_of) + 1
    for one in spells:
        start = marks.day_number(one.start)
        end = marks.day_number(one.end) if one.end else last
        if start < tomorrow:
            marks.draw_bar(ax, start, min(end, tomorrow), y, height, one.status)
            if one.halted:
                marks.draw_bar(ax, start, min(end, tomorrow), y, height / 2, "suspended")
        if one.status == "withdrawn" and start >= tomorrow:
            marks.draw_symbol(ax, start, y, one.status, size=3.5, zorder=4, gid=_SCHEDULED)
        elif start >= tomorrow or (one.end and end > tomorrow):
            marks.draw_bar(ax, max(start, tomorrow), end, y, height, one.status, scheduled=True)
