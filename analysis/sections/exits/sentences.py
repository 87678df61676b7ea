"""Sentences on the way out: ends, suspensions, effects, notices and the steps before them."""

from __future__ import annotations

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.language.days import format_date, format_day
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import agree, counted, format_votes
from analysis.subject.names import STAGE_WORDS, acts_of, iso_days, list_names, names_by_date
from analysis.subject.situation import Situation
from analysis.terms.stages import STAGES


def ended_sentence(situation: Situation, cite: Citations) -> Text:
    """Say when and how the treaty ended; empty while it lasts."""
    if situation.ended is None:
        return ()
    events = situation.register.events
    own = events[
        (events["treaty"] == situation.code) & events["kind"].isin(["terminated", "expired"])
    ]
    verb = "expired" if "expired" in set(own["kind"]) else "was terminated"
    day = format_day(situation.ended)
    return text(
        f"The treaty {verb} on {day} and binds nobody since",
        Span(".", cite=cite.events(own["event"])),
    )


def revoked_sentence(situation: Situation, cite: Citations) -> Text:
    """Say who took a ratification back, and when; empty if nobody did."""
    rows = situation.revoked
    if rows.empty:
        return ()
    when = names_by_date(situation, rows, rows["effective"])
    keys = acts_of(situation, rows["state"], ["ratification_revoked"])
    return text(
        f"A ratification was taken back: {when}; the signature remains",
        Span(".", cite=cite.events(keys)),
    )


def suspended_sentence(situation: Situation, cite: Citations) -> Text:
    """Say who has suspended the treaty, and since when; empty if nobody has."""
    rows = situation.suspended
    if rows.empty:
        return ()
    when = names_by_date(situation, rows, iso_days(rows["since"]))
    keys = acts_of(situation, rows["state"], ["suspension_effective"])
    return text(f"Suspension took effect for {when}", Span(".", cite=cite.events(keys)))


def effects_sentence(situation: Situation, cite: Citations) -> Text:
    """Say whose withdrawals have taken effect, and when; empty if nobody's."""
    rows = situation.pipeline[situation.pipeline["effect"].notna()]
    gone = rows[rows["stage"] == "effective"].sort_values("effect")
    if gone.empty:
        return ()
    when = names_by_date(situation, gone, iso_days(gone["effect"]))
    # That it took effect rests on reports of the day; without one, on the notice and the clause.
    recorded = acts_of(situation, gone["state"], ["withdrawal_effective"])
    keys = recorded or acts_of(situation, gone["state"], ["withdrawal_notified"])
    return text(f"Withdrawal took effect for {when}", Span(".", cite=cite.events(keys)))


def notices_sentence(situation: Situation, cite: Citations) -> Text:
    """Say whose notices are running and when the clause makes them effective."""
    rows = situation.pipeline[situation.pipeline["status"] == "withdrawing"]
    running = rows[rows["stage"] == "notified"].sort_values("effect")
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
        dates = zip(rows["state"], rows[stage], strict=True)
        keys = [cite.act(situation.code, state, date, stage) for state, date in dates]
        parts.append(("; " if parts else "Short of a notice: ") + _stage_phrase(rows, stage))
        parts.append(Span("", cite=cite.events(keys)))
    return text(*parts, ".")


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
