"""What is new and what is open: changes, running notices, refusals, contested claims."""

from __future__ import annotations

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.language.days import format_date, format_day
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import counted
from analysis.law.disputes import disputes
from analysis.store.loading import rows_of
from analysis.subject.names import acts_of, names_by_date
from analysis.subject.situation import Situation


def since_title(situation: Situation) -> str:
    """Return the heading of what happened since the day compared with."""
    return "" if situation.compare_to is None else f"Since {format_day(situation.compare_to)}"


def since_lines(situation: Situation, cite: Citations) -> list[Text]:
    """Return what happened in the region since the day compared with, the gravest first."""
    if situation.compare_to is None:
        return []
    changes = _furthest_change(situation.changes)
    lines = []
    for (change, after), words in _CHANGES.items():
        rows = changes[(changes["change"] == change) & (changes["after"] == after)]
        if rows.empty:
            continue
        when = names_by_date(situation, rows, rows["date"])
        cited = cite.events([key for key in rows["event"] if key], most=1)
        lines.append(text(Span(f"{words}: ", strong=True), when, Span(".", cite=cited)))
    return lines or [text("No change in the region under this treaty.")]


def pending_lines(situation: Situation, cite: Citations) -> list[Text]:
    """Return what is pending or disputed: running notices, refusals to leave, contested claims."""
    return [
        *_countdowns(situation, cite),
        *_refusals(situation, cite),
        *_contested(situation, cite),
    ]


#: What a change is called, in the order in which changes are told.
_CHANGES = {
    ("status", "withdrawn"): "Withdrawal in effect",
    ("status", "withdrawing"): "Notice of withdrawal",
    ("step", "promulgated"): "Exit promulgated",
    ("step", "parliament_approved"): "Parliament approved",
    ("step", "government_approved"): "Government approved",
    ("step", "recommended"): "Recommended",
    ("step", "announced"): "Announced",
    ("step", "withdrawal_rejected"): "Decided to stay",
    ("step", "suspension_notified"): "Suspension notified",
    ("status", "contracting"): "Consented to be bound",
    ("status", "party"): "Bound",
    ("status", "signatory"): "Signed",
}


def _furthest_change(changes: pd.DataFrame) -> pd.DataFrame:
    """Keep the gravest change of each state, the first time it happened."""
    order = {key: place for place, key in enumerate(_CHANGES)}
    keys = pd.Series(list(zip(changes["change"], changes["after"], strict=True)), changes.index)
    ranked = changes.assign(rank=keys.map(order)).dropna(subset=["rank"])
    return ranked.sort_values(["rank", "day"]).drop_duplicates("state")


def _countdowns(situation: Situation, cite: Citations) -> list[Text]:
    lines = []
    running = situation.pipeline[situation.pipeline["status"] == "withdrawing"]
    for row in rows_of(running[running["stage"] == "notified"]):
        numbers = cite.events(acts_of(situation, pd.Series([row.state]), ["withdrawal_notified"]))
        start = f"{row.name}: notice of {format_date(row.notified)}"
        if pd.isna(row.effect):
            end = "; effect open until the end of the armed conflict"
        else:
            days = counted((row.effect - situation.day).days, "day")
            end = f" takes effect on {format_day(row.effect)}, in {days}"
        lines.append(text(start, end, Span(".", cite=numbers)))
    return lines


def _refusals(situation: Situation, cite: Citations) -> list[Text]:
    """Tell of the states of the region whose last word was that they stay."""
    events = situation.register.events
    own = events[(events["treaty"] == situation.code) & (events["kind"] == "withdrawal_rejected")]
    own = own[own["state"].isin(situation.staying["state"])].drop_duplicates("state", keep="last")
    return [
        text(
            f"{sentence_case(situation.said[row.state])} decided against leaving ({row.body},"
            f" {format_date(row.date)})",
            Span(".", cite=cite.events([row.event])),
        )
        for row in rows_of(own.sort_values("day"))
    ]


def _contested(situation: Situation, cite: Citations) -> list[Text]:
    """Tell of contested claims under the treaty, inside the region or not, and who objects."""
    claims = disputes(situation.register.known, situation.day)
    events = situation.register.events
    under = events[events["treaty"] == situation.code]
    lines = []
    for claim in rows_of(claims[claims["treaty"] == situation.code]):
        where = "" if claim.state in situation.members else ", outside the region,"
        own = under[
            (under["state"] == claim.state)
            & (under["kind"] == claim.act)
            & (under["date"] == claim.date)
        ]
        objections = under[(under["kind"] == "objection") & (under["day"] >= own["day"].max())]
        against = objections[objections["state"] != "INT"]["state"].map(situation.said)
        bodies = objections[objections["state"] == "INT"]["body"]
        who = format_list([*sorted(against), *(f"the {body}" for body in bodies)])
        tail = f" Objections: {who}." if len(objections) else ""
        numbers = cite.events([*own["event"], *objections["event"]], most=1)
        lists = "; the depositary lists it as a party" if claim.applied == "no" else ""
        lines.append(
            text(
                f"{sentence_case(situation.said[claim.state])}{where}"
                f" {claim.disputed}{lists}.{tail}",
                Span("", cite=numbers),
            )
        )
    return lines
