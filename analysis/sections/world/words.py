"""The world in words: what was lost and gained, by whom, and where."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from analysis.blocks.caption import Caption
from analysis.blocks.citations import Citations
from analysis.blocks.model import Text, text
from analysis.blocks.telling import capital, cited, given, listed, say, together
from analysis.language.days import format_day, format_period
from analysis.language.english import format_list
from analysis.language.numbers import agree
from analysis.sections.news.facts import Item
from analysis.sections.world.facts import Balance
from analysis.subject import telling as tell
from analysis.subject.naming import names
from analysis.terms.families import family_word

#: So many groups of states are named in one sentence.
_NAMED = 6


def world_title(own: Balance) -> Text:
    """Return the finding: how many withdrawals took effect, and how many memberships began."""
    return say(
        "{gone} took effect and {begun} began, {period}",
        gone=tell.counted(own, "gone", "withdrawal"),
        begun=tell.counted(own, "begun", "membership"),
        period=period(own),
    )


def period(own: Balance) -> str:
    """Write the days told: from the day after the one compared with."""
    return format_period(own.since + timedelta(days=1), own.day)


def world_findings(own: Balance, cite: Citations) -> list[Text]:
    """Return who left, who gave notice, what was suspended, what ended, and where most began."""
    return given(
        _told(own.withdrawals, "Withdrawal took effect for {who}", cite),
        _told(own.notices, "Notice runs or has been given by {who}", cite),
        _told(own.suspensions, "Suspension took effect for {who}", cite),
        _ended(own),
        _most_gained(own),
    )


def _told(items: tuple[Item, ...], words: str, cite: Citations) -> Text:
    """Name states treaty by treaty: "Estonia, Finland and Latvia (mine ban)"."""
    if not items:
        return ()
    order = sorted(items, key=lambda item: (item.treaty.noun, item.state.name))
    groups = [
        f"{names(item.state for item in own)} ({noun})"
        for noun, own in groupby(order, lambda item: item.treaty.noun)
    ]
    who = (
        format_list(groups[:_NAMED])
        if len(groups) <= _NAMED
        else (f"{len(items)} states under {len(groups)} treaties")
    )
    return cited(
        say(words, who=who), cite.events([item.event for item in items if item.event], most=1)
    )


def _ended(own: Balance) -> Text:
    if not own.ended:
        return ()
    nouns = [f"the {one.noun} on {format_day(one.ended)}" for one in own.ended if one.ended]
    told = say(
        "{count} ended: {nouns}; the other parties are not counted as withdrawals",
        count=capital(tell.counted(own, "ended_count", "treaty", "treaties")),
        nouns=listed(nouns),
    )
    return cited(told, ())


def _most_gained(own: Balance) -> Text:
    gained = max(own.moves, key=lambda move: move.begun, default=None)
    if gained is None or not gained.begun:
        return ()
    told = say(
        "Most came to the {name}: {begun} became bound, and it binds {now} on the day",
        name=gained.noun,
        begun=tell.counted(gained, "begun", "state"),
        now=tell.count(gained, "now"),
    )
    return cited(told, ())


def world_caption(own: Balance) -> Caption:
    """Return the words of the grid: where most was lost, what a square shows, what it says."""
    lost = max(own.squares, key=lambda square: (square.gone, square.begun))
    if lost.gone:
        title = say(
            "Most was lost in {area}, among {family}",
            area=lost.area,
            family=family_word(lost.family),
        )
    else:
        title = say("Nothing was lost by withdrawal; {begun}", begun=_begun(own))
    subtitle = say(
        "Memberships begun (+) and withdrawals in effect (−) by part of the world and family of"
        " treaties, {period}",
        period=period(own),
    )
    gone = [
        f"{one.gone} in {one.area} ({family_word(one.family)})" for one in own.squares if one.gone
    ]
    alt = together(
        [
            cited(title, ()),
            text(f"Withdrawals by square: {format_list(gone[:_NAMED])}.") if gone else (),
            cited(capital(_begun(own)), ()),
        ]
    )
    return Caption(capital(title), subtitle, alt)


def _begun(own: Balance) -> Text:
    return say(
        "{n} {began}",
        n=tell.counted(own, "begun", "membership"),
        began=agree(own.begun, "began", "began"),
    )
