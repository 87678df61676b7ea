"""How a job of a build ended."""

from __future__ import annotations

from dataclasses import dataclass

#: Why a briefing is left as it is.
UNMOVED = ("nothing that it depends on changed",)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one job ended: built, unchanged, or failed with a reason.

    ``why`` says what made it stale, or that nothing did; ``notebook`` is where a failed one lies as
    far as it ran, in the folder of reports.
    """

    slug: str
    state: str
    seconds: float
    error: str = ""
    why: tuple[str, ...] = ()
    notebook: str = ""

    @property
    def ok(self) -> bool:
        """Whether a good briefing is in place."""
        return self.state != "failed"
