"""Participation over time: how many states are party, worldwide, lately, and in a region."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.blocks import model as blocks
from analysis.drawing import marks, style
from analysis.drawing.steps import cut_steps, draw_falls, draw_rules, grid_step
from analysis.drawing.style import Caption
from analysis.language.days import format_day, format_day_short
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import agree, counted, format_number, number_word, plural
from analysis.terms.days import plain_day
from analysis.terms.statuses import TERMS

#: Years before the as-of day's own that the enlarged panel shows.
_RECENT_YEARS = 2
#: More exits than these stay without their names in the enlarged panel.
_NAMED_EXITS = 6
# Places in millimetres: the top of the panels, and the left of those at the side.
_TOP, _SIDE = 11.0, 104.0
_LINE = 9.5
"""Distance of two lines of labels, in points."""
_LOOKS: dict[str, dict[str, Any]] = {
    "parties": {"color": TERMS["party"].look.area, "linewidth": 1.7, "zorder": 3},
    "contracting_states": {
        "color": TERMS["contracting"].look.area,
        "linewidth": 0.9,
        "zorder": 2,
    },
}

Departure = tuple[date, list[str]]


def draw_participation(
    counts: pd.DataFrame,
    *,
    ax: Axes,
    as_of: date,
    exits: pd.DataFrame | None = None,
    since: date | None = None,
    unit: str = "",
    top: int = 0,
    name_day: bool = True,
) -> Axes:
    """Draw the number of parties as a step line, and the days on which it fell.

    ``counts`` has ``day``, ``parties`` and ``contracting_states``, one row per day on which a
    number changes. ``since`` draws only the time from that day on, on an enlarged scale that
    does not begin at zero, and names the exits (``exits``: ``name``, ``day``). ``unit`` follows
    the number at the end of the line; ``top`` is the least upper end of the scale;
    ``name_day`` writes the as-of day above its line.
    """
    as_of = plain_day(as_of)
    steps = _steps(counts, as_of, since)
    first = steps["day"].iloc[0].date()
    # A little room, so that what happens on the last day is not hidden by its line.
    marks.draw_day_axis(ax, first, as_of + max((as_of - first) * 0.015, timedelta(days=1)))
    gone = departures(exits, as_of, since) if exits is not None and since else []
    gone = gone if len(gone) <= _NAMED_EXITS else []
    _set_scale(ax, steps, top=top, enlarged=since is not None, labels=len(gone))
    marks.draw_as_of(ax, as_of, label=name_day)
    lines = ("parties", "contracting_states") if differs(counts, as_of) else ("parties",)
    for column in lines:
        places = [marks.day_number(day) for day in steps["day"]]
        ax.step(places, steps[column], where="post", gid=column, **_LOOKS[column])
    draw_falls(steps, "parties", ax=ax)
    _name_exits(gone, steps, ax=ax)
    now = steps["parties"].iloc[-1]
    looks: dict[str, Any] = {"weight": "bold", "color": TERMS["party"].look.ink}
    marks.put(ax, ax.get_xlim()[1] + 3 * _point(ax), now, f"{format_number(now)} {unit}", **looks)
    return ax


def figure_participation(
    counts: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    exits: pd.DataFrame | None = None,
    regional: pd.DataFrame | None = None,
    members: int = 0,
    region: str = "states",
    name: str = "participation",
    foot: blocks.Text = (),
) -> blocks.Figure:
    """Return the participation figure as a block: all years, the last ones, and the region.

    ``exits`` (``name``, ``day``) are the withdrawals in effect; ``regional`` the counts of a
    region of ``members`` states, for which ``region`` gives the words ("NATO states").
    """
    as_of = plain_day(as_of)
    own = regional if _is_part(regional, counts, as_of) else None
    caption = caption_participation(
        counts,
        as_of=as_of,
        treaty=treaty,
        exits=exits,
        regional=own,
        members=members,
        region=region,
    )
    with style.house_style():
        since = date(as_of.year - _RECENT_YEARS, 1, 1)
        # A young treaty has no years to enlarge.
        young = _steps(counts, as_of)["day"].iloc[0].date() >= since
        fig, tall = _draw_world(counts, as_of, low=young or own is None, wide=young and own is None)
        looks: dict[str, Any] = {"as_of": as_of, "name_day": False}
        if not young:
            recent = style.add_axes(fig, _SIDE, _TOP, 55, tall if own is None else 31)
            draw_participation(counts, ax=recent, exits=exits, since=since, **looks)
            floor = format_number(recent.get_ylim()[0])
            marks.write_head(recent, f"Since {since.year}, enlarged (scale from {floor})")
        if own is not None:
            top = _TOP if young else 60.0
            _draw_region(fig, own, region, members, (top, tall + _TOP - top), as_of)
        return style.to_block(fig, name, caption, foot=foot)


def _draw_region(
    fig: Figure,
    counts: pd.DataFrame,
    region: str,
    members: int,
    place: tuple[float, float],
    as_of: date,
) -> None:
    """Draw the panel of a region's own parties; ``place`` is its top and height in millimetres."""
    unit = f"of {members}" if members else ""
    room = marks.text_width(f"{members} {unit}", weight="bold") / style.MM + 3
    top, height = place
    ax = style.add_axes(fig, _SIDE, top, style.FULL_WIDTH - _SIDE - room, height)
    draw_participation(counts, ax=ax, unit=unit, top=members, as_of=as_of, name_day=False)
    marks.write_head(ax, sentence_case(region))


