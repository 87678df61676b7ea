"""How long memberships last: a sentence, and the words of the curves."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.blocks.caption import Caption
from analysis.blocks.model import Text, text
from analysis.blocks.telling import capital, listed, say, together
from analysis.language.numbers import NO_BREAK_SPACE, format_percent
from analysis.sections.endurance.facts import Endurance
from analysis.subject import telling as tell
from analysis.subject.setting import Setting
from analysis.subject.unanswered import Unanswered

#: How a membership ended, in the order of telling: the share of a fact, and the words.
CAUSES = {
    "withdrawn": "by withdrawal",
    "revoked": "by revoked consent",
    "with_treaty": "with the treaty",
    "with_state": "with the state itself",
    "otherwise": "otherwise",
}
#: The memberships of each group by its name; the region before the world.
Groups = Mapping[str, Endurance]
WORLD = "the world"

#: Shares of the axis may begin at one of these; the highest below all curves is taken.
_FLOORS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98)
#: Of fewer memberships than this no share stands in a title.
_FEW = 20


def endurance_sentence(
    setting: Setting, here: Endurance | Unanswered, world: Endurance | Unanswered
) -> Text:
    """Say which share of memberships lasts how long, in the region and worldwide."""
    if setting.worldwide:
        return _outlast("Of all {memberships}", world)
    if _never_ended(here) and _never_ended(world):
        return text("No membership has ended by withdrawal, in the region or elsewhere.")
    inside = _outlast("Of the {memberships} in the region", here)
    few = isinstance(world, Endurance) and world.memberships < _FEW
    whose = "Worldwide," if inside and not few else "Of all {memberships} worldwide"
    return together([inside, _outlast(whose, world)])


def _never_ended(found: Endurance | Unanswered) -> bool:
    return isinstance(found, Endurance) and not found.withdrawals and not found.other_ends


def _outlast(whose: str, found: Endurance | Unanswered) -> Text:
    """Say which share of memberships outlasts so many years, and how others ended."""
    if isinstance(found, Unanswered):
        return ()
    if found.memberships == 1:
        ended = "has" if found.withdrawals else "has not"
        return say("The one membership in the region {ended} ended by withdrawal.", ended=ended)
    # A share of few stands with their number.
    few = found.memberships < _FEW
    number = tell.counted(found, "memberships", "membership") if few else "memberships"
    whole = say(whose, memberships=number)
    return say("{whole} {kept}{ends}.", whole=whole, kept=_kept(found), ends=_by_cause(found))


def _kept(found: Endurance) -> Text:
    years = tell.number(found, "years")
    if not found.withdrawals:
        return text("none has ended by withdrawal")
    if found.kept == 1:
        return say(
            "none ended by withdrawal within {years} years, {later} did later",
            years=years,
            later=tell.count(found, "withdrawals"),
        )
    return say(
        "{kept} outlast {years} years without withdrawal (Kaplan-Meier{interval})",
        kept=tell.percent(found, "kept"),
        years=years,
        interval=_interval(found, f", 95{NO_BREAK_SPACE}% interval {{low}} to {{high}}"),
    )


def _interval(found: Endurance, template: str) -> Text:
    """Fill the interval of the share still bound into its places, if it has one."""
    if found.kept_low is None:
        return ()
    low, high = tell.percent(found, "kept_low"), tell.percent(found, "kept_high")
    return say(template, low=low, high=high)


def _by_cause(found: Endurance) -> Text:
    if not found.other_ends:
        return ()
    parts = [
        say("{share} ended {how}", share=tell.percent(found, cause), how=how)
        for cause, how in CAUSES.items()
        if getattr(found, cause)
    ]
    return say("; in all, {parts} (Aalen-Johansen)", parts=listed(parts))


def endurance_caption(setting: Setting, groups: Groups) -> Caption:
    """Say what the curves show: withdrawals among memberships, or the shares still bound."""
    treaty, day = setting.treaty.noun, tell.day(setting, "day")
    floor = scale_floor(groups)
    subtitle = say(
        "Share of memberships of the {treaty} that had not ended in withdrawal, by years since"
        " entry into force (Kaplan-Meier), as of {day}{scale}",
        treaty=treaty,
        day=day,
        scale=f"; scale from {format_percent(floor)}" if floor else "",
    )
    what = say("Step curves of the share still in the {treaty}, as of {on}.", treaty=treaty, on=day)
    told = (_told(name, found) for name, found in groups.items())
    return Caption(capital(_finding(setting, groups)), subtitle, together([what, *told]))


def groups_of(
    setting: Setting, here: Endurance | Unanswered, world: Endurance | Unanswered
) -> Groups:
    """Return those groups that could be followed, by name."""
    found = {WORLD if setting.worldwide else setting.region.name: here, WORLD: world}
    return {name: one for name, one in found.items() if isinstance(one, Endurance)}


def scale_floor(groups: Groups) -> float:
    """Return where the scale of shares begins."""
    lowest = min(found.lowest for found in groups.values())
    return max(floor for floor in _FLOORS if floor <= lowest or not floor)


def _finding(setting: Setting, groups: Groups) -> Text:
    treaty, found = setting.treaty.noun, list(groups.values())
    few = min(one.memberships for one in found) < _FEW
    # Shares after unequal times do not compare, and all of them is no news.
    if few or len({one.years for one in found}) > 1 or all(one.kept == 1 for one in found):
        counts = listed(_count(_whose(setting, name), one) for name, one in groups.items())
        return say("withdrawals from the {treaty}: {counts}", treaty=treaty, counts=counts)
    return say(
        "still in the {treaty} after {years} years: {shares}",
        treaty=treaty,
        years=tell.number(found[0], "years"),
        shares=listed(_share(_whose(setting, name), one) for name, one in groups.items()),
    )


def _whose(setting: Setting, name: str) -> str:
    return "worldwide" if name == WORLD else f"of {setting.region.states}"


def _count(whose: str, found: Endurance) -> Text:
    if found.memberships == 1:
        ended = "" if found.withdrawals else "none in "
        return say("{ended}the one membership {whose}", ended=ended, whose=whose)
    return say(
        "{ended} in {all} {whose}",
        ended=tell.none_or(found, "withdrawals"),
        all=tell.counted(found, "memberships", "membership"),
        whose=whose,
    )


def _share(whose: str, found: Endurance) -> Text:
    share = tell.percent(found, "kept")
    return say("{share} of memberships {whose}", share=share, whose=whose)


def _told(name: str, found: Endurance) -> Text:
    return say(
        "{name}: {share} after {years} years{interval}; {ended} in {all}.",
        name=capital(name),
        share=tell.percent(found, "kept"),
        years=tell.number(found, "years"),
        interval=_interval(found, " (interval {low} to {high})"),
        ended=tell.counted(found, "withdrawals", "withdrawal"),
        all=tell.counted(found, "memberships", "membership"),
    )
