"""The context in words: whom mines hurt, what became of stocks, how the Assembly voted."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.blocks.telling import capital, cited, given, listed, say
from analysis.language.days import format_date
from analysis.sections.context.facts import Casualties, Stocked, Stocks, Studies, Study, Toll, Vote
from analysis.subject import telling as tell
from analysis.subject.facts import Fact
from analysis.subject.setting import Setting
from analysis.terms.context import BOUND_WORDS, Bound

#: So many states are named with their casualties.
_NAMED = 5


def bounded(fact: Fact, field: str, bound: Bound) -> Text:
    """Write a published number as exactly as its source has it: "more than 2000"."""
    return say("{bound}{number}", bound=BOUND_WORDS[bound], number=tell.number(fact, field))


def casualties_sentences(own: Casualties, cite: Citations) -> list[Text]:
    """Say how many people mines hurt in the last year on record, and where."""
    if own.latest is None:
        return []
    return given(_worldwide(own, own.latest, cite), _by_state(own, cite))


def _worldwide(own: Casualties, latest: Toll, cite: Citations) -> Text:
    sentence = say(
        "{total} people were recorded as killed or injured by mines and explosive remnants of war"
        " in {year}, as first published in {edition}{parts}{change}",
        total=bounded(latest, "total", latest.bound),
        year=str(latest.year),
        edition=str(latest.edition),
        parts=_parts(latest),
        change=_change(own.before, latest),
    )
    return cited(capital(sentence), cite.sources(latest.sources, most=1))


def _parts(toll: Toll) -> Text:
    if toll.killed is None or toll.injured is None:
        return ()
    return say(
        " ({killed} of them killed, {injured} injured)",
        killed=tell.number(toll, "killed"),
        injured=tell.number(toll, "injured"),
    )


def _change(before: Toll | None, latest: Toll) -> Text:
    """Compare two first numbers; not one of them with a number that is no exact one."""
    if before is None or before.bound != "exact" or latest.bound != "exact":
        return ()
    way = "up from" if latest.total > before.total else "down from"
    return say(
        ", {way} {total} first published for {year}",
        way="the same as the" if latest.total == before.total else way,
        total=tell.number(before, "total"),
        year=str(before.year),
    )


def _by_state(own: Casualties, cite: Citations) -> Text:
    """Name the states of which a number is on record: only for some of them is there one."""
    named = own.by_state[:_NAMED]
    if not named:
        return ()
    told = listed(
        say(
            "{state} ({total})",
            state=toll.state.said if toll.state else "",
            total=bounded(toll, "total", toll.bound),
        )
        for toll in named
    )
    numbers = {number for toll in named for number in cite.sources(toll.sources, most=1)}
    rest = "" if len(own.by_state) == len(named) else ", and of others with fewer"
    sentence = say(
        "Numbers of that year by state are on record of {states}{rest}", states=told, rest=rest
    )
    return cited(sentence, tuple(sorted(numbers)))


def stocks_sentences(own: Stocks, cite: Citations) -> list[Text]:
    """Say what States Parties have destroyed, what is left, and what others hold."""
    return given(_destroyed(own, cite), _completed(own, cite), _left(own, cite), _held(own, cite))


def _destroyed(own: Stocks, cite: Citations) -> Text:
    last, first = own.last("destroyed"), own.first("destroyed")
    if last is None or first is None:
        return ()
    sentence = say(
        "States Parties had destroyed {number} stockpiled mines by {day}{before}",
        number=bounded(last, "number", last.bound),
        day=format_date(last.day),
        before=say(
            ", against {number} by {day}",
            number=bounded(first, "number", first.bound),
            day=format_date(first.day),
        )
        if first.number < last.number
        else "",
    )
    return cited(sentence, cite.sources(last.sources, most=1))


def _completed(own: Stocks, cite: Citations) -> Text:
    last = own.last("completed")
    if last is None:
        return ()
    sentence = say(
        "{number} had declared all their stocks destroyed by {day}",
        number=tell.counted(last, "number", "State Party", "States Parties"),
        day=format_date(last.day),
    )
    return cited(capital(sentence), cite.sources(last.sources, most=1))


def _left(own: Stocks, cite: Citations) -> Text:
    return _rows(own.by_state("remaining"), "Left to destroy: {rows}", cite)


def _held(own: Stocks, cite: Citations) -> Text:
    return _rows(own.by_state("held"), "Held outside the treaty: {rows}", cite)


def _rows(rows: Sequence[Stocked], template: str, cite: Citations) -> Text:
    if not rows:
        return ()
    told = listed(
        say(
            "{state} ({number} mines, {day})",
            state=row.state.said if row.state else "",
            number=bounded(row, "number", row.bound),
            day=format_date(row.day),
        )
        for row in rows
    )
    numbers = {number for row in rows for number in cite.sources(row.sources, most=1)}
    return cited(say(template, rows=told), tuple(sorted(numbers)))


def votes_sentences(
    setting: Setting, plenary: Sequence[Vote], since: Sequence[Vote], cite: Citations
) -> list[Text]:
    """Say how the Assembly last voted on the treaty, how at first, and the committee since."""
    told = [_plenary(setting, plenary, cite)] if plenary else []
    return given(*told, *(_committee(setting, vote, cite) for vote in since))


def _plenary(setting: Setting, plenary: Sequence[Vote], cite: Citations) -> Text:
    first, last = plenary[0], plenary[-1]
    sentence = say(
        "In the last vote of the whole General Assembly on record, {on}, {yes} members voted for"
        " its resolution on the {treaty}, {no} against it and {abstain} abstained{before}",
        on=_on(last.day),
        yes=tell.number(last, "yes"),
        treaty=setting.treaty.noun,
        no=tell.none_or(last, "no"),
        abstain=tell.number(last, "abstain"),
        before=_first(first) if first.day != last.day else "",
    )
    return cited(sentence, cite.sources(last.sources, most=1))


def _first(vote: Vote) -> Text:
    return say(
        "; in {year} it was {yes}, {no} and {abstain}",
        year=vote.day[:4],
        yes=tell.number(vote, "yes"),
        no=tell.none_or(vote, "no"),
        abstain=tell.number(vote, "abstain"),
    )


def _committee(setting: Setting, vote: Vote, cite: Citations) -> Text:
    """Tell a vote of the First Committee: the Assembly's own of that year is not on record."""
    if vote.yes is None:
        return ()
    sentence = say(
        "The First Committee adopted the draft {on} with {yes} votes for it; {rest}",
        on=_on(vote.day),
        yes=tell.number(vote, "yes"),
        rest=_rest(vote),
    )
    return cited(sentence, cite.sources(vote.sources, most=1))


