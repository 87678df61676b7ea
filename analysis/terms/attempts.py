"""Attempts: who makes one, how formally, what it asks for and how it ends; and days to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

#: Who makes an attempt; a body, not a person. ``members``: not known which, or of both sides.
Proposer = Literal[
    "citizens",
    "organisation",
    "opposition_members",
    "coalition_members",
    "members",
    "military",
    "minister",
    "committee",
    "parliament",
    "head_of_government",
    "head_of_state",
    "government",
]
#: The form of the first step, from the weakest to the strongest.
Formality = Literal[
    "remark",
    "written_proposal",
    "motion",
    "bill",
    "review",
    "recommendation",
    "decision",
    "law",
]
#: What is asked for. ``implied_leave``: own nuclear arms, without naming the treaty.
Proposal = Literal["leave", "suspend", "review", "unsign", "unratify", "stay", "implied_leave"]
#: How an attempt ended; the last three are those of an attempt to stay alone.
Outcome = Literal[
    "notice_given",
    "suspension_notified",
    "carried_out",
    "rejected_by_vote",
    "refused_by_government",
    "lapsed",
    "open",
    "unknown",
    "held",
    "stayed",
    "reversed",
]
#: Why ``events.csv`` has no act where the outcome says that there was one.
ActMissing = Literal["not_held", "day_unknown", "some_parties"]
#: What a day of the calendar is.
Occasion = Literal["meeting", "review", "effect", "end", "deadline", "declared", "act"]
#: What an attempt led to, where eleven words are too many to count by.
Result = Literal["notice", "refusal", "lapse", "open", "unknown"]

PROPOSERS: tuple[Proposer, ...] = get_args(Proposer)
FORMALITIES: tuple[Formality, ...] = get_args(Formality)
PROPOSALS: tuple[Proposal, ...] = get_args(Proposal)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
ACT_MISSING: tuple[ActMissing, ...] = get_args(ActMissing)
OCCASIONS: tuple[Occasion, ...] = get_args(Occasion)
RESULTS: tuple[Result, ...] = get_args(Result)

#: Proposals that move a state away from a treaty: those that are counted.
TOWARDS_LEAVING: tuple[Proposal, ...] = ("leave", "suspend", "review", "unsign", "unratify")
#: Outcomes by which the state acted.
DONE: tuple[Outcome, ...] = ("notice_given", "suspension_notified", "carried_out")
#: Outcomes of an attempt to keep a state in.
OF_STAYING: tuple[Outcome, ...] = ("held", "stayed", "reversed")
#: The result of each outcome of an attempt to leave.
RESULT_OF: Mapping[Outcome, Result] = {
    **dict.fromkeys(DONE, "notice"),
    "rejected_by_vote": "refusal",
    "refused_by_government": "refusal",
    "lapsed": "lapse",
    "open": "open",
    "unknown": "unknown",
}
#: Event kinds that can be the act of which an outcome tells.
ACTS_OF_LEAVING = (
    "withdrawal_notified",
    "withdrawal_effective",
    "ratification_revoked",
    "suspension_notified",
    "suspension_effective",
    "suspension_announced",
)
