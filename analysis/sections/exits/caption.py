"""The words of the exit timeline: its finding, what it shows, and each way out in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from analysis.blocks.caption import Caption
from analysis.blocks.model import Text, text
from analysis.blocks.telling import (
    Part,
    as_many_as_fit,
    capital,
    first_that_fits,
    say,
    together,
)
from analysis.language.days import format_date, format_period
from analysis.language.english import format_list, possessive
from analysis.language.numbers import agree, format_votes, plural
from analysis.sections.exits.facts import Exit, Exits
from analysis.sections.exits.lanes import order_exits
from analysis.sections.standing.facts import Place
from analysis.subject import telling as tell
from analysis.subject.missing import UNDATED_SHORT
from analysis.subject.naming import before_colon, names, names_or, share
from analysis.subject.setting import Setting, State
from analysis.terms.stages import TERMS, Stage
from analysis.terms.statuses import TERMS as STATUSES
from analysis.terms.statuses import Status

#: More states than these without a step are counted in one line instead of listed.
_LISTED = 6
#: What is said of a state whose place is no status.
_WAS: dict[Place, str] = {
    "ended": "bound until it ended",
    "undated": f"party, {UNDATED_SHORT}",
}
#: So many parliaments and fewer are named in a title.
_VOTERS = 3


def outcome_words(row: Exit, exits: Exits, write: Callable[[str], str] = format_date) -> str:
    """Say where a way out stands on the day; ``write`` writes its date."""
    day = row.effect.isoformat() if row.effect else row.without_notice
    return {
        "no notice": "no notice" if exits.ended_by else "no notice yet",
        "open": "day of effect open",
        "disputed": "effect disputed",
        "due": f"due {write(day)}",
        "in effect": f"{TERMS['effective'].word} {write(day)}",
        "taken back": f"taken back {write(day)}",
        "overtaken": "the treaty ended first",
    }[row.outcome]


def quiet_lines(exits: Exits) -> list[tuple[str, str, tuple[Status, ...]]]:
    """Return a line for each state that stays: name, words, statuses; many become one line."""
    staying = exits.staying
    if len(staying) <= _LISTED:
        return [(state.name, f"{_stays(at)}, no step", (_sign(at),)) for state, at in staying]
    counts = exits.staying_by_place
    held, more = tuple(_sign(at) for at, _ in counts), f"{len(staying)} more states"
    if len(held) == 1:
        return [(more, f"{_stays(counts[0][0], len(staying))}, no step", held)]
    words = format_list(f"{count} {_stays(at, count)}" for at, count in counts)
    return [(more, f"{words}; no step", held)]


def _stays(place: Place, count: int = 0) -> str:
    """Return the words for states without a step: those of their place, as of one or of many."""
    if place in _WAS:
        return _WAS[place]
    term = STATUSES[_sign(place)]
    return plural(count, term.one, term.many) if count else term.word


def _sign(place: Place) -> Status:
    """Return the status in whose sign a place is drawn: after the end nobody is a party."""
    drawn: dict[Place, Status] = {"ended": "none", "apart": "none", "undated": "party"}
    return drawn.get(place) or cast(Status, place)


def timeline_caption(setting: Setting, exits: Exits) -> Caption:
    """Say what the exit timeline shows: how far the furthest have come, out of how many."""
    first = min(exits.first_step or setting.day, setting.day)
    lead = say(
        "Timeline of the steps towards leaving the {treaty} as of {day}.",
        treaty=setting.treaty.noun,
        day=tell.day(setting, "day"),
    )
    stays = [f"{name}: {words}." for name, words, _ in quiet_lines(exits)]
    return Caption(
        title=capital(_finding(setting, exits)),
        subtitle=text(
            "Steps towards leaving, notice and day of effect by state,"
            f" {format_period(first, setting.day)}"
        ),
        alt=_alt(lead, exits, stays),
    )


def _alt(lead: Text, exits: Exits, stays: list[str]) -> Text:
    """Tell every step, or where that would be long how far each state has come."""
    rows = order_exits(exits.rows)
    every = together([lead, *(_tell_exit(row, exits) for row in rows), *stays])
    ways: dict[str, list[State]] = {}
    for row in rows:
        ways.setdefault(_tell_end(row, exits), []).append(row.state)
    ends = [f"{before_colon(who)}: {way}." for way, who in ways.items()]
    short = as_many_as_fit(lead, [*ends, *stays], "line")
    return first_that_fits(every, short)


def _tell_end(row: Exit, exits: Exits) -> str:
    """Tell of one exit the furthest step before its outcome, and the outcome."""
    stages = [stage for stage in row.steps if stage != "effective"]
    told = [_step_told(row, stages[-1])] if stages else []
    told += [_turned_told(row)] if row.turned else []
    halted = [] if row.operates else ["operation suspended before the notice"]
    return ", ".join([*told, outcome_words(row, exits), *halted])


def _finding(setting: Setting, exits: Exits) -> Text:
    """State the furthest that anybody has come: effect, notice, vote, or an earlier step."""
    treaty = setting.treaty.noun
    if exits.withdrawals:
        return say(
            "{states} {has} withdrawn from the {treaty}{notices}",
            states=share(setting, exits, "withdrawals"),
            has=agree(exits.withdrawals, "has", "have"),
            treaty=treaty,
            notices=_running(exits),
        )
    if exits.notices:
        return say(
            "{states} {has} given notice of leaving the {treaty}{due}",
            states=share(setting, exits, "notices"),
            has=agree(exits.notices, "has", "have"),
            treaty=treaty,
            due=_due(exits),
        )
    return _short_of_notice(setting, exits)


def _running(exits: Exits) -> Text:
    if not exits.running:
        return ()
    return say(
        "; {notices} {are} running",
        notices=tell.counted(exits, "notices_running", "notice"),
        are=agree(exits.notices_running, "is", "are"),
    )


def _due(exits: Exits) -> Part:
    """Say when the exits are due, or only the first ones if they are due on several days."""
    if not exits.due:
        contested = agree(exits.notices, "its effect is", "their effect is")
        return "" if exits.running else f"; {contested} disputed"
    if exits.due_first == len(exits.due):
        those: Part = agree(exits.due_first, "the exit is", "the exits are")
    elif exits.due_first == 1:
        those = "the first exit is"
    else:
        those = say("the first {count} exits are", count=tell.count(exits, "due_first"))
    return say("; {those} due on {day}", those=those, day=tell.day(exits, "first_due"))


def _short_of_notice(setting: Setting, exits: Exits) -> Text:
    """Say who has stepped back, voted, or taken a step, and that nobody has given notice."""
    treaty = setting.treaty.noun
    none = say("{none} has given notice", none=share(setting, exits, "notices"))
    if exits.revoked:
        done = say(
            "{who} {has} stepped back from the {treaty}",
            who=names_or([row.state for row in exits.revoked], share(setting, exits, "taken_back")),
            has=agree(exits.taken_back, "has", "have"),
            treaty=treaty,
        )
    elif exits.voters:
        done = _voted(treaty, exits)
    else:
        done = say(
            "{states} {has} taken steps towards leaving the {treaty}",
            states=share(setting, exits, "underway"),
            has=agree(exits.underway, "has", "have"),
            treaty=treaty,
        )
        none = text("none has given notice" if setting.members > 1 else "no notice has been given")
    if setting.treaty.ended is not None:
        none = say("it ended on {day} without a notice", day=tell.day(setting.treaty, "ended"))
    return say("{done}; {none}", done=done, none=none)


def _voted(treaty: str, exits: Exits) -> Text:
    term = TERMS["parliament_approved"]
    who = names(row.state for row in exits.voters)
    many = tell.counted(exits, "voted", "state")
    return say(
        term.finding if exits.voted == 1 else term.several,
        whose=possessive(who),
        names=who if exits.voted <= _VOTERS else many,
        treaty=treaty,
    )


def _tell_exit(row: Exit, exits: Exits) -> str:
    """Tell one exit in one sentence."""
    told = [_step_told(row, stage) for stage in row.steps]
    told += [_turned_told(row)] if row.turned else []
    halted = [] if row.operates else ["operation suspended before the notice"]
    return f"{row.state.name}: {', '.join([*told, outcome_words(row, exits), *halted])}."


def _turned_told(row: Exit) -> str:
    return f"suspension notified {format_date(row.turned.written)}" if row.turned else ""


def _step_told(row: Exit, stage: Stage) -> str:
    voted = stage == "parliament_approved" and row.vote
    votes = f" ({format_votes(row.vote)})" if voted else ""
    return f"{TERMS[stage].word} {format_date(row.steps[stage].written)}{votes}"
