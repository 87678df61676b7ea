"""The line under a figure: the sources, what was computed, the as-of day."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text
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
        day=tell.day(setting, "day"),
    )
