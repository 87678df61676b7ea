"""What came and went in words: the sentence on the last years, and the caption of the figure."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.blocks.caption import Caption
from analysis.blocks.citations import Citations
from analysis.blocks.model import Text
from analysis.blocks.telling import as_text, capital, cited, first_that_fits, listed, say, together
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import agree, plural
from analysis.sections.flows.facts import Flow, Flows, Recent, Went
from analysis.subject import telling as tell
from analysis.subject.naming import names_or
from analysis.subject.setting import Setting

_NOUNS: dict[Flow, tuple[str, str]] = {
    "deposits": ("deposit of consent", "deposits of consent"),
    "notices": ("notice of withdrawal", "notices of withdrawal"),
    "exits": ("exit in effect", "exits in effect"),
    "ratifications_revoked": ("ratification revoked", "ratifications revoked"),
    "suspensions": ("suspension", "suspensions"),
    "objections": ("objection", "objections"),
    "exits_rejected": ("refusal to leave", "refusals to leave"),
    "notices_revoked": ("notice revoked", "notices revoked"),
}
_VERBS: dict[Went, str] = {
    "notices": "gave notice",
    "exits": "left",
    "suspensions": "suspended the treaty",
    "ratifications_revoked": "took back consent",
}
#: What one state, and several, said without a decision.
_SAID = ("said that it does not plan to leave", "said that they do not plan to leave")
#: A year with a notice this long before the as-of day, or longer, is told as history.
_LONG_AGO = 3


def recent_sentence(recent: Recent, cite: Citations) -> Text:
    """Say who came and who went worldwide in the last years, and who stood up against it."""
    when = _when(recent)
    going, coming = list(_going(recent)), list(_coming(recent))
    if not going and not coming:
        return say("{when} nobody joined, gave notice or objected worldwide.", when=when)
    sentence = say(
        "{when} {going} worldwide; on the other side {coming}",
        when=when,
        going=listed(going) or "no state gave notice",
        coming=together(coming, "; ") or "nobody joined, decided to stay or objected",
    )
    return cited(sentence, cite.events(recent.events, most=1))


def _when(recent: Recent) -> Text:
    """Name the years, and the last day of which anything is known if it is not the as-of day."""
    first = tell.number(recent, "first")
    if recent.until is None:
        return say("From {first} on", first=first)
    return say("From {first} to {until}", first=first, until=tell.day(recent, "until"))


def _going(recent: Recent) -> Iterator[Text]:
    """Tell each kind of departure that occurred; the first with its noun."""
    kinds = [flow for flow in _VERBS if getattr(recent, flow)]
    for at, flow in enumerate(kinds):
        count = tell.count(recent, flow) if at else tell.counted(recent, flow, "state")
        yield say("{count} {did}", count=count, did=_VERBS[flow])


def _coming(recent: Recent) -> Iterator[Text]:
    moves = (
        (recent.joined, "joiners", "joined"),
        (recent.stayed, "stayers", "decided to stay"),
        (recent.said, "sayers", agree(len(recent.said), *_SAID)),
        (recent.objected, "objectors", "objected"),
    )
    for states, number, did in moves:
        if states:
            who = names_or(states, tell.counted(recent, number, "state"))
            yield say("{who} {did}", who=who, did=did)


def flows_caption(setting: Setting, world: Flows, own: Flows | None) -> Caption:
    """Say what the flows show: the year of the last notices against the joins of that year.

    ``own`` are those of the region, where it is not the world.
    """
    subtitle = say(
        "Number of {kinds} per year, {first} to {day}{scope}",
        kinds=format_list(_NOUNS[kind][1] for kind in world.kinds),
        first=tell.number(world, "first"),
        day=tell.day(world, "day"),
        scope=f"; worldwide and {setting.region.states}" if own else "",
    )
    lead = say(
        "Bars per year, {first} to {day}, for the {treaty}.",
        first=tell.number(world, "first"),
        day=tell.day(world, "day"),
        treaty=setting.treaty.noun,
    )
    region = sentence_case(setting.region.states)
    alt = []
    # With the years of each departure, or where that would be long the totals alone.
    for tells in (_told, _totals):
        told = [lead, say("Worldwide: {flows}.", flows=tells(world))]
        told += [say("{region}: {flows}.", region=region, flows=tells(own))] if own else []
        alt.append(together(told))
    return Caption(capital(_finding(setting, world, own)), subtitle, first_that_fits(*alt))


def _finding(setting: Setting, world: Flows, own: Flows | None) -> Text:
    noun = setting.treaty.noun
    if not world.notices:
        return _without_notice(noun, world)
    if world.since_last_notice >= _LONG_AGO:
        return say(
            "the last notice of leaving the {treaty}{known} was given in {year}; {states} {have}"
            " joined since",
            treaty=noun,
            known=_known(world),
            year=tell.number(world, "last_notice"),
            states=tell.counted(world, "later_deposits", "state"),
            have=agree(world.later_deposits, "has", "have"),
        )
    return say(
        "in {year}, {notices} of leaving the {treaty}, {asides}, {stand} against {deposits} of"
        " consent",
        year=tell.number(world, "last_notice"),
        notices=tell.counted(world, "last_notices", "notice"),
        treaty=noun,
        asides=listed([_before(world), *_by_region(setting, world, own)]),
        stand=agree(world.last_notices, "stands", "stand"),
        deposits=tell.counted(world, "new_deposits", "new deposit"),
    )


def _before(world: Flows) -> Text:
    if not world.earlier_notices:
        return as_text("the first ever")
    return say("after {before} before", before=tell.count(world, "earlier_notices"))


def _by_region(setting: Setting, world: Flows, own: Flows | None) -> list[Text]:
    """Say how many of the notices of that year were given by the states of the region."""
    if own is None or own.last_notice != world.last_notice:
        return []
    states, only = setting.region.states, f"the one {setting.region.state}"
    if setting.members == 1:
        mine = world.last_notices == 1
        return [say("by {only}" if mine else "one by {only}", only=only)]
    if world.last_notices == 1:
        return [say("by one of the {states}", states=states)]
    if own.last_notices == world.last_notices:
        part = as_text("both" if own.last_notices == 2 else "all")
    else:
        part = as_text(tell.count(own, "last_notices"))
    return [say("{part} by {states}", part=part, states=states)]


def _known(world: Flows) -> Text:
    """Name the last day of which anything is known, if it is not the as-of day."""
    if world.until is None:
        return ()
    return say(" known up to {until}", until=tell.day(world, "until"))


def _given(world: Flows) -> Text:
    """Say until when no notice has been given."""
    if world.until is None:
        return as_text("has been given")
    return say("had been given by {until}", until=tell.day(world, "until"))


def _without_notice(treaty: str, world: Flows) -> Text:
    """Tell of the joins where nobody ever gave notice, and of what else was given up."""
    other = [tell.counted(world, flow, *_NOUNS[flow]) for flow in world.departed if flow != "exits"]
    if other:
        return say(
            "no notice of leaving the {treaty} {given}, but {other}",
            treaty=treaty,
            given=_given(world),
            other=listed(other),
        )
    return say(
        "no notice of leaving the {treaty} {given}; most states joined in {year}, {most}",
        treaty=treaty,
        given=_given(world),
        year=tell.number(world, "busiest"),
        most=tell.count(world, "most_deposits"),
    )


def _told(flows: Flows) -> Text:
    """Tell the totals, the year with most joins, and every year with a departure."""
    joins = say("{joins}{when}", joins=number_of(flows, "deposits"), when=_busiest(flows))
    others = [
        say("{number}: {years}", number=number_of(flows, flow), years=_years(flows, flow))
        for flow in flows.kinds[1:]
    ]
    return together([joins, *others], "; ")


def _totals(flows: Flows) -> Text:
    return listed([number_of(flows, flow) for flow in flows.kinds])


def _busiest(flows: Flows) -> Text:
    year = tell.number(flows, "busiest")
    if flows.most_deposits == flows.deposits:
        return say(", in {year}", year=year) if flows.deposits else ()
    if flows.most_deposits == 1:
        return ()
    return say(", most in {year} ({most})", year=year, most=tell.number(flows, "most_deposits"))


def _years(flows: Flows, flow: Flow) -> str:
    return format_list(f"{year} ({count})" for year, count in flows.in_years(flow))


def number_of(flows: Flows, flow: Flow) -> Text:
    """Write a total with its noun: "5 notices of withdrawal", "1 objection"."""
    noun = plural(getattr(flows, flow), *_NOUNS[flow])
    return say("{number} {noun}", number=tell.number(flows, flow), noun=noun)
