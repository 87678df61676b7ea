"""Computed sentences: every number, name and verb of a briefing follows from the register.

Each function takes a :class:`~analysis.situation.Situation` and the briefing's citations, and
returns text that is true of that situation, whatever the region, the treaty and the day.
"""

from __future__ import annotations

import pandas as pd

from analysis.briefing.blocks import Span, Text, text
from analysis.citations import Citations
from analysis.law import Period
from analysis.model import BOUND, STAGES
from analysis.situation import Situation
from analysis.wording import (
    agree,
    counted,
    format_day,
    format_km,
    format_list,
    format_number,
    format_votes,
    number_word,
    plural,
    sentence_case,
)

#: What a state has done when it has reached a stage; read after the names of the states.
STAGE_DEEDS = {
    "announced": "announced that it will leave",
    "recommended": "received a formal proposal to leave",
    "government_approved": "won its government’s approval to leave",
    "parliament_approved": "won its parliament’s approval to leave",
    "promulgated": "enacted its decision to leave",
    "notified": "given notice of withdrawal",
    "effective": "completed its withdrawal",
}
#: The stage as a label, in tables and lists.
STAGE_WORDS = {
    "": "no step",
    "announced": "announced",
    "recommended": "formally proposed",
    "government_approved": "government approved",
    "parliament_approved": "parliament approved",
    "promulgated": "enacted",
    "notified": "notice given",
    "effective": "in effect",
}


def headline(situation: Situation) -> str:
    """Return the finding that titles the briefing."""
    status = situation.status["status"]
    total, noun = len(status), situation.treaty["noun"]
    out, leaving = int((status == "withdrawn").sum()), int((status == "withdrawing").sum())
    if total == 0:
        return f"No state belonged to {situation.region.name} on {format_day(situation.day)}"
    if out:
        more = f"; {number_word(leaving)} more {agree(leaving, 'has', 'have')} given notice"
        share = _share(situation, out)
        return f"{share} {agree(out, 'is', 'are')} no longer bound by the {noun}{more if leaving else ''}"
    if leaving:
        share = _share(situation, leaving)
        return f"{share} {agree(leaving, 'has', 'have')} given notice of leaving the {noun}"
    if len(situation.pipeline):
        return f"{_furthest_step(situation)}; {_still_bound(situation)}"
    return sentence_case(f"none of the {_states(situation)} is on its way out of the {noun}")


def findings(situation: Situation, cite: Citations) -> list[Text]:
    """Return three to five key findings, the most telling first."""
    candidates = [
        effects_sentence(situation, cite),
        notices_sentence(situation, cite),
        furthest_sentence(situation, cite),
        standing_sentence(situation, cite),
        border_sentence(situation, cite),
        world_sentence(situation, cite),
        kin_sentence(situation, cite),
    ]
    return [sentence for sentence in candidates if sentence][:5]


def effects_sentence(situation: Situation, cite: Citations) -> Text:
    """Say whose withdrawals have taken effect, and when; empty if nobody's."""
    gone = situation.pipeline[situation.pipeline["stage"] == "effective"].sort_values("effect")
    if gone.empty:
        return ()
    verb = "The withdrawal" if len(gone) == 1 else "The withdrawals"
    when = _names_by_day(situation, gone, "effect", "on")
    keys = _acts(situation, gone["state"], ["withdrawal_notified", "withdrawal_effective"])
    return text(f"{verb} of {when} {agree(len(gone), 'has', 'have')} ",
                Span("taken effect.", cite=cite.events(keys, most=1)))


def notices_sentence(situation: Situation, cite: Citations) -> Text:
    """Say whose notices are running and when the clause makes them effective."""
    running = situation.pipeline[situation.pipeline["stage"] == "notified"].sort_values("effect")
    if running.empty:
        return ()
    dated, held = running[running["effect"].notna()], running[running["effect"].isna()]
    parts = []
    if len(dated):
        parts.append(f"for {_names_by_day(situation, dated, 'effect', 'on')}")
    if len(held):
        parts.append(f"for {_names(situation, held)} when the armed conflict ends")
    count = counted(len(running), "notice")
    keys = _acts(situation, running["state"], ["withdrawal_notified"])
    return text(
        sentence_case(f"{count} of withdrawal {agree(len(running), 'is', 'are')} running; by the"
                      f" treaty’s clause {agree(len(running), 'it takes', 'they take')} effect "),
        Span(f"{format_list(parts)}.", cite=cite.events(keys)),
    )


