"""Words that no sentence of a briefing may hold, and what is wrong with them."""

from __future__ import annotations

from analysis.language.english import STATES_WITH_ARTICLE
from analysis.language.numbers import NUMBER_WORDS

_COUNT = rf"\d+|{'|'.join(NUMBER_WORDS)}"
#: What is wrong by the pattern that finds it.
FAULTS = {
    r"\bone (states|parties|notices|exits|members|days|years|decisions)\b": "one of many",
    r"\b(0|zero|no states|no parties) (has|have|are|were)\b": "a number that is nobody",
    r"(?<![\d.,])\b1 (states|parties|days|years)\b": "one of many",
    r"(?i)\bnone of (the )?(one|no|1)\b": "none of one",
    r"(?i)\bnone of (the )?(two|2)\b": "none of two, which is neither",
    r"(?i)\ball (the )?(one|two)\b(?! others)": "all of two, which is both",
    r"\b(none|no \w+) (have|are|were)\b": "nobody does not agree with its verb",
    r"\bboth one\b": "all of one",
    rf"\b(?i:{_COUNT}|all|both|no) (League|Organization|Council|Commonwealth|Republics) of\b": (
        "a body where its members belong"
    ),
    r"(?<=[a-z] )(Eight|Nine) states\b": "a number within a number",
    r"\bstates of (Americas|Caribbean|Collective|Bucharest|Warsaw)\b": "a name without article",
    rf"\b(with|from|by|for|of|and) ({'|'.join(STATES_WITH_ARTICLE)})\b(?! states?\b)": (
        "a state without article"
    ),
    r"\bthe (START I|START II|New START)\b(?! treaty)": "an article before a name proper",
    r"\bthe CCW (Protocol|Amended|amended)\b": "an article before a name proper",
    r": no (state|party)\.": "a place of which nobody is told",
    r"\bgroup, The\b": "a capital within a sentence",
    r"(?i)\bstill in 100\b": "a share of nothing but all",
    r"`": "a code of the program",
    r"(?i)\bat (least|most) [\d.]+ times\b": "an end of an interval told as if it were certain",
    # What leavers share is not said; how a group calls itself is.
    r"(?i)\badversar|\balli(ance(?![ -]of[ -]sahel)|ed states|es)\b": "a name that is not said",
    r"(?i)decided (against leaving|to stay)[^.]*(minister|ministry|spokes|\(government )": (
        "a statement told as a decision"
    ),
    r"(?i)forecast\.\.": "a word of the program",
    r"\.\.(?!\.)": "two full stops",
    r",\s*[,.;]": "an empty place in a list",
    r"\s[,.;:!?](?:\s|$)": "a space before a stop",
    r"\(\s*\)": "empty brackets",
    r"\b(\w+) \1\b(?<!that that)(?<!had had)": "a word twice",
    r"\b(nan|NaN|NaT|True|False)\b|\bNone\b(?! of)": "a value of the program",
    r"\{|\}|\[\]|<NA>": "a place that nothing filled",
    r"\bthe the\b|\ba the\b": "two articles",
    r"Hypothetical: Hypothetical": "marked twice",
    r"^\s|\s$": "a space at the end",
}
