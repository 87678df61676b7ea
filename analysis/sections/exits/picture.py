"""The exit timeline: each state's steps towards leaving, its notice, and the day of effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.blocks import model as blocks
from analysis.drawing import marks, style
from analysis.sections.exits.lanes import (
    FOOT,
    LANE,
    MARK,
    STEPS,
    Row,
    dated,
    lay_out,
    outcome,
    outcomes,
    span_of_exits,
)
from analysis.sections.exits.words import Staying, caption_exit_timeline, quiet_lines
from analysis.terms.days import plain_day
from analysis.terms.statuses import TERMS, Status

_STEP_LOOKS: dict[str, dict[str, Any]] = {
    "announced": {"marker": ">", "markerfacecolor": "w"},
    "recommended": {"marker": "D", "markerfacecolor": "w", "markersize": 4.2},
    "government_approved": {"marker": "s"},
    "parliament_approved": {"marker": "D", "color": style.INK},
    "promulgated": {"marker": "^"},
}
_STEP_WORDS = {
    "announced": "announced",
    "recommended": "recommended",
    "government_approved": "government",
    "parliament_approved": "parliament (for–against)",
    "promulgated": "promulgated",
}
_LABEL_LOOKS: dict[bool, dict[str, Any]] = {
    False: {"size": style.SMALL_SIZE, "color": style.SECONDARY},
    True: {"size": style.SMALL_SIZE, "weight": "bold"},
}
# All in points.
_BAR = 6.5
_QUIET_LINE = 12.0
_QUIET_GAP = 2.5
_GAP = 7.0
_ABOVE = 13.0
_BELOW = 27.0


@dataclass(frozen=True, slots=True)
class _Plot:
    """The axes of one timeline: ``start`` is the first day, ``scale`` its points a day."""

    ax: Axes
    as_of: date
    margin: float
    start: float
    scale: float

    def at(self, x: float) -> float:
        """Return the day number at ``x`` points from the left of the axes."""
        return self.start + x / self.scale

    def put(self, x: float, y: float, words: str, **looks: Any) -> None:
        """Write at ``x`` points from the left of the axes."""
        marks.put(self.ax, self.at(x), y, words, **looks)


def draw_exit_timeline(
    pipeline: pd.DataFrame, *, ax: Axes, as_of: date, staying: Staying = ()
) -> Axes:
    """Draw one row per state on its way out, and a quiet line per state that is not.

    ``pipeline`` has one row per state: ``name``, ``stage``, a date for each step
    (``announced`` to ``promulgated``; see :func:`~analysis.sections.exits.lanes.dated`), ``vote``,
    ``notified`` and ``effect`` (datetime64). A date known to the month or year stands in its
    middle, with a line across it. Names stand to the left of the axes, outcomes to the right,
    the key of the marks below.
    """
    as_of = plain_day(as_of)
    pipeline = dated(pipeline)
    width = marks.size_in_points(ax)[0]
    rows, quiet = lay_out(pipeline, as_of, width), quiet_lines(staying)
    ax.set_ylim(_height(rows, quiet), 0)
    ax.set_yticks([])
    marks.draw_day_axis(ax, *span_of_exits(pipeline, as_of))
    marks.draw_as_of(ax, as_of)
    start, end = ax.get_xlim()
    plot = _Plot(ax, as_of, _name_width(pipeline, staying), start, width / (end - start))
    top = 0.0
    for row in rows:
        _draw_rule(plot, top)
        top += row.height
        _draw_exit(plot, row, top - FOOT)
    for at, (name, words, status) in enumerate(quiet):
        if at == 0:
            _draw_rule(plot, top)
        _draw_quiet(plot, name, words, status, top + _QUIET_LINE * (at + 0.5) + _QUIET_GAP)
    room = plot.margin + width + _outcome_width(pipeline, as_of)
    return marks.draw_key(ax, _key(pipeline, as_of), -plot.margin, -_BELOW, room)


def figure_exit_timeline(
    pipeline: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    staying: Staying = (),
    region: str = "states",
    name: str = "exit-timeline",
    foot: blocks.Text = (),
) -> blocks.Figure:
    """Return the exit timeline as a block, as high as its rows need.

    ``treaty`` is the treaty's noun ("mine ban"), ``region`` the words for its states that
    follow a number ("NATO states").
    """
    as_of = plain_day(as_of)
    pipeline = dated(pipeline)
    with style.house_style():
        full = style.FULL_WIDTH * style.MM
        left, right = _name_width(pipeline, staying), _outcome_width(pipeline, as_of)
        rows = lay_out(pipeline, as_of, full - left - right)
        high = _height(rows, quiet_lines(staying))
        below = _BELOW + marks.key_height(_key(pipeline, as_of), full)
        fig = style.blank_figure(style.FULL_WIDTH, (_ABOVE + high + below) / style.MM)
        box = (left, _ABOVE, full - left - right, high)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        draw_exit_timeline(pipeline, ax=ax, as_of=as_of, staying=staying)
        caption = caption_exit_timeline(
            pipeline, as_of=as_of, treaty=treaty, staying=staying, region=region
        )
        return style.to_block(fig, name, caption, foot=foot)


def _height(rows: Sequence[Row], quiet: Sequence[object]) -> float:
    lines = _QUIET_LINE * len(quiet) + 2 * _QUIET_GAP
    return sum(row.height for row in rows) + (lines if quiet else 0) or _QUIET_LINE


def _name_width(pipeline: pd.DataFrame, staying: Staying) -> float:
    names = [*pipeline["name"], *(name for name, _, _ in quiet_lines(staying))]
    return marks.widest(names) + _GAP + 1


def _outcome_width(pipeline: pd.DataFrame, as_of: date) -> float:
    words = [words for words, _ in outcomes(pipeline, as_of)]
    return marks.widest(words, weight="bold") + _GAP + 1


def _draw_rule(plot: _Plot, y: float) -> None:
    """Draw a hairline between rows, from the names on."""
    if y:
        ends = [plot.at(-plot.margin), plot.ax.get_xlim()[1]]
        look: dict[str, Any] = {"color": style.CONTEXT, "linewidth": 0.6, "zorder": 0.5}
        plot.ax.add_line(Line2D(ends, [y, y], clip_on=False, **look))


def _draw_exit(plot: _Plot, row: Row, y: float) -> None:
    notified = row.exit_.notified
    done = "" if pd.notna(notified) else getattr(row.exit_, "effective", "")
    words, status = outcome(row.exit_.effect, notified, plot.as_of, done)
    plot.put(-plot.margin, y, row.exit_.name)
    plot.put(
        marks.size_in_points(plot.ax)[0] + _GAP,
        y,
        words,
        color=TERMS[status].look.ink,
        weight="bold" if status == "withdrawn" else "normal",
    )
    places = [plot.at(mark.x) for mark in row.steps]
    if not pd.isna(notified):
        _draw_bars(plot, row.exit_, status, y)
        places.append(marks.day_number(notified))
    plot.ax.plot([min(places), max(places)], [y, y], color=style.RULE, linewidth=1, zorder=1)
    for mark in row.steps:
        _draw_step(plot.ax, plot.at(mark.x), y - mark.lane * LANE, mark.step)
        if mark.spread > MARK:
            ends = [plot.at(mark.x + side * mark.spread / 2) for side in (-1, 1)]
            plot.ax.plot(ends, [y - mark.lane * LANE] * 2, color=style.SECONDARY, linewidth=0.9)
    for label in row.labels:
        plot.put(label.left, y - label.lane * LANE - 0.5, label.words, **_LABEL_LOOKS[label.strong])


def _draw_bars(plot: _Plot, exit_: Any, status: Status, y: float) -> None:
    ax, today = plot.ax, marks.day_number(plot.as_of)
    notice = marks.day_number(exit_.notified)
    effect = ax.get_xlim()[1] if pd.isna(exit_.effect) else marks.day_number(exit_.effect)
    marks.draw_bar(ax, notice, min(effect, today), y, _BAR, status)
    if effect > today:
        marks.draw_bar(ax, today, effect, y, _BAR, status, scheduled=True)
    if status == "withdrawn":
        # A paper-white cross below the coloured one sets it off from the bar that it ends.
        under = {"color": style.PAPER, "markeredgewidth": 4.5, "gid": None}
        marks.draw_symbol(ax, effect, y, status, size=8, zorder=4, **under)
        marks.draw_symbol(ax, effect, y, status, size=8, zorder=5)


def _draw_step(ax: Axes, x: float, y: float, step: str, **looks: Any) -> None:
    look: dict[str, Any] = {"color": style.SECONDARY, "markersize": 4.8, "markeredgewidth": 0.9}
    look |= {**_STEP_LOOKS[step], "gid": f"step-{step}", "linestyle": "none", **looks}
    ax.add_line(Line2D([x], [y], zorder=3, clip_on=False, **look))


def _draw_quiet(plot: _Plot, name: str, words: str, status: Status, y: float) -> None:
    plot.put(-plot.margin, y, name, color=style.SECONDARY)
    marks.draw_symbol(plot.ax, plot.at(4), y, status, size=4.5)
    plot.put(10, y, words, size=style.SMALL_SIZE, color=style.SECONDARY)


def _key(pipeline: pd.DataFrame, as_of: date) -> list[marks.KeyItem]:
    """Explain the marks that occur, and only those."""
    items = [
        (_step_sample(step), word)
        for step, word in _STEP_WORDS.items()
        if pipeline[step].notna().any()
    ]
    if any((pipeline[f"{step}_last"] > pipeline[step]).any() for step in STEPS):
        items.append((_draw_span_sample, "day not known"))
    statuses = {status for _, status in outcomes(pipeline, as_of)}
    if "withdrawing" in statuses:
        items.append((marks.bar_sample("withdrawing"), "notice running"))
        items.append((marks.bar_sample("withdrawing", scheduled=True), "still to run"))
    if "withdrawn" in statuses:
        items.append((marks.bar_sample("withdrawn"), "notice to effect"))
    return items


def _draw_span_sample(ax: Axes, x: float, y: float) -> None:
    looks: dict[str, Any] = {"color": style.SECONDARY, "linewidth": 0.9, "clip_on": False}
    ax.add_line(Line2D([x - 5, x + 5], [y, y], transform=marks.points(ax), **looks))


def _step_sample(step: str) -> marks.Sample:
    return lambda ax, x, y: _draw_step(ax, x, y, step, transform=marks.points(ax))
