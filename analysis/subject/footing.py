"""The line under a figure: the sources, what was computed, the as-of day."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.blocks.telling import say
from analysis.subject import telling as tell
from analysis.subject.setting import Setting


def source_line(setting: Setting, cite: Citations, events: Iterable[str] = ()) -> Text:
    """Return the line under a figure: the depositary, the events drawn, the as-of day.

    ``events`` are the keys of the acts that the figure shows; of each its first source is named.
    """
    own = setting.treaty
    numbers = {*cite.sources(own.sources, most=1), *cite.events(events, most=1)}
    computed = own.withdrawal_period and f"; days of effect computed from {own.withdrawal_article}"
    return say(
        "Sources {numbers}{computed}. As of {day}.",
        numbers=Span("", cite=tuple(sorted(numbers))),
        computed=computed,
        day=as_of_words(setting),
    )


def as_of_words(setting: Setting) -> Text:
    """Write the as-of day, and beside it the last day of which anything is known if it is earlier.

    "16 April 2025"; "1 January 2030, as scheduled on 22 August 2026"; "1 January 2025, known up to
    10 July 2018".
    """
    day = tell.day(setting, "day")
    if setting.ahead:
        vintage = tell.day(setting, "vintage")
        return say("{day}, as scheduled on {vintage}", day=day, vintage=vintage)
    if setting.late:
        known = tell.day(setting.treaty, "observed_to")
        return say("{day}, known up to {known}", day=day, known=known)
    return text(day)
