"""Proving a folder of briefings: every published file against its manifest."""

from __future__ import annotations

from pathlib import Path

from analysis.publish.index import FAILED
from analysis.publish.manifest import (
    MANIFEST,
    Damaged,
    Foreign,
    faults_of,
    faults_of_index,
)
from analysis.terms.errors import RollbackError


def verify(out: Path) -> tuple[int, list[str]]:
    """Return how many briefings a folder holds, and every fault of their files and of the index.

    A fault names the folder and the file. Raises ``RollbackError`` where there is no briefing.
    """
    try:
        folders = sorted(path for path in out.iterdir() if _may_be_briefing(path))
    except OSError as error:
        raise RollbackError(f"{out} cannot be read: {error.strerror}") from None
    if not folders:
        raise RollbackError(f"there is no briefing in {out}")
    faults = [f"{folder.name}: {fault}" for folder in folders for fault in _faults(folder)]
    return len(folders), [*faults, *faults_of_index(out)]


def _may_be_briefing(path: Path) -> bool:
    # No short name holds a dot: what was damaged and replaced is kept as one.damaged.
    apart = "." in path.name or path.name == FAILED
    if apart or not path.is_dir():
        return False
    return (path / MANIFEST).exists() or (path / f"{path.name}.html").exists()


def _faults(folder: Path) -> list[str]:
    try:
        return faults_of(folder)
    except (Damaged, Foreign, OSError) as error:
        return [str(error)]
