"""Computed sentences: every number, name and verb of a briefing follows from the register.

Each function takes a :class:`~analysis.subject.situation.Situation` and the briefing's citations, and
returns text that is true of that situation, whatever the region, the treaty and the day.
"""

from __future__ import annotations

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.language.days import format_day
from analysis.language.english import format_list, possessive, sentence_case
from analysis.language.numbers import agree, counted, format_km, format_number, number_word
from analysis.law.clauses import Period
from analysis.sections.exits.sentences import (
    effects_sentence,
    ended_sentence,
    furthest_sentence,
    notices_sentence,
    revoked_sentence,
    suspended_sentence,
)
from analysis.store.loading import rows_of
from analysis.subject.names import acts_of, list_names, states_of
from analysis.subject.situation import Situation


def findings(situation: Situation, cite: Citations) -> list[Text]:
    """Return three to five key findings, the most telling first."""
    if situation.silent:
        return [text(f"{sentence_case(situation.silent)}.")]
    candidates = [
        ended_sentence(situation, cite),
        effects_sentence(situation, cite),
        revoked_sentence(situation, cite),
        suspended_sentence(situation, cite),
        notices_sentence(situation, cite),
        furthest_sentence(situation, cite),
        standing_sentence(situation, cite),
        border_sentence(situation, cite),
        world_sentence(situation, cite),
        kin_sentence(situation, cite),
    ]
    return [sentence for sentence in candidates if sentence][:5]


def standing_sentence(situation: Situation, cite: Citations) -> Text:
    """Say which states of the region the treaty binds."""
    bound, total = len(situation.bound), len(situation.status)
    if total == 0 or situation.ended is not None:
        return ()
    if situation.entered is None:
        return _not_in_force(situation)
    numbers = cite.events(acts_of(situation, situation.bound["state"][:3], _CONSENTS), most=1)
    if bound == total:
        start = f"All {number_word(total)}" if total > 1 else "The one member"
        tail = _no_notice(situation)
        still = " still" if situation.status["status"].eq("withdrawing").any() else ""
        return text(
            f"{start} {agree(total, 'is', 'are')}{still} bound by the treaty",
            tail,
            Span(".", cite=numbers),
        )
    if bound == 0:
        return text(f"The treaty binds none of the {states_of(situation)}.")
    if bound <= 3:
        names = list_names(situation, situation.bound)
        left = situation.status["status"].eq("withdrawn").any()
        verb = agree(bound, "remains", "remain") if left else agree(bound, "is", "are")
        return text(f"Only {names} {verb} bound by the treaty", Span(".", cite=numbers))
    if len(situation.suspended):
        kept = len(situation.suspended)
        return text(
            f"The treaty is in force for {number_word(bound)} of the {states_of(situation)},"
            f" {number_word(kept)} of which {agree(kept, 'has', 'have')} suspended it",
            Span(".", cite=numbers),
        )
    return text(
        f"The treaty binds {number_word(bound)} of the {states_of(situation)}",
        _no_notice(situation),
        Span(".", cite=numbers),
    )


def _not_in_force(situation: Situation) -> Text:
    count = len(situation.consented)
    number = number_word(count) if count else "none"
    verb = agree(count, "has", "have") if count else "has"
    return text(
        f"The treaty is not in force and binds nobody; {number} of the {states_of(situation)}"
        f" {verb} consented to it."
    )


def border_sentence(situation: Situation, cite: Citations) -> Text:
    """Say how much of the region's border with the named states the treaty covers."""
    if situation.coverage.empty or situation.borderland.empty or situation.entered is None:
        return ()
    if situation.ended is not None:
        return ()
    now, noun = situation.coverage.iloc[-1], situation.treaty["noun"]
    neighbours = format_list(situation.names[code] for code in situation.towards)
    border = f"the region’s land border with {neighbours}"
    numbers = cite.sources(situation.register.tables.borders["sources"].unique(), most=1)
    if now["km_unbound"] == 0:
        return text(
            f"The {noun} covers all {format_km(now['km'])} ({_percent(now)}) of {border}",
            Span(".", cite=numbers),
        )
    where = situation.borderland[situation.borderland["bound"]]["name"]
    named = f", {format_list(where)}" if 0 < len(where) <= 3 else ""
    best = _last_best(situation.coverage)
    if best["km_bound"] == 0:
        return ()
    before = (
        f", down from {format_km(best['km_bound'])} ({_percent(best)})"
        f" up to {format_day(best['until'])}"
        if best["km_bound"] > now["km_bound"]
        else ""
    )
    return text(
        f"Of the {format_km(now['km'])} of {border}, the {noun} covers ",
        Span(format_km(now["km_bound"]), strong=True),
        f" ({_percent(now)}{named}){before}",
        Span(".", cite=numbers),
    )


