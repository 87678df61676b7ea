"""Memberships and their ends in words: the counts and the days of withdrawal, and the curves."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.blocks.caption import Caption
from analysis.blocks.model import Text, text
from analysis.blocks.telling import capital, listed, say, together
from analysis.language.numbers import format_percent
from analysis.sections.endurance.facts import Endurance
from analysis.subject import telling as tell
from analysis.subject.setting import Setting
from analysis.subject.unanswered import Unanswered

#: How a membership ended other than by withdrawal: the count of a fact, and the words.
OTHER_ENDS = {
    "revoked": "by revoked consent",
    "with_treaty": "with the treaty",
    "succeeded": "by passing to a successor",
    "with_state": "with the state itself",
    "otherwise": "otherwise",
}
#: The memberships of each group by its name; the region before the world.
Groups = Mapping[str, Endurance]
WORLD = "the world"

#: Shares of the axis may begin at one of these; the highest below all curves is taken.
_FLOORS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98)


def groups_of(
    setting: Setting, here: Endurance | Unanswered, world: Endurance | Unanswered
) -> Groups:
    """Return the group and the world, by name; nothing where nobody of the group has withdrawn."""
    if not isinstance(here, Endurance) or not here.withdrawals:
        return {}
    found = {WORLD if setting.worldwide else setting.region.name: here, WORLD: world}
    return {name: one for name, one in found.items() if isinstance(one, Endurance)}


def scale_floor(groups: Groups) -> float:
    """Return where the scale of shares begins."""
    lowest = min(found.lowest for found in groups.values())
    return max(floor for floor in _FLOORS if floor <= lowest or not floor)


def endurance_caption(setting: Setting, groups: Groups) -> Caption:
    """Say how many memberships have ended by withdrawal, and within how many days."""
    treaty, main = setting.treaty.noun, next(iter(groups.values()))
    floor, until = scale_floor(groups), tell.day(main, "until")
    subtitle = say(
        "Share of memberships of the {treaty} not ended by withdrawal, by calendar time"
        " (Kaplan-Meier), {begun} to {until}{scale}",
        treaty=treaty,
        begun=tell.day(min(groups.values(), key=lambda one: one.begun), "begun"),
        until=until,
        scale=f"; scale from {format_percent(floor)}" if floor else "",
    )
    what = say(
        "Step curves of the share still in the {treaty}, by day up to {until}.",
        treaty=treaty,
        until=until,
    )
    told = (_told(name, found) for name, found in groups.items())
    counts = listed(_count(_whose(setting, name), one) for name, one in groups.items())
    title = say(
        "withdrawals from the {treaty}: {counts}{within}",
        treaty=treaty,
        counts=counts,
        within=_within(groups),
    )
    return Caption(capital(title), subtitle, together([what, *told]))


def _within(groups: Groups) -> Text:
    """Say in how many days all withdrawals took effect; empty for one alone."""
    widest = max(groups.values(), key=lambda one: one.within)
    if widest.withdrawals < 2:
        return ()
    if widest.within == 1:
        return text(", all on one day")
    return say(", all within {span}", span=tell.span(widest, "within"))


def _whose(setting: Setting, name: str) -> str:
    return "worldwide" if name == WORLD else f"of {setting.region.states}"


def _count(whose: str, found: Endurance) -> Text:
    if found.memberships == 1:
        return say("the one membership {whose}", whose=whose)
    return say(
        "{ended} in {all} {whose}",
        ended=tell.none_or(found, "withdrawals"),
        all=tell.counted(found, "memberships", "membership"),
        whose=whose,
    )


def _told(name: str, found: Endurance) -> Text:
    when = say("on {last}", last=tell.day(found, "last"))
    if found.first != found.last:
        when = say(
            "from {first} to {last}", first=tell.day(found, "first"), last=tell.day(found, "last")
        )
    return say(
        "{name}: {ended} in {all}, {when}{others}.",
        name=capital(name),
        ended=tell.counted(found, "withdrawals", "withdrawal"),
        all=tell.counted(found, "memberships", "membership"),
        when=when,
        others=_others(found),
    )


def _others(found: Endurance) -> Text:
    """Say how many memberships ended otherwise; empty if none did."""
    parts = [
        say("{ended} {how}", ended=tell.count(found, cause), how=how)
        for cause, how in OTHER_ENDS.items()
        if getattr(found, cause)
    ]
    return say("; others ended: {parts}", parts=listed(parts)) if parts else ()
