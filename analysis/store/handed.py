"""What a process was handed before its kernels were forked from it: registers, by data folder.

Nothing is ever handed to a process that somebody works in: there, two callers would share frames.
A process that exists to be forked (:mod:`analysis.publish.forking`) hands it to its children,
each of which has a copy of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from analysis.store.folder import PACKAGE_FILE, default_folder
from analysis.store.loading import TABLES

T = TypeVar("T")
Stamps = tuple[tuple[str, int, int, int], ...]

_HANDED: dict[Path, tuple[Stamps, Any]] = {}


def hand_over(folder: str | Path | None, load: Callable[[str | Path | None], T]) -> T:
    """Load what stands in a folder, now, for every later question of this process and its forks."""
    base = _place(folder)
    before = _stamps(base)
    loaded = load(folder)
    # Files that changed meanwhile are read again by whoever asks next.
    if before == _stamps(base):
        _HANDED[base] = before, loaded
    return loaded


def find_handed(folder: str | Path | None = None) -> Any:
    """Return what was handed over for a folder; ``None`` if nothing, or if its files changed."""
    if not _HANDED:
        return None
    base = _place(folder)
    stamps, found = _HANDED.get(base, ((), None))
    return found if found is not None and stamps == _stamps(base) else None


def forget(folder: str | Path | None = None) -> None:
    """Forget what was handed over for a folder, if anything was."""
    _HANDED.pop(_place(folder), None)


def _place(folder: str | Path | None) -> Path:
    return (Path(folder) if folder is not None else default_folder()).resolve()


def _stamps(base: Path) -> Stamps:
    """Return what tells whether the files of a folder are still the same."""
    names = (PACKAGE_FILE, *(f"{name}.csv" for name in TABLES))
    found = [(name, (base / name).stat()) for name in names if (base / name).exists()]
    return tuple((name, file.st_ino, file.st_size, file.st_mtime_ns) for name, file in found)