def furthest_sentence(situation: Situation, cite: Citations) -> Text:
    """Say which states have taken steps short of a notice, the furthest first."""
    early = situation.pipeline[~situation.pipeline["stage"].isin(["notified", "effective"])]
    if early.empty:
        return ()
    parts: list[str | Span] = []
    for stage in [stage for stage in reversed(STAGES) if stage in set(early["stage"])]:
        rows = early[early["stage"] == stage]
        keys = _step_events(situation, rows, stage)
        parts.append(("; " if parts else "Short of a notice: ") + _stage_phrase(rows, stage))
        parts.append(Span("", cite=cite.events(keys)))
    return text(*parts, ".")


def standing_sentence(situation: Situation, cite: Citations) -> Text:
    """Say which states of the region the treaty binds."""
    bound, total = len(situation.bound), len(situation.status)
    numbers = cite.events(_acts(situation, situation.bound["state"][:3], _CONSENTS), most=1)
    if bound == total:
        start = f"All {number_word(total)}" if total > 1 else "The one member"
        tail = _no_notice(situation)
        return text(f"{start} {agree(total, 'is', 'are')} bound by the convention", tail,
                    Span(".", cite=numbers))
    if bound == 0:
        return text(f"The convention binds none of the {_states(situation)}.")
    if bound <= 3:
        names = _names(situation, situation.bound)
        return text(f"{names} {agree(bound, 'remains', 'remain')} bound by the convention",
                    Span(".", cite=numbers))
    return text(f"The convention binds {number_word(bound)} of the {_states(situation)}",
                _no_notice(situation), Span(".", cite=numbers))


def border_sentence(situation: Situation, cite: Citations) -> Text:
    """Say how much of the region's border with the named states the treaty covers."""
    if situation.coverage.empty or situation.borderland.empty:
        return ()
    now = situation.coverage.iloc[-1]
    neighbours = format_list(situation.names[code] for code in situation.towards)
    border = f"their land border with {neighbours}"
    numbers = cite.sources(situation.register.tables.borders["sources"].unique(), most=1)
    if now["km_unbound"] == 0:
        return text(f"The {situation.treaty['noun']} covers all {format_km(now['km'])} of {border}",
                    Span(".", cite=numbers))
    left = format_km(now["km_bound"]) if now["km_bound"] else "none"
    where = situation.borderland[situation.borderland["bound"]]["name"]
    at = f" ({format_list(where)})" if 0 < len(where) <= 3 else ""
    best = _last_best(situation.coverage)
    before = (
        f", down from {format_km(best['km_bound'])} until {format_day(best['until'])}"
        if best["km_bound"] > now["km_bound"]
        else ""
    )
    return text(f"Of the {format_km(now['km'])} of {border}, the {situation.treaty['noun']} covers ",
                Span(left, strong=True), f"{at}{before}", Span(".", cite=numbers))


def world_sentence(situation: Situation, cite: Citations) -> Text:
    """Say how many parties the treaty has worldwide, against its peak."""
    if situation.counts.empty:
        return text("No state had signed the convention.")
    counts = situation.counts
    now, peak = counts.iloc[-1], counts.loc[counts["parties"].idxmax()]
    numbers = cite.sources(situation.treaty["sources"].split(";"), most=1)
    total = f"Worldwide the convention has {counted(now['parties'], 'party', 'parties')}"
    if now["contracting_states"] > now["parties"]:
        waiting = now["contracting_states"] - now["parties"]
        total += (f", and {counted(waiting, 'more state has', 'more states have')} consented"
                  " without being bound yet")
    lost = int(peak["parties"] - now["parties"])
    if lost:
        first = counts[counts["parties"] == peak["parties"]]["day"].iloc[0]
        total += (f", {number_word(lost)} fewer than the peak of {format_number(peak['parties'])}"
                  f" reached on {format_day(first)}")
    return text(total, Span(".", cite=numbers))


def kin_sentence(situation: Situation, cite: Citations) -> Text:
    """Say which states of the region have left or are leaving a related treaty."""
    gone = situation.related[situation.related["status"].isin(["withdrawn", "withdrawing"])]
    if gone.empty:
        return ()
    names = situation.register.tables.treaties.set_index("code")["name"]
    parts = []
    for row in gone.itertuples():
        took = "took" if row.status == "withdrawn" else "takes"
        parts.append(f"{row.name}’s withdrawal from the {names[row.treaty]} {took} effect on"
                     f" {format_day(row.bound_until)}")
    events = situation.register.events
    acts = events[events["kind"] == "withdrawal_notified"].merge(gone[["treaty", "state"]])
    return text(format_list(parts), Span(".", cite=cite.events(acts["event"])))


