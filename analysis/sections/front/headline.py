"""The headline: the one finding that titles a regional briefing."""

from __future__ import annotations

import pandas as pd

from analysis.language.days import format_day
from analysis.language.english import possessive, sentence_case
from analysis.language.numbers import agree, number_word
from analysis.subject.names import list_names, none_of, states_of
from analysis.subject.situation import Situation
from analysis.terms.statuses import OPERATING


def headline(situation: Situation) -> str:
    """Return the finding that titles the briefing, marked if it assumes what has not happened."""
    finding = _finding(situation)
    return finding if situation.assumed.empty else f"Hypothetical: {finding}"


def _finding(situation: Situation) -> str:
    noun, ended = situation.treaty["noun"], situation.ended
    if situation.silent:
        return sentence_case(situation.silent)
    if ended is not None:
        return f"The {noun} ended on {format_day(ended)} and binds nobody"
    for finding in (_gone(situation), _suspended(situation), _taken_back(situation)):
        if finding:
            return finding
    if len(_underway(situation)):
        return f"{_furthest_step(situation)}; {_bound(situation, 'still ')}"
    if situation.entered is None:
        return _waiting(situation)
    if situation.bound.empty:
        return sentence_case(f"none of the {states_of(situation)} is bound by the {noun}")
    if len(disputed := situation.bound[situation.bound["disputed"] != ""]):
        whose = possessive(list_names(situation, disputed))
        return sentence_case(f"{_bound(situation)} by the {noun}; {whose} standing is disputed")
    return sentence_case(f"none of the {states_of(situation)} is on its way out of the {noun}")


def _gone(situation: Situation) -> str:
    """Tell of withdrawals in effect and of notices running; empty if there are none."""
    status, noun = situation.status["status"], situation.treaty["noun"]
    out, leaving = int((status == "withdrawn").sum()), int((status == "withdrawing").sum())
    if out:
        more = f"; {number_word(leaving)} more {agree(leaving, 'has', 'have')} given notice"
        kept = len(situation.suspended)
        held = f"; {number_word(kept)} more {agree(kept, 'has', 'have')} suspended it"
        finding = (
            f"{_share(situation, out)} {agree(out, 'is', 'are')} no longer bound by the {noun}"
        )
        return finding + (more if leaving else "") + (held if kept else "")
    if leaving:
        verb = agree(leaving, "has", "have")
        return f"{_share(situation, leaving)} {verb} given notice of leaving the {noun}"
    return ""


def _suspended(situation: Situation) -> str:
    count = len(situation.suspended)
    if not count:
        return ""
    verb = agree(count, "has", "have")
    return f"{_share(situation, count)} {verb} suspended the {situation.treaty['noun']}"


def _taken_back(situation: Situation) -> str:
    """Tell of a ratification revoked before the treaty was ever in force."""
    rows = situation.revoked
    if rows.empty:
        return ""
    verb = agree(len(rows), "has taken back its", "have taken back their")
    waits = "" if situation.entered is not None else ", which is not in force"
    who = sentence_case(list_names(situation, rows))
    return f"{who} {verb} ratification of the {situation.treaty['noun']}{waits}"


def _waiting(situation: Situation) -> str:
    """Tell of a treaty that is not in force: nobody is bound, some have consented."""
    count, noun = len(situation.consented), situation.treaty["noun"]
    if not count:
        return f"The {noun} is not in force; {none_of(situation)} has consented to it"
    verb = agree(count, "has", "have")
    return f"{_share(situation, count)} {verb} consented to the {noun}, which is not in force"


def _underway(situation: Situation) -> pd.DataFrame:
    """Return the states on their way out that have not given notice."""
    rows = situation.pipeline
    return rows[~rows["stage"].isin(["notified", "effective"])]


def _share(situation: Situation, part: int) -> str:
    total = len(situation.status)
    if part == total:
        return f"All {states_of(situation)}" if total > 1 else sentence_case(states_of(situation))
    return sentence_case(f"{number_word(part)} of {states_of(situation)}")


def _bound(situation: Situation, still: str = "") -> str:
    bound, total = int(situation.status["status"].isin(OPERATING).sum()), len(situation.status)
    if bound == total:
        return f"all {states_of(situation)} are {still}bound"
    return f"{number_word(bound)} of {states_of(situation)} {agree(bound, 'is', 'are')} bound"


def _furthest_step(situation: Situation) -> str:
    """Return the first half of a headline: what the states furthest on their way have done."""
    early, noun = _underway(situation), situation.treaty["noun"]
    stage = early["stage"].iloc[0]
    rows = early[early["stage"] == stage]
    names = list_names(situation, rows)
    many = len(rows) > 1
    verb = agree(len(rows), "has", "have")
    owners = (
        f"The {{}}s of {names} have" if many else f"{sentence_case(possessive(names))} {{}} has"
    )
    return {
        "announced": f"{sentence_case(names)} {verb} announced an exit from the {noun}",
        "recommended": f"Leaving the {noun} has been recommended in {names}",
        "government_approved": f"{owners.format('government')} approved leaving the {noun}",
        "parliament_approved": f"{owners.format('parliament')} voted to leave the {noun}",
        "promulgated": f"{sentence_case(names)} {verb} promulgated leaving the {noun}",
    }[stage]
