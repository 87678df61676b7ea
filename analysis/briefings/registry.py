"""The kinds of briefing: each a model of its parameters and a list of sections, in one place.

From a kind derive the check before a kernel starts, the parameters cell and the cells of its
notebook, what the command lists, and the line that makes a briefing again.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TypeVar

from analysis.briefings.parameters import Parameters
from analysis.law.names import unknown

Kind = type[Parameters]
K = TypeVar("K", bound=Kind)

#: The kinds that come with the package, and the modules that define them.
SHIPPED = {
    "regional": "analysis.briefings.regional",
    "annex": "analysis.briefings.annex",
    "state": "analysis.briefings.state",
    "changes": "analysis.briefings.changes",
    "world": "analysis.briefings.world",
    "audit": "analysis.briefings.audit",
    "treaty": "analysis.briefings.treaty",
}
_KINDS: dict[str, Kind] = {}


def briefing(name: str) -> Callable[[K], K]:
    """Register a model of parameters as a kind of briefing, under a name."""

    def register(kind: K) -> K:
        kind.name = name
        _KINDS[name] = kind
        return kind

    return register


def find_kind(name: str) -> Kind:
    """Return a kind of briefing; raises ``UnknownName`` with the nearest one."""
    if name not in _KINDS and name in SHIPPED:
        import_module(SHIPPED[name])
    if name not in _KINDS:
        raise unknown("kind of briefing", name, {*SHIPPED, *_KINDS})
    return _KINDS[name]


def kinds() -> tuple[str, ...]:
    """Return the names of all kinds, those of the package first."""
    return tuple(dict.fromkeys([*SHIPPED, *_KINDS]))
