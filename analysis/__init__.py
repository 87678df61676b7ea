"""Disarmament rollback: who is bound by what on any day, who is leaving, and how much is left.

>>> from analysis import load_register
>>> register = load_register().as_of("2025-04-16")
>>> register.counts(treaty="apmbc")[["contracting_states", "parties"]].values.tolist()
[[165, 164]]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.briefings.briefing import open_briefing
    from analysis.briefings.pieces import figure, table
    from analysis.register import Register, load_register
    from analysis.terms.errors import (
        DataFaults,
        Fault,
        ParameterFaults,
        RollbackError,
        UnknownName,
    )

#: Where each public name lives; a module is loaded when its name is first used.
_HOMES = {
    "DataFaults": "analysis.terms.errors",
    "Fault": "analysis.terms.errors",
    "ParameterFaults": "analysis.terms.errors",
    "Register": "analysis.register",
    "RollbackError": "analysis.terms.errors",
    "UnknownName": "analysis.terms.errors",
    "figure": "analysis.briefings.pieces",
    "load_register": "analysis.register",
    "open_briefing": "analysis.briefings.briefing",
    "table": "analysis.briefings.pieces",
}

__all__ = [
    "DataFaults",
    "Fault",
    "ParameterFaults",
    "Register",
    "RollbackError",
    "UnknownName",
    "figure",
    "load_register",
    "open_briefing",
    "table",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
