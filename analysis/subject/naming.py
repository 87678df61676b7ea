"""How sentences name states: by name while a sentence bears it, by number beyond."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from analysis.blocks.model import Span, Text
from analysis.blocks.telling import Part, as_text, listed, say
from analysis.language.days import format_date
from analysis.language.english import format_list, sentence_case
from analysis.subject import telling as tell
from analysis.subject.facts import Fact
from analysis.subject.setting import Setting, State

#: So many states and fewer are named.
MOST_NAMED = 6


def states_of(setting: Setting) -> Text:
    """Name the states of the region with their number: "six NATO states bordering ..."."""
    return say("{count} {states}", count=tell.count(setting, "members"), states=_states(setting))


def share(setting: Setting, fact: Fact, field: str) -> Text:
    """Name a part of the region's states as a title does: "five of six NATO states".

    All are "all six", none "none of the six", or "neither of the two"; a region of one state is
    "the one NATO state", or "no NATO state".
    """
    if 0 < getattr(fact, field) < setting.members:
        return say("{part} of {all}", part=tell.count(fact, field), all=states_of(setting))
    return part_of(setting, fact, field)


def part_of(setting: Setting, fact: Fact, field: str) -> Text:
    """Name a part of the region's states within a sentence: "five of the six NATO states"."""
    part, whole = getattr(fact, field), setting.members
    if whole == 1:
        return say("the one {state}" if part else "no {state}", state=setting.region.state)
    if part == whole:
        both = "both {states}" if whole == 2 else "all {all}"
        return say(both, states=_states(setting), all=states_of(setting))
    part = tell.none_or(fact, field, whole)
    return say("{part} of the {all}", part=part, all=states_of(setting))


def names(states: Iterable[State]) -> str:
    """List states by name, as a sentence says them, in alphabetical order."""
    ordered = sorted(states, key=lambda state: state.name)
    return format_list(state.said for state in ordered)


def before_colon(states: Sequence[State]) -> str:
    """Return the states as they stand before a colon, in the order given: one bare, or a list.

    "Philippines", but "The Philippines and Brunei": a list is read as a sentence.
    """
    if len(states) == 1:
        return states[0].name
    return sentence_case(format_list(state.said for state in states))


def names_or(states: Sequence[State], instead: Part) -> Text:
    """List states by name, or say what is given where there are more than a sentence bears."""
    return as_text(names(states) if len(states) <= MOST_NAMED else instead)


def names_or_share(setting: Setting, states: Sequence[State], fact: Fact, field: str) -> Text:
    """List states by name, or tell their number among those of the region."""
    return names_or(states, share(setting, fact, field))


def names_by_date(
    dated: Iterable[tuple[str, State]], instead: Callable[[Sequence[State]], Part] | None = None
) -> Text:
    """List states grouped by a date as precise as it is known, the earliest first.

    "Estonia and Latvia on 27 December 2025, and Finland in May 2026". ``instead`` writes a group
    that is too large to be named.
    """
    parts = []
    ordered = sorted(dated, key=lambda pair: (pair[0], pair[1].name))
    for written, pairs in groupby(ordered, key=lambda pair: pair[0]):
        group = [state for _, state in pairs]
        many = len(group) > MOST_NAMED and instead is not None
        who = as_text(instead(group)) if many and instead is not None else as_text(names(group))
        word = "on" if len(written) == 10 else "in"
        parts.append(say("{who} {word} {date}", who=who, word=word, date=format_date(written)))
    return listed(parts)


def _states(setting: Setting) -> Span:
    return Span(setting.region.states)
