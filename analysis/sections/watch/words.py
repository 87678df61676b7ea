"""What to watch in words: who has said that it stays, and what earlier pushes had come to."""

from __future__ import annotations

from collections.abc import Collection

from analysis.blocks.citations import Citations
from analysis.blocks.model import Text
from analysis.blocks.telling import cited, listed, say
from analysis.sections.watch.facts import Past, Watch
from analysis.subject import telling as tell
from analysis.subject.naming import names_by_date
from analysis.terms.tiers import STRENGTH_TERMS


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
