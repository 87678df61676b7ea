"""The parts of the world in words: where the treaty has lost, where it is fullest and thinnest."""

from __future__ import annotations

from analysis.blocks.caption import Caption
from analysis.blocks.model import Text, text
from analysis.blocks.telling import capital, listed, say, together
from analysis.language.english import format_list
from analysis.language.numbers import agree, plural
from analysis.sections.areas.facts import Area, Areas
from analysis.subject import telling as tell
from analysis.subject.naming import names
from analysis.subject.setting import Setting

#: So many parts below their peak are named in a title.
_NAMED = 2


def areas_caption(setting: Setting, own: Areas) -> Caption:
    """Say what the figure shows: the deepest fall, or the fullest and the thinnest part."""
    those = "parties" if own.entered else "contracting States"
    return Caption(
        title=capital(_title(own)),
        subtitle=say(
            "Number of {those} to the {treaty} by part of the world, {begun} to {day}; one scale",
            those=those,
            treaty=setting.treaty.noun,
            begun=tell.day(own, "begun"),
            day=tell.day(own, "day"),
        ),
        alt=together([_lead(setting, own, those), *(_told(own, area) for area in own.parts)]),
    )


def _title(own: Areas) -> Text:
    if own.fallen:
        return _losses(own)
    bound = "bound" if own.entered else "contracting States"
    if len(own.whole) == own.count:
        return say(
            "all states are {bound} in each of {count} parts of the world",
            bound=bound,
            count=tell.count(own, "count"),
        )
    if own.whole:
        return say(
            "all states of {whole} are {bound}; in {thinnest} {part} {are}",
            whole=format_list(area.said for area in own.whole),
            bound=bound,
            thinnest=own.thinnest.said,
            part=_part_of(own, own.thinnest),
            are=agree(getattr(own.thinnest, own.field), "is", "are"),
        )
    return say(
        "the share of {bound} is largest in {fullest}, {most}, and smallest in {thinnest}, {least}",
        bound="states bound" if own.entered else bound,
        fullest=own.fullest.said,
        most=_part_of(own, own.fullest),
        thinnest=own.thinnest.said,
        least=_part_of(own, own.thinnest),
    )


def _losses(own: Areas) -> Text:
    """Tell the falls from the peak: of one or two parts all, of more the deepest."""
    fallen = own.fallen
    told = say("the treaty has lost {losses}", losses=listed(map(_loss, fallen[:_NAMED])))
    if len(fallen) > _NAMED:
        return say("{told}, and no more than that in any other part", told=told)
    rest = own.count - len(fallen)
    if not rest:
        return told
    kept = "every other part is at its peak" if rest > 1 else "the other part is at its peak"
    return say("{told}; {kept}", told=told, kept=kept)


def _loss(area: Area) -> Text:
    return say(
        "{fallen} of {peak} in {area}",
        fallen=tell.count(area, "fallen"),
        peak=tell.counted(area, "peak", "party", "parties"),
        area=area.said,
    )


def _part_of(own: Areas, area: Area) -> Text:
    return say(
        "{now} of {the}{states} {noun}",
        now=tell.none_or(area, own.field, area.states),
        the="" if getattr(area, own.field) else "the ",
        states=tell.count(area, "states"),
        noun=plural(area.states, "state"),
    )


def head_numbers(own: Areas, area: Area) -> str:
    """Return the number over the panel of a part: "39 of 44"."""
    return f"{getattr(area, own.field)} of {area.states}"


def _lead(setting: Setting, own: Areas, those: str) -> Text:
    return say(
        "Step lines of the number of {those} to the {treaty} in {count} parts of the world up to"
        " {day}.",
        those=those,
        treaty=setting.treaty.noun,
        count=tell.count(own, "count"),
        day=tell.day(own, "day"),
    )


def _told(own: Areas, area: Area) -> Text:
    peak: Text = ()
    if area.fallen and area.peak:
        peak = say(", {peak} at the peak", peak=tell.count(area, "peak"))
    return capital(
        say("{area}: {part}{peak}.", area=area.said, part=_part_of(own, area), peak=peak)
    )


def areas_foot(own: Areas) -> Text:
    """Say whose numbers these are, and what the upper line is."""
    lost = f" Not placed by it: {names(own.unplaced)}." if own.unplaced else ""
    none = f" No state of {format_list(own.empty, 'or')} has consented." if own.empty else ""
    return text(
        "The upper line: states that the treaty could bind. Each part has its states of the as-of"
        " day, at all times; parts of the United Nations geoscheme."
        f"{lost}{none}"
    )
