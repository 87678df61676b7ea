"""The exit timeline: each state's steps towards leaving, its notice, and the day of effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.drawing import marks, style
from analysis.language.days import format_date_short, format_day_short
from analysis.sections.exits.caption import outcome_words, quiet_lines
from analysis.sections.exits.facts import Exit, Exits, Outcome
from analysis.sections.exits.lanes import FOOT, LANE, MARK, Mark, Row, lay_out, span_of_exits
from analysis.subject.setting import Setting
from analysis.terms.stages import POLITICAL_STAGES, TERMS, Stage
from analysis.terms.statuses import STACKED, Status
from analysis.terms.statuses import TERMS as STATUSES

_STEP_LOOKS: dict[Stage, dict[str, Any]] = {
    "announced": {"marker": ">", "markerfacecolor": style.PAPER},
    "recommended": {"marker": "D", "markerfacecolor": style.PAPER, "markersize": 4.2},
    "government_approved": {"marker": "s"},
    "parliament_approved": {"marker": "D", "color": style.INK},
    "promulgated": {"marker": "^"},
}
_LABEL_LOOKS: dict[bool, dict[str, Any]] = {
    False: {"size": style.SMALL_SIZE, "color": style.SECONDARY},
    True: {"size": style.SMALL_SIZE, "weight": "bold"},
}
#: The status in whose colour the words of an outcome stand.
_OUTCOME_STATUS: dict[Outcome, Status] = {
    "no notice": "none",
    "open": "withdrawing",
    "disputed": "withdrawing",
    "due": "withdrawing",
    "in effect": "withdrawn",
    "taken back": "none",
    "overtaken": "none",
}
# All in points.
_BAR, _LINE, _CROSS, _WHISKER = 6.5, 2.6, 8.0, 4.6
_QUIET_LINE, _QUIET_GAP = 12.0, 2.5
_GAP = 7.0
_ABOVE, _BELOW, _AS_OF_ROOM = 13.0, 27.0, 70.0


@dataclass(frozen=True, slots=True)
class _Plot:
    """The axes of one timeline: ``start`` is the first day, ``scale`` its points a day.

    ``margin`` is the room for names at the left of the axes.
    """

    ax: Axes
    exits: Exits
    as_of: date
    margin: float
    start: float
    scale: float

    @property
    def width(self) -> float:
        """The width of the axes in points."""
        return marks.size_in_points(self.ax)[0]

    def at(self, x: float) -> float:
        """Return the day number at ``x`` points from the left of the axes."""
        return self.start + x / self.scale

    def put(self, x: float, y: float, words: str, **looks: Any) -> None:
        """Write at ``x`` points from the left of the axes."""
        marks.put(self.ax, self.at(x), y, words, **looks)


def draw_timeline(setting: Setting, exits: Exits) -> Figure:
    """Draw one row for each state on its way out, and a quiet line for each that is not.

    A line in the colour of its status runs along each row; from the notice to the effect, while
    the state is still bound, a hatched bar lies on it, dashed where that is still to come; a cross
    marks the effect. A date known to the month or year stands in its middle, with a line under
    it. Names stand to the left of the axes, outcomes to the right, the key below.
    """
    with style.house_style():
        full = style.full_width() * style.MM
        left, right = _name_width(exits), _outcome_width(exits)
        rows, key = lay_out(exits.rows, setting.day, full - left - right), _key(setting, exits)
        high = _height(rows, exits)
        below = _BELOW + marks.key_height(key, full)
        fig = style.blank_figure(style.full_width(), (_ABOVE + high + below) / style.MM)
        box = (left, _ABOVE, full - left - right, high)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        ax.set_ylim(high, 0)
        ax.set_yticks([])
        marks.draw_day_axis(ax, *span_of_exits(exits.rows, setting.day))
        marks.draw_as_of(ax, setting.day)
        start, end = ax.get_xlim()
        plot = _Plot(ax, exits, setting.day, left, start, (full - left - right) / (end - start))
        _draw_end(plot, setting)
        _draw_rows(plot, rows)
        marks.draw_key(ax, key, -left, -_BELOW, full)
        return fig


def _height(rows: Sequence[Row], exits: Exits) -> float:
    quiet = _QUIET_LINE * len(quiet_lines(exits)) + 2 * _QUIET_GAP
    return sum(row.height for row in rows) + (quiet if exits.staying else 0)


def _name_width(exits: Exits) -> float:
    names = [row.state.name for row in exits.rows]
    return marks.widest([*names, *(name for name, _, _ in quiet_lines(exits))]) + _GAP + 1


def _outcome_width(exits: Exits) -> float:
    return marks.widest([_outcome(row, exits) for row in exits.rows], weight="bold") + _GAP + 1


def _outcome(row: Exit, exits: Exits) -> str:
    return outcome_words(row, exits, format_date_short)


def _draw_end(plot: _Plot, setting: Setting) -> None:
    """Mark the day on which the treaty ended: no line goes on after it."""
    ended = setting.treaty.ended
    if ended is None or not plot.start < marks.day_number(ended) < plot.at(plot.width):
        return
    place, today = (plot.scale * (marks.day_number(d) - plot.start) for d in (ended, plot.as_of))
    words = f"treaty ended {format_day_short(ended)}"
    room = marks.text_width(words, size=style.SMALL_SIZE)
    # Moved to the left where the words would run into those of the as-of day.
    left = min(place, today - _AS_OF_ROOM - room)
    if left >= 0:
        looks: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
        plot.put(left, -3, words, va="bottom", **looks)
    line: dict[str, Any] = {"color": style.SECONDARY, "linewidth": 0.6, "zorder": 1.5}
    plot.ax.axvline(marks.day_number(ended), gid="ended", **line)


def _draw_rows(plot: _Plot, rows: Sequence[Row]) -> None:
    top = 0.0
    for row in rows:
        _draw_rule(plot, top)
        top += row.height
        _draw_exit(plot, row, top - FOOT)
    for at, (name, words, held) in enumerate(quiet_lines(plot.exits)):
        if at == 0:
            _draw_rule(plot, top)
        _draw_quiet(plot, name, words, held, top + _QUIET_LINE * (at + 0.5) + _QUIET_GAP)


def _draw_rule(plot: _Plot, y: float) -> None:
    """Draw a hairline between rows, from the names on."""
    if y:
        ends = [plot.at(-plot.margin), plot.ax.get_xlim()[1]]
        look: dict[str, Any] = {"color": style.CONTEXT, "linewidth": 0.6, "zorder": 0.5}
        plot.ax.add_artist(Line2D(ends, [y, y], clip_on=False, **look))


def _draw_exit(plot: _Plot, row: Row, y: float) -> None:
    own = row.exit_
    status = _OUTCOME_STATUS[own.outcome]
    weight = "bold" if status == "withdrawn" else "normal"
    plot.put(-plot.margin, y, own.state.name)
    looks: dict[str, Any] = {"color": STATUSES[status].look.ink, "weight": weight}
    plot.put(plot.width + _GAP, y, _outcome(own, plot.exits), **looks)
    _draw_spells(plot, own, y)
    for mark in row.steps:
        _draw_step(plot.ax, plot.at(mark.x), y - mark.lane * LANE, mark.step)
        if mark.spread > MARK:
            _draw_spread(plot, mark, y - mark.lane * LANE)
    for label in row.labels:
        plot.put(label.left, y - label.lane * LANE - 0.5, label.words, **_LABEL_LOOKS[label.strong])


def _draw_spread(plot: _Plot, mark: Mark, y: float) -> None:
    """Draw the days that a date can mean as a line under its mark."""
    ends = [plot.at(mark.x + side * mark.spread / 2) for side in (-1, 1)]
    plot.ax.plot(ends, [y + _WHISKER] * 2, color=style.SECONDARY, linewidth=0.9)


def _draw_spells(plot: _Plot, own: Exit, y: float) -> None:
    """Draw where the state has stood: bound up to the effect, and hatched while a notice runs."""
    ax, today = plot.ax, marks.day_number(plot.as_of)
    left, right = ax.get_xlim()
    for spell in own.spells:
        start = max(marks.day_number(spell.start), left)
        end = marks.day_number(spell.end) if spell.end else right
        if spell.status == "withdrawing" and end > start:
            marks.draw_bar(ax, start, min(end, today), y, _BAR, spell.status, zorder=2)
            if spell.halted:
                within: dict[str, Any] = {"zorder": 2.5}
                marks.draw_bar(ax, start, min(end, today), y, _BAR / 2, "suspended", **within)
            if end > today:
                marks.draw_bar(ax, today, end, y, _BAR, spell.status, scheduled=True)
        elif (until := min(end, today)) > start:
            _draw_line(ax, start, until, y, spell.status)
    if own.in_effect and own.effect:
        # Under the sign a wider white one sets it off from the bar that it ends.
        place = marks.day_number(own.effect)
        under: dict[str, Any] = {"color": style.PAPER, "markeredgewidth": 4.5, "gid": None}
        marks.draw_symbol(ax, place, y, "withdrawn", size=_CROSS, zorder=4, **under)
        marks.draw_symbol(ax, place, y, "withdrawn", size=_CROSS, zorder=5)
    elif own.outcome == "disputed" and own.notice:
        place = marks.day_number(own.notice.first)
        marks.draw_symbol(ax, place, y, "withdrawing", size=_BAR, zorder=4)


def _draw_line(ax: Axes, start: float, end: float, y: float, status: Status, **looks: Any) -> None:
    look: dict[str, Any] = {"color": STATUSES[status].look.area, "linewidth": _LINE, "zorder": 1}
    line = Line2D([start, end], [y, y], gid=f"line-{status}", **{**look, **looks})
    ax.add_artist(line)


def _draw_step(ax: Axes, x: float, y: float, step: Stage, **looks: Any) -> None:
    look: dict[str, Any] = {"color": style.SECONDARY, "markersize": 4.8, "markeredgewidth": 0.9}
    look |= {**_STEP_LOOKS[step], "gid": f"step-{step}", "linestyle": "none", **looks}
    ax.add_artist(Line2D([x], [y], zorder=3, clip_on=False, **look))


def _draw_quiet(plot: _Plot, name: str, words: str, held: Sequence[Status], y: float) -> None:
    """Draw one quiet line, with the sign of the status that all of its states have."""
    plot.put(-plot.margin, y, name, color=style.SECONDARY)
    if len(held) == 1:
        marks.draw_symbol(plot.ax, plot.at(4), y, held[0], size=4.5)
    indent = 10 if len(held) == 1 else 0
    # On white, so that no line of a day runs through the words.
    paper = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8}
    plot.put(indent, y, words, size=style.SMALL_SIZE, color=style.SECONDARY, bbox=paper)


def _key(setting: Setting, exits: Exits) -> list[marks.KeyItem]:
    """Explain the marks that occur, and only those."""
    steps = [step for row in exits.rows for step in row.political]
    items: list[marks.KeyItem] = [
        (_step_sample(stage), _step_word(stage, exits))
        for stage in POLITICAL_STAGES
        if any(step.stage == stage for step in steps)
    ]
    if any(step.last > step.first for step in steps):
        items.append((_draw_span_sample, "day not known"))
    first, _ = span_of_exits(exits.rows, setting.day)
    spells = [spell for row in exits.rows for spell in row.spells]
    shown = {s.status for s in spells if s.start <= setting.day and (s.end or date.max) > first}
    halted = any(spell.halted for spell in spells if spell.start <= setting.day)
    for status in STACKED:
        if status in shown - {"withdrawing", "withdrawn", "none"}:
            word = "bound" if status == "party" else STATUSES[status].word
            items.append((_line_sample(status), word))
    if halted:
        items.append((marks.bar_sample("suspended"), "operation suspended before the notice"))
    return [*items, *_notices_explained(exits, shown)]


def _notices_explained(exits: Exits, shown: set[Status]) -> list[marks.KeyItem]:
    items: list[marks.KeyItem] = []
    if "withdrawing" in shown:
        spells = [s for row in exits.rows for s in row.spells if s.status == "withdrawing"]
        # Bound in law, it did not apply the treaty: that it was bound says too much alone.
        bound = "" if all(spell.halted for spell in spells) else ", still bound"
        items.append((marks.bar_sample("withdrawing"), f"notice running{bound}"))
    if exits.running:
        items.append((marks.bar_sample("withdrawing", scheduled=True), "still to run"))
    if any(row.outcome == "disputed" for row in exits.rows):
        items.append((_sign_sample("withdrawing"), f"{TERMS['notified'].word}, contested"))
    if exits.withdrawals:
        items.append((_sign_sample("withdrawn"), f"withdrawal {TERMS['effective'].word}"))
    return items


def _step_word(stage: Stage, exits: Exits) -> str:
    voted = stage == "parliament_approved" and any(row.vote for row in exits.rows)
    votes = " (for–against)" if voted else ""
    return TERMS[stage].word + votes


def _draw_span_sample(ax: Axes, x: float, y: float) -> None:
    looks: dict[str, Any] = {"color": style.SECONDARY, "linewidth": 0.9, "clip_on": False}
    ax.add_artist(Line2D([x - 5, x + 5], [y, y], transform=marks.points(ax), **looks))


def _step_sample(step: Stage) -> marks.Sample:
    return lambda ax, x, y: _draw_step(ax, x, y, step, transform=marks.points(ax))


def _line_sample(status: Status) -> marks.Sample:
    return lambda ax, x, y: _draw_line(
        ax, x - 5, x + 4.5, y, status, transform=marks.points(ax), clip_on=False
    )


def _sign_sample(status: Status) -> marks.Sample:
    return lambda ax, x, y: marks.draw_symbol(ax, x, y, status, transform=marks.points(ax))
