"""Tiers of the board and strengths of a push: one record each, in words; never a chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

#: How far things have come between a state and a treaty, short of a notice; the gravest first.
Tier = Literal["formal", "announced", "debated", "stay"]
#: Who pushes and how, from the strongest to the weakest: what earlier attempts are counted by.
Strength = Literal["decision", "proposal", "head", "minister", "member"]
#: What a row asks for: a review is neither.
Aim = Literal["leave", "suspend", "review"]
#: What followed within a year of a board.
Followed = Literal["notice", "suspension", "refusal", "lapse", "nothing", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TierTerm:
    """One tier: its ``word`` in tables, what it ``means``, and what would confirm or reverse it.

    ``confirm`` is the step at home that comes before the notice; none for a word that it stays.
    """

    tier: Tier
    word: str
    means: str
    confirm: str
    reverse: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthTerm:
    """One strength: its ``word`` in tables, and pushes of it in a sentence."""

    strength: Strength
    word: str
    many: str


_TIERS = (
    TierTerm(
        tier="formal",
        word="formal process under way",
        means="a recommendation of the ministers responsible, a decision, a bill of the executive,"
        " a law or a vote",
        confirm="a decision of the government or a vote",
        reverse="a vote or a decision against leaving",
    ),
    TierTerm(
        tier="announced",
        word="announced",
        means="the word of the head of state or government, or of the government, that the state"
        " will leave or suspend",
        confirm="a decision or a bill of the executive",
        reverse="a decision to stay, or the end of the government that announced it",
    ),
    TierTerm(
        tier="debated",
        word="debated",
        means="a wish, a threat, a review or a proposal of ministers, members, the armed forces,"
        " parties or citizens, also a wish of a head of state or government",
        confirm="a recommendation, a decision or a bill of the executive",
        reverse="the government’s word that it stays",
    ),
    TierTerm(
        tier="stay",
        word="declared to stay",
        means="the last word of the executive, or of a vote, that the state stays",
        confirm="",
        reverse="a recommendation, a decision or a bill of the executive to leave",
    ),
)
_STRENGTHS = (
    StrengthTerm(strength="decision", word="decision or law", many="decisions and laws"),
    StrengthTerm(
        strength="proposal",
        word="bill or recommendation of the executive",
        many="bills, motions and recommendations of executives and parliaments",
    ),
    StrengthTerm(
        strength="head",
        word="head of state or government",
        many="remarks of heads of state or government",
    ),
    StrengthTerm(
        strength="minister",
        word="minister or government",
        many="remarks of ministers and governments",
    ),
    StrengthTerm(
        strength="member",
        word="members, committees, parties, armed forces or citizens",
        many="pushes of members, committees, parties, armed forces and citizens",
    ),
)

#: The form of a step as a noun: formalities of attempts, kinds of events, answers to a push.
FORM_WORDS: Mapping[str, str] = {
    "remark": "remark",
    "written_proposal": "written proposal",
    "motion": "motion",
    "bill": "bill",
    "review": "review",
    "recommendation": "recommendation",
    "decision": "decision",
    "law": "law",
    "recommended": "recommendation",
    "government_approved": "approval",
    "parliament_approved": "vote for it",
    "promulgated": "promulgation",
    "announced": "announcement",
    "suspension_announced": "announcement of a suspension",
    "committee_vote": "committee vote",
    "parliament_reading": "reading",
    "withdrawal_rejected": "refusal",
    "refusal": "refusal",
    "vote": "vote against it",
}
#: Actors of attempts, where a code is not a word.
_BODIES = {"military": "armed forces", "members": "members of parliament"}


def body_word(by: str) -> str:
    """Return who took a step as it stands in brackets: a body's name, or the actor in words.

    >>> body_word("head_of_government"), body_word("Government (House of Lords answers)")
    ('head of government', 'Government, House of Lords answers')
    """
    return _BODIES.get(by, by).replace("_", " ").replace(" (", ", ").replace(")", "")


TIERS: tuple[Tier, ...] = get_args(Tier)
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
AIMS: tuple[Aim, ...] = get_args(Aim)
FOLLOWED: tuple[Followed, ...] = get_args(Followed)
#: The record of each tier, and of each strength.
TERMS: Mapping[Tier, TierTerm] = {term.tier: term for term in _TIERS}
STRENGTH_TERMS: Mapping[Strength, StrengthTerm] = {term.strength: term for term in _STRENGTHS}
if tuple(TERMS) != TIERS or tuple(STRENGTH_TERMS) != STRENGTHS:
    raise ImportError("every tier and every strength needs its record in tiers.py")
