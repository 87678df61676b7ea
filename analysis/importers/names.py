"""State names as depositaries write them, to the codes of the register.

A name is never guessed: it is one of ``states.csv`` or ``aliases.csv``, a territory or former
entity of ``names.csv`` beside this module, or it is unknown. So "Congo" and "Democratic Republic of
the Congo" cannot be taken for each other, and "Korea" alone is nobody.
"""

from __future__ import annotations

import csv
import difflib
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.language.folding import fold
from analysis.terms.errors import UnknownName

TERRITORIES = Path(__file__).with_name("names.csv")
#: What is to be done about names that are nowhere listed.
REMEDY = (
    "Add a state that the register lacks to states.csv of the data, another name of one that it"
    f" has to aliases.csv, and what is no state to analysis/importers/{TERRITORIES.name}."
)


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

        Raises ``UnknownName`` for a name that is nowhere listed: it, and the nearest known one.
        """
        known = self.codes.get(plain(name))
        if known is None:
            near = difflib.get_close_matches(plain(name), self.codes, n=1)
            hint = f" (the nearest known one is {near[0]!r})" if near else ""
            raise UnknownName(f"{name[:80]!r}{hint}")
        return known


def read_names(states: pd.DataFrame, aliases: pd.DataFrame) -> StateNames:
    """Return the names of the states of a register, with their aliases.

    ``states`` and ``aliases`` are the tables of these names. An alias that several states bear is
    none, and one whose code the register does not have is left out: the name is then unknown
    rather than lost.
    """
    labels = dict(zip(states["state"], states["short_name"], strict=True))
    codes = _territories()
    own = aliases[(aliases["what"] == "state") & (aliases["ambiguous"] == "")]
    for name, code in zip(own["name"], own["code"], strict=True):
        if code in labels:
            codes[plain(name)] = code
    for column in ("short_name", "name"):
        codes |= {plain(n): c for n, c in zip(states[column], states["state"], strict=True)}
    return StateNames(codes, labels)


def plain(name: str) -> str:
    """Return a name without what does not tell states apart, for comparison only.

    That is what :func:`analysis.language.folding.fold` leaves out, brackets around it, and the
    number of an end note behind it.

    >>> plain("[Lithuania 4]"), plain("Bahamas (The)"), plain("St. Lucia")
    ('lithuania', 'bahamas', 'saint lucia')
    >>> plain("CÔTE D’IVOIRE")
    'cote divoire'
    """
    text = " ".join(name.split())
    return fold(re.sub(r"^[\s\[]+|[\s\d,\[\]]+$", "", text))


def _territories() -> dict[str, str]:
    """Return the names of territories and former entities, which are no states of the register."""
    with TERRITORIES.open(encoding="utf-8", newline="") as handle:
        return {plain(row["name"]): "" for row in csv.DictReader(handle)}