def clause_sentence(treaty: pd.Series) -> str:
    """Say what the treaty's withdrawal clause requires."""
    if not treaty["withdrawal_period"]:
        return "The treaty has no clause on withdrawal."
    period = Period.parse(treaty["withdrawal_period"])
    length = (
        counted(period.months, "month") if period.months else counted(period.days, "day")
    )
    tail = ", but not before the end of an armed conflict in which the state is then engaged"
    return (f"A notice of withdrawal takes effect {length} after the depositary receives it"
            f"{tail if treaty['withdrawal_conflict_tail'] == 'yes' else ''}"
            f" ({treaty['withdrawal_article']}).")


_CONSENTS = ["ratification", "acceptance", "approval", "accession", "succession"]


def _states(situation: Situation) -> str:
    count = len(situation.status)
    return f"{number_word(count)} {situation.region.states}"


def _share(situation: Situation, part: int) -> str:
    total = len(situation.status)
    if part == total:
        return f"All {_states(situation)}" if total > 1 else sentence_case(_states(situation))
    return sentence_case(f"{number_word(part)} of {_states(situation)}")


def _still_bound(situation: Situation) -> str:
    bound, total = int(situation.status["status"].isin(BOUND).sum()), len(situation.status)
    if bound == total:
        return f"all {_states(situation)} are still bound"
    return f"{number_word(bound)} of {_states(situation)} {agree(bound, 'is', 'are')} bound"


def _furthest_step(situation: Situation) -> str:
    """Return the first half of a headline: what the states furthest on their way have done."""
    stage, noun = situation.pipeline["stage"].iloc[0], situation.treaty["noun"]
    rows = situation.pipeline[situation.pipeline["stage"] == stage]
    names = _names(situation, rows)
    many = len(rows) > 1
    verb = agree(len(rows), "has", "have")
    owners = f"The {{}}s of {names} have" if many else f"{names}’s {{}} has"
    return {
        "announced": f"{names} {verb} announced an exit from the {noun}",
        "recommended": f"Leaving the {noun} has been formally proposed in {names}",
        "government_approved": f"{owners.format('government')} approved leaving the {noun}",
        "parliament_approved": f"{owners.format('parliament')} voted to leave the {noun}",
        "promulgated": f"{names} {verb} enacted leaving the {noun}",
    }[stage]


def _stage_phrase(rows: pd.DataFrame, stage: str) -> str:
    people = []
    for row in rows.itertuples():
        vote = f", {format_votes(row.vote)}" if stage == "parliament_approved" and row.vote else ""
        people.append(f"{row.name} ({format_date(getattr(row, stage))}{vote})")
    return f"{STAGE_WORDS[stage]} in {format_list(people)}"


def format_date(date: str) -> str:
    """Write a date as precisely as it is known: a day, a month or a year.

    >>> format_date("2025-04-16"), format_date("2025-05"), format_date("2026")
    ('16 April 2025', 'May 2025', '2026')
    """
    if len(date) == 10:
        return format_day(pd.Timestamp(date))
    if len(date) == 7:
        return format_day(pd.Timestamp(f"{date}-01")).split(" ", 1)[1]
    return date


def _names(situation: Situation, rows: pd.DataFrame) -> str:
    """List the names of states, or count them when there are more than a sentence bears."""
    if len(rows) > 6:
        return f"{number_word(len(rows))} of {_states(situation)}"
    return format_list(rows["state"].map(situation.names))


def _names_by_day(situation: Situation, rows: pd.DataFrame, column: str, word: str) -> str:
    """List states grouped by a day: "Estonia and Latvia on 27 December 2025, ..."."""
    groups = [
        f"{format_list(group['state'].map(situation.names))} {word} {format_day(day)}"
        for day, group in rows.groupby(column)
    ]
    return format_list(groups)


def _no_notice(situation: Situation) -> str:
    noticed = situation.status["status"].isin(["withdrawing", "withdrawn"]).any()
    return "" if noticed else "; no notice of withdrawal has reached the depositary"


def _last_best(coverage: pd.DataFrame) -> pd.Series:
    """Return the row with the most kilometres bound, and the last day on which it held."""
    best = coverage["km_bound"].max()
    row = coverage[coverage["km_bound"] == best].iloc[-1]
    after = coverage[coverage["day"] > row["day"]]["day"]
    until = after.iloc[0] - pd.Timedelta(days=1) if len(after) else row["day"]
    return pd.Series({"km_bound": best, "until": until})


def _acts(situation: Situation, states: pd.Series, kinds: list[str]) -> list[str]:
    events = situation.register.events
    chosen = (events["treaty"] == situation.code) & events["kind"].isin(kinds)
    return events[chosen & events["state"].isin(list(states))].sort_values("day")["event"].tolist()


def _step_events(situation: Situation, rows: pd.DataFrame, stage: str) -> list[str]:
    return [f"{situation.code}.{row.state}.{getattr(row, stage)}.{stage}" for row in rows.itertuples()]
