"""What a briefing says about itself: sources, method, limits, and how to make it again."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.language.days import format_date, format_day
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import agree, counted
from analysis.law.disputes import disputes
from analysis.sections.front.findings import clause_sentence
from analysis.store.loading import rows_of
from analysis.subject.names import states_of
from analysis.subject.situation import Situation

#: So many states and fewer, and a share or a rate says less than the names.
FEW = 20


def cautions(situation: Situation, cite: Citations) -> list[Text]:
    """Return what a reader of page one must know about what is not known."""
    covered = situation.treaty["covered_to"]
    lines = [text(line) for line in [assumption(situation)] if line]
    if situation.day > covered:
        lines.append(
            text(
                f"Events are complete up to {format_day(covered)}; what happened between then and"
                f" {format_day(situation.day)} may be missing."
            )
        )
    lines.extend(_undated_suspensions(situation, cite))
    lines.extend(_undated(situation, cite))
    return lines


def assumption(situation: Situation) -> str:
    """Say what a scenario assumes; empty where nothing is assumed."""
    rows = situation.assumed
    if rows.empty:
        return ""
    names = situation.register.tables.states.set_index("state")["short_name"]
    notices = [f"{names[row.state]} on {format_day(row.day)}" for row in rows_of(rows)]
    return (
        f"Hypothetical: this assumes that notice of withdrawal is given by {format_list(notices)}."
        " Nothing in the register says so, and it is no forecast."
    )


def source_line(situation: Situation, cite: Citations, states: Iterable[str] = ()) -> Text:
    """Return the line under a figure: the depositary, the events drawn, the as-of day."""
    numbers = set(cite.sources(situation.treaty["sources"].split(";"), most=1))
    dated = bool(situation.treaty["withdrawal_period"])
    clause = situation.treaty["withdrawal_article"] if dated else ""
    if wanted := list(states):
        events = situation.register.events
        own = (events["treaty"] == situation.code) & events["state"].isin(wanted)
        steps = events[own & events["kind"].isin(["parliament_approved", "withdrawal_notified"])]
        numbers.update(cite.events(steps["event"], most=1))
    return text(
        "Sources ",
        Span("", cite=tuple(sorted(numbers))),
        f"{f'; days of effect computed from {clause}' if clause else ''}."
        f" As of {format_day(situation.day)}.",
    )


def border_line(situation: Situation, cite: Citations) -> Text:
    """Return the line under the border figure."""
    numbers = cite.sources(situation.register.tables.borders["sources"].unique(), most=1)
    return text(
        "Border lengths ",
        Span("", cite=numbers),
        "; national authorities publish other lengths. A border counts as covered while the"
        " treaty operates for the state on the region’s side. Members of the region on"
        f" each day. As of {format_day(situation.day)}.",
    )


def no_border(situation: Situation) -> str:
    """Return the sentence for a region without a land border towards the named states."""
    if not situation.towards:
        return "No neighbours were named towards which the border could be measured."
    names = format_list((situation.names[code] for code in situation.towards), "or")
    return f"None of the {states_of(situation)} had a land border with {names} on this day."


def paragraphs(situation: Situation, cite: Citations) -> list[Text]:
    """Return the method in a few sentences, the limits, and how to regenerate."""
    treaty, tables = situation.treaty, situation.register.tables
    law = text(
        "Every figure follows from dated events in a register in which each row names its sources."
        " Deposits and notices are dated by their receipt; when they bind and when they take"
        f" effect is computed from the treaty. {entry_sentence(situation)}"
        f" {clause_sentence(treaty)}"
        " A recorded day that contradicts the clause stops the build.",
        Span("", cite=cite.sources(treaty["sources"].split(";"))),
    )
    words = text(
        "Parties are states for which the treaty is in force, also while a notice of withdrawal"
        " runs; contracting States have consented to be bound, in force or not. Political steps"
        " and legal status are kept apart: until notice has been given and its period has run, a"
        " state is bound, whatever its parliament has voted. The region has the members it had on"
        f" {format_day(situation.day)}; what happened later is not seen here."
    )
    few = text(
        f"The region has {counted(len(situation.status), 'state')}: names and days say more than"
        " shares, rates stand with their exact intervals, and one exit more or less moves them."
    )
    again = text(
        f"Data version {tables.version}, which covers this treaty up to"
        f" {format_day(treaty['covered_to'])}. {treaty['coverage_note']}"
        f" To make this briefing again: {command(situation)}"
    )
    return [law, words, *([few] if 0 < len(situation.status) < FEW else []), again]


def entry_sentence(situation: Situation) -> str:
    """Say when the treaty entered into force."""
    article = situation.treaty["entry_article"]
    if situation.entered is None:
        return f"On {format_day(situation.day)} the treaty was not in force ({article})."
    return f"The treaty entered into force on {format_day(situation.entered)} ({article})."


def command(situation: Situation) -> str:
    """Return the command line that runs the notebook with these parameters."""
    parameters = {
        "region": situation.region.slug,
        "treaty": situation.code,
        "as_of": f"{situation.day:%Y-%m-%d}",
        "compare_to": "" if situation.compare_to is None else f"{situation.compare_to:%Y-%m-%d}",
        "towards": ",".join(situation.towards),
        "scenario": ",".join(
            f"{row.state}:{row.day:%Y-%m-%d}" for row in rows_of(situation.assumed)
        ),
    }
    given = " ".join(f"-p {name} {value}" for name, value in parameters.items() if value)
    return f"papermill notebooks/regional_briefing.ipynb out.ipynb {given}"


def _undated_suspensions(situation: Situation, cite: Citations) -> list[Text]:
    """Name the parties that have approved or notified a suspension without a known effect."""
    events, status = situation.register.events, situation.status.set_index("state")["status"]
    final = events["kind"].isin(["suspension_notified", "suspension_announced"])
    final |= events["kind"].isin(["parliament_approved", "promulgated"]) & (
        events["aim"] == "suspension"
    )
    own = events[(events["treaty"] == situation.code) & final]
    own = own[own["state"].map(status) == "party"]
    contested = disputes(situation.register.known, situation.day)
    own = own[~own["state"].isin(contested[contested["treaty"] == situation.code]["state"])]
    if own.empty:
        return []
    names = situation.said[sorted(own["state"].unique())]
    start = f"{format_list(names)} {agree(len(names), 'has', 'have')} announced, approved or"
    end = " notified a suspension whose day of effect was not found"
    return [text(f"{sentence_case(start)}{end}", Span(".", cite=cite.events(own["event"], most=1)))]


def _undated(situation: Situation, cite: Citations) -> list[Text]:
    lines = []
    for event in rows_of(situation.undated):
        name = situation.names[event.state]
        lines.append(
            text(
                f"{name}: {event.kind.replace('_', ' ')} in {format_date(event.date)} on a day that"
                f" no source gives; counted from {format_day(event.day)}",
                Span(".", cite=cite.events([event.event])),
            )
        )
    return lines