def _rest(vote: Vote) -> Text:
    if not vote.whole:
        return text("votes against it and abstentions are not on record")
    return say(
        "{no} against it and {abstain} abstentions",
        no=tell.none_or(vote, "no"),
        abstain=tell.number(vote, "abstain"),
    )


def _on(written: str) -> str:
    return f"on {format_date(written)}" if len(written) == 10 else f"in {format_date(written)}"


def studies_items(own: Studies, cite: Citations) -> list[Text]:
    """Return what studies of the treaty found, and then studies of treaties in general."""
    return [_study(study, cite) for study in (*own.own, *own.general)]


def _study(study: Study, cite: Citations) -> Text:
    sentence = say(
        "{title}{year}: {design}. {finding}{effect} Read: {basis}",
        title=study.title,
        year=f" ({study.published})" if study.published else "",
        design=study.design,
        finding=study.finding,
        effect=f" Size of the effect: {study.effect}." if study.effect else "",
        basis=study.basis,
    )
    return cited(capital(sentence), cite.sources(study.key.split(";"), most=1))


def casualties_foot(own: Casualties, cite: Citations) -> Text:
    """Say what the numbers are, and why the two columns are not of one series."""
    return text(
        "People recorded as killed or injured by mines and explosive remnants of war, as editions"
        " of the Landmine Monitor have them: more were hurt than were recorded. Each edition"
        " revises earlier years, so that a first number is set against first numbers alone. A dash:"
        " no number found.",
        Span("", cite=cite.sources(own.sources, most=2)),
    )


def votes_foot(earlier: int, first: str, cite: Citations, sources: Sequence[str]) -> Text:
    """Say what the table leaves out: who voted how, and the votes before those listed."""
    before = f" Earlier votes, from {first[:4]} on, are in the data." if earlier else ""
    return text(
        "Numbers of votes; who voted how is not held. A dash: no number found. A year without a"
        f" row has none on record.{before}",
        Span("", cite=cite.sources(sources, most=2)),
    )
