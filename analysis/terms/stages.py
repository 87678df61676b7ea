"""Stages: the steps towards leaving, one record each, from an announcement to the effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Stage = Literal[
    "announced",
    "recommended",
    "government_approved",
    "parliament_approved",
    "promulgated",
    "notified",
    "effective",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTerm:
    """One stage in words.

    ``word`` is the label in tables, lists and figures; ``head`` the head of its column;
    ``finding`` what a state at this stage has done, for a headline: ``{whose}`` is the owner of a
    single government or parliament, ``{names}`` are the states, ``{has}`` and ``{treaty}`` follow;
    ``several`` the same of several states where it differs. ``political`` steps come before the
    notice and change no status.
    """

    stage: Stage
    word: str
    head: str
    finding: str
    several: str = ""
    political: bool = True


_TERMS = (
    StageTerm(
        stage="announced",
        word="announced",
        head="Announced",
        finding="{names} {has} announced an exit from the {treaty}",
    ),
    StageTerm(
        stage="recommended",
        word="recommended",
        head="Recommended",
        finding="leaving the {treaty} has been recommended in {names}",
    ),
    StageTerm(
        stage="government_approved",
        word="government approved",
        head="Government",
        finding="{whose} government has approved leaving the {treaty}",
        several="the governments of {names} have approved leaving the {treaty}",
    ),
    StageTerm(
        stage="parliament_approved",
        word="parliament approved",
        head="Parliament",
        finding="{whose} parliament has voted to leave the {treaty}",
        several="the parliaments of {names} have voted to leave the {treaty}",
    ),
    StageTerm(
        stage="promulgated",
        word="promulgated",
        head="Promulgated",
        finding="{names} {has} promulgated the act on leaving the {treaty}",
    ),
    StageTerm(
        stage="notified",
        word="notice given",
        head="Notice",
        finding="{names} {has} given notice of leaving the {treaty}",
        political=False,
    ),
    StageTerm(
        stage="effective",
        word="in effect",
        head="Effect",
        finding="{names} {has} left the {treaty}",
        political=False,
    ),
)

STAGES: tuple[Stage, ...] = get_args(Stage)
#: The record of each stage.
TERMS: Mapping[Stage, StageTerm] = {term.stage: term for term in _TERMS}
if tuple(TERMS) != STAGES:
    raise ImportError("every stage needs its record in stages.py")

#: The steps before the notice: they change no status.
POLITICAL_STAGES: tuple[Stage, ...] = tuple(term.stage for term in _TERMS if term.political)
#: The event kind that reaches each stage of leaving.
STAGE_OF_KIND: Mapping[str, Stage] = {
    **{stage: stage for stage in POLITICAL_STAGES},
    "withdrawal_notified": "notified",
    "withdrawal_effective": "effective",
    # Notice and effect in one: a treaty that is not in force has no period to run.
    "ratification_revoked": "effective",
}
