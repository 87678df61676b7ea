"""How the documents are set: Markdown tables whose source can be read too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Collection[str] = ()
) -> str:
    """Set a table in Markdown; the columns named in ``numbers`` are aligned to the right.

    Cells are Markdown; what would break the table, a bar or a line break, is taken care of.

    >>> print(table(["treaty", "parties"], [["apmbc", "161"]], numbers=["parties"]))
    | treaty | parties |
    | --- | ---: |
    | apmbc | 161 |
    """
    rule = ["---:" if name in numbers else "---" for name in header]
    lines = [list(header), rule, *([_cell(text) for text in row] for row in rows)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def code(word: str) -> str:
    """Set a word of the data as code, and nothing as nothing.

    >>> code("apmbc"), code("")
    ('`apmbc`', '')
    """
    return f"`{word}`" if word else ""


def codes(words: Iterable[str]) -> str:
    """Set words of the data as code, separated by commas.

    >>> codes(["yes", "no"])
    '`yes`, `no`'
    """
    return ", ".join(code(word) for word in words)


def anchor(name: str) -> str:
    """Return an invisible mark that a link may point to."""
    return f'<a id="{name}"></a>'


def link(text: str, name: str) -> str:
    """Return a link to a mark of the same page."""
    return f"[{text}](#{name})"


def page(*blocks: str) -> str:
    """Join blocks into a page: one empty line between them, one line break at the end.

    >>> page("# Title", "", "Text.")
    '# Title\\n\\nText.\\n'
    """
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")
