"""How often states leave, in words: the rates, what few exits carry, the caption and its foot."""

from __future__ import annotations

from analysis.blocks.caption import Caption
from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.blocks.telling import as_many_as_fit, capital, listed, say, together
from analysis.language.numbers import NO_BREAK_SPACE, agree, plural
from analysis.sections.rates.facts import Rate, Rates, Together
from analysis.sections.standing.facts import Standing
from analysis.subject import telling as tell
from analysis.subject.footing import source_line
from analysis.subject.naming import names_or
from analysis.subject.setting import Setting

#: So many exits and more are no longer called few.
FEW = 20
UNIT = "exits per 100 party-years"
_METHOD = f"exact 95{NO_BREAK_SPACE}% intervals"


def rates_sentence(setting: Setting, rates: Rates) -> Text:
    """Say how often states left: in the region, before and since the day, and elsewhere since."""
    here = own_sentence(setting, rates)
    if not rates.own:
        return ()
    there = rates.rest_since if rates.own[-1].period == "since" else rates.rest_before
    if there is None:
        return here
    when, record = _when(rates, there), _record(there)
    return together([here, say("Elsewhere, {when}, {record}.", when=when, record=record)])


def own_sentence(setting: Setting, rates: Rates) -> Text:
    """Say how often states of the region left, before and since the day that divides."""
    if not rates.own:
        return ()
    first, *then = rates.own
    return say(
        "{where}, {when}, {record}{then}.",
        where="Worldwide" if setting.worldwide else "In the region",
        when=_when(rates, first),
        record=_record(first),
        then=together([_then(rates, row) for row in then], ""),
    )


def _then(rates: Rates, rate: Rate) -> Text:
    """Tell the time since the day that divides, up to the last day of which anything is known."""
    record = _record(rate)
    if rates.until is None:
        return say("; since then {record}", record=record)
    return say("; from then to {until} {record}", until=tell.day(rates, "until"), record=record)


def _when(rates: Rates, rate: Rate) -> Text:
    """Name a period; where not all of it is known, its last observed day."""
    if rates.divided is None:
        until = rates.until and tell.day(rates, "until")
        return say("up to {until}", until=until) if until else text("so far")
    day = tell.day(rates, "divided")
    if rates.until is None or rate.period == "before":
        return say("{word} {day}", word=rate.period, day=day)
    return say("from {day} to {until}", day=day, until=tell.day(rates, "until"))


def _record(rate: Rate) -> Text:
    """Say how many left in how long, and the rate; where nobody did, there is none to tell."""
    if not rate.exits:
        return say(
            "{states} left in {years}",
            states=tell.counted(rate, "exits", "state"),
            years=tell.party_years(rate, "party_years"),
        )
    return say(
        "{states} left in {years}, a rate of {rate} per 100 ({interval})",
        states=tell.counted(rate, "exits", "state"),
        years=tell.party_years(rate, "party_years"),
        rate=tell.figure(rate, "rate"),
        interval=_interval(rate, "low", "high"),
    )


def _interval(rate: Rate, low: str, high: str) -> Text:
    return say(
        "95{space}% interval {low} to {high}",
        space=NO_BREAK_SPACE,
        low=tell.figure(rate, low),
        high=tell.figure(rate, high),
    )


def few_sentence(rates: Rates, standing: Standing, cite: Citations) -> Text:
    """Say what few exits carry, who decided together, and which notices are still running."""
    last = [row for row in rates.own if row.exits][-1:]
    told = [part for row in last for part in (_small_number(row), decided_together(row, cite))]
    return together([*told, _running(standing)])


def _small_number(rate: Rate) -> Text:
    if rate.exits >= FEW:
        return ()
    few = say("{exits} exits are few", exits=tell.count(rate, "exits"))
    return say(
        "{few}: the ends of the interval lie a factor of {spread} apart.",
        few=capital(few) if rate.exits > 1 else "A single exit says little",
        spread=tell.count(rate, "spread"),
    )


def decided_together(rate: Rate, cite: Citations) -> Text:
    """Say which states decided together, and the rate by decisions; empty if none did."""
    if not rate.together:
        return ()
    keys = [key for one in rate.together for key in one.events]
    return say(
        "{shared}{sources}; counted so, {decisions} {remain}, {rate} per 100 party-years"
        " ({interval}).",
        shared=_shared(rate.together),
        sources=Span("", cite=cite.events(keys, most=1)),
        decisions=tell.counted(rate, "decisions", "decision"),
        remain=agree(rate.decisions, "remains", "remain"),
        rate=tell.figure(rate, "rate_once"),
        interval=_interval(rate, "low_once", "high_once"),
    )


