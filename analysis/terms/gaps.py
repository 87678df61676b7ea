"""Gaps: what the data are known to lack, and which questions each kind of gap touches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

#: What can be missing, as ``gaps.csv`` names it.
Missing = Literal[
    "suspension_day",
    "declaration_text",
    "partial_suspension",
    "deposit_day",
    "deposits",
    "succession_act",
    "objection_day",
    "political_steps",
    "clause",
    "end_day",
]
MISSING: tuple[Missing, ...] = get_args(Missing)

#: What a briefing tells that a gap can touch.
Question = Literal["standing", "border", "pending", "suspensions", "counts", "tests", "memberships"]

#: Which gaps touch which questions. What is not named here touches no number: it is listed where
#: the method is told.
TOUCHES: Mapping[Question, tuple[Missing, ...]] = {
    # Where a state stands today: as a plain party, or as one that has suspended the treaty.
    "standing": ("suspension_day",),
    "border": ("suspension_day",),
    "pending": ("suspension_day", "declaration_text"),
    "suspensions": ("suspension_day", "declaration_text", "partial_suspension"),
    "counts": ("deposit_day", "deposits", "succession_act"),
    # Tests set those that go against those that stay; who has suspended does neither.
    "tests": ("suspension_day",),
    "memberships": ("succession_act",),
}

#: Gaps of one state or several, never of the treaty as such.
OF_STATES: tuple[Missing, ...] = (
    "suspension_day",
    "declaration_text",
    "partial_suspension",
    "deposit_day",
    "succession_act",
    "objection_day",
)
