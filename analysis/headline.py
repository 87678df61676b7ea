"""The headline: the one finding that titles a regional briefing."""

from __future__ import annotations

from analysis.model import BOUND
from analysis.prose import list_names, states_of
from analysis.situation import Situation
from analysis.wording import agree, format_day, number_word, sentence_case


def headline(situation: Situation) -> str:
    """Return the finding that titles the briefing."""
    status = situation.status["status"]
    total, noun = len(status), situation.treaty["noun"]
    out, leaving = int((status == "withdrawn").sum()), int((status == "withdrawing").sum())
    if situation.day < situation.treaty["opened"]:
        return (
            f"The {noun} was not open for signature before {format_day(situation.treaty['opened'])}"
        )
    if total == 0:
        return f"There were no {situation.region.states} on {format_day(situation.day)}"
    if out:
        more = f"; {number_word(leaving)} more {agree(leaving, 'has', 'have')} given notice"
        share = _share(situation, out)
        finding = f"{share} {agree(out, 'is', 'are')} no longer bound by the {noun}"
        return finding + (more if leaving else "")
    if leaving:
        share = _share(situation, leaving)
        return f"{share} {agree(leaving, 'has', 'have')} given notice of leaving the {noun}"
    if len(situation.pipeline):
        return f"{_furthest_step(situation)}; {_still_bound(situation)}"
    if situation.bound.empty:
        return sentence_case(f"none of the {states_of(situation)} is bound by the {noun}")
    return sentence_case(f"none of the {states_of(situation)} is on its way out of the {noun}")


def _share(situation: Situation, part: int) -> str:
    total = len(situation.status)
    if part == total:
        return f"All {states_of(situation)}" if total > 1 else sentence_case(states_of(situation))
    return sentence_case(f"{number_word(part)} of {states_of(situation)}")


def _still_bound(situation: Situation) -> str:
    bound, total = int(situation.status["status"].isin(BOUND).sum()), len(situation.status)
    if bound == total:
        return f"all {states_of(situation)} are still bound"
    return f"{number_word(bound)} of {states_of(situation)} {agree(bound, 'is', 'are')} bound"


def _furthest_step(situation: Situation) -> str:
    """Return the first half of a headline: what the states furthest on their way have done."""
    stage, noun = situation.pipeline["stage"].iloc[0], situation.treaty["noun"]
    rows = situation.pipeline[situation.pipeline["stage"] == stage]
    names = list_names(situation, rows)
    many = len(rows) > 1
    verb = agree(len(rows), "has", "have")
    owners = f"The {{}}s of {names} have" if many else f"{names}’s {{}} has"
    return {
        "announced": f"{names} {verb} announced an exit from the {noun}",
        "recommended": f"Leaving the {noun} has been recommended in {names}",
        "government_approved": f"{owners.format('government')} approved leaving the {noun}",
        "parliament_approved": f"{owners.format('parliament')} voted to leave the {noun}",
        "promulgated": f"{names} {verb} promulgated leaving the {noun}",
    }[stage]
