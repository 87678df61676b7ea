"""The neighbours whose border is a region's own story, where a briefing names none.

A derived region such as ``eastern-flank`` is made of states that border on named ones. That is also
the story of a region all of whose members border on them, such as ``baltic``; of no other.
"""

from __future__ import annotations

from analysis.law.regions import DERIVED, land_borders
from analysis.register import Register

#: Written for neighbours where none are to be measured, not even the region's own.
NONE = "none"


def own_neighbours(register: Register, region: str) -> tuple[str, ...]:
    """Return the codes of the neighbours that a region is about on the register's day, if any."""
    if region in DERIVED:
        return DERIVED[region].bordering
    members = set(register.members(region)) if region else set()
    for group in DERIVED.values():
        if members and members <= set(land_borders(register.tables, group.bordering)["state"]):
            return group.bordering
    return ()
