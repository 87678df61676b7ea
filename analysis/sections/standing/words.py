"""Who stands where in words: the findings of page one, and the caption of the status strip."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from analysis.blocks.caption import Caption
from analysis.blocks.citations import Citations
from analysis.blocks.model import Text, text
from analysis.blocks.telling import (
    Part,
    as_many_as_fit,
    as_text,
    capital,
    cited,
    first_that_fits,
    listed,
    say,
    together,
)
from analysis.language.days import format_day, format_period
from analysis.language.english import possessive, treaty_with_article
from analysis.language.numbers import agree, plural
from analysis.sections.exits.facts import Exits
from analysis.sections.participation.facts import Participation
from analysis.sections.standing.facts import (
    Course,
    History,
    Kin,
    Place,
    Position,
    Spell,
    Standing,
)
from analysis.sections.standing.kin import Leaving
from analysis.subject import telling as tell
from analysis.subject.missing import UNDATED, suspended_beside
from analysis.subject.naming import before_colon, names, names_by_date, part_of, share
from analysis.subject.setting import Setting, State
from analysis.terms.statuses import IN_FORCE, STACKED, TERMS, Status

#: So many bound states and fewer are named on page one; so many in an alternative text.
_NAMED_BOUND, _NAMED = 3, 12
#: The number of states in each place.
_COUNTS: dict[Place, str] = {
    "ended": "ended",
    "apart": "apart",
    "undated": "undated",
    "party": "plain",
    "suspended": "suspended",
    "withdrawing": "withdrawing",
    "withdrawn": "withdrawn",
    "contracting": "contracting",
    "signatory": "signatories",
    "none": "outside",
}


def place_word(place: Place) -> str:
    """Return the word for where a state stands: that of its status while the treaty lasts."""
    own = {"ended": "bound until it ended", "apart": TERMS["none"].word, "undated": UNDATED}
    return own.get(place) or TERMS[cast(Status, place)].word


def spell_word(spell: Spell) -> str:
    """Return the word for a time: a notice that runs under a suspension is told with it."""
    word = TERMS[spell.status].word
    return f"{word} while suspended" if spell.halted else word


def standing_finding(setting: Setting, standing: Standing, exits: Exits, cite: Citations) -> Text:
    """Say which states of the region the treaty binds; empty once it has ended."""
    if setting.silent or setting.treaty.ended is not None:
        return ()
    if setting.treaty.entered is None:
        told = say(
            "The treaty is not in force and binds nobody; {part} {has} consented to it",
            part=part_of(setting, standing, "consented"),
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
    if standing.not_operating or standing.undated:
        return say(
            "The treaty is in force for {part}{which}{undated}",
            part=part_of(setting, standing, "in_force"),
            which=_which(standing),
            undated=_undated(standing),
        )
    if standing.in_force == standing.total:
        return say(
            "{all} {are}{still} bound by the treaty{no_notice}",
            all=_everyone(standing),
            are=agree(standing.total, "is", "are"),
            still=" still" if standing.withdrawing else "",
            no_notice=_no_notice(setting, standing, exits),
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
        part=part_of(setting, standing, "in_force"),
        no_notice=_no_notice(setting, standing, exits) if standing.in_force else "",
    )


def _everyone(standing: Standing) -> Text:
    few = {1: "The one member", 2: "Both"}.get(standing.total)
    return as_text(few) if few else say("All {total}", total=tell.count(standing, "total"))


def _undated(standing: Standing) -> Text:
    return suspended_beside(standing)


def _which(standing: Standing) -> Text:
    """Say how many of those for which the treaty is in force have suspended it."""
    if not standing.not_operating:
        return ()
    if standing.in_force == 1:
        return as_text(", which has suspended it")
    has = agree(standing.not_operating, "has", "have")
    both = "both" if standing.in_force == 2 else "all"
    whole = standing.not_operating == standing.in_force
    part = both if whole else tell.count(standing, "not_operating")
    return say(", {part} of which {has} suspended it", part=part, has=has)


def _no_notice(setting: Setting, standing: Standing, exits: Exits) -> Text:
    """Say that nobody has given notice; of a region alone where states elsewhere have.

    Only up to the last day of which anything is known.
    """
    if exits.notified or standing.noticed:
        return ()
    known = say(" by {day}", day=tell.day(setting.treaty, "observed_to")) if setting.late else ""
    has = "had" if setting.late else "has"
    if not standing.notices:
        return say("; no notice of withdrawal {has} been given{known}", has=has, known=known)
    if standing.in_force == 1:
        return say("; it {has} given no notice of withdrawal{known}", has=has, known=known)
    return say("; none of them {has} given notice of withdrawal{known}", has=has, known=known)


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
            "{whose} withdrawal from {treaty} {when}",
            whose=possessive(one.state.said),
            treaty=treaty_with_article(one.treaty),
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
    treaty = treaty_with_article(leaving[0].treaty)
    return say("withdrawal from {treaty} {when}", treaty=treaty, when=when)


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
        alt=_strip_alt(setting, standing, history),
    )


def _strip_alt(setting: Setting, standing: Standing, history: History) -> Text:
    """Tell each course whole, or where that would be long where each has come to."""
    lead = _lead(setting, standing)
    every = together([lead, *_told(setting, standing, history)])
    ends: dict[str, list[State]] = {}
    lacking = {own.state.code for own in standing.at("undated")}
    for course in history.rows:
        last = _course_told(setting, course, lacking)[-2:]
        # An end, or a suspension without its day, says nothing without the status before it.
        told = last[-1:] if last and " from " in last[-1] else last
        ends.setdefault(", ".join(told) or TERMS["none"].word, []).append(course.state)
    parts: list[Part] = [f"{before_colon(who)}: {told}." for told, who in ends.items()]
    parts += [_rest(history)] if history.rest else []
    return first_that_fits(every, as_many_as_fit(lead, parts, "line"))


def few_title(setting: Setting, standing: Standing) -> Text:
    """Say of a treaty between a few states by name whom it binds, or bound until it ended."""
    treaty, ended = setting.treaty, [own.state for own in standing.at("ended")]
    if treaty.ended is not None:
        return capital(
            say(
                "{who} {was} bound until the {treaty} ended on {day}",
                who=names(ended) if ended else "no state",
                was=plural(len(ended), "was", "were") if ended else "was",
                treaty=treaty.noun,
                day=tell.day(treaty, "ended"),
            )
        )
    bound = [own.state for own in standing.having(*IN_FORCE)]
    told = say(
        "{who} {are} bound by the {treaty}",
        who=names(bound) if bound else "no state",
        are=agree(len(bound), "is", "are"),
        treaty=treaty.noun,
    )
    return capital(together([told, _suspended(standing)], between=""))


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
    if not standing.not_operating:
        return _undated(standing)
    has = agree(standing.not_operating, "has", "have")
    many: Part = tell.count(standing, "not_operating")
    if standing.not_operating == standing.in_force == standing.total == 2:
        many = "both"
    elif standing.not_operating == standing.in_force == 1:
        many = "that state"
    told = say("; {count} {has} suspended it", count=many, has=has)
    return together([told, _undated(standing)], between="")


def _lead(setting: Setting, standing: Standing) -> Text:
    return say(
        "Status of {count} under the {treaty} over time.",
        count=tell.counted(standing, "possible", "state"),
        treaty=setting.treaty.noun,
    )


def _told(setting: Setting, standing: Standing, history: History) -> list[Text]:
    """Tell each state's course, or who stands where where there are too many of them."""
    if 0 < len(history.rows) <= _NAMED:
        lacking = {own.state.code for own in standing.at("undated")}
        told = [text(_course(setting, one, lacking)) for one in history.rows]
        return [*told, _rest(history)] if history.rest else told
    places: tuple[Place, ...] = ("ended", "undated", *STACKED)
    return [_place(standing, place) for place in places if standing.at(place)]


