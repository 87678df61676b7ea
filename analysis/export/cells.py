"""What an executed notebook shows, read as the blocks of a briefing.

A cell that ends with a block gives that block back. Markdown, tables of pandas, pictures and
plain output are turned into blocks too, so that any notebook of the package can be exported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from analysis.blocks.model import BLOCK_MIME, complete
from analysis.export.document import day_of
from analysis.export.markup import blocks_of_html, blocks_of_markdown
from analysis.terms.errors import BriefingFailed

Data = dict[str, Any]
#: Cells whose outputs a reader never sees: the tags of papermill and of nbconvert.
_HIDDEN = frozenset({"parameters", "injected-parameters", "remove", "remove-cell"})
_META = ("title", "as_of", "data_version", "subject", "lang", "author", "regenerate")
#: Colours and cursor movements of a terminal.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07?|[@-Z\\-_])")


def blocks_of(nb: Mapping[str, Any]) -> list[Data]:
    """Return the blocks that an executed notebook shows, in order.

    Code is never shown. Cells tagged ``remove``, ``remove-cell``, ``parameters`` or
    ``injected-parameters`` show nothing; ``remove-output`` hides what a cell put out. Raises
    ``BriefingFailed``, naming the cell, when a cell ended with an error or holds a broken block.
    """
    blocks: list[Data] = []
    for number, cell in enumerate(nb["cells"], start=1):
        tags = set(cell.get("metadata", {}).get("tags", ()))
        if tags & _HIDDEN:
            _refuse_errors(cell, number)
        elif cell["cell_type"] == "markdown":
            blocks.extend(blocks_of_markdown(_joined(cell["source"])))
        elif cell["cell_type"] == "code":
            _refuse_errors(cell, number)
            if "remove-output" not in tags:
                blocks.extend(_outputs(cell, number))
    return blocks


def meta_of(nb: Mapping[str, Any], name: str = "") -> Data:
    """Return what the metadata of a notebook say about the briefing.

    Keys: those of ``metadata.disarmament_rollback``, ``as_of_day`` (ISO 8601, from there or
    from the parameters of papermill) and ``name``, the notebook's own.
    """
    metadata = nb.get("metadata", {})
    own = metadata.get("disarmament_rollback", {})
    parameters = metadata.get("papermill", {}).get("parameters", {})
    known: Data = {key: str(own[key]) for key in _META if own.get(key)}
    known["name"] = re.sub(r"[_-]+", " ", name).strip().capitalize()
    day = day_of(str(own.get("as_of_day") or own.get("as_of") or parameters.get("as_of") or ""))
    if day:
        known["as_of_day"] = day
        known.setdefault("as_of", day)
    return known


def _refuse_errors(cell: Mapping[str, Any], number: int) -> None:
    for output in cell.get("outputs", ()):
        if output["output_type"] == "error":
            message = _ESCAPES.sub("", str(output["evalue"]))
            raise BriefingFailed(f"Cell {number} failed with {output['ename']}: {message}")


def _outputs(cell: Mapping[str, Any], number: int) -> Iterator[Data]:
    printed = ""
    for place, output in enumerate(cell.get("outputs", ()), start=1):
        if output["output_type"] == "stream":
            # What goes to stderr are warnings for whoever runs the notebook.
            printed += _joined(output["text"]) if output["name"] == "stdout" else ""
            continue
        yield from _verbatim(printed)
        printed = ""
        yield from _displayed(cell, output, f"cell {number}, output {place}")
    yield from _verbatim(printed)


def _displayed(cell: Mapping[str, Any], output: Mapping[str, Any], where: str) -> list[Data]:
    """Return the blocks of one output, from the richest of its forms that a page can set."""
    shown = output.get("data", {})
    if BLOCK_MIME in shown:
        try:
            return [complete(dict(shown[BLOCK_MIME]))]
        except ValueError as error:
            raise BriefingFailed(f"{where.capitalize()} cannot be set: {error}.") from error
    for mime, read in _PICTURES.items():
        if mime in shown:
            return [_figure(read(_joined(shown[mime])), cell, output, mime, where)]
    for mime, blocks in _TEXTS.items():
        if mime in shown:
            return blocks(_joined(shown[mime]))
    return []


def _figure(
    image: str, cell: Mapping[str, Any], output: Mapping[str, Any], mime: str, where: str
) -> Data:
    """Return a picture with the alternative text of its output or, failing that, of its cell."""
    metadata = output.get("metadata", {})
    own = metadata.get(mime, {})
    about = cell.get("metadata", {})
    found: Data = {}
    for key in ("alt", "title", "subtitle"):
        found[key] = str(own.get(key) or metadata.get(key) or about.get(key) or "")
    for tag in about.get("tags", ()):
        if tag.startswith("alt:") and not found["alt"]:
            found["alt"] = tag.removeprefix("alt:").strip()
    return complete({"kind": "figure", "name": where, "image": image, **found})


def _verbatim(printed: str) -> list[Data]:
    content = _ESCAPES.sub("", printed).strip("\n")
    return [complete({"kind": "verbatim", "content": content})] if content.strip() else []


def _joined(source: str | list[str]) -> str:
    """Return a multiline string of the notebook format, which may be a list of lines."""
    return source if isinstance(source, str) else "".join(source)


def _png(data: str) -> str:
    return "data:image/png;base64," + re.sub(r"\s+", "", data)


_PICTURES: dict[str, Callable[[str], str]] = {"image/svg+xml": str, "image/png": _png}
_TEXTS: dict[str, Callable[[str], list[Data]]] = {
    "text/html": blocks_of_html,
    "text/markdown": blocks_of_markdown,
    "text/plain": _verbatim,
}
