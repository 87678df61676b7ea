"""Known gaps in words: what stands beside a number that a gap touches, alike in every room."""

from __future__ import annotations

from typing import Protocol

from analysis.blocks.model import Text, text
from analysis.blocks.telling import capital, say, together
from analysis.language.days import format_day
from analysis.language.numbers import agree
from analysis.subject import telling as tell
from analysis.subject.facts import Fact
from analysis.subject.gaps import Gap, Gaps
from analysis.subject.naming import names, names_or

#: What a state is called whose suspension is documented while its day of effect is not held; in
#: a cell or at the end of a bar, where the heading or the title tells of the day.
UNDATED, UNDATED_SHORT = "suspension documented, day not on record", "suspension documented"


class Suspensions(Protocol):
    """A count of the states for which a treaty is in force, and of what is known of them."""

    @property
    def in_force(self) -> int:
        """For how many it is in force."""

    @property
    def not_operating(self) -> int:
        """How many have suspended it, on days that are known."""

    @property
    def undated(self) -> int:
        """Of how many a suspension is documented whose day is not held."""


def suspended_beside(own: Suspensions, before: str = "; ", *, more: bool = False) -> Text:
    """Tell, after a number of parties, of how many a suspension is documented without its day.

    Suspensions whose day is known have been told before; ``more``: other states have. Empty where
    there are none.
    """
    if not own.undated:
        return ()
    return say(
        "{before}the suspension of {whose} is documented, its day not on record",
        before=before,
        whose=_whose(own, more=more or own.not_operating > 0),
    )


def _whose(own: Suspensions, *, more: bool) -> Text:
    assert isinstance(own, Fact)
    many = tell.count(own, "undated")
    if more:
        return say("{many} more", many=many)
    if own.undated < own.in_force:
        return say("{many} of them", many=many)
    words = {1: "that state", 2: "both"}
    return text(words.get(own.undated, "all of them"))


def beside(told: Text, note: Text) -> Text:
    """Put a note on a gap beside the number that it touches: as a sentence that follows."""
    return together([told, say("{note}.", note=note)]) if note else told


def suspended_note(gaps: Gaps) -> Text:
    """Say of which states a suspension is documented whose day is not held; empty without any."""
    if not gaps.suspended:
        return ()
    return say(
        "The suspension of {states} is documented, its day not on record",
        states=names_or(gaps.suspended, tell.counted(gaps, "suspended_count", "state")),
    )


def uncounted_note(gaps: Gaps) -> Text:
    """Say which states have joined on days that were not found, so that no number counts them."""
    if not gaps.uncounted:
        return ()
    note = say(
        "{states} {are} said to have joined, on {days} not on record, and {are} not counted",
        states=names(gaps.uncounted),
        are=agree(gaps.uncounted_count, "is", "are"),
        days=agree(gaps.uncounted_count, "a day", "days"),
    )
    return capital(note)


def uncounted_foot(gaps: Gaps) -> Text:
    """Say under a picture of counts what they do not hold; empty where nothing is missing."""
    waiting = [act.state for act in gaps.undated]
    told = [uncounted_note(gaps), *(succession_note(gap) for gap in gaps.of("succession_act"))]
    if waiting:
        told.append(say("Not counted yet, day of deposit not known: {who}", who=names(waiting)))
    if gaps.of("deposits"):
        told.append(text("Further deposits are known to be missing"))
    return together([say("{one}.", one=one) for one in told if one])


def succession_note(gap: Gap) -> Text:
    """Say which states stand without a dated act of succession, and from which day."""
    return say(
        "No dated act of succession was found for {states}, which {stand} from {day}",
        states=names(gap.states),
        stand=agree(len(gap.states), "stands", "stand"),
        day=format_day(gap.start),
    )
