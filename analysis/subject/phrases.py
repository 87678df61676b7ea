"""How sentences of an assessment name states, and what they say of decisions taken together."""

from __future__ import annotations

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.language.days import format_day
from analysis.language.english import format_list, sentence_case, with_article
from analysis.language.numbers import counted, number_word
from analysis.measures.decisions import shared_days
from analysis.subject.situation import Situation

#: So many states and fewer are named.
MOST_NAMED = 6


def never_in_force(situation: Situation) -> str:
    """Say that a treaty has bound nobody by the day."""
    day, noun = format_day(situation.day), situation.treaty["noun"]
    return f"By {day} the {noun} had not been in force for any state"


def names_of(situation: Situation, states: pd.Series) -> str:
    """List states by name, or count them when there are more than a sentence bears."""
    if len(states) > MOST_NAMED:
        return counted(len(states), "state")
    return format_list(with_article(name) for name in sorted(states.map(situation.names)))


def shared_decisions(situation: Situation, acts: pd.DataFrame, cite: Citations) -> Text:
    """Say who gave notice on the same day: one decision; empty if nobody did."""
    groups = shared_days(acts)
    if not groups:
        return ()
    parts = [
        f"{names_of(situation, own['state'])} on {format_day(own['decided'].iloc[0])}"
        for own in groups
    ]
    size = number_word(len(groups[0]))
    tail = f"which is one decision, not {size}" if len(groups) == 1 else "one decision each day"
    together = pd.concat(groups)
    verb = "gave notice" if together["notified"].notna().all() else "left"
    keys = [key for key in together["event"] if key]
    words = f"On the same day {verb} {format_list(parts)}, {tail}"
    if len(groups) == 1:
        names, day = parts[0].rsplit(" on ", 1)
        words = f"{sentence_case(names)} {verb} on one day, {day}, {tail}"
    return text(words, Span("", cite=cite.events(keys, most=1)))
