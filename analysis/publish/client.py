"""Papermill's client of a kernel, with a guard over what the kernel sends and uses."""

from __future__ import annotations

from typing import Any

from papermill.clientwrap import PapermillNotebookClient

from analysis.publish.limits import Guard


class GuardedClient(PapermillNotebookClient):  # type: ignore[misc]
    """Runs the cells of a notebook; keeps no output beyond what its guard admits."""

    def __init__(self, nb_man: Any, *, guard: Guard | None = None, **settings: Any) -> None:
        super().__init__(nb_man, **settings)
        self._guard = guard
        if guard is not None:
            guard.attend(self.km)

    def process_message(self, message: Any, *place: Any, **named: Any) -> Any:
        """Take a message of the kernel in, or leave it out."""
        if self._guard is not None and not self._guard.admits(message):
            return None
        return super().process_message(message, *place, **named)
