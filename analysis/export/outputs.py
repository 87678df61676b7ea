"""One output of a cell, read as blocks from the richest of its forms that a page can set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analysis.blocks.model import BLOCK_MIME
from analysis.blocks.stored import complete
from analysis.export import spans as parts
from analysis.export.account import Account
from analysis.export.hypertext import blocks_of_html
from analysis.export.markup import blocks_of_markdown
from analysis.export.stills import Unreadable, decoded, to_image
from analysis.terms.errors import BriefingFailed

Data = dict[str, Any]
Mapped = Mapping[str, Any]
#: Forms of a picture, best first.
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
_TEXTS = ("text/html", "text/markdown", "text/latex", "text/plain")
#: Forms of a chart or a widget that only a running page shows, and how to give it a still.
_RUNNING = {
    "application/vnd.plotly": 'set plotly.io.renderers.default = "svg"',
    "application/vnd.vega": 'call altair.renderers.enable("png")',
    "application/vnd.jupyter.widget": "show a figure in its place",
    "application/vnd.bokehjs": "show a figure in its place",
    "application/vnd.holoviews": "show a figure in its place",
    "application/javascript": "a page runs nothing",
}
#: Colours and cursor movements of a terminal.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07?|[@-Z\\-_])")
#: What matplotlib answers to a call that draws: no content, and an address of the day.
_ANSWERS = re.compile(
    r"\[?\(?<(?:matplotlib|mpl_toolkits|seaborn|Figure size|Axes|BarContainer|ErrorbarContainer)"
    r".*|Text\(.*\)|<IPython\.core\.display\.\w+ object>",
    re.DOTALL,
)
#: The two lines that give the alternative text, for the end of the cell that draws.
ALT_LINES = (
    "import matplotlib.pyplot as plt\n"
    'display(plt.gcf(), metadata={"alt": "What the figure shows, in a sentence or two."});'
    " plt.close()"
)
_REMEDY = f"Put these two lines at the end of the cell, with your own words:\n\n{ALT_LINES}\n"


def blocks_of_output(cell: Mapped, output: Mapped, account: Account, where: str) -> list[Data]:
    """Return the blocks of one output; ``where`` names it.

    Raises ``BriefingFailed`` for a block of the package that is broken.
    """
    shown: Mapped = output.get("data", {})
    if BLOCK_MIME in shown:
        try:
            return [complete(dict(shown[BLOCK_MIME]))]
        except ValueError as error:
            raise BriefingFailed(f"{where.capitalize()} cannot be set: {error}.") from error
    running = next((key for key in _RUNNING for mime in shown if mime.startswith(key)), "")
    if blocks := _pictures(cell, output, account, where):
        if running or "<script" in joined(shown.get("text/html", "")):
            account.converted("interactive chart", "its still picture")
        return blocks
    if running:
        blocks = _still_in(shown, account)
        if not blocks:
            name = running.removeprefix("application/").removeprefix("vnd.")
            account.left_out(f"{name} output", f"it carries no still picture: {_RUNNING[running]}")
        return blocks
    return _text(shown, account)


def _still_in(shown: Mapped, account: Account) -> list[Data]:
    """Return the pictures that the HTML of a chart carries beside what runs."""
    blocks = blocks_of_html(joined(shown.get("text/html", "")), Account(account.cell))
    stills = [block for block in blocks if block["kind"] == "figure"]
    if stills:
        account.converted("interactive chart", "its still picture")
    return stills


def _pictures(cell: Mapped, output: Mapped, account: Account, where: str) -> list[Data]:
    shown: Mapped = output.get("data", {})
    for mime in _PICTURES:
        if mime not in shown or _better_as_maths(shown, output, mime):
            continue
        try:
            content = joined(shown[mime])
            image = content if mime.endswith("svg+xml") else to_image(decoded(content), account)
        except Unreadable as error:
            raise BriefingFailed(f"{where.capitalize()} cannot be set: {error}.") from error
        return [_figure(image, cell, output, mime, where)]
    return []


def _better_as_maths(shown: Mapped, output: Mapped, mime: str) -> bool:
    """Say whether a picture only repeats a formula, as those of sympy do."""
    return "text/latex" in shown and not output.get("metadata", {}).get(mime, {}).get("alt")


def _figure(image: str, cell: Mapped, output: Mapped, mime: str, where: str) -> Data:
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
    return complete({"kind": "figure", "name": where, "image": image, "remedy": _REMEDY, **found})


def _text(shown: Mapped, account: Account) -> list[Data]:
    mime = next((one for one in _TEXTS if one in shown), "")
    if not mime:
        for other in sorted(shown):
            account.left_out(f"{other} output", "a page cannot set it")
        return []
    content = joined(shown[mime])
    if mime == "text/html":
        return _html(content, account)
    if mime == "text/markdown":
        return blocks_of_markdown(content, account)
    if mime == "text/latex":
        return parts.prose(parts.maths(content, account))
    if _ANSWERS.fullmatch(content.strip()):
        account.left_out(f"answer {content.strip()[:40]!r}", "it names an object", loss=False)
        return []
    if len(shown) > 1:
        others = ", ".join(sorted(set(shown) - {mime}))
        account.converted(f"{others} output", "as plain text", loss=True)
    return verbatim(content)


def _html(content: str, account: Account) -> list[Data]:
    blocks = blocks_of_html(content, account)
    if not blocks and re.search(r"<script|<iframe|<canvas", content, re.IGNORECASE):
        why = "it is a page that runs and carries no still picture: show a figure in its place"
        account.left_out("HTML output", why)
    return blocks


def clean_print(printed: str) -> str:
    """Return text without the colours and cursor movements of a terminal."""
    return _ESCAPES.sub("", printed)


def verbatim(printed: str) -> list[Data]:
    """Return what a cell printed, as a terminal shows it."""
    lines = (line.rstrip("\r").rsplit("\r", 1)[-1] for line in clean_print(printed).split("\n"))
    return parts.verbatim("\n".join(lines).strip("\n"))


def joined(source: Any) -> str:
    """Return a multiline string of the notebook format, which may be a list of lines."""
    return source if isinstance(source, str) else "".join(source)
