"""How often and how fast in two sentences, and the caption of the strip of withdrawals."""

from __future__ import annotations

from analysis.blocks.caption import Caption
from analysis.blocks.model import Text, text
from analysis.blocks.telling import Part, capital, say, together
from analysis.language.days import format_day
from analysis.language.numbers import agree, plural
from analysis.sections.rates.facts_pace import Pace
from analysis.subject import telling as tell
from analysis.subject.naming import MOST_NAMED
from analysis.subject.setting import Setting


def pace_caption(setting: Setting, pace: Pace) -> Caption:
    """Say how many withdrawals there have been, how many of the region’s, and in how long."""
    noun = setting.treaty.noun
    title = say(
        "{count} from the {treaty} {have} taken effect{inside}{when}",
        count=tell.counted(pace, "count", "withdrawal"),
        treaty=noun,
        have=agree(pace.count, "has", "have"),
        inside=_inside(setting, pace),
        when=_when(pace),
    )
    return Caption(
        title=capital(title),
        subtitle=say(
            "Days of effect of withdrawals from the {treaty}, {begun} to {day}",
            treaty=noun,
            begun=tell.day(pace, "begun"),
            day=tell.day(pace, "day"),
        ),
        alt=together([capital(say("{title}.", title=title)), *_listed(pace)]),
    )


def _inside(setting: Setting, pace: Pace) -> Text:
    """Say how many of them were the region’s; nothing of the world, or of one alone."""
    if setting.worldwide:
        return ()
    if pace.count == 1:
        return text(", by a state of the region" if pace.inside else ", outside the region")
    part: Part = tell.none_or(pace, "inside", pace.count)
    if pace.inside == pace.count:
        part = "both" if pace.count == 2 else "all"
    return say(", {part} of them by states of the region", part=part)


def _when(pace: Pace) -> Text:
    if pace.first == pace.last:
        return say(", on {day}", day=tell.day(pace, "first"))
    return say(
        ", within {span} from {first} on",
        span=tell.span(pace, "within"),
        first=tell.day(pace, "first"),
    )


def _listed(pace: Pace) -> list[Text]:
    """Name the withdrawals with their days, where they are few."""
    if pace.count > 2 * MOST_NAMED:
        return []
    told = (f"{row.state.name} on {format_day(row.day)}" for row in pace.rows)
    return [text(f"{plural(pace.count, 'Dot', 'Dots')}: {'; '.join(told)}.")]
