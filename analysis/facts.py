"""The questions that can be asked of a register, each answered by one fact.

>>> from analysis import facts, load_register
>>> load_register().as_of("2026-02-20").fact(facts.participation, treaty="apmbc").peak
166
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.sections.acts.facts import acts
    from analysis.sections.agenda.facts import agenda
    from analysis.sections.areas.facts import areas
    from analysis.sections.border.facts import border
    from analysis.sections.changes.facts import changes, pending
    from analysis.sections.claims.facts import claims
    from analysis.sections.clause.facts import terms
    from analysis.sections.context.facts import casualties, stocks, studies, votes
    from analysis.sections.due.facts import due
    from analysis.sections.endurance.facts import endurance
    from analysis.sections.exits.facts import exits
    from analysis.sections.fall.facts import commitments, speed
    from analysis.sections.flows.facts import flows
    from analysis.sections.method.facts import clause
    from analysis.sections.neighbours.facts import neighbours
    from analysis.sections.news.facts import corrections, news
    from analysis.sections.obligations.facts import obligations
    from analysis.sections.outside.facts import outside
    from analysis.sections.participation.facts import participation
    from analysis.sections.rates.facts import rates
    from analysis.sections.spread.facts import spread
    from analysis.sections.standing.facts import standing
    from analysis.sections.watch.facts import watch
    from analysis.sections.wave.facts import wave
    from analysis.sections.world.facts import balance
    from analysis.subject.gaps import gaps
    from analysis.subject.scope import scope
    from analysis.subject.setting import setting, states, treaty

#: Where each question is answered; a room is opened when its question is first asked.
_HOMES = {
    "acts": "analysis.sections.acts.facts",
    "agenda": "analysis.sections.agenda.facts",
    "areas": "analysis.sections.areas.facts",
    "balance": "analysis.sections.world.facts",
    "border": "analysis.sections.border.facts",
    "casualties": "analysis.sections.context.facts",
    "changes": "analysis.sections.changes.facts",
    "claims": "analysis.sections.claims.facts",
    "clause": "analysis.sections.method.facts",
    "commitments": "analysis.sections.fall.facts",
    "corrections": "analysis.sections.news.facts",
    "due": "analysis.sections.due.facts",
    "endurance": "analysis.sections.endurance.facts",
    "exits": "analysis.sections.exits.facts",
    "flows": "analysis.sections.flows.facts",
    "gaps": "analysis.subject.gaps",
    "neighbours": "analysis.sections.neighbours.facts",
    "news": "analysis.sections.news.facts",
    "obligations": "analysis.sections.obligations.facts",
    "outside": "analysis.sections.outside.facts",
    "participation": "analysis.sections.participation.facts",
    "pending": "analysis.sections.changes.facts",
    "rates": "analysis.sections.rates.facts",
    "scope": "analysis.subject.scope",
    "setting": "analysis.subject.setting",
    "speed": "analysis.sections.fall.facts",
    "spread": "analysis.sections.spread.facts",
    "standing": "analysis.sections.standing.facts",
    "states": "analysis.subject.setting",
    "stocks": "analysis.sections.context.facts",
    "studies": "analysis.sections.context.facts",
    "terms": "analysis.sections.clause.facts",
    "treaty": "analysis.subject.setting",
    "votes": "analysis.sections.context.facts",
    "watch": "analysis.sections.watch.facts",
    "wave": "analysis.sections.wave.facts",
}

__all__ = [
    "acts",
    "agenda",
    "areas",
    "balance",
    "border",
    "casualties",
    "changes",
    "claims",
    "clause",
    "commitments",
    "corrections",
    "due",
    "endurance",
    "exits",
    "flows",
    "gaps",
    "neighbours",
    "news",
    "obligations",
    "outside",
    "participation",
    "pending",
    "rates",
    "scope",
    "setting",
    "speed",
    "spread",
    "standing",
    "states",
    "stocks",
    "studies",
    "terms",
    "treaty",
    "votes",
    "watch",
    "wave",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"there is no fact {name!r}; see analysis.facts.__all__")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
