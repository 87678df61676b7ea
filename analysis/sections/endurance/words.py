"""How long memberships last, in a sentence."""

from __future__ import annotations

import math

from analysis.blocks.model import Text, text
from analysis.language.english import format_list
from analysis.language.numbers import NO_BREAK_SPACE, format_percent, number_word
from analysis.sections.endurance.facts import Endurance
from analysis.sections.wave.facts import Wave
from analysis.subject.unanswered import Unanswered

#: How a membership ended, in the order of telling.
CAUSES = {
    "withdrawal": "by withdrawal",
    "revocation": "by revoked consent",
    "treaty": "with the treaty",
    "state": "with the state itself",
    "other": "otherwise",
}


def endurance_sentence(wave: Wave) -> Text:
    """Say which share of memberships lasts how long, in the region and worldwide."""
    here, world = wave.endurance, wave.endurance_worldwide
    if wave.situation.region.slug == "world":
        return text(_outlast("Of all memberships", world))
    if _never_ended(here) and _never_ended(world):
        return text("No membership has ended by withdrawal, in the region or elsewhere.")
    inside = _outlast("Of the memberships in the region", here)
    everywhere = _outlast("Worldwide," if inside else "Of all memberships worldwide", world)
    return text(" ".join(part for part in (inside, everywhere) if part))


def _never_ended(found: Endurance | Unanswered) -> bool:
    return not isinstance(found, Unanswered) and not found.curve.events and not found.incidence


def _outlast(whose: str, found: Endurance | Unanswered) -> str:
    """Say which share of memberships outlasts so many years, and how others ended."""
    if isinstance(found, Unanswered):
        return ""
    return f"{whose} {_share(found)}{_by_cause(found)}."


def _share(found: Endurance) -> str:
    kept, years = found.kept, found.years
    if not found.curve.events:
        return "none has ended by withdrawal"
    if kept.estimate == 1:
        later = number_word(found.curve.events)
        return f"none ended by withdrawal within {years} years, {later} did later"
    words = f"{format_percent(kept.estimate)} outlast {years} years without withdrawal"
    if math.isnan(kept.low):
        return f"{words} (Kaplan-Meier)"
    bounds = f"{format_percent(kept.low)} to {format_percent(kept.high)}"
    return f"{words} (Kaplan-Meier, 95{NO_BREAK_SPACE}% interval {bounds})"


def _by_cause(found: Endurance) -> str:
    if found.incidence is None:
        return ""
    shares = found.incidence.table.groupby("cause")["incidence"].last()
    parts = [
        f"{format_percent(float(shares[cause]))} ended {words}"
        for cause, words in CAUSES.items()
        if cause in shares.index
    ]
    return f"; in all, {format_list(parts)} (Aalen-Johansen)"
