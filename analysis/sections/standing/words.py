"""Who stands where in words: the findings of page one, and the caption of the status strip."""

from __future__ import annotations

from analysis.blocks.caption import Caption
from analysis.blocks.citations import Citations
from analysis.blocks.model import Text, text
from analysis.blocks.telling import Part, as_text, capital, cited, listed, say, together
from analysis.language.days import format_day, format_period
from analysis.language.english import format_list, possessive
from analysis.language.numbers import agree, plural
from analysis.sections.exits.facts import Exits
from analysis.sections.participation.facts import Participation
from analysis.sections.standing.facts import Course, History, Kin, Place, Position, Standing
from analysis.sections.standing.kin import Leaving
from analysis.subject import telling as tell
from analysis.subject.naming import names, names_by_date, share, states_of
from analysis.subject.setting import Setting
from analysis.terms.statuses import IN_FORCE, STACKED, TERMS

#: So many bound states and fewer are named on page one; so many in an alternative text.
_NAMED_BOUND, _NAMED = 3, 12
#: The number of states in each place.
_COUNTS: dict[Place, str] = {
    "ended": "ended",
    "party": "steady",
    "suspended": "suspended",
    "withdrawing": "withdrawing",
    "withdrawn": "withdrawn",
    "contracting": "contracting",
    "signatory": "signatories",
    "none": "outside",
}


def place_word(place: Place) -> str:
    """Return the word for where a state stands: that of its status while the treaty lasts."""
    return "bound until it ended" if place == "ended" else TERMS[place].word


def standing_finding(setting: Setting, standing: Standing, exits: Exits, cite: Citations) -> Text:
    """Say which states of the region the treaty binds; empty once it has ended."""
    if setting.silent or setting.treaty.ended is not None:
        return ()
    if setting.treaty.entered is None:
        told = say(
            "The treaty is not in force and binds nobody; {part} {has} consented to it",
            part=_part_of(setting, standing, "consented"),
            has=agree(standing.consented, "has", "have"),
        )
        return cited(told, cite.sources(setting.treaty.sources, most=1))
    first = standing.having(*IN_FORCE)[:_NAMED_BOUND]
    numbers = {number for own in first for number in act_cited(own, cite)}
    return cited(_bound(setting, standing, exits), tuple(sorted(numbers)))


def act_cited(own: Position, cite: Citations) -> tuple[int, ...]:
    """Return the source of the last act that put a state where it stands and has a source.

    A notice that a scenario assumes has none.
    """
    found = (cite.events([key], most=1) for key in reversed(own.acts))
    return next(filter(None, found), ())


def _bound(setting: Setting, standing: Standing, exits: Exits) -> Text:
    if standing.suspended:
        return say(
            "The treaty is in force for {part}, {which} suspended it",
            part=_part_of(setting, standing, "in_force"),
            which=_which(standing),
        )
    if standing.in_force == standing.total:
        return say(
            "{all} {are}{still} bound by the treaty{no_notice}",
            all=_everyone(standing),
            are=agree(standing.total, "is", "are"),
            still=" still" if standing.withdrawing else "",
            no_notice=_no_notice(standing, exits),
        )
    if 0 < standing.in_force <= _NAMED_BOUND:
        left = agree(standing.in_force, "remains", "remain")
        return say(
            "Only {names} {verb} bound by the treaty",
            names=names(own.state for own in standing.having(*IN_FORCE)),
            verb=left if standing.withdrawn else agree(standing.in_force, "is", "are"),
        )
    return say(
        "The treaty binds {part}{no_notice}",
        part=_part_of(setting, standing, "in_force"),
        no_notice=_no_notice(standing, exits) if standing.in_force else "",
    )


def _part_of(setting: Setting, standing: Standing, field: str) -> Text:
    """Name a part of the region's states within a sentence: "five of the six NATO states"."""
    if getattr(standing, field) == standing.total or standing.total == 1:
        return share(setting, standing, field)
    return say("{part} of the {all}", part=tell.none_or(standing, field), all=states_of(setting))


def _everyone(standing: Standing) -> Text:
    few = {1: "The one member", 2: "Both"}.get(standing.total)
    return as_text(few) if few else say("All {total}", total=tell.count(standing, "total"))


def _which(standing: Standing) -> Text:
    """Say how many of those for which the treaty is in force, "two of which have"."""
    if standing.in_force == 1:
        return as_text("which has")
    has = agree(standing.suspended, "has", "have")
    both = "both" if standing.in_force == 2 else "all"
    part = both if standing.suspended == standing.in_force else tell.count(standing, "suspended")
    return say("{part} of which {has}", part=part, has=has)


def _no_notice(standing: Standing, exits: Exits) -> str:
    """Say that nobody has given notice; of a region alone where states elsewhere have."""
    if exits.notified or standing.noticed:
        return ""
    if not standing.notices:
        return "; no notice of withdrawal has been given"
    one = "; it has given no notice of withdrawal"
    return one if standing.in_force == 1 else "; none of them has given notice of withdrawal"


def kin_finding(kin: Kin, cite: Citations) -> Text:
    """Say which states of the region have left or are leaving a related treaty."""
    if not kin.leaving:
        return ()
    treaties = dict.fromkeys(one.treaty for one in kin.leaving)
    parts = [_from([one for one in kin.leaving if one.treaty == title]) for title in treaties]
    told = together(parts, between="; ")
    return cited(capital(told), cite.events(kin.events))


