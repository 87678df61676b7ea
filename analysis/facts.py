"""The questions that can be asked of a register, each answered by one fact.

>>> from analysis import facts, load_register
>>> load_register().as_of("2026-02-20").fact(facts.participation, treaty="apmbc").peak
166
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.sections.border.facts import border
    from analysis.sections.changes.facts import changes, pending
    from analysis.sections.context.facts import casualties, stocks, studies, votes
    from analysis.sections.due.facts import due
    from analysis.sections.endurance.facts import endurance
    from analysis.sections.exits.facts import exits
    from analysis.sections.fall.facts import commitments, speed
    from analysis.sections.flows.facts import flows
    from analysis.sections.method.facts import clause
    from analysis.sections.participation.facts import participation
    from analysis.sections.rates.facts import rates
    from analysis.sections.standing.facts import standing
    from analysis.sections.watch.facts import watch
    from analysis.sections.wave.facts import wave
    from analysis.subject.gaps import gaps
    from analysis.subject.setting import setting, states, treaty

#: Where each question is answered; a room is opened when its question is first asked.
_HOMES = {
    "border": "analysis.sections.border.facts",
    "casualties": "analysis.sections.context.facts",
    "changes": "analysis.sections.changes.facts",
    "clause": "analysis.sections.method.facts",
    "commitments": "analysis.sections.fall.facts",
    "due": "analysis.sections.due.facts",
    "endurance": "analysis.sections.endurance.facts",
    "exits": "analysis.sections.exits.facts",
    "flows": "analysis.sections.flows.facts",
    "gaps": "analysis.subject.gaps",
    "participation": "analysis.sections.participation.facts",
    "pending": "analysis.sections.changes.facts",
    "rates": "analysis.sections.rates.facts",
    "setting": "analysis.subject.setting",
    "speed": "analysis.sections.fall.facts",
    "standing": "analysis.sections.standing.facts",
    "states": "analysis.subject.setting",
    "stocks": "analysis.sections.context.facts",
    "studies": "analysis.sections.context.facts",
    "treaty": "analysis.subject.setting",
    "votes": "analysis.sections.context.facts",
    "watch": "analysis.sections.watch.facts",
    "wave": "analysis.sections.wave.facts",
}

__all__ = [
    "border",
    "casualties",
    "changes",
    "clause",
    "commitments",
    "due",
    "endurance",
    "exits",
    "flows",
    "gaps",
    "participation",
    "pending",
    "rates",
    "setting",
    "speed",
    "standing",
    "states",
    "stocks",
    "studies",
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
