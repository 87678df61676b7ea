"""What a scenario assumes, in one sentence that goes wherever its numbers go."""

from __future__ import annotations

from analysis.language.days import format_day
from analysis.language.english import format_list
from analysis.subject.setting import Setting

#: The word that marks what has not happened.
HYPOTHETICAL = "Hypothetical"
_MARK = " (hypothetical)"


def assumption(setting: Setting) -> str:
    """Say what a scenario assumes; empty where nothing is assumed.

    "notice of withdrawal by Norway on 1 September 2026".
    """
    notices = [
        f"{state.name.removesuffix(_MARK)} on {format_day(day)}" for state, day in setting.assumed
    ]
    return f"notice of withdrawal is given by {format_list(notices)}" if notices else ""
