"""Two rates against each other, in sentences: before and after a day, here and elsewhere."""

from __future__ import annotations

import math

from analysis.blocks.model import Text, text
from analysis.blocks.telling import Part, say
from analysis.language.numbers import NO_BREAK_SPACE
from analysis.sections.wave.facts import Contrast, Wave
from analysis.subject import telling as tell
from analysis.subject.setting import Setting
from analysis.subject.unanswered import SIGNIFICANT, Unanswered

POOR = "chance alone is a poor explanation"
DOUBTFUL = "with same-day notices counted once, chance remains a possible explanation"
FAIR = "chance alone could bring this about"


def change_sentence(setting: Setting, wave: Wave) -> Text:
    """Say whether exits became more frequent from the day on; empty before that day."""
    found, day = wave.change, tell.day(wave, "since")
    where = "worldwide" if setting.worldwide else "from the region"
    if found is None:
        return ()
    if isinstance(found, Unanswered):
        return say(
            "Whether exits {where} became more or less frequent from {day} on cannot be tested:"
            " {reason}.",
            where=where,
            day=day,
            reason=found.reason,
        )
    if found.p_value >= SIGNIFICANT:
        return say(
            "The numbers do not show that exits {where} became more or less frequent from {day} on:"
            " {exits} in {years} since, {before} in {years_before} before ({p}).",
            where=where,
            day=day,
            exits=tell.none_or(found, "exits"),
            years=tell.party_years(found, "party_years"),
            before=tell.none_or(found, "other_exits"),
            years_before=tell.party_years(found, "other_years"),
            p=tell.p_value(found, "p_value"),
        )
    return say(
        "Exits {where} have been {times} as frequent since {day} as before {bounds}{once}.",
        where=where,
        times=_times(found),
        day=day,
        bounds=_bounds(found),
        once=_once(found),
    )


def against_rest_sentence(wave: Wave) -> Text:
    """Say whether the region differs from the rest of the world; empty for the world itself."""
    found = wave.against_rest
    # What leaves both questions open is said once.
    if found is None or (isinstance(found, Unanswered) and found == wave.change):
        return ()
    if isinstance(found, Unanswered):
        return say(
            "The region cannot be compared with the rest of the world: {reason}.",
            reason=found.reason,
        )
    when: Part = say("since {day}", day=tell.day(found, "since")) if found.since else "so far"
    if found.p_value >= SIGNIFICANT:
        return say(
            "The numbers do not show that the region differs from the rest of the world: {exits} in"
            " {years} {when}, {others} in {other_years} elsewhere ({p}).",
            exits=tell.none_or(found, "exits"),
            years=tell.party_years(found, "party_years"),
            when=when,
            others=tell.none_or(found, "other_exits"),
            other_years=tell.party_years(found, "other_years"),
            p=tell.p_value(found, "p_value"),
        )
    return say(
        "Exits from the region have been {times} as frequent {when} as in the rest of the world"
        " {bounds}{once}.",
        times=_times(found),
        when=when,
        bounds=_bounds(found),
        once=_once(found),
    )


def _times(found: Contrast, which: str = "") -> Text:
    """Tell a ratio; where one side has no exit, only the end of its interval that exists."""
    if math.isinf(found.estimate):
        return say("at least {low} times", low=tell.figure(found, f"{which}low"))
    if found.estimate == 0:
        return say("at most {high} times", high=tell.figure(found, f"{which}high"))
    return say("{ratio} times", ratio=tell.figure(found, f"{which}estimate"))


def _bounds(found: Contrast) -> Text:
    return say(
        f"(95{NO_BREAK_SPACE}% interval {{low}} to {{high}}, {{p}})",
        low=tell.figure(found, "low"),
        high=tell.figure(found, "high"),
        p=tell.p_value(found, "p_value"),
    )


def _once(found: Contrast) -> Text:
    """Say what is left of a ratio with same-day notices counted once."""
    p = tell.p_value(found, "once_p_value")
    if found.exits + found.other_exits == 1:
        return text("; this rests on one exit")
    if not found.same_day:
        return text(f": {POOR}")
    if found.once_p_value >= SIGNIFICANT:
        return say("; {doubtful} ({p})", doubtful=DOUBTFUL, p=p)
    return say(
        "; with same-day notices counted once, {times} ({p})", times=_times(found, "once_"), p=p
    )


def verdict(p_value: float, once: float) -> str:
    """Say what two p-values carry: by states, and with same-day notices counted once."""
    if p_value >= SIGNIFICANT:
        return FAIR
    return POOR if once < SIGNIFICANT else DOUBTFUL
