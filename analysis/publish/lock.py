"""One build at a time in one folder: the second is told who builds there."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from analysis.terms.errors import RollbackError

LOCK = ".rollback.lock"
# A lock of the system keeps processes apart, not the threads of one: this set does.
_HELD: set[Path] = set()


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the folder for one build; raises ``RollbackError`` that names the holder.

    The system lets go of the lock when its holder ends, however it ends.
    """
    path = out.resolve() / LOCK
    if path in _HELD:
        # Not even opened: closing it once more would let go of the lock that this process holds.
        raise RollbackError(f"{out} is being built by this process already")
    try:
        # Opened for appending: what is written there is the holder's until the lock is ours.
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise RollbackError(f"nothing can be written to {out}: {error.strerror}") from None
    with file:
        if not _take(file):
            raise RollbackError(_who(file, out))
        _HELD.add(path)
        try:
            _sign(file, out)
            yield
        finally:
            _HELD.discard(path)
            file.truncate(0)


def _sign(file: IO[str], out: Path) -> None:
    try:
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}\n")
        file.flush()
    except OSError as error:
        raise RollbackError(f"nothing can be written to {out}: {error.strerror}") from None


def _who(file: IO[str], out: Path) -> str:
    file.seek(0)
    holder = file.read(200).strip() or "another process"
    return f"{out} is being built by {holder}; wait until it has ended, or name another --out"


def _take(file: IO[str]) -> bool:
    """Try to take the lock; a child of the holder does not hold it too."""
    try:
        import fcntl
    except ImportError:
        return _take_on_windows(file)
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _take_on_windows(file: IO[str]) -> bool:
    import msvcrt

    # A byte far behind the text: what is locked cannot be read by the others.
    file.seek(1 << 20)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
