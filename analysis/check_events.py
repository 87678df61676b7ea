"""Each event on its own: whether kind, actor, aim, votes and sources go together."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.check_dates import first_day
from analysis.model import CONSENT_KINDS, LEGAL_KINDS, Fault
from analysis.sheets import Sheets

#: Steps towards leaving, or against it: each says what it is aimed at.
STEP_KINDS = (
    "announced",
    "recommended",
    "government_approved",
    "committee_vote",
    "parliament_reading",
    "parliament_approved",
    "promulgated",
    "withdrawal_rejected",
)
#: Kinds that can rest on a vote.
VOTED_KINDS = (
    "recommended",
    "committee_vote",
    "parliament_reading",
    "parliament_approved",
    "withdrawal_rejected",
)
#: Legal acts that do not change what a state is bound by.
_STATEMENTS_OF_LAW = ("objection", "terminated", "expired")
STATUS_KINDS = tuple(kind for kind in LEGAL_KINDS if kind not in _STATEMENTS_OF_LAW)
#: Kinds that take effect on another day than their own.
_DELAYED_KINDS = (
    *CONSENT_KINDS,
    "withdrawal_notified",
    "ratification_revoked",
    "suspension_notified",
    "suspension_ended",
)
_TWO_SOURCES = ("withdrawal_notified", "withdrawal_effective")
_VOTES = ("votes_for", "votes_against", "votes_abstain")


def check_events(sheets: Sheets) -> Iterator[Fault]:
    """Yield events whose cells contradict each other, or the treaty they are about."""
    if not sheets.has("events", "kind"):
        return
    for find in (
        _actors,
        _bodies,
        _aims,
        _votes,
        _majorities,
        _effects,
        _sources,
        _suspensions,
        _ended,
    ):
        yield from find(sheets)


def _rows(sheets: Sheets, *columns: str) -> pd.DataFrame:
    """Return the events whose kind and further columns are there and sound."""
    if not sheets.has("events", "kind", *columns):
        return pd.DataFrame(columns=["kind", *columns], dtype="str")
    return sheets.sound("events", "kind", *columns)


def _report(rows: pd.DataFrame, column: str, rule: str, remedy: str) -> Iterator[Fault]:
    for number, value in rows[column].items():
        yield Fault("events.csv", int(str(number)), column, value, rule, remedy)


def _actors(sheets: Sheets) -> Iterator[Fault]:
    rows = _rows(sheets, "state", "actor")
    legal = (rows["state"] != "INT") & rows["kind"].isin(LEGAL_KINDS) & (rows["actor"] != "state")
    rule = "a legal act of a state is an act of the state as such"
    yield from _report(rows[legal], "actor", rule, "Write state; name the office in body.")
    steps = (rows["state"] != "INT") & rows["kind"].isin(STEP_KINDS) & (rows["actor"] == "")
    rule = "a step towards leaving needs its actor"
    yield from _report(rows[steps], "actor", rule, "Say who acted: government, parliament, ...")
    bodies = (rows["state"] == "INT") & (rows["actor"] != "organisation")
    rule = "INT is a body or a group, whose actor is organisation"
    yield from _report(rows[bodies], "actor", rule, "Write organisation, or the state that acted.")


def _bodies(sheets: Sheets) -> Iterator[Fault]:
    rows = _rows(sheets, "state")
    chosen = rows[(rows["state"] == "INT") & rows["kind"].isin(STATUS_KINDS)]
    rule = "only a state can change what it is bound by, INT is a body or a group"
    yield from _report(chosen, "kind", rule, "Write the state that acted, or another kind.")


def _aims(sheets: Sheets) -> Iterator[Fault]:
    rows = _rows(sheets, "aim")
    step = rows["kind"].isin(STEP_KINDS)
    rule = "a step towards leaving, or against it, needs its aim"
    yield from _report(
        rows[step & (rows["aim"] == "")], "aim", rule, "Write withdrawal or suspension."
    )
    rule = "an event of this kind has no aim"
    yield from _report(
        rows[~step & (rows["aim"] != "")], "aim", rule, "Empty the cell, or correct the kind."
    )


def _votes(sheets: Sheets) -> Iterator[Fault]:
    rows = _rows(sheets, *_VOTES)
    rows = rows[~rows["kind"].isin(VOTED_KINDS)]
    rule = "an event of this kind has no votes"
    reported: set[object] = set()
    for column in _VOTES:
        chosen = rows[(rows[column] != "") & ~rows.index.isin(list(reported))]
        reported |= set(chosen.index)
        yield from _report(chosen, column, rule, "Empty the cell, or correct the kind.")


def _majorities(sheets: Sheets) -> Iterator[Fault]:
    rows = _rows(sheets, "votes_for", "votes_against")
    rows = rows[rows["kind"] == "parliament_approved"]
    ayes, noes = (pd.to_numeric(rows[name], errors="coerce") for name in _VOTES[:2])
    rule = "parliament approved, so more votes must be for than against"
    remedy = "Check the votes; a motion that failed is withdrawal_rejected or parliament_reading."
    yield from _report(rows[ayes <= noes], "votes_for", rule, remedy)


def _effects(sheets: Sheets) -> Iterator[Fault]:
    rows = _rows(sheets, "effect")
    chosen = rows[(rows["effect"] != "") & ~rows["kind"].isin(_DELAYED_KINDS)]
    rule = "only a consent or a notice takes effect on another day"
    yield from _report(chosen, "effect", rule, "Empty the cell; the date says when it was.")


def _sources(sheets: Sheets) -> Iterator[Fault]:
    rows = _rows(sheets, "sources")
    few = rows["kind"].isin(_TWO_SOURCES) & (rows["sources"].str.split(";").str.len() < 2)
    rule = "a notice of withdrawal and its effect need two sources"
    yield from _report(rows[few], "sources", rule, "Add a second source that says so.")


def _suspensions(sheets: Sheets) -> Iterator[Fault]:
    rows = _rows(sheets, "treaty")
    without = [
        code for code, row in sheets.treaties().items() if row.get("suspension_clause") == "no"
    ]
    chosen = rows[(rows["kind"] == "suspension_effective") & rows["treaty"].isin(without)]
    rule = "the treaty has no clause on suspension, so none can take effect under it"
    yield from _report(chosen, "kind", rule, "Record the notice: suspension_notified.")


def _ended(sheets: Sheets) -> Iterator[Fault]:
    rows = _rows(sheets, "treaty", "date")
    ends = {code: row.get("ended") for code, row in sheets.treaties().items()}
    ended = pd.to_datetime(rows["treaty"].map(ends), format="%Y-%m-%d", errors="coerce")
    acts = rows["kind"].isin([*STATUS_KINDS, *STEP_KINDS])
    for number in rows.index[acts & (first_day(rows["date"]) > ended)]:
        rule = f"the treaty had ended on {ended[number]:%Y-%m-%d}"
        remedy = "Correct the day, or record a statement or policy_change."
        yield from _report(rows.loc[[number]], "date", rule, remedy)
