"""Papermill's client of a kernel, with a guard over what the kernel sends and uses."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
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


class PromptClient(AsyncKernelClient):
    """Knows that a kernel is ready as soon as it is.

    Jupyter's own client asks, and then listens until nothing has come for a fifth of a second,
    so that no answer to that question is taken for an output. Here the kernel's word that it has
    answered is waited for instead.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel has answered; raises ``RuntimeError`` where it does not."""
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        asked: set[str] = set()
        while not await self._heard(asked):
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _heard(self, asked: set[str]) -> bool:
        """Ask the kernel once more, and say whether it has answered on both channels."""
        asked.add(self.kernel_info())
        try:
            reply = await self.get_shell_msg(timeout=1)
            self._handle_kernel_info_reply(reply)
            # A kernel that was there before its outputs were listened to is asked again.
            while True:
                told = await self.get_iopub_msg(timeout=0.05)
                if told["content"].get("execution_state") == "idle":
                    break
        except Empty:
            return False
        return bool(told["parent_header"].get("msg_id") in asked)
