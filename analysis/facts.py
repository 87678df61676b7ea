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
    from analysis.sections.exits.facts import exits
    from analysis.sections.participation.facts import participation
    from analysis.sections.standing.facts import standing
    from analysis.subject.setting import setting, states, treaty

#: Where each question is answered; a room is opened when its question is first asked.
_HOMES = {
    "border": "analysis.sections.border.facts",
    "exits": "analysis.sections.exits.facts",
    "participation": "analysis.sections.participation.facts",
    "setting": "analysis.subject.setting",
    "standing": "analysis.sections.standing.facts",
    "states": "analysis.subject.setting",
    "treaty": "analysis.subject.setting",
}

__all__ = ["border", "exits", "participation", "setting", "standing", "states", "treaty"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"there is no fact {name!r}; see analysis.facts.__all__")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
