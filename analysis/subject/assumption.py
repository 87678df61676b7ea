"""What a scenario assumes, in one sentence that goes wherever its numbers go."""

from __future__ import annotations

from datetime import date

from analysis.language.days import format_day
from analysis.language.english import format_list
from analysis.subject.setting import Setting

#: The word that marks what has not happened, and the mark behind a name or a title.
HYPOTHETICAL = "Hypothetical"
MARK = " (hypothetical)"


def assumption(setting: Setting) -> str:
    """Say what a scenario assumes; empty where nothing is assumed.

    "notice of withdrawal is given by Norway on 1 September 2026".
    """
    notices = [f"{state.said} on {format_day(day)}" for state, day in setting.assumed]
    return f"notice of withdrawal is given by {format_list(notices)}" if notices else ""


def day_moved(setting: Setting, own: date) -> str:
    """Say that a scenario stands on the day of its last notice, and on which it would else.

    ``own`` is the day on which the question stands as recorded. Empty where that is not earlier,
    and for another day, which somebody has named.
    """
    last = max((day for _, day in setting.assumed), default=None)
    if last != setting.day or own >= setting.day:
        return ""
    return (
        f"{HYPOTHETICAL}: the day is {format_day(setting.day)}, that of the last notice assumed;"
        f" without it the briefing stands on {format_day(own)}, up to which events are known."
    )
