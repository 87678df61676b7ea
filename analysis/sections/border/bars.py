"""The bordering states of a region: one bar each, with its length and status."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.drawing import marks, style
from analysis.language.numbers import format_km, plural
from analysis.store.loading import rows_of
from analysis.terms.statuses import TERMS

BOUND_COLOUR, UNBOUND_COLOUR = TERMS["party"].look.area, "#E3E3E0"
#: More bordering states than this are added up in last bars.
BARS = 10
# In points.
_SYMBOL, _GAP = 10.0, 5.0


def draw_border_by_state(borderland: pd.DataFrame, *, ax: Axes) -> Axes:
    """Draw one horizontal bar per bordering state, with the symbol of its status.

    ``borderland`` has ``name``, ``km``, ``status`` and ``bound``, longest border first. Symbols
    and names stand to the left of the axes, lengths at the ends of the bars.
    """
    rows = rows_of(borderland)
    shown, rest = (rows, []) if len(rows) <= BARS else (rows[: BARS - 1], rows[BARS - 1 :])
    bars = [(row.name, row.km, row.bound, row.status) for row in shown]
    for held, words in ((True, "bound"), (False, "not bound")):
        others = [row.km for row in rest if row.bound == held]
        if others:
            name = f"{len(others)} {plural(len(others), 'other')}, {words}"
            bars.append((name, sum(others), held, None))
    longest = max([*(km for _, km, _, _ in bars), 1])
    point = longest / marks.size_in_points(ax)[0]
    ax.set(xlim=(0, longest), ylim=(len(bars) or 1, 0))
    ax.set_axis_off()
    margin = names_width(borderland)
    for at, (name, km, held, status) in enumerate(bars):
        looks: dict[str, Any] = {
            "facecolor": BOUND_COLOUR if held else UNBOUND_COLOUR,
            "clip_on": False,
        }
        ax.add_patch(Rectangle((0, at + 0.27), km, 0.46, gid="border-bar", **looks))
        marks.put(ax, (_SYMBOL - margin) * point, at + 0.5, name)
        if status:
            marks.draw_symbol(ax, (3 - margin) * point, at + 0.5, status, size=4.8)
        marks.put(ax, km + 3 * point, at + 0.5, format_km(km), size=style.SMALL_SIZE)
    return ax


def names_width(borderland: pd.DataFrame) -> float:
    """Return the room in points that symbols and names need."""
    names = list(borderland["name"])
    others = ["99 others, not bound"] if len(names) > BARS else []
    return marks.widest([*names[:BARS], *others]) + _SYMBOL + _GAP
