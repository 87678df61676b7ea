"""Two rates against each other, in sentences; and what a test carries, by states and decisions."""

from __future__ import annotations

from analysis.blocks.model import Span, Text, text
from analysis.blocks.telling import Part, say
from analysis.sections.wave.facts import ByBorder, Contrast, Crowding, Joined, Wave
from analysis.subject import telling as tell
from analysis.subject.setting import Setting
from analysis.subject.unanswered import SIGNIFICANT

Tested = Contrast | ByBorder | Crowding | Joined

POOR = "chance alone is a poor explanation"
DOUBTFUL = "by decisions, chance remains a possible explanation"
FAIR = "chance alone could bring this about"
ALONE = "one decision carries no test"


def change_sentence(setting: Setting, wave: Wave) -> Text:
    """Tell the primary test: exits since the day against before; empty where it was not made."""
    found = wave.change
    if not isinstance(found, Contrast):
        return ()
    where = "" if setting.worldwide else " from the region"
    return say(
        "Primary test: {when} {exits} left{where} in {years}, {before} in {years_before}"
        " before ({p}): {verdict}.",
        when=_when(found),
        exits=_left(found),
        where=where,
        years=tell.party_years(found, "party_years"),
        before=tell.none_or(found, "other_exits"),
        years_before=tell.party_years(found, "other_years"),
        p=p_values(found),
        verdict=verdict_on(found),
    )


def against_rest_sentence(wave: Wave) -> Text:
    """Say whether the region differs from the rest of the world; empty where no test carries it."""
    found = wave.against_rest
    if not isinstance(found, Contrast) or found.decided < 2:
        return ()
    return say(
        "Exploratory: {when} {exits} left from the region in {years}, {others} elsewhere in"
        " {other_years} ({p}): {verdict}.",
        when=_when(found),
        exits=_left(found),
        years=tell.party_years(found, "party_years"),
        others=tell.none_or(found, "other_exits"),
        other_years=tell.party_years(found, "other_years"),
        p=p_values(found),
        verdict=verdict_on(found),
    )


def _when(found: Contrast) -> Text:
    """Say from which day on, and up to which the treaty is known where that is not the day."""
    known = tell.day(found, "until") if found.until else ()
    if found.since is None:
        return say("up to {known}", known=known) if known else text("so far")
    since = tell.day(found, "since")
    return (
        say("from {since} to {known}", since=since, known=known)
        if known
        else say("since {since}", since=since)
    )


def _left(found: Contrast) -> Span:
    return tell.counted(found, "exits", "state")


def p_values(found: Tested, test: str = "") -> Text:
    """Write the p-value by states and the one by decisions, with how many of both there are."""
    error, once_error = errors(found)
    p = tell.p_value(found, "p_value", error)
    named: Part = say("{test}, {p}", test=test, p=p) if test else p
    if found.decided == found.moved:
        each = "as many decisions" if found.moved > 1 else "one decision"
        return say("{named}; {states}, {each}", named=named, states=moved(found), each=each)
    return say(
        "{named} by {states}, {once} by {decisions}",
        named=named,
        states=moved(found),
        once=tell.p_value(found, "once_p_value", once_error)
        if found.once_p_value is not None
        else "no test",
        decisions=decided(found),
    )


def moved(found: Tested) -> Span:
    """Write how many states moved, or how many notices were given."""
    return tell.counted(found, "moved", "notice" if isinstance(found, Crowding) else "state")


def decided(found: Tested) -> Span:
    """Write how many decisions these are."""
    return tell.counted(found, "decided", "decision")


def errors(found: Tested) -> tuple[float, float]:
    """Return the Monte-Carlo errors of both p-values, 0 where they are exact."""
    if isinstance(found, Crowding | Joined):
        return found.p_error, found.once_p_error
    return 0.0, 0.0


def verdict_on(found: Tested) -> str:
    """Say what a test carries."""
    once = 1.0 if found.once_p_value is None else found.once_p_value
    return verdict(found.p_value, once, found.decided)


def verdict(p_value: float, once: float, decisions: int) -> str:
    """Say what two p-values carry: by states, and by so many decisions."""
    if decisions < 2:
        return ALONE
    if p_value >= SIGNIFICANT:
        return FAIR
    return POOR if once < SIGNIFICANT else DOUBTFUL
