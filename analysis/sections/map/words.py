"""The map in words: who is leaving and who stays, and the note on boundaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.blocks.caption import Caption
from analysis.blocks.model import Text, text
from analysis.blocks.telling import as_many_as_fit, capital, given, say
from analysis.language.days import format_day
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import agree
from analysis.sections.border.facts import Border
from analysis.sections.standing.facts import Standing
from analysis.subject import telling as tell
from analysis.subject.missing import UNDATED, suspended_beside
from analysis.subject.naming import names, share
from analysis.subject.setting import Setting
from analysis.terms.statuses import TERMS, TOLD, Status

#: More states than this are counted in the alternative text instead of named.
_NAMED = 12
#: So many states that stay are named in the title.
_STAYING = 2
#: The one territory on which a resolution of the General Assembly is followed.
_CRIMEA = "Crimea"
#: The field that holds the number of states in each status.
_FIELDS: Mapping[Status, str] = {
    "withdrawn": "withdrawn",
    "withdrawing": "withdrawing",
    "suspended": "suspended",
    "party": "plain",
    "contracting": "contracting",
    "signatory": "signatories",
    "none": "outside",
}


def map_caption(setting: Setting, standing: Standing, border: Border) -> Caption:
    """Say what the map shows: how many states of the region have which status."""
    where = f"land border with {format_list(state.said for state in border.neighbours)}"
    by_border = f"; {where} by whether the treaty covers it" if border.sides else ""
    day, noun = format_day(setting.day), setting.treaty.noun
    lead = text(f"Map of the status under the {noun} on {day}.")
    return Caption(
        title=capital(_finding(setting, standing)),
        subtitle=text(f"Status under the {noun} by state, {day}{by_border}"),
        alt=as_many_as_fit(
            lead, given(*_statuses_told(standing), _border_told(border, where)), "group"
        ),
    )


def map_foot(disputed: Sequence[str], *, older: bool = False) -> Text:
    """Return the line under the map: what its boundaries do not mean, and whose shapes it has.

    ``disputed`` names the territories within the frame whose status or boundary is disputed;
    ``older``: the map is of a day since which states have come.
    """
    others = [name for name in disputed if name != _CRIMEA]
    crimea = (
        f"; {_CRIMEA} is shown as part of Ukraine (UN General Assembly resolution 68/262)"
        if _CRIMEA in disputed
        else ""
    )
    more = f"; {format_list(others)} {agree(len(others), 'is', 'are')} disputed" if others else ""
    today = " (of today)" if older else ""
    return text(
        f"Boundaries{today} and names do not imply endorsement{crimea}{more}."
        " Shapes: Natural Earth."
    )


def _finding(setting: Setting, standing: Standing) -> Text:
    """State who is leaving and who stays, or else who is party."""
    if standing.withdrawn:
        return say(
            "{who} {have} withdrawn from the {treaty}{running}{staying}",
            who=share(setting, standing, "withdrawn"),
            have=agree(standing.withdrawn, "has", "have"),
            treaty=setting.treaty.noun,
            running=_running(standing),
            staying=_staying(standing),
        )
    if standing.withdrawing:
        return say(
            "{who} {are} withdrawing from the {treaty}{staying}",
            who=share(setting, standing, "withdrawing"),
            are=agree(standing.withdrawing, "is", "are"),
            treaty=setting.treaty.noun,
            staying=_staying(standing),
        )
    return say(
        "{who} {are} party to the {treaty}{documented}",
        who=share(setting, standing, "in_force"),
        are=agree(standing.in_force, "is", "are"),
        treaty=setting.treaty.noun,
        documented=_documented(standing),
    )


def _documented(standing: Standing) -> Text:
    """Say of how many the suspension is documented without its day, beside those dated."""
    if not standing.undated or not standing.not_operating:
        return suspended_beside(standing)
    return say(
        "; {many} {have} suspended it{more}",
        many=tell.count(standing, "not_operating"),
        have=agree(standing.not_operating, "has", "have"),
        more=suspended_beside(standing, before=", and "),
    )


def _running(standing: Standing) -> Text:
    if not standing.withdrawing:
        return ()
    are = agree(standing.withdrawing, "is", "are")
    return say(", {count} {are} withdrawing", count=tell.count(standing, "withdrawing"), are=are)


def _staying(standing: Standing) -> Text:
    """Name the states that remain party, where they are few."""
    held = [own.state for own in standing.having("party", "suspended")]
    if not 0 < len(held) <= _STAYING:
        return ()
    return say(
        "; {who} {remain} party", who=names(held), remain=agree(len(held), "remains", "remain")
    )


def _statuses_told(standing: Standing) -> list[Text]:
    """Name the states of each status, the farthest from the treaty first; count them if many."""
    told = []
    for status in TOLD:
        own = (one for one in standing.could if one.status == status)
        held = [one.state for one in own if one.place != "undated"]
        if held:
            many = len(held) > _NAMED
            who = tell.counted(standing, _FIELDS[status], "state") if many else names(held)
            told.append(say("{status}: {who}.", status=sentence_case(TERMS[status].word), who=who))
    if missing := [own.state for own in standing.at("undated")]:
        many = len(missing) > _NAMED
        who = tell.counted(standing, "undated", "state") if many else names(missing)
        told.append(say("{word}: {who}.", word=sentence_case(UNDATED), who=who))
    return told


def _border_told(border: Border, where: str) -> Text:
    if not border.sides:
        return ()
    km = tell.km(border, "km")
    if not border.km_bound or not border.km_unbound:
        part = say("all {km}" if border.km_bound else "none of the {km}", km=km)
    else:
        part = say("{bound} of {km}", bound=tell.km(border, "km_bound"), km=km)
    return say("The treaty covers {part} of {where}.", part=part, where=where)
