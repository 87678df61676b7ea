"""Computed sentences: every number, name and verb of a briefing follows from the register.

Each function takes a :class:`~analysis.situation.Situation` and the briefing's citations, and
returns text that is true of that situation, whatever the region, the treaty and the day.
"""

from __future__ import annotations

import pandas as pd

from analysis.briefing.blocks import Span, Text, text
from analysis.citations import Citations
from analysis.law import Period
from analysis.loading import rows_of
from analysis.model import STAGES
from analysis.situation import Situation
from analysis.wording import (
    agree,
    counted,
    format_date,
    format_day,
    format_km,
    format_list,
    format_number,
    format_votes,
    number_word,
    sentence_case,
)

#: The stage as a label, in tables and lists.
STAGE_WORDS = {
    "": "no step",
    "announced": "announced",
    "recommended": "recommended",
    "government_approved": "government approved",
    "parliament_approved": "parliament approved",
    "promulgated": "promulgated",
    "notified": "notice given",
    "effective": "in effect",
}


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
    when = names_by_date(situation, gone, iso_days(gone["effect"]))
    # That it took effect rests on reports of the day; without one, on the notice and the clause.
    recorded = acts_of(situation, gone["state"], ["withdrawal_effective"])
    keys = recorded or acts_of(situation, gone["state"], ["withdrawal_notified"])
    return text(f"Withdrawal took effect for {when}", Span(".", cite=cite.events(keys)))


def notices_sentence(situation: Situation, cite: Citations) -> Text:
    """Say whose notices are running and when the clause makes them effective."""
    running = situation.pipeline[situation.pipeline["stage"] == "notified"].sort_values("effect")
    if running.empty:
        return ()
    dated, held = running[running["effect"].notna()], running[running["effect"].isna()]
    parts = []
    if len(dated):
        parts.append(f"for {names_by_date(situation, dated, iso_days(dated['effect']))}")
    if len(held):
        parts.append(f"for {list_names(situation, held)} when the armed conflict ends")
    count = counted(len(running), "notice")
    keys = acts_of(situation, running["state"], ["withdrawal_notified"])
    return text(
        sentence_case(
            f"{count} of withdrawal {agree(len(running), 'is', 'are')} running; by the"
            f" treaty’s clause {agree(len(running), 'it takes', 'they take')} effect "
        ),
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
    if total == 0:
        return ()
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
    return text(
        f"The treaty binds {number_word(bound)} of the {states_of(situation)}",
        _no_notice(situation),
        Span(".", cite=numbers),
    )


def border_sentence(situation: Situation, cite: Citations) -> Text:
    """Say how much of the region's border with the named states the treaty covers."""
    if situation.coverage.empty or situation.borderland.empty:
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
    if situation.counts.empty:
        return text("No state had signed the treaty.")
    counts = situation.counts
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
            f"{row.name}’s withdrawal from the {names[row.treaty]} {took} effect on"
            f" {format_day(row.bound_until)}"
        )
    events = situation.register.events
    acts = events[events["kind"] == "withdrawal_notified"].merge(gone[["treaty", "state"]])
    return text(format_list(parts), Span(".", cite=cite.events(acts["event"])))


def clause_sentence(treaty: pd.Series) -> str:
    """Say what the treaty's withdrawal clause requires."""
    if not treaty["withdrawal_period"]:
        return "The treaty has no clause on withdrawal."
    period = Period.parse(treaty["withdrawal_period"])
    length = counted(period.months, "month") if period.months else counted(period.days, "day")
    tail = ", but not before the end of an armed conflict in which the state is then engaged"
    return (
        f"A notice of withdrawal takes effect {length} after the depositary receives it"
        f"{tail if treaty['withdrawal_conflict_tail'] == 'yes' else ''}"
        f" ({treaty['withdrawal_article']})."
    )


_CONSENTS = ["ratification", "acceptance", "approval", "accession", "succession"]


def states_of(situation: Situation) -> str:
    """Name the states of the region with their number: "six NATO states bordering ..."."""
    count = len(situation.status)
    return f"{number_word(count)} {situation.region.states}"


def _stage_phrase(rows: pd.DataFrame, stage: str) -> str:
    """Tell who has reached a stage: "recommended in Estonia and Poland (18 March 2025)"."""
    vote = rows["vote"] if stage == "parliament_approved" else ""
    shown = rows.assign(date=rows[stage], votes=vote)
    people = []
    for _, group in shown.groupby(["date", "votes"], sort=False):
        first = dict(group.iloc[0])
        result = f", {format_votes(first['votes'])}" if first["votes"] else ""
        people.append(f"{format_list(group['name'])} ({format_date(first['date'])}{result})")
    return f"{STAGE_WORDS[stage]} in {format_list(people)}"


def iso_days(days: pd.Series) -> pd.Series:
    """Return days as ISO 8601 text."""
    written: pd.Series = days.dt.strftime("%Y-%m-%d")
    return written


def list_names(situation: Situation, rows: pd.DataFrame) -> str:
    """List the names of states, or count them when there are more than a sentence bears."""
    if len(rows) > 6:
        return f"{number_word(len(rows))} of {states_of(situation)}"
    return format_list(sorted(rows["state"].map(situation.names)))


def names_by_date(situation: Situation, rows: pd.DataFrame, dates: pd.Series) -> str:
    """List states grouped by a date as precise as it is known, the earliest first.

    "Estonia and Latvia on 27 December 2025, and Finland in May 2026".
    """
    groups = []
    for date, group in sorted(rows.groupby(dates), key=lambda pair: str(pair[0])):
        word = "on" if len(str(date)) == 10 else "in"
        groups.append(f"{list_names(situation, group)} {word} {format_date(str(date))}")
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
    return pd.Series({"km": row["km"], "km_bound": best, "until": until})


def _percent(coverage: pd.Series) -> str:
    """Write the share covered; a rest that rounds to nothing, or all but a rest, is not hidden."""
    share = 100 * coverage["km_bound"] / coverage["km"]
    if 0 < share < 1:
        return "under 1\u00a0%"
    if 99 < share < 100:
        return "over 99\u00a0%"
    return f"{share:.0f}\u00a0%"


def acts_of(situation: Situation, states: pd.Series, kinds: list[str]) -> list[str]:
    """Return the keys of the acts of given kinds by given states under the treaty, in order."""
    events = situation.register.events
    chosen = (events["treaty"] == situation.code) & events["kind"].isin(kinds)
    return events[chosen & events["state"].isin(list(states))].sort_values("day")["event"].tolist()


def _step_events(situation: Situation, rows: pd.DataFrame, stage: str) -> list[str]:
    return [f"{situation.code}.{row.state}.{getattr(row, stage)}.{stage}" for row in rows_of(rows)]
