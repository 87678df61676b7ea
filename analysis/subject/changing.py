"""What a change is called: one record for each, told alike wherever changes are."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.language.english import sentence_case
from analysis.terms.stages import POLITICAL_STAGES, TERMS
from analysis.terms.statuses import TERMS as STATUSES

#: What a change is called.
HEADS: Mapping[str, str] = {
    "withdrawn": STATUSES["withdrawn"].heading,
    "taken_back": "Ratification taken back",
    "withdrawing": sentence_case(TERMS["notified"].word),
    "contested": "Notice given, its effect contested",
    "suspended": "Suspension in effect",
    **{stage: sentence_case(TERMS[stage].word) for stage in POLITICAL_STAGES},
    "withdrawal_rejected": "Decided to stay",
    "said_to_stay": "Government said it has no plan to leave",
    "notice_revoked": "Notice taken back",
    "suspension_notified": "Suspension notified",
    "suspension_promulgated": "Act on suspending promulgated",
    "suspension_parliament_approved": "Parliament approved suspending",
    "suspension_government_approved": "Government approved suspending",
    "suspension_recommended": "Suspension recommended",
    "suspension_announced": "Suspension announced",
    "suspension_ended": "Suspension ended",
    "contracting": "Consented to be bound",
    "party": "Bound",
    "signatory": "Signed",
}
#: The same with its number, as a headline tells it: one, and several.
COUNTED: Mapping[str, tuple[str, str]] = {
    "withdrawn": ("withdrawal took effect", "withdrawals took effect"),
    "taken_back": ("ratification was taken back", "ratifications were taken back"),
    "withdrawing": ("notice of withdrawal was given", "notices of withdrawal were given"),
    "contested": ("contested notice was given", "contested notices were given"),
    "suspended": ("suspension took effect", "suspensions took effect"),
    "promulgated": ("act on leaving was promulgated", "acts on leaving were promulgated"),
    "parliament_approved": ("parliament voted to leave", "parliaments voted to leave"),
    "government_approved": ("government approved leaving", "governments approved leaving"),
    "recommended": ("state saw leaving recommended", "states saw leaving recommended"),
    "announced": ("state announced an exit", "states announced an exit"),
    "withdrawal_rejected": ("state decided to stay", "states decided to stay"),
    "said_to_stay": ("government said it would stay", "governments said they would stay"),
    "notice_revoked": ("notice was taken back", "notices were taken back"),
    "suspension_notified": ("suspension was notified", "suspensions were notified"),
    "suspension_promulgated": (
        "act on suspending was promulgated",
        "acts on suspending were promulgated",
    ),
    "suspension_parliament_approved": (
        "parliament voted to suspend",
        "parliaments voted to suspend",
    ),
    "suspension_government_approved": (
        "government approved suspending",
        "governments approved suspending",
    ),
    "suspension_recommended": (
        "state saw suspending recommended",
        "states saw suspending recommended",
    ),
    "suspension_announced": ("suspension was announced", "suspensions were announced"),
    "suspension_ended": ("suspension ended", "suspensions ended"),
    "contracting": ("consent to be bound was given", "consents to be bound were given"),
    "party": ("state became bound", "states became bound"),
    "signatory": ("signature was added", "signatures were added"),
}
if set(COUNTED) != set(HEADS):
    raise ImportError("every change needs its head and its number in changing.py")
