"""Each event on its own: whether kind, actor, aim, votes and sources go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.checks.dates import first_of
from analysis.checks.lives import ACT_OF
from analysis.checks.sheets import Sheets
from analysis.terms.acts import CONSENT_KINDS, LEGAL_KINDS
from analysis.terms.errors import Fault

#: A column, the rule that its cell breaks, and the remedy.
Complaint = tuple[str, str, str]
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
    for columns, rule in _RULES:
        if sheets.has("events", "kind", *columns):
            yield from _check_rule(sheets, ("kind", *columns), rule)
    if sheets.has("events", "treaty", "kind", "date"):
        yield from _check_treaty(sheets)


def _check_rule(
    sheets: Sheets, columns: tuple[str, ...], rule: Callable[..., Complaint | None]
) -> Iterator[Fault]:
    """Yield the events that break a rule; many events have the same cells, which are asked once."""
    complaints = {
        cells: found for cells in set(sheets.cells("events", *columns)) if (found := rule(*cells))
    }
    if not complaints:
        return
    for number, *cells in sheets.rows("events", *columns):
        if complaint := complaints.get(tuple(cells)):
            column, *finding = complaint
            value = cells[columns.index(column)]
            yield Fault("events.csv", number, column, value, *finding)


def _actor(kind: str, state: str, actor: str) -> Complaint | None:
    if state == "INT" and actor != "organisation":
        rule = "INT is a body or a group, whose actor is organisation"
        return "actor", rule, "Write organisation, or the state that acted."
    if state != "INT" and kind in LEGAL_KINDS and actor != "state":
        rule = "a legal act of a state is an act of the state as such"
        return "actor", rule, "Write state, and name the office in body."
    if kind in STEP_KINDS and not actor:
        return "actor", "a step towards leaving needs its actor", "Say who acted."
    return None


def _body(kind: str, state: str) -> Complaint | None:
    if state != "INT" or kind not in STATUS_KINDS:
        return None
    rule = "only a state can change what it is bound by; INT is a body or a group"
    return "kind", rule, "Write the state that acted, or another kind."


def _aim(kind: str, aim: str) -> Complaint | None:
    if kind in STEP_KINDS and not aim:
        rule = "a step towards leaving, or against it, needs its aim"
        return "aim", rule, "Write withdrawal or suspension."
    if kind not in STEP_KINDS and aim:
        return "aim", "an event of this kind has no aim", "Empty the cell, or correct the kind."
    return None


def _votes(kind: str, *votes: str) -> Complaint | None:
    if kind in VOTED_KINDS or not any(votes):
        return None
    column = next(name for name, cell in zip(_VOTES, votes, strict=True) if cell)
    return column, "an event of this kind has no votes", "Empty the cell, or correct the kind."


def _majority(kind: str, votes_for: str, votes_against: str) -> Complaint | None:
    counted = kind == "parliament_approved" and votes_for and votes_against
    if not counted or int(votes_for) > int(votes_against):
        return None
    rule = "parliament approved, so more votes must be for than against"
    remedy = "Check the votes; a motion that failed is parliament_reading or withdrawal_rejected."
    return "votes_for", rule, remedy


def _effect(kind: str, effect: str, note: str) -> Complaint | None:
    # A predecessor's signature is a state's own from its first day.
    inherited = kind == "signature" and note.startswith(ACT_OF)
    if not effect or kind in _DELAYED_KINDS or inherited:
        return None
    rule = "only a consent or a notice takes effect on a day of its own"
    return "effect", rule, "Empty the cell: the date says when it was."


def _two_sources(kind: str, sources: str) -> Complaint | None:
    if kind not in _TWO_SOURCES or ";" in sources:
        return None
    rule = "a notice of withdrawal and its effect need two sources"
    return "sources", rule, "Add a second source that says so."


_RULES: tuple[tuple[tuple[str, ...], Callable[..., Complaint | None]], ...] = (
    (("state", "actor"), _actor),
    (("state",), _body),
    (("aim",), _aim),
    (_VOTES, _votes),
    (_VOTES[:2], _majority),
    (("effect", "note"), _effect),
    (("sources",), _two_sources),
)


def _check_treaty(sheets: Sheets) -> Iterator[Fault]:
    """Yield suspensions that the treaty does not know, and acts after the treaty's end."""
    treaties = sheets.treaties()
    for number, code, kind, date in sheets.rows("events", "treaty", "kind", "date"):
        if (treaty := treaties.get(code)) is None:
            continue
        if kind == "suspension_effective" and treaty.get("suspension_clause") == "no":
            rule = "the treaty has no clause on suspension, so none can take effect under it"
            yield Fault(
                "events.csv", number, "kind", kind, rule, "Record the notice: suspension_notified."
            )
        ended = treaty.get("ended")
        if ended and first_of(date) > ended and kind in (*STATUS_KINDS, *STEP_KINDS):
            rule = f"the treaty had ended on {ended}"
            remedy = "Correct the day, or record a statement or a policy_change."
            yield Fault("events.csv", number, "date", date, rule, remedy)
