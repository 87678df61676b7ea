"""How regions are written: the words that follow a number, one state of them, and the article.

Everything follows by rule from the name of a region; what no rule gives stands in one table.

>>> words = words_of_group("african-union", "African Union")
>>> words.states, words.state, words.said
('African Union states', 'African Union state', 'the African Union')
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.language.english import format_list
from analysis.language.numbers import NUMBER_WORDS, number_word

#: What follows a number, where the rules would give something that nobody says.
_STATES = {
    "australia-and-new-zealand": "states (Australia and New Zealand)",
    "cst": "states of the Collective Security Treaty",
    "league-of-arab-states": "member states of the Arab League",
    "nordic-baltic-eight": "Nordic-Baltic states",
    "npt-nuclear-weapon-states": "nuclear-weapon states of the NPT",
}
#: Areas that a sentence sets behind "the".
_AREAS_WITH_ARTICLE = ("Americas", "Caribbean")
#: Abbreviations that a sentence sets behind "the"; others, such as NATO, stand bare.
_ABBREVIATIONS_WITH_ARTICLE = ("CIS", "CSTO", "EU", "GCC", "OAS", "OSCE")
#: Nouns that name the members of a group, and one of them.
_NOUNS = {
    "states": "state",
    "republics": "republic",
    "members": "member",
    "parties": "party",
    "hosts": "host",
}
#: Last words of groups that are no bodies: states belong to them, and are not called by them.
_GATHERINGS = ("Force", "Group", "Initiative", "Movement", "Triangle")


class RegionWords(NamedTuple):
    """``states`` follows a number, ``state`` follows "no", ``said`` is the name in a sentence."""

    states: str
    state: str
    said: str


def words_of_group(key: str, name: str) -> RegionWords:
    """Return the words of a named group.

    >>> words_of_group("oas", "Organization of American States").states
    'member states of the Organization of American States'
    >>> words_of_group("bucharest-nine", "Bucharest Nine").states
    'states of the Bucharest Nine'
    >>> words_of_group("visegrad-group", "Visegrad Group").state
    'state of the Visegrad Group'
    """
    said = _said_of_group(key, name)
    return _words(_STATES.get(key) or _states_of_group(name, said), said)


def words_of_area(key: str, name: str) -> RegionWords:
    """Return the words of an area of the map.

    >>> words_of_area("americas", "Americas").states, words_of_area("asia", "Asia").states
    ('states of the Americas', 'states of Asia')
    """
    said = f"the {name}" if name in _AREAS_WITH_ARTICLE else name
    return _words(_STATES.get(key, f"states of {said}"), said)


class WordsOfSeveral(NamedTuple):
    """The words of a region made for one question; ``name`` stands alone."""

    name: str
    states: str
    state: str
    said: str


#: More names than these are told as a number of others.
_NAMED = 4


def words_of_several(
    names: Sequence[str], said: Sequence[str], *, only_states: bool
) -> WordsOfSeveral:
    """Return the words of states, or of regions, that are asked about together.

    >>> three = ["Germany", "France", "Poland"]
    >>> words_of_several(three, three, only_states=True)[:3]
    ('Germany, France and Poland', 'named states', 'named state')
    >>> two = words_of_several(["NATO", "EU"], ["NATO", "the EU"], only_states=False)
    >>> two.states
    'named states'
    """
    write = _listed if only_states else format_list
    return WordsOfSeveral(write(names), "named states", "named state", write(said))


def _listed(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return format_list(names)
    others = len(names) - _NAMED + 1
    return format_list([*names[: _NAMED - 1], f"{number_word(others)} others"])


def one_of(states: str) -> str:
    """Return the words for one state of a region.

    >>> one_of("member states of the Arab League"), one_of("republics of the USSR")
    ('member state of the Arab League', 'republic of the USSR')
    """
    nouns = "|".join(_NOUNS)
    return re.sub(rf"\b({nouns})\b", lambda found: _NOUNS[found[1]], states, count=1)


def _words(states: str, said: str) -> RegionWords:
    return RegionWords(states, one_of(states), said)


def _states_of_group(name: str, said: str) -> str:
    """Return what follows a number: never another number, nor the name of a body alone."""
    first, last = name.split()[0], name.split()[-1]
    if last in _NOUNS:
        return name
    if first.lower() in _NOUNS:
        return f"{name[:1].lower()}{name[1:]}"
    if last.lower() in NUMBER_WORDS or last in _GATHERINGS:
        return f"states of {said}"
    # "League of Arab States states" and "Council of Europe states" are no English.
    return f"member states of {said}" if " of " in name else f"{name} states"


def _said_of_group(key: str, name: str) -> str:
    first = name.split()[0]
    if name.isupper() and name not in _ABBREVIATIONS_WITH_ARTICLE:
        return name
    plain = f"{name[:1].lower()}{name[1:]}"
    # A name that is what its states are called as well begins with a common noun.
    common = first.lower() in _NOUNS or _STATES.get(key) == plain
    return f"the {plain if common else name}"
