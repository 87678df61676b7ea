"""The headline of a treaty briefing: who leaves or has left, and how many states are bound."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.blocks.model import Text
from analysis.blocks.telling import as_text, capital, given, say
from analysis.language.english import possessive
from analysis.language.numbers import agree
from analysis.sections.exits.facts import Exits
from analysis.sections.front.facts import Furthest
from analysis.sections.participation.facts import Participation
from analysis.sections.standing.facts import Standing
from analysis.subject import telling as tell
from analysis.subject.naming import names, names_or
from analysis.subject.setting import Setting
from analysis.terms.stages import TERMS
from analysis.terms.statuses import IN_FORCE


@dataclass(frozen=True, slots=True)
class World:
    """The facts about all states of which the headline is made."""

    parties: Participation
    standing: Standing
    exits: Exits
    furthest: Furthest


def treaty_headline(setting: Setting, world: World) -> Text:
    """Return the finding: the gravest that happens to the treaty, and how many it binds."""
    if setting.silent:
        return capital(setting.silent)
    if setting.treaty.ended is not None:
        return capital(_ended(setting, world))
    found = given(
        _gone(setting, world.exits),
        _given_notice(setting, world.standing),
        _suspended(setting, world.standing),
        _taken_back(setting, world.exits),
        _underway(setting, world.furthest),
        _disputed(setting, world.standing),
        _nobody(setting),
    )
    return capital(say("{lead}; {bound}", lead=found[0], bound=_bound(setting, world)))


def _ended(setting: Setting, world: World) -> Text:
    """Tell when it ended, who had withdrawn from it, and how many it bound at its peak."""
    if setting.treaty.entered is None:
        bound = as_text("it had never been in force")
    else:
        bound = say(
            "at its peak it bound {peak}", peak=tell.counted(world.parties, "peak", "state")
        )
    gone = world.exits.gone
    after = say(" after the withdrawal of {who}", who=names(row.state for row in gone))
    return say(
        "the {treaty} ended on {day}{after}; {bound}",
        treaty=setting.treaty.noun,
        day=tell.day(setting.treaty, "ended"),
        after=after if 0 < len(gone) <= 2 else "",
        bound=bound,
    )


def _gone(setting: Setting, exits: Exits) -> Text:
    if not exits.withdrawals:
        return ()
    running = exits.notices_running
    more = say(
        ", {count} {are} running",
        count=tell.counted(exits, "notices_running", "more notice"),
        are=agree(running, "is", "are"),
    )
    return say(
        "{gone} from the {treaty} {are} in effect{more}",
        gone=tell.counted(exits, "withdrawals", "withdrawal"),
        treaty=setting.treaty.noun,
        are=agree(exits.withdrawals, "is", "are"),
        more=more if running else "",
    )


def _given_notice(setting: Setting, standing: Standing) -> Text:
    going = [own.state for own in standing.having("withdrawing")]
    if not going:
        return ()
    return say(
        "{who} {have} given notice of leaving the {treaty}",
        who=names_or(going, tell.counted(standing, "withdrawing", "state")),
        have=agree(len(going), "has", "have"),
        treaty=setting.treaty.noun,
    )


def _suspended(setting: Setting, standing: Standing) -> Text:
    if not standing.not_operating:
        return ()
    return say(
        "{who} {have} suspended the {treaty}",
        who=names_or(
            [own.state for own in standing.halted],
            tell.counted(standing, "not_operating", "state"),
        ),
        have=agree(standing.not_operating, "has", "have"),
        treaty=setting.treaty.noun,
    )


def _taken_back(setting: Setting, exits: Exits) -> Text:
    if not exits.taken_back:
        return ()
    return say(
        "{who} {have} ratification of the {treaty}",
        who=names_or(
            [row.state for row in exits.revoked], tell.counted(exits, "taken_back", "state")
        ),
        have=agree(exits.taken_back, "has taken back its", "have taken back their"),
        treaty=setting.treaty.noun,
    )


def _underway(setting: Setting, furthest: Furthest) -> Text:
    """Tell what the states furthest on their way have done short of a notice."""
    if furthest.stage is None:
        return ()
    term, many = TERMS[furthest.stage], furthest.count > 1
    return say(
        term.several if many and term.several else term.finding,
        names=names_or(furthest.states, tell.counted(furthest, "count", "state")),
        whose=possessive(names(furthest.states)),
        has=agree(furthest.count, "has", "have"),
        treaty=setting.treaty.noun,
    )


def _disputed(setting: Setting, standing: Standing) -> Text:
    own = [one.state for one in standing.having(*IN_FORCE) if one.disputed]
    if not own:
        return ()
    return say(
        "{whose} standing under the {treaty} is disputed",
        whose=possessive(names(own)),
        treaty=setting.treaty.noun,
    )


def _nobody(setting: Setting) -> Text:
    """Say that nobody leaves, and up to when that is known where it is not the as-of day."""
    known = say(", as far as is known up to {day}", day=tell.day(setting.treaty, "observed_to"))
    return say(
        "no state is leaving the {treaty}{known}",
        treaty=setting.treaty.noun,
        known=known if setting.late else "",
    )


def _bound(setting: Setting, world: World) -> Text:
    """Say how many states are bound against the peak, or that the treaty is not in force."""
    own = world.parties
    if setting.treaty.entered is None or not own.peak:
        return say(
            "it is not in force, {states} {have} consented",
            states=tell.counted(own, "contracting", "state"),
            have=agree(own.contracting, "has", "have"),
        )
    # Whoever has suspended it is bound in law: a peak would hide that.
    silent = world.standing.not_operating or world.standing.undated
    against: Text = () if silent else as_text(", the most so far")
    if own.fallen:
        against = say(", {peak} at the peak", peak=tell.count(own, "peak"))
    return say(
        "{now} {are} bound{against}",
        now=tell.counted(own, "now", "state"),
        are=agree(own.now, "is", "are"),
        against=against,
    )
