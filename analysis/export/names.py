"""The names of files: that of a scenario says so, wherever the file is copied to."""

from __future__ import annotations

_MARK = "-scenario"


def scenario_name(name: str) -> str:
    """Return the name of a file or folder that holds a scenario, marked once.

    >>> scenario_name("eastern-flank"), scenario_name("norway-scenario-2026")
    ('eastern-flank-scenario', 'norway-scenario-2026')
    """
    return name if _MARK.removeprefix("-") in name.lower() else f"{name}{_MARK}"
