"""The words of the participation figure: its finding, what is plotted, what it shows."""

from __future__ import annotations

from analysis.blocks.caption import Caption
from analysis.blocks.model import Text
from analysis.blocks.telling import capital, first_that_fits, given, say, together
from analysis.language.days import format_day
from analysis.language.numbers import agree, counted, plural
from analysis.sections.participation.facts import Participation
from analysis.sections.standing.facts import Standing
from analysis.subject import telling as tell
from analysis.subject.missing import suspended_beside
from analysis.subject.naming import names, part_of
from analysis.subject.setting import Setting


def participation_caption(
    setting: Setting, world: Participation, own: Participation | None, standing: Standing
) -> Caption:
    """Say what the figure shows: the number of parties against its peak.

    ``own`` is the region's, where it has a panel of its own; ``standing`` that of all states.
    Of a treaty that never bound a state the contracting States are told.
    """
    subtitle = say(
        "Number of {those} to the {treaty}, {begun} to {day}{among}",
        those=_those(world),
        treaty=setting.treaty.noun,
        begun=tell.day(world, "begun"),
        day=tell.day(world, "day"),
        among=f"; worldwide and among {setting.region.states}" if own else "",
    )
    rest = [_end_told(setting), _suspended_told(standing)]
    rest += [_region_told(setting, world, own), _ahead_told(world)]
    alts = [
        together(given(_lines_told(setting, world), *exits, *rest))
        for exits in (_exits_told(world), _exits_counted(world))
    ]
    return Caption(capital(_title(setting, world, standing)), subtitle, first_that_fits(*alts))


def _those(world: Participation) -> str:
    return "parties" if world.peak else "contracting States"


def _title(setting: Setting, world: Participation, standing: Standing) -> Text:
    if setting.treaty.ended is not None:
        return say(
            "the {treaty} ended on {ended}; at its peak it bound {peak}",
            treaty=setting.treaty.noun,
            ended=tell.day(setting.treaty, "ended"),
            peak=tell.counted(world, "peak", "state"),
        )
    return say(
        "{states} {are} party to the {treaty}{against}",
        states=tell.counted(world, "now", "state"),
        are=agree(world.now, "is", "are"),
        treaty=setting.treaty.noun,
        against=_against_peak(world, standing),
    )


def _against_peak(world: Participation, standing: Standing) -> Text:
    if not world.peak:
        return say(
            "; {consented} {have} consented to be bound",
            consented=tell.count(world, "contracting"),
            have=agree(world.contracting, "has", "have"),
        )
    suspended = _suspended(standing)
    if not world.fallen:
        if not suspended:
            return say(", the most so far")
        return say(", though {them}", them=suspended)
    return say(
        ", {fallen} fewer than at the peak of {peak}{suspended}",
        fallen=tell.count(world, "fallen"),
        peak=tell.count(world, "peak"),
        suspended=say("; {them}", them=suspended) if suspended else "",
    )


def _suspended(standing: Standing) -> Text:
    """Say how many have suspended it, and of how many that is documented without a day."""
    if not standing.not_operating:
        return suspended_beside(standing, before="")
    return say(
        "{suspended} {have} suspended it{documented}",
        suspended=tell.count(standing, "not_operating"),
        have=agree(standing.not_operating, "has", "have"),
        documented=suspended_beside(standing, before=", and "),
    )


def _lines_told(setting: Setting, world: Participation) -> Text:
    return say(
        "Step lines of the number of {those} to the {treaty} from {begun}: {now} on {day}{peak}.",
        those=_those(world),
        treaty=setting.treaty.noun,
        begun=tell.day(world, "begun"),
        now=tell.number(world, "now" if world.peak else "contracting"),
        day=tell.day(world, "day"),
        peak=say(", at most {peak}", peak=tell.number(world, "peak")) if world.peak else "",
    )


def _exits_told(world: Participation) -> list[Text]:
    return [
        say(
            "{withdrawals} of {states} took effect on {day}.",
            withdrawals=plural(len(gone.states), "The withdrawal", "The withdrawals"),
            states=names(gone.states),
            day=format_day(gone.day),
        )
        for gone in world.exits
    ]


def _exits_counted(world: Participation) -> list[Text]:
    """Count the withdrawals where their days would make a long list."""
    if not world.exits:
        return []
    gone = sum(len(one.states) for one in world.exits)
    return [
        say(
            "{gone} took effect, the last on {day}.",
            gone=capital(counted(gone, "withdrawal")),
            day=format_day(world.exits[-1].day),
        )
    ]


def _end_told(setting: Setting) -> Text:
    if setting.treaty.ended is None:
        return ()
    return say("The treaty ended on {ended}.", ended=tell.day(setting.treaty, "ended"))


def _suspended_told(standing: Standing) -> Text:
    suspended = _suspended(standing)
    return capital(say("{them}.", them=suspended)) if suspended else ()


def _ahead_told(world: Participation) -> Text:
    """Say how many parties are left when all that is scheduled has come."""
    if not world.ahead:
        return ()
    return say(
        "By what is scheduled, {left} from {day} on.",
        left=tell.counted(world, "left", "party", "parties"),
        day=tell.day(world, "left_from"),
    )


def _region_told(setting: Setting, world: Participation, own: Participation | None) -> Text:
    if own is None:
        return ()
    field = "now" if world.peak else "contracting"
    if setting.members <= 2:
        told = say("{part} on {day}.", part=part_of(setting, own, field), day=tell.day(own, "day"))
        return capital(told)
    return say(
        "Among {states}: {now} of {members} on {day}.",
        states=setting.region.states,
        now=tell.none_or(own, field),
        members=tell.count(own, "members"),
        day=tell.day(own, "day"),
    )
