"""What changed in words: the headline, the findings of page one, and the corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from analysis.blocks.citations import Citations
from analysis.blocks.model import Text, text
from analysis.blocks.telling import capital, cited, given, listed, say
from analysis.language.days import format_date, format_day, format_period
from analysis.language.english import sentence_case
from analysis.language.numbers import agree
from analysis.sections.news.facts import Corrections, Ended, Item, News, Tally
from analysis.subject import telling as tell
from analysis.subject.changing import COUNTED, HEADS
from analysis.subject.missing import UNDATED
from analysis.subject.naming import names
from analysis.subject.scope import Scope
from analysis.subject.setting import State, Treaty
from analysis.terms.stages import POLITICAL_STAGES
from analysis.terms.statuses import TERMS

#: The steps of the way out: each state is counted at the last that it has taken.
_WAY = ("withdrawn", "withdrawing", *POLITICAL_STAGES)
#: So many kinds of change stand in the headline, so many lines on page one, so many names in each.
_IN_TITLE, _LINES, _NAMED = 2, 5, 8


def news_title(scope: Scope, news: News) -> Text:
    """Return the headline: the gravest changes with their number, and in which days."""
    if news.quiet:
        return say(
            "no change is on record from {period}{under}",
            period=period(news),
            under=_where(scope),
        )
    parts = [_tally(one, more=_stands_behind(one, news)) for one in news.tallies]
    parts += [_ended(one) for one in news.ended]
    told = listed(parts[:_IN_TITLE])
    # The end of the treaty names it.
    under = _where(scope) if news.tallies or not scope.single else ""
    return say("{told}{under}, {period}", told=told, under=under, period=period(news))


def period(news: News) -> str:
    """Write the days told: from the day after the one compared with."""
    return format_period(news.since + timedelta(days=1), news.day)


def _where(scope: Scope) -> Text:
    """Name the treaty or the region where it is not all of them."""
    under = f" under the {scope.single.noun}" if scope.single else ""
    among = f" among {scope.region.states}" if scope.region.slug != "world" else ""
    return text(f"{under}{among}")


def _ended(one: Ended) -> Text:
    return text(f"the {one.treaty.noun} {'expired' if one.how == 'expired' else 'ended'}")


def _stands_behind(one: Tally, news: News) -> bool:
    """Say whether states counted before, as further on the way out, may have done the same."""
    before = news.tallies[: news.tallies.index(one)]
    return one.kind in _WAY and any(other.kind in _WAY for other in before)


def _tally(one: Tally, *, more: bool) -> Text:
    single, several = COUNTED[one.kind]
    return say(
        "{n}{more} {did}",
        n=tell.count(one, "count"),
        more=" more" if more else "",
        did=single if one.count == 1 else several,
    )


def news_findings(scope: Scope, news: News, cite: Citations) -> list[Text]:
    """Return a line for each kind of change, with the states, the treaties and the days."""
    missing = [_undated(of, states) for of, states in news.undated]
    if news.quiet:
        return [*missing, *([] if missing else [_nothing(scope)])]
    told = [_end_line(one, cite) for one in news.ended]
    groups = groupby(news.items, lambda item: item.kind)
    single = scope.single is not None
    told += [_line(kind, list(items), cite, single=single) for kind, items in groups]
    return given(*told[: _LINES - len(missing)], *missing)


def _nothing(scope: Scope) -> Text:
    """Say under how many treaties nothing happened, as far as that is known."""
    told = say(
        "No state signed, joined, suspended, left or took a step towards leaving or suspending"
        " under {covered} known up to the day",
        covered=tell.counted(scope, "covered", "treaty", "treaties"),
    )
    return cited(told, ())


def _undated(of: Treaty, states: tuple[State, ...]) -> Text:
    """Name whose suspension is documented in these days, its day of effect not on record."""
    who = names(states) if len(states) <= _NAMED else f"{len(states)} states"
    return cited(
        say("{head}: {who} ({noun})", head=sentence_case(UNDATED), who=who, noun=of.noun), ()
    )


def _end_line(one: Ended, cite: Citations) -> Text:
    how = "expired" if one.how == "expired" else "was terminated"
    told = say("The {noun} {how} on {day}", noun=one.treaty.noun, how=how, day=format_day(one.day))
    return cited(told, cite.events(one.events, most=1))


def _line(kind: str, items: Sequence[Item], cite: Citations, *, single: bool) -> Text:
    """Tell one kind of change: "Withdrawal in effect: Estonia and Latvia (mine ban, 27 ...)"."""
    if len(items) > _NAMED:
        nouns = sorted({item.treaty.noun for item in items})
        under = nouns[0] if len(nouns) == 1 else f"{len(nouns)} treaties"
        told = say("{head}: {n} states under {under}", head=HEADS[kind], n=str(len(items)),
                   under=under if len(nouns) > 1 else f"the {under}")  # fmt: skip
        return cited(told, ())
    parts = []
    order = sorted(items, key=lambda item: (item.written, item.treaty.noun, item.state.name))
    for (written, noun), own in groupby(order, lambda item: (item.written, item.treaty.noun)):
        who = names(item.state for item in own)
        under = "" if single else f"{noun}, "
        parts.append(f"{who} ({under}{format_date(written)})")
    told = say("{head}: {parts}", head=HEADS[kind], parts=listed(parts))
    return cited(told, cite.events([item.event for item in items if item.event], most=1))


def correction_lines(own: Corrections) -> list[Text]:
    """Say what this version of the data corrected, and name what reaches into the days told."""
    if not own.count:
        return []
    first = say(
        "Version {version} of the data tells {count} otherwise than the version before it; {touch}"
        " into the days told here",
        version=own.version,
        count=tell.counted(own, "count", "status", "statuses"),
        touch=say(
            "{n} of them {reach}",
            n=tell.none_or(own, "touching_count"),
            reach=agree(own.touching_count, "reaches", "reach"),
        ),
    )
    lines = [cited(first, ())]
    for one in own.touching[:_NAMED]:
        until = f" to {format_day(one.end - timedelta(days=1))}" if one.end else " on"
        lines.append(
            cited(
                say(
                    "{state} under the {treaty}, from {start}{until}: {after}, told before as"
                    " {before}",
                    state=capital(one.state.said),
                    treaty=one.treaty.noun,
                    start=format_day(one.start),
                    until=until,
                    after=TERMS[one.after].word,
                    before=TERMS[one.before].word,
                ),
                (),
            )
        )
    return lines
