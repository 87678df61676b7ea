"""The border in words: the finding of page one, the caption of the figure, its foot."""

from __future__ import annotations

from datetime import date

from analysis.blocks.caption import Caption
from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.blocks.telling import as_many_as_fit, capital, cited, say, strong
from analysis.language.days import format_day, format_period
from analysis.language.english import format_list
from analysis.language.numbers import format_km
from analysis.sections.border.facts import Border
from analysis.subject import telling as tell
from analysis.subject.naming import names
from analysis.subject.setting import Setting

#: So many covered states and fewer are named beside their share, and in the alternative text.
_NAMED_BESIDE, _NAMED = 3, 12


def border_finding(setting: Setting, border: Border, cite: Citations) -> Text:
    """Say how much of the border the treaty covers; empty where there is nothing to say."""
    if not border.sides or border.apart or setting.treaty.ended is not None:
        return ()
    where = say(
        "the land border with {neighbours}"
        if setting.worldwide
        else "the region’s land border with {neighbours}",
        neighbours=format_list(state.said for state in border.neighbours),
    )
    numbers = cite.sources(border.sources, most=1)
    if not border.most:
        return cited(_uncovered(setting, border, where), numbers)
    if border.undated:
        return cited(_withheld(border, where), numbers)
    if not border.km_unbound:
        return cited(
            say(
                "The {treaty} covers all {km} ({share}) of {border}",
                treaty=setting.treaty.noun,
                km=tell.km(border, "km"),
                share=tell.percent(border, "share"),
                border=where,
            ),
            numbers,
        )
    return cited(
        say(
            "Of the {km} of {border}, the {treaty} covers {bound} ({share}{of}){before}",
            km=tell.km(border, "km"),
            border=where,
            treaty=setting.treaty.noun,
            bound=strong(tell.km(border, "km_bound")),
            share=tell.percent(border, "share"),
            of=_covered(border),
            before=_before(border),
        ),
        numbers,
    )


def _uncovered(setting: Setting, border: Border, where: Text) -> Text:
    """Say that there is such a border, and that the treaty has never covered any of it."""
    return say(
        "The {treaty} covers none of the {km} of {border}{why}",
        treaty=setting.treaty.noun,
        km=tell.km(border, "km"),
        border=where,
        why="" if setting.treaty.in_force else ": it is not in force",
    )


def _withheld(border: Border, where: Text) -> Text:
    """Say why no length is told: one that rests on an undated suspension would be a guess."""
    return say(
        "How much of {border} the treaty covers is not told: the suspension of {states} is"
        " documented, its day not on record",
        border=where,
        states=names(border.undated),
    )


def _covered(border: Border) -> str:
    """Name the states whose border is covered, where they are few."""
    bound = [side.state for side in border.sides if side.bound]
    named = format_list(state.said for state in bound)
    return f", {named}" if 0 < len(bound) <= _NAMED_BESIDE else ""


def _before(border: Border) -> Text:
    if border.most <= border.km_bound:
        return ()
    return say(
        ", down from {most} ({share}) up to {last}",
        most=tell.km(border, "most"),
        share=tell.percent(border, "most_share"),
        last=tell.day(border, "most_last"),
    )


def border_caption(setting: Setting, border: Border) -> Caption:
    """Say what the figure shows: kilometres covered, of how many, and soon."""
    where = f"land border with {format_list(state.said for state in border.neighbours)}"
    first = border.over_time["day"].iloc[0].date() if len(border.over_time) else border.day
    title = say(
        "the {treaty} covers {part} of {where}{soon}",
        treaty=setting.treaty.noun,
        part=_part(border),
        where=where,
        soon=_soon(border),
    )
    return Caption(
        title=capital(title),
        subtitle=text(
            f"Km of {where} by whether the treaty covers it; {setting.region.states},"
            f" {format_period(first, border.day)}"
        ),
        alt=as_many_as_fit(_told(setting, border, where), _sides_told(border), "list"),
    )


def beside_caption(setting: Setting, border: Border) -> Caption:
    """Say what the figure beside the map shows: kilometres covered on the day, of how many."""
    where = f"land border with {format_list(state.said for state in border.neighbours)}"
    are = "are" if border.km_bound else "is"
    title = say("{part} of {where} {are} covered", part=_part(border), where=where, are=are)
    told = say(
        "Bars of the {where} by state: {bound} of {km} covered on {day}.",
        where=where,
        bound=tell.km(border, "km_bound"),
        km=tell.km(border, "km"),
        day=tell.day(border, "day"),
    )
    sides = "; ".join(f"{side.state.name} {format_km(side.km)}" for side in border.sides[:_NAMED])
    return Caption(
        title=capital(title),
        subtitle=text(f"Km by state, {setting.treaty.noun}"),
        alt=as_many_as_fit(told, [f"{sides}.", *_sides_told(border)], "list"),
    )


def beside_foot(border: Border, cite: Citations) -> Text:
    """Return the line under the figure beside the map: sources, and what counts as covered."""
    return text(
        "Border lengths ",
        Span("", cite=cite.sources(border.sources, most=1)),
        "; a border counts while the treaty operates for the state on the region’s side.",
    )


def _part(border: Border) -> Text:
    if border.km_bound == border.km > 0:
        return say("all {km}", km=tell.km(border, "km"))
    bound = tell.km(border, "km_bound") if border.km_bound else Span("none")
    return say("{bound} of the {km}", bound=bound, km=tell.km(border, "km"))


def _soon(border: Border) -> Text:
    if not border.due:
        return ()
    left = tell.km(border, "left") if border.left else Span("none")
    return say("; notices running will leave {left}", left=left)


def _told(setting: Setting, border: Border, where: str) -> Text:
    return say(
        "Stacked areas of the {where} of {states}: {bound} covered by the {treaty} and {unbound}"
        " not covered on {day}; at most {most} were covered.",
        where=where,
        states=setting.region.states,
        bound=tell.km(border, "km_bound"),
        treaty=setting.treaty.noun,
        unbound=tell.km(border, "km_unbound"),
        day=format_day(border.day),
        most=tell.km(border, "most"),
    )


def _sides_told(border: Border) -> list[Text]:
    told = []
    for held, words in ((True, "Covered"), (False, "Not covered")):
        own = [side.state for side in border.sides if side.bound == held]
        listed = names(own) if len(own) <= _NAMED else f"{len(own)} states"
        told.append(say("{words}: {states}.", words=words, states=listed if own else "none"))
    return told


def border_foot(border: Border, day: date, cite: Citations) -> Text:
    """Return the line under the figure: sources, what counts as covered, whose border it is."""
    return text(
        "Border lengths ",
        Span("", cite=cite.sources(border.sources, most=1)),
        "; national authorities publish other lengths. A border counts as covered while the"
        " treaty operates for the state on the region’s side. The region’s members of"
        f" {format_day(day)}, also before they joined it; borders as they run today.",
    )