def _place(standing: Standing, place: Place) -> Text:
    own = [position.state for position in standing.at(place)]
    few = len(own) <= _NAMED
    who: Part = names(own) if few else tell.counted(standing, _COUNTS[place], "state")
    return capital(say("{word}: {who}.", word=place_word(place), who=who))


def _rest(history: History) -> Text:
    """Tell of the states that never acted, where those that did are told one by one."""
    return say(
        "{count} more {states}: {none}.",
        count=tell.count(history, "rest"),
        states=plural(history.rest, "state"),
        none=plural(history.rest, TERMS["none"].one, TERMS["none"].many),
    )


def _course(setting: Setting, course: Course, lacking: Collection[str]) -> str:
    """Tell one state's statuses up to the as-of day in one sentence."""
    told = _course_told(setting, course, lacking)
    return f"{course.state.name}: {', '.join(told) or TERMS['none'].word}."


def _course_told(setting: Setting, course: Course, lacking: Collection[str]) -> list[str]:
    begun = [one for one in course.spells if one.start <= setting.day]
    told = [f"{spell_word(one)} from {format_day(one.start)}" for one in begun]
    if begun and (over := begun[-1].end) and over <= setting.day:
        what = "the treaty ended" if over == setting.treaty.ended else "the state ended"
        told.append(f"until {what} on {format_day(over)}")
    if course.state.code in lacking:
        told.append(UNDATED)
    return told
