"""The clauses of a treaty in the short words of a card."""

from __future__ import annotations

from analysis.blocks.model import Text, text
from analysis.blocks.telling import say
from analysis.language.days import format_day
from analysis.language.english import sentence_case
from analysis.language.numbers import counted, ordinal, period_words
from analysis.sections.clause.facts import Terms
from analysis.sections.method.facts import Clause
from analysis.subject import telling as tell
from analysis.subject.naming import names
from analysis.subject.setting import Treaty

#: So many states whose consent is lacking are named, and fewer.
_NAMED = 12
#: Months of a period of which a clause counts the first day, by its ISO 8601 duration.
_MONTHS = {f"P{number}M": number for number in range(1, 13)}


def entry_words(treaty: Treaty, own: Terms) -> Text:
    """Say since when the treaty is in force and by which rule, or what is lacking."""
    rule = _entry_rule(own)
    if treaty.entered is not None:
        since = say("since {day}", day=tell.day(treaty, "entered"))
        if treaty.ended is not None:
            since = say(
                "from {day} to {end}",
                day=tell.day(treaty, "entered"),
                end=tell.day(treaty, "ended"),
            )
        return say("{since}{rule}", since=since, rule=f": {rule}" if rule else "")
    return say(
        "not in force: {rule}{lacking}",
        rule=rule or "on a day that no count of deposits gives",
        lacking=_lacking(own),
    )


def _entry_rule(own: Terms) -> str:
    """Say after which deposits it enters into force; empty where no clause counts them."""
    if not own.counts:
        return ""
    among = f"the deposits of {counted(own.named, 'named state')}"
    if own.deposits is None:
        deposits = among
    else:
        deposits = f"the {ordinal(own.deposits)} deposit"
        deposits += f", {among} among them" if own.named else ""
    floor = f", not before {format_day(own.floor)}" if own.floor else ""
    return _after(own.period, deposits, first_of_month=own.first_of_month) + floor


def _after(period: str, deposit: str, *, first_of_month: bool) -> str:
    if first_of_month and period in _MONTHS:
        return f"on the first day of the {ordinal(_MONTHS[period])} month after that of {deposit}"
    words = period_words(period)
    return f"{words} after {deposit}" if words else f"on the day of {deposit}"


def _lacking(own: Terms) -> Text:
    if not own.lacking:
        return ()
    if len(own.lacking) == own.named:
        return text("; none of them has consented")
    many = tell.counted(own, "lacking_count", "state")
    return say(
        "; {many} still lacking{who}",
        many=many,
        who=f": {names(own.lacking)}" if len(own.lacking) <= _NAMED else "",
    )


def binding_words(own: Terms) -> str:
    """Say when the treaty binds a state that deposits later; empty where no clause says it."""
    if not own.later_period or not own.counts or not (own.deposits or own.open):
        return ""
    return _after(own.later_period, "its own deposit", first_of_month=own.later_first_of_month)


def notice_words(treaty: Treaty, leaving: Clause) -> Text:
    """Say how long a notice runs, and with what else the treaty is left."""
    if leaving.without:
        return text(leaving.without.rstrip("."))
    least = "at the earliest " if leaving.earliest else ""
    received = "the depositary has received it" if treaty.depositary else "it was given"
    period = period_words(treaty.withdrawal_period)
    return text(f"takes effect {least}{period} after {received}{_carried(leaving)}")


def _carried(leaving: Clause) -> str:
    if leaving.carries:
        return "; it counts for every protocol by which the state is bound"
    if not leaving.convention:
        return ""
    alone = "alone or with" if leaving.alone else "only with"
    return f"; left {alone} the {leaving.convention}"


def suspension_words(own: Terms) -> Text:
    """Say whether the treaty lets a state suspend it, and whether that was claimed all the same."""
    if own.suspension == "yes":
        return text("the treaty provides for it")
    claimed = "; it was claimed all the same" if own.claimed else ""
    return text(f"the treaty has no clause on it{claimed}")


def card_foot(own: Terms) -> str:
    """Say how the clauses are known."""
    if own.read:
        return "Both clauses were read in the text of the treaty."
    told = "not all of the clauses could be read in the text of the treaty itself"
    return f"{sentence_case(told)}; articles are as the sources give them."