def world_sentence(situation: Situation, cite: Citations) -> Text:
    """Say how many parties the treaty has worldwide, against its peak."""
    counts = situation.counts
    if counts.empty or situation.ended is not None:
        return () if situation.ended is not None else text("No state had signed the treaty.")
    if situation.entered is None:
        signed, consented = counts.iloc[-1][["signatories", "contracting_states"]]
        return text(
            f"Worldwide {counted(signed, 'state has', 'states have')} signed and"
            f" {format_number(consented)} {agree(consented, 'has', 'have')} consented to be bound."
        )
    now, peak = counts.iloc[-1], counts[counts["parties"] == counts["parties"].max()].iloc[0]
    numbers = cite.sources(situation.treaty["sources"].split(";"), most=1)
    total = f"Worldwide the treaty has {counted(now['parties'], 'party', 'parties')}"
    lost = int(peak["parties"] - now["parties"])
    if lost:
        total += (
            f", {number_word(lost)} fewer than the peak of {format_number(peak['parties'])}"
            f" reached on {format_day(peak['day'])}"
        )
    waiting = int(now["contracting_states"] - now["parties"])
    if waiting:
        total += (
            f"; {counted(waiting, 'more state has', 'more states have')} consented and"
            f" {agree(waiting, 'is', 'are')} not bound yet"
        )
    return text(total, Span(".", cite=numbers))


def kin_sentence(situation: Situation, cite: Citations) -> Text:
    """Say which states of the region have left or are leaving a related treaty."""
    gone = situation.related[situation.related["status"].isin(["withdrawn", "withdrawing"])]
    if gone.empty:
        return ()
    names = situation.register.tables.treaties.set_index("code")["name"]
    parts = []
    for row in rows_of(gone):
        took = "took" if row.status == "withdrawn" else "takes"
        parts.append(
            f"{possessive(situation.said[row.state])} withdrawal from the {names[row.treaty]}"
            f" {took} effect on"
            f" {format_day(row.bound_until)}"
        )
    events = situation.register.events
    acts = events[events["kind"] == "withdrawal_notified"].merge(gone[["treaty", "state"]])
    said = sentence_case(format_list(parts))
    return text(said, Span(".", cite=cite.events(acts["event"])))


def clause_sentence(treaty: pd.Series) -> str:
    """Say what the treaty's withdrawal clause requires."""
    if not treaty["withdrawal_period"]:
        return str(treaty["withdrawal_text"])
    period = Period.parse(treaty["withdrawal_period"])
    length = counted(period.months, "month") if period.months else counted(period.days, "day")
    tail = ", but not before the end of an armed conflict in which the state is then engaged"
    when = "at the earliest " if treaty["withdrawal_day"] == "at_least" else ""
    return (
        f"A notice of withdrawal takes effect {when}{length} after it is received"
        f"{tail if treaty['withdrawal_conflict_tail'] == 'yes' else ''}"
        f" ({treaty['withdrawal_article']})."
    )


_CONSENTS = ["ratification", "acceptance", "approval", "accession", "succession"]


def _no_notice(situation: Situation) -> str:
    noticed = situation.pipeline["stage"].isin(["notified", "effective"]).any()
    return "" if noticed else "; no notice of withdrawal has been given"


def _last_best(coverage: pd.DataFrame) -> pd.Series:
    """Return the row with the most kilometres bound, and the last day on which it held."""
    best = coverage["km_bound"].max()
    row = coverage[coverage["km_bound"] == best].iloc[-1]
    after = coverage[coverage["day"] > row["day"]]["day"]
    until = after.iloc[0] - pd.Timedelta(days=1) if len(after) else row["day"]
    return pd.Series({"km": row["km"], "km_bound": best, "until": until})


def _percent(coverage: pd.Series) -> str:
    """Write the share covered; a rest that rounds to nothing, or all but a rest, is not hidden."""
    share = 100 * coverage["km_bound"] / coverage["km"] if coverage["km"] else 0.0
    if 0 < share < 1:
        return "under 1\u00a0%"
    if 99 < share < 100:
        return "over 99\u00a0%"
    return f"{share:.0f}\u00a0%"
