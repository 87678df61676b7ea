"""What a briefing is made of: text, tables, figures and sources, free of any output format.

A notebook cell shows a block. JupyterLab draws it from ``text/html``; the exporters read the
same block back from the executed notebook (``BLOCK_MIME``) and set it in HTML and in Typst.
Every text in a block is plain text: it is never parsed as markup, in either output, so a
hostile name or note in the data stays a harmless string.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from analysis.blocks.run import Run

if TYPE_CHECKING:
    import pandas as pd

BLOCK_MIME = "application/vnd.disarmament-rollback.block+json"

#: Sets a block in HTML for a notebook; the exporters put theirs here when they are loaded.
_renderer: Callable[[dict[str, Any]], str] | None = None


def show_with(renderer: Callable[[dict[str, Any]], str]) -> None:
    """Let blocks show themselves in notebooks by a function from their JSON to HTML."""
    global _renderer
    _renderer = renderer


@dataclass(frozen=True, slots=True)
class Told:
    """What a number in a text tells: which fact, which field of it, and the value written."""

    fact: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text, with the numbers of the sources it rests on and an optional footnote.

    ``told`` notes of a number which fact it comes from; ``shift`` is ``sub`` or ``sup`` for what
    stands below or above the line.
    """

    text: str
    strong: bool = False
    cite: tuple[int, ...] = ()
    note: str = ""
    href: str = ""
    told: Told | None = None
    shift: str = ""


