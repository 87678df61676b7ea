"""Flows: who came and who went, year by year, and who stood up against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator

from analysis.blocks import model as blocks
from analysis.drawing import marks, style
from analysis.drawing.scenario import draw_tag
from analysis.drawing.steps import draw_rules, grid_step
from analysis.language.english import sentence_case
from analysis.language.numbers import format_number
from analysis.sections.flows.bars import (
    LANE,
    LINE,
    NUMBER,
    draw_bars,
    draw_lane,
    lane_height,
    total_width,
    write_totals,
)
from analysis.sections.flows.words import AGAINST, CAME, WENT, caption_flows, yearly
from analysis.terms.days import plain_day

#: How much larger the scale below zero may be, where departures would be shorter than
#: ``_SEEN`` points.
_TIMES, _SEEN = (1, 2, 5, 10, 20, 50), 6.0
_YEAR_STEPS = (1, 2, 5, 10, 20, 50)
#: Years that share a bar where one year's bars would be narrower than ``_THIN`` points.
_LONG_SPAN, _THIN = 5, 1.8
# In points: left of the years, above them, their bars alone, and below them.
_LEFT, _ABOVE, _PANEL, _BELOW = 18.0, 17.0, 105.0, 22.0


def draw_flows(
    flows: pd.DataFrame, *, ax: Axes, as_of: date, first: int = 0, years_per_bar: int = 1
) -> Axes:
    """Draw joins upwards, departures downwards and the counter-movement as small marks.

    ``flows`` has ``year`` and the counts of :func:`analysis.measures.flows.flows_by_year`
    (any further rows of a year are added up; a count without a column is 0). Rows whose
    ``hypothetical`` is true are outlines on top of the others. ``first`` is the first year of
    the axis, that of the flows unless given. Totals stand at the right.
    """
    known, assumed = yearly(flows, plain_day(as_of), years_per_bar)
    whole = known + assumed
    begin = min(first or known.index[0], known.index[0])
    ax.set_xlim(begin - 0.5, known.index[-1] + years_per_bar - 0.5)
    went, against = _shown(whole, WENT), _shown(whole, AGAINST)
    times = _set_scale(ax, whole, went, len(against))
    _mark_years(ax)
    draw_bars(ax, known, assumed, CAME, span=years_per_bar)
    draw_bars(ax, known, assumed, went, span=years_per_bar, scale=-times)
    for lane, column in enumerate(against):
        height = lane_height(lane, len(against))
        draw_lane(ax, whole[column], height, span=years_per_bar)
    return write_totals(ax, whole, went, against, assumed=bool(assumed.to_numpy().any()))


def figure_flows(
    flows: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    regional: pd.DataFrame | None = None,
    region: str = "states",
    scenario: str = "",
    name: str = "flows",
    foot: blocks.Text = (),
) -> blocks.Figure:
    """Return the flows as a block: worldwide, and below on the same years those of a region.

    ``flows`` and ``regional`` as in :func:`draw_flows`; ``treaty`` is the treaty's noun,
    ``region`` the words for the region's states. ``scenario`` says what is assumed, in words.
    """
    as_of = plain_day(as_of)
    panels = {"worldwide": flows} if regional is None else {"worldwide": flows, region: regional}
    with style.house_style():
        width = style.FULL_WIDTH * style.MM - _LEFT - total_width(panels.values(), as_of)
        span = _years_per_bar(panels.values(), as_of, width)
        fig = _draw_panels(panels, as_of, scenario, (width, span))
    caption = caption_flows(
        flows,
        as_of=as_of,
        treaty=treaty,
        regional=regional,
        region=region,
        scenario=scenario,
        years_per_bar=span,
    )
    return style.to_block(fig, name, caption, foot=foot)


def _draw_panels(
    panels: Mapping[str, pd.DataFrame], as_of: date, scenario: str, layout: tuple[float, int]
) -> Figure:
    """Draw a panel below the other; ``layout`` is their width and the years of a bar."""
    width, span = layout
    highs = [_PANEL + _lanes(flows, as_of) * LANE for flows in panels.values()]
    full = sum(highs) + len(panels) * (_ABOVE + _BELOW) - 5
    fig = style.blank_figure(style.FULL_WIDTH, full / style.MM)
    first = min(int(yearly(flows, as_of, span)[0].index[0]) for flows in panels.values())
    top = _ABOVE
    for at, ((head, flows), high) in enumerate(zip(panels.items(), highs, strict=True)):
        box = (_LEFT, top, width, high)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        draw_flows(flows, ax=ax, as_of=as_of, first=first, years_per_bar=span)
        look: dict[str, Any] = {"weight": "bold", "transform": marks.points(ax)}
        marks.put(ax, -_LEFT, high + 8, sentence_case(head), **look)
        right = style.FULL_WIDTH * style.MM - _LEFT
        draw_tag(ax, right, scenario="" if at else scenario, rise=8)
        top += high + _BELOW + _ABOVE
    return fig


def _years_per_bar(panels: Iterable[pd.DataFrame], as_of: date, width: float) -> int:
    """Return how many years share a bar, so that the bars of one place can be told apart."""
    thinnest = width
    for flows in panels:
        known, assumed = yearly(flows, as_of)
        kinds = len(_shown(known + assumed, WENT))
        thinnest = min(thinnest, width / len(known) / max(kinds, 1))
    return 1 if thinnest >= _THIN else _LONG_SPAN


def _shown(flows: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    return [column for column in columns if flows[column].any()]


def _lanes(flows: pd.DataFrame, as_of: date) -> int:
    known, assumed = yearly(flows, as_of)
    return len(_shown(known + assumed, AGAINST))


def _set_scale(ax: Axes, flows: pd.DataFrame, went: Sequence[str], lanes: int) -> float:
    """Set the scale, with room for numbers, labels and lanes; return how enlarged it is below.

    Both directions have one scale, unless no departure could be seen on it.
    """
    high = marks.size_in_points(ax)[1] - lanes * LANE - NUMBER
    up = max(int(flows[list(CAME)].to_numpy().max()), 1)
    down = int(flows[list(went)].to_numpy().max()) if went else 0
    number = NUMBER + 2 if went else 3.0
    # As many labels as there are kinds need room below zero.
    least = max(len(went) * LINE + 2, number)
    unit = min((high - number) / (up + down), (high - least) / up)
    times = next((one for one in _TIMES if down * unit * one >= _SEEN or not down), _TIMES[-1])
    below = max(least, down * unit * times + number)
    unit = (high - below) / up if times > 1 else unit
    below = max(below, high - unit * up)
    ax.set_ylim(-(below + lanes * LANE) / unit, up + NUMBER / unit)
    _draw_scale(ax, up, down, times, unit)
    if times > 1:
        _say_enlarged(ax, times, below - 7 + lanes * LANE, flows[list(went)].any(axis=1))
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


def _say_enlarged(ax: Axes, times: float, height: float, gone: pd.Series[bool]) -> None:
    """Say how much larger the scale is below zero, where no departure stands in the way."""
    words = f"below zero: scale {times:.0f} times larger"
    left, right = ax.get_xlim()
    per_point = (right - left) / marks.size_in_points(ax)[0]
    room = (marks.text_width(words, size=style.SMALL_SIZE) + 10) * per_point
    starts = [left, (left + right - room) / 2, right - room]
    span = 1 if len(gone) < 2 else gone.index[1] - gone.index[0]
    years = gone.index[gone]
    free = [x for x in starts if not any(x - span < year < x + room + 0.5 for year in years)]
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
