"""A briefing as an accessible PDF (PDF/UA-1 and PDF/A-2a), set by Typst.

The document reaches Typst as data: the template reads a JSON string and sets every text as
text, so that nothing in a name or a note can become an instruction.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import typst

from analysis.export.apostrophes import curled
from analysis.export.document import TEMPLATES, Data, compose
from analysis.export.fonts import typst_fonts
from analysis.export.lettering import for_paper
from analysis.export.signs import look
from analysis.export.wide import parts_of
from analysis.terms.errors import BriefingFailed

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
#: The day of a file about no day: PDF/A asks for one, and the clock is never read.
NO_DAY = "1970-01-01"
#: A last page that is filled no more than this is spared, if closer setting can spare it.
_NEXT_TO_NOTHING = 0.2
log = logging.getLogger(__name__)


def set_pages(document: Data, *, timestamp_day: str = "") -> bytes:
    """Set a composed document as one PDF file.

    ``document`` is that of :func:`analysis.export.document.compose`; equal input gives equal
    bytes. ``timestamp_day`` (ISO 8601) is the day that the file says it was made on, at midnight
    UTC; without it, that of the front counts, and the clock is never read. Raises
    ``BriefingFailed`` with what Typst says.
    """
    day = timestamp_day or document["meta"]["as_of_day"] or NO_DAY
    compiler = _compiler(document)
    content = _compiled(compiler, day)
    pages, filled = _end_of(compiler)
    if pages == 1 or filled > _NEXT_TO_NOTHING:
        return content
    compiler = _compiler(document, closer=True)
    closer = _compiled(compiler, day)
    return closer if _end_of(compiler)[0] < pages else content


def compile_pdf(blocks: Sequence[Data], meta: Mapping[str, Any], *, timestamp_day: str) -> bytes:
    """Return blocks as one PDF file; see :func:`set_pages`.

    ``meta`` is that of ``html.page``. Raises ``BriefingFailed`` when a figure has no
    alternative text.
    """
    return set_pages(compose(blocks, meta), timestamp_day=timestamp_day)


def _compiled(compiler: typst.Compiler, day: str) -> bytes:
    try:
        content, warnings = compiler.compile_with_warnings(
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=datetime.fromisoformat(day).replace(tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise BriefingFailed(_reason(error)) from error
    for warning in warnings:
        log.warning("Typst: %s", warning.message)
    if not isinstance(content, bytes):
        raise BriefingFailed("Typst returned no document.")
    return content


def _end_of(compiler: typst.Compiler) -> tuple[int, float]:
    """Return on which page a document ends that was set, and how much of that page is filled."""
    (end,) = json.loads(compiler.query("<last-line>", field="value"))
    return end["page"], end["filled"]


def _compiler(document: Data, *, closer: bool = False) -> typst.Compiler:
    """Return Typst with the template, our fonts alone, and a document as data."""
    return typst.Compiler(
        input=str(TEMPLATES / "briefing.typ"),
        root=str(TEMPLATES),
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
        sys_inputs={
            "document": json.dumps(_for_typst(document), ensure_ascii=False),
            "look": json.dumps(look(), ensure_ascii=False),
            "closer": "closer" if closer else "",
        },
    )


def _for_typst(document: Data) -> Data:
    """Return the document as paper takes it.

    Pictures of dots are numbers (Typst reads no base64), wide tables are divided, and letters
    that no face has are replaced.
    """
    blocks = [part for block in document["blocks"] for part in _parts(block)]
    ready: Data = for_paper(curled({**document, "blocks": blocks}))
    for block in ready["blocks"]:
        # What only a screen shows.
        for name in ("narrow", "data", "grounds"):
            block.pop(name, None)
        if "dots" in block:
            block["dots"] = list(base64.b64decode(block["dots"]))
    return ready


def _parts(block: Data) -> list[Data]:
    return parts_of(block) if block["kind"] == "table" else [block]


def _reason(error: typst.TypstError) -> str:
    """Return what went wrong, with the line of the template and the hints of Typst."""
    place = [line.strip() for line in error.diagnostic.splitlines() if "┌─" in line]
    hints = [f"hint: {hint}" for hint in error.hints]
    return "\n".join([f"The PDF cannot be set: {error.message}", *place[:1], *hints])
