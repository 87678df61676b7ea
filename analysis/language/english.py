"""How lists and names are written in English sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from babel.lists import format_list as _join

#: Names of states that a sentence sets behind "the".
STATES_WITH_ARTICLE = (
    "Bahamas",
    "Central African Republic",
    "Comoros",
    "Congo",
    "Cook Islands",
    "DR Congo",
    "Dominican Republic",
    "European Union",
    "Gambia",
    "Holy See",
    "Maldives",
    "Marshall Islands",
    "Netherlands",
    "Philippines",
    "Solomon Islands",
    "Soviet Union",
    "State of Palestine",
    "United Arab Emirates",
    "United Kingdom",
    "United States",
)


def with_article(name: str) -> str:
    """Write the name of a state as a sentence does.

    >>> with_article("United States"), with_article("Latvia")
    ('the United States', 'Latvia')
    """
    return f"the {name}" if name.removesuffix(" (hypothetical)") in STATES_WITH_ARTICLE else name


#: Ends of the names of treaties that are names proper: a number, or an abbreviation of one.
_PROPER = re.compile(r"\b([IVX]+|START|\d+)$")


def treaty_with_article(name: str) -> str:
    """Write the name of a treaty as a sentence does: one that ends in a number stands bare.

    >>> treaty_with_article("CFE Treaty"), treaty_with_article("New START")
    ('the CFE Treaty', 'New START')
    >>> treaty_with_article("CCW Protocol II, mines (1980)")
    'CCW Protocol II, mines (1980)'
    """
    return name if _PROPER.search(name.partition(",")[0]) else f"the {name}"


def possessive(name: str) -> str:
    """Write what belongs to a state.

    >>> possessive("Latvia"), possessive("the United States")
    ('Latvia’s', 'the United States’')
    """
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def format_list(items: Iterable[str], conjunction: Literal["and", "or"] = "and") -> str:
    """Write a list as a sentence does.

    >>> format_list(["Estonia", "Latvia", "Lithuania"]), format_list(["Russia", "Belarus"], "or")
    ('Estonia, Latvia and Lithuania', 'Russia or Belarus')
    """
    return _join(list(items), style="standard" if conjunction == "and" else "or", locale="en_GB")


def sentence_case(sentence: str) -> str:
    """Begin a sentence with a capital letter and leave the rest as it is.

    >>> sentence_case("five states of NATO")
    'Five states of NATO'
    """
    return sentence[:1].upper() + sentence[1:]


def one_line(words: str) -> str:
    """Put text on one line, without the characters that have no shape.

    >>> one_line("Latvia\\n\\x07 $1")
    'Latvia $1'
    """
    shapeless = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    kept = (" " if unicodedata.category(char) in shapeless else char for char in words)
    return re.sub(" +", " ", "".join(kept)).strip()
