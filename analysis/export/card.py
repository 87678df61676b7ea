"""The card of a briefing: its finding over its first figure, as a picture.

It stands for the briefing where many are listed and where a link is previewed, and is shared by
itself; so it names the day, the data and, where it assumes what has not happened, says so.
"""

from __future__ import annotations

import json

import typst

from analysis.export.apostrophes import curled
from analysis.export.document import TEMPLATES, Data
from analysis.export.fonts import typst_fonts
from analysis.export.lettering import for_paper
from analysis.export.signs import look
from analysis.terms.errors import BriefingFailed

#: Width and height in dots: what previews of links ask for.
SIZE = (1200, 630)


def draw_card(document: Data, figure: Data | None = None) -> bytes:
    """Return the card of a composed document as a PNG of 1200 by 630 dots.

    It shows ``figure``, or the first figure of the document if none is named. Equal input gives
    equal bytes. Raises ``BriefingFailed`` with what Typst says.
    """
    front, known = document["front"], document["meta"]
    drawn = [block for block in document["blocks"] if "svg" in block]
    shown = figure if figure is not None else next(iter(drawn), None)
    parts = (
        f"As of {known['as_of']}" if known["as_of"] else "",
        f"Data {known['data_version']}" if known["data_version"] else "",
    )
    card = {
        "overline": front["overline"],
        "title": (figure["title"] if figure is not None else "") or known["title"],
        "foot": "  ·  ".join(part for part in parts if part),
        "assumed": bool(front["assumed"]),
        "svg": shown["svg"] if shown is not None else "",
    }
    try:
        content = typst.compile(
            str(TEMPLATES / "card.typ"),
            root=str(TEMPLATES),
            font_paths=typst_fonts(),
            ignore_system_fonts=True,
            format="png",
            ppi=72,
            sys_inputs={
                "card": json.dumps(for_paper(curled(card)), ensure_ascii=False),
                "look": json.dumps(look(), ensure_ascii=False),
            },
        )
    except typst.TypstError as error:
        raise BriefingFailed(f"The card cannot be set: {error.message}") from error
    if not isinstance(content, bytes):
        raise BriefingFailed("Typst returned no card.")
    return content
