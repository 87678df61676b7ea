"""A story checked in words: the headline, the findings, and what the register holds of a claim."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from analysis.blocks.citations import Citations
from analysis.blocks.model import Text, text
from analysis.blocks.telling import capital, cited, given, listed, say, together
from analysis.language.days import format_date, format_date_short, format_day, format_day_short
from analysis.language.english import format_list
from analysis.language.numbers import agree, counted, format_km, format_number
from analysis.sections.claims.facts import Act, Answer, Claim, Claims
from analysis.subject import telling as tell
from analysis.subject.naming import before_colon
from analysis.terms.acts import DONE_BY
from analysis.terms.claims import VERDICT_WORDS
from analysis.terms.stages import POLITICAL_STAGES
from analysis.terms.stages import TERMS as STAGES
from analysis.terms.statuses import TERMS as STATUSES

#: So many acts, states or lengths are named in one record.
_NAMED = 4
#: What is counted: one, and several.
_COUNTED = {
    "states": ("state", "states"),
    "withdrawals": ("withdrawal in effect", "withdrawals in effect"),
    "parties": ("party", "parties"),
}


def story_title(own: Claims) -> Text:
    """Return the headline: how many claims hold, of those that could be checked."""
    wrong = own.having("contradicted") or own.having("outdated")
    supported = next(one for one in own.counts if one.verdict == "supported")
    told = say(
        "{supported} of {checked} claims that can be checked {are} supported",
        supported=capital(tell.none_or(supported, "count")),
        checked=tell.count(own, "checked"),
        are=agree(supported.count, "is", "are"),
    )
    if not own.checked:
        return say("none of the {total} claims can be checked", total=tell.count(own, "total"))
    if not wrong:
        return told
    against = [
        say("{n} {verdict}", n=tell.count(one, "count"), verdict=VERDICT_WORDS[one.verdict])
        for one in own.counts
        if one.verdict in ("contradicted", "outdated") and one.count
    ]
    return say("{told}, {against}", told=told, against=listed(against))


def story_findings(own: Claims, cite: Citations) -> list[Text]:
    """Return what the story is, and each claim that does not hold, with what does."""
    number = cite.sources([own.told_by])
    what = say(
        "The story: “{title}”, {publisher}, {published}",
        title=own.title,
        publisher=own.publisher,
        published=format_date(own.published),
    )
    wrong = [*own.having("contradicted"), *own.having("outdated")]
    return given(cited(what, number), *(_wrong(own, row, cite) for row in wrong[:4]))


def _wrong(own: Claims, row: Claim, cite: Citations) -> Text:
    head = say("{number}, {verdict}:", number=row.number, verdict=VERDICT_WORDS[row.verdict])
    return together([head, record(own, row, cite)])


def caution(own: Claims) -> list[Text]:
    """Say how the claims were taken from the story."""
    first = "Claims are in our words, each checked as of the day that it speaks of."
    count = next(one for one in own.counts if one.verdict == "not_checkable")
    rest = say(
        "{n} cannot be checked: opinions, quotations, forecasts whose day has not come.",
        n=capital(tell.counted(count, "count", "claim")),
    )
    return [text(first), *([rest] if count.count else [])]


def record(own: Claims, row: Claim, cite: Citations) -> Text:
    """Say what the register holds of a claim, with its sources."""
    if row.answer is None:
        why = (
            f"its day, {format_day(row.day)}, has not come" if row.waiting else row.note.rstrip(".")
        )
        return cited(capital(why), ())
    found = row.answer
    parts = given(*(writer(own, row, found) for writer in _WRITERS))
    told = listed(parts, "and") if len(parts) < 2 else _joined(parts)
    numbers = {*cite.events([one.event for one in found.acts[:_NAMED]], most=1)}
    numbers |= {*cite.sources(found.sources, most=1)}
    if row.later and not found.acts:
        numbers |= {*cite.events([one.event for one in row.later.acts[:_NAMED]], most=1)}
    if not numbers:
        numbers |= {*cite.sources(row.sources, most=1)}
    return cited(capital(told), tuple(sorted(numbers)))


def _joined(parts: Sequence[Text]) -> Text:
    return together([text(part, ";") for part in parts[:-1]] + [parts[-1]])


def _of_standing(own: Claims, row: Claim, found: Answer) -> Text:
    """Tell where the states stood: "Latvia was party from 1 January 2006"."""
    if row.question not in ("status", "bound"):
        return ()
    told = [
        f"{own.named[one.state].said}: {_word(one.status)}"
        + (f" since {format_day_short(one.since)}" if one.since else "")
        for one in found.standings
    ]
    return text("; ".join(told))


def _word(status: str) -> str:
    known: dict[str, str] = {key: term.one for key, term in STATUSES.items()}
    return known[status]


def _of_stage(own: Claims, row: Claim, found: Answer) -> Text:
    if row.question != "stage" or (found.holds and found.acts):
        return ()
    if not found.stage:
        return text("no step is on record")
    return text(f"the furthest step was “{STAGES[found.stage].word}”")


def _of_count(own: Claims, row: Claim, found: Answer) -> Text:
    if found.number is None:
        return ()
    one, several = _COUNTED[found.counted]
    return text(counted(found.number, one, several))


def _of_dates(own: Claims, row: Claim, found: Answer) -> Text:
    """Name those whose withdrawals were counted, by day."""
    if found.counted != "withdrawals" or not found.standings:
        return ()
    parts = []
    for day, group in groupby(found.standings, lambda one: one.since):
        who = format_list(own.named[one.state].said for one in group)
        parts.append(f"{who} ({format_day_short(day)})" if day else who)
    return text(format_list(parts))


def _of_acts(own: Claims, row: Claim, found: Answer) -> Text:
    """Tell the acts; of a status only a step, which changed none."""
    if row.question in ("status", "bound"):
        steps = [one for one in found.acts if one.kind in POLITICAL_STAGES]
        return _acts_told(own, steps)
    if not found.acts and row.question in ("act", "first"):
        return text(f"no such act is on record up to {format_day_short(row.day)}")
    if row.question == "never_consented":
        if not found.acts:
            return text("no signature and no consent is on record")
        return say("{acts}", acts=_acts_told(own, found.acts))
    return _acts_told(own, found.acts)


def _acts_told(own: Claims, acts: Sequence[Act]) -> Text:
    parts = []
    for (kind, written), group in groupby(acts[:_NAMED], lambda one: (one.kind, one.written)):
        who = before_colon([own.named[one.state] for one in group])
        parts.append(f"{who}: {DONE_BY[kind]}, {format_date_short(written)}")
    return text("; ".join(parts))


def _of_later(own: Claims, row: Claim, found: Answer) -> Text:
    """Tell what came after the day of a claim that did not hold on it."""
    if row.later is None:
        return ()
    if row.question == "act" and not found.acts:
        return _acts_told(own, row.later.acts)
    if row.question == "status" and row.later.holds and row.later.standings:
        now = row.later.standings[0]
        day = format_day_short(now.since) if now.since else ""
        return text(f"{_word(now.status)} only since {day}")
    return ()


def _of_borders(own: Claims, row: Claim, found: Answer) -> Text:
    if row.question != "borders":
        return ()
    parts = []
    for state, group in groupby(found.borders, lambda one: one[0]):
        there = format_list(f"{own.named[to].name} {format_km(km)}" for _, to, km in group)
        parts.append(f"{own.named[state].name} ({there})")
    return text(format_list(parts) if parts else "no land border is on record")


def _of_members(own: Claims, row: Claim, found: Answer) -> Text:
    if row.question != "members":
        return ()
    who = format_list(own.named[one].said for one in found.members) or "none"
    return text(f"members on {format_day_short(row.day)}: {who}")


def _of_treaty(own: Claims, row: Claim, found: Answer) -> Text:
    if found.title:
        return text(f"its title: “{found.title}”")
    return text(f"adopted on {format_day(found.adopted)}") if found.adopted else ()


def _of_attempts(own: Claims, row: Claim, found: Answer) -> Text:
    if row.question != "begun_after":
        return ()
    if not found.attempts:
        return text("no earlier attempt is on record")
    first = [f"{own.named[s].name} ({format_date_short(d)})" for s, d, _ in found.attempts[:_NAMED]]
    rest = len(found.attempts) - len(first)
    more = f" and {format_number(rest)} more" if rest > 0 else ""
    return text(f"earlier attempts: {', '.join(first)}{more}")


def _of_sources(own: Claims, row: Claim, found: Answer) -> Text:
    if row.question != "documented":
        return ()
    what = "say so" if found.holds else "deny it"
    return text(f"no question to the register; the sources {what}")


_WRITERS: tuple[Callable[[Claims, Claim, Answer], Text], ...] = (
    _of_count,
    _of_dates,
    _of_standing,
    _of_stage,
    _of_acts,
    _of_later,
    _of_borders,
    _of_members,
    _of_treaty,
    _of_attempts,
    _of_sources,
)
