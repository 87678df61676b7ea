"""The strip of withdrawals: a dot on the day of each, in the region’s colour or in grey."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.drawing import marks, style
from analysis.language.english import sentence_case
from analysis.sections.rates.facts_pace import Pace
from analysis.subject.setting import Setting
from analysis.terms.statuses import TERMS

# All in points: the diameter of a dot and its room, what lies above and below the axes.
_DOT, _ROOM, _ABOVE, _BELOW = 4.6, 5.6, 14.0, 19.0
#: Room for what stands on the first and the last day.
_MARGIN = 9.0
#: So many lanes there are at the least, and so many dots are stacked at the most.
_LOW, _TALL = 3, 12
_ELSEWHERE = style.SECONDARY


def draw_pace(setting: Setting, pace: Pace) -> Figure:
    """Draw a dot for each withdrawal, those that would touch one above the other."""
    width = style.full_width() * style.MM
    with style.house_style():
        key = _key(setting, pace)
        lanes = _lanes(pace, width)
        high = _ROOM * min(max(_LOW, *(lane + 1 for _, lane in lanes)), _TALL)
        below = _BELOW + marks.key_height(key, width)
        fig = style.blank_figure(style.full_width(), (_ABOVE + high + below) / style.MM)
        box = (_MARGIN, _ABOVE, width - 2 * _MARGIN, high)
        ax = style.add_axes(fig, *(size / style.MM for size in box))
        ax.set_ylim(0, high)
        ax.set_yticks([])
        end = pace.day + max((pace.day - pace.begun) * 0.015, timedelta(days=1))
        marks.draw_day_axis(ax, pace.begun, end)
        marks.draw_as_of(ax, pace.day)
        for row, (_, lane) in zip(pace.rows, lanes, strict=True):
            place = marks.day_number(row.day)
            _dot(ax, place, _ROOM * (min(lane, _TALL - 1) + 0.5), inside=row.inside)
        marks.draw_key(ax, key, -_MARGIN, -_BELOW, width)
        return fig


def _lanes(pace: Pace, width: float) -> list[tuple[float, int]]:
    """Return the place in points of each dot, and the lowest lane in which it touches none."""
    scale = (width - 2 * _MARGIN) / max((pace.day - pace.begun).days * 1.015, 1)
    last: list[float] = []
    found = []
    for row in pace.rows:
        x = (row.day - pace.begun).days * scale
        lane = next((at for at, other in enumerate(last) if x - other >= _ROOM), len(last))
        last[lane : lane + 1] = [x]
        found.append((x, lane))
    return found


def _dot(ax: Axes, x: float, y: float, *, inside: bool, **looks: Any) -> None:
    ink = TERMS["withdrawn"].look.ink if inside else _ELSEWHERE
    look: dict[str, Any] = {"marker": "o", "markersize": _DOT, "linestyle": "none", "color": ink}
    look |= {"markeredgewidth": 0.9, "markerfacecolor": ink if inside else style.PAPER}
    gid = "gone-inside" if inside else "gone-elsewhere"
    ax.add_artist(Line2D([x], [y], zorder=3, clip_on=False, gid=gid, **{**look, **looks}))


def _key(setting: Setting, pace: Pace) -> list[marks.KeyItem]:
    """Explain the dots that occur."""
    words = {
        True: "" if setting.worldwide else f"{sentence_case(setting.region.states)}, ",
        False: "other states, ",
    }
    return [
        (_sample(inside), f"{words[inside]}withdrawal in effect")
        for inside in (True, False)
        if any(row.inside == inside for row in pace.rows)
    ]


def _sample(inside: bool) -> marks.Sample:
    return lambda ax, x, y: _dot(ax, x, y, inside=inside, transform=marks.points(ax))
