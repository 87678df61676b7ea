"""How a figure says that what it shows has not happened: words, a tag, and dashed outlines.

A figure of a scenario carries the tag and the word in title and subtitle, so that neither the
picture nor its words can be quoted as a record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.drawing import marks, style
from analysis.drawing.style import Caption
from analysis.language.english import sentence_case

#: The column of a frame that says which of its rows have not happened.
COLUMN = "hypothetical"
WORD = "hypothetical"
DASHES = (0, (2.5, 1.5))
#: The outline of what has not happened.
OUTLINE: dict[str, Any] = {
    "facecolor": "none",
    "edgecolor": style.INK,
    "linewidth": 0.7,
    "linestyle": DASHES,
    "gid": WORD,
}
_FRAME: dict[str, Any] = {
    "boxstyle": "square,pad=0.3",
    "facecolor": "none",
    "edgecolor": style.INK,
    "linewidth": 0.7,
    "linestyle": DASHES,
}


def is_hypothetical(frame: pd.DataFrame) -> pd.Series[bool]:
    """Return which rows have not happened; none where the frame has no such column."""
    if COLUMN not in frame:
        return pd.Series(False, index=frame.index)
    return frame[COLUMN].fillna(False).astype(bool)


def say_hypothetical(caption: Caption, scenario: str) -> Caption:
    """Put the scenario in front of a figure's words; without one they stay as they are.

    >>> words = Caption("Six states have left", "Parties by year", "A line of parties.")
    >>> say_hypothetical(words, "Norway gives notice").title
    'Hypothetical: six states have left'
    """
    if not scenario:
        return caption
    lead = f"{sentence_case(WORD)}:"
    return replace(
        caption,
        title=f"{lead} {_after_colon(caption.title)}",
        subtitle=f"{lead} {scenario}. {caption.subtitle}",
        alt=f"{lead} {scenario}. {caption.alt}",
    )


def draw_tag(ax: Axes, right: float, *, scenario: str, rise: float = 17.0) -> Axes:
    """Write the tag above axes, its right end ``right`` points from their left edge.

    ``rise`` is its height above them in points. Without a scenario nothing is drawn.
    """
    if scenario:
        place = (right - 3, marks.size_in_points(ax)[1] + rise)
        looks: dict[str, Any] = {"ha": "right", "size": style.SMALL_SIZE, "bbox": _FRAME}
        marks.put(ax, *place, WORD, transform=marks.points(ax), gid="tag", **looks)
    return ax


def tag_figure(fig: Figure) -> Figure:
    """Write the tag in the upper right corner of a whole figure."""
    looks: dict[str, Any] = {"ha": "right", "va": "top", "size": style.SMALL_SIZE, "bbox": _FRAME}
    width, height = (side * 72 for side in fig.get_size_inches())
    fig.text(1 - 4 / width, 1 - 4 / height, WORD, color=style.INK, gid="tag", **looks)
    return fig


def _after_colon(sentence: str) -> str:
    """Let a sentence go on after a colon; a name or an abbreviation keeps its capital."""
    first = sentence.split(" ", 1)[0].lower()
    return sentence[:1].lower() + sentence[1:] if first in _OPENERS else sentence


_OPENERS: Sequence[str] = (
    *("the", "no", "in", "of", "all", "both", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve", "commitments", "parties", "exits"),
)
