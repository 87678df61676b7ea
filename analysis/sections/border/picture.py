"""Border coverage: kilometres of land border that a treaty covers, over time and by state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.blocks import model as blocks
from analysis.drawing import marks, style
from analysis.drawing.steps import cut_steps, draw_falls, draw_rules, grid_step
from analysis.drawing.style import Caption
from analysis.language.days import format_day, format_day_short
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import format_km, format_number
from analysis.sections.border.bars import (
    BARS,
    BOUND_COLOUR,
    UNBOUND_COLOUR,
    draw_border_by_state,
    names_width,
)
from analysis.sections.exits.lanes import plain_day
from analysis.sections.exits.words import name_or_count
from analysis.terms.statuses import TERMS

_SCHEDULED: dict[str, Any] = {
    "color": TERMS["party"].look.ink,
    "linewidth": 1.0,
    "linestyle": (0, (2.5, 1.5)),
    "zorder": 2,
}
#: Years before the as-of day's own that the second panel shows.
_RECENT_YEARS = 3
#: Width of the panel of all years, in millimetres.
_LONG = 42.0
# Places in millimetres: the right column, its large number, its lines, room for lengths.
_SIDE, _LARGE, _LINE, _KM_ROOM = 112.0, 20.0, 5.2, 14.0
#: A change of the border's length smaller than this share of it goes without a label.
_LABELLED = 0.15


def draw_coverage(
    over_time: pd.DataFrame,
    *,
    ax: Axes,
    as_of: date,
    treaty: str,
    scheduled: pd.DataFrame | None = None,
    borderland: pd.DataFrame | None = None,
    since: date | None = None,
) -> Axes:
    """Draw kilometres bound and not bound as stacked steps; what is scheduled as a dashed line.

    ``over_time`` has ``day``, ``km``, ``km_bound`` and ``states_bound``, one row per day on
    which a length changes; ``scheduled`` has ``day`` and ``km_bound`` after the as-of day;
    ``borderland`` (``state``, ``name``, ``km``) names the states that joined the region;
    ``since`` draws only the time from that day on.
    """
    as_of = plain_day(as_of)
    steps = _steps(over_time, as_of, since)
    first, last = steps["day"].iloc[0].date(), as_of
    if scheduled is not None and len(scheduled):
        last = max(last, scheduled["day"].max().date())
    marks.draw_day_axis(ax, first, last + max((last - first) * 0.015, timedelta(days=1)))
    _set_scale(ax, float(_steps(over_time, as_of)["km"].max()))
    places = [marks.day_number(day) for day in steps["day"]]
    area: dict[str, Any] = {"step": "post", "linewidth": 0, "zorder": 1}
    km, bound = steps["km"].to_numpy(), steps["km_bound"].to_numpy()
    ax.fill_between(places, bound, km, color=UNBOUND_COLOUR, gid="km-unbound", **area)
    ax.fill_between(places, 0, bound, color=BOUND_COLOUR, gid="km-bound", **area)
    marks.draw_as_of(ax, as_of, label=since is not None)
    if scheduled is not None and len(scheduled):
        _draw_scheduled(scheduled, steps, ax=ax)
    draw_falls(steps, "km_bound", ax=ax)
    _name_growth(steps, borderland, ax=ax)
    return ax


def figure_coverage(
    over_time: pd.DataFrame,
    borderland: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    towards: Sequence[str],
    scheduled: pd.DataFrame | None = None,
    region: str = "states",
    name: str = "border-coverage",
    foot: blocks.Text = (),
) -> blocks.Figure:
    """Return the border coverage as a block: over time, and by state on the as-of day.

    ``towards`` are the names of the neighbours, ``region`` the words for the bordering states
    that follow a number ("NATO states").
    """
    as_of = plain_day(as_of)
    caption = caption_coverage(
        over_time,
        borderland,
        as_of=as_of,
        treaty=treaty,
        towards=towards,
        scheduled=scheduled,
        region=region,
    )
    lines = min(len(borderland), BARS + 1)
    first = _steps(over_time, as_of)["day"].iloc[0].date()
    deep = marks.tick_depth(first, as_of, _LONG * style.MM)
    high = max(56.0 + deep / style.MM, _LARGE + 8 + _LINE * lines)
    with style.house_style():
        fig = style.blank_figure(style.FULL_WIDTH, high)
        tall = high - 18 - deep / style.MM
        looks: dict[str, Any] = {"as_of": as_of, "treaty": treaty, "borderland": borderland}
        long = _draw_panels(fig, over_time, tall, scheduled=scheduled, **looks)
        marks.draw_key(long, _key(treaty, scheduled), -10 * style.MM, -deep, 160 * style.MM)
        room = style.FULL_WIDTH - _SIDE
        _write_large(over_time, as_of, ax=style.add_axes(fig, _SIDE, 2, room, _LARGE - 4))
        names = names_width(borderland) / style.MM
        box = (_SIDE + names, _LARGE + 2, room - names - _KM_ROOM, _LINE * max(lines, 1))
        draw_border_by_state(borderland, ax=style.add_axes(fig, *box))
        return style.to_block(fig, name, caption, foot=foot)


def _draw_panels(
    fig: Figure,
    over_time: pd.DataFrame,
    tall: float,
    *,
    as_of: date,
    scheduled: pd.DataFrame | None,
    **looks: Any,
) -> Axes:
    """Draw all years and the last ones side by side; return the axes of the first panel."""
    first = _steps(over_time, as_of)["day"].iloc[0].date()
    since = date(as_of.year - _RECENT_YEARS, 1, 1)
    if first >= since:
        long = recent = style.add_axes(fig, 10, 11, 87, tall)
        since = first
    else:
        long = style.add_axes(fig, 10, 11, _LONG, tall)
        draw_coverage(over_time, ax=long, as_of=as_of, **looks)
        recent = style.add_axes(fig, 57, 11, 40, tall)
        marks.write_head(recent, f"Since {since.year}", left=0)
    draw_coverage(over_time, ax=recent, as_of=as_of, scheduled=scheduled, since=since, **looks)
    recent.tick_params(axis="y", labelleft=recent is long)
    marks.write_head(long, "All years", left=-10)
    _write_end(over_time, scheduled, as_of, ax=recent)
    return long


def caption_coverage(
    over_time: pd.DataFrame,
    borderland: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    towards: Sequence[str],
    scheduled: pd.DataFrame | None = None,
    region: str = "states",
) -> Caption:
    """Say what the coverage figure shows: kilometres bound, of how many, and soon."""
    as_of = plain_day(as_of)
    steps = _steps(over_time, as_of)
    total, bound = float(steps["km"].iloc[-1]), float(steps["km_bound"].iloc[-1])
    border = f"land border with {format_list(towards)}"
    part = f"{format_number(bound) if bound else 'none'} of the {format_km(total)}"
    part = f"all {format_km(total)}" if bound == total > 0 else part
    title = f"the {treaty} covers {part} of {border}"
    if scheduled is not None and len(scheduled):
        left = float(scheduled["km_bound"].iloc[-1])
        title += f"; notices running will leave {format_km(left) if left else 'none'}"
    peak = steps[steps["km_bound"] == steps["km_bound"].max()].iloc[-1]
    period = f"{format_day(steps['day'].iloc[0])} to {format_day(as_of)}"
    told = [
        f"Stacked areas of the {border} of {region}: {format_km(bound)} bound by the {treaty}",
        f"and {format_km(total - bound)} not bound on {format_day(as_of)};",
        f"at most {format_km(peak['km_bound'])} were bound.",
    ]
    for held, words in ((True, "Bound"), (False, "Not bound")):
        names = list(borderland.loc[borderland["bound"] == held, "name"])
        told.append(f"{words}: {name_or_count(names) if names else 'none'}.")
    return Caption(
        title=sentence_case(title),
        subtitle=f"Km of {border} by whether the state is bound; {region}, {period}",
        alt=" ".join(told),
    )


def _steps(over_time: pd.DataFrame, as_of: date, since: date | None = None) -> pd.DataFrame:
    return cut_steps(over_time, as_of, since, numbers=("km", "km_bound"))


def _set_scale(ax: Axes, longest: float) -> None:
    upper = max(longest, 1) * 1.04
    step = grid_step(upper, marks.size_in_points(ax)[1], 26)
    ax.set_ylim(0, upper)
    draw_rules(ax, range(0, int(upper) + 1, step))


def _draw_scheduled(scheduled: pd.DataFrame, steps: pd.DataFrame, *, ax: Axes) -> None:
    """Outline what running notices will leave bound, beyond the as-of day."""
    now = steps.iloc[-1]
    days = [now["day"], *scheduled["day"]]
    places = [*(marks.day_number(day) for day in days), ax.get_xlim()[1]]
    bound = [now["km_bound"], *scheduled["km_bound"]]
    ax.step(places, [*bound, bound[-1]], where="post", gid="scheduled", **_SCHEDULED)


def _key(treaty: str, scheduled: pd.DataFrame | None) -> list[marks.KeyItem]:
    items = [
        (_area_sample(BOUND_COLOUR), f"bound by the {treaty}"),
        (_area_sample(UNBOUND_COLOUR), "not bound"),
    ]
    if scheduled is not None and len(scheduled):
        items.append((_line_sample, "bound, as notices running have scheduled it"))
    return items


def _area_sample(colour: str) -> marks.Sample:
    def draw(ax: Axes, x: float, y: float) -> None:
        box = Rectangle((x - 5, y - 3), 10, 6, facecolor=colour, transform=marks.points(ax))
        box.set_clip_on(False)
        ax.add_patch(box)

    return draw


def _line_sample(ax: Axes, x: float, y: float) -> None:
    line = Line2D([x - 5, x + 5], [y, y], transform=marks.points(ax), **_SCHEDULED)
    line.set_clip_on(False)
    ax.add_line(line)


def _name_growth(steps: pd.DataFrame, borderland: pd.DataFrame | None, *, ax: Axes) -> None:
    """Say at a large step up of the whole length which states joined, left of the step."""
    left, right = ax.get_xlim()
    day = (right - left) / marks.size_in_points(ax)[0]
    rise = steps["km"].diff().fillna(0)
    for at in steps.index[rise >= _LABELLED * steps["km"].max()]:
        place = marks.day_number(steps["day"][at])
        words = f"{_joined(steps, at, borderland)} from {format_day_short(steps['day'][at])}"
        if place - left > marks.text_width(words, size=style.SMALL_SIZE) * day + 6 * day:
            look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
            y = steps["km"][at] - 5 * ax.get_ylim()[1] / marks.size_in_points(ax)[1]
            marks.put(ax, place - 4 * day, y, words, ha="right", **look)


def _joined(steps: pd.DataFrame, at: int, borderland: pd.DataFrame | None) -> str:
    """Name the states whose borders make up a rise, or give the rise itself."""
    rise = steps["km"][at] - steps["km"][at - 1]
    before, after = (set(str(steps["states_bound"][row]).split(";")) for row in (at - 1, at))
    if borderland is not None:
        new = borderland[borderland["state"].isin(after - before)]
        if len(new) and round(new["km"].sum()) == round(rise):
            return f"with {format_list(new['name'])}"
    return f"{format_km(rise)} more"


def _write_end(
    over_time: pd.DataFrame, scheduled: pd.DataFrame | None, as_of: date, *, ax: Axes
) -> None:
    """Write the kilometres bound where the line ends: on the as-of day, or when all is due."""
    due = scheduled is not None and len(scheduled) > 0
    ends = scheduled if scheduled is not None and due else _steps(over_time, as_of)
    bound = ends["km_bound"].iloc[-1]
    left, right = ax.get_xlim()
    place = right + 3 * (right - left) / marks.size_in_points(ax)[0]
    ink = TERMS["party"].look.ink
    looks: dict[str, Any] = {"weight": "normal" if due else "bold", "size": style.SMALL_SIZE}
    marks.put(ax, place, bound, format_km(bound), color=ink, **looks)


def _write_large(over_time: pd.DataFrame, as_of: date, *, ax: Axes) -> None:
    """Write the kilometres bound on the as-of day large, and of how many."""
    ax.set_axis_off()
    now = _steps(over_time, as_of).iloc[-1]
    looks: dict[str, Any] = {"transform": marks.points(ax), "va": "baseline"}
    high = marks.size_in_points(ax)[1]
    ink = TERMS["party"].look.ink
    size: dict[str, Any] = {"size": style.LARGE_SIZE, "weight": "bold"}
    marks.put(ax, 0, high - 26, format_km(now["km_bound"]), color=ink, **size, **looks)
    words = f"of {format_km(now['km'])} bound on {format_day_short(as_of)}"
    marks.put(ax, 0, high - 38, words, color=style.SECONDARY, **looks)