def _draw_world(
    counts: pd.DataFrame, as_of: date, *, low: bool, wide: bool
) -> tuple[Figure, float]:
    """Draw the first panel; return the figure and the panel's height in millimetres."""
    width = 142.0 if wide else 74.0
    deep = marks.tick_depth(_steps(counts, as_of)["day"].iloc[0].date(), as_of, width * style.MM)
    tall = 39.0 if low else 61.0
    fig = style.blank_figure(style.FULL_WIDTH, _TOP + tall + deep / style.MM + 6)
    ax = style.add_axes(fig, 8, _TOP, width, tall)
    draw_participation(counts, ax=ax, as_of=as_of, unit="parties")
    marks.write_head(ax, "Worldwide", left=-8)
    if differs(counts, as_of):
        marks.draw_key(ax, _key(), -8 * style.MM, -deep, 100 * style.MM)
    return fig, tall


def caption_participation(
    counts: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    exits: pd.DataFrame | None = None,
    regional: pd.DataFrame | None = None,
    members: int = 0,
    region: str = "states",
) -> Caption:
    """Say what the participation figure shows: the number of parties against its peak."""
    as_of = plain_day(as_of)
    steps = _steps(counts, as_of)
    now, peak = int(steps["parties"].iloc[-1]), int(steps["parties"].max())
    states = f"{number_word(now)} {plural(now, 'state')}" if now else "no state"
    title = f"{states} {agree(now, 'is', 'are')} party to the {treaty}"
    if now < peak:
        title += f", {number_word(peak - now)} fewer than at the peak of {format_number(peak)}"
    elif now:
        title += ", the most so far"
    first = format_day(steps["day"].iloc[0])
    subtitle = f"Number of parties to the {treaty}, {first} to {format_day(as_of)}"
    told = [f"Step lines of the number of parties to the {treaty} from {first}:"]
    told.append(f"{now} on {format_day(as_of)}, at most {peak}.")
    for day, names in departures(exits, as_of) if exits is not None else []:
        ends = plural(len(names), "The withdrawal", "The withdrawals")
        told.append(f"{ends} of {format_list(names)} took effect on {format_day(day)}.")
    if regional is not None:
        held = int(_steps(regional, as_of)["parties"].iloc[-1])
        whole = f" of {number_word(members)}" if members else ""
        subtitle += f"; worldwide and among {region}"
        told.append(f"Among {region}: {number_word(held)}{whole} on {format_day(as_of)}.")
    return Caption(sentence_case(title), subtitle, " ".join(told))


