"""What to watch in words: who has said that it stays, and what earlier pushes had come to."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Text
from analysis.blocks.telling import Part, capital, cited, say, together
from analysis.language.numbers import agree
from analysis.sections.watch.facts import Past, Watch
from analysis.subject import telling as tell
from analysis.subject.naming import names_by_date
from analysis.terms.tiers import STRENGTH_TERMS


def staying_sentence(watch: Watch, cite: Citations) -> Text:
    """Say who has declared to stay within the year, and when; empty if nobody has."""
    if not watch.staying:
        return ()
    when = names_by_date([(row.written, row.state) for row in watch.staying])
    numbers = {n for row in watch.staying for n in cite.best(row.keys, most=1)}
    return cited(say("Declared to stay: {when}", when=when), tuple(sorted(numbers)))


def past_sentences(watch: Watch, limits: str) -> Text:
    """Say what pushes as strong as those on the board had come to, with what limits the counts."""
    told = [_past(one) for one in watch.past]
    if not told:
        return ()
    return together([*told, limits, "Counts, and no chance of what comes next."])


def _past(own: Past) -> Text:
    word = STRENGTH_TERMS[own.strength]
    if not own.cases:
        return say("No earlier push of this strength ({word}) had run a year.", word=word.word)
    if own.cases == 1:
        return say(
            "The one earlier push of this strength ({word}) {led} to a notice or a suspension.",
            word=word.word,
            led="led" if own.notices else "did not lead",
        )
    told = say(
        "Of {cases} earlier {pushes}, {notices} led to a notice or a suspension (exact 95 per cent"
        " interval {low} to {high}){after}; by treaty and state {pairs_notice} of {pairs}"
        " ({pairs_low} to {pairs_high}), by decision {joint_notice} of {joint} ({joint_low} to"
        " {joint_high}).",
        cases=tell.number(own, "cases"),
        pushes=word.many,
        notices=_some(own, "notices"),
        low=tell.number(own, "low"),
        high=tell.number(own, "high"),
        after=_after(own),
        pairs_notice=tell.number(own, "pairs_notice"),
        pairs=tell.number(own, "pairs"),
        pairs_low=tell.number(own, "pairs_low"),
        pairs_high=tell.number(own, "pairs_high"),
        joint_notice=tell.number(own, "decisions_notice"),
        joint=tell.number(own, "decisions"),
        joint_low=tell.number(own, "decisions_low"),
        joint_high=tell.number(own, "decisions_high"),
    )
    return capital(told)


def _some(own: Past, field: str) -> Part:
    return tell.number(own, field) if getattr(own, field) else tell.none_or(own, field, own.cases)


def _after(own: Past) -> Text:
    """Say after how many days the notices came, where that is known of any."""
    if not own.timed:
        return ()
    if own.days_min == own.days_max:
        return say(", {known} after {days}", known=_known(own), days=_days(own))
    return say(
        ", {known} after {least} to {days}",
        known=_known(own),
        least=tell.number(own, "days_min"),
        days=_days(own),
    )


def _days(own: Past) -> Text:
    word = agree(own.days_max, "day", "days") if own.days_max else "days"
    return say("{most} {days}", most=tell.number(own, "days_max"), days=word)


def _known(own: Past) -> Part:
    if own.timed == own.notices:
        return "it" if own.timed == 1 else "all"
    return say("{timed} of them", timed=tell.number(own, "timed"))