#: What states did together, by the kind of act.
_ACTS = {
    "announced": "announced jointly that they would leave",
    "recommended": "recommended leaving jointly",
    "mixed": "moved together, first",
    "notified": "gave notice",
    "effective": "left",
}


def _shared(groups: tuple[Together, ...]) -> Text:
    parts = [
        say("{who} {act} on {day}", who=_named(one), act=_ACTS[one.act], day=tell.day(one, "day"))
        for one in groups
    ]
    if len(groups) > 1:
        return capital(say("{parts}, each time one decision", parts=listed(parts)))
    size = tell.count(groups[0], "size")
    return capital(say("{part}, which is one decision, not {size}", part=parts[0], size=size))


def _named(group: Together) -> Text:
    return names_or(group.states, tell.counted(group, "size", "state"))


def _running(standing: Standing) -> Text:
    count = standing.withdrawing
    if not count:
        return ()
    running = say(
        "{notices} {are} running and will count as {exits} only on the day of effect.",
        notices=tell.counted(standing, "withdrawing", "notice"),
        are=agree(count, "is", "are"),
        exits=plural(count, "an exit", "exits"),
    )
    return capital(running)


def rates_caption(setting: Setting, rates: Rates) -> Caption:
    """Say who left at all, and whether the highest interval leaves out the others."""
    noun = setting.treaty.noun
    rows = [
        say("{group}: {told}.", group=capital(row.label), told=_told(row)) for row in rates.rows
    ]
    opening = say("{unit} of the {treaty} with {method}.", unit=UNIT, treaty=noun, method=_METHOD)
    return Caption(
        title=capital(_finding(noun, rates)),
        subtitle=say(
            "{unit}, {treaty}, up to {day}, with {method}{scale}",
            unit=capital(UNIT),
            treaty=noun,
            day=tell.day(rates, "day"),
            method=_METHOD,
            scale="; logarithmic scale" if rates.far_apart else "",
        ),
        alt=as_many_as_fit(capital(opening), rows, "group"),
    )


def _finding(noun: str, rates: Rates) -> Text:
    seen = rates.seen
    top = seen[0]
    if len(seen) == 1 < rates.groups and top.part == "region" and len(rates.own) == rates.groups:
        return say(
            "exits from the {treaty} only {period} {day}: {exits} in {years}",
            treaty=noun,
            period=top.period,
            day=tell.day(rates, "divided"),
            exits=tell.count(top, "exits"),
            years=tell.party_years(top, "party_years"),
        )
    if len(seen) == 1 < rates.groups:
        return say(
            "exits from the {treaty} only in one group, {group}: {exits} in {years}",
            treaty=noun,
            group=_group(top),
            exits=tell.count(top, "exits"),
            years=tell.party_years(top, "party_years"),
        )
    title = say("{group}: {rate} {unit}", group=top.label, rate=tell.figure(top, "rate"), unit=UNIT)
    if rates.groups == 1:
        return title
    return text(title, _against(rates))


def _against(rates: Rates) -> Text:
    near = rates.overlapping
    if not near:
        return text(", above all other groups")
    several = say("{groups} other groups", groups=tell.count(rates, "overlaps"))
    return say(
        "; the interval overlaps with that of {others}",
        others=_group(near[0]) if len(near) == 1 else several,
    )


def _group(rate: Rate) -> str:
    """Name a group inside a sentence."""
    return f"the {rate.label}" if rate.part == "rest" else rate.label


def _told(rate: Rate) -> Text:
    if not rate.exits:
        return say(
            "{none} in {years}",
            none=tell.none_or(rate, "exits"),
            years=tell.party_years(rate, "party_years"),
        )
    return say(
        "{exits} in {years}, {rate} (interval {low} to {high})",
        exits=tell.number(rate, "exits"),
        years=tell.party_years(rate, "party_years"),
        rate=tell.figure(rate, "rate"),
        low=tell.figure(rate, "low"),
        high=tell.figure(rate, "high"),
    )


def rates_foot(setting: Setting, cite: Citations) -> Text:
    """Return the line under the figure: the method, whose exits they are, the sources."""
    members = say("The region’s members of {day}, at all times.", day=tell.day(setting, "day"))
    return together(
        [
            f"Exact intervals of 95{NO_BREAK_SPACE}% (Garwood 1936).",
            () if setting.worldwide else members,
            source_line(setting, cite),
        ]
    )
