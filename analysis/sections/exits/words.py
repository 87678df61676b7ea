"""What the captions share, and the words of the exit timeline: findings that are computed.

A caption takes the frames that its figure draws, so that words and picture cannot differ.
Everywhere ``treaty`` is the noun of a treaty ("mine ban") and ``region`` the words for a
region's states that follow a number ("NATO states").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from analysis.drawing.style import Caption
from analysis.language.days import format_date, format_day, format_period
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import agree, counted, format_votes, number_word, plural
from analysis.sections.exits.lanes import (
    STEPS,
    dated,
    order_exits,
    outcomes,
    without_notice,
)
from analysis.store.loading import rows_of
from analysis.terms.days import plain_day
from analysis.terms.statuses import TERMS, Status

#: Name and status of the states of a region that are not on their way out.
Staying = Sequence[tuple[str, Status]]

#: More names than this are counted instead.
NAMED = 12
#: More states than these without a step are counted in one line instead of listed.
_LISTED = 6
_STATUS_NOUNS: dict[Status, tuple[str, str]] = {
    "none": ("not a party", "not parties"),
    "signatory": ("signatory", "signatories"),
    "contracting": ("contracting", "contracting"),
    "party": ("party", "parties"),
    "withdrawing": ("withdrawing", "withdrawing"),
    "suspended": ("suspended", "suspended"),
    "withdrawn": ("withdrawn", "withdrawn"),
}
_STEP_PHRASES = {
    "announced": "announced",
    "recommended": "recommended",
    "government_approved": "government approved",
    "parliament_approved": "parliament approved",
    "promulgated": "promulgated",
    "notified": "notice",
}


def share(count: int, total: int, states: str = "states") -> str:
    """Write a part of a region's states.

    >>> share(5, 6, "NATO states"), share(0, 6), share(6, 6), share(2, 2)
    ('five of six NATO states', 'none of six states', 'all six states', 'both states')
    >>> share(0, 1), share(1, 1)
    ('no state', 'the one state concerned')
    """
    if total < 2:
        return "the one state concerned" if count else "no state"
    if count == total:
        return f"both {states}" if total == 2 else f"all {number_word(total)} {states}"
    part = number_word(count) if count else "none"
    return f"{part} of {number_word(total)} {states}"


def quiet_lines(staying: Staying) -> list[tuple[str, str, Status]]:
    """Return a line for each state that stays: name, words, status; many become one line.

    >>> quiet_lines([("Norway", "party")])
    [('Norway', 'party, no step', 'party')]
    """
    if len(staying) <= _LISTED:
        return [(name, f"{TERMS[at].word}, no step", at) for name, at in staying]
    counts = Counter(at for _, at in staying).most_common()
    words = format_list(f"{count} {plural(count, *_STATUS_NOUNS[at])}" for at, count in counts)
    return [(f"{len(staying)} more states", f"{words}; no step", counts[0][0])]


def name_or_count(names: Sequence[str]) -> str:
    """Name states, or count them where there are many."""
    return format_list(names) if len(names) <= NAMED else counted(len(names), "state")


def caption_exit_timeline(
    pipeline: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    staying: Staying = (),
    region: str = "states",
) -> Caption:
    """Say what the exit timeline shows: how far the furthest have come, out of how many."""
    as_of = plain_day(as_of)
    pipeline = dated(pipeline)
    days = [day.date() for column in (*STEPS, "notified") for day in pipeline[column].dropna()]
    period = format_period(min([*days, as_of]), as_of)
    lead = f"Timeline of the steps towards leaving the {treaty} as of {format_day(as_of)}."
    exits = [_tell_exit(row, as_of) for row in rows_of(order_exits(pipeline))]
    stays = [f"{name}: {words}." for name, words, _ in quiet_lines(staying)]
    return Caption(
        title=sentence_case(_finding(pipeline, as_of, treaty, len(staying), region)),
        subtitle=f"Steps towards leaving, notice and day of effect by state, {period}",
        alt=" ".join([lead, *exits, *stays]),
    )


def _finding(pipeline: pd.DataFrame, as_of: date, treaty: str, staying: int, region: str) -> str:
    """State the furthest that anybody has come: effect, notice, vote, or an earlier step."""
    total = len(pipeline) + staying
    at = Counter(status for _, status in outcomes(pipeline, as_of))
    out, running = at["withdrawn"], at["withdrawing"]
    if out:
        finding = f"{_have(out, total, region)} withdrawn from the {treaty}"
        notices = f"{counted(running, 'notice')} {agree(running, 'is', 'are')} running"
        return f"{finding}; {notices}" if running else finding
    if running:
        given = f"{_have(running, total, region)} given notice of leaving the {treaty}"
        return given + _due(pipeline["effect"].dropna())
    none = f"{share(0, total, region)} has given notice"
    gone = list(pipeline[without_notice(pipeline) != ""]["name"])
    if gone:
        verb = agree(len(gone), "has", "have")
        return f"{name_or_count(gone)} {verb} stepped back from the {treaty}; {none}"
    voted = list(order_exits(pipeline[pipeline["parliament_approved"].notna()])["name"])
    if voted:
        return f"{_voters(voted)} voted to leave the {treaty}; {none}"
    if len(pipeline) == 0:
        return f"{share(0, total, region)} has taken a step towards leaving the {treaty}"
    steps = f"{_have(len(pipeline), total, region)} taken steps towards leaving the {treaty}"
    return f"{steps}; none has given notice"


def _have(count: int, total: int, region: str) -> str:
    return f"{share(count, total, region)} {agree(count, 'has', 'have')}"


def _voters(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"the parliament of {names[0]} has"
    if len(names) <= 3:
        return f"the parliaments of {format_list(names)} have"
    return f"{number_word(len(names))} parliaments have"


def _due(effects: pd.Series[pd.Timestamp]) -> str:
    """Say when the exits are due, or only the first ones if they are due on several days."""
    if effects.empty:
        return ""
    first = int((effects == effects.min()).sum())
    exits = "the exit is" if len(effects) == 1 else "the exits are"
    if first < len(effects):
        exits = "the first exit is" if first == 1 else f"the first {number_word(first)} exits are"
    return f"; {exits} due on {format_day(effects.min())}"


def _tell_exit(row: Any, as_of: date) -> str:
    """Tell one exit in one sentence."""
    told = []
    for column, phrase in _STEP_PHRASES.items():
        day = getattr(row, column)
        if not pd.isna(day):
            voted = column == "parliament_approved" and isinstance(row.vote, str) and row.vote
            votes = f" ({format_votes(row.vote)})" if voted else ""
            told.append(f"{phrase} {format_date(getattr(row, f'{column}_date'))}{votes}")
    if pd.isna(row.notified):
        done = getattr(row, "effective", "")
        told.append(f"in effect {format_date(done)}" if done else "no notice yet")
    elif pd.isna(row.effect):
        told.append("day of effect open")
    else:
        word = "in effect" if row.effect.date() <= as_of else "due"
        told.append(f"{word} {format_day(row.effect)}")
    return f"{row.name}: {', '.join(told)}."
