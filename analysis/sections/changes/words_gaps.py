"""What a known gap leaves open: acts that are documented and have no day, since when and today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.blocks.citations import Citations
from analysis.blocks.model import Text
from analysis.blocks.telling import cited, say, strong
from analysis.language.english import sentence_case
from analysis.sections.changes.facts import Changes
from analysis.subject import telling as tell
from analysis.subject.gaps import Gap, Gaps
from analysis.subject.missing import UNDATED
from analysis.subject.naming import names, names_or
from analysis.terms.gaps import Missing

#: What is pending as long as it is missing, in words that the names of states follow.
_PENDING: Mapping[Missing, str] = {
    "suspension_day": sentence_case(UNDATED),
    "declaration_text": "Declaration on file with the depositary, day and text not seen",
}


def missing_lines(gaps: Gaps, cite: Citations) -> list[Text]:
    """Return what is open because its day or its text is missing, with the states."""
    return [
        _cited(say("{head}: {who}", head=head, who=names(states)), gaps.of(missing), cite)
        for missing, head in _PENDING.items()
        if (states := gaps.states(missing))
    ]


def since_with_gaps(
    lines: Sequence[Text], changes: Changes, gaps: Gaps, cite: Citations
) -> list[Text]:
    """Return what happened since another day, with what has no day and may have happened then.

    Where nothing is known to have happened, that is not the same as that nothing has.
    """
    missing = gaps.of("suspension_day")
    if changes.since is None or not lines or not missing:
        return list(lines)
    who = names_or(gaps.suspended, tell.counted(gaps, "suspended_count", "state"))
    if changes.none:
        told = say(
            "No dated change in the region under this treaty; when the suspension of {who} took"
            " effect is not on record",
            who=who,
        )
        return [_cited(told, missing, cite)]
    if all(gap.start <= changes.since for gap in missing):
        return list(lines)
    told = say("{head}{who}", head=strong(f"{sentence_case(UNDATED)}: "), who=who)
    return [*lines, _cited(told, missing, cite)]


def _cited(sentence: Text, gaps: Sequence[Gap], cite: Citations) -> Text:
    numbers = {number for gap in gaps for number in cite.sources(gap.sources, most=1)}
    return cited(sentence, tuple(sorted(numbers)))
