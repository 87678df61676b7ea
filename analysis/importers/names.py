"""State names as depositaries write them, to the codes of the register.

A name is never guessed: it is one of ``states.csv``, one of ``names.csv`` beside this module,
or it is unknown. So "Congo" and "Democratic Republic of the Congo" cannot be taken for each
other, and "Korea" alone is nobody.
"""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.terms.errors import UnknownName

ALIASES = Path(__file__).with_name("names.csv")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4\u0060]")


@dataclass(frozen=True, slots=True)
class StateNames:
    """The names by which the states of a register are known.

    ``codes`` maps each name in its plain form to a code, or to ``""`` for a territory or a
    former entity that is no state of the register; ``labels`` maps each code to its short name.
    """

    codes: dict[str, str]
    labels: dict[str, str]

    def code(self, name: str) -> str:
        """Return the ISO 3166-1 alpha-3 code of a name, ``""`` if it is no state of the register.

        Raises ``UnknownName`` for a name that is nowhere listed.
        """
        known = self.codes.get(plain(name))
        if known is None:
            near = difflib.get_close_matches(plain(name), self.codes, n=1)
            hint = f" (the nearest known one is {near[0]!r})" if near else ""
            raise UnknownName(
                f"unknown state name {name[:80]!r}{hint}; if it is a state, add the name with its"
                f" code to analysis/sources/{ALIASES.name}"
            )
        return known


def read_names(states: pd.DataFrame) -> StateNames:
    """Return the names of the states of a register, with their aliases.

    ``states`` is the table of that name. An alias whose code the register does not have is
    left out, so that the name is unknown rather than lost.
    """
    labels = dict(zip(states["state"], states["short_name"], strict=True))
    codes = {name: code for name, code in _aliases().items() if not code or code in labels}
    for column in ("short_name", "name"):
        codes |= {plain(n): c for n, c in zip(states[column], states["state"], strict=True)}
    return StateNames(codes, labels)


def plain(name: str) -> str:
    """Return a name without what does not tell states apart, for comparison only.

    That is capitals, accents, brackets around it, the number of an end note behind it, and the
    article.

    >>> plain("[Lithuania 4]"), plain("Bahamas (The)"), plain("St. Lucia")
    ('lithuania', 'bahamas', 'saint lucia')
    >>> plain("CÔTE D’IVOIRE")
    "cote d'ivoire"
    """
    letters = unicodedata.normalize("NFKD", _APOSTROPHES.sub("'", name))
    text = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    text = " ".join(text.replace("&", " and ").split())
    text = re.sub(r"^[\s\[]+|[\s\d,\[\]]+$", "", text)
    text = re.sub(r"\bst\.? (?=\w)", "saint ", text)
    return re.sub(r"^the | ?\(the\)$|, the$", "", text).strip()


@cache
def _aliases() -> dict[str, str]:
    with ALIASES.open(encoding="utf-8", newline="") as handle:
        return {plain(row["name"]): row["state"] for row in csv.DictReader(handle)}
