"""Two folders change places in one step of the system, where it has one."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

#: What the calls answer where the file system cannot exchange: then it takes two steps.
_UNABLE = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV})
_AT_CWD, _EXCHANGE = -100, 2


def swap(fresh: Path, place: Path) -> None:
    """Put a folder in place; what was there before lies where the new one came from.

    On Linux and macOS no moment is without one of the two. Elsewhere, and on file systems without
    such a step, the old one is renamed first; after a crash between, the next build restores it.
    """
    if not place.exists():
        fresh.rename(place)
        return
    exchange = _exchange()
    if exchange is not None:
        code = exchange(os.fsencode(fresh), os.fsencode(place))
        if code == 0:
            return
        if code not in _UNABLE:
            raise OSError(code, os.strerror(code), str(place))
    _in_two_steps(fresh, place)


def _in_two_steps(fresh: Path, place: Path) -> None:
    # A name of the same form: if nothing comes after, the next build knows whose it is.
    stem, _, token = fresh.name.rpartition(".")
    old = fresh.with_name(f"{stem}.{token[::-1] if token[::-1] != token else '0' * len(token)}")
    place.rename(old)
    try:
        fresh.rename(place)
    except OSError:
        old.rename(place)
        raise
    old.rename(fresh)


def sync_folder(folder: Path) -> None:
    """See that the names in a folder are on the disk, where the system can be asked for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@cache
def _exchange() -> Callable[[bytes, bytes], int] | None:
    """Return the call that exchanges two paths and gives an error number; none where none is."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        name = "renamex_np" if sys.platform == "darwin" else "renameat2"
        function = getattr(library, name)
    except (AttributeError, OSError, TypeError):
        return None
    between: Callable[[bytes, bytes], tuple[object, ...]]
    if sys.platform == "darwin":
        between = lambda one, other: (one, other, _EXCHANGE)  # noqa: E731
    else:
        between = lambda one, other: (_AT_CWD, one, _AT_CWD, other, _EXCHANGE)  # noqa: E731

    def call(one: bytes, other: bytes) -> int:
        return ctypes.get_errno() if function(*between(one, other)) else 0

    return call
