"""The headline, the one finding that titles a regional briefing; and what is due next."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.blocks.citations import Citations
from analysis.blocks.model import Text, text
from analysis.blocks.telling import as_text, capital, cited, given, say, strong
from analysis.language.days import format_date
from analysis.language.english import possessive
from analysis.language.numbers import agree
from analysis.sections.exits.facts import Exits
from analysis.sections.front.facts import Awaited, DueNext, Furthest
from analysis.sections.method.facts import Suspending
from analysis.sections.standing.facts import Standing
from analysis.subject import telling as tell
from analysis.subject.assumption import HYPOTHETICAL, assumption
from analysis.subject.missing import suspended_beside
from analysis.subject.naming import names, names_or, names_or_share, share, states_of
from analysis.subject.setting import Setting
from analysis.terms.stages import TERMS
from analysis.terms.statuses import IN_FORCE


@dataclass(frozen=True, slots=True)
class News:
    """The facts of which one makes the headline."""

    standing: Standing
    exits: Exits
    furthest: Furthest
    suspending: Suspending


def headline(setting: Setting, news: News) -> Text:
    """Return the finding that titles the briefing, marked if it assumes what has not happened."""
    finding = capital(_finding(setting, news))
    if not assumption(setting):
        return finding
    return say("{mark}: {finding}", mark=HYPOTHETICAL, finding=finding)


def _finding(setting: Setting, news: News) -> Text:
    """Return the first finding that applies, the gravest first."""
    if setting.silent:
        return as_text(setting.silent)
    if setting.treaty.ended is not None:
        return _ended(setting)
    standing = news.standing
    found = given(
        _gone(setting, standing),
        _given_notice(setting, standing),
        _suspended(setting, standing),
        _taken_back(setting, news.exits),
        _underway(setting, standing, news.furthest),
        _suspending(setting, news.suspending),
        _waiting(setting, standing),
        _disputed(setting, standing),
    )
    return found[0] if found else _nobody(setting, standing)


def _ended(setting: Setting) -> Text:
    held = " and binds nobody" if setting.treaty.entered else " without having been in force"
    return say(
        "the {treaty} ended on {day}{held}",
        treaty=setting.treaty.noun,
        day=tell.day(setting.treaty, "ended"),
        held=held,
    )


def _gone(setting: Setting, standing: Standing) -> Text:
    """Tell of withdrawals in effect, and beside them of notices running and suspensions."""
    if not standing.withdrawn:
        return ()
    return say(
        "{share} {is_} no longer bound by the {treaty}{notices}{suspended}{documented}",
        share=share(setting, standing, "withdrawn"),
        is_=agree(standing.withdrawn, "is", "are"),
        treaty=setting.treaty.noun,
        notices=_more(standing, "withdrawing", "given notice"),
        suspended=_more(standing, "suspended", "suspended it"),
        documented=suspended_beside(standing, more=True),
    )


def _more(standing: Standing, field: str, done: str) -> Text:
    count = getattr(standing, field)
    if not count:
        return ()
    has = agree(count, "has", "have")
    return say("; {count} more {has} {done}", count=tell.count(standing, field), has=has, done=done)


def _given_notice(setting: Setting, standing: Standing) -> Text:
    if not standing.withdrawing:
        return ()
    return say(
        "{share} {has} given notice of leaving the {treaty}{suspended}",
        share=share(setting, standing, "withdrawing"),
        has=agree(standing.withdrawing, "has", "have"),
        treaty=setting.treaty.noun,
        suspended=_more(standing, "suspended", "suspended it"),
    )


def _suspended(setting: Setting, standing: Standing) -> Text:
    if not standing.suspended:
        return ()
    return say(
        "{share} {has} suspended the {treaty}{documented}",
        share=share(setting, standing, "not_operating"),
        has=agree(standing.not_operating, "has", "have"),
        treaty=setting.treaty.noun,
        documented=suspended_beside(standing),
    )


def _taken_back(setting: Setting, exits: Exits) -> Text:
    """Tell of a ratification revoked, as a rule before the treaty was ever in force."""
    gone = [row.state for row in exits.revoked]
    if not gone:
        return ()
    return say(
        "{states} {has} ratification of the {treaty}{waits}",
        states=names_or_share(setting, gone, exits, "taken_back"),
        has=agree(len(gone), "has taken back its", "have taken back their"),
        treaty=setting.treaty.noun,
        waits="" if setting.treaty.entered else ", which is not in force",
    )


def _underway(setting: Setting, standing: Standing, furthest: Furthest) -> Text:
    """Tell what the states furthest on their way have done short of a notice, and who is bound."""
    if furthest.stage is None:
        return ()
    term, many = TERMS[furthest.stage], furthest.count > 1
    step = say(
        term.several if many and term.several else term.finding,
        names=names_or_share(setting, furthest.states, furthest, "count"),
        whose=possessive(names(furthest.states)),
        has=agree(furthest.count, "has", "have"),
        treaty=setting.treaty.noun,
    )
    return say(
        "{step}{turned}; {bound}",
        step=step,
        turned=_turned(furthest),
        bound=_still_bound(setting, standing),
    )


def _turned(furthest: Furthest) -> Text:
    """Say who of them has since notified a suspension instead."""
    if not furthest.turned:
        return ()
    if len(furthest.turned) == furthest.count:
        return text(", then a suspension was notified")
    has = agree(len(furthest.turned), "has", "have")
    return say(" ({who} {has} since notified a suspension)", who=names(furthest.turned), has=has)


def _still_bound(setting: Setting, standing: Standing) -> Text:
    """Say for how many the treaty is in force; who has suspended it is told before."""
    bound = standing.in_force
    if not setting.treaty.in_force:
        return as_text("the treaty is not in force")
    if not bound:
        return say("{none} is bound", none=_none_of(setting, standing, "in_force"))
    return say(
        "{share} {are}{still} bound",
        share=share(setting, standing, "in_force"),
        are=agree(bound, "is", "are"),
        still=" still" if bound == standing.total else "",
    )


def _suspending(setting: Setting, suspending: Suspending) -> Text:
    """Tell of suspensions announced, approved or notified that have not taken effect."""
    if not suspending.count:
        return ()
    return say(
        "{states} {has} taken steps to suspend the {treaty}",
        states=names_or_share(setting, suspending.states, suspending, "count"),
        has=agree(suspending.count, "has", "have"),
        treaty=setting.treaty.noun,
    )


def _waiting(setting: Setting, standing: Standing) -> Text:
    """Tell of a treaty that is not in force: nobody is bound, some have consented."""
    if setting.treaty.entered is not None:
        return ()
    if not standing.consented:
        return say(
            "the {treaty} is not in force; {none} has consented to it",
            treaty=setting.treaty.noun,
            none=_none_of(setting, standing, "consented"),
        )
    return say(
        "{share} {has} consented to the {treaty}, which is not in force",
        share=share(setting, standing, "consented"),
        has=agree(standing.consented, "has", "have"),
        treaty=setting.treaty.noun,
    )


def _disputed(setting: Setting, standing: Standing) -> Text:
    own = [one.state for one in standing.having(*IN_FORCE) if one.disputed]
    if not own:
        return ()
    return say(
        "{share} {are} bound by the {treaty}; {whose} standing is disputed",
        share=share(setting, standing, "in_force"),
        are=agree(standing.in_force, "is", "are"),
        treaty=setting.treaty.noun,
        whose=possessive(names(own)),
    )


def _nobody(setting: Setting, standing: Standing) -> Text:
    """Say that nobody leaves, or that nobody is bound who could, as far as that is known."""
    if not standing.in_force:
        none = _none_of(setting, standing, "in_force")
        return say(
            "{none} is bound by the {treaty}{known}",
            none=none,
            treaty=setting.treaty.noun,
            known=_known(setting),
        )
    bound = standing.in_force
    return say(
        "{share} {are} bound by the {treaty}{stay} on its way out{known}",
        share=share(setting, standing, "in_force"),
        are=agree(bound, "is", "are"),
        treaty=setting.treaty.noun,
        stay={1: " and is not", 2: "; neither is"}.get(bound, "; none is"),
        known=_known(setting),
    )


def _known(setting: Setting) -> Text:
    """Name the day up to which an absence is known, where that is not the as-of day."""
    if not setting.late:
        return ()
    return say(", as far as is known up to {day}", day=tell.day(setting.treaty, "observed_to"))


def _none_of(setting: Setting, standing: Standing, field: str) -> Text:
    """Name the absence of any state of the region: "none of the 32 NATO states"."""
    if setting.members == 1:
        return share(setting, standing, field)
    none = "neither" if setting.members == 2 else "none"
    return say("{none} of the {states}", none=none, states=states_of(setting))


def due_lines(due: DueNext, cite: Citations) -> list[Text]:
    """Return a line for each date that is due: when, in how many days, what, and for whom."""
    return [cited(_awaited(one), cite.sources(one.sources, most=1)) for one in due.rows]


def _awaited(own: Awaited) -> Text:
    days = () if own.days is None else say(", in {days}", days=tell.counted(own, "days", "day"))
    # The calendar may name the states itself.
    unnamed = [state for state in own.states if state.name not in own.what]
    who = names_or(own.states, f"{len(own.states)} states") if unnamed else ()
    return say(
        "{date}{days}: {what}{who}",
        date=strong(format_date(own.written)),
        days=days,
        what=own.what[:1].lower() + own.what[1:] if own.states else own.what,
        who=say(" ({who})", who=who) if who else "",
    )
