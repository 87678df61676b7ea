"""The flows drawn: who came and who went, year by year, and who stood up against it."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator

from analysis.drawing import marks, style
from analysis.drawing.steps import draw_rules, grid_step
from analysis.language.english import sentence_case
from analysis.language.numbers import format_number
from analysis.sections.flows.bars import (
    LANE,
    LINE,
    NUMBER,
    draw_bars,
    draw_lanes,
    total_width,
    write_totals,
)
from analysis.sections.flows.facts import Flows
from analysis.subject.setting import Setting

#: How much larger the scale below zero may be, where departures would be shorter than
#: ``_SEEN`` points.
_TIMES, _SEEN = (1, 2, 5, 10, 20, 50), 6.0
_YEAR_STEPS = (1, 2, 5, 10, 20, 50)
# In points: left of the years, above them, their bars alone, and below them.
_LEFT, _ABOVE, _PANEL, _BELOW = 18.0, 17.0, 105.0, 22.0


def draw_flows(setting: Setting, world: Flows, own: Flows | None) -> Figure:
    """Draw the flows worldwide, and below on the same years those of the region.

    Joins stand upwards, departures downwards, the counter-movement as small marks; totals stand
    at the right.
    """
    panels = {"Worldwide": world} | ({sentence_case(setting.region.states): own} if own else {})
    highs = [_PANEL + len(flows.opposed) * LANE for flows in panels.values()]
    full = sum(highs) + len(panels) * (_ABOVE + _BELOW) - 5
    top = _ABOVE
    with style.house_style():
        width = style.full_width() * style.MM - _LEFT - total_width(list(panels.values()))
        fig = style.blank_figure(style.full_width(), full / style.MM)
        for (head, flows), high in zip(panels.items(), highs, strict=True):
            box = (_LEFT, top, width, high)
            ax = style.add_axes(fig, *(size / style.MM for size in box))
            _draw_panel(ax, flows)
            look: dict[str, Any] = {"weight": "bold", "transform": marks.points(ax)}
            marks.put(ax, -_LEFT, high + 8, head, **look)
            top += high + _BELOW + _ABOVE
        return fig


def _draw_panel(ax: Axes, flows: Flows) -> None:
    ax.set_xlim(flows.first - 0.5, flows.day.year + 0.5)
    times = _set_scale(ax, flows)
    _mark_years(ax)
    draw_bars(ax, flows, ["deposits"])
    draw_bars(ax, flows, flows.departed, scale=-times)
    draw_lanes(ax, flows)
    write_totals(ax, flows)


def _set_scale(ax: Axes, flows: Flows) -> float:
    """Set the scale, with room for numbers, labels and lanes; return how enlarged it is below.

    Both directions have one scale, unless no departure could be seen on it.
    """
    went, lanes = flows.departed, len(flows.opposed) * LANE
    high = marks.size_in_points(ax)[1] - lanes - NUMBER
    up = max(flows.most_deposits, 1)
    down = max((count for kind in went for _, count in flows.in_years(kind)), default=0)
    number = NUMBER + 2 if went else 3.0
    # As many labels as there are kinds need room below zero.
    least = max(len(went) * LINE + 2, number)
    unit = min((high - number) / (up + down), (high - least) / up)
    times = next((one for one in _TIMES if down * unit * one >= _SEEN or not down), _TIMES[-1])
    below = max(least, down * unit * times + number)
    unit = (high - below) / up if times > 1 else unit
    below = max(below, high - unit * up)
    ax.set_ylim(-(below + lanes) / unit, up + NUMBER / unit)
    _draw_scale(ax, up, down, times, unit)
    if times > 1:
        _say_enlarged(ax, times, below - 7 + lanes, flows)
    return times


def _draw_scale(ax: Axes, up: int, down: int, times: float, per_unit: float) -> None:
    """Draw the rules of both directions and the line between them."""
    step = grid_step(up + down, (up + down) * per_unit, 24)
    fine = grid_step(down, down * per_unit * times, 18) if down else 1
    numbers = [*range(-(down // fine) * fine, 0, fine), *range(0, up + 1, step)]
    rules = [number * times if number < 0 else number for number in numbers]
    draw_rules(ax, rules)
    ax.yaxis.set_major_formatter(FixedFormatter([format_number(abs(one)) for one in numbers]))
    ax.axhline(0, color=style.INK, linewidth=0.7, zorder=2.5)


def _say_enlarged(ax: Axes, times: float, height: float, flows: Flows) -> None:
    """Say how much larger the scale is below zero, where no departure stands in the way."""
    words = f"below zero: scale {times:.0f} times larger"
    left, right = ax.get_xlim()
    per_point = marks.span_of_a_point(ax)
    room = (marks.text_width(words, size=style.SMALL_SIZE) + 10) * per_point
    starts = [left, (left + right - room) / 2, right - room]
    years = [year for kind in flows.departed for year, _ in flows.in_years(kind)]
    free = [x for x in starts if not any(x - 1 < year < x + room + 0.5 for year in years)]
    x = ((free or starts)[0] - left) / per_point + 4
    look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
    marks.put(ax, x, height, words, transform=marks.points(ax), **look)


def _mark_years(ax: Axes) -> None:
    first, last = ax.get_xlim()
    years = range(round(first + 0.5), round(last + 0.5))
    slot = marks.size_in_points(ax)[0] / len(years)
    step = next((step for step in _YEAR_STEPS if step * slot >= 24), _YEAR_STEPS[-1])
    ticks = [year for year in years if year % step == 0]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_major_formatter(FixedFormatter([str(year) for year in ticks]))
    ax.spines["bottom"].set_visible(True)
