"""The clause on withdrawal in words, and what a scenario takes for granted under it."""

from __future__ import annotations

from analysis.blocks.model import Text, text
from analysis.blocks.telling import Part, given, say
from analysis.sections.method.facts import Clause, Wars
from analysis.subject import telling as tell
from analysis.subject.naming import names

#: What a withdrawal waits for, by the kind of condition.
_TAILS = {
    "that_conflict": ", but not before the end of an armed conflict in which the state is then"
    " engaged",
    "any_conflict": "; a state that is then party to an armed conflict stays bound until it is"
    " party to none",
    "conflict_or_occupation": "; in an armed conflict or occupation that then goes on a state stays"
    " bound until its end and until protected persons are released and repatriated",
}


def clause_sentence(clause: Clause) -> Text:
    """Say what the clause on withdrawal requires."""
    if clause.without:
        return text(clause.without)
    return say(
        "{notice} takes effect {earliest}{period} after it is received{tail} ({article}).{carried}",
        notice="Only if another party commits an essential breach may a state withdraw; its notice"
        if clause.condition == "breach"
        else "A notice of withdrawal",
        earliest="at the earliest " if clause.earliest else "",
        period=_period(clause),
        tail=_TAILS.get(clause.tail, ""),
        article=clause.article,
        carried=_carried(clause),
    )


def law_cautions(clause: Clause, wars: Wars) -> list[Text]:
    """Say what a scenario takes for granted: a breach by another party, a state at peace."""
    return given(_breach(clause, wars), _unchecked(wars))


def _period(clause: Clause) -> Part:
    if clause.months:
        return tell.counted(clause, "months", "month")
    return tell.counted(clause, "days", "day")


def _carried(clause: Clause) -> str:
    """Say with what the treaty is left, and whether it can be left without it."""
    if clause.carries:
        return " Who leaves the convention leaves every protocol by which it is bound."
    if not clause.convention:
        return ""
    if clause.alone:
        return f" Who leaves the {clause.convention} leaves this treaty with it."
    return f" It cannot be left alone, but only with the {clause.convention}."


def _breach(clause: Clause, wars: Wars) -> Text:
    if clause.condition != "breach" or not wars.assumed:
        return ()
    return say(
        "Only an essential breach by another party lets a state leave this treaty ({article}): the"
        " scenario takes one for granted.",
        article=clause.article,
    )


def _unchecked(wars: Wars) -> Text:
    if not wars.unchecked:
        return ()
    return say(
        "Whether an armed conflict holds up the exit of {states} was not checked: of the wars that"
        " may do so the register holds those of {held} alone, and takes it that there is no other.",
        states=names(wars.unchecked),
        held=names(wars.held) if wars.held else "no state",
    )
