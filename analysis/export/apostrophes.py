"""Apostrophes as type has them, in words that are read.

The data and the sections write the straight one of a keyboard. It is set as the curved one on every
page and in every picture; in code, addresses, commands and the numbers of an exhibit it stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: The parts of a document, and of the page over all briefings, that are words to be read.
_READ = frozenset((
    "text", "note", "notes", "title", "subtitle", "alt", "label", "groups", "overline", "as_of",
    "since_title", "assumed", "subject", "publisher", "published", "words", "basis",
    # Of the page over all briefings: what a card is about, what is due, and what is left out.
    "about", "what", "head", "names",
))  # fmt: skip
_DRAWINGS = frozenset(("svg", "narrow"))
_WORD = re.compile(r"\S*'\S*")
_BETWEEN = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
#: After a plural ("states' borders"), unless a word before it opens a quotation.
_AFTER = re.compile(r"(?<=s)'(?=[\s.,;:)]|$)")
_OPENING = re.compile(r"(?<![^\W_])'\w")
#: What no word of a sentence holds: signs of code and of addresses, or quotes around a part of it.
_CODE = re.compile(r"://|[=_\[\]{}\\@]|\w'[^']*'")
_LABEL = re.compile(r">[^<>]*'[^<>]*<")


def curled(value: Any, key: str = "") -> Any:
    """Return a document, or any part of one, with its apostrophes curved where they are read."""
    if isinstance(value, Mapping):
        is_code = value.get("code") is True
        return value if is_code else {name: curled(one, name) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [curled(one, key) for one in value]
    if not isinstance(value, str) or "'" not in value:
        return value
    if key in _DRAWINGS:
        return _LABEL.sub(lambda found: curve(found.group()), value)
    return curve(value) if key in _READ else value


def curve(words: str) -> str:
    """Return words with the apostrophes of their letters curved, and quoted code as it stands.

    >>> curve("Côte d'Ivoire and Latvia's states' rights"), curve("d['key'] and r'a'")
    ('Côte d’Ivoire and Latvia’s states’ rights', "d['key'] and r'a'")
    """
    curved = _WORD.sub(_in_word, words)
    return curved if _OPENING.search(curved) else _AFTER.sub("’", curved)


def _in_word(found: re.Match[str]) -> str:
    word = found.group()
    return word if _CODE.search(word) else _BETWEEN.sub("’", word)