def departures(exits: pd.DataFrame, as_of: date, since: date | None = None) -> list[Departure]:
    """Return each day on which withdrawals took effect, with the names of the states."""
    done = exits[exits["day"] <= pd.Timestamp(as_of)]
    if since is not None:
        done = done[done["day"] >= pd.Timestamp(since)]
    days = sorted(done["day"].unique())
    return [(day.date(), sorted(done.loc[done["day"] == day, "name"])) for day in days]


def _is_part(regional: pd.DataFrame | None, counts: pd.DataFrame, as_of: date) -> bool:
    """Say whether regional counts are there, and not those of the whole world again."""
    if regional is None or regional.empty:
        return False
    here, there = _steps(regional, as_of), _steps(counts, as_of)
    return len(here) != len(there) or list(here["parties"]) != list(there["parties"])


def differs(counts: pd.DataFrame, as_of: date) -> bool:
    """Say whether the treaty ever had contracting States for which it was not in force."""
    steps = _steps(counts, as_of)
    return bool((steps["contracting_states"] != steps["parties"]).any())


def _steps(counts: pd.DataFrame, as_of: date, since: date | None = None) -> pd.DataFrame:
    return cut_steps(counts, as_of, since, numbers=("parties", "contracting_states"))


def _set_scale(ax: Axes, steps: pd.DataFrame, *, top: int, enlarged: bool, labels: int) -> None:
    """Set the scale and draw a light rule at each of its marks."""
    values = steps[["parties", "contracting_states"]].to_numpy()
    low, high = (int(values.min()) if enlarged else 0), max(int(values.max()), top, 1)
    points = marks.size_in_points(ax)[1]
    room = max(high - low, 4) * 1.15
    upper = high + (0.45 if enlarged else 0.35) * (room - (high - low))
    # The names of the exits stand below the line, and need as many lines of room.
    room *= points / max(points - (labels + 0.5) * _LINE, points / 3)
    bottom = max(int(upper - room), 0) if enlarged else 0
    ax.set_ylim(bottom, upper)
    step = grid_step(room, points, 26 if points > 100 else 11)
    rules = [tick for tick in range(0, int(upper) + 1, step) if tick >= low]
    draw_rules(ax, rules, labels=[bottom])


def _name_exits(gone: Sequence[Departure], steps: pd.DataFrame, *, ax: Axes) -> None:
    """Write the states and the day of each exit below the line, on the side with more room."""
    if not gone:
        return
    left, right = ax.get_xlim()
    lowest = float(steps["parties"].min())
    one_line = _LINE * (ax.get_ylim()[1] - ax.get_ylim()[0]) / marks.size_in_points(ax)[1]
    for at, (day, names) in enumerate(gone):
        place = marks.day_number(day)
        before = place - left > right - place
        room = (place - left if before else right - place) / _point(ax)
        words = f"{format_list(names)}, {format_day_short(day)}"
        if marks.text_width(words, size=style.SMALL_SIZE) > room:
            words = f"{counted(len(names), 'state')}, {format_day_short(day)}"
        x = place + (-3 if before else 3) * _point(ax)
        y = lowest - one_line * (at + 0.75)
        looks: dict[str, Any] = {"size": style.SMALL_SIZE, "color": TERMS["withdrawn"].look.ink}
        marks.put(ax, x, y, words, ha="right" if before else "left", **looks)


def _key() -> list[marks.KeyItem]:
    words = {"parties": "parties", "contracting_states": "contracting States, some not yet bound"}
    return [(_line_sample(column), word) for column, word in words.items()]


def _line_sample(column: str) -> marks.Sample:
    def draw(ax: Axes, x: float, y: float) -> None:
        line = Line2D([x - 5, x + 5], [y, y], transform=marks.points(ax), **_LOOKS[column])
        line.set_clip_on(False)
        ax.add_line(line)

    return draw


def _point(ax: Axes) -> float:
    """Return the days that one point of the axis spans."""
    left, right = ax.get_xlim()
    return (right - left) / marks.size_in_points(ax)[0]
