"""One state in words: the headline, the findings of page one, and what its figure says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from analysis.blocks.caption import Caption
from analysis.blocks.citations import Citations
from analysis.blocks.model import Text, flat, text
from analysis.blocks.telling import Part, as_text, capital, cited, given, listed, say, together
from analysis.language.days import format_date
from analysis.language.english import format_list, possessive, sentence_case
from analysis.language.numbers import agree
from analysis.sections.obligations.facts import Obligation, Obligations
from analysis.subject import telling as tell
from analysis.terms.stages import TERMS

#: Words for some treaties of a state, which is given a name or is "it".
Clause = Callable[[Obligations, Sequence[Obligation], str], Text]
#: A headline has so many letters at most, but for what cannot be said in fewer.
_LONGEST = 150
#: So many treaties are named in a headline, in a sentence, so many exits told one by one,
#: so many treaties listed under the figure.
_IN_TITLE, _NAMED, _EXITS, _LISTED = 2, 4, 3, 6


def state_title(own: Obligations) -> Text:
    """Return the finding that titles the briefing: the gravest two, or that nothing moves."""
    if not own.rows:
        return say(
            "no treaty of the register was open to {state} by {day}",
            state=own.state.said,
            day=tell.day(own, "day"),
        )
    found = _clauses(own)
    if not found:
        return _at_rest(own)
    first = found[0](own.state.said)
    if len(found) > 1:
        both = say("{first}; {second}", first=first, second=found[1]("it"))
        if len(flat(both)) <= _LONGEST:
            return both
    return say("{first}; {bound}", first=first, bound=_bound_by(own))


def _bound_by(own: Obligations) -> Text:
    """Say how many treaties bind the state, where other than the one told it may be none."""
    verb = agree(own.bound, "binds", "bind")
    count = tell.counted(own, "bound", "treaty", "treaties")
    return say("{count} {verb} it", count=count, verb=verb)


def _at_rest(own: Obligations) -> Text:
    if not own.bound:
        return say("no treaty of the register binds {state}", state=own.state.said)
    if own.bound == 1:
        told = "{state} is bound by one treaty and is not on its way out"
        return say(told, state=own.state.said)
    return say(
        "{state} is bound by {count} and is on its way out of {none}",
        state=own.state.said,
        none="neither" if own.bound == 2 else "none",
        count=tell.counted(own, "bound", "treaty", "treaties"),
    )


def _clauses(own: Obligations) -> list[Callable[[str], Text]]:
    """Return what can be told of ways out, the gravest first, each for a name of the state."""
    told: list[tuple[Sequence[Obligation], Clause]] = [
        (own.having("gone"), _gone),
        (own.having("running"), _running),
        (own.having("taken_back"), _taken_back),
        (own.having("suspended"), _suspended),
        (own.having("undated"), _undated),
        (own.having("underway"), _underway),
        (_contested(own), _in_dispute),
    ]
    return [partial(words, own, rows) for rows, words in told if rows]


def _contested(own: Obligations) -> tuple[Obligation, ...]:
    return tuple(row for row in own.disputed if not row.gone and not row.running)


def _gone(own: Obligations, rows: Sequence[Obligation], name: str) -> Text:
    many = len(rows)
    return say(
        "{whose} {withdrawals} from {treaties} {has} taken effect",
        whose=_whose(name),
        withdrawals=agree(many, "withdrawal", "withdrawals"),
        treaties=_treaties(own, rows, "gone"),
        has=agree(many, "has", "have"),
    )


def _running(own: Obligations, rows: Sequence[Obligation], name: str) -> Text:
    effect = rows[0].exit.effect if rows[0].exit else None
    if len(rows) > 1 or effect is None:
        treaties = _treaties(own, rows, "running")
        return say("{name} has given notice of leaving {treaties}", name=name, treaties=treaties)
    return say(
        "{name} has given notice of leaving the {treaty}, with effect on {day}",
        name=name,
        treaty=rows[0].treaty.noun,
        day=format_date(effect.isoformat()),
    )


def _taken_back(own: Obligations, rows: Sequence[Obligation], name: str) -> Text:
    treaties = _treaties(own, rows, "taken_back")
    return say("{name} has taken back its ratification of {all}", name=name, all=treaties)


def _suspended(own: Obligations, rows: Sequence[Obligation], name: str) -> Text:
    return say("{name} has suspended {all}", name=name, all=_treaties(own, rows, "suspended"))


def _undated(_: Obligations, rows: Sequence[Obligation], name: str) -> Text:
    nouns = format_list(f"the {row.treaty.noun}" for row in rows[:_IN_TITLE])
    return say(
        "{whose} suspension of {nouns} is documented, its day not on record",
        whose=_whose(name),
        nouns=nouns,
    )


def _underway(own: Obligations, rows: Sequence[Obligation], name: str) -> Text:
    if len(rows) > 1:
        treaties = _treaties(own, rows, "underway")
        return say("{name} has taken steps to leave {all}", name=name, all=treaties)
    first = rows[0]
    assert first.exit is not None
    if first.exit.turned:
        told = "{name} has notified a suspension of the {treaty}"
        return say(told, name=name, treaty=first.treaty.noun)
    return say(
        TERMS[first.exit.stage].finding,
        names=name,
        whose=_whose(name),
        has="has",
        treaty=first.treaty.noun,
    )


def _in_dispute(_: Obligations, rows: Sequence[Obligation], name: str) -> Text:
    nouns = format_list(f"the {row.treaty.noun}" for row in rows[:_IN_TITLE])
    return say("{whose} standing under {nouns} is contested", whose=_whose(name), nouns=nouns)


def _whose(name: str) -> str:
    return "its" if name == "it" else possessive(name)


def _treaties(own: Obligations, rows: Sequence[Obligation], field: str) -> Part:
    """Name the treaties, or say how many they are."""
    if len(rows) <= _IN_TITLE:
        return format_list(f"the {row.treaty.noun}" for row in rows)
    return tell.counted(own, field, "treaty", "treaties")


def state_findings(own: Obligations, cite: Citations) -> list[Text]:
    """Return what page one says of the state: what binds it, each way out, what it is outside."""
    if not own.rows:
        return []
    exits = sorted(
        (row for row in own.rows if row.exit and not row.underway and row not in own.disputed),
        key=_moved,
        reverse=True,
    )
    return given(
        _all_bound(own) if len(exits) < _EXITS else (),
        *(_way_out(row, cite) for row in exits[:_EXITS]),
        *(_halted(row, cite) for row in own.having("suspended")[:1]),
        _dispute(own, cite),
        _outside(own),
        cited(_unknown(own), ()) if own.unknown else (),
        _last(own, cite),
    )


def _all_bound(own: Obligations) -> Text:
    """Compare the treaties that bind the state with those that it could be bound by."""
    if own.in_force < 2:
        return ()
    which = "that {state} could be party to"
    if own.unknown and not own.annexed:
        which = "under which acts of {state} are on record"
    part = say("{bound} of the", bound=tell.none_or(own, "bound", own.in_force))
    return cited(
        capital(
            say(
                "{part} {all} in force " + which + " {verb} it",
                part="all" if own.bound == own.in_force else part,
                all=tell.counted(own, "in_force", "treaty", "treaties"),
                state=own.state.said,
                verb=agree(own.bound, "binds", "bind"),
            )
        ),
        (),
    )


def _unknown(own: Obligations) -> Text:
    """Say of how many treaties nothing is known of the state, and why."""
    if not own.unknown:
        return ()
    count = tell.counted(own, "unknown", "other treaty", "other treaties")
    if own.annexed:
        return say("Another state had annexed it: it could join none of {count}", count=count)
    return say("What it did under {count} is not on record", count=count)


def _moved(row: Obligation) -> str:
    exit_ = row.exit
    assert exit_ is not None
    return exit_.without_notice or (exit_.notice.written if exit_.notice else "")


def _way_out(row: Obligation, cite: Citations) -> Text:
    """Tell one way out: from the notice to its effect, or the consent taken back."""
    exit_ = row.exit
    assert exit_ is not None
    keys = [
        key for key in (exit_.notice.event if exit_.notice else "", exit_.effective_event) if key
    ]
    numbers = cite.events(keys, most=1)
    head = _opened(row)
    if exit_.without_notice:
        day = format_date(exit_.without_notice)
        return cited(say("{head}ratification taken back on {day}", head=head, day=day), numbers)
    if exit_.notice is None:
        day = format_date(exit_.effect.isoformat()) if exit_.effect else ""
        told = say("{head}withdrawal took effect on {day}", head=head, day=day)
        return cited(told, numbers) if day else ()
    notice = format_date(exit_.notice.written)
    if exit_.outcome in ("in effect", "due") and exit_.effect:
        told = say(
            "{head}notice on {notice}, {effect} on {day}",
            head=head,
            notice=notice,
            effect="effect" if exit_.in_effect else "and effect, if nothing intervenes,",
            day=format_date(exit_.effect.isoformat()),
        )
        return cited(told, numbers)
    still = (
        "its effect is contested" if exit_.outcome == "disputed" else "the day of effect is open"
    )
    return cited(
        say("{head}notice on {notice}; {still}", head=head, notice=notice, still=still), numbers
    )


def _opened(row: Obligation) -> Text:
    noun = row.treaty.noun
    return text(f"{noun[:1].upper()}{noun[1:]}: ")


def _halted(row: Obligation, cite: Citations) -> Text:
    since = row.position.suspended_since
    when = f" on {format_date(since.isoformat())}" if since else ""
    numbers = cite.events(row.position.suspensions[-1:] or row.position.acts[-1:], most=1)
    told = say("{head}suspension took effect{when}", head=_opened(row), when=when)
    return cited(told, numbers)


def _dispute(own: Obligations, cite: Citations) -> Text:
    rows = own.disputed
    if not rows:
        return ()
    first = rows[0]
    numbers = cite.events(first.position.acts[-1:], most=1)
    reason = first.position.disputed.rstrip(".")
    return cited(say("{head}{reason}", head=_opened(first), reason=reason), numbers)


def _outside(own: Obligations) -> Text:
    """Say which treaties in force the state has neither signed nor joined."""
    if not own.outside:
        return ()
    nouns = [f"the {row.treaty.noun}" for row in own.outside]
    count = tell.counted(own, "outside_count", "treaty in force", "treaties in force")
    if len(nouns) > _NAMED:
        told = say("It has neither signed nor joined {count} that it could", count=count)
    else:
        told = say("It has neither signed nor joined {nouns}", nouns=listed(nouns, "or"))
    return cited(told, ())


def _last(own: Obligations, cite: Citations) -> Text:
    if own.joined is None:
        return ()
    word = "on" if len(own.joined.written) == 10 else "in"
    told = say(
        "Its last consent was to the {noun}, {word} {day}",
        noun=own.joined.noun,
        word=word,
        day=tell.date_known(own.joined, "written"),
    )
    return cited(told, cite.events(own.joined.events, most=1))


def state_caption(own: Obligations) -> Caption:
    """Return the words of the figure: how much still binds, what is drawn, and what it shows."""
    title = _still(own)
    subtitle = text("Status under each treaty over time, by family; at the right that of the day")
    alt = together(
        [
            say("A bar for each treaty under which {state} has stood.", state=own.state.said),
            cited(title, ()),
            _gone_by_name(own),
        ]
    )
    return Caption(title, subtitle, alt)


def _still(own: Obligations) -> Text:
    """Compare the treaties that bind the state with those that ever have."""
    if not own.ever_bound:
        return say("No treaty has ever bound {state}", state=own.state.said)
    if own.bound == own.ever_bound:
        told = say(
            "{all} that {has} ever bound {state} still {verb} it",
            all=_every(own),
            has=agree(own.bound, "has", "have"),
            state=own.state.said,
            verb=agree(own.bound, "binds", "bind"),
        )
        return capital(told)
    told = (
        say(
            "{bound} of the {all} that have ever bound {state} {verb} it on the day",
            bound=tell.none_or(own, "bound"),
            all=tell.counted(own, "ever_bound", "treaty", "treaties"),
            state=own.state.said,
            verb=agree(own.bound, "binds", "bind"),
        )
        if own.ever_bound > 1
        else say("the one treaty that has ever bound {state} no longer does", state=own.state.said)
    )
    return capital(told)


def _every(own: Obligations) -> Text:
    if own.bound == 1:
        return as_text("the one treaty")
    if own.bound == 2:
        return as_text("both treaties")
    return say("all {count}", count=tell.counted(own, "bound", "treaty", "treaties"))


def _gone_by_name(own: Obligations) -> Text:
    gone = own.having("gone")[:_NAMED]
    if not gone:
        return ()
    nouns = listed(f"the {row.treaty.noun}" for row in gone)
    return say("Withdrawals in effect: {nouns}.", nouns=nouns)


def state_foot(own: Obligations) -> Text:
    """Say which treaties are not drawn, and why."""
    never = [row.treaty.name for row in own.rows if not row.spells]
    told = []
    if len(never) > _LISTED:
        told.append(as_text("Treaties that it has neither signed nor joined are not shown."))
    elif never:
        told.append(as_text(f"Neither signed nor joined: {'; '.join(never)}."))
    if political := [row.treaty.said for row in own.rows if row.bound and row.treaty.political]:
        which = "binds in politics" if len(political) == 1 else "bind in politics"
        told.append(as_text(f"{sentence_case(format_list(political))} {which}, not in law."))
    if own.apart:
        told.append(as_text("Treaties that were not made for the state are not shown."))
    if own.unknown:
        told.append(say("{unknown}.", unknown=_unknown(own)))
    return together(told)