def _from(leaving: list[Leaving]) -> Text:
    """Tell of the withdrawals from one treaty, those in effect first."""
    if len(leaving) == 1:
        (one,) = leaving
        return say(
            "{whose} withdrawal from the {treaty} {when}",
            whose=possessive(one.state.said),
            treaty=one.treaty,
            when=_effect(one),
        )
    dated = [(one.effect.isoformat(), one) for one in leaving if one.effect]
    gone, due = (
        names_by_date([(written, one.state) for written, one in dated if one.in_effect == done])
        for done in (True, False)
    )
    held = names(one.state for one in leaving if one.effect is None)
    parts: list[tuple[str, Part]] = [
        ("took effect for", gone),
        ("takes effect for", due),
        ("has no day of effect yet for", held),
    ]
    when = listed([say("{verb} {who}", verb=verb, who=who) for verb, who in parts if who])
    return say("withdrawal from the {treaty} {when}", treaty=leaving[0].treaty, when=when)


def _effect(one: Leaving) -> str:
    if one.effect is None:
        return "has no day of effect yet"
    return f"{'took' if one.in_effect else 'takes'} effect on {format_day(one.effect)}"


def strip_caption(
    setting: Setting, standing: Standing, parties: Participation, history: History
) -> Caption:
    """Say what the status strip shows: how many are party now, and until when more were."""
    treaty = setting.treaty.noun
    title = say(
        "{share} {is_} party to the {treaty}{leaving}{before}{suspended}",
        share=share(setting, parties, "now"),
        is_=agree(parties.now, "is", "are"),
        treaty=treaty,
        leaving=_leaving(standing),
        before=_before(setting, parties),
        suspended=_suspended(standing),
    )
    what = "Status under the {treaty} by state, {period}"
    if not history.rows:
        what = "Number of {states} by status under the {treaty}, {period}"
    period = format_period(history.first, setting.day)
    return Caption(
        title=capital(title),
        subtitle=say(what, states=setting.region.states, treaty=treaty, period=period),
        alt=together([_lead(setting), *_told(setting, standing, history)]),
    )


def _leaving(standing: Standing) -> Text:
    if not standing.withdrawing:
        return ()
    if standing.withdrawing < standing.in_force:
        return say(", {count} of them withdrawing", count=tell.count(standing, "withdrawing"))
    words = {1: ", and withdrawing", 2: ", both of them withdrawing"}
    return text(words.get(standing.in_force, ", all of them withdrawing"))


def _before(setting: Setting, parties: Participation) -> Text:
    """Tell until when more were party; "all six" of the members of the day."""
    if parties.last is None or parties.now >= parties.peak:
        return ()
    most: Part = tell.count(parties, "peak")
    # The world's members have changed, and "all" would mean those of today.
    if parties.peak == setting.members > 1 and not setting.worldwide:
        most = "both" if parties.peak == 2 else say("all {peak}", peak=tell.count(parties, "peak"))
    were, last = plural(parties.peak, "was", "were"), tell.day(parties, "last")
    return say("; {most} {were} until {last}", most=most, were=were, last=last)


def _suspended(standing: Standing) -> Text:
    if not standing.suspended:
        return ()
    has = agree(standing.suspended, "has", "have")
    return say("; {count} {has} suspended it", count=tell.count(standing, "suspended"), has=has)


def _lead(setting: Setting) -> Text:
    return say(
        "Status of {count} under the {treaty} over time.",
        count=tell.counted(setting, "members", "state"),
        treaty=setting.treaty.noun,
    )


def _told(setting: Setting, standing: Standing, history: History) -> list[Text]:
    """Tell each state's course, or who stands where where there are too many of them."""
    if 0 < len(history.rows) <= _NAMED:
        told = [text(_course(setting, one)) for one in history.rows]
        return [*told, _rest(history)] if history.rest else told
    places: tuple[Place, ...] = ("ended", *STACKED)
    return [_place(standing, place) for place in places if standing.at(place)]


def _place(standing: Standing, place: Place) -> Text:
    own = sorted(position.state.name for position in standing.at(place))
    few = len(own) <= _NAMED
    who: Part = format_list(own) if few else tell.counted(standing, _COUNTS[place], "state")
    return capital(say("{word}: {who}.", word=place_word(place), who=who))


def _rest(history: History) -> Text:
    """Tell of the states that never acted, where those that did are told one by one."""
    return say(
        "{count} more {states}: {none}.",
        count=tell.count(history, "rest"),
        states=plural(history.rest, "state"),
        none=plural(history.rest, TERMS["none"].one, TERMS["none"].many),
    )


def _course(setting: Setting, course: Course) -> str:
    """Tell one state's statuses up to the as-of day in one sentence."""
    begun = [one for one in course.spells if one.start <= setting.day]
    told = [f"{TERMS[one.status].word} from {format_day(one.start)}" for one in begun]
    if begun and (over := begun[-1].end) and over <= setting.day:
        what = "the treaty ended" if over == setting.treaty.ended else "the state ended"
        told.append(f"until {what} on {format_day(over)}")
    return f"{course.state.name}: {', '.join(told) or TERMS['none'].word}."
