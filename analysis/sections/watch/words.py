"""What to watch in words: who stays, who stands behind a step, what earlier pushes had come to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analysis.blocks.citations import Citations
from analysis.blocks.model import Text
from analysis.blocks.telling import cited, listed, say
from analysis.language.days import format_date_short
from analysis.language.english import format_list
from analysis.language.numbers import number_word
from analysis.sections.watch.facts import Behind, Past, Watch
from analysis.subject import telling as tell
from analysis.subject.naming import names_by_date
from analysis.terms.tiers import STRENGTH_TERMS

#: So many states that took a step together are told with their governments one by one.
_NAMED = 3


def staying_sentence(watch: Watch, cite: Citations, told: Collection[str] = ()) -> Text:
    """Say who has declared to stay within the year, and when; empty if nobody has.

    ``told`` are the codes of states of which another section has told it already.
    """
    staying = [row for row in watch.staying if row.state.code not in told]
    if not staying:
        return ()
    when = names_by_date([(row.written, row.state) for row in staying])
    numbers = {n for row in staying for n in cite.best(row.keys, most=1)}
    return cited(say("Declared to stay: {when}", when=when), tuple(sorted(numbers)))


def behind_words(steps: Sequence[tuple[str, Behind | None]]) -> str:
    """Say who stands behind one step of one or several states, and whether they hold office still.

    ``steps`` are states as a sentence names them, in order, with what is known. Empty where no
    office counts.
    """
    counted = [(name, own) for name, own in steps if own]
    if not counted:
        return ""
    if len(counted) == 1:
        return _one(counted[0][1])
    if len(counted) > _NAMED:
        still = sum(own.holds == "in_office" for _, own in counted)
        if still == len(counted):
            return f"all {number_word(still)} governments hold office still"
        some = number_word(still) if still else "none"
        return f"{some} of the {number_word(len(counted))} governments known to hold office still"
    known = [f"{_short(own)} ({name})" for name, own in counted if own.holder]
    unknown = format_list([name for name, own in counted if not own.holder])
    told = [f"in office since {format_list(known)}"] if known else []
    return ", ".join([*told, *([f"not known of {unknown}"] if unknown else [])])


def _one(own: Behind) -> str:
    if not own.holder:
        return "not known whether they still hold office"
    who = {"head_of_government": f"the government of {own.holder}", "head_of_state": own.holder}
    name = who.get(own.office or "", f"the {own.holder}")
    if own.holds == "left":
        which = "who" if own.office == "head_of_state" else "which"
        return f"{name}, {which} left office on {format_date_short(own.until)}"
    at = "sitting" if own.office == "legislature" else "in office"
    return f"{name}, {at} since {_short(own)}"


def _short(own: Behind) -> str:
    since = format_date_short(own.since)
    if own.holds == "left":
        return f"{since} until {format_date_short(own.until)}"
    if own.holds == "last_seen":
        return f"{since}, known until {format_date_short(own.until)}"
    return since


def past_sentence(watch: Watch) -> Text:
    """Say what earlier pushes as strong as those on the board had come to; empty if none was."""
    seen = [own for own in watch.past if own.cases]
    if not seen:
        return ()
    return say(
        "Of earlier pushes as strong that had ended or run a year, {parts} led to a notice or a"
        " suspension; in brackets the exact 95 per cent interval. Weak steps are under-recorded, so"
        " that their share is a ceiling. These are counts, and no chance of what comes next.",
        parts=listed([_led(own) for own in seen]),
    )


def _led(own: Past) -> Text:
    return say(
        "{part} of {whole} {pushes} ({low} to {high})",
        part=tell.number(own, "notices"),
        whole=tell.number(own, "cases"),
        pushes=STRENGTH_TERMS[own.strength].many,
        low=tell.number(own, "low"),
        high=tell.number(own, "high"),
    )
