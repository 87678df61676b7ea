"""The map drawn: the states of a region by status, and the border towards the named neighbours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from shapely.geometry.base import BaseGeometry

from analysis.drawing import mapping, marks, style
from analysis.drawing.places import Name, place_names
from analysis.drawing.projection import Sheet, View, find_sheet, find_views, shared_border
from analysis.sections.border.facts import Border
from analysis.sections.standing.facts import Position, Standing
from analysis.terms.statuses import GOING, TERMS, TOLD, Status

#: In regions of more states than this, a name stands beside its state only if that stands out:
#: it is on its way out, or one of few with its status.
_CROWD, _FEW = 20, 6
_TALLEST = {"wide": 108.0, "text": 118.0}
#: Metres in a millimetre of the map above which borders are drawn thinner.
_CLOSE = 45e3
#: Widths in millimetres of the inset with distant states, and of the map beside it.
_INSET, _BESIDE = 45.0, 122.0


@dataclass(frozen=True, slots=True)
class Panel:
    """A view and its place in the figure, in millimetres."""

    view: View
    left: float
    top: float
    width: float
    height: float


def draw_map(standing: Standing, border: Border, folder: str) -> Figure:
    """Draw the states by status; ``folder`` is that of the data, which has their shapes."""
    panels = _panels(standing, folder)
    width = max(panel.left + panel.width for panel in panels)
    height = max(panel.top + panel.height for panel in panels)
    with style.house_style():
        legend = _legend(standing, border)
        below = marks.key_height(legend, width * style.MM) / style.MM + 2
        fig = style.blank_figure(width, height + below)
        for panel in panels:
            ax = style.add_axes(fig, panel.left, panel.top, panel.width, panel.height)
            size = marks.size_in_points(ax)
            ax.set(xlim=(0, size[0]), ylim=(0, size[1]))
            ax.set_axis_off()
            sheet = find_sheet(folder, panel.view, *size)
            _draw_view(sheet, panel.view.states, standing, border, ax=ax)
        foot = style.add_axes(fig, 0, 0, width, height)
        foot.set_axis_off()
        marks.draw_key(foot, legend, 0, -2 * style.MM, width * style.MM)
        return fig


def width_of(standing: Standing, folder: str) -> Literal["wide", "text"]:
    """Return whether the map goes across the page or into the text column."""
    return "text" if _panels(standing, folder)[0].width == style.COLUMN_WIDTH else "wide"


def _panels(standing: Standing, folder: str) -> list[Panel]:
    """Return the views with the sizes that suit the shape of the region."""
    codes = tuple(own.state.code for own in standing.positions)
    main, *distant = find_views(folder, codes)
    if distant:
        left, high = style.FULL_WIDTH - _BESIDE, min(_BESIDE * main.tall, _TALLEST["wide"])
        inset = _INSET * distant[0].tall
        return [
            Panel(main, left, 0, _BESIDE, high),
            Panel(distant[0], 0, high - inset, _INSET, inset),
        ]
    if main.tall < 0.8:
        high = min(style.FULL_WIDTH * main.tall, _TALLEST["wide"])
        return [Panel(main, 0, 0, style.FULL_WIDTH, high)]
    high = min(style.COLUMN_WIDTH * main.tall, _TALLEST["text"])
    return [Panel(main, 0, 0, style.COLUMN_WIDTH, high)]


def _draw_view(
    sheet: Sheet, codes: tuple[str, ...], standing: Standing, border: Border, *, ax: Axes
) -> None:
    statuses = {own.state.code: own.status for own in standing.positions}
    context = [shape for code, shape in sheet.shapes.items() if code not in statuses]
    mapping.fill(context, ax=ax, facecolor=style.CONTEXT, gid="context")
    for status in TOLD:
        own = [shape for code, shape in sheet.shapes.items() if statuses.get(code) == status]
        if own:
            mapping.fill_status(own, status, ax=ax)
    lines = _draw_border(sheet, border, ax=ax)
    shown = {code: statuses[code] for code in codes}
    dots = mapping.draw_dots(sheet, shown, ax=ax)
    _write_names(sheet, standing, border, dots, lines, ax=ax)


def _draw_border(sheet: Sheet, border: Border, *, ax: Axes) -> list[BaseGeometry]:
    """Draw the border of each side towards each neighbour, and return the lines as areas."""
    width = 2.8 if sheet.scale < _CLOSE else 1.6
    drawn = []
    for side in border.sides:
        for neighbour in border.neighbours:
            if side.state.code in sheet.shapes and neighbour.code in sheet.shapes:
                own, other = sheet.shapes[side.state.code], sheet.shapes[neighbour.code]
                for part in shapely.get_parts(shared_border(own, other)):
                    points = np.asarray(part.coords)
                    look: dict[str, Any] = {"bound": side.bound, "width": width}
                    mapping.draw_border_line(points, side.status, ax=ax, **look)
                    drawn.append(part.buffer(width / 2 + 0.5))
    return drawn


def _write_names(
    sheet: Sheet,
    standing: Standing,
    border: Border,
    dots: dict[str, BaseGeometry],
    lines: list[BaseGeometry],
    *,
    ax: Axes,
) -> None:
    """Write the names of states, those that stand out first, and of the neighbours."""
    known = {own.state.code: own for own in standing.positions if own.state.code in sheet.shapes}
    names = []
    for own in sorted(known.values(), key=lambda own: _rank(own, standing, sheet)):
        code = own.state.code
        room, shape = mapping.name_width(own.state.name), dots.get(code, sheet.shapes[code])
        names.append(Name(code, room, shape, beside=_stands_out(own, standing)))
    neighbours = _neighbours(sheet, known, border)
    for code, called in neighbours.items():
        # Well apart from the names of the region's own states.
        room = mapping.name_width(called, strong=False) + 24
        names.append(Name(code, room, sheet.shapes[code], beside=False))
    width, height = marks.size_in_points(ax)
    page = shapely.box(1, 1, width - 1, height - 1)
    filled = [sheet.shapes[code] for code in known]
    land = [shape for code, shape in sheet.shapes.items() if code not in known]
    taken = [*dots.values(), *lines]
    for place in place_names(names, page, filled=filled, taken=taken, land=land):
        if place.words in neighbours:
            mapping.write_neighbour(neighbours[place.words], place, ax=ax)
        else:
            own = known[place.words]
            mapping.write_name(own.state.name, own.status, place, ax=ax)


def _stands_out(own: Position, standing: Standing) -> bool:
    return (
        standing.total <= _CROWD
        or own.status in (*GOING, "suspended")
        or standing.counts[own.status] <= _FEW
    )


def _rank(own: Position, standing: Standing, sheet: Sheet) -> tuple[bool, int, float, str]:
    area = sheet.shapes[own.state.code].area
    return not _stands_out(own, standing), TOLD.index(own.status), -area, own.state.code


def _neighbours(sheet: Sheet, known: dict[str, Position], border: Border) -> dict[str, str]:
    """Return the names of the neighbours beyond the region, where there is a common border."""
    near = border.neighbours if border.sides else ()
    return {
        state.code: state.name
        for state in near
        if state.code in sheet.shapes and state.code not in known
    }


def _legend(standing: Standing, border: Border) -> list[marks.KeyItem]:
    """Explain the fills with the number of states, and the two ways of the border."""
    counts = standing.counts
    items: list[marks.KeyItem] = [
        (mapping.swatch(status), f"{TERMS[status].word} ({counts[status]})")
        for status in TOLD
        if status in counts
    ]
    for held, words in ((True, "border, bound"), (False, "border, not bound")):
        along = Counter[Status](side.status for side in border.sides if side.bound == held)
        for commonest, _ in along.most_common(1):
            items.append((mapping.border_sample(commonest, bound=held), words))
    return items
