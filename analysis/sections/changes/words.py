"""What is new and what is open: changes, running notices, refusals, contested claims."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.blocks.telling import Part, capital, cited, listed, say, strong
from analysis.language.days import format_date, format_day
from analysis.language.english import format_list
from analysis.language.numbers import counted, number_word
from analysis.sections.changes.facts import (
    KINDS,
    Change,
    Changes,
    Claim,
    Countdown,
    Pending,
    Refusal,
)
from analysis.subject import telling as tell
from analysis.subject.changing import HEADS
from analysis.subject.naming import names_by_date, states_of
from analysis.subject.setting import Setting

#: So many states and fewer are named in one line.
_NAMED = 8


#: So many refusals that were only said are told in one line.
_MANY_REFUSALS = 3
_DECIDED, _SAID = "decided against leaving", "said that it does not plan to leave"


def since_title(setting: Setting) -> str:
    """Return the heading of what happened since the day compared with; empty without one."""
    return "" if setting.compare_to is None else f"Since {format_day(setting.compare_to)}"


def _no_change(setting: Setting) -> Text:
    """Say that nothing changed, as far as that is known: not after the last observed day."""
    if not setting.late:
        return text("No change in the region under this treaty.")
    last = tell.day(setting.treaty, "observed_to")
    if setting.compare_to is not None and setting.compare_to >= setting.treaty.observed_to:
        return say("Nothing is known of the treaty after {day}.", day=last)
    return say("No change in the region under this treaty up to {day}.", day=last)


def since_lines(setting: Setting, changes: Changes, cite: Citations) -> list[Text]:
    """Return what happened in the region since the day compared with, the gravest first."""
    if changes.since is None or setting.silent:
        return []
    if changes.none:
        return [_no_change(setting)]
    lines = [_ended(changes, cite)] if changes.ended else []
    for kind in KINDS:
        if rows := changes.having(kind):
            when = _when(setting, rows)
            numbers = cite.events([row.event for row in rows if row.event], most=1)
            lines.append(cited(say("{head}{when}", head=_head(HEADS[kind]), when=when), numbers))
    return lines


def _head(words: str) -> Text:
    return strong(f"{words}: ")


def _ended(changes: Changes, cite: Citations) -> Text:
    how = "expired" if changes.ended_by == "expired" else "was terminated"
    told = say(
        "{head}it {how} on {day}",
        head=_head("End of the treaty"),
        how=how,
        day=tell.day(changes, "ended"),
    )
    return cited(told, cite.events(changes.ended_events, most=1))


def _when(setting: Setting, rows: Sequence[Change]) -> Text:
    """Tell the states by date, or the number of many and the days in between."""
    if len(rows) <= _NAMED:
        return names_by_date((row.written, row.state) for row in rows)
    first, last = rows[0].written, rows[-1].written
    span = f"between {format_date(first)} and {format_date(last)}"
    return say(
        "{count} of {all} {span}",
        count=number_word(len(rows)),
        all=states_of(setting),
        span=span if first != last else f"on {format_date(first)}",
    )


def pending_lines(setting: Setting, pending: Pending, cite: Citations) -> list[Text]:
    """Return what is pending or disputed: running notices, refusals to leave, contested claims."""
    return [
        *(_countdown(setting, one, cite) for one in pending.running),
        *_refusals(pending.refusals, cite),
        *(_claim(one, cite) for one in pending.claims),
    ]


def _countdown(setting: Setting, own: Countdown, cite: Citations) -> Text:
    if own.effect is None or own.days is None:
        conflict = setting.treaty.conflict_tail
        effect = "effect open until the end of the armed conflict" if conflict else "effect open"
        end: Part = f"; {effect}"
    else:
        end = say(
            " takes effect on {day}, in {days}",
            day=format_day(own.effect),
            days=counted(own.days, "day"),
        )
    told = say(
        "{state}: notice of {date}{end}",
        state=own.state.name,
        date=format_date(own.written),
        end=end,
    )
    return cited(told, cite.events([own.event] if own.event else []))


def _refusals(refusals: Sequence[Refusal], cite: Citations) -> list[Text]:
    """Tell each refusal by itself; many that were only said are told in one line."""
    said = [one for one in refusals if not one.decided]
    if len(said) < _MANY_REFUSALS:
        return [_refusal(one, cite) for one in refusals]
    whom = [
        say(
            "{state} ({by}{date})", state=one.state.said, by=_by(one), date=format_date(one.written)
        )
        for one in said
    ]
    numbers = cite.events([one.event for one in said], most=1)
    told = cited(say("Said that they do not plan to leave: {whom}", whom=listed(whom)), numbers)
    return [*(_refusal(one, cite) for one in refusals if one.decided), told]


def _refusal(own: Refusal, cite: Citations) -> Text:
    told = say(
        "{state} {refused} ({by}{date})",
        state=own.state.said,
        refused=_DECIDED if own.decided else _SAID,
        by=_by(own),
        date=format_date(own.written),
    )
    return cited(capital(told), cite.events([own.event]))


def _by(own: Refusal) -> str:
    # No bracket within the brackets.
    body = own.body.replace(" (", ", ").replace(")", "")
    return f"{body}, " if body else ""


def _claim(own: Claim, cite: Citations) -> Text:
    who = format_list(
        [*(state.said for state in own.objectors), *(f"the {body}" for body in own.bodies)]
    )
    told = say(
        "{state}{where} {reason}{listed}.{objections}",
        state=own.state.said,
        where="" if own.inside else ", outside the region,",
        reason=own.reason,
        listed="; the depositary lists it as a party" if own.listed else "",
        objections=f" Objections: {who}." if who else "",
    )
    return text(capital(told), Span("", cite=cite.events(own.events, most=1)))
