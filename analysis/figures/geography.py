"""The map: the states of a region by status, and the border towards the named neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from analysis import style
from analysis.briefing import blocks
from analysis.figures import marks
from analysis.figures.captions import name_or_count, share
from analysis.figures.exits import plain_day, rows_of
from analysis.figures.places import Name, Place, place_names
from analysis.figures.projection import (
    Sheet,
    choose_projection,
    frame_of,
    load_world,
    make_sheet,
    shapes_of,
    shared_border,
)
from analysis.model import IN_FORCE, Status
from analysis.style import STATUS_WORDS, Caption
from analysis.wording import agree, format_day, format_km, format_list, number_word, sentence_case

__all__ = ["caption_map", "draw_map", "figure_map", "load_world"]

#: The farthest from the treaty first: the order of legends, and of the names that get room.
_ORDER: tuple[Status, ...] = (
    "withdrawn",
    "withdrawing",
    "suspended",
    "party",
    "contracting",
    "signatory",
    "none",
)
#: Maps of more states than this have smaller dots, for states too small to be seen.
_MANY = 100
#: Regions with more states get names beside a state only where its status stands out.
_CROWD = 20
_TALLEST = {"wide": 108.0, "text": 118.0}
#: Metres in a millimetre of the map above which borders are drawn thinner.
_CLOSE = 45e3
#: Room of the symbol before a name, in points.
_SYMBOL = 9.0
#: Hatches of areas, wider than those of bars, and their colours.
_HATCHES: dict[Status, tuple[str, str]] = {
    "withdrawing": ("////", style.STATUS_COLOURS["withdrawing"]),
    "suspended": ("....", style.STATUS_COLOURS["suspended"]),
    "withdrawn": ("xxx", "#8F2817"),
}
#: Fills under which a name is dark.
_LIGHT: tuple[Status, ...] = ("none", "signatory", "withdrawing")


def draw_map(
    world: gpd.GeoDataFrame,
    states: pd.DataFrame,
    *,
    ax: Axes,
    borderland: pd.DataFrame | None = None,
    towards: Sequence[str] = (),
) -> Axes:
    """Draw the states of a region by status, on an equal-area map of the region.

    ``world`` has ``iso3``, ``name`` and ``geometry`` (WGS 84); ``states`` has ``state``, ``name``
    and ``status``; ``borderland`` (``state``, ``bound``) are the states whose border with the
    states ``towards`` (codes) is drawn thick, in one way where they are bound and in another
    where not.
    """
    width, height = marks.size_in_points(ax)
    sheet = _sheet(world, list(states["state"]), width, height)
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.set_axis_off()
    statuses = dict(zip(states["state"], states["status"], strict=True))
    for code, shape in sheet.shapes.items():
        if code not in statuses:
            _fill(shape, ax=ax, facecolor=style.CONTEXT, gid="context")
    for code in sorted(set(statuses) & set(sheet.shapes)):
        _fill_status(sheet.shapes[code], statuses[code], ax=ax)
    if borderland is not None:
        _draw_border(sheet, borderland, towards, ax=ax)
    dots = _draw_dots(sheet, statuses, ax=ax)
    called = dict(zip(world["iso3"], world["name"], strict=True))
    named = towards if borderland is not None and len(borderland) else ()
    neighbours = {code: called[code] for code in named if code in called and code not in statuses}
    _write_names(sheet, states, neighbours, dots, ax=ax)
    return ax


def figure_map(
    world: gpd.GeoDataFrame,
    states: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    borderland: pd.DataFrame | None = None,
    towards: Sequence[str] = (),
    region: str = "states",
    name: str = "map",
    foot: blocks.Text = (),
) -> blocks.Figure:
    """Return the map as a block, across the page or in the text column as its shape asks.

    Arguments: :func:`draw_map`; ``region`` are the words for its states that follow a number
    ("NATO states").
    """
    as_of = plain_day(as_of)
    width, size = _size(world, list(states["state"]))
    legend = _legend(states, borderland)
    with style.house_style():
        below = marks.key_height(legend, size[0] * style.MM) / style.MM + 2
        fig = style.blank_figure(size[0], size[1] + below)
        ax = style.add_axes(fig, 0, 0, *size)
        draw_map(world, states, ax=ax, borderland=borderland, towards=towards)
        marks.draw_key(ax, legend, 0, -2 * style.MM, size[0] * style.MM)
        names = dict(zip(world["iso3"], world["name"], strict=True))
        caption = caption_map(
            states,
            as_of=as_of,
            treaty=treaty,
            borderland=borderland,
            towards=[names.get(code, code) for code in towards],
            region=region,
        )
        return style.to_block(fig, name, caption, foot=foot, width=width)


def caption_map(
    states: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    borderland: pd.DataFrame | None = None,
    towards: Sequence[str] = (),
    region: str = "states",
) -> Caption:
    """Say what the map shows: how many states of the region have which status."""
    as_of = plain_day(as_of)
    subtitle = f"Status under the {treaty} by state, {format_day(as_of)}"
    told = [f"Map of the status under the {treaty} on {format_day(as_of)}."]
    for status in _ORDER:
        names = sorted(states.loc[states["status"] == status, "name"])
        if names:
            told.append(f"{sentence_case(STATUS_WORDS[status])}: {name_or_count(names)}.")
    if borderland is not None and len(borderland) and towards:
        border = f"land border with {format_list(towards)}"
        subtitle += f"; {border} by whether the state is bound"
        bound = borderland.loc[borderland["bound"], "km"].sum()
        total = format_km(borderland["km"].sum())
        told.append(f"States that are bound hold {format_km(bound)} of {total} of {border}.")
    return Caption(sentence_case(_finding(states, treaty, region)), subtitle, " ".join(told))


def _finding(states: pd.DataFrame, treaty: str, region: str) -> str:
    """State who is leaving and who stays, or else who is party."""
    total, at = len(states), Counter(states["status"])
    out, leaving = at["withdrawn"], at["withdrawing"]
    if not out and not leaving:
        count = sum(at[status] for status in IN_FORCE)
        return f"{share(count, total, region)} {agree(count, 'is', 'are')} party to the {treaty}"
    if out:
        have = agree(out, "has", "have")
        finding = f"{share(out, total, region)} {have} withdrawn from the {treaty}"
        if leaving:
            finding += f", {number_word(leaving)} {agree(leaving, 'is', 'are')} withdrawing"
    else:
        be = agree(leaving, "is", "are")
        finding = f"{share(leaving, total, region)} {be} withdrawing from the {treaty}"
    stay = sorted(states.loc[states["status"] == "party", "name"])
    if 0 < len(stay) <= 2:
        finding += f"; {format_list(stay)} {agree(len(stay), 'remains', 'remain')} party"
    return finding


def _size(
    world: gpd.GeoDataFrame, states: Sequence[str]
) -> tuple[Literal["wide", "text"], tuple[float, float]]:
    """Return the width class and the size in millimetres that suit the shape of a region."""
    shapes = shapes_of(world)
    known = [code for code in states if code in shapes]
    left, bottom, right, top = frame_of(shapes, known, choose_projection(shapes, known))
    tall = (top - bottom) / (right - left)
    if tall < 0.8:
        return "wide", (style.FULL_WIDTH, min(style.FULL_WIDTH * tall, _TALLEST["wide"]))
    return "text", (style.COLUMN_WIDTH, min(style.COLUMN_WIDTH * tall, _TALLEST["text"]))


def _sheet(world: gpd.GeoDataFrame, states: Sequence[str], width: float, height: float) -> Sheet:
    """Return the shapes on paper, in points; the frame is widened to the shape of the axes."""
    shapes = shapes_of(world)
    known = [code for code in states if code in shapes]
    projection = choose_projection(shapes, known)
    left, bottom, right, top = frame_of(shapes, known, projection)
    scale = max((right - left) / width, (top - bottom) / height)
    x, y = (left + right - width * scale) / 2, (bottom + top - height * scale) / 2
    frame = (x, y, x + width * scale, y + height * scale)
    sheet = make_sheet(shapes, projection, frame, width=width / style.MM)

    def to_paper(points: Any) -> Any:
        # Tenths of a point: finer would only make the file larger.
        return np.round((points - [x, y]) / scale, 1)

    paper = {code: shapely.transform(shape, to_paper) for code, shape in sheet.shapes.items()}
    return Sheet(paper, (0, 0, width, height), sheet.scale)


def _fill(shape: BaseGeometry, *, ax: Axes, **looks: Any) -> None:
    rings = [
        ring
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    path = Path.make_compound_path(*(Path(np.asarray(ring.coords), closed=True) for ring in rings))
    look: dict[str, Any] = {"edgecolor": style.PAPER, "linewidth": 0.5, **looks}
    ax.add_patch(PathPatch(path, **look))


def _fill_status(shape: BaseGeometry, status: Status, *, ax: Axes, **looks: Any) -> None:
    """Fill a state in the colour of its status, with the hatch that tells it in grey print."""
    hatch, lines = _HATCHES.get(status, ("", ""))
    tint = status in style.STATUS_HATCHES
    colour = style.STATUS_TINTS[status] if tint else style.STATUS_COLOURS[status]
    _fill(shape, ax=ax, facecolor=colour, gid=f"status-{status}", **looks)
    if hatch:
        look: dict[str, Any] = {"edgecolor": lines, "linewidth": 0.4 if tint else 0}
        _fill(shape, ax=ax, facecolor="none", hatch=hatch, **look, **looks)


def _draw_border(
    sheet: Sheet, borderland: pd.DataFrame, towards: Sequence[str], *, ax: Axes
) -> None:
    width = 2.8 if sheet.scale < _CLOSE else 1.6
    for row in rows_of(borderland):
        for neighbour in towards:
            if row.state in sheet.shapes and neighbour in sheet.shapes:
                line = shared_border(sheet.shapes[row.state], sheet.shapes[neighbour])
                for part in shapely.get_parts(line):
                    points = np.asarray(part.coords)
                    if len(points):
                        _draw_border_line(points, ax=ax, bound=row.bound, width=width)


def _draw_border_line(
    points: Any, *, ax: Axes, bound: bool, width: float = 2.8, **looks: Any
) -> None:
    """Draw a border on a white bed: one solid line if bound, a line with white rungs if not."""
    x, y = points[:, 0], points[:, 1]
    look: dict[str, Any] = {"solid_capstyle": "round", "zorder": 4, **looks}
    ax.plot(x, y, color=style.PAPER, linewidth=width + 1.6, **look)
    status: Status = "party" if bound else "withdrawn"
    gid = "border-bound" if bound else "border-unbound"
    ax.plot(x, y, color=style.STATUS_COLOURS[status], linewidth=width, gid=gid, **look)
    if not bound:
        dashes: dict[str, Any] = {"linestyle": (0, (1, 2)), "dash_capstyle": "butt"}
        ax.plot(x, y, color=style.PAPER, linewidth=0.43 * width, **dashes, **look)


def _draw_dots(sheet: Sheet, statuses: dict[str, Status], *, ax: Axes) -> dict[str, BaseGeometry]:
    """Draw the symbol of each state that is too small to be seen, and return their places."""
    size = 4.5 if len(statuses) < _MANY else 3.0
    dots = {}
    for code in sorted(set(statuses) & set(sheet.shapes)):
        if sheet.shapes[code].area < (size - 1) ** 2:
            place = shapely.point_on_surface(sheet.shapes[code])
            marks.draw_symbol(ax, place.x, place.y, statuses[code], size=size, zorder=5)
            dots[code] = place.buffer(size / 2)
    return dots


def _write_names(
    sheet: Sheet,
    states: pd.DataFrame,
    neighbours: dict[str, str],
    taken: dict[str, BaseGeometry],
    *,
    ax: Axes,
) -> None:
    """Write the names of states, those that stand out first, and of the neighbours."""
    seen = states[states["state"].isin(list(sheet.shapes))]
    rank = seen["status"].map(_ORDER.index)
    size = seen["state"].map(lambda code: -sheet.shapes[code].area)
    rows = rows_of(seen.assign(_rank=rank, _size=size).sort_values(["_rank", "_size", "state"]))
    few = len(states) <= _CROWD
    names = []
    for row in rows:
        shape = taken.get(row.state, sheet.shapes[row.state])
        room = marks.text_width(row.name, size=style.SMALL_SIZE, weight="bold")
        room += 0 if row.state in taken else _SYMBOL
        names.append(Name(row.state, room, shape, beside=few or row.status in _ORDER[:3]))
    for code, name in neighbours.items():
        if code in sheet.shapes:
            # Well apart from the names of the region's own states.
            room = marks.text_width(name, size=style.SMALL_SIZE) + 24
            names.append(Name(code, room, sheet.shapes[code], beside=False))
    filled = [sheet.shapes[row.state] for row in rows]
    width, height = marks.size_in_points(ax)
    page = shapely.box(1, 1, width - 1, height - 1)
    known = {row.state: row for row in rows}
    land = [shape for code, shape in sheet.shapes.items() if code not in known]
    for place in place_names(names, page, filled=filled, taken=list(taken.values()), land=land):
        if place.words in known:
            row = known[place.words]
            dot = row.state in taken
            _write_name(row.name, row.status, place, ax=ax, symbol=not dot)
        else:
            look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
            marks.put(ax, place.x, place.y, neighbours[place.words], ha="center", **look)


def _write_name(name: str, status: Status, place: Place, *, ax: Axes, symbol: bool) -> None:
    dark = place.inside and status not in _LIGHT
    look: dict[str, Any] = {"size": style.SMALL_SIZE, "weight": "bold"}
    x = place.x + (_SYMBOL / 2 if symbol else 0)
    marks.put(ax, x, place.y, name, ha="center", color="w" if dark else style.INK, **look)
    if symbol:
        room = marks.text_width(name, size=style.SMALL_SIZE, weight="bold")
        looks: dict[str, Any] = {"color": style.PAPER} if dark else {}
        if dark and status in ("contracting", "suspended"):
            looks["markerfacecolor"] = style.STATUS_COLOURS[status]
        marks.draw_symbol(ax, x - room / 2 - 6, place.y, status, size=4.5, zorder=5, **looks)


def _legend(states: pd.DataFrame, borderland: pd.DataFrame | None) -> list[marks.KeyItem]:
    """Explain the fills with the number of states, and the two ways of the border."""
    at = Counter(states["status"])
    items = [
        (_swatch(status), f"{STATUS_WORDS[status]} ({at[status]})")
        for status in _ORDER
        if at[status]
    ]
    for held, words in ((True, "border, bound"), (False, "border, not bound")):
        if borderland is not None and (borderland["bound"] == held).any():
            items.append((_border_sample(held), words))
    return items


def _swatch(status: Status) -> marks.Sample:
    def draw(ax: Axes, x: float, y: float) -> None:
        box = shapely.box(x - 5, y - 3.2, x + 5, y + 3.2)
        _fill_status(box, status, ax=ax, clip_on=False)

    return draw


def _border_sample(bound: bool) -> marks.Sample:
    def draw(ax: Axes, x: float, y: float) -> None:
        _draw_border_line(np.array([[x - 4, y], [x + 4, y]]), ax=ax, bound=bound, clip_on=False)

    return draw
