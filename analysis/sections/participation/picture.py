"""Participation drawn: parties worldwide, the last years enlarged, and in the region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.drawing import marks, style
from analysis.drawing.scenario import DASHES
from analysis.drawing.steps import cut_steps, draw_falls, draw_rules, grid_step
from analysis.language.days import format_day_short
from analysis.language.english import sentence_case
from analysis.language.numbers import counted, format_number
from analysis.sections.participation.facts import Participation
from analysis.subject.naming import before_colon
from analysis.subject.setting import Setting
from analysis.terms.statuses import TERMS

_PARTIES, _CONTRACTING = "parties", "contracting_states"
_LOOKS: dict[str, dict[str, Any]] = {
    _PARTIES: {"color": TERMS["party"].look.area, "zorder": 3},
    _CONTRACTING: {"color": TERMS["contracting"].look.area, "linewidth": 0.9, "zorder": 2},
}
_WORDS = {_PARTIES: "parties", _CONTRACTING: "contracting States, some not yet bound"}
#: The width of the line whose number is written at its end.
_LEAD = 1.7
#: Years before the last one's own that the enlarged panel shows.
_RECENT_YEARS = 2
#: More events than these stay without their names in the enlarged panel.
_NAMED = 6
# In millimetres: the top and the height of the panels; by the number of those at the side the
# width of the first and the places of the others, of which one alone has a width of its own.
_TOP, _TALL = 11.0, 39.0
_FIRST: dict[int, float] = {0: 142.0, 1: 74.0, 2: 50.0}
_PLACES: dict[int, tuple[float, ...]] = {0: (), 1: (104.0,), 2: (82.0, 136.0)}
_RECENT: dict[int, float] = {1: 55.0, 2: 38.0}
#: How what is scheduled is drawn.
_AHEAD: dict[str, Any] = {"linewidth": 1.0, "linestyle": DASHES, "zorder": 3}
#: In points: the distance of two lines of labels, of a label from what it names, the free room
#: above the highest number.
_LINE, _GAP, _ABOVE = 9.5, 3.0, 6.0
#: The enlarged scale spans so many states at the least.
_LEAST = 4


@dataclass(frozen=True, slots=True)
class _Event:
    """What happened on a day, in words, and in the ink of what it was."""

    day: date
    words: str
    short: str
    ink: str


def draw_participation(
    setting: Setting, world: Participation, own: Participation | None, tall: float = _TALL
) -> Figure:
    """Draw all states, and beside them the last years enlarged and the region, where they tell.

    The last years are left out where no number changed in them, and where they are all there are.
    What is scheduled after the as-of day is dashed. The panels are ``tall`` millimetres high.
    """
    lines, since = _lines(world), _since(world)
    beside = (since is not None) + (own is not None)
    narrow = style.is_narrow()
    rooms = _ON_A_PHONE if narrow else _Rooms(_FIRST[beside], _PLACES[beside], _RECENT.get(beside))
    places = iter(rooms.places)
    with style.house_style():
        deep = marks.tick_depth(world.begun, world.day, rooms.first * style.MM)
        below = _TOP + tall + deep / style.MM + 6
        top = below + _TOP - 2 if narrow else _TOP
        high = top + tall + 10 if narrow and beside else below
        fig = style.blank_figure(style.full_width(), high)
        _draw_world(style.add_axes(fig, 8, _TOP, rooms.first, tall), world, deep)
        if since:
            events = _events(setting, world, since)
            ax = style.add_axes(fig, next(places), top, rooms.recent or 0, tall)
            _draw_recent(ax, world, _Panel(lines=lines, since=since, events=events))
        if own:
            left = next(places)
            panel = _Panel(lines=lines, unit=f"of {format_number(own.members)}", top=own.members)
            room = marks.text_width(f"{own.members} {panel.unit}", weight="bold") / style.MM + 3
            box = (left, top, style.full_width() - left - room, tall)
            ax = _draw_lines(style.add_axes(fig, *box), own, panel)
            marks.write_head(ax, _head(setting, style.full_width() - left + 5))
        return fig


@dataclass(frozen=True, slots=True)
class _Rooms:
    """The width of the first panel, the places of the others, the width of the enlarged one."""

    first: float
    places: tuple[float, ...]
    recent: float | None


#: On a phone the others stand below the first.
_ON_A_PHONE = _Rooms(68.0, (8.0, 66.0), 44.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """What a panel shows.

    ``lines`` are the numbers drawn, the one that is written at its end first; ``unit`` follows
    that number; ``since`` cuts off the time before and enlarges the scale; ``top`` is the upper
    end of the scale; ``day`` names the as-of day.
    """

    lines: Sequence[str]
    unit: str = ""
    since: date | None = None
    top: int = 0
    day: bool = False
    events: Sequence[_Event] = ()


def _head(setting: Setting, room: float) -> str:
    """Name the region over its panel, in so many millimetres."""
    words = sentence_case(setting.region.states)
    wide = marks.text_width(words, weight="bold") / style.MM
    return words if wide <= room else "In the region"


def _draw_world(ax: Axes, world: Participation, deep: float) -> None:
    lines = _lines(world)
    unit, head = ("parties", "Worldwide") if world.peak else ("", "Contracting States worldwide")
    _draw_lines(ax, world, _Panel(lines=lines, unit=unit, day=True))
    marks.write_head(ax, head, left=-8)
    if len(lines) > 1:
        key = [(_line_sample(line), _WORDS[line]) for line in lines]
        marks.draw_key(ax, key, -8 * style.MM, -deep, 100 * style.MM)


def _draw_recent(ax: Axes, world: Participation, panel: _Panel) -> None:
    _draw_lines(ax, world, panel)
    floor, since = format_number(ax.get_ylim()[0]), panel.since or world.begun
    scale = f" (scale from {floor})" if floor != "0" else ""
    marks.write_head(ax, f"Since {since.year}, enlarged{scale}")


def _draw_lines(ax: Axes, fact: Participation, panel: _Panel) -> Axes:
    steps, lead = _steps(fact, panel.since), panel.lines[0]
    first, last = steps["day"].iloc[0].date(), fact.left_from
    # A little room, so that what happens on the last day is not hidden by its line.
    marks.draw_day_axis(ax, first, last + max((last - first) * 0.015, timedelta(days=1)))
    _set_scale(ax, steps, panel)
    marks.draw_as_of(ax, fact.day, label=panel.day)
    places = [marks.day_number(day) for day in steps["day"]]
    for line in panel.lines:
        look = _LOOKS[line] | ({"linewidth": _LEAD} if line == lead else {})
        ax.step(places, steps[line], where="post", gid=line, **look)
    # Other falls than withdrawals, as when a state or the treaty ends, are not marked as exits.
    draw_falls(steps, lead, ax=ax, days=[gone.day for gone in fact.exits])
    _name_events(ax, panel.events, float(steps[lead].min()))
    _draw_ahead(ax, fact, lead)
    _write_end(ax, fact, panel, int(steps[lead].iloc[-1]))
    return ax


def _draw_ahead(ax: Axes, fact: Participation, lead: str) -> None:
    """Draw what is scheduled after the as-of day as a dashed step."""
    if fact.ahead and lead == _PARTIES:
        days = [fact.day, *(one.day for one in fact.ahead)]
        places = [*map(marks.day_number, days), ax.get_xlim()[1]]
        numbers = [fact.now, *(one.parties for one in fact.ahead), fact.left]
        look = _AHEAD | {"color": TERMS["party"].look.ink}
        ax.step(places, numbers, where="post", gid="scheduled", **look)


def _write_end(ax: Axes, fact: Participation, panel: _Panel, now: int) -> None:
    """Write the number of the day, at the end of the line or before what is scheduled."""
    end = ax.get_xlim()[1] + _GAP * marks.span_of_a_point(ax)
    looks: dict[str, Any] = {"weight": "bold", "color": TERMS["party"].look.ink}
    words = f"{format_number(now)} {panel.unit}"
    if fact.ahead and panel.lines[0] == _PARTIES:
        at = marks.day_number(fact.day) - _GAP * marks.span_of_a_point(ax)
        marks.put(ax, at, now, format_number(now), ha="right", va="bottom", **looks)
        looks["weight"] = "normal"
        now, words = fact.left, f"{format_number(fact.left)} {panel.unit}"
    marks.put(ax, end, now, words.rstrip(), **looks)


def _since(world: Participation) -> date | None:
    """Return the first day of the enlarged years, ``None`` where they would show nothing."""
    since = date(world.day.year - _RECENT_YEARS, 1, 1)
    steps = _steps(world, since)[_lines(world)]
    return since if world.begun < since and (steps.nunique() > 1).any() else None


def _events(setting: Setting, world: Participation, since: date) -> list[_Event]:
    """Return the exits since a day, and the end of the treaty, with the words for them."""
    ink, events = TERMS["withdrawn"].look.ink, []
    for gone in world.exits:
        day = format_day_short(gone.day)
        words = f"{before_colon(gone.states)}, {day}"
        short = f"{counted(len(gone.states), 'state')}, {day}"
        events.append(_Event(gone.day, words, short, ink))
    if ended := setting.treaty.ended:
        words = f"end of the treaty, {format_day_short(ended)}"
        events.append(_Event(ended, words, words, style.SECONDARY))
    events = [event for event in events if event.day >= since]
    return events if len(events) <= _NAMED else []


def _lines(world: Participation) -> list[str]:
    """Return the lines to draw: contracting States too where they ever were more than the parties.

    Under a treaty that never bound anybody they are the only ones.
    """
    table = world.over_time
    differ = bool((table[_CONTRACTING] != table[_PARTIES]).any())
    return [_PARTIES] * bool(world.peak) + [_CONTRACTING] * differ


def _steps(fact: Participation, since: date | None = None) -> pd.DataFrame:
    return cut_steps(fact.over_time, fact.day, since, numbers=(_PARTIES, _CONTRACTING))


def _set_scale(ax: Axes, steps: pd.DataFrame, panel: _Panel) -> None:
    """Set the scale and draw a light rule at each of its marks."""
    values = steps[list(panel.lines)].to_numpy()
    low, high = int(values.min()), max(int(values.max()), panel.top, 1)
    tall = marks.size_in_points(ax)[1] - _ABOVE
    bottom = 0
    if panel.since:
        # The names of the events stand below the line, and need as many lines of room.
        under = len(panel.events) * _LINE + 4
        bottom = max(min(low, high - _LEAST), 0)
        while bottom and (low - bottom) / (high - bottom) * tall < under:
            bottom -= 1
    ax.set_ylim(bottom, high + (high - bottom) * _ABOVE / tall)
    step = grid_step(high - bottom, tall, 26 if tall > 90 else 14)
    rules = range(-(-low // step) * step if panel.since else 0, high + 1, step)
    # The lower end is labelled too, and needs room for it.
    room = (high - bottom) / tall * 11
    clear = [rule for rule in rules if rule == bottom or rule - bottom > room]
    draw_rules(ax, [0, panel.top] if panel.top else clear, labels=[bottom])


def _name_events(ax: Axes, events: Sequence[_Event], lowest: float) -> None:
    """Write what happened and when below the line, on the side with more room."""
    left, right = ax.get_xlim()
    day, tall = marks.span_of_a_point(ax), marks.size_in_points(ax)[1]
    bottom, upper = ax.get_ylim()
    one_line = _LINE * (upper - bottom) / tall
    under = max(lowest, bottom + (len(events) + 0.4) * one_line)
    for at, event in enumerate(events):
        place = marks.day_number(event.day)
        before = place - left > right - place
        room = (place - left if before else right - place) / day
        fits = marks.text_width(event.words, size=style.SMALL_SIZE) <= room
        looks: dict[str, Any] = {"size": style.SMALL_SIZE, "color": event.ink}
        x, y = place + (-_GAP if before else _GAP) * day, under - one_line * (at + 0.75)
        words = event.words if fits else event.short
        marks.put(ax, x, y, words, ha="right" if before else "left", **looks)


def _line_sample(column: str) -> marks.Sample:
    def draw(ax: Axes, x: float, y: float) -> None:
        line = Line2D([x - 5, x + 5], [y, y], transform=marks.points(ax), **_LOOKS[column])
        line.set_clip_on(False)
        ax.add_artist(line)

    return draw
