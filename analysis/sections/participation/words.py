"""Participation in sentences: the finding of page one, and the fall from the peak."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Text
from analysis.blocks.telling import cited, say, strong
from analysis.language.numbers import agree
from analysis.sections.participation.facts import Participation
from analysis.sections.standing.facts import Standing
from analysis.subject import telling as tell
from analysis.subject.missing import suspended_beside
from analysis.subject.naming import part_of, share, states_of
from analysis.subject.setting import Setting


def world_finding(
    setting: Setting, world: Participation, standing: Standing, cite: Citations
) -> Text:
    """Say how many parties the treaty has worldwide, against its peak; empty once it has ended."""
    if setting.treaty.ended is not None:
        return ()
    if setting.treaty.entered is None or not world.peak:
        return _never_in_force(world)
    sentence = say(
        "Worldwide the treaty has {parties}{suspended}{fewer}{waiting}",
        parties=tell.counted(world, "now", "party", "parties"),
        suspended=_though_suspended(standing),
        fewer=_fewer(world),
        waiting=_waiting(world),
    )
    return cited(sentence, cite.sources(world.sources, most=1))


def _never_in_force(world: Participation) -> Text:
    if not (world.signatories or world.contracting):
        return say("No state had signed the treaty.")
    if not world.signatories:
        return say(
            "Worldwide {consented} consented to be bound.",
            consented=tell.counted(world, "contracting", "state has", "states have"),
        )
    return say(
        "Worldwide {signed} signed and {consented} {have} consented to be bound.",
        signed=tell.counted(world, "signatories", "state has", "states have"),
        consented=tell.none_or(world, "contracting"),
        have=agree(world.contracting, "has", "have"),
    )


def _fewer(world: Participation) -> Text:
    if not world.fallen:
        return ()
    return say(
        ", {fallen} fewer than the peak of {peak} reached on {first}",
        fallen=tell.count(world, "fallen"),
        peak=tell.count(world, "peak"),
        first=tell.day(world, "first"),
    )


def _waiting(world: Participation) -> Text:
    if not world.waiting:
        return ()
    return say(
        "; {more} consented and {are} not bound yet",
        more=tell.counted(world, "waiting", "more state has", "more states have"),
        are=agree(world.waiting, "is", "are"),
    )


def _though_suspended(standing: Standing) -> Text:
    """Say how many have suspended the treaty, which is in force for them all the same."""
    if not standing.not_operating:
        documented = suspended_beside(standing, before="")
        return say(" (though {documented})", documented=documented) if documented else ()
    if standing.not_operating == standing.in_force:
        few = {1: "that state has", 2: "both of them have"}
        whole = few.get(standing.not_operating, "all of them have")
        return say(" (though {whole} suspended it)", whole=whole)
    return say(
        " (though {suspended} {have} suspended it{documented})",
        suspended=tell.count(standing, "not_operating"),
        have=agree(standing.not_operating, "has", "have"),
        documented=suspended_beside(standing, before=", and "),
    )


def fall_in_region(setting: Setting, own: Participation, standing: Standing) -> Text:
    """Say how far the region has fallen from its peak; empty for the world itself."""
    if setting.worldwide:
        return ()
    noun, members = setting.treaty.noun, states_of(setting)
    if not own.peak:
        never = "The {treaty} was never in force for any of the {members}."
        if setting.members == 2:
            never = "The {treaty} was never in force for either of the {members}."
        if setting.members == 1:
            never = "The {treaty} was never in force for {members}."
            members = share(setting, setting, "members")
        return say(never, treaty=noun, members=members)
    if setting.treaty.ended:
        return say(
            "In the region the {treaty} bound {peak} at its peak, last held on {last}, and none"
            " since it ended.",
            treaty=noun,
            peak=part_of(setting, own, "peak"),
            last=tell.day(own, "last"),
        )
    if own.fallen:
        return _fallen(setting, own, standing)
    return say(
        "In the region the {treaty} {stands} in force for {now}{suspended}.",
        treaty=noun,
        # A number that many have suspended is no height to speak of.
        stands="is" if standing.not_operating or standing.undated else "stands at its peak,",
        now=part_of(setting, own, "now"),
        suspended=_though_suspended(standing),
    )


def _fallen(setting: Setting, own: Participation, standing: Standing) -> Text:
    return say(
        "In the region the {treaty} has fallen from a peak of {peak}, first reached on {first} and"
        " last held on {last}, to {now}: a fall of {share}"
        " {since}{suspended}{withdrawn}.",
        treaty=setting.treaty.noun,
        peak=tell.counted(own, "peak", "state"),
        first=tell.day(own, "first"),
        last=tell.day(own, "last"),
        now=_of_members(own),
        share=strong(tell.percent(own, "fallen_share")),
        since=_since(own),
        suspended=_though_suspended(standing),
        withdrawn=_withdrawn(own, of="it"),
    )


def _of_members(own: Participation) -> Text:
    """Tell the parties among the members: "one of six", "neither of the two"."""
    if own.members == 2 and not own.now:
        return say("neither of the two")
    return say(
        "{now} of {members}", now=tell.none_or(own, "now"), members=tell.count(own, "members")
    )


def _since(own: Participation) -> Text:
    if own.days_since == 1:
        return say("on {day} itself", day=tell.day(own, "day"))
    return say("in the {span} since", span=tell.span(own, "days_since"))


def _withdrawn(fact: Participation, *, of: str) -> Text:
    """Tell the exits apart where a fall has other reasons too: states that ended."""
    if not fact.otherwise:
        return ()
    if fact.fallen == 1:
        return say(", but not by withdrawal")
    return say(
        ", {withdrawn} of {of} by withdrawal", withdrawn=tell.none_or(fact, "withdrawn"), of=of
    )


def fall_worldwide(setting: Setting, world: Participation, standing: Standing) -> Text:
    """Say how many states the treaty binds worldwide, against its peak."""
    if setting.treaty.ended is not None:
        return say(
            "The {treaty} ended on {ended} and binds nobody any more; at its peak, on {first}, it"
            " bound {peak}.",
            treaty=setting.treaty.noun,
            ended=tell.day(setting.treaty, "ended"),
            first=tell.day(world, "first"),
            peak=tell.counted(world, "peak", "state"),
        )
    return say(
        "Worldwide the {treaty} is in force for {now}{suspended}{against}.",
        treaty=setting.treaty.noun,
        now=tell.counted(world, "now", "state"),
        suspended=_though_suspended(standing),
        against=_against_peak(world, standing),
    )


def _against_peak(world: Participation, standing: Standing) -> Text:
    if not world.fallen:
        silent = standing.not_operating or standing.undated
        return () if silent else say(", as many as ever before")
    return say(
        ", {fallen} ({share}) fewer than at the peak of {peak}, last held on {last}{withdrawn}",
        fallen=tell.count(world, "fallen"),
        share=tell.percent(world, "fallen_share"),
        peak=tell.count(world, "peak"),
        last=tell.day(world, "last"),
        withdrawn=_withdrawn(world, of="them"),
    )
