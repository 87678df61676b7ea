"""The border drawn: kilometres that the treaty covers over time, and by state on the day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.drawing import marks, style
from analysis.drawing.scenario import DASHES
from analysis.drawing.steps import cut_steps, draw_falls, draw_rules, grid_step
from analysis.language.days import format_day_short
from analysis.language.numbers import format_km, plural
from analysis.sections.border.facts import Border
from analysis.subject.setting import Setting
from analysis.terms.statuses import TERMS, Status

_BOUND, _UNBOUND = TERMS["party"].look.area, style.UNBOUND
_SCHEDULED: dict[str, Any] = {
    "color": TERMS["party"].look.ink,
    "linewidth": 1.0,
    "linestyle": DASHES,
    "zorder": 2,
}
#: Years before the as-of day's own that the second panel shows.
_RECENT_YEARS = 3
#: More bordering states than this are added up in last bars.
_BARS = 10
# Places in millimetres: the panel of all years, the right column, its large number, its lines.
_LONG, _SIDE, _LARGE, _LINE, _KM_ROOM = 42.0, 112.0, 20.0, 5.2, 14.0
#: Left edges and widths of the panel of all years, of the last ones, and of one that is both.
_PLACES = {False: ((10, 42), (57, 40), (10, 87)), True: ((10, 26), (42, 36), (10, 68))}
#: The height of the panels on a phone, where they stand below the number and the bars.
_BELOW_IT = 42.0
# In points: room of a sign, and the gap behind a name.
_SYMBOL, _GAP = 10.0, 5.0


def draw_border(setting: Setting, border: Border) -> Figure:
    """Draw all years, the last ones enlarged, the number of the day, and a bar for each state."""
    bars = _bars(border)
    steps = _steps(border)
    narrow, key = style.is_narrow(), _key(setting.treaty.noun, border)
    deep = marks.tick_depth(steps["day"].iloc[0].date(), border.day, _LONG * style.MM) / style.MM
    column = _LARGE + 8 + _LINE * len(bars)
    across = style.full_width() - 10
    under = deep + marks.key_height(key, across * style.MM) / style.MM
    high = column + 11 + _BELOW_IT + under + 2 if narrow else max(56.0 + deep, column)
    with style.house_style():
        fig = style.blank_figure(style.full_width(), high)
        tall = _BELOW_IT if narrow else high - 18 - deep
        long = _draw_panels(fig, border, tall, top=column + 11 if narrow else 11.0)
        marks.draw_key(long, key, -10 * style.MM, -deep * style.MM, across * style.MM)
        side = 0.0 if narrow else _SIDE
        room = style.full_width() - side
        _write_large(border, style.add_axes(fig, side, 2, room, _LARGE - 4))
        names = marks.widest([name for name, *_ in bars]) + _SYMBOL + _GAP
        left = names / style.MM
        box = (side + left, _LARGE + 2, room - left - _KM_ROOM, _LINE * max(len(bars), 1))
        _draw_bars(bars, names, style.add_axes(fig, *box))
        return fig


def draw_border_beside(border: Border) -> Figure:
    """Draw the number of the day and a bar for each state alone, to stand beside a map."""
    bars: list[Bar] = [
        (_shortened(name), km, held, status) for name, km, held, status in _bars(border)
    ]
    names = marks.widest([name for name, *_ in bars]) + _SYMBOL + _GAP
    left, tall = names / style.MM, _LINE * max(len(bars), 1)
    key = _key_beside(border)
    with style.house_style():
        deep = marks.key_height(key, style.SIDE_WIDTH * style.MM) / style.MM
        fig = style.blank_figure(style.SIDE_WIDTH, _LARGE + tall + deep + 2)
        _write_large(border, style.add_axes(fig, 0, 0, style.SIDE_WIDTH, _LARGE - 4))
        box = (left, _LARGE, style.SIDE_WIDTH - left - _KM_ROOM, tall)
        ax = style.add_axes(fig, *box)
        _draw_bars(bars, names, ax)
        marks.draw_key(ax, key, -names, -2 * style.MM, style.SIDE_WIDTH * style.MM)
        return fig


def _shortened(name: str) -> str:
    """Cut a name that would leave no room for its bar; the alternative text has it in full."""
    return marks.cut_to(name, style.SIDE_WIDTH * style.MM / 2 - _SYMBOL)


def _key_beside(border: Border) -> list[marks.KeyItem]:
    samples = ((True, _BOUND, "covered"), (False, _UNBOUND, "not covered"))
    held = {side.bound for side in border.sides}
    return [(marks.area_sample(colour), words) for bound, colour, words in samples if bound in held]


def _draw_panels(fig: Figure, border: Border, tall: float, top: float) -> Axes:
    """Draw all years and the last ones side by side; return the axes of the first panel."""
    whole, last, both = _PLACES[style.is_narrow()]
    first = _steps(border)["day"].iloc[0].date()
    since = date(border.day.year - _RECENT_YEARS, 1, 1)
    if first >= since:
        long = recent = style.add_axes(fig, both[0], top, both[1], tall)
        since = first
    else:
        long = style.add_axes(fig, whole[0], top, whole[1], tall)
        _draw_areas(border, long)
        recent = style.add_axes(fig, last[0], top, last[1], tall)
        marks.write_head(recent, f"Since {since.year}", left=0)
    _draw_areas(border, recent, since)
    recent.tick_params(axis="y", labelleft=recent is long)
    marks.write_head(long, "All years", left=-10)
    _write_end(border, recent)
    return long


def _draw_areas(border: Border, ax: Axes, since: date | None = None) -> None:
    """Draw kilometres bound and not bound as stacked steps; what is scheduled as a dashed line."""
    steps = _steps(border, since)
    first, last = steps["day"].iloc[0].date(), border.day
    if since and border.due:
        last = max(last, border.due[-1].day)
    marks.draw_day_axis(ax, first, last + max((last - first) * 0.015, timedelta(days=1)))
    upper = max(border.km, 1) * 1.04
    ax.set_ylim(0, upper)
    draw_rules(ax, range(0, int(upper) + 1, grid_step(upper, marks.size_in_points(ax)[1], 26)))
    places = [marks.day_number(day) for day in steps["day"]]
    area: dict[str, Any] = {"step": "post", "linewidth": 0, "zorder": 1}
    km, bound = steps["km"].to_numpy(), steps["km_bound"].to_numpy()
    ax.fill_between(places, bound, km, color=_UNBOUND, gid="km-unbound", **area)
    ax.fill_between(places, 0, bound, color=_BOUND, gid="km-bound", **area)
    marks.draw_as_of(ax, border.day, label=since is not None)
    if since and border.due:
        _draw_due(border, ax)
    draw_falls(steps, "km_bound", ax=ax)


def _draw_due(border: Border, ax: Axes) -> None:
    """Outline what running notices will leave bound, beyond the as-of day."""
    days = [border.day, *(due.day for due in border.due)]
    places = [*(marks.day_number(day) for day in days), ax.get_xlim()[1]]
    bound = [border.km_bound, *(due.km_bound for due in border.due)]
    ax.step(places, [*bound, bound[-1]], where="post", gid="scheduled", **_SCHEDULED)


def _steps(border: Border, since: date | None = None) -> pd.DataFrame:
    return cut_steps(border.over_time, border.day, since, numbers=("km", "km_bound"))


def _key(treaty: str, border: Border) -> list[marks.KeyItem]:
    items = [
        (marks.area_sample(_BOUND), f"covered by the {treaty}"),
        (marks.area_sample(_UNBOUND), "not covered"),
    ]
    if border.due:
        items.append((_line_sample, "covered, as notices running have scheduled it"))
    return items


def _line_sample(ax: Axes, x: float, y: float) -> None:
    line = Line2D([x - 5, x + 5], [y, y], transform=marks.points(ax), **_SCHEDULED)
    line.set_clip_on(False)
    ax.add_artist(line)


def _write_end(border: Border, ax: Axes) -> None:
    """Write the kilometres bound where the line ends: on the as-of day, or when all is due."""
    right = ax.get_xlim()[1]
    place = right + 3 * marks.span_of_a_point(ax)
    weight = "normal" if border.due else "bold"
    looks: dict[str, Any] = {"weight": weight, "size": style.SMALL_SIZE}
    ink = TERMS["party"].look.ink
    marks.put(ax, place, border.left, format_km(border.left), color=ink, **looks)


def _write_large(border: Border, ax: Axes) -> None:
    """Write the kilometres bound on the as-of day large, and of how many."""
    ax.set_axis_off()
    looks: dict[str, Any] = {"transform": marks.points(ax), "va": "baseline"}
    high = marks.size_in_points(ax)[1]
    size: dict[str, Any] = {"size": style.LARGE_SIZE, "weight": "bold"}
    ink = TERMS["party"].look.ink
    marks.put(ax, 0, high - 26, format_km(border.km_bound), color=ink, **size, **looks)
    words = f"of {format_km(border.km)} covered on {format_day_short(border.day)}"
    marks.put(ax, 0, high - 38, words, color=style.SECONDARY, **looks)


Bar = tuple[str, float, bool, Status | None]


def _bars(border: Border) -> list[Bar]:
    """Return a bar for each bordering state; the shortest of many are added up."""
    sides = border.sides
    shown, rest = (sides, ()) if len(sides) <= _BARS else (sides[: _BARS - 1], sides[_BARS - 1 :])
    bars: list[Bar] = [(side.state.name, side.km, side.bound, side.status) for side in shown]
    for held, words in ((True, "covered"), (False, "not covered")):
        others = [side.km for side in rest if side.bound == held]
        if others:
            name = f"{len(others)} {plural(len(others), 'other')}, {words}"
            bars.append((name, sum(others), held, None))
    return bars


def _draw_bars(bars: list[Bar], margin: float, ax: Axes) -> None:
    """Draw a bar for each state, its sign and name at the left, its length at the end."""
    longest = max([*(km for _, km, _, _ in bars), 1])
    point = longest / marks.size_in_points(ax)[0]
    ax.set(xlim=(0, longest), ylim=(len(bars) or 1, 0))
    ax.set_axis_off()
    for at, (name, km, held, status) in enumerate(bars):
        looks: dict[str, Any] = {"facecolor": _BOUND if held else _UNBOUND, "clip_on": False}
        ax.add_artist(Rectangle((0, at + 0.27), km, 0.46, gid="border-bar", **looks))
        marks.put(ax, (_SYMBOL - margin) * point, at + 0.5, name)
        if status:
            marks.draw_symbol(ax, (3 - margin) * point, at + 0.5, status, size=4.8)
        marks.put(ax, km + 3 * point, at + 0.5, format_km(km), size=style.SMALL_SIZE)
