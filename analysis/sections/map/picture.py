"""The map drawn: the states of a region by status, and the border towards the named neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from shapely.geometry.base import BaseGeometry

from analysis.drawing import mapping, marks, style
from analysis.drawing.places import Name, place_names
from analysis.drawing.projection import Sheet, View, find_sheet, shared_border
from analysis.drawing.views import find_views, width_of
from analysis.sections.border.facts import Border
from analysis.sections.standing.facts import Position, Standing
from analysis.subject.missing import UNDATED
from analysis.terms.statuses import GOING, TERMS, TOLD, Status

#: In regions of more states than this, a name stands beside its state only if that stands out:
#: it is on its way out, or one of few with its status.
_CROWD, _FEW = 20, 6
#: A name needs at least so many square points a letter to stand inside its state.
_LEAST = 20.0
_TALLEST = {"wide": 94.0, "text": 118.0}
#: The height of a map where nobody moves.
_QUIET = 70.0
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
            ax.set(xlim=(0, panel.width * style.MM), ylim=(0, panel.height * style.MM))
            ax.set_axis_off()
            _draw_view(panel, folder, standing, border, ax=ax)
        foot = style.add_axes(fig, 0, 0, width, height)
        foot.set_axis_off()
        marks.draw_key(foot, legend, 0, -2 * style.MM, width * style.MM)
        return fig


def _panels(standing: Standing, folder: str) -> list[Panel]:
    """Return the views with the sizes that suit the shape of the region."""
    views = find_views(folder, tuple(own.state.code for own in standing.positions))
    main, *distant = views
    width = width_of(views)
    tallest = _TALLEST[width] if standing.moving else _QUIET
    if style.is_narrow():
        return _stacked(views)
    for view in distant:
        left, high = style.full_width() - _BESIDE, min(_BESIDE * main.tall, tallest)
        low = min(_INSET * view.tall, high)
        beside = Panel(main, left, 0, _BESIDE, high)
        return [beside, Panel(view, 0, high - low, _INSET, low)]
    across = style.full_width() if width == "wide" else style.COLUMN_WIDTH
    return [Panel(main, 0, 0, across, min(across * main.tall, tallest))]


def _stacked(views: Sequence[View]) -> list[Panel]:
    """Return the views one under the other, as wide as a phone."""
    across, top = style.full_width(), 0.0
    found: list[Panel] = []
    for view in views:
        wide = _INSET if found else across
        high = min(wide * view.tall, _TALLEST["text"])
        found.append(Panel(view, 0, top, wide, high))
        top += high + 2
    return found


def frames_of(standing: Standing, folder: str) -> list[tuple[View, float, float]]:
    """Return the views of the map with the width and the height of each, in millimetres."""
    return [(panel.view, panel.width, panel.height) for panel in _panels(standing, folder)]


def _draw_view(panel: Panel, folder: str, standing: Standing, border: Border, *, ax: Axes) -> None:
    width, height = panel.width * style.MM, panel.height * style.MM
    sheet = find_sheet(folder, panel.view, width, height)
    page = shapely.box(0, 0, width, height)
    # Whom the treaty was not made for stands with the land around.
    positions = {own.state.code: own for own in standing.could}
    context = [shape for code, shape in sheet.shapes.items() if code not in positions]
    mapping.fill(context, ax=ax, facecolor=style.CONTEXT, gid="context")
    _fill(sheet, standing, ax=ax)
    lines = _draw_border(sheet, border, ax=ax)
    here = [code for code in panel.view.states if code in sheet.shapes]
    seen = {code: positions[code] for code in here if code in positions}
    dots = mapping.draw_dots(sheet, {code: own.status for code, own in seen.items()}, ax=ax)
    names = _names(sheet, seen, dots, standing.counts)
    neighbours = _neighbours(sheet, positions, border)
    for code, name in neighbours.items():
        # Well apart from the names of the region's own states.
        room = mapping.name_width(name, strong=False) + 24
        names.append(Name(code, room, sheet.shapes[code], beside=False))
    filled = [shape for code, shape in sheet.shapes.items() if code in positions]
    taken = [*dots.values(), *lines]
    places = place_names(names, page.buffer(-1), filled=filled, taken=taken, land=context)
    for place in places:
        if place.words in neighbours:
            mapping.write_neighbour(neighbours[place.words], place, ax=ax)
        else:
            own = seen[place.words]
            # On the light fill of an undated suspension a name is dark.
            look: Status = "suspended" if own.place == "undated" else own.status
            mapping.write_name(own.state.name, look, place, ax=ax)
    if panel.left == 0 and panel.width == _INSET:
        mapping.fill([page], ax=ax, facecolor="none", edgecolor=style.RULE, linewidth=1)


def _fill(sheet: Sheet, standing: Standing, *, ax: Axes) -> None:
    """Fill each state by where it stands; a suspension without its day has a look of its own."""
    for status in TOLD:
        held = [own for own in standing.could if own.status == status and own.place != "undated"]
        codes = [own.state.code for own in held]
        if shapes := [sheet.shapes[code] for code in codes if code in sheet.shapes]:
            mapping.fill_status(shapes, status, ax=ax)
    missing = [own.state.code for own in standing.at("undated")]
    if shapes := [sheet.shapes[code] for code in missing if code in sheet.shapes]:
        mapping.fill_undated(shapes, ax=ax)


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


def _names(
    sheet: Sheet,
    seen: Mapping[str, Position],
    dots: Mapping[str, BaseGeometry],
    counts: Mapping[Status, int],
) -> list[Name]:
    """Return the names to place, those of states that stand out first."""
    names = []
    for own in sorted(seen.values(), key=lambda own: _rank(own, counts, sheet)):
        code, name = own.state.code, own.state.name
        shape, beside = dots.get(code, sheet.shapes[code]), _stands_out(own, counts)
        if beside or shape.area > _LEAST * len(name):
            names.append(Name(code, mapping.name_width(name), shape, beside=beside))
    return names


def _stands_out(own: Position, counts: Mapping[Status, int]) -> bool:
    going = own.status in (*GOING, "suspended")
    return going or counts[own.status] <= _FEW or sum(counts.values()) <= _CROWD


def _rank(
    own: Position, counts: Mapping[Status, int], sheet: Sheet
) -> tuple[bool, int, float, str]:
    area = sheet.shapes[own.state.code].area
    return not _stands_out(own, counts), TOLD.index(own.status), -area, own.state.code


def _neighbours(sheet: Sheet, positions: Mapping[str, Position], border: Border) -> dict[str, str]:
    """Return the names of the neighbours beyond the region, where there is a common border."""
    near = border.neighbours if border.sides else ()
    return {
        state.code: state.name
        for state in near
        if state.code in sheet.shapes and state.code not in positions
    }


def _legend(standing: Standing, border: Border) -> list[marks.KeyItem]:
    """Explain the fills with the number of states, and the two ways of the border."""
    told = {**standing.counts, "party": standing.plain}
    items: list[marks.KeyItem] = [
        (mapping.swatch(status), f"{TERMS[status].word} ({told[status]})")
        for status in TOLD
        if told.get(status)
    ]
    if standing.undated:
        items.append((mapping.undated_swatch, f"{UNDATED} ({standing.undated})"))
    # One sample for each colour that the border is drawn in: covered it has one alone.
    along = {("party" if side.bound else side.status, side.bound) for side in border.sides}
    several = sum(not held for _, held in along) > 1
    for status, held in sorted(along, key=lambda one: (not one[1], TOLD.index(one[0]))):
        word = "covered" if held else "not covered"
        which = f", {TERMS[status].word}" if several and not held else ""
        items.append((mapping.border_sample(status, bound=held), f"border, {word}{which}"))
    return items
