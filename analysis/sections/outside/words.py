"""Who is outside in words: the finding of page one, and a line for each part of the world."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.blocks.citations import Citations
from analysis.blocks.model import Text
from analysis.blocks.telling import capital, cited, given, say, strong, together
from analysis.language.numbers import agree, counted, number_word
from analysis.sections.outside.facts import Absent, Outside
from analysis.subject import telling as tell
from analysis.subject.naming import names
from analysis.subject.setting import Setting, State

#: So many states and fewer are named in a line.
_NAMED = 40


def outside_finding(setting: Setting, own: Outside, cite: Citations) -> Text:
    """Say how many of the states that could join are outside, and who of the powers is."""
    if not own.count:
        return ()
    sentence = say(
        "{count} of the {total} states that it could bind {are} outside{powers}; {signed}",
        count=tell.count(own, "count"),
        total=tell.count(own, "total"),
        are=agree(own.count, "is", "are"),
        # Beside those outside: behind the signatories it would say that the powers have signed.
        powers=_among(own) if own.powers_out else "",
        signed=_signed(own),
    )
    return cited(capital(sentence), cite.sources(setting.treaty.sources, most=1))


def _among(own: Outside) -> Text:
    among = " among them" if len(own.powers_out) < own.count else ""
    return say(", {states}{among}", states=names(own.powers_out), among=among)


def _signed(own: Outside) -> Text:
    """Say how many of those outside have signed."""
    if own.count == 1:
        return say("it has signed it" if own.signed else "it has not signed it")
    if own.signed == own.count:
        return say("both have signed it" if own.count == 2 else "all of them have signed it")
    return say(
        "{signed} of them {have} signed it",
        signed=tell.none_or(own, "signed", own.count),
        have=agree(own.signed, "has", "have"),
    )


def outside_lines(setting: Setting, own: Outside, cite: Citations) -> list[Text]:
    """Return the nuclear-weapon states first, then a line for each part of the world."""
    numbers = cite.sources(setting.treaty.sources, most=1)
    first = [_powers(own)] if own.powers_out else []
    lines = given(*first, *map(_area, own.rows), _uncounted(own))
    return [cited(line, numbers) for line in lines]


def _uncounted(own: Outside) -> Text:
    """Name the states of the day that are on neither side, and say why."""
    annexed = say("annexed by another state: {who}", who=names(own.annexed)) if own.annexed else ()
    unheld = say("their acts are not on record: {who}", who=names(own.unheld)) if own.unheld else ()
    told = together(given(unheld, annexed), between="; ")
    return say("{head}, {told}", head=strong("Not counted"), told=told) if told else ()


def _powers(own: Outside) -> Text:
    """Tell where the nuclear-weapon states of the NPT stand: outside, or not."""
    consented = say(
        "; {who} {have} consented to it",
        who=names(own.powers_in),
        have=agree(len(own.powers_in), "has", "have"),
    )
    return say(
        "{head}: {who} {are} outside{consented}",
        head=strong("Nuclear-weapon states of the NPT"),
        who=names(own.powers_out),
        are=_are(own.powers_out),
        consented=consented if own.powers_in else "",
    )


def _are(states: Sequence[State]) -> str:
    return agree(len(states), "is", "are")


def _area(row: Absent) -> Text:
    signed = say("Signed only: {who}", who=_who(row.signed)) if row.signed else ()
    never = say("Neither signed nor joined: {who}", who=_who(row.never)) if row.never else ()
    return say(
        "{area} {told}",
        area=strong(f"{row.area}, {number_word(len(row.signed) + len(row.never))}."),
        told=together(given(signed, never), between=". "),
    )


def _who(states: Sequence[State]) -> str:
    return names(states) if len(states) <= _NAMED else counted(len(states), "state")
