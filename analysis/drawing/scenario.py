"""How a drawing says that what it shows has not happened: dashes, and a tag in its corner.

The words are marked by :class:`analysis.drawing.picture.Picture`, so that neither the picture nor
its words can be quoted as a record.
"""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from analysis.drawing import style

WORD = "hypothetical"
#: The dashes of what is scheduled or assumed.
DASHES = (0, (2.5, 1.5))
_FRAME: dict[str, Any] = {
    "boxstyle": "square,pad=0.2",
    "facecolor": style.PAPER,
    "edgecolor": style.INK,
    "linewidth": 0.7,
    "linestyle": DASHES,
}


def tag_figure(fig: Figure) -> Figure:
    """Write the tag in the upper right corner of a whole figure."""
    looks: dict[str, Any] = {"ha": "right", "va": "top", "size": style.SMALL_SIZE, "bbox": _FRAME}
    width, height = (side * 72 for side in fig.get_size_inches())
    fig.text(1 - 4 / width, 1 - 2 / height, WORD, color=style.INK, gid="tag", **looks)
    return fig
