"""What the notebook of one briefing may use: memory, and room for what its cells show.

Both are watched from outside, and the kernel is ended with all that it started when one is passed.
A limit of the system would not do: it counts what is reserved and not what is used (stacks of
threads, arenas, the mapped libraries), begins for a forked kernel with all that the warm process
has mapped, and holds for each process alone, not for what a cell starts.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

#: How much memory the kernel of one briefing may use with all that it starts, in MiB; a
#: briefing of ours takes less than a fifth of it.
MEMORY_LIMIT = 2048.0
#: How much the cells of one notebook may show, in MiB: ours show one and a half.
OUTPUT_LIMIT = 32.0
#: How much of it may be printed text, in KiB: to set a single line of a MiB takes minutes.
TEXT_LIMIT = 128.0
#: How often the memory is looked at, in seconds, and after how many looks for new processes.
_PACE, _SEARCH = 0.1, 10
_MIB = 1024 * 1024


class Guard:
    """Watches over one kernel; says why it ended it, and in which cell.

    ``begun`` is the list that grows with every cell that begins. ``reason`` is empty as long as
    all is well; ``cells`` is how many had begun when it was not.
    """

    def __init__(self, memory: float, begun: Sequence[object]) -> None:
        self.reason = ""
        self.cells = 0
        self._memory, self._begun = memory, begun
        self._shown = {"text": 0, "all": 0}
        self._manager: Any = None
        self._kernel: psutil.Process | None = None
        self._others: list[psutil.Process] = []
        self._over = threading.Event()
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None

    def attend(self, manager: Any) -> None:
        """Watch the kernel that a kernel manager is about to start."""
        self._manager = manager
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def admits(self, message: Mapping[str, Any]) -> bool:
        """Say whether what a kernel sends may be kept; ends the kernel when it is too much."""
        printed = message["msg_type"] == "stream"
        if not printed and message["msg_type"] not in ("display_data", "execute_result", "error"):
            return True
        if self.reason:
            return False
        size = _size(message["content"])
        self._shown["all"] += size
        self._shown["text"] += size if printed else 0
        if self._shown["text"] > TEXT_LIMIT * 1024:
            self._end(f"was stopped: more than {TEXT_LIMIT:g} KiB of text were printed")
        elif self._shown["all"] > OUTPUT_LIMIT * _MIB:
            self._end(f"was stopped: what the cells show takes more than {OUTPUT_LIMIT:g} MiB")
        return not self.reason

    def close(self) -> None:
        """End the watch, and whatever of the kernel and what it started is still there."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        self._kill()

    def _watch(self) -> None:
        looks = 0
        while not self._over.wait(_PACE):
            if self._kernel is None:
                self._find()
                continue
            with contextlib.suppress(psutil.Error):
                if looks % _SEARCH == 0:
                    self._others = self._kernel.children(recursive=True)
                if self._used("rss") > self._memory and self._used("pss") > self._memory:
                    limit = f"{self._memory:g} MiB of memory"
                    self._end(f"was stopped: it and what it started used more than {limit}")
                    return
            looks += 1

    def _find(self) -> None:
        number = getattr(getattr(self._manager, "provisioner", None), "pid", None)
        if number is None:
            return
        with contextlib.suppress(psutil.Error):
            self._kernel = psutil.Process(number)
        # Should the system run out of memory first, it is to end the kernel, and not the build.
        with contextlib.suppress(OSError):
            Path(f"/proc/{number}/oom_score_adj").write_text("1000")

    def _used(self, measure: str) -> float:
        """Return the memory in use, in MiB; ``pss`` counts pages that are shared only once.

        It takes longer to ask for, and not every system knows it.
        """
        used = 0
        for process in (self._kernel, *self._others):
            with contextlib.suppress(psutil.Error):
                if process is None:
                    continue
                plain = process.memory_info()
                full = process.memory_full_info() if measure == "pss" else plain
                used += getattr(full, measure, plain.rss)
        return used / _MIB

    def _end(self, reason: str) -> None:
        with self._turn:
            if self.reason:
                return
            self.reason, self.cells = reason, len(self._begun)
        self._kill()

    def _kill(self) -> None:
        if self._kernel is None:
            self._find()
        if self._kernel is None:
            return
        # Processes that it started leave its group only by a session of their own.
        found = list(self._others)
        with contextlib.suppress(psutil.Error):
            found += self._kernel.children(recursive=True)
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self._kernel.pid, signal.SIGKILL)
        for process in (self._kernel, *found):
            with contextlib.suppress(psutil.Error):
                process.kill()


@contextlib.contextmanager
def guarded(memory: float, begun: Sequence[object]) -> Iterator[Guard]:
    """Watch over one kernel while a notebook runs; nothing that it started is left afterwards.

    ``memory`` is what it may use, in MiB; ``begun`` the list that grows with every cell.
    """
    guard = Guard(memory, begun)
    try:
        yield guard
    finally:
        guard.close()


def _size(content: Mapping[str, Any]) -> int:
    """Return about how many bytes a message carries."""
    parts = [content.get("text", ""), *content.get("traceback", ()), content.get("evalue", "")]
    parts += dict(content.get("data", ())).values()
    return sum(len(part) if isinstance(part, str) else len(str(part)) for part in parts)