Text = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GroundAct:
    """One act behind a number, with its best source; or a page of a source, which has no day."""

    day: str
    words: str
    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a fact rests on: whose numbers count, its latest acts, and how many more there are.

    ``pages`` are its sources where no act of a state stands behind it, such as lengths of borders.
    """

    fact: str
    basis: str = ""
    acts: tuple[GroundAct, ...] = ()
    more: int = 0
    pages: tuple[GroundAct, ...] = ()


def text(*parts: str | Span | Text) -> Text:
    """Join strings, spans and texts into one text.

    >>> text("Latvia ", Span("66-14", strong=True))
    (Span(text='Latvia ', strong=False, cite=(), note='', href='', told=None, shift=''), \
Span(text='66-14', strong=True, cite=(), note='', href='', told=None, shift=''))
    """
    spans: list[Span] = []
    for part in parts:
        if isinstance(part, str):
            spans.append(Span(part))
        elif isinstance(part, Span):
            spans.append(part)
        else:
            spans.extend(part)
    return tuple(spans)


def plain(content: Text) -> str:
    """Return a text without its citations and footnotes."""
    return re.sub(r"\s+", " ", "".join(span.text for span in content)).strip()


def flat(content: Text) -> str:
    """Return the words of a text as they stand, without citations and footnotes."""
    return "".join(span.text for span in content)


def notes_of(*contents: Text) -> tuple[tuple[str, Told], ...]:
    """Return the numbers that texts tell, each as written and with its note."""
    return tuple((span.text, span.told) for one in contents for span in one if span.told)


@dataclass(frozen=True, slots=True)
class Block:
    """The base of all blocks: what a notebook cell shows and the exporters set.

    ``events`` and ``sources`` name the rows of the register on which the block rests; the
    manifest of a briefing lists them.
    """

    kind: ClassVar[str] = ""
    events: tuple[str, ...] = field(default=(), kw_only=True)
    sources: tuple[str, ...] = field(default=(), kw_only=True)
    #: The numbers in its title and other plain strings, each as written and with its note.
    told: tuple[tuple[str, Told], ...] = field(default=(), kw_only=True)
    #: What the facts that its sentences tell rest on; a page on a screen shows it on demand.
    grounds: tuple[Ground, ...] = field(default=(), kw_only=True)
    #: None for a block that a user made; the briefing stamps its own.
    run: Run | None = field(default=None, kw_only=True)

    def to_json(self) -> dict[str, Any]:
        """Return the block as JSON-safe values, with its kind; what is empty is left out."""
        content = _lean(asdict(self))
        if self.run is None:
            del content["run"]
        return {"kind": self.kind, **content}

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        data = self.to_json()
        shown = {BLOCK_MIME: data, "text/plain": summary(data)}
        return shown if _renderer is None else {**shown, "text/html": _renderer(data)}


@dataclass(frozen=True, slots=True)
class Front(Block):
    """The head of page one: title, as-of day, key findings; what a scenario assumes, in words.

    Beside the findings stand what happened ``since`` another day, what is ``due`` and the cautions.
    """

    kind: ClassVar[str] = "front"
    overline: str
    title: str
    as_of: str
    findings: tuple[Text, ...]
    since_title: str = ""
    since: tuple[Text, ...] = ()
    due: tuple[Text, ...] = ()
    cautions: tuple[Text, ...] = ()
    #: Set in the foot of every page and in the file's metadata.
    data_version: str = ""
    subject: str = ""
    assumed: str = ""
    #: The command that makes the briefing again, where no section says it.
    again: str = ""


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A section heading; level 2 is the first below the title."""

    kind: ClassVar[str] = "heading"
    title: str
    level: int = 2
    #: On a screen what follows is folded: it is for those who check.
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Prose(Block):
    """One or more paragraphs; ``small`` ones are set on paper as notes are, across the page."""

    kind: ClassVar[str] = "prose"
    paragraphs: tuple[Text, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Items(Block):
    """A list, numbered or not; a long one is set in two columns where the page is wide enough.

    ``below`` holds the lists inside it, each with the index of the entry that it stands under.
    """

    kind: ClassVar[str] = "items"
    items: tuple[Text, ...]
    ordered: bool = False
    columns: int = 1
    start: int = 1
    below: tuple[tuple[int, Items], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure(Block):
    """A vector figure with its finding as title, what is plotted, its foot, and its alt text.

    ``image`` is an SVG document, or a ``data:image/png;base64,`` address for a picture that a
    notebook drew by other means. Without ``alt`` the exporters refuse it (PDF/UA-1, 7.3).
    """

    kind: ClassVar[str] = "figure"
    name: str
    image: str
    title: str
    alt: str
    subtitle: str = ""
    foot: Text = ()
    #: ``wide`` spans the page, ``text`` the text column; ``side`` stands beside a ``text`` one that
    #: it follows.
    width: str = "wide"
    #: It may stand on the next page while what follows fills this one.
    loose: bool = False
    #: The same figure drawn as wide as a phone, where the page shows another one there.
    phone: str = ""
    #: What is drawn, as CSV.
    data: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its label, alignment (left, right, center) and share of the width."""

    label: str
    align: str = "left"
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``mark`` is a status, drawn as its symbol before the text."""

    text: Text = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A table; the first cell of each row is its header.

    ``groups`` gives the label of the group that starts at a row index, for tables whose rows
    come in groups.
    """

    kind: ClassVar[str] = "table"
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    subtitle: str = ""
    groups: tuple[tuple[int, str], ...] = ()
    foot: Text = ()
    #: On paper set closer, for a table of many rows that has to stay on its page.
    dense: bool = False
    #: ``wide`` spans the page; empty: as wide as the number of columns asks for.
    width: str = ""
    #: What a phone shows folded: ``rows`` all of them, or the column of this label.
    folded: str = ""

    @property
    def frame(self) -> pd.DataFrame:
        """The table as a frame of text: one column for each of its own, the group last if any."""
        import pandas as pd

        cells = [[flat(cell.text) for cell in row] for row in self.rows]
        table = pd.DataFrame(cells, columns=[column.label for column in self.columns])
        if self.groups:
            starts = dict(self.groups)
            labels = pd.Series([starts.get(at) for at in range(len(table))], dtype="str")
            table["group"] = labels.ffill().fillna("")
        return table


@dataclass(frozen=True, slots=True)
class Reference:
    """One numbered source."""

    number: int
    title: str
    publisher: str
    published: str
    url: str


@dataclass(frozen=True, slots=True)
class References(Block):
    """The numbered sources that the text cites; a ``compact`` list has one line for each."""

    kind: ClassVar[str] = "references"
    entries: tuple[Reference, ...]
    compact: bool = False


@dataclass(frozen=True, slots=True)
class Verbatim(Block):
    """Plain output of a cell, set in a fixed-width face."""

    kind: ClassVar[str] = "verbatim"
    content: str


def _lean(value: Any) -> Any:
    """Leave out the empty parts of the spans of a block."""
    if isinstance(value, dict):
        a_span = "cite" in value and "text" in value
        return {
            name: _lean(item)
            for name, item in value.items()
            if not a_span or name == "text" or item
        }
    if isinstance(value, list | tuple):
        return [_lean(item) for item in value]
    return value


def summary(data: dict[str, Any]) -> str:
    """Return one line that names a block, for terminals and logs."""
    title = data.get("title") or data.get("content") or ""
    rows = data.get("rows") or data.get("entries") or ()
    size = f" ({len(rows)} rows)" if rows else ""
    return f"[{data['kind']}] {title}{size}".strip()
