"""Whoever follows a build."""

from __future__ import annotations


class Watcher:
    """Is told how a build goes on; this one does nothing with it."""

    def counted(self, stale: int) -> None:
        """Hear how many briefings are to be built."""

    def began(self, slug: str) -> None:
        """Hear that the work on a briefing begins."""

    def beat(self) -> None:
        """Hear that time goes by, a few times a second while jobs run."""
