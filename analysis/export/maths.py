"""Maths of a notebook, written in LaTeX, as plain letters with what stands above and below them.

What is simple is read whole: names, numbers, Greek letters, relations, fractions, roots, powers
and indices. Anything else is left as its source, and the account of the export says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files

TEMPLATES = files("analysis.export") / "templates"
#: Pieces of text, each with its shift: empty, ``sub`` or ``sup``.
Pieces = list[tuple[str, str]]

#: What a command of LaTeX stands for, as a letter or a word.
_SYMBOLS: dict[str, str] = json.loads((TEMPLATES / "maths.json").read_text("utf-8"))
_SPACES = {",": " ", ";": " ", ":": " ", "!": "", "quad": " ", "qquad": " "}
_NOTHING = frozenset(("left", "right", "displaystyle", "textstyle", "big", "Big", "limits"))
_WRAPPED = frozenset(("text", "mathrm", "mathbf", "mathit", "operatorname", "textbf", "mbox"))
_TOKEN = re.compile(r"\\(?P<name>[a-zA-Z]+)|\\(?P<sign>.)|(?P<mark>[{}^_])|(?P<plain>\s+|.)")
_CLOSED = "}"


def read_maths(source: str) -> Pieces | None:
    """Return LaTeX as pieces of text, or nothing if some of it cannot be written that way.

    >>> read_maths(r"p \\le 10^{-6}")
    [('p ≤ 10', ''), ('−6', 'sup')]
    >>> read_maths(r"\\begin{matrix} a & b") is None
    True
    """
    try:
        pieces = _Reader(source).group(top=True)
    except (_Unwritten, StopIteration):
        return None
    merged: Pieces = []
    for text, shift in pieces:
        if merged and merged[-1][1] == shift:
            merged[-1] = (merged[-1][0] + text, shift)
        else:
            merged.append((text, shift))
    written = [(re.sub(r"\s+", " ", text), shift) for text, shift in merged if text]
    return [(written[0][0].lstrip(), written[0][1]), *written[1:]] if written else []


class _Unwritten(Exception):
    """Something that letters in a line cannot say."""


class _Reader:
    def __init__(self, source: str) -> None:
        self.tokens: Iterator[re.Match[str]] = _TOKEN.finditer(source.strip().strip("$").strip())

    def group(self, *, top: bool = False) -> Pieces:
        """Read up to the closing brace, or to the end."""
        pieces: Pieces = []
        for token in self.tokens:
            if token["mark"] == _CLOSED:
                if top:
                    raise _Unwritten
                return pieces
            if token["mark"] in ("^", "_"):
                inside = self.atom(next(self.tokens))
                if any(shift for _, shift in inside):
                    raise _Unwritten
                shift = "sup" if token["mark"] == "^" else "sub"
                pieces.append(("".join(text for text, _ in inside), shift))
            else:
                pieces += self.atom(token)
        if not top:
            raise _Unwritten
        return pieces

    def atom(self, token: re.Match[str]) -> Pieces:
        """Read one letter, one command or one group in braces."""
        if token["plain"]:
            return [("−" if token["plain"] == "-" else token["plain"].replace("~", "\u00a0"), "")]
        if token["mark"]:
            if token["mark"] != "{":
                raise _Unwritten
            return self.group()
        name = token["name"] or token["sign"]
        if token["sign"] and name in "%$&#_{}":
            return [(name, "")]
        return self.command(name)

    def command(self, name: str) -> Pieces:
        """Read what stands for a command and, where it takes any, its arguments."""
        if name in _SYMBOLS or name in _SPACES:
            return [(_SYMBOLS.get(name, _SPACES.get(name, "")), "")]
        if name in _NOTHING:
            return []
        if name in _WRAPPED:
            return self.atom(next(self.tokens))
        if name in ("frac", "tfrac", "dfrac"):
            over, under = self.atom(next(self.tokens)), self.atom(next(self.tokens))
            return [*_bracketed(over), ("/", ""), *_bracketed(under)]
        if name == "sqrt":
            return [("√", ""), *_bracketed(self.atom(next(self.tokens)))]
        raise _Unwritten


def _bracketed(pieces: Pieces) -> Pieces:
    """Put brackets around more than one name or number."""
    words = "".join(text for text, _ in pieces)
    return pieces if re.fullmatch(r"\w+", words) else [("(", ""), *pieces, (")", "")]
