"""Known gaps in words: what page one says of them, and what the method lists and withholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.blocks.telling import cited, given, listed, say, together
from analysis.language.days import format_date, format_day
from analysis.language.english import format_list, sentence_case
from analysis.subject.gaps import Gap, Gaps, Undated
from analysis.subject.missing import succession_note, suspended_note, uncounted_note
from analysis.terms.gaps import Missing, Question

#: Gaps that the method lists with what was found instead; the others stand beside their numbers.
_LISTED: Mapping[Missing, str] = {
    "declaration_text": "a declaration on file",
    "partial_suspension": "suspensions towards some parties alone",
    "objection_day": "the days of objections",
    "political_steps": "steps at home",
    "clause": "a clause",
    "end_day": "the day of the end",
}
#: What is not told while a gap touches it.
_WITHHELD: Mapping[Question, str] = {
    "border": "how much of the land border the treaty covers",
    "tests": "whether exits are a wave",
}


def gap_cautions(own: Gaps, world: Gaps, cite: Citations) -> list[Text]:
    """Return what page one says of gaps: those of the region, and those of its worldwide counts."""
    return given(
        _cited(suspended_note(own), own.of("suspension_day"), cite),
        *(_undated(act, cite) for act in world.undated),
        _cited(uncounted_note(world), world.of("deposit_day"), cite),
        *(_cited(_unfound(gap), (gap,), cite) for gap in world.of("deposits")),
        *(_cited(succession_note(gap), (gap,), cite) for gap in world.of("succession_act")),
    )


def _cited(sentence: Text, gaps: Sequence[Gap], cite: Citations) -> Text:
    """End a sentence with the first source of each gap that it tells."""
    if not sentence:
        return ()
    numbers = {number for gap in gaps for number in cite.sources(gap.sources, most=1)}
    return cited(sentence, tuple(sorted(numbers)))


def _unfound(gap: Gap) -> Text:
    """Say that deposits are missing of which neither the state nor the day is held."""
    return say("Further deposits are known to be missing: {note}", note=gap.note.rstrip("."))


def _undated(act: Undated, cite: Citations) -> Text:
    sentence = say(
        "{state}: {act} in {date} on a day that no source gives; counted from {day}",
        state=act.state.name,
        act=act.kind.replace("_", " "),
        date=format_date(act.written),
        day=format_day(act.counted),
    )
    return cited(sentence, cite.events([act.event]))


def gap_paragraph(gaps: Gaps, withheld: Sequence[Question], cite: Citations) -> Text:
    """Return what is not told because of a gap, and what else is known to be missing."""
    told = [withheld_words(gaps, withheld)]
    for missing, what in _LISTED.items():
        if rows := [gap for gap in gaps.rows if gap.missing == missing]:
            found = together([_found(gap, cite) for gap in rows])
            told.append(say("Known to be missing, {what}: {found}", what=what, found=found))
    return together(told)


def withheld_words(gaps: Gaps, withheld: Sequence[Question]) -> Text:
    """Say what is not told because of a gap, and why; empty where nothing is withheld."""
    if not withheld:
        return ()
    told = listed(text(_WITHHELD[one]) for one in withheld)
    why = suspended_note(gaps)
    if not why:
        elsewhere = "for suspensions elsewhere are documented, their days not on record"
        return say("Not told: {told}, {elsewhere}.", told=told, elsewhere=elsewhere)
    return say("Not told: {told}. {why}.", told=told, why=why)


def _found(gap: Gap, cite: Citations) -> Text:
    """Tell what was found instead, of which states."""
    who = sentence_case(format_list(state.said for state in gap.states))
    return say(
        "{who}{note}{sources}",
        who=f"{who}: " if who else "",
        note=gap.note,
        sources=Span("", cite=cite.sources(gap.sources, most=1)),
    )
