"""Which run a block comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """The run that a block comes from: two blocks of one briefing share all of it.

    ``digest`` stands for kind, parameters and data; ``opening`` counts the briefings that the
    kernel has opened, so that one opened again half-way is noticed.
    """

    kind: str
    subject: str
    day: str
    data: str
    digest: str
    opening: int
