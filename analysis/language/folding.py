"""Names for comparison: without what people leave out, or write in another way."""

from __future__ import annotations

import re
import unicodedata

#: Letters that no decomposition turns into plain ones.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "\u0131": "i"})


def fold(name: str) -> str:
    """Return a name without capitals, accents, punctuation and the article.

    >>> fold("  Türkiye"), fold("Gambia (The)"), fold("St. Lucia"), fold("mine-ban")
    ('turkiye', 'gambia', 'saint lucia', 'mine ban')
    >>> fold("Korea (Republic of)"), fold("Bosnia & Herzegovina")
    ('korea republic of', 'bosnia and herzegovina')
    """
    letters = unicodedata.normalize("NFKD", name.replace("&", " and "))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    # An apostrophe parts no word: "Lao People's" and "Lao Peoples" are one name.
    bare = re.sub("['\u2018\u2019\u02bc\u00b4`]", "", bare.casefold().translate(_PLAIN))
    words = re.findall(r"[^\W_]+", bare)
    words = ["saint" if word == "st" else word for word in words]
    for end in (0, -1):
        # "Gambia (The)" and "Bahamas, the" have the article behind them.
        if len(words) > 1 and words[end] == "the":
            del words[end]
    return " ".join(words)
