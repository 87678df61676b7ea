"""The map: the states of a region by status, and the border towards the named neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from shapely.geometry.base import BaseGeometry

from analysis.blocks import model as blocks
from analysis.drawing import marks, style
from analysis.drawing.mapping import (
    SYMBOL,
    draw_border_line,
    draw_dots,
    fill,
    fill_status,
    legend_items,
    write_name,
)
from analysis.drawing.places import Name, place_names
from analysis.drawing.projection import (
    Sheet,
    areas_of,
    choose_projection,
    frame_of,
    load_world,
    make_sheet,
    shapes_of,
    shared_border,
)
from analysis.drawing.style import Caption
from analysis.language.days import format_day
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import agree, format_km, number_word
from analysis.sections.exits.words import name_or_count, share
from analysis.store.loading import rows_of
from analysis.terms.days import plain_day
from analysis.terms.statuses import IN_FORCE, TERMS, TOLD

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["caption_map", "draw_map", "figure_map", "load_world"]

#: Regions with more states get names beside a state only where its status stands out.
_CROWD = 20
_TALLEST = {"wide": 108.0, "text": 118.0}
#: Metres in a millimetre of the map above which borders are drawn thinner.
_CLOSE = 45e3


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
    and ``status``; ``borderland`` (``state``, ``status``, ``bound``) are the states
    whose border with the states ``towards`` (codes) is drawn thick, in one way where they are
    bound and in another where not.
    """
    width, height = marks.size_in_points(ax)
    sheet = _sheet(world, list(states["state"]), width, height)
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.set_axis_off()
    statuses = dict(zip(states["state"], states["status"], strict=True))
    for code, shape in sheet.shapes.items():
        if code not in statuses:
            fill(shape, ax=ax, facecolor=style.CONTEXT, gid="context")
    for code in sorted(set(statuses) & set(sheet.shapes)):
        fill_status(sheet.shapes[code], statuses[code], ax=ax)
    if borderland is not None:
        _draw_border(sheet, borderland, towards, ax=ax)
    dots = draw_dots(sheet, statuses, ax=ax)
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
    legend = legend_items(states, borderland)
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
    for status in TOLD:
        names = sorted(states.loc[states["status"] == status, "name"])
        if names:
            told.append(f"{sentence_case(TERMS[status].word)}: {name_or_count(names)}.")
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

    paper = {
        code: areas_of(shapely.make_valid(shapely.transform(shape, to_paper)))
        for code, shape in sheet.shapes.items()
    }
    seen = {code: shape for code, shape in paper.items() if not shape.is_empty}
    return Sheet(seen, (0, 0, width, height), sheet.scale)


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
                        draw_border_line(points, row.status, ax=ax, bound=row.bound, width=width)


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
    rank = seen["status"].map(TOLD.index)
    size = seen["state"].map(lambda code: -sheet.shapes[code].area)
    rows = rows_of(seen.assign(_rank=rank, _size=size).sort_values(["_rank", "_size", "state"]))
    few = len(states) <= _CROWD
    names = []
    for row in rows:
        shape = taken.get(row.state, sheet.shapes[row.state])
        room = marks.text_width(row.name, size=style.SMALL_SIZE, weight="bold")
        room += 0 if row.state in taken else SYMBOL
        names.append(Name(row.state, room, shape, beside=few or row.status in TOLD[:3]))
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
            write_name(row.name, row.status, place, ax=ax, symbol=not dot)
        else:
            look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": style.SECONDARY}
            marks.put(ax, place.x, place.y, neighbours[place.words], ha="center", **look)
