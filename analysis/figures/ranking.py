"""A ranking as a strip: a place for each party, and the names of those that left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis import style
from analysis.figures import marks
from analysis.wording import counted

LEFT_INK = style.STATUS_INKS["withdrawn"]
#: Marks closer than this, in points, share a label.
_NEAR = 12.0


@dataclass(frozen=True, slots=True)
class Places:
    """Parties that share a rank: their places from 0 on, and who among them left."""

    start: int
    size: int
    left: tuple[str, ...]

    @property
    def middles(self) -> list[float]:
        """A place for each that left; nothing ranks them, so they stand evenly apart."""
        step = self.size / max(len(self.left), 1)
        return [self.start + (at + 0.5) * step for at in range(len(self.left))]

    @property
    def words(self) -> str:
        """The names of those that left, with the rank that they had or shared."""
        last = self.start + self.size
        rank = str(last) if self.size == 1 else f"{self.start + 1}\u2013{last}"
        return f"{', '.join(self.left)} ({rank})"


def places_of(ranks: pd.DataFrame) -> list[Places]:
    """Return the parties in order, those of one rank together."""
    places: list[Places] = []
    start = 0
    for _, group in ranks.sort_values(["rank", "name"]).groupby("rank", sort=True):
        left = tuple(group.loc[group["left"], "name"])
        places.append(Places(start, len(group), left))
        start += len(group)
    return places


def draw_parties(ax: Axes, places: Sequence[Places], unit: float) -> None:
    """Draw a party as a tick, several with the same rank as a bar; one path for each kind."""
    thin = min(0.9 / unit, 0.7)
    ticks = [(one.start + 0.5 - thin / 2, thin) for one in places if one.size == 1]
    edge = min(0.5 / unit, 0.3)
    bars = [(one.start + edge, one.size - 2 * edge) for one in places if one.size > 1]
    for kind, boxes, colour in (
        ("party", ticks, "#AEB4BA"),
        ("parties", bars, style.STATUS_COLOURS["none"]),
    ):
        if boxes:
            paths = [_box(left, width) for left, width in boxes]
            path = Path.make_compound_path(*paths)
            ax.add_patch(PathPatch(path, facecolor=colour, linewidth=0, zorder=1, gid=kind))


def _box(left: float, width: float) -> Path:
    corners = [(left, 0.12), (left + width, 0.12), (left + width, 0.88), (left, 0.88), (left, 0.12)]
    return Path(corners, closed=True)


def write_names(ax: Axes, places: Sequence[Places], unit: float) -> None:
    """Write the names above the strip, those of near marks together, with a line to each mark."""
    width, high = marks.size_in_points(ax)
    clusters: list[list[Places]] = []
    for one in places:
        near = clusters and (one.middles[0] - clusters[-1][-1].middles[-1]) * unit < _NEAR
        if near:
            clusters[-1].append(one)
        else:
            clusters.append([one])
    words = [_cluster_words(cluster, width) for cluster in clusters]
    wide = [marks.text_width(told, size=style.SMALL_SIZE) for told in words]
    firsts = [cluster[0].middles[0] * unit for cluster in clusters]
    starts = _apart([first - 4 for first in firsts], wide, width)
    place: dict[str, Any] = {"transform": marks.points(ax)}
    for cluster, told, start in zip(clusters, words, starts, strict=True):
        look: dict[str, Any] = {"size": style.SMALL_SIZE, "color": LEFT_INK}
        marks.put(ax, start, high + 8.5, told, **look, **place)
        for x in (x * unit for one in cluster for x in one.middles):
            lead = Line2D([x, x], [high, high + 2.5], color=LEFT_INK, linewidth=0.5, **place)
            lead.set_clip_on(False)
            ax.add_line(lead)


def _cluster_words(cluster: Sequence[Places], width: float) -> str:
    """Name the parties of a cluster, or count them where there is no room for names."""
    told = ", ".join(one.words for one in cluster)
    if marks.text_width(told, size=style.SMALL_SIZE) <= width:
        return told
    first, last = cluster[0].start + 1, cluster[-1].start + cluster[-1].size
    count = sum(len(one.left) for one in cluster)
    return f"{counted(count, 'party', 'parties')} ({first}\u2013{last})"


def _apart(starts: Sequence[float], wide: Sequence[float], width: float) -> list[float]:
    """Move labels apart, in order and between the ends of the strip if they fit there."""
    gap = 6.0
    placed: list[float] = []
    floor = 0.0
    for start, room in zip(starts, wide, strict=True):
        placed.append(max(start, floor))
        floor = placed[-1] + room + gap
    ceiling = width + gap
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], ceiling - gap - wide[at])
        ceiling = placed[at]
    return placed
